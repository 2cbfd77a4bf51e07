"""Columns of exact ratios agree with fractions, also where int64 is too small."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutyscore.model.exact import Rounding, Scale
from dutyscore.model.ratio import Ratio

numbers = st.fractions(min_value=-(10**12), max_value=10**12, max_denominator=1000)
columns = st.lists(st.integers(-(2**61), 2**61), min_size=1, max_size=6)
roundings = st.sampled_from(["half_up", "half_even", "down", "up"])


def exact(ratio: Ratio) -> list[Fraction]:
    return [Fraction(int(number), ratio.denominator) for number in ratio.numerators]


@given(columns, st.lists(numbers, min_size=1, max_size=4), numbers)
def test_products_and_sums_are_exact(column: list[int], table: list[Fraction], factor: Fraction) -> None:
    index = np.arange(len(column)) % len(table)
    left, right = Ratio(np.array(column, np.int64), 100), Ratio.table(table, index)
    spread = [table[i] for i in index]
    assert exact(left.times(right)) == [Fraction(a, 100) * b for a, b in zip(column, spread, strict=True)]
    assert exact(left.plus(right)) == [Fraction(a, 100) + b for a, b in zip(column, spread, strict=True)]
    assert exact(left.scaled(factor)) == [Fraction(a, 100) * factor for a in column]
    assert exact(left.at_most(factor)) == [min(Fraction(a, 100), factor) for a in column]


@given(st.lists(st.integers(-(10**15), 10**15), min_size=1, max_size=6), st.integers(1, 10**6), roundings,
       st.sampled_from(["0.01", "0.5", "1", "0.25"]))  # fmt: skip
def test_steps_are_rounded_once(column: list[int], under: int, rounding: Rounding, step: str) -> None:
    scale = Scale(Fraction(step), rounding)
    steps = Ratio(np.array(column, np.int64), under).to_steps(scale)
    assert steps.dtype == np.int64
    assert steps.tolist() == [scale.to_steps(Fraction(number, under)) for number in column]


def test_what_int64_cannot_hold_is_an_error() -> None:
    huge = Ratio(np.array([2**61], np.int64), 1).scaled(Fraction(1000))
    with pytest.raises(OverflowError):
        huge.to_steps(Scale(Fraction(1), "half_up"))
