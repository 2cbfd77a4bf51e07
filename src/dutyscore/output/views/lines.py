"""The lines that grades draw on the total: what a row asks for at least."""

from __future__ import annotations

from dutyscore.model.exact import Scale, parse_decimal
from dutyscore.model.frozen import dataclass
from dutyscore.rulebook.deciding import Row


@dataclass(frozen=True, slots=True)
class Line:
    """`at` is the lowest amount (steps) with which a member can stand in the row."""

    row: str
    at: int


def grade_lines(rows: tuple[Row, ...], scale: Scale) -> list[Line]:
    """The lines of the rows from the top; a row without a lower bound draws none, lines at one place are one line."""
    found: dict[int, Line] = {}
    for row in rows:
        bounds = [
            (word, parse_decimal(text))
            for test in (row.when.tests() if row.when else [])
            if test.name == "total" and not test.negated and not test.last_period
            for word, text in test.bounds
            if word in ("at_least", "above")
        ]
        steps = [
            (bound / scale.step).__ceil__() if word == "at_least" else (bound / scale.step).__floor__() + 1
            for word, bound in bounds
            if bound is not None
        ]
        if steps:
            found.setdefault(max(steps), Line(row.name, max(steps)))
    return list(found.values())
