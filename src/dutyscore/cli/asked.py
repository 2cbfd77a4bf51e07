"""What the user asks of a run, as typed: nothing of it is read or checked yet."""

from __future__ import annotations

from dutyscore.model.frozen import dataclass


@dataclass(frozen=True, slots=True)
class HowToRead:
    """How to read a table where the file alone does not say."""

    sheet: str = ""
    encoding: str = ""
    year: str = ""
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """Which files, and how to read and score them."""

    logs: tuple[str, ...]
    rules: str = ""
    roster: str = ""
    history: tuple[str, ...] = ()
    sheet: str = ""
    encoding: str = ""
    year: str = ""
    hidden: bool = False
    as_of: str = ""
    period: str = ""
    first: str = ""
    last: str = ""
    partial: bool = False
    map: str = ""
    memory: str = ""
    """How much memory may be used; empty = as much as it takes."""
    ledger: str = ""
    """The parquet file for the ledger."""
    record: bool = False
    """Whether the result is kept, with its postings."""

    @property
    def reading(self) -> HowToRead:
        return HowToRead(self.sheet, self.encoding, self.year, self.hidden)


@dataclass(frozen=True, slots=True)
class Where:
    """Where the report goes: printed in a format, written to files."""

    format: str = ""
    outputs: tuple[str, ...] = ()
    force: bool = False
    dry_run: bool = False
    rejects: str = ""
    """The workbook for refused rows."""


@dataclass(frozen=True, slots=True)
class Formats:
    """The formats of a command's report: those that are printed (the first one by default) and those of files."""

    printed: tuple[str, ...]
    written: tuple[str, ...]
