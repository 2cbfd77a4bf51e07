"""What a condition asks of a value (section 2): one grammar for entries and members."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from dutyscore.model.condition import Condition, Test
from tests.oracle.days import day_of

Plain = str | Fraction | int | None
"""A fact: a word, a number, a day (int), or blank."""
Value = Plain | frozenset[str]
"""What a condition looks at; a set of words where several words are true at once (project words, vetoes)."""


def holds(condition: Condition, passed: Callable[[Test], bool]) -> bool:
    """Any group of tests in which all hold."""
    return any(all(passed(test) for test in group) for group in condition.any_of)


def passes(test: Test, value: Value, percent: Fraction = Fraction(1)) -> bool:
    """One test of one value. A blank fails everything but `blank`, also under `not` (section 2).

    `percent` is what 1% means for this value: facts count in percentage points, shares do not.
    """
    if value is None:
        return test.blank is True and not test.bounds and not test.equals
    if test.blank is True:
        return False
    found = True
    if test.equals:
        found = any(_equal(value, text, percent) for text in test.equals)
    for word, text in test.bounds:
        found = found and _within(value, word, text, percent)
    return found != test.negated


def _number(text: str, percent: Fraction) -> Fraction:
    return Fraction(text.removesuffix("%").strip()) * (percent if text.endswith("%") else 1)


def _equal(value: Value, text: str, percent: Fraction) -> bool:
    if isinstance(value, frozenset):
        return text in value
    if isinstance(value, Fraction):
        return value == _number(text, percent)
    return value == (day_of(text) if isinstance(value, int) else text)


def _within(value: Value, word: str, text: str, percent: Fraction) -> bool:
    assert isinstance(value, Fraction | int), "bounds are for numbers and dates"
    bound = _number(text, percent) if isinstance(value, Fraction) else day_of(text)
    return {
        "at_least": value >= bound, "above": value > bound, "at_most": value <= bound, "below": value < bound,
    }[word]  # fmt: skip
