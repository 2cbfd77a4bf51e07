"""Plain files into entries: csv and xlsx, their cells, the table inside, dates, numbers, words and members.

The pieces, from the bytes up: a book (`csv_book`, `xlsx_book`) gives sheets; `header` finds the row of header words; a
sheet gives a `RawTable` of dictionary-encoded cells; readers turn each distinct cell into a value or a fault;
`members` and `entries` put everything together. numpy is imported with the first call, not with this room.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dutyscore.model.vocabulary import Vocabulary
from dutyscore.tables.reading import Coded, Correction, Input, InputStamp, Options, Reading, RowCount, SheetStamp

__all__ = [
    "DIGEST_PROPERTY",
    "RULEBOOK_PROPERTY",
    "Coded",
    "Correction",
    "Input",
    "InputStamp",
    "Options",
    "Reading",
    "RowCount",
    "SheetStamp",
    "carried_properties",
    "carried_rulebook",
    "read_columns",
    "read_logs",
    "read_records",
]

RULEBOOK_PROPERTY, DIGEST_PROPERTY = "dutyscore.rulebook", "dutyscore.digest"
"""Custom document properties of a workbook: id and digest of the rulebook that it was made for."""


def read_logs(logs: Sequence[Input], roster: Input | None, vocabulary: Vocabulary, options: Options) -> Reading:
    """Read log files (csv, xlsx) and the roster: its own file, or the sheets 名册 of the logs."""
    from dutyscore.tables import logs as reader

    return reader.read_logs(logs, roster, vocabulary, options)


def read_records(
    records: Sequence[Mapping[str, str]], roster: Sequence[Mapping[str, str]] | None, vocabulary: Vocabulary, file: str
) -> Reading:
    """The same reading over text records held in memory.

    The keys of a record are header words; record i (from 1) is row i of `file`. Records of the roster name the member
    under the header words of members and may carry `from` and `to`; their places are rows of a sheet `roster`.
    """
    from dutyscore.tables import logs as reader

    return reader.read_records(records, roster, vocabulary, file)


def read_columns(
    log: Mapping[str, Coded], roster: Mapping[str, Coded] | None, vocabulary: Vocabulary, file: str
) -> Reading:
    """The same over columns held in memory, by their header words: each distinct text once, and a code per row."""
    from dutyscore.tables import logs as reader

    return reader.read_columns(log, roster, vocabulary, file)


def carried_rulebook(data: bytes) -> str:
    """Id in the custom document property `dutyscore.rulebook` of a workbook; empty if there is none."""
    return carried_properties(data).get(RULEBOOK_PROPERTY, "")


def carried_properties(data: bytes) -> dict[str, str]:
    """The custom document properties of a workbook; nothing if this is no readable one."""
    from dutyscore.tables import package

    return package.carried_properties(data)
