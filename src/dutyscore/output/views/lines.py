"""The lines that grades draw on the total: what a row asks for at least."""

from __future__ import annotations

from dutyscore.model.exact import Scale
from dutyscore.model.frozen import dataclass
from dutyscore.rulebook.deciding import Row
from dutyscore.scoring.grade import line_of


@dataclass(frozen=True, slots=True)
class Line:
    """`at` is the lowest amount (steps) with which a member can stand in the row."""

    row: str
    at: int


def grade_lines(rows: tuple[Row, ...], scale: Scale) -> list[Line]:
    """The lines of the rows from the top; a row without a lower bound draws none, lines at one place are one line."""
    found: dict[int, Line] = {}
    for row in rows:
        at = line_of(row, scale.step)
        if at is not None:
            found.setdefault(at, Line(row.name, at))
    return list(found.values())
