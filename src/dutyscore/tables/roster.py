"""The roster: one row per member and validity, with the facts that hold then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from typing import NamedTuple

import numpy as np

from dutyscore.model.columns import Column, EntryTable, Roster
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.frozen import dataclass
from dutyscore.model.place import Place
from dutyscore.model.vocabulary import DATE, Field, Vocabulary
from dutyscore.tables.cells import Kind, RawTable
from dutyscore.tables.dates import Calendar, date_reader
from dutyscore.tables.faults import Fault
from dutyscore.tables.findings import ColumnFaults, broken_findings, column_findings, faulty_rows
from dutyscore.tables.header import FROM, MEMBER_ID, MEMBER_NAME, TO, Target
from dutyscore.tables.members import Directory, written_name
from dutyscore.tables.spelling import name_key, trimmed
from dutyscore.tables.values import (
    NEEDED,
    CellReader,
    Part,
    Value,
    absent,
    blank_value,
    field_column,
    read_cells,
    reader_of,
)

FIRST_DAY, LAST_DAY = -(2**31), 2**31 - 1
"""Open ends of a validity."""
MOST_PLACES = 1_000


class _Row(NamedTuple):
    """A sound row of the roster: its member, its validity, and where it stands (table and row in it, from 0)."""

    member: int
    first: int
    last: int
    table: int
    line: int


def undeclared(directory: Directory, vocabulary: Vocabulary) -> Roster:
    """The members of the logs as a roster: always valid, without facts."""
    size = len(directory.ids)
    facts = {field.name: field_column(field, [absent(size, None)]) for field in vocabulary.roster}
    first, last = (np.full(size, day, np.int32) for day in (FIRST_DAY, LAST_DAY))
    return Roster(directory.ids, directory.names, False, np.arange(size, dtype=np.int32), first, last, facts)


def declared(
    tables: Sequence[RawTable], vocabulary: Vocabulary, year: int | None
) -> tuple[Roster, Directory, list[Diagnostic]]:
    """The roster out of its tables, which are sure to have a column of members; and what is wrong with it.

    Members stand in the order of the roster. A row without a sound member or validity is left out, a fact that cannot
    be read is blank. A row that stands in several tables counts once: each workbook may carry the same roster.
    """
    reader = _Reader(tables, year)
    for number in range(len(tables)):
        reader.read(number)
    directory = Directory.of(list(reader.ids.values()), list(reader.names.values()))
    rows = _without_overlaps(reader, directory)
    facts = {field.name: _fact(field, rows, reader) for field in vocabulary.roster}
    member, first, last = (np.array([row[place] for row in rows], np.int32) for place in range(3))
    roster = Roster(directory.ids, directory.names, True, member, first, last, facts)
    return roster, directory, reader.findings


@dataclass
class _Reader:
    """Reads tables one after the other. `ids` and `names` are by the key of the id; `findings` are what is wrong."""

    tables: Sequence[RawTable]
    year: int | None
    ids: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    rows: list[_Row] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)
    _members: dict[str, int] = field(default_factory=dict)
    _places: dict[str, Place] = field(default_factory=dict)
    _met: dict[frozenset[tuple[Target, str]], int] = field(default_factory=dict)

    def read(self, number: int) -> None:
        """Take in the sound rows of a table."""
        table = self.tables[number]
        self.findings += broken_findings(table)
        has_ids = table.header.position(MEMBER_ID) > 0
        days = date_reader(Calendar(self.year))
        nobody, never = (np.zeros(len(table.rows), bool) for _ in range(2))
        ids = self._column(table, MEMBER_ID, written_name, NEEDED, nobody)
        names = self._column(table, MEMBER_NAME, written_name, None if has_ids else NEEDED, nobody)
        firsts = self._column(table, FROM, days, FIRST_DAY, never)
        lasts = self._column(table, TO, days, LAST_DAY, never)
        for index in np.flatnonzero(~nobody).tolist():
            name = names[index]
            id_ = ids[index] if has_ids else name
            if isinstance(id_, str) and self._names_member(number, index, id_, name if isinstance(name, str) else id_):
                first, last = firsts[index], lasts[index]
                if not never[index] and isinstance(first, int) and isinstance(last, int):
                    self._take(number, index, self._members[name_key(id_)], first, last)

    def _column(
        self, table: RawTable, target: Target, read: CellReader, blank: Value | Fault, unsound: np.ndarray
    ) -> list[Value]:
        """The value of every row; rows with a fault are marked in `unsound`."""
        position = table.header.position(target)
        if not position:
            return [None if isinstance(blank, Fault) else blank] * len(table.rows)
        raw = table.columns[position]
        found = read_cells(raw, read, blank)
        if found.faults:
            faults = ColumnFaults(position, raw.codes, found.faults)
            self.findings += column_findings(table, faults)
            unsound |= faulty_rows(faults)
        return [found.values[code] for code in raw.codes.tolist()]

    def _names_member(self, number: int, index: int, id_: str, name: str) -> bool:
        """Enter the member of a row, unless its id already belongs to another name."""
        key, place = name_key(id_), self.place(number, index, MEMBER_ID)
        if name_key(self.names.setdefault(key, name)) != name_key(name):
            self._report("DS314", number, index, MEMBER_ID, {"value": id_}, self._places[key])
            return False
        self.ids.setdefault(key, id_)
        self._places.setdefault(key, place)
        self._members.setdefault(key, len(self._members))
        return True

    def _take(self, number: int, index: int, member: int, first: int, last: int) -> None:
        """Enter the validity of a row, unless another table has the same row."""
        if self._met.setdefault(self._content(number, index), number) != number:
            return
        if first > last:
            self._report("DS304", number, index, TO, {"reason": "order"})
        else:
            self.rows.append(_Row(member, first, last, number, index))

    def _content(self, number: int, index: int) -> frozenset[tuple[Target, str]]:
        """What a row says."""
        table = self.tables[number]
        return frozenset(
            (target, trimmed(cell.text))
            for target, (position, *_) in table.header.places.items()
            if (cell := table.columns[position].cells[table.columns[position].codes[index]]).kind is not Kind.blank
        )

    def place(self, number: int, index: int, target: Target) -> Place:
        table = self.tables[number]
        position = table.header.position(target) or table.header.member
        return Place(table.file, table.sheet, int(table.rows[index]), position)

    def _report(self, code: str, number: int, index: int, target: Target, facts: dict[str, str], *also: Place) -> None:
        table = self.tables[number]
        place = self.place(number, index, target)
        column = table.columns[place.column]
        value = column.cells[column.codes[index]].text
        facts = {"column": table.header.texts[place.column], "value": value, **facts}
        self.findings.append(Diagnostic(code, place, facts, also=also))

    def overlap(self, earlier: _Row, later: _Row, member: str) -> None:
        places = (self.place(row.table, row.line, FROM) for row in (later, earlier))
        self.findings.append(Diagnostic("DS313", next(places), {"member": member}, also=tuple(places)))


def _without_overlaps(reader: _Reader, directory: Directory) -> list[_Row]:
    """The rows by member and time; of two that hold on the same day the one from earlier stays."""
    kept: list[_Row] = []
    for row in sorted(reader.rows):
        before = kept[-1] if kept else None
        if before and before.member == row.member and before.last >= row.first:
            reader.overlap(before, row, directory.names[row.member])
        else:
            kept.append(row)
    return kept


def _fact(field: Field, rows: Sequence[_Row], reader: _Reader) -> Column:
    """The column of a fact, in the order of the rows."""
    target, read = Target("field", field.name), reader_of(field, Calendar(reader.year))
    parts: list[Part] = []
    order: dict[tuple[int, int], int] = {}
    for number, table in enumerate(reader.tables):
        indices = sorted(row.line for row in rows if row.table == number)
        order |= {(number, index): len(order) + place for place, index in enumerate(indices)}
        position = table.header.position(target)
        if not position:
            parts.append(absent(len(indices), blank_value(field, read)))
            continue
        raw = table.columns[position]
        found = read_cells(raw, read, blank_value(field, read))
        if found.faults:
            reader.findings += column_findings(table, ColumnFaults(position, raw.codes, found.faults))
        parts.append(Part(found.values, raw.codes[np.array(indices, np.int64)]))
    places = np.array([order[row.table, row.line] for row in rows], np.int64)
    return field_column(field, parts).take(places)


def outside_validity(entries: EntryTable, roster: Roster) -> Iterator[Diagnostic]:
    """Members with entries on days on which no row of the roster holds for them: once for each, with all places."""
    always = bool((roster.first == FIRST_DAY).all() and (roster.last == LAST_DAY).all())
    if always or not roster.declared or not len(entries):
        return
    first = (roster.member.astype(np.int64) << 33) + (roster.first.astype(np.int64) - FIRST_DAY)
    asked = (entries.member.astype(np.int64) << 33) + (entries.day.astype(np.int64) - FIRST_DAY)
    row = np.searchsorted(first, asked, "right") - 1
    held = (row >= 0) & (roster.member[row] == entries.member) & (roster.last[row] >= entries.day)
    out = np.flatnonzero(~held & np.isin(entries.member, roster.member))
    for member in np.unique(entries.member[out]).tolist():
        rows = out[entries.member[out] == member]
        places = [entries.place(entry, DATE) for entry in rows[:MOST_PLACES].tolist()]
        facts = {"member": roster.names[member], "count": str(len(rows))}
        yield Diagnostic("DS333", places[0], facts, also=tuple(places[1:]))


def whole_validity(findings: Sequence[Diagnostic]) -> list[Diagnostic]:
    """What several blocks of a log said of the same member (told by name) as one finding, among all that they said."""
    other = [finding for finding in findings if finding.code != "DS333"]
    by_member: dict[str, list[Diagnostic]] = {}
    for finding in findings:
        if finding.code == "DS333":
            by_member.setdefault(finding.facts["member"], []).append(finding)
    for member, found in by_member.items():
        places = sorted(place for one in found for place in (one.place, *one.also))[:MOST_PLACES]
        count = sum(int(one.facts["count"]) for one in found)
        other.append(Diagnostic("DS333", places[0], {"member": member, "count": str(count)}, also=tuple(places[1:])))
    return other
