"""The rows of a sheet, out of its XML: any prefixes, with or without addresses, as a stream."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from pyexpat import ExpatError

from dutyscore.model.place import column_letters
from dutyscore.tables.cells import LAST_COLUMN, LAST_ROW, Broken
from dutyscore.tables.marks import Span
from dutyscore.tables.package import local, xml_parser
from dutyscore.tables.refusal import FileRefusedError
from dutyscore.tables.xlsx_cells import Stored

Cells = dict[int, Stored]
"""The cells of a row that hold something, by 1-based position."""

_ADDRESS = re.compile(r"([A-Z]{1,7})[0-9]*", re.ASCII)
_COLUMN_NUMBER = re.compile(r"[0-9]{1,5}", re.ASCII)
_SPAN = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?", re.ASCII)
_COLLECTED = {"v", "t", "f"}
_TRUE = ("1", "true")
MOST_MERGES = 50_000


def column_number(address: str) -> int | None:
    """1-based column of an address like C112; None if that is none."""
    found = _ADDRESS.fullmatch(address)
    if not found:
        return None
    number = 0
    for letter in found[1]:
        number = number * 26 + ord(letter) - 64
    return number


@lru_cache(maxsize=1024)
def _lettered(letters: str) -> int:
    """The column of some letters; workbooks name a few of them a hundred thousand times."""
    return column_number(letters) or 1


def span_of(reference: str) -> Span | None:
    """The cells of a reference like A2:B3; None if that is none."""
    found = _SPAN.fullmatch(reference)
    if not found:
        return None
    left, top = _lettered(found[1]), int(found[2])
    right, bottom = _lettered(found[3] or found[1]), int(found[4] or found[2])
    return Span(min(top, bottom), min(left, right), max(top, bottom), max(left, right))


class RowParser:
    """Takes the bytes of a sheet part and hands over its rows; FileRefusedError DS408, DS409.

    `broken` collects the rows that hold a cell twice or outside the sheet: they are not among the rows, unless they
    are wanted as a `whole`.
    """

    def __init__(self, part: str, content: Callable[[Stored], str], whole: bool = False) -> None:
        self._whole = whole
        self.broken: list[Broken] = []
        self.merges: list[Span] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: list[tuple[int, int]] = []
        self.filter = ""
        self._filtered = ""
        self.inside = False
        """Whether the bytes so far end within the rows."""
        self.row = 0
        self._part = part
        self._content = content
        self._rows: list[tuple[int, Cells]] = []
        self._cells: Cells = {}
        self._fault: tuple[str, int, str] | None = None
        self._column = 0
        self._type = self._style = ""
        self._value: str | None = None
        self._formula: str | None = None
        self._pieces: list[str] | None = None
        self._phonetic = False
        self._names: dict[str, str] = {}
        self._parser = xml_parser(part, self._start, self._end, self._text)

    def feed(self, chunk: bytes, last: bool = False) -> list[tuple[int, Cells]]:
        """The rows that end in this chunk and hold something: their numbers and cells."""
        self._rows = []
        try:
            self._parser.Parse(chunk, last)
        except ExpatError as error:
            raise FileRefusedError("DS408", reason="xml", part=self._part) from error
        return self._rows

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = self._names.get(tag) or self._names.setdefault(tag, local(tag))
        if name == "sheetData":
            self.inside = True
        elif not self.inside:
            self._beside_rows(name, attributes)
        elif name == "c":
            self._start_cell(attributes)
        elif name in _COLLECTED:
            self._pieces = None if self._phonetic else []
        elif name == "row":
            self._start_row(attributes)
        elif name == "rPh":
            self._phonetic = True

    def _beside_rows(self, name: str, attributes: dict[str, str]) -> None:
        if name == "mergeCell":
            span = span_of(attributes.get("ref", ""))
            if len(self.merges) == MOST_MERGES:
                raise FileRefusedError("DS409", limit="merges", part=self._part)
            if span:
                self.merges.append(span)
        elif name == "col" and attributes.get("hidden") in _TRUE:
            first, last = attributes.get("min", ""), attributes.get("max", "")
            if _COLUMN_NUMBER.fullmatch(first) and _COLUMN_NUMBER.fullmatch(last):
                self.hidden_columns.append((int(first), int(last)))
        elif name == "autoFilter":
            self._filtered = attributes.get("ref", "")
        elif name == "filterColumn":
            self.filter = self._filtered

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r")
        row = self.row + 1 if number is None else int(number) if number.isdecimal() and len(number) < 10 else 0
        if row <= self.row:
            raise FileRefusedError("DS408", reason="rows", part=self._part)
        self.row, self._column, self._cells, self._fault = row, 0, {}, None
        if attributes.get("hidden") in _TRUE:
            self.hidden_rows.add(row)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        address = attributes.get("r")
        column = self._column + 1 if address is None else column_number(address)
        if column is None:
            raise FileRefusedError("DS408", reason="rows", part=self._part)
        self._column = column
        self._type, self._style = attributes.get("t", "n"), attributes.get("s", "0")
        self._value = self._formula = None

    def _text(self, data: str) -> None:
        if self._pieces is not None:
            self._pieces.append(data)

    def _end(self, tag: str) -> None:
        if not self.inside:
            return
        name = self._names[tag]
        if name == "c":
            if self._value is not None or self._formula is not None:
                self._put(Stored(self._type, self._style, self._value, self._formula))
        elif name in _COLLECTED:
            self._collect(name)
        elif name == "row":
            self._end_row()
        elif name == "rPh":
            self._phonetic = False
        elif name == "sheetData":
            self.inside = False

    def _collect(self, name: str) -> None:
        if self._pieces is None:
            return
        data, self._pieces = "".join(self._pieces), None
        if name == "f":
            self._formula = data
        else:
            self._value = (self._value or "") + data  # the runs of rich text follow each other

    def _put(self, stored: Stored) -> None:
        column = self._column
        if self._whole:
            self._cells.setdefault(column, stored)
        elif column > LAST_COLUMN or self.row > LAST_ROW:
            self._fault = ("DS326", 0, f"{column_letters(column)}{self.row}")
        elif column in self._cells:
            both = f"{self._content(self._cells[column])} / {self._content(stored)}"
            self._fault = self._fault or ("DS325", column, both)
        else:
            self._cells[column] = stored

    def _end_row(self) -> None:
        if self._fault:
            code, column, value = self._fault
            text = " ".join(self._content(stored) for _, stored in sorted(self._cells.items()))
            self.broken.append(Broken(self.row, column, code, {"value": value}, text[:200]))
        elif self._cells:
            self._rows.append((self.row, self._cells))
