"""Exact numbers: decimal text at the edge, fractions while a rulebook is compiled, whole steps inside.

No binary float exists here. A `Scale` is a rulebook's unit of points; an amount is an integer number of its steps.
"""

from __future__ import annotations

import re
from fractions import Fraction
from math import gcd
from typing import Literal

from dutyscore.model.frozen import dataclass

Rounding = Literal["half_up", "half_even", "down", "up"]

_DECIMAL = re.compile(r"[+-]?[0-9]{1,30}(?:\.[0-9]{1,30})?", re.ASCII)
_FRACTION = re.compile(r"([0-9]{1,18})/([0-9]{1,18})", re.ASCII)


def parse_decimal(text: str) -> Fraction | None:
    """The value of plain decimal text (`12`, `-0.50`), None for anything else: no exponent, no marks, ASCII only."""
    return Fraction(text) if _DECIMAL.fullmatch(text) else None


def parse_factor(text: str) -> Fraction | None:
    """The value of a decimal, a percent (`50%`) or a fraction (`1/3`), None for anything else."""
    if found := _FRACTION.fullmatch(text):
        return Fraction(int(found[1]), int(found[2])) if int(found[2]) else None
    if text.endswith("%"):
        share = parse_decimal(text[:-1].rstrip())
        return None if share is None else share / 100
    return parse_decimal(text)


def decimals_of(value: Fraction) -> int | None:
    """How many decimals write `value` exactly; None when no finite number does (1/3)."""
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return max(twos, fives) if rest == 1 else None


def decimal_text(value: Fraction, decimals: int | None = None) -> str:
    """`value` as decimal text with `decimals` places (as many as needed by default); `p/q` if no decimal is exact."""
    places = decimals_of(value) if decimals is None else decimals
    if places is None or (value * 10**places).denominator != 1:
        return f"{value.numerator}/{value.denominator}"
    return pointed(abs(int(value * 10**places)), places, value < 0)


def pointed(size: int, places: int, negative: bool) -> str:
    """The text of a number of so many decimal places that is `size` without its point and sign."""
    digits = str(size).rjust(places + 1, "0")
    sign = "-" if negative else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def round_ratio(numerator: int, denominator: int, rounding: Rounding) -> int:
    """`numerator / denominator` as a whole number; `down` is toward zero, `half_up` away from zero at the half."""
    if denominator < 0:
        numerator, denominator = -numerator, -denominator
    sign = -1 if numerator < 0 else 1
    whole, rest = divmod(abs(numerator), denominator)
    if rounding == "half_up":
        whole += 2 * rest >= denominator
    elif rounding == "half_even":
        whole += 2 * rest > denominator or (2 * rest == denominator and whole % 2 == 1)
    elif rounding == "up":
        whole += rest > 0
    return sign * whole


@dataclass(frozen=True, slots=True)
class Scale:
    """The unit of points: `step` (0.01, 0.5, 1) and how an award is rounded to it, once."""

    step: Fraction
    rounding: Rounding

    @property
    def decimals(self) -> int:
        """Places in which every amount is written."""
        return decimals_of(self.step) or 0

    def to_steps(self, points: Fraction) -> int:
        """Points as whole steps, rounded by the rulebook's rule."""
        exact = points / self.step
        return round_ratio(exact.numerator, exact.denominator, self.rounding)

    def is_exact(self, points: Fraction) -> bool:
        """Whether `points` is a whole number of steps."""
        return (points / self.step).denominator == 1

    def points(self, steps: int) -> Fraction:
        return steps * self.step

    def text(self, steps: int) -> str:
        """Decimal text of an amount of steps, always with the step's places: 12.50."""
        places, top, under = self.decimals, steps * self.step.numerator, self.step.denominator
        scaled, rest = divmod(abs(top) * 10**places, under)
        return decimal_text(steps * self.step, places) if rest else pointed(scaled, places, top < 0)


def common_denominator(values: list[Fraction]) -> int:
    """Least common multiple of the denominators, 1 for none."""
    result = 1
    for value in values:
        result = result * value.denominator // gcd(result, value.denominator)
    return result
