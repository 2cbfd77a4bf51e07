"""The text of a csv file: its encoding, its separator, the first records in which the header is searched."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from dutyscore.model.frozen import dataclass
from dutyscore.tables.header import HEAD_ROWS, Row
from dutyscore.tables.reading import LARGE
from dutyscore.tables.refusal import FileRefusedError
from dutyscore.tables.spelling import is_blank

if TYPE_CHECKING:
    from _csv import Reader

    from dutyscore.tables.ahead import Ahead

_HEAD_BYTES = 1_000_000
_SEPARATORS = (",", ";", "\t", "，", "|", "；")
_SEPARATOR_LINE = re.compile(r'("?)sep=(.)\1[,;\t]*(?:\r\n|\n|\r)', re.IGNORECASE)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

KnownWords = Callable[[Iterable[str]], int]
"""How many things of the rulebook some texts name, taken as a header row."""


@dataclass(frozen=True, slots=True)
class CsvText:
    """A csv file as UTF-8: `body` starts at line `first`, after any byte order mark and any `sep=` line."""

    body: memoryview
    separator: str
    first: int
    encoding: str = "utf-8"
    ahead: Ahead | None = None


def csv_text(data: bytes, encoding: str, known: KnownWords, ahead: Ahead | None = None) -> CsvText:
    """Decode strictly and choose the separator; FileRefusedError DS405, DS427."""
    body, encoding = _utf8(data, encoding, known, ahead)
    ahead = ahead if body.obj is data else None  # what was recoded is not what was read ahead
    head = _head(body)
    if hint := _SEPARATOR_LINE.match(head):
        return CsvText(body[len(hint[0].encode()) :], hint[2], 2, encoding, ahead)
    return CsvText(body, _separator(head, known), 1, encoding, ahead)


def head_records(text: CsvText, line: int = 1) -> list[Row]:
    """The first records that say something, from a line on: their lines, and their cells by 1-based position (blank
    ones too)."""
    if line <= text.first:
        return _first_records(_head(text.body), text.separator, text.first)
    stream = io.TextIOWrapper(io.BytesIO(text.body), "utf-8", newline="")
    records = numbered_records(cells_reader(stream, text.separator), text.first)
    below = (record for record in records if record[0] >= line)
    return [(at, dict(enumerate(record, 1))) for at, record in islice(below, HEAD_ROWS) if any(record)]


def cells_reader(stream: Iterable[str], separator: str) -> Reader:
    """The csv module, without its own limit on the length of a cell and without forgiveness for misplaced quotes."""
    csv.field_size_limit(2**31 - 1)
    return csv.reader(stream, delimiter=separator, strict=True)


def numbered_records(reader: Reader, first: int) -> Iterator[tuple[int, list[str]]]:
    """Records with the line on which each starts; FileRefusedError DS426 where quotes do not fit."""
    start = first
    try:
        for record in reader:
            yield start, record
            start = first + reader.line_num
    except csv.Error as error:
        raise FileRefusedError("DS426", start) from error


# ---------------------------------------------------------------- encoding


def _utf8(data: bytes, encoding: str, known: KnownWords, ahead: Ahead | None) -> tuple[memoryview, str]:
    """The text in UTF-8, and the encoding it had."""
    view = memoryview(data)
    if encoding:
        return _recoded(view, encoding, ahead), encoding
    for mark, marked in _MARKS:
        if view[: len(mark)] == mark:
            return _recoded(view[len(mark) :], marked, ahead), marked
    fault = _fault(view, ahead)
    if fault is None:
        return view, "utf-8"
    if _names_something(view, known):
        return _recoded(view, "gb18030", ahead), "gb18030"
    raise _undecodable(view, fault)


def _recoded(view: memoryview, encoding: str, ahead: Ahead | None) -> memoryview:
    """The text of the encoding in UTF-8."""
    try:
        name = codecs.lookup(encoding).name
        if name == "utf-8":
            wrong = _fault(view, ahead)
            if wrong is not None:
                raise _undecodable(view, wrong)
            return view
        return memoryview(str(view, name).encode())
    except UnicodeDecodeError as error:
        raise _undecodable(view, error.start) from error
    except (LookupError, UnicodeEncodeError) as error:
        raise FileRefusedError("DS427", value=encoding) from error


def _undecodable(view: memoryview, position: int) -> FileRefusedError:
    return FileRefusedError("DS405", bytes(view[:position]).count(b"\n") + 1, position=str(position))


def _fault(view: memoryview, ahead: Ahead | None) -> int | None:
    """The first byte that is not UTF-8, None if all are."""
    if len(view) > LARGE and _proved(view, ahead):
        return None
    try:
        str(view, "utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return None


def _proved(view: memoryview, ahead: Ahead | None) -> bool:
    if ahead is not None:
        return ahead.is_utf8()
    from dutyscore.tables.csv_parse import is_utf8

    return is_utf8(view)


def _names_something(view: memoryview, known: KnownWords) -> bool:
    """Whether the first lines, read as GB18030, hold header words beyond ASCII: nothing else proves this encoding."""
    head = _head(view, "gb18030")
    rows = [texts.values() for separator in _candidates(head) for _, texts in _first_records(head, separator, 1)]
    return any(known(text for text in texts if not text.isascii()) for texts in rows)


# ---------------------------------------------------------------- the first lines


def _head(view: memoryview, encoding: str = "utf-8") -> str:
    """The text of the first bytes, without a character that they cut in two."""
    return codecs.getincrementaldecoder(encoding)(errors="replace").decode(bytes(view[:_HEAD_BYTES]), final=False)


def _first_records(head: str, separator: str, first: int) -> list[Row]:
    found: list[Row] = []
    reader = cells_reader(io.StringIO(head, newline=""), separator)
    try:
        for line, record in numbered_records(reader, first):
            if not all(map(is_blank, record)):
                found.append((line, dict(enumerate(record, 1))))
            if len(found) == HEAD_ROWS:
                break
    except FileRefusedError:
        pass  # whoever reads the whole file will meet the fault again and tell it
    return found


def _separator(head: str, known: KnownWords) -> str:
    """The separator under which a line names most things of the rulebook, the first of several."""

    def best(separator: str) -> int:
        return max((known(texts.values()) for _, texts in _first_records(head, separator, 1)), default=0)

    return max(_candidates(head), key=best)


def _candidates(head: str) -> list[str]:
    return [separator for separator in _SEPARATORS if separator in head] or [","]
