"""DS215: a row of grades or bands that nobody can land in, because the rows above take everybody who fits it."""

from __future__ import annotations

from collections.abc import Sequence

from dutyscore.checks.cells import axes, cells, takes
from dutyscore.checks.sight import Sight
from dutyscore.rulebook.schema import Row


def check(sight: Sight) -> None:
    for kind, rows in (("grades", sight.rulebook.grades), ("bands", sight.rulebook.bands)):
        for index in _unreached(sight, rows):
            sight.report.add("DS215", (kind, index, "name"), name=rows[index].name)


def _unreached(sight: Sight, rows: Sequence[Row]) -> list[int]:
    """A row of places may leave anybody to the rows below; a row for everybody else is meant as a safeguard."""
    found = axes(sight, rows, blanks=True)
    if found is None:
        return []
    reached: set[int] = set()
    for cell in cells(sight, found):
        for index, row in enumerate(rows):
            if takes(row, cell):
                reached.add(index)
                if not (row.top or row.quota):
                    break
    after = next((index for index, row in enumerate(rows) if row.otherwise), len(rows))
    return [index for index, row in enumerate(rows) if index not in reached and (not row.otherwise or index > after)]
