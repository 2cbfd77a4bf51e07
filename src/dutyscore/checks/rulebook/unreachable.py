"""DS215: a row of grades or bands that nobody can land in, because the rows above take everybody who fits it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dutyscore.checks.cells import Cell, axes, cells, takes
from dutyscore.checks.sight import Sight
from dutyscore.rulebook.deciding import Row


def check(sight: Sight) -> None:
    vetoes = [veto.effect for veto in sight.rulebook.vetoes.values()]
    ceilings = {effect.ceiling for effect in vetoes if effect.ceiling}
    direct = {effect.direct for effect in vetoes if effect.direct}
    for found in sight.row_sets:
        rows = found.rows
        starts, given = (ceilings, direct) if found.path == ("grades",) else (set(), set())
        begins = [0, *(index for index, row in enumerate(rows) if row.name in starts)]
        for index in _unreached(sight, rows, begins):
            if rows[index].name not in given:
                sight.report.add("DS215", (*found.path, index, "name"), name=rows[index].name)


def _unreached(sight: Sight, rows: Sequence[Row], begins: Sequence[int]) -> list[int]:
    """A row of places may leave anybody to the rows below; a ceiling lets some begin further down; a row for everybody
    else is meant as a safeguard."""
    found = axes(sight, rows, blanks=True)
    if found is None:
        return []
    reached: set[int] = set()
    for cell in cells(sight, found):
        for begin in begins:
            reached |= set(_takers(rows, cell, begin))
    after = next((index for index, row in enumerate(rows) if row.otherwise), len(rows))
    return [index for index, row in enumerate(rows) if index not in reached and (not row.otherwise or index > after)]


def _takers(rows: Sequence[Row], cell: Cell, begin: int) -> Iterator[int]:
    """The rows in which somebody in this cell can land."""
    for index, row in enumerate(rows[begin:], begin):
        if takes(row, cell):
            yield index
            if not (row.top or row.quota):
                return
