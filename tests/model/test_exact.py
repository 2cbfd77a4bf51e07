"""Decimal text, factors, steps and rounding: exact in both directions."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutyscore.model.exact import Rounding, Scale, decimal_text, parse_decimal, parse_factor, round_ratio

REFUSED = ["", " 1", "1e3", "1_000", "１", "٣", ".5", "5.", "0x1", "nan", "inf", "1,000", "--1", "1 2"]


@pytest.mark.parametrize("text", REFUSED)
def test_only_plain_decimals_are_numbers(text: str) -> None:
    assert parse_decimal(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("12", Fraction(12)), ("-0.50", Fraction(-1, 2)), ("+3", Fraction(3)), ("50%", Fraction(1, 2)),
     ("1/3", Fraction(1, 3)), ("33.3%", Fraction(333, 1000))],
)  # fmt: skip
def test_factors_are_decimals_percents_and_fractions(text: str, value: Fraction) -> None:
    assert parse_factor(text) == value


def test_a_fraction_over_zero_is_no_number() -> None:
    assert parse_factor("1/0") is None


@given(st.integers(-(10**9), 10**9), st.integers(0, 6))
def test_text_of_a_decimal_reads_back(digits: int, places: int) -> None:
    value = Fraction(digits, 10**places)
    assert parse_decimal(decimal_text(value)) == value
    assert parse_decimal(decimal_text(value, places)) == value


@pytest.mark.parametrize(
    ("rounding", "witness"),
    [("half_up", ROUND_HALF_UP), ("half_even", ROUND_HALF_EVEN), ("down", ROUND_DOWN), ("up", ROUND_UP)],
)
@given(number=st.integers(-(10**7), 10**7), over=st.sampled_from([1, 2, 4, 5, 8, 10, 16, 25, 40, 1000]))
def test_rounding_agrees_with_the_decimal_module(rounding: Rounding, witness: str, number: int, over: int) -> None:
    assert round_ratio(number, over, rounding) == int((Decimal(number) / over).quantize(Decimal(1), witness))


@pytest.mark.parametrize(("step", "steps", "text"), [("0.5", 349, "174.5"), ("0.01", -5, "-0.05"), ("1", 60, "60")])
def test_amounts_are_written_with_the_places_of_the_step(step: str, steps: int, text: str) -> None:
    assert Scale(Fraction(step), "half_up").text(steps) == text
