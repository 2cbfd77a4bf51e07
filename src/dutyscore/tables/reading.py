"""What goes into the reading of files and what comes out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING, Literal

from dutyscore.model.columns import EntryTable, Roster
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.frozen import dataclass
from dutyscore.model.layout import Layouts
from dutyscore.model.place import Place

if TYPE_CHECKING:
    from dutyscore.model.columns import Int32
    from dutyscore.tables.ahead import Ahead
    from dutyscore.tables.cells import Cell

Coded = tuple["Int32", Sequence[str]]
"""A column held in memory: codes (int32, one per row) that index distinct texts."""


LARGE = 2_000_000
"""Bytes of a csv file from which on the import of pyarrow pays, and reading it ahead."""

FileKind = Literal["csv", "xlsx", "xls", "parquet"]


@dataclass(frozen=True, slots=True)
class Input:
    """One file as the shell read it. `name` is used in addresses; `data` may be any read-only buffer of bytes."""

    name: str
    data: bytes
    ahead: Ahead | None = field(default=None, compare=False, repr=False)
    """Work on a large csv file that has already begun."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to read where the file alone does not say: the one sheet to read, the encoding of csv files, the year of
    dates without one, and whether hidden sheets count."""

    sheet: str = ""
    encoding: str = ""
    year: int | None = None
    hidden: bool = False
    layouts: Layouts | None = None
    """The column map of `--map`."""


@dataclass(frozen=True, slots=True)
class SheetStamp:
    """A sheet that was read (name empty for csv) and the number of rows below its header."""

    name: str
    rows: int


@dataclass(frozen=True, slots=True)
class Decided:
    """What a workbook of rejects says about its rows: how many were corrected, how many are void, how many wait."""

    corrected: int
    void: int
    undecided: int


@dataclass(frozen=True, slots=True)
class Correction:
    """One row of a workbook of rejects: what it stands for, what was decided (`corrected`, `void`, empty = nothing),
    its cells by position in that row, and the place of the decision."""

    file: str
    digest: str
    sheet: str
    row: int
    decision: str
    cells: Mapping[int, Cell]
    place: Place

    @property
    def address(self) -> tuple[str, str, int]:
        """Digest of the file, sheet, row."""
        return self.digest, self.sheet, self.row


@dataclass(frozen=True, slots=True)
class InputStamp:
    """A file that was read: `digest` is the sha256 of its bytes; `decided` makes it a workbook of rejects;
    `encoding` is that of a csv file."""

    name: str
    digest: str
    kind: FileKind
    sheets: tuple[SheetStamp, ...]
    decided: Decided | None = None
    encoding: str = ""


class RowsLostError(RuntimeError):
    """The program lost or invented a row of a log: a fault of the program, never of the file."""


@dataclass(frozen=True, slots=True)
class RowCount:
    """Rows of the logs: every row of a log sheet down to the last one that says something, without the header row.

    `skipped` counts by class: `blank`, `repeated_header`, `title` (rows above the header), `summary`, `label`,
    `note`, `void` (taken out by a workbook of rejects).
    """

    read: int = 0
    taken: int = 0
    refused: int = 0
    skipped: Mapping[str, int] = field(default_factory=dict)

    @property
    def balanced(self) -> bool:
        return self.read == self.taken + self.refused + sum(self.skipped.values())


def total(counts: Iterable[RowCount]) -> RowCount:
    """The sum of the counts of several sheets."""
    read = taken = refused = 0
    skipped: dict[str, int] = {}
    for count in counts:
        read, taken, refused = read + count.read, taken + count.taken, refused + count.refused
        for reason, rows in count.skipped.items():
            skipped[reason] = skipped.get(reason, 0) + rows
    return RowCount(read, taken, refused, dict(sorted(skipped.items())))


def balanced(count: RowCount, entries: int) -> RowCount:
    """`count`, once it is sure that no row was lost: it balances, and its taken rows are the `entries`."""
    if not count.balanced or count.taken != entries:
        raise RowsLostError(f"{count}, {entries} entries")
    return count


@dataclass(frozen=True, slots=True)
class Reading:
    """What the files say.

    `entries` holds the rows without any fault; `findings` are sorted by place. `usable` is False when a file, sheet or
    needed column is missing or cannot be read: what was read is then not what was meant. Faults of the roster are
    errors in `findings` and refuse no row of a log; `roster_sound` is False when there is one: such a run stops,
    `--partial` or not, because every row may be judged by the wrong facts.
    """

    entries: EntryTable
    roster: Roster
    findings: tuple[Diagnostic, ...]
    rows: RowCount
    inputs: tuple[InputStamp, ...]
    usable: bool
    corrections: tuple[Correction, ...] = ()
    """The rows of workbooks of rejects that were decided."""
    roster_sound: bool = True
