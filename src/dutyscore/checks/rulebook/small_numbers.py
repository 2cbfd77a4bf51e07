"""DS229: places from the top in one row and from the end in another: with few members somebody is in both."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from dutyscore.checks.sight import Sight
from dutyscore.model.exact import decimal_text, parse_decimal
from dutyscore.rulebook.deciding import Row

_OTHER_END = {"rank": "rank_from_end", "rank_from_end": "rank"}


def check(sight: Sight) -> None:
    for found in sight.row_sets:
        for index, row in enumerate(found.rows):
            for name, places in _places(row):
                _compare(sight, (*found.path, index, "name"), found.rows[:index], row, _OTHER_END[name], places)


def _compare(
    sight: Sight, path: tuple[str | int, ...], above: Sequence[Row], row: Row, wanted: str, places: Fraction
) -> None:
    for other in above:
        for name, others in _places(other):
            if name == wanted:
                count = decimal_text(places + others)
                sight.report.add("DS229", path, name=other.name, other=row.name, count=count)


def _places(row: Row) -> list[tuple[str, Fraction]]:
    return [
        (test.name, places)
        for test in (row.when.tests() if row.when else ())
        if test.name in _OTHER_END and not test.negated
        for word, text in test.bounds
        if word == "at_most" and (places := parse_decimal(text)) is not None
    ]
