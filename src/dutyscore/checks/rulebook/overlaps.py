"""DS227: two rows whose printed bounds both take a number: `80-90` and `90-100`, where nobody knows which is meant.

Rows that only have a lower bound are read from the top and never overlap in this sense.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from dutyscore.checks.cells import grain, history
from dutyscore.checks.sight import Sight
from dutyscore.model.condition import Test
from dutyscore.model.exact import decimal_text, parse_factor
from dutyscore.model.frozen import dataclass
from dutyscore.model.written import Path
from dutyscore.rulebook.deciding import Row


@dataclass(frozen=True, slots=True)
class _Range:
    """The numbers of a row, from `low` to `high` as written; both ends with their word."""

    row: int
    test: Test
    low: tuple[Fraction, str] | None
    high: tuple[Fraction, str] | None
    rest: tuple[Test, ...]


def check(sight: Sight) -> None:
    for one in sight.row_sets:
        ranges = [found for index, row in enumerate(one.rows) if (found := _range(sight, index, row))]
        for number, later in enumerate(ranges):
            for earlier in ranges[:number]:
                if earlier.test.name == later.test.name and _alike(earlier.rest, later.rest):
                    _compare(sight, one.path, one.rows, earlier, later)


def _range(sight: Sight, index: int, row: Row) -> _Range | None:
    """A row with one group of tests, of which exactly one has bounds."""
    if row.when is None or len(row.when.any_of) != 1 or row.top or row.quota:
        return None
    tests = row.when.any_of[0]
    bounded = [test for test in tests if test.bounds and not test.negated and not history(test)]
    if len(bounded) != 1:
        return None
    ends = [(value, word) for word, text in bounded[0].bounds if (value := parse_factor(text)) is not None]
    low = [end for end in ends if end[1] in ("at_least", "above")]
    high = [end for end in ends if end[1] in ("at_most", "below")]
    rest = tuple(test for test in tests if test is not bounded[0])
    return _Range(index, bounded[0], low[0] if low else None, high[0] if high else None, rest)


def _alike(one: Sequence[Test], other: Sequence[Test]) -> bool:
    def key(test: Test) -> tuple[object, ...]:
        return test.name, test.equals, test.bounds, test.blank, test.negated, test.running, test.last_period, test.over

    return {key(test) for test in one} == {key(test) for test in other}


def _compare(sight: Sight, here: Path, rows: Sequence[Row], earlier: _Range, later: _Range) -> None:
    grid = grain(sight, later.test.name) or Fraction(1, 10**9)
    path = (*here, later.row, "when", *later.test.path)
    name, other = rows[earlier.row].name, rows[later.row].name
    low, high = _first(earlier, grid), _last(later, grid)
    if low is not None and high is not None and later.high and low <= high and _below(_first(later, grid), low):
        value = decimal_text(low) if low == high else f"{decimal_text(low)} - {decimal_text(high)}"
        fix = decimal_text(low - grid if later.high[1] == "at_most" else low)
        sight.report.add("DS227", (*path, later.high[1]), fix=fix, value=value, name=name, other=other)
    low, high = _first(later, grid), _last(earlier, grid)
    if low is not None and high is not None and earlier.high and low <= high and _above(_last(later, grid), high):
        start = _first(earlier, grid)
        if start is not None and low < start:
            return
        value = decimal_text(low) if low == high else f"{decimal_text(low)} - {decimal_text(high)}"
        assert later.low is not None
        fix = decimal_text(high + grid if later.low[1] == "at_least" else high)
        sight.report.add("DS227", (*path, later.low[1]), fix=fix, value=value, name=name, other=other)


def _first(found: _Range, grid: Fraction) -> Fraction | None:
    if found.low is None:
        return None
    bound, word = found.low
    return -(-bound // grid) * grid if word == "at_least" else (bound // grid + 1) * grid


def _last(found: _Range, grid: Fraction) -> Fraction | None:
    if found.high is None:
        return None
    bound, word = found.high
    return bound // grid * grid if word == "at_most" else -(-bound // grid + 1) * grid


def _below(value: Fraction | None, other: Fraction) -> bool:
    return value is None or value < other


def _above(value: Fraction | None, other: Fraction) -> bool:
    return value is None or value > other
