"""Reading the files that the user named, as bytes; what cannot be read is a finding."""

from __future__ import annotations

import errno
import mmap
import os
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Final, cast

from dutyscore.cli.usage import nearest
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.place import Place
from dutyscore.tables import Input
from dutyscore.tables.reading import LARGE

if TYPE_CHECKING:
    from dutyscore.cli.apart import Apart
    from dutyscore.tables.ahead import Found

STDIN: Final = "-"
_BYTES_A_BYTE = 3
"""Memory that a run needs for every byte of a csv log, at least."""
_MOST_FILES = 2
"""Files that are read ahead; reading more of them at once would only take more memory."""
_LARGE = 16 * 2**20
"""Files from this size on are mapped into memory where that is allowed."""
_WRITTEN = ("-o", "--output")
"""What stands before a file that is written; some systems replace none that is mapped into memory."""
_WINDOWS_LOCKED = (32, 33)
_ALIKE: Final = 0.7
"""How alike names of files are at least: they are many, and none of them is a word that was declared."""


def begin(words: Sequence[str], apart: Apart) -> dict[str, Input]:
    """The large csv files among the words of a command line, read ahead (see `tables.ahead`): where that is possible in
    processes of their own, which have to begin before any thread does."""
    given = [word for before, word in zip(("", *words), words, strict=False) if before not in _WRITTEN]
    paths = [path for path in dict.fromkeys(given) if path.lower().endswith(".csv") and _worth_it(path)]
    if not paths:
        return {}
    from dutyscore.cli import memory
    from dutyscore.tables.ahead import Ahead

    found = {}
    for path in paths[:_MOST_FILES]:
        with suppress(OSError):  # who reads the file will meet it again and tell it
            found[path] = _bytes(path, mapped=True)
    memory.keep()
    looks = {path: _look(data, apart) for path, data in found.items()}
    memory.ask_for(_BYTES_A_BYTE * sum(map(len, found.values())))
    return {path: Input(path, data, Ahead(data, looks[path])) for path, data in found.items()}


def _look(data: bytes, apart: Apart) -> Callable[[], Found] | None:
    """Begin to look at a file in another process; None where that is not possible."""
    from dutyscore.tables.ahead import heard, look, told

    begun = apart.begin(lambda: told(look(memoryview(data))))
    if begun is None:
        return None

    def found() -> Found:
        said = begun()
        return look(memoryview(data)) if said is None else heard(*said)

    return found


def _worth_it(path: str) -> bool:
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return False
    return stat.S_ISREG(status.st_mode) and status.st_size >= LARGE


def read(path: str, mapped: bool = False) -> Input | Diagnostic:
    """A file, or standard input for `-`, under the name that the user gave it. `mapped` lets a large one be mapped
    into memory: its data is then any read-only buffer."""
    if path == STDIN:
        return Input("stdin", sys.stdin.buffer.read())
    try:
        return Input(path, _bytes(path, mapped))
    except FileNotFoundError:
        return Diagnostic("DS401", Place(path), {"file": path, "nearest": similar(path)})
    except OSError as error:
        return refused("DS402", path, error)


def _bytes(path: str, mapped: bool) -> bytes:
    with open(path, "rb") as file:
        status = os.fstat(file.fileno())
        large = stat.S_ISREG(status.st_mode) and status.st_size >= _LARGE
        if mapped and large and sys.platform != "win32":
            return cast(bytes, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        return file.read()


def below(folder: str, denied: list[Diagnostic]) -> Iterator[tuple[str, list[str]]]:
    """Every folder from this one down, hidden ones left out, with the names of its files; those that cannot be looked
    into are found `denied`."""

    def deny(error: OSError) -> None:
        denied.append(refused("DS402", str(error.filename), error))

    for place, folders, names in os.walk(folder, onerror=deny):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield place, names


_BOOKS = (b"PK", b"\xd0\xcf")
"""How workbooks begin, the old ones too."""


def unused(sheet: str, encoding: str, logs: Sequence[Input], roster: Sequence[Input]) -> list[str]:
    """The options of reading that none of these files, which are all, is there for: --sheet chooses among the sheets
    of a log."""
    files = [*logs, *roster]

    def is_book(file: Input) -> bool:
        return bytes(file.data[:2]) in _BOOKS

    return [
        *(["--sheet"] if sheet and not any(map(is_book, logs)) else []),
        *(["--encoding"] if encoding and all(map(is_book, files)) else []),
    ]


def refused(code: str, path: str, error: OSError) -> Diagnostic:
    """What an error of the operating system means for the user."""
    if getattr(error, "winerror", None) in _WINDOWS_LOCKED or (error.errno in _DENIED and _is_open(path)):
        return Diagnostic("DS403", Place(path), {"file": path})
    return Diagnostic(code, Place(path), {"file": path, "reason": _REASONS.get(error.errno or 0, "")})


_DENIED = (errno.EACCES, errno.EPERM, errno.EBUSY)
_REASONS = {
    errno.EISDIR: "folder",
    errno.EACCES: "permission",
    errno.EPERM: "permission",
    errno.EROFS: "permission",
    errno.ENOENT: "no-folder",
    errno.ENOTDIR: "no-folder",
    errno.ENOSPC: "full",
    errno.ENXIO: "device",
}


def _is_open(path: str) -> bool:
    """Whether an office program has left its mark beside the file."""
    folder, name = os.path.split(path)
    return any(os.path.exists(os.path.join(folder, mark)) for mark in (f"~${name}", f"~${name[2:]}", f".~lock.{name}#"))


def similar(path: str) -> str:
    """A file of nearly that name in the same folder."""
    folder, name = os.path.split(path)
    try:
        names = os.listdir(folder or os.curdir)
    except OSError:
        return ""
    seen = [other for other in sorted(names) if not other.startswith((".", "~$"))]
    seen = [other for other in seen if os.path.isfile(os.path.join(folder, other))]
    by_stem = {os.path.splitext(other)[0]: other for other in seen}  # a suffix that is the same makes nothing alike
    found = nearest(os.path.splitext(name)[0], by_stem, _ALIKE)
    return os.path.join(folder, by_stem[found]) if found else ""
