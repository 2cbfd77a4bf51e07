"""Columns of exact ratios: many numerators over one denominator, multiplied without ever leaving exactness."""

from __future__ import annotations

from fractions import Fraction
from math import gcd
from typing import Any

import numpy as np

from dutyscore.model.arrays import Int64
from dutyscore.model.exact import Scale, common_denominator
from dutyscore.model.frozen import dataclass

LIMIT = 2**62
"""No intermediate may reach this in int64; what could is computed in Python integers instead."""


def largest(values: Any) -> int:
    """The largest magnitude in an integer array, as a Python integer; 0 for an empty one."""
    return max(abs(int(values.max())), abs(int(values.min()))) if len(values) else 0


def _fit(values: Any, bound: int) -> Any:
    """`values` ready to be computed with up to `bound`: int64 where that is proved safe, Python integers elsewhere."""
    return values.astype(object) if bound >= LIMIT and values.dtype != object else values


@dataclass(frozen=True, slots=True)
class Ratio:
    """One exact number per row: `numerators[i] / denominator`; numerators are int64, or Python ints where those are
    too small. No numerator is larger than `most`, -1 where nobody has looked."""

    numerators: Any
    denominator: int
    most: int = -1

    @staticmethod
    def constant(value: Fraction, rows: int) -> Ratio:
        kind = np.int64 if abs(value.numerator) < LIMIT else object
        return Ratio(np.full(rows, value.numerator, kind), value.denominator, abs(value.numerator))

    @staticmethod
    def table(values: list[Fraction], index: Any) -> Ratio:
        """`values[index[i]]` for every row."""
        under = common_denominator(values)
        numerators = [int(value * under) for value in values]
        most = max(map(abs, numerators), default=0)
        return Ratio(np.array(numerators, np.int64 if most < LIMIT else object).take(index), under, most)

    def reach(self) -> int:
        """A bound of the numerators, found by looking at them once at most."""
        return largest(self.numerators) if self.most < 0 else self.most

    def take(self, rows: Any) -> Ratio:
        return Ratio(self.numerators[rows], self.denominator, self.most)

    def times(self, other: Ratio) -> Ratio:
        bound = self.reach() * other.reach()
        product = _fit(self.numerators, bound) * _fit(other.numerators, bound)
        return Ratio(product, self.denominator * other.denominator, bound)

    def scaled(self, factor: Fraction) -> Ratio:
        bound = self.reach() * abs(factor.numerator)
        numerators = self.numerators if factor.numerator == 1 else _fit(self.numerators, bound) * factor.numerator
        return Ratio(numerators, self.denominator * factor.denominator, bound)

    def plus(self, other: Ratio) -> Ratio:
        under = self.denominator * other.denominator // gcd(self.denominator, other.denominator)
        left, right = self.over(under), other.over(under)
        bound = left.reach() + right.reach()
        return Ratio(_fit(left.numerators, bound) + _fit(right.numerators, bound), under, bound)

    def over(self, denominator: int) -> Ratio:
        """The same numbers over a multiple of the denominator."""
        grown = self.scaled(Fraction(denominator // self.denominator))
        return Ratio(grown.numerators, denominator, grown.most)

    def replaced(self, rows: Any, value: Fraction) -> Ratio:
        """The same numbers with `value` where `rows` (bool) holds."""
        under = common_denominator([Fraction(1, self.denominator), value])
        same, number = self.over(under), int(value * under)
        bound = max(same.reach(), abs(number))
        return Ratio(np.where(rows, number, _fit(same.numerators, bound)), under, bound)

    def at_most(self, cap: Fraction) -> Ratio:
        """The same numbers, none above `cap`."""
        under = common_denominator([Fraction(1, self.denominator), cap])
        same, limit = self.over(under), int(cap * under)
        bound = max(same.reach(), abs(limit))
        return Ratio(np.minimum(_fit(same.numerators, bound), limit), under, bound)

    def to_steps(self, scale: Scale) -> Int64:
        """Whole steps (int64, an array of their own), rounded once; OverflowError when a result cannot be held."""
        exact = Ratio(self.numerators, 1, self.most).scaled(1 / (scale.step * self.denominator))  # in lowest terms
        top, under = exact.numerators, exact.denominator
        steps = top // under if under > 1 else top
        if under > 1 and not (steps * under == top).all():
            top = _fit(top, 2 * (exact.reach() + under))
            sign = np.where(top < 0, -1, 1)
            size = abs(top)
            whole = size // under
            rest = size - whole * under
            if scale.rounding == "half_up":
                whole = whole + (2 * rest >= under)
            elif scale.rounding == "half_even":
                whole = whole + ((2 * rest > under) | ((2 * rest == under) & (whole % 2 == 1)))
            elif scale.rounding == "up":
                whole = whole + (rest > 0)
            steps = whole * sign
        if exact.reach() // under + 1 >= LIMIT and largest(steps) >= LIMIT:
            raise OverflowError
        whole_steps: Int64 = steps.astype(np.int64, copy=steps is self.numerators)
        return whole_steps
