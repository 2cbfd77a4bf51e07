"""The rows of all log sheets as one table of entries; every row that cannot be one is counted and told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from dutyscore.model.columns import Coded, Column, Columns, EntryTable, Origin, Words
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.frozen import dataclass
from dutyscore.model.vocabulary import MEMBER, Vocabulary
from dutyscore.tables.cells import RawTable
from dutyscore.tables.dates import Calendar, date_reader, year_named
from dutyscore.tables.faults import Fault
from dutyscore.tables.findings import ColumnFaults, broken_findings, column_findings, faulty_rows
from dutyscore.tables.header import EVENT_DATE, NOTES, PROJECT, Header, Target
from dutyscore.tables.members import MemberReader
from dutyscore.tables.merges import merge_faults
from dutyscore.tables.reading import RowCount
from dutyscore.tables.remarks import remarks
from dutyscore.tables.values import (
    NEEDED,
    CellReader,
    Part,
    Value,
    absent,
    blank_value,
    coded_column,
    days_column,
    is_numeric,
    read_cells,
    reader_of,
    words_column,
)
from dutyscore.tables.words import item_reader, text_of

if TYPE_CHECKING:
    from dutyscore.model.columns import Bool, Int32


@dataclass(frozen=True, slots=True)
class SheetRows:
    """A log sheet once its cells are read: the rows without a fault, column by column."""

    origin: Origin
    rows: Int32
    members: Int32
    parts: Mapping[Target, Part]
    count: RowCount
    findings: tuple[Diagnostic, ...]


class SheetReader:
    """Reads log sheets by one vocabulary."""

    def __init__(self, vocabulary: Vocabulary, year: int | None, members: MemberReader) -> None:
        self._members = members
        self._vocabulary = vocabulary
        self._year = year
        self._items = item_reader(vocabulary.projects)
        self._numeric = [Target("field", field.name) for field in vocabulary.fields if is_numeric(field)]

    def read(self, table: RawTable) -> SheetRows:
        """The sound rows of a table that has the structural columns."""
        members, faults, notes = self._members.rows(table)
        parts: dict[Target, Part] = {}
        for target, read, blank in self._columns(table):
            position = table.header.position(target)
            column = table.columns[position]
            found = read_cells(column, read, blank)
            parts[target] = Part(found.values, column.codes)
            faults.append(ColumnFaults(position, column.codes, found.faults))
            notes.append(ColumnFaults(position, column.codes, found.notes))
        faults += merge_faults(table, [table.header.position(target) for target in self._numeric])
        faults = _merged(found for found in faults if found.faults)
        sound = _sound_rows(table, faults)
        if sound is not None:
            members = members[sound]
            parts = {target: Part(part.values, part.codes[sound]) for target, part in parts.items()}
        rows = table.rows if sound is None else table.rows[sound]
        told = [*faults, *_merged(found for found in notes if found.faults)]
        findings = [*broken_findings(table), *(one for found in told for one in column_findings(table, found))]
        origin = Origin(table.file, table.sheet, _positions(table.header))
        return SheetRows(origin, rows, members, parts, _count(table, len(rows)), (*findings, *remarks(table)))

    def _columns(self, table: RawTable) -> Iterator[tuple[Target, CellReader, Value | Fault]]:
        """What the columns that the table has mean, how their cells are read, and what a blank one counts as."""
        has = table.header.places
        calendar = calendar_of(table, self._vocabulary, self._year)
        if EVENT_DATE in has:
            yield EVENT_DATE, date_reader(calendar), NEEDED
        if PROJECT in has:
            yield PROJECT, self._items, NEEDED
        for field in self._vocabulary.fields:
            target = Target("field", field.name)
            if target in has:
                read = reader_of(field, calendar, table.columns[table.header.position(target)])
                blank = blank_value(field, read)
                yield target, read, NEEDED if field.required and blank is None else blank
        for target in NOTES:
            if target in has:
                yield target, text_of, None


def calendar_of(table: RawTable, vocabulary: Vocabulary, year: int | None) -> Calendar:
    """What settles the open dates of a table: the option, else its sheet's name or title, and the rulebook's period."""
    named = year_named(table.sheet, table.header.titles) if year is None else year
    return Calendar(named, *vocabulary.period)


def _merged(faults: Iterable[ColumnFaults]) -> list[ColumnFaults]:
    """A cell that is read for two purposes and fails both has one fault, that of the first."""
    merged: dict[tuple[int, int], ColumnFaults] = {}
    for found in faults:
        first = merged.get((found.position, id(found.codes)))
        both = {**found.faults, **first.faults} if first else found.faults
        merged[found.position, id(found.codes)] = ColumnFaults(found.position, found.codes, both)
    return list(merged.values())


def _sound_rows(table: RawTable, faults: Sequence[ColumnFaults]) -> Bool | None:
    """The rows without a fault; None = all."""
    if not faults:
        return None
    bad = np.zeros(len(table.rows), bool)
    for found in faults:
        bad |= faulty_rows(found)
    return ~bad


def _count(table: RawTable, taken: int) -> RowCount:
    skipped = {**table.skipped, "title": table.header.above, "void": table.voided}
    refused = len(table.rows) - taken + len(table.broken)
    return RowCount(table.read, taken, refused, {reason: rows for reason, rows in skipped.items() if rows})


def _positions(header: Header) -> dict[str, int]:
    """Columns by the names that `Origin` knows: fields, and the keys of structural columns."""
    named = {target.name: places[0] for target, places in header.places.items() if target.kind == "field"}
    structural = {target.name: header.position(target) for target in (EVENT_DATE, PROJECT, *NOTES)}
    return named | {name: position for name, position in structural.items() if position} | {MEMBER: header.member}


def entry_table(sheets: Sequence[SheetRows], vocabulary: Vocabulary) -> EntryTable:
    """All sheets one below the other."""
    sizes = [len(sheet.rows) for sheet in sheets]
    origin = np.repeat(np.arange(len(sheets), dtype=np.int16), np.array(sizes, np.int64))
    found: dict[str, Column | Coded] = {}
    for field in vocabulary.fields:
        target, blank = Target("field", field.name), blank_value(field, reader_of(field, Calendar()))
        found[field.name] = coded_column(field, _parts(sheets, target, blank))
    facts = Columns(found)
    notes = [target for target in NOTES if any(target in sheet.parts for sheet in sheets)]
    facts = facts.beside({one.name: _note(one, sheets, facts) for one in notes if one.name not in facts})
    return EntryTable(
        tuple(sheet.origin for sheet in sheets),
        origin,
        _joined([sheet.rows for sheet in sheets]),
        _joined([sheet.members for sheet in sheets]),
        days_column(_parts(sheets, EVENT_DATE, None)),
        words_column(_parts(sheets, PROJECT, None)),
        facts,
    )


def _parts(sheets: Sequence[SheetRows], target: Target, blank: Value) -> list[Part]:
    return [sheet.parts.get(target) or absent(len(sheet.rows), blank) for sheet in sheets] or [absent(0, blank)]


def _note(target: Target, sheets: Sequence[SheetRows], facts: Mapping[str, Column]) -> Words:
    """The reviewer or row number of each entry: the words of the field on the same column, where there is one."""
    having = [sheet for sheet in sheets if target in sheet.parts]
    for name, column in facts.items():
        places = [(sheet.origin.columns.get(name), sheet.origin.columns[target.name]) for sheet in having]
        if isinstance(column, Words) and all(field == note for field, note in places):
            return column
    return words_column(_parts(sheets, target, None))


def _joined(columns: Sequence[Int32]) -> Int32:
    if len(columns) == 1:
        return columns[0]
    return np.concatenate([*columns, np.empty(0, np.int32)])
