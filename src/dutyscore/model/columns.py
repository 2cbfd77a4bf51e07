"""Columns of facts: dictionary-encoded words, scaled whole numbers, days. One length, one row per row of a log."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from dutyscore.model.frozen import dataclass
from dutyscore.model.place import Place

if TYPE_CHECKING:
    from dutyscore.model.arrays import Bool as Bool
    from dutyscore.model.arrays import Int16 as Int16
    from dutyscore.model.arrays import Int32 as Int32
    from dutyscore.model.arrays import Int64 as Int64

NO_DAY = -(2**31)
"""A blank date in an int32 column of days."""


def of_rows(values: Any, rows: Int32 | Int64 | Bool | slice) -> Any:
    """`values[rows]`, for which numpy takes twice as long, with a mask six times. A stretch is not copied."""
    if isinstance(rows, slice):
        return values[rows]
    return values.compress(rows) if rows.dtype.kind == "b" else values.take(rows)


@dataclass(frozen=True, slots=True)
class Words:
    """Text, choices, yes/no: `codes` (int32) index `words`, -1 is blank. Choices keep the rulebook's order."""

    codes: Int32
    words: tuple[str, ...]

    def take(self, rows: Int32 | Int64 | Bool | slice) -> Words:
        return Words(of_rows(self.codes, rows), self.words)


_FEW = 1000
"""Rows below which taking the blanks is cheaper than asking whether there are any."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """Exact numbers: `values` (int64) are multiples of 10**-decimals; `blank` marks cells without one (value 0)."""

    values: Int64
    blank: Bool
    decimals: int

    def take(self, rows: Int32 | Int64 | Bool | slice) -> Numbers:
        values = of_rows(self.values, rows)
        if isinstance(rows, slice) or len(rows) < _FEW or self.blank.any():
            return Numbers(values, of_rows(self.blank, rows), self.decimals)
        import numpy as np

        return Numbers(values, np.zeros(len(values), bool), self.decimals)  # most columns have no blank


@dataclass(frozen=True, slots=True)
class Days:
    """Dates: `values` (int32) are days since 1970-01-01, NO_DAY is blank."""

    values: Int32

    def take(self, rows: Int32 | Int64 | Bool | slice) -> Days:
        return Days(of_rows(self.values, rows))


Column = Words | Numbers | Days


@dataclass(frozen=True, slots=True)
class Coded:
    """A column that is not yet spread over its rows: `codes` (integers of any size) index the rows of `distinct`."""

    distinct: Column
    codes: Any

    def take(self, rows: Int32 | Int64 | Bool | slice) -> Coded:
        return Coded(self.distinct, of_rows(self.codes, rows))


class Columns(Mapping[str, Column]):
    """Columns by name, of which the coded ones are spread when somebody asks for them. A log is divided into parts
    before that, so that no column of a large one is ever laid out whole."""

    def __init__(self, columns: Mapping[str, Column | Coded]) -> None:
        self._columns = dict(columns)

    def __getitem__(self, name: str) -> Column:
        column = self._columns[name]
        if isinstance(column, Coded):
            column = self._columns[name] = column.distinct.take(column.codes)
        return column

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)

    def beside(self, others: Mapping[str, Column]) -> Columns:
        """These columns and others."""
        return Columns({**self._columns, **others})

    def take(self, rows: Int32 | Int64 | Bool | slice) -> Columns:
        return Columns({name: column.take(rows) for name, column in self._columns.items()})


@dataclass(frozen=True, slots=True)
class Origin:
    """One sheet of one input: `file` as the user named it; `sheet` is empty for csv; `columns` maps a field or
    structural column to its 1-based column in that sheet, for cell addresses."""

    file: str
    sheet: str
    columns: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class EntryTable:
    """The admitted rows of all logs, one row each, in file, sheet and row order.

    `member` (int32) indexes the roster; `day` (int32) is the event date; `project` holds the item words, already
    canonical (`Vocabulary.projects` maps every spelling); `facts` holds each declared field. `origin` (int16) indexes
    `origins`, `row` (int32) is the line of a csv or the row of a sheet.
    """

    origins: tuple[Origin, ...]
    origin: Int16
    row: Int32
    member: Int32
    day: Int32
    project: Words
    facts: Mapping[str, Column]

    def __len__(self) -> int:
        return len(self.row)

    def take(self, rows: Int32 | Int64 | Bool | slice) -> EntryTable:
        """The named rows (an index array, a mask or a stretch), in that order."""
        facts = (self.facts if isinstance(self.facts, Columns) else Columns(self.facts)).take(rows)
        row = of_rows(self.row, rows)
        alike = len(self.origins) == 1 and len(row) <= len(self)  # all of them are 0
        origin = self.origin[: len(row)] if alike else of_rows(self.origin, rows)
        return EntryTable(
            self.origins, origin, row, of_rows(self.member, rows), of_rows(self.day, rows), self.project.take(rows),
            facts,
        )  # fmt: skip

    def place(self, entry: int, column: str = "") -> Place:
        """Address of an entry: its row, or one of its cells when `column` names a field or structural column."""
        origin = self.origins[int(self.origin[entry])]
        return Place(origin.file, origin.sheet, int(self.row[entry]), origin.columns.get(column, 0))


@dataclass(frozen=True, slots=True)
class Roster:
    """The members, and facts about them that may carry dates.

    `ids`, `names` (parallel, one per member; without an id column the id is the name). `declared` is False when the
    members were taken from the log. The facts have one row per member and validity, sorted by member then `first`:
    `member`, `first`, `last` (int32; open ends are the extreme int32 values), `facts`.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    declared: bool
    member: Int32
    first: Int32
    last: Int32
    facts: Mapping[str, Column]

    def __len__(self) -> int:
        return len(self.ids)

    def find(self, word: str) -> int:
        """Place of the one member with this id or, failing that, this name; -1 for nobody and for namesakes."""
        if word in self.ids:
            return self.ids.index(word)
        return self.names.index(word) if self.names.count(word) == 1 else -1


class Facts(Protocol):
    """The rows that an item takes, column by column: what a method may look at."""

    def __len__(self) -> int: ...

    def column(self, name: str) -> Column: ...
