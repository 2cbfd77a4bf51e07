"""What goes into the reading of files and what comes out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from dutyscore.model.columns import EntryTable, Roster
from dutyscore.model.diagnostic import Diagnostic


@dataclass(frozen=True, slots=True)
class Input:
    """One file as the shell read it. `name` is used in addresses; `data` may be any read-only buffer of bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Options:
    """How to read where the file alone does not say: the one sheet to read, the encoding of csv files, the year of
    dates without one, and whether hidden sheets count."""

    sheet: str = ""
    encoding: str = ""
    year: int | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class SheetStamp:
    """A sheet that was read (name empty for csv) and the number of rows below its header."""

    name: str
    rows: int


@dataclass(frozen=True, slots=True)
class InputStamp:
    """A file that was read: `digest` is the sha256 of its bytes."""

    name: str
    digest: str
    kind: Literal["csv", "xlsx"]
    sheets: tuple[SheetStamp, ...]


class RowsLostError(RuntimeError):
    """The program lost or invented a row of a log: a fault of the program, never of the file."""


@dataclass(frozen=True, slots=True)
class RowCount:
    """Rows of the logs: every row of a log sheet down to the last one that says something, without the header row.

    `skipped` counts by class: `blank`, `repeated_header`, `title` (rows above the header).
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
    errors in `findings` and refuse no row of a log: an error at a place in the roster stops a run, `--partial` or not.
    """

    entries: EntryTable
    roster: Roster
    findings: tuple[Diagnostic, ...]
    rows: RowCount
    inputs: tuple[InputStamp, ...]
    usable: bool
