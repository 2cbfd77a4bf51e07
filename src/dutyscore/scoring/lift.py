"""What a better grade asks of each member: every test of a row's condition, and the places it has (M16).

Nothing is decided here: the grades are given, the tests are asked again one by one so that outputs can say which of
them is in the way.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from dutyscore.model.arrays import Bool, Int32, Int64
from dutyscore.model.condition import Condition, Test
from dutyscore.model.exact import parse_factor
from dutyscore.model.result import Need, PlacesNeed, Rung
from dutyscore.rulebook.deciding import Row
from dutyscore.scoring.grade import Contest, places_of
from dutyscore.scoring.standing import Standing

_MEMBER_WORDS = ("rank", "rank_from_end", "slice", "value", "veto", "requirement")
_LOWER = ("at_least", "above")


def ladder(standing: Standing, contest: Contest, rows: tuple[Row, ...], grade: Int32, graded: Bool) -> tuple[Rung, ...]:
    """For each row that has conditions what it asks, best row first; findings of the tests are those of the grades.
    `graded` are the members who are not exempt from grades."""
    found = len(standing.findings)
    rungs = []
    for number, row in enumerate(rows):
        if row.otherwise or row.name in ("none", "unstated"):
            continue
        groups = row.when.any_of if row.when else ()
        alternatives = tuple(tuple(_need(standing, test, row.name) for test in tests) for tests in groups)
        rungs.append(Rung(number, alternatives, _places(standing, contest, row, number, grade), graded))
    del standing.findings[found:]
    return tuple(rungs)


def _need(standing: Standing, test: Test, row: str) -> Need:
    met = standing.mask(Condition(((test,),)), row)
    lower = [text for word, text in test.bounds if word in _LOWER and not test.negated]
    plain = bool(lower) and not (test.last_period or test.over or test.running > 1)
    amounts, values = _amounts(standing, test.name) if plain else (None, None)
    return Need(
        test.name, test.equals, test.bounds, test.negated, test.blank, test.last_period or test.running > 1, test.over,
        met, amounts, values, parse_factor(lower[0]) if plain else None,
    )  # fmt: skip


def _amounts(standing: Standing, name: str) -> tuple[Int64 | None, tuple[Fraction | None, ...] | None]:
    """What the test looks at: steps, or exact values; neither for words and places."""
    if name in standing.measures:
        return None, standing.measures[name].values
    known = name == "total" or name in standing.sums or name in {node.info.id for node in standing.plan.nodes}
    if not known or name in _MEMBER_WORDS or name in standing.words:
        return None, None
    amounts: Any = standing.amounts(name)
    return amounts, None


def _places(standing: Standing, contest: Contest, row: Row, number: int, grade: Int32) -> PlacesNeed | None:
    """The places of a row, and for each member how many candidates stand before him."""
    rule = row.top or row.quota
    if rule is None:
        return None
    earlier = (grade >= 0) & (grade < number)
    fitting: Bool = standing.mask(row.when, row.name) & ~earlier
    candidates = fitting & contest.eligible
    group = contest.groups[rule.within] if rule.within else np.zeros(len(standing), np.int64)
    places, ahead = np.zeros(len(standing), np.int32), np.zeros(len(standing), np.int32)
    for code in np.unique(group).tolist():
        inside = group == code
        name = contest.names[rule.within][code] if rule.within and code >= 0 else ""
        places[inside] = places_of(row.top, row.quota, name, contest.counted & inside, candidates & inside)
        keys = np.sort(contest.key[candidates & inside])
        ahead[inside] = np.searchsorted(keys, contest.key[inside], "left")
    return PlacesNeed(places, ahead, grade == number)
