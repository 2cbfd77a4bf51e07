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
    too small."""

    numerators: Any
    denominator: int

    @staticmethod
    def constant(value: Fraction, rows: int) -> Ratio:
        kind = np.int64 if abs(value.numerator) < LIMIT else object
        return Ratio(np.full(rows, value.numerator, kind), value.denominator)

    @staticmethod
    def table(values: list[Fraction], index: Any) -> Ratio:
        """`values[index[i]]` for every row."""
        under = common_denominator(values)
        numerators = [int(value * under) for value in values]
        kind = np.int64 if all(abs(number) < LIMIT for number in numerators) else object
        return Ratio(np.array(numerators, kind).take(index), under)

    def take(self, rows: Any) -> Ratio:
        return Ratio(self.numerators[rows], self.denominator)

    def times(self, other: Ratio) -> Ratio:
        bound = largest(self.numerators) * largest(other.numerators)
        product = _fit(self.numerators, bound) * _fit(other.numerators, bound)
        return Ratio(product, self.denominator * other.denominator)

    def scaled(self, factor: Fraction) -> Ratio:
        bound = largest(self.numerators) * abs(factor.numerator)
        numerators = self.numerators if factor.numerator == 1 else _fit(self.numerators, bound) * factor.numerator
        return Ratio(numerators, self.denominator * factor.denominator)

    def plus(self, other: Ratio) -> Ratio:
        under = self.denominator * other.denominator // gcd(self.denominator, other.denominator)
        left, right = self.scaled_to(under), other.scaled_to(under)
        bound = largest(left) + largest(right)
        return Ratio(_fit(left, bound) + _fit(right, bound), under)

    def scaled_to(self, denominator: int) -> Any:
        """The numerators over a multiple of the denominator."""
        factor = denominator // self.denominator
        return self.numerators if factor == 1 else _fit(self.numerators, largest(self.numerators) * factor) * factor

    def replaced(self, rows: Any, value: Fraction) -> Ratio:
        """The same numbers with `value` where `rows` (bool) holds."""
        under = common_denominator([Fraction(1, self.denominator), value])
        numerators = self.scaled_to(under)
        number = int(value * under)
        return Ratio(np.where(rows, number, _fit(numerators, abs(number))), under)

    def at_most(self, cap: Fraction) -> Ratio:
        """The same numbers, none above `cap`."""
        under = common_denominator([Fraction(1, self.denominator), cap])
        numerators, limit = self.scaled_to(under), int(cap * under)
        return Ratio(np.minimum(_fit(numerators, limit), limit), under)

    def to_steps(self, scale: Scale) -> Int64:
        """Whole steps (int64), rounded once; OverflowError when a result cannot be held."""
        exact = Ratio(self.numerators, 1).scaled(1 / (scale.step * self.denominator))  # in lowest terms
        top, under = exact.numerators, exact.denominator
        steps = top // under if under > 1 else top
        if under > 1 and not (steps * under == top).all():
            top = _fit(top, 2 * (largest(top) + under))
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
        if largest(steps) >= LIMIT:
            raise OverflowError
        whole_steps: Int64 = steps.astype(np.int64)
        return whole_steps
