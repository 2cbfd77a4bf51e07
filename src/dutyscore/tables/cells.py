"""Cells as files hold them, before anyone asks for a date or a number, and columns of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dutyscore.tables.header import Header
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


def text_cell(text: str) -> Cell:
    """The cell of a text file."""
    if is_blank(text):
        return BLANK
    return Cell(Kind.error if text in ERRORS else Kind.text, text)


@dataclass(frozen=True, slots=True)
class RawColumn:
    """A dictionary-encoded column: `codes` (int32) index `cells`, which are distinct; blank cells have a code too."""

    codes: Int32
    cells: tuple[Cell, ...]

    def take(self, rows: Bool) -> RawColumn:
        """The rows of the mask, with only the cells that occur in them."""
        return packed(self.codes[rows], self.cells)


def used(codes: Int32, size: int) -> Bool:
    """Which of `size` codes occur."""
    return np.bincount(codes, minlength=size).astype(bool)


def encoded(codes: Int32, cells: Sequence[Cell]) -> RawColumn:
    """A column of cells that all occur, some perhaps under several codes."""
    places: dict[Cell, int] = {}
    renumbered = [places.setdefault(cell, len(places)) for cell in cells]
    if len(places) < len(cells):
        codes = np.take(np.array(renumbered, np.int32), codes)
    return RawColumn(codes, tuple(places))


def packed(codes: Int32, cells: Sequence[Cell]) -> RawColumn:
    """A column of only those cells that occur."""
    occurs = used(codes, len(cells))
    if occurs.all():
        return RawColumn(codes, tuple(cells))
    numbers = np.cumsum(occurs, dtype=np.int32) - np.int32(1)
    return RawColumn(np.take(numbers, codes), tuple(cells[place] for place in np.flatnonzero(occurs).tolist()))


class Broken(NamedTuple):
    """A row that could not be cut into cells: the finding about it, its column (0 = the row), its text as it stands."""

    row: int
    column: int
    code: str
    facts: dict[str, str]
    text: str


@dataclass(frozen=True, slots=True)
class RawTable:
    """The rows below the header of one sheet that hold something under a known header word.

    `columns` has the column of every known header word by its 1-based position; `rows` (int32) are line or row
    numbers. `blank` counts the other rows down to the last that is here, `repeated` the header rows met again.
    """

    file: str
    sheet: str
    header: Header
    columns: Mapping[int, RawColumn]
    rows: Int32
    blank: int
    broken: tuple[Broken, ...]
    repeated: int = 0

    def take(self, mask: Bool | None, blank: int, repeated: int) -> RawTable:
        """The rows of the mask (None = all), with new counts of the others."""
        columns = {at: column if mask is None else column.take(mask) for at, column in self.columns.items()}
        rows = self.rows if mask is None else self.rows[mask]
        return RawTable(self.file, self.sheet, self.header, columns, rows, blank, self.broken, repeated)

    @property
    def read(self) -> int:
        """Rows of the sheet that have to be accounted for."""
        return len(self.rows) + self.blank + len(self.broken) + self.repeated + self.header.above


def rows_where(column: RawColumn, wanted: Sequence[bool]) -> Bool:
    """Rows whose cell is one of the wanted ones (one flag per distinct cell)."""
    return np.take(np.array(wanted, bool), column.codes)


def table_of(
    file: str, sheet: str, header: Header, columns: Mapping[int, RawColumn], rows: Int32, broken: Sequence[Broken]
) -> RawTable:
    """A table out of all its rows: those without anything are taken out and counted, the last ones not even counted.

    A sheet of a workbook has a row for every number, whether the file mentions it or not.
    """
    table = RawTable(file, sheet, header, columns, rows, 0, tuple(broken))
    blanks = [[cell.kind is Kind.blank for cell in column.cells] for column in columns.values()]
    empty = np.full(len(rows), all(map(any, blanks)))
    if empty.any():
        for column, flags in zip(columns.values(), blanks, strict=True):
            empty &= rows_where(column, flags)
    others = [row.row for row in broken if not sheet or row.row <= LAST_ROW]
    last = max([header.row, *others, *rows[~empty][-1:].tolist()])
    filled = np.count_nonzero(~empty) + len(others)
    blank = last - header.row - filled if sheet else np.count_nonzero(empty & (rows < last))
    return table.take(~empty if empty.any() else None, int(blank), 0)
