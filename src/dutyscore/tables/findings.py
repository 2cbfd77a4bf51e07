"""Faults of cells into findings: one per distinct cell and sheet, with every place where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from dutyscore.model.diagnostic import Diagnostic, Excerpt
from dutyscore.model.frozen import dataclass
from dutyscore.model.place import Place, column_letters
from dutyscore.tables.cells import RawTable
from dutyscore.tables.faults import Fault
from dutyscore.tables.header import EVENT_DATE, PROJECT

if TYPE_CHECKING:
    from dutyscore.model.columns import Bool, Int32, Int64

_MOST_EXCERPTS = 200
"""Findings of one column that are shown with the rows around them; nobody reads more."""

_SHOWN = 200


@dataclass(frozen=True, slots=True)
class ColumnFaults:
    """Faults in the cells of one column: row i has the fault of `codes[i]` (int32), if there is one."""

    position: int
    codes: Int32
    faults: Mapping[int, Fault]


def faulty_rows(found: ColumnFaults) -> Bool:
    flags = np.zeros(max(int(found.codes.max(initial=0)), *found.faults) + 1, bool)
    flags[list(found.faults)] = True
    return np.take(flags, found.codes)


def column_findings(table: RawTable, found: ColumnFaults) -> Iterator[Diagnostic]:
    """One finding per faulty code, at its first row, with all further places."""
    heading = table.header.texts.get(found.position, "")
    for number, (code, rows) in enumerate(_grouped(found)):
        fault = found.faults[code]
        places = [Place(table.file, table.sheet, line, found.position) for line in table.rows[rows].tolist()]
        excerpt = _excerpt(table, int(rows[0]), found.position) if number < _MOST_EXCERPTS else None
        facts = {"column": heading, **fault.facts}
        yield Diagnostic(fault.code, places[0], facts, fault.fix, excerpt, tuple(places[1:]))


def whole_columns(findings: Sequence[Diagnostic]) -> list[Diagnostic]:
    """What several blocks of a log said of the same cell of a column as one finding, among all that they said."""
    alike: dict[object, list[Diagnostic]] = {}
    for number, one in enumerate(findings):
        place, excerpt = one.place, one.excerpt
        cell = excerpt.lines[-1][1][excerpt.start] if excerpt and excerpt.header else None
        same = (one.code, place.file, place.sheet, place.column, cell, tuple(sorted(one.facts.items())))
        alike.setdefault(same if place.column else number, []).append(one)
    whole = []
    for group in alike.values():
        first = min(group, key=lambda one: one.place)
        further = sorted({place for one in group for place in (one.place, *one.also)} - {first.place})
        whole.append(replace(first, also=tuple(further)) if len(group) > 1 else first)
    return whole


def _grouped(found: ColumnFaults) -> Iterator[tuple[int, Int64]]:
    """Each faulty code with the indices of its rows, ascending."""
    rows = np.flatnonzero(faulty_rows(found))
    codes = found.codes[rows]
    order = np.argsort(codes, kind="stable")
    starts = np.flatnonzero(np.diff(codes[order], prepend=-1))
    for start, group in zip(starts, np.split(rows[order], starts[1:]), strict=True):
        yield int(codes[order[start]]), group


def _excerpt(table: RawTable, index: int, position: int) -> Excerpt:
    """Member, date, item and the faulty column of the row, and of the row before."""
    header = table.header
    around = {header.member, header.position(EVENT_DATE), header.position(PROJECT), position}
    shown = [column for column in sorted(around) if column in table.columns]
    lines = [
        (int(table.rows[row]), tuple(_content(table, column, row) for column in shown))
        for row in range(max(0, index - 1), index + 1)
    ]
    headings = tuple(f"{column_letters(column)} {header.texts[column]}" for column in shown)
    return Excerpt(tuple(lines), int(table.rows[index]), shown.index(position), header=headings)


def _content(table: RawTable, position: int, row: int) -> str:
    column = table.columns[position]
    return column.cells[int(column.codes[row])].text[:_SHOWN]


def broken_findings(table: RawTable) -> Iterator[Diagnostic]:
    """Rows that could not be cut into cells."""
    for row in table.broken:
        excerpt = Excerpt(((row.row, (row.text,)),), row.row, 0, max(1, len(row.text)))
        yield Diagnostic(row.code, Place(table.file, table.sheet, row.row, row.column), row.facts, "", excerpt)
