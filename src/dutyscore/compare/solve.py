"""Which value would it take: the grade line, or the points, at which k members stand in a grade or better; the cost of
a cap. Found by halving, and looked at again on both sides: a value and its neighbour are both scored."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from dutyscore.model.frozen import dataclass
from dutyscore.model.result import Result

At = Callable[[Fraction], Result | None]
"""The result with another value; None where that is no valid rulebook."""
_CLOSEST = 3
"""Values that are told when none is found."""
_FAR = 24
"""Doublings on the way to a value that is surely too high or too low."""


@dataclass(frozen=True, slots=True)
class Solution:
    """`tried` are values beside each other with how many members stand in `grade` or better; `value` is the one with
    the wanted count, or the nearest with at least as many (None where none was found). For the cost of a cap `wanted`
    is None and `cost` the points it cuts, `members` from how many."""

    path: str
    grade: str
    wanted: int | None
    value: Fraction | None
    tried: tuple[tuple[Fraction, int], ...]
    cost: Fraction | None = None
    members: int = 0


def counted(result: Result, grade: str) -> int:
    """Members in a row of grades or in one above it."""
    names = [row.name for row in result.grades]
    last = names.index(grade)
    return int(((result.grade >= 0) & (result.grade <= last)).sum())


def solved(path: str, now: Fraction, grain: Fraction, wanted: int, grade: str, at: At) -> Solution:
    """Look for the value at which `wanted` members have the grade, in whole grains from the value as it stands."""
    known: dict[Fraction, int | None] = {}

    def count(value: Fraction) -> int | None:
        if value not in known:
            result = at(value)
            known[value] = None if result is None else counted(result, grade)
        return known[value]

    base = count(now)
    if base is None:
        return Solution(path, grade, wanted, None, ())
    ends = _bracket(count, now, grain, base, wanted)
    if ends is None:
        closest = sorted(known, key=lambda value: (abs((known[value] or 0) - wanted), abs(value - now)))[:_CLOSEST]
        return Solution(path, grade, wanted, None, _told(known, *closest))
    many, few = _halved(count, *ends, grain, wanted)
    return Solution(path, grade, wanted, many if (count(many) or 0) >= wanted else None, _told(known, many, few))


def _bracket(
    count: Callable[[Fraction], int | None], now: Fraction, grain: Fraction, base: int, wanted: int
) -> tuple[Fraction, Fraction] | None:
    """A value with at least as many as wanted, and one with fewer."""
    distance = grain
    for _ in range(_FAR):
        for value in (now - distance, now + distance):
            found = count(value)
            if found is not None and (found >= wanted) != (base >= wanted):
                return (now, value) if base >= wanted else (value, now)
        distance *= 2
    return None


def _halved(
    count: Callable[[Fraction], int | None], many: Fraction, few: Fraction, grain: Fraction, wanted: int
) -> tuple[Fraction, Fraction]:
    while abs(many - few) > grain:
        middle = many + (few - many) / 2 // grain * grain
        if middle in (many, few):
            middle = few + (grain if many > few else -grain)
        found = count(middle)
        if found is not None and found >= wanted:
            many = middle
        else:
            few = middle
    return many, few


def _told(known: dict[Fraction, int | None], *values: Fraction) -> tuple[tuple[Fraction, int], ...]:
    chosen = sorted(values or known)
    return tuple((value, count) for value in chosen if (count := known.get(value)) is not None)


def cost_of_cap(path: str, capped: Result, free: Result) -> Solution:
    """Points that a cap takes, over all members, and from how many: the book with it and without it."""
    lost = free.totals - capped.totals
    return Solution(
        path, "", None, None, (), int(lost.sum()) * capped.scale.step, int((lost != 0).sum()),
    )  # fmt: skip
