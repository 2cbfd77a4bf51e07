"""Cells as files hold them, before anyone asks for a date or a number, and columns of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from enum import IntEnum
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from dutyscore.model.frozen import dataclass
from dutyscore.model.threads import in_threads
from dutyscore.tables.header import ROW_NUMBER, Header
from dutyscore.tables.marks import NO_MARKS, Marks
from dutyscore.tables.spelling import is_blank

if TYPE_CHECKING:
    from dutyscore.model.columns import Bool, Int32

LONGEST = 32_767
"""Characters that a cell of a workbook can hold; longer text is refused wherever it comes from."""

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
"""The size of a sheet."""

ERRORS = frozenset(
    ("#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!", "#GETTING_DATA", "#SPILL!", "#CALC!")
)


class Kind(IntEnum):
    """What a cell is."""

    __hash__ = int.__hash__  # cells are keys, and that of an enumeration is written in Python

    blank = 0
    text = 1
    number = 2
    """plain decimal text, at most 15 significant digits"""
    percent = 3
    """a number shown as a percentage: 0.95 is shown as 95%"""
    time = 4
    """a number of days shown as a time or duration: 0.0625 is 1:30"""
    date = 5
    """ISO text of a date-styled number, or the number itself where no such day exists"""
    flag = 6
    """TRUE or FALSE"""
    error = 7
    formula = 8
    """a formula without a stored result"""


class Cell(NamedTuple):
    """One distinct content: `text` is the stored text (of a formula without result: the formula)."""

    kind: Kind
    text: str


BLANK = Cell(Kind.blank, "")


_GUARDED = re.compile(r'="([^"]*)"|\'([0-9.,+-]+)', re.ASCII)
_PICTURE = re.compile(r'=?(?:_xlfn\.)?DISPIMG\("([^"]*)",[^)]*\)', re.IGNORECASE)
PICTURE = "■"
"""Stands for a picture in a cell, before the name that the picture has in the file."""


def picture(formula: str) -> Cell | None:
    """The cell of a WPS picture, out of its formula; None for any other."""
    found = _PICTURE.fullmatch(formula) if "DISPIMG" in formula else None
    return Cell(Kind.text, PICTURE + found[1]) if found else None


def text_cell(text: str) -> Cell:
    """The cell of a text file: without the guards that keep a spreadsheet from making a number of a text."""
    if is_blank(text):
        return BLANK
    if text[0] in "='":
        guarded = _GUARDED.fullmatch(text)
        if guarded:
            text = guarded[1] or guarded[2] or ""
            return Cell(Kind.text, text) if text else BLANK
        return picture(text) or Cell(Kind.text, text)
    return Cell(Kind.error if text in ERRORS else Kind.text, text)


@dataclass(frozen=True, slots=True)
class RawColumn:
    """A dictionary-encoded column: `codes` (int32) index `cells`, which are distinct; blank cells have a code too."""

    codes: Int32
    cells: tuple[Cell, ...]

    def take(self, rows: Bool) -> RawColumn:
        """The rows of the mask, with only the cells that occur in them."""
        return packed(self.codes.compress(rows), self.cells)


_STRETCH = 1 << 16
_SHARED = 1 << 19
"""Rows from which on two threads share a column."""


def followed(values: Any, codes: Int32) -> Any:
    """`values[codes]`, stretch by stretch: of a whole column numpy would first make a copy with 64 bits a code."""
    found = np.empty(len(codes), values.dtype)

    def follow(first: int, last: int) -> None:
        for start in range(first, last, _STRETCH):
            stretch = slice(start, min(start + _STRETCH, last))
            np.take(values, codes[stretch], out=found[stretch], mode="clip")

    size = len(codes)
    ends = [size // 2, size] if size > _SHARED else [size]
    in_threads(follow, [0, *ends[:-1]], ends)
    return found


def used(codes: Int32, size: int) -> Bool:
    """Which of `size` codes occur."""
    occurs = np.zeros(size, bool)
    for start in range(0, len(codes), _STRETCH):
        occurs[codes[start : start + _STRETCH]] = True  # a third of the time of counting them
        if occurs.all():  # most say the same things all the way down
            break
    return occurs


def encoded(codes: Int32, cells: Sequence[Cell]) -> RawColumn:
    """A column of cells that all occur, some perhaps under several codes."""
    places: dict[Cell, int] = {}
    renumbered = [places.setdefault(cell, len(places)) for cell in cells]
    if len(places) < len(cells):
        codes = followed(np.array(renumbered, np.int32), codes)
    return RawColumn(codes, tuple(places))


def packed(codes: Int32, cells: Sequence[Cell]) -> RawColumn:
    """A column of only those cells that occur."""
    occurs = used(codes, len(cells))
    if occurs.all():
        return RawColumn(codes, tuple(cells))
    numbers = np.cumsum(occurs, dtype=np.int32) - np.int32(1)
    return RawColumn(followed(numbers, codes), tuple(cells[place] for place in np.flatnonzero(occurs).tolist()))


class Broken(NamedTuple):
    """A row that could not be cut into cells: the finding about it, its column (0 = the row), its text as it stands."""

    row: int
    column: int
    code: str
    facts: dict[str, str]
    text: str


_NOTHING: Mapping[int, Mapping[int, str]] = {}


@dataclass(frozen=True, slots=True)
class RawTable:
    """The rows below the header of one sheet that hold something under a known header word.

    `columns` has the column of every known header word by its 1-based position; `rows` (int32) are line or row
    numbers. `skipped` counts the other rows down to the last that is here, by class. `beside` holds the texts outside
    the known columns: by row and position, of rows that name no member, and of cells to the right of the table.
    `voided` counts the rows that a workbook of rejects has taken out.
    """

    file: str
    sheet: str
    header: Header
    columns: Mapping[int, RawColumn]
    rows: Int32
    broken: tuple[Broken, ...]
    skipped: Mapping[str, int] = field(default_factory=dict)
    beside: Mapping[int, Mapping[int, str]] = field(default_factory=lambda: _NOTHING)
    marks: Marks = NO_MARKS
    voided: int = 0

    def take(self, mask: Bool) -> RawTable:
        """The rows of the mask; the others have to be counted."""
        columns = {at: column.take(mask) for at, column in self.columns.items()}
        return replace(self, columns=columns, rows=self.rows[mask])

    def without(self, mask: Bool, reason: str) -> RawTable:
        """The table without the rows of the mask, which are counted under `reason`."""
        number = int(np.count_nonzero(mask))
        if not number:
            return self
        counted = {**self.skipped, reason: self.skipped.get(reason, 0) + number}
        return replace(self.take(~mask), skipped=counted)

    @property
    def read(self) -> int:
        """Rows of the sheet that have to be accounted for."""
        return len(self.rows) + len(self.broken) + sum(self.skipped.values()) + self.voided + self.header.above

    @property
    def blank(self) -> int:
        return self.skipped.get("blank", 0)


def rows_where(column: RawColumn, wanted: Sequence[bool]) -> Bool:
    """Rows whose cell is one of the wanted ones (one flag per distinct cell)."""
    return np.take(np.array(wanted, bool), column.codes)


def filled(column: RawColumn) -> Bool:
    """Rows whose cell says something."""
    return rows_where(column, [cell.kind is not Kind.blank for cell in column.cells])


def speaking(table: RawTable, position: int) -> Bool:
    """Rows whose cell in a known column says something; a running number alone says nothing."""
    numbered = position in table.header.places.get(ROW_NUMBER, ())
    column = table.columns[position]
    flags = _saying(column, numbered)
    return np.ones(len(column.codes), bool) if all(flags) else rows_where(column, flags)


def _saying(column: RawColumn, numbered: bool) -> list[bool]:
    """Whether each distinct cell makes its row more than an empty one: a running number alone does not."""
    blank = Kind.blank
    if not numbered:
        return [kind is not blank for kind, _ in column.cells]
    return [kind is not blank and not _RUNNING.fullmatch(text) for kind, text in column.cells]


_RUNNING = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]+)?%?", re.ASCII)


def is_running_number(text: str) -> bool:
    """Whether a text beside an empty row only numbers it."""
    return bool(_RUNNING.fullmatch(text))


def outside(texts: Iterable[tuple[int, str]], header: Header, nameless: bool) -> dict[int, str]:
    """What a row says outside the known columns: anywhere in a row that names no member, else right of the table."""
    known = header.kept
    return {
        position: text
        for position, text in texts
        if position not in known
        and (nameless or position > header.last)
        and not is_blank(text)
        and not (position <= header.last and is_running_number(text))
    }


def table_of(
    file: str,
    sheet: str,
    header: Header,
    columns: Mapping[int, RawColumn],
    rows: Int32,
    broken: Sequence[Broken],
    beside: Mapping[int, Mapping[int, str]] | None = None,
    marks: Marks = NO_MARKS,
) -> RawTable:
    """A table out of all its rows: those without anything are taken out and counted, the last ones not even counted.

    A sheet of a workbook has a row for every number, whether the file mentions it or not.
    """
    table = RawTable(file, sheet, header, columns, rows, tuple(broken), {}, beside or {}, marks)
    numbered = header.places.get(ROW_NUMBER, ())
    saying = {at: _saying(column, at in numbered) for at, column in columns.items()}
    empty = np.full(len(rows), not any(map(all, saying.values())))
    if empty.any():
        for at, flags in saying.items():
            empty &= ~rows_where(columns[at], flags)
        speaking = [row for row, texts in table.beside.items() if min(texts) <= header.last]
        empty &= ~np.isin(rows, np.array(speaking, np.int32))
    others = [row.row for row in broken if not sheet or row.row <= LAST_ROW]
    last = max([header.row, *others, *rows[~empty][-1:].tolist()])
    if not empty.any() and not sheet:
        return table
    number = np.count_nonzero(~empty) + len(others)
    blank = int(last - header.row - number if sheet else np.count_nonzero(empty & (rows < last)))
    kept = table.take(~empty) if empty.any() else table
    return replace(kept, skipped={"blank": blank} if blank else {})
