"""A second, small way to reckon points, with which the examples are put together. It knows nothing of the engine.

Points are whole numbers of the book's smallest unit. Clauses are few and plain: a worth per row, one award per key,
caps per stretch of time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date


@dataclass(frozen=True)
class Row:
    """A row of a log. `counts` is False for rows that the book sets to 0 by themselves (returned, twice, ...)."""

    member: str
    day: date
    item: str
    deed: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    counts: bool = True

    def but(self, **changes: object) -> Row:
        """The same row with other facts or fields."""
        own = {name: changes.pop(name) for name in ("day", "item", "deed", "counts") if name in changes}
        return replace(self, facts={**self.facts, **changes}, **own)  # type: ignore[arg-type]


WINDOWS: Mapping[str, Callable[[date], object]] = {
    "month": lambda day: day.month,
    "quarter": lambda day: (day.month - 1) // 3,
    "half": lambda day: (day.month - 1) // 6,
    "year": lambda day: 0,
}


@dataclass(frozen=True)
class Clause:
    """`once` is a window or `deed`: of the awards with the same key only the one of the largest size counts."""

    worth: Callable[[Row], int]
    caps: Mapping[str, int] = field(default_factory=dict)
    once: str = ""

    def value(self, rows: Iterable[Row]) -> int:
        awards = [(row, self.worth(row)) for row in rows]
        if self.once:
            best: dict[object, tuple[Row, int]] = {}
            for row, worth in awards:
                key = row.deed or row if self.once == "deed" else WINDOWS[self.once](row.day)
                if key not in best or abs(worth) > abs(best[key][1]):
                    best[key] = (row, worth)
            awards = list(best.values())
        sums: dict[tuple[object, ...], int] = {}
        for row, worth in awards:
            path = tuple(WINDOWS[window](row.day) for window in reversed([*self.caps]))  # the widest first
            sums[path] = sums.get(path, 0) + worth
        for cap in self.caps.values():
            wider: dict[tuple[object, ...], int] = {}
            for path, total in sums.items():
                wider[path[:-1]] = wider.get(path[:-1], 0) + min(total, cap)
            sums = wider
        return sum(sums.values())


def flat(points: int) -> Callable[[Row], int]:
    """The same for every row."""
    return lambda row: points


def tariff(fact: str, points: Mapping[object, int]) -> Callable[[Row], int]:
    """By the word of a fact."""
    return lambda row: points[row.facts[fact]]


def value_of(clauses: Mapping[str, Clause], rows: Iterable[Row]) -> int:
    """The sum of the clauses over the rows that count; rows of other items are passed over."""
    by_item: dict[str, list[Row]] = {}
    for row in rows:
        if row.counts and row.item in clauses:
            by_item.setdefault(row.item, []).append(row)
    return sum(clauses[item].value(found) for item, found in by_item.items())
