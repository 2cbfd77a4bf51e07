"""Statistics that are exact: sums and shares are fractions, and each is rounded once, where it is printed.

The rule is told beside the numbers: half up (away from zero at the half), to the places of the points and at least one;
shares to one place of a percent.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import isqrt
from typing import Final

from dutyscore.model.exact import Scale, decimal_text, round_ratio
from dutyscore.model.frozen import dataclass

_STEPS: Final = (1, 2, 5)
_CLASSES: Final = 24
"""Classes of a distribution at most; twice the root of the number of amounts, but so many in any case: `_FEW`."""
_FEW: Final = 5
SHARE_PLACES: Final = 1


def rounded(value: Fraction, places: int) -> str:
    """Decimal text with this many places, half up."""
    exact = value * 10**places
    whole = round_ratio(exact.numerator, exact.denominator, "half_up")
    return decimal_text(Fraction(whole, 10**places), places)


def places_of(scale: Scale) -> int:
    """Places of a mean: those of the points, at least one."""
    return max(1, scale.decimals)


def percent(part: int, whole: int) -> str:
    """`29.3` of `part / whole`; empty for a share of nothing."""
    return rounded(Fraction(100 * part, whole), SHARE_PLACES) if whole else ""


@dataclass(frozen=True, slots=True)
class Figures:
    """Of some amounts, as exact points. The median of an even number is the mean of the middle two."""

    count: int
    mean: Fraction
    median: Fraction
    maximum: Fraction
    minimum: Fraction

    def texts(self, scale: Scale) -> dict[str, str]:
        """Each of `FIGURES` as it is printed."""
        return {key: rounded(getattr(self, key), figure_places(key, scale)) for key in FIGURES}


FIGURES: Final = ("mean", "median", "maximum", "minimum")
"""The figures that are told, in this order."""


def figure_places(key: str, scale: Scale) -> int:
    """Places of a figure: the highest and the lowest are amounts that somebody has, and are printed as points are."""
    return scale.decimals if key in ("maximum", "minimum") else places_of(scale)


def figures(steps: Sequence[int], scale: Scale) -> Figures | None:
    """Figures of amounts in steps; None of no amounts."""
    if not steps:
        return None
    ordered, count = sorted(steps), len(steps)
    middle = ordered[(count - 1) // 2] + ordered[count // 2]
    step = scale.step
    return Figures(
        count, Fraction(sum(ordered), count) * step, Fraction(middle, 2) * step, ordered[-1] * step, ordered[0] * step
    )


@dataclass(frozen=True, slots=True)
class Class:
    """A class of a distribution: from `low` (included) to `high` (not included)."""

    low: Fraction
    high: Fraction
    count: int


def distribution(steps: Sequence[int], scale: Scale) -> list[Class]:
    """Amounts in classes of one width, which is 1, 2 or 5 times a power of ten and not finer than the step; every
    amount is in exactly one class."""
    if not steps:
        return []
    values = [amount * scale.step for amount in steps]
    low, high = min(values), max(values)
    most = min(_CLASSES, max(_FEW, 2 * isqrt(len(steps))))
    width = next(width for width in _widths(scale.step) if (high // width) - (low // width) + 1 <= most)
    first, last = low // width, high // width
    counts = [0] * (last - first + 1)
    for value in values:
        counts[value // width - first] += 1
    return [Class((first + number) * width, (first + number + 1) * width, count) for number, count in enumerate(counts)]


def _widths(step: Fraction) -> Iterator[Fraction]:
    """Widths from the smallest that is not finer than the step."""
    size = Fraction(1)
    while size > step:
        size /= 10
    while True:
        yield from (size * factor for factor in _STEPS if size * factor >= step)
        size *= 10
