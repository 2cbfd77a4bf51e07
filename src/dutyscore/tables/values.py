"""Columns of cells into columns of values: each distinct cell is read once, rows only follow their codes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from dutyscore.model.columns import NO_DAY, Coded, Column, Days, Numbers, Words
from dutyscore.model.frozen import dataclass
from dutyscore.model.vocabulary import Field
from dutyscore.tables.cells import Cell, Kind, RawColumn, followed, used
from dutyscore.tables.dates import Calendar, date_reader
from dutyscore.tables.faults import Fault, Noted, unreadable
from dutyscore.tables.numbers import number_reader, of_one_kind
from dutyscore.tables.words import choice_reader, text_reader, yes_no_reader

if TYPE_CHECKING:
    from dutyscore.model.columns import Int32, Int64

Value = int | str | None
"""A day, a scaled number, the index of a choice, a text; None is blank."""

CellReader = Callable[[Cell], int | str | Fault | Noted]
NEEDED = Fault("DS306", {"item": ""})

_NUMERIC = ("number", "percent", "minutes")


@dataclass(frozen=True, slots=True)
class Values:
    """The values of a column's distinct cells in their order, the faults of those that have none, and what is to be
    noted about others."""

    values: Sequence[Value]
    faults: Mapping[int, Fault]
    notes: Mapping[int, Fault]


def read_cells(column: RawColumn, read: CellReader, blank: Value | Fault) -> Values:
    """Read every distinct cell; a blank one counts as `blank`."""
    values: list[Value] = []
    faults: dict[int, Fault] = {}
    notes: dict[int, Fault] = {}
    for code, cell in enumerate(column.cells):
        result = blank if cell.kind is Kind.blank else unreadable(cell) or read(cell)
        if isinstance(result, Fault):
            faults[code] = result
            result = None
        elif isinstance(result, Noted):
            notes[code] = Fault(result.code, result.facts)
            result = result.value
        values.append(None if result == "" else result)
    return Values(values, faults, notes)


def is_numeric(field: Field) -> bool:
    return field.type in _NUMERIC


def reader_of(field: Field, calendar: Calendar, column: RawColumn | None = None) -> CellReader:
    """How the cells of a declared field are read; `column` shows how others of them are written."""
    if field.type in _NUMERIC:
        read = number_reader(field)
        return of_one_kind(read, column.cells) if column and field.type == "number" else read
    if field.type == "date":
        return date_reader(calendar)
    if field.type == "choice":
        return choice_reader(field)
    if field.type == "yes_no":
        return yes_no_reader(field)
    return text_reader


def blank_value(field: Field, read: CellReader) -> Value:
    """What a blank cell of a field counts as: its default, read like a cell."""
    value = None if field.default is None else read(Cell(Kind.text, field.default))
    return None if isinstance(value, Fault | Noted) else value


# ---------------------------------------------------------------- columns of the model


@dataclass(frozen=True, slots=True)
class Part:
    """The admitted rows of one sheet: `codes` (int32) index `values`."""

    values: Sequence[Value]
    codes: Int32


def absent(rows: int, value: Value) -> Part:
    """A column that a sheet does not have."""
    return Part([value], np.zeros(rows, np.int32))


def field_column(field: Field, parts: Sequence[Part]) -> Column:
    """The column of a declared field over all sheets."""
    if field.type in _NUMERIC:
        return numbers_column(parts, field.decimals)
    if field.type == "date":
        return Days(days_column(parts))
    if field.type == "choice":
        return _listed_column(parts, field.choices)
    if field.type == "yes_no":
        return _listed_column(parts, (field.yes, field.no))
    return words_column(parts)


def coded_column(field: Field, parts: Sequence[Part]) -> Column | Coded:
    """The same, not yet spread over its rows where that can wait: texts are numbered by those that occur."""
    if len(parts) != 1 or field.type not in (*_NUMERIC, "date", "choice", "yes_no"):
        return field_column(field, parts)
    values, codes = parts[0].values, parts[0].codes
    distinct = field_column(field, [Part(values, np.arange(len(values), dtype=np.int32))])
    least = np.min_scalar_type(len(values))  # a log with few values is divided into parts in a third of the time
    return Coded(distinct, codes.astype(least) if least.itemsize < codes.itemsize else codes)


def words_column(parts: Sequence[Part]) -> Words:
    """Texts; the words are those that occur, in the order of their code points."""
    occurring = [used(part.codes, len(part.values)).tolist() for part in parts]
    words = sorted(
        {
            value
            for part, here in zip(parts, occurring, strict=True)
            for value, occurs in zip(part.values, here, strict=True)
            if occurs and isinstance(value, str)
        }
    )
    numbers = {word: number for number, word in enumerate(words)}
    tables = [[numbers.get(value, -1) if isinstance(value, str) else -1 for value in part.values] for part in parts]
    return Words(_taken(parts, [np.array(table, np.int32) for table in tables]), tuple(words))


def _listed_column(parts: Sequence[Part], words: tuple[str, ...]) -> Words:
    return Words(_integers(parts, -1, np.int32), words)


def days_column(parts: Sequence[Part]) -> Int32:
    """Days since 1970-01-01 (int32), NO_DAY where blank."""
    days: Int32 = _integers(parts, NO_DAY, np.int32)
    return days


def numbers_column(parts: Sequence[Part], decimals: int) -> Numbers:
    values: Int64 = _integers(parts, 0, np.int64)
    blanks = [np.array([value is None for value in part.values], bool) for part in parts]
    blank = _taken(parts, blanks) if any(table.any() for table in blanks) else np.zeros(len(values), bool)
    return Numbers(values, blank, decimals)


def _integers(parts: Sequence[Part], blank: int, dtype: type[np.int32 | np.int64]) -> Any:
    tables = [[value if isinstance(value, int) else blank for value in part.values] for part in parts]
    return _taken(parts, [np.array(table, dtype) for table in tables])


def _taken(parts: Sequence[Part], tables: Sequence[Any]) -> Any:
    """The value of each row of each part, out of the part's table."""
    taken = [followed(table, part.codes) for part, table in zip(parts, tables, strict=True)]
    return taken[0] if len(taken) == 1 else np.concatenate(taken)
