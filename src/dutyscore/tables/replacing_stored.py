"""Rows of logs as they stood: every cell, under known header words or not. Read a second time, only when asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from dutyscore.model.frozen import dataclass
from dutyscore.model.vocabulary import Vocabulary
from dutyscore.tables.books import Sheet, open_book
from dutyscore.tables.cells import Cell, Kind
from dutyscore.tables.choosing import Chooser
from dutyscore.tables.header import Header
from dutyscore.tables.reading import Input, Options
from dutyscore.tables.replacing import is_rejects

SheetName = tuple[str, str]
"""File and sheet."""


@dataclass(frozen=True, slots=True)
class StoredSheet:
    """Some rows of a sheet: the headings of its columns by position, and the cells of each row by position."""

    headings: Mapping[int, str]
    rows: Mapping[int, Mapping[int, Cell]]


def stored_rows(
    logs: Sequence[Input], vocabulary: Vocabulary, options: Options, wanted: Mapping[SheetName, Set[int]]
) -> dict[SheetName, StoredSheet]:
    """The wanted rows of logs that were read before by the same vocabulary and options."""
    chooser = Chooser(vocabulary, options)
    found: dict[SheetName, StoredSheet] = {}
    for source in logs:
        if not any(file == source.name for file, _ in wanted):
            continue
        book = open_book(source, options.encoding, chooser.known)
        if is_rejects(book):
            continue
        for candidate in chooser.of_log(book, with_roster=False).logs:
            name = source.name, candidate.sheet.name
            if wanted.get(name):
                found[name] = _stored(candidate.sheet, candidate.header, wanted[name])
    return found


def _stored(sheet: Sheet, header: Header, wanted: Set[int]) -> StoredSheet:
    rows: dict[int, dict[int, Cell]] = {row: {} for row in wanted}
    for number, cells in sheet.rows():
        if number in rows:
            rows[number] = {position: cell for position, cell in cells.items() if cell.kind is not Kind.blank}
    return StoredSheet({position: text for position, text in header.texts.items() if text}, rows)
