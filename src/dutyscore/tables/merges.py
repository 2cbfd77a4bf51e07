"""Merged cells: one value for several rows is filled down; one value over several columns is nobody's."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

import numpy as np

from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.place import Place
from dutyscore.tables.cells import Kind, RawColumn, RawTable, filled
from dutyscore.tables.faults import Fault
from dutyscore.tables.findings import ColumnFaults
from dutyscore.tables.marks import Span

_SHOWN = 60


def fill_merges(table: RawTable, numeric: Collection[int]) -> tuple[RawTable, list[Diagnostic]]:
    """Fill the value of each merged cell into the rows below it, and tell where; never a number, which may be meant
    for all rows together."""
    columns = dict(table.columns)
    findings: list[Diagnostic] = []
    for span, first, last in _within(table):
        position = span.left
        if last - first < 2 or position not in columns or position in numeric or int(table.rows[first]) != span.top:
            continue
        column = columns[position]
        cell = column.cells[column.codes[first]]
        if cell.kind is Kind.blank:
            continue
        if column is table.columns[position]:
            column = columns[position] = RawColumn(column.codes.copy(), column.cells)
        column.codes[first + 1 : last] = column.codes[first]
        facts = {"column": table.header.texts[position], "value": cell.text[:_SHOWN], "range": str(span)}
        findings.append(Diagnostic("DS334", Place(table.file, table.sheet, span.top, position), facts))
    if not findings:
        return table, []
    return replace(table, columns={at: _packed(column) for at, column in columns.items()}), findings


def _packed(column: RawColumn) -> RawColumn:
    """A column without cells that no row has any more."""
    return column.take(np.ones(len(column.codes), bool))


def merge_faults(table: RawTable, numeric: Collection[int]) -> list[ColumnFaults]:
    """Entries in which one merged cell stands for several known columns, or for several rows of numbers."""
    rows: dict[int, list[tuple[int, int, Fault]]] = {}
    for span, first, last in _within(table):
        covered = [position for position in table.columns if span.left < position <= span.right]
        if covered:
            at = span.left if span.left in table.columns else covered[0]
            fault = Fault("DS327", {"range": str(span), "reason": "across"})
            rows.setdefault(at, []).append((first, last, fault))
        elif span.left in numeric and last - first > 1:
            fault = Fault("DS327", {"range": str(span), "reason": "number"})
            rows.setdefault(span.left, []).append((first, last, fault))
    found: list[ColumnFaults] = []
    for position, spans in rows.items():
        codes = np.zeros(len(table.rows), np.int32)
        for number, (first, last, _) in enumerate(spans, 1):
            codes[first:last] = number
        found.append(ColumnFaults(position, codes, {number: fault for number, (*_, fault) in enumerate(spans, 1)}))
    return found


def _within(table: RawTable) -> Iterator[tuple[Span, int, int]]:
    """The merged cells below the header that touch rows of the table: from which row to before which, by index."""
    if not table.marks.merges:
        return
    header = table.header.row
    spans = np.array(table.marks.merges, np.int64)
    first = np.searchsorted(table.rows, np.maximum(spans[:, 0], header + 1))
    last = np.searchsorted(table.rows, spans[:, 2], "right")
    wide = (spans[:, 2] > spans[:, 0]) | (spans[:, 3] > spans[:, 1])
    chosen = np.flatnonzero(wide & (spans[:, 2] > header) & (first < last))
    for number, begin, end in zip(chosen.tolist(), first[chosen].tolist(), last[chosen].tolist(), strict=True):
        yield table.marks.merges[number], begin, end


def fill_members_down(table: RawTable) -> tuple[RawTable, list[Diagnostic]]:
    """Fill the member of a row into the rows below that name none, because the rulebook says so."""
    members = table.header.members
    named = np.zeros(len(table.rows), bool)
    for position in members:
        named |= filled(table.columns[position])
    if named.all() or not named.any():
        return table, []
    rows = np.arange(len(named))
    source = np.maximum.accumulate(np.where(named, rows, -1))
    below = ~named & (source >= 0)
    if not below.any():
        return table, []
    source = np.where(below, source, rows)
    columns = dict(table.columns)
    for position in members:
        columns[position] = _packed(RawColumn(columns[position].codes[source], columns[position].cells))
    places = [Place(table.file, table.sheet, row, members[0]) for row in table.rows[below].tolist()]
    facts = {"column": table.header.texts[members[0]], "value": "", "range": "", "count": str(len(places))}
    return replace(table, columns=columns), [Diagnostic("DS334", places[0], facts, also=tuple(places[1:]))]
