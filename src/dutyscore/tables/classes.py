"""Which rows of a table are entries, and which are totals, labels and notes; each of them is counted and told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.place import Place
from dutyscore.tables.asides import aside, is_label, label_or_note
from dutyscore.tables.cells import Cell, Kind, RawTable, speaking
from dutyscore.tables.header import EVENT_DATE, PROJECT

if TYPE_CHECKING:
    from dutyscore.model.columns import Int32, Int64

CLASSES = ("summary", "label", "note")
_ENTRY = ""
_SHOWN = 60
_MOST_PLACES = 1_000

Begins = Callable[[int, Cell], bool]
"""Whether the cell in a column, alone in its row, is the beginning of an entry (a member, a day, an item)."""


def entries_of(table: RawTable, begins: Begins) -> tuple[RawTable, list[Diagnostic]]:
    """A table of a log without the rows that are no entries, and where these stood."""
    members = [speaking(table, position) for position in table.header.members]
    others = [speaking(table, position) for position in map(table.header.position, (EVENT_DATE, PROJECT)) if position]
    if all(column.all() for column in (*members, *others)) and members and len(others) == 2:
        return table, []
    named = members[0] | members[-1] if members else np.zeros(len(table.rows), bool)  # id or name will do
    whole = named & others[0] & others[1] if len(others) == 2 else named & False
    return _sorted(table, np.flatnonzero(~whole), begins)


def members_of(table: RawTable) -> tuple[RawTable, list[Diagnostic]]:
    """The same for a roster, in which a row may hold nothing but a name."""
    return _sorted(table, np.arange(len(table.rows)), lambda position, cell: True)


def _sorted(table: RawTable, doubtful: Int64, begins: Begins) -> tuple[RawTable, list[Diagnostic]]:
    if not len(doubtful):
        return table, []
    classes = np.zeros(len(table.rows), np.int8)
    lefts, codes, counts = _lefts(table, doubtful)
    spread = _spread(table)
    lone = counts == 1
    across = np.isin(table.rows[doubtful], spread)
    key = (lefts << 42) | (codes << 2) | (lone << 1) | across
    distinct, inverse = np.unique(key, return_inverse=True)
    found = [_class_of(table, int(one >> 42), int(one >> 2) & (2**40 - 1), int(one) & 3, begins) for one in distinct]
    classes[doubtful] = np.array([_number(one) for one in found], np.int8)[inverse]
    for index in doubtful.tolist() if table.beside else ():
        if texts := table.beside.get(int(table.rows[index])):
            classes[index] = _number(_class_beside(table, index, texts))
    findings = [
        finding
        for number, reason in enumerate(CLASSES, 1)
        for finding in _told(table, np.flatnonzero(classes == number), reason)
    ]
    for number, reason in enumerate(CLASSES, 1):
        rows = classes == number
        table = table.without(rows, reason)
        classes = classes[~rows] if rows.any() else classes
    return table, findings


def _number(reason: str) -> int:
    return CLASSES.index(reason) + 1 if reason else 0


def _lefts(table: RawTable, rows: Int64) -> tuple[Int64, Int64, Int64]:
    """Of each row: the first known column that says something, the code of its cell, how many columns do."""
    lefts, codes, counts = (np.zeros(len(rows), np.int64) for _ in range(3))
    for position in sorted(table.columns, reverse=True):
        says = speaking(table, position)[rows]
        lefts[says] = position
        codes[says] = table.columns[position].codes[rows][says]
        counts += says
    return lefts, codes, counts


def _spread(table: RawTable) -> Int32:
    """Rows over whose columns a merged cell is spread."""
    rows = [span.top for span in table.marks.merges if span.right > span.left and span.top == span.bottom]
    return np.array(rows, np.int32)


def _class_of(table: RawTable, position: int, code: int, flags: int, begins: Begins) -> str:
    """The class of the rows that begin with one cell; flags: 2 = nothing else stands there, 1 = it is spread."""
    if not position:
        return _ENTRY
    cell = table.columns[position].cells[code]
    if cell.kind is not Kind.text:
        return _ENTRY
    kind = aside(cell.text)
    if kind or not flags & 2 or begins(position, cell):
        return kind
    first = position == min(table.columns)
    return label_or_note(cell.text) if flags & 1 or first or is_label(cell.text) else _ENTRY


def _class_beside(table: RawTable, index: int, beside: Mapping[int, str]) -> str:
    """The class of a row that says something outside the known columns as well."""
    within = {position: text for position, text in beside.items() if position <= table.header.last}
    known = {
        position: column.cells[column.codes[index]].text
        for position, column in table.columns.items()
        if speaking(table, position)[index]
    }
    texts = sorted({**known, **within}.items())
    kind = next((kind for _, text in texts[:2] if (kind := aside(text))), "")
    if kind or known or not texts:
        return kind
    return label_or_note(texts[0][1]) if len(texts) == 1 else "note"


def _told(table: RawTable, rows: Int64, reason: str) -> Iterator[Diagnostic]:
    """One finding per class: the first row with its text, and the places of the others."""
    if not len(rows):
        return
    places = []
    said = ""
    for index in rows[:_MOST_PLACES].tolist():
        row = int(table.rows[index])
        texts = dict(table.beside.get(row, {}))
        for position, column in table.columns.items():
            cell = column.cells[column.codes[index]]
            if cell.kind is not Kind.blank:
                texts[position] = cell.text
        position = min(texts, default=0)
        said = said or texts.get(position, "")[:_SHOWN]
        places.append(Place(table.file, table.sheet, row, position))
    yield Diagnostic("DS335", places[0], {"kind": reason, "value": said}, also=tuple(places[1:]))
