"""The container of a workbook: its parts within limits, what kind of file it is, its document properties.

Parts are read as streams; limits are enforced on what really comes out. Names are compared without case, as the
standard says and some exporters need.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from pyexpat import ExpatError, ParserCreate, XMLParserType
from typing import TYPE_CHECKING, NoReturn

from dutyscore.tables.refusal import FileRefusedError

if TYPE_CHECKING:
    from typing_extensions import Buffer

MOST_PARTS = 5_000
MOST_BYTES = 4 << 30
FREE_BYTES = 10_000_000
MOST_RATIO = 200
"""A part may unpack to 10 MB whatever its ratio; beyond, to 200 times its packed size (real files reach 17)."""

_CHUNK = 1 << 18
_ENCRYPTED = 0x1
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError)


class _Mapped(io.RawIOBase):
    """A file that is mapped into memory, read where it lies; io.BytesIO would copy it."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: len(self._data)}[whence]
        if start + offset < 0:
            raise ValueError("before the beginning")
        self._at = start + offset
        return self._at

    def readinto(self, buffer: Buffer) -> int:
        view = memoryview(buffer)
        piece = self._data[self._at : self._at + len(view)]
        view[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)


class Package:
    """The parts of a zip file by name. FileRefusedError DS408, DS409 when it is damaged or over a limit."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data) if type(data) is bytes else io.BufferedReader(_Mapped(data)))
        except _DAMAGE as error:
            raise FileRefusedError("DS408", reason="zip", part="") from error
        infos = self._zip.infolist()
        self._parts = {info.filename.lower(): info for info in infos}
        if len(infos) > MOST_PARTS:
            raise FileRefusedError("DS409", limit="parts", part="")
        if len(self._parts) < len(infos):
            raise FileRefusedError("DS409", limit="same-part", part="")
        if sum(info.file_size for info in infos) > MOST_BYTES or sum(info.compress_size for info in infos) > len(data):
            raise FileRefusedError("DS409", limit="size", part="")

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._parts

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of a part, piece by piece."""
        info = self._parts.get(name.lower())
        if info is None:
            raise FileRefusedError("DS408", reason="part", part=name)
        if info.flag_bits & _ENCRYPTED:
            raise FileRefusedError("DS408", reason="locked", part=name)
        most, size = max(FREE_BYTES, MOST_RATIO * info.compress_size), 0
        try:
            with self._zip.open(info) as stream:
                while chunk := stream.read(_CHUNK):
                    size += len(chunk)
                    if size > most:
                        raise FileRefusedError("DS409", limit="ratio", part=name)
                    yield chunk
        except zipfile.BadZipFile as error:
            raise FileRefusedError("DS408", reason="checksum", part=name) from error
        except _DAMAGE as error:
            raise FileRefusedError("DS408", reason="zip", part=name) from error

    def read(self, name: str) -> bytes:
        return b"".join(self.chunks(name))

    def relations(self, name: str) -> list[tuple[str, str, str]]:
        """What a part (empty = the package) refers to: id, last word of the type, part name."""
        folder, base = posixpath.split(name)
        part = posixpath.join(folder, "_rels", f"{base}.rels")
        found: list[tuple[str, str, str]] = []

        def start(tag: str, attributes: dict[str, str]) -> None:
            if local(tag) == "Relationship" and attributes.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", "")))
                kind = attributes.get("Type", "").rpartition("/")[2]
                found.append((attributes.get("Id", ""), kind, target.lstrip("/")))

        if part in self:
            parse(part, self.chunks(part), start)
        return found


def local(tag: str) -> str:
    """A tag without its prefix: files bind prefixes and namespaces as they like, local names tell enough."""
    return tag.rpartition(":")[2]


def xml_parser(
    part: str,
    start: Callable[[str, dict[str, str]], None] | None,
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> XMLParserType:
    """A parser that refuses document types, and with them every entity but the five of XML."""
    parser = ParserCreate()
    parser.buffer_text = True

    def doctype(*_: object) -> NoReturn:
        raise FileRefusedError("DS409", limit="doctype", part=part)

    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    return parser


def parse(
    part: str,
    chunks: Iterable[bytes],
    start: Callable[[str, dict[str, str]], None] | None,
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Feed a whole part to handlers; FileRefusedError DS408 where it is not XML."""
    parser = xml_parser(part, start, end, text)
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except ExpatError as error:
        raise FileRefusedError("DS408", reason="xml", part=part) from error


def carried_properties(data: bytes) -> dict[str, str]:
    """The custom document properties, none if this is no readable workbook."""
    values: dict[str, str] = {}
    inside = ""

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        if local(tag) == "property":
            inside = attributes.get("name", "")

    def end(tag: str) -> None:
        nonlocal inside
        inside = "" if local(tag) == "property" else inside

    def text(data: str) -> None:
        if inside:
            values[inside] = values.get(inside, "") + data

    try:
        package = Package(data)
        names = [name for _, kind, name in package.relations("") if kind == "custom-properties"]
        for name in names or ["docProps/custom.xml"]:
            if name in package:
                parse(name, package.chunks(name), start, end, text)
    except FileRefusedError:
        return {}  # whoever reads the tables of the file will tell
    return {name: value.strip() for name, value in values.items()}
