"""From where to where a number of points can be; an end that nobody can prove is open."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from dutyscore.model.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """All values lie from `low` to `high`; None = no bound is known."""

    low: Fraction | None
    high: Fraction | None

    def plus(self, other: Span) -> Span:
        return Span(_both(self.low, other.low), _both(self.high, other.high))

    def times(self, other: Span) -> Span:
        """The product of any value here with any value there."""
        mine = [end for end in (self.low, self.high) if end is not None]
        theirs = [end for end in (other.low, other.high) if end is not None]
        if len(mine) < 2 or len(theirs) < 2:
            return Span(Fraction(0), None) if self.positive and other.positive else OPEN
        return spanning(a * b for a in mine for b in theirs)

    def hull(self, other: Span) -> Span:
        low = None if self.low is None or other.low is None else min(self.low, other.low)
        high = None if self.high is None or other.high is None else max(self.high, other.high)
        return Span(low, high)

    def clipped(self, low: Fraction | None = None, high: Fraction | None = None) -> Span:
        """The span of min(max(value, low), high)."""
        return Span(_raised(_lowered(self.low, high, True), low), _raised(_lowered(self.high, high), low, True))

    def repeated(self, count: int | None) -> Span:
        """The span of a sum of none up to `count` such values (None = any number)."""

        def end(value: Fraction | None, sign: int) -> Fraction | None:
            if value is not None and value * sign <= 0:
                return Fraction(0)
            return None if value is None or count is None else value * count

        return Span(end(self.low, -1), end(self.high, 1))

    @property
    def positive(self) -> bool:
        """Whether no value is below 0."""
        return self.low is not None and self.low >= 0


OPEN = Span(None, None)
NOTHING = Span(Fraction(0), Fraction(0))


def spanning(values: Iterable[Fraction]) -> Span:
    """The smallest span that holds the values; 0 for none."""
    found = list(values) or [Fraction(0)]
    return Span(min(found), max(found))


def _both(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or other is None else one + other


def _lowered(value: Fraction | None, cap: Fraction | None, is_low: bool = False) -> Fraction | None:
    if cap is None:
        return value
    return (None if is_low else cap) if value is None else min(value, cap)


def _raised(value: Fraction | None, floor: Fraction | None, is_high: bool = False) -> Fraction | None:
    if floor is None:
        return value
    return (None if is_high else floor) if value is None else max(value, floor)
