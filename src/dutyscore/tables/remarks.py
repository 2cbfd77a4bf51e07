"""What a person should look at in a sheet although it was read: hidden and struck-through rows, filters, strays."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.place import Place, column_letters
from dutyscore.tables.cells import RawTable

_SHOWN = 60
_MOST_PLACES = 1_000


def remarks(table: RawTable) -> Iterator[Diagnostic]:
    """The remarks on a table of entries."""
    marks, header = table.marks, table.header
    sheet = Place(table.file, table.sheet)
    if marks.hidden_rows:
        yield from _rows(table, "DS337", marks.hidden_rows)
    for position in header.kept:
        if marks.is_hidden(position):
            place = Place(table.file, table.sheet, header.row, position)
            yield Diagnostic("DS338", place, {"column": f"{column_letters(position)} {header.texts[position]}"})
    if marks.filter:
        yield Diagnostic("DS339", sheet, {"range": marks.filter[:_SHOWN]})
    if marks.struck:
        yield from _rows(table, "DS340", marks.struck)
    if marks.comments:
        first = Place(table.file, table.sheet, *marks.comments[0])
        yield Diagnostic("DS341", first, {"count": str(len(marks.comments))})
    yield from _strays(table)


def _rows(table: RawTable, code: str, marked: frozenset[int]) -> Iterator[Diagnostic]:
    """One finding for all rows of the table that are marked."""
    rows = table.rows[np.isin(table.rows, np.fromiter(marked, np.int64, len(marked)))].tolist()
    if rows:
        places = [Place(table.file, table.sheet, row) for row in rows[:_MOST_PLACES]]
        yield Diagnostic(code, places[0], {"count": str(len(rows))}, also=tuple(places[1:]))


def _strays(table: RawTable) -> Iterator[Diagnostic]:
    """Cells to the right of the table."""
    cells = [
        (row, position, text)
        for row, texts in sorted(table.beside.items())
        for position, text in sorted(texts.items())
        if position > table.header.last
    ]
    if cells:
        places = [Place(table.file, table.sheet, row, position) for row, position, _ in cells[:_MOST_PLACES]]
        yield Diagnostic("DS336", places[0], {"value": cells[0][2][:_SHOWN]}, also=tuple(places[1:]))
