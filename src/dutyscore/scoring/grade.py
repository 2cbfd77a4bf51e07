"""Grades, bands and lists: rows from the top, first that fits wins; places limited by top or quota (M16, M17)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from dutyscore.model.arrays import Bool, Int32, Int64
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.exact import parse_decimal, round_ratio
from dutyscore.model.frozen import dataclass
from dutyscore.model.place import Place
from dutyscore.model.result import NextGrade
from dutyscore.rulebook.deciding import Quota, Row, Top
from dutyscore.scoring.rank import first_places
from dutyscore.scoring.standing import Standing

NO_ROW = -1


@dataclass(frozen=True, slots=True)
class Contest:
    """Who competes for places and how: `key` (int64, 0 = best) orders all members, `eligible` (bool) may get a place,
    `counted` (bool) make up the base of a quota; `groups` are the codes of each group fact, `names` their words."""

    key: Int64
    eligible: Bool
    counted: Bool
    groups: dict[str, Int64]
    names: dict[str, tuple[str, ...]]


def winners(
    standing: Standing, contest: Contest, name: str, candidates: Bool, top: Top | None, quota: Quota | None
) -> tuple[Bool, Bool]:
    """Of the candidates those who get a place (bool), and those whose tie at the border stops them (bool)."""
    if top is None and quota is None:
        return candidates, np.zeros(len(candidates), bool)
    rule: Any = top or quota
    candidates = candidates & contest.eligible
    taken, tied = np.zeros(len(candidates), bool), np.zeros(len(candidates), bool)
    group = contest.groups[rule.within] if rule.within else np.zeros(len(candidates), np.int64)
    for number in np.unique(group).tolist():
        inside = group == number
        name_of_group = contest.names[rule.within][number] if rule.within and number >= 0 else ""
        places = places_of(top, quota, name_of_group, contest.counted & inside, candidates & inside)
        won, border = first_places(candidates & inside, contest.key, places, rule.ties)
        taken |= won
        tied |= border
        if border.any():
            names = [standing.sight.roster.names[who] for who in np.flatnonzero(border).tolist()]
            facts = {"name": name, "places": str(places), "members": ", ".join(names)}
            standing.findings.append(Diagnostic("DS603", Place(standing.file), facts))
    return taken, tied


def places_of(top: Top | None, quota: Quota | None, group: str, members: Bool, candidates: Bool) -> int:
    """How many places a row has in a group, of all its members or of the candidates among them."""
    if top is not None:
        return top.places
    assert quota is not None
    base = int(np.count_nonzero(members if quota.of == "members" else candidates))
    exact = quota.share_of(group) * base
    return round_ratio(exact.numerator, exact.denominator, quota.rounding)  # type: ignore[arg-type]


def first_fitting(
    standing: Standing, contest: Contest, rows: tuple[Row, ...], *, gates: bool, ceiling: Int32 | None = None
) -> Int32:
    """Index of the row each member falls into (int32, -1 for none). `ceiling` forbids rows above its index."""
    result = np.full(len(standing), NO_ROW, np.int32)
    free = standing.everyone()
    for number, row in enumerate(rows):
        candidates = free & standing.mask(row.when, row.name, gates)
        if ceiling is not None:
            candidates &= ceiling <= number
        found = len(standing.findings)
        won, tied = winners(standing, contest, row.name, candidates, row.top, row.quota)
        if not gates:
            del standing.findings[found:]  # the grade that points alone would give is no decision to report on
        result[won] = number
        free &= ~won & ~tied
    return result


def line_of(row: Row, step: Fraction) -> int | None:
    """The lowest total, in steps, with which a member can stand in the row; None where it asks for none."""
    bounds = [
        (word, parse_decimal(text))
        for test in (row.when.tests() if row.when else [])
        if test.name == "total" and not test.negated and not test.last_period
        for word, text in test.bounds
        if word in ("at_least", "above")
    ]
    steps = [
        (bound / step).__ceil__() if word == "at_least" else (bound / step).__floor__() + 1
        for word, bound in bounds
        if bound is not None
    ]
    return max(steps, default=None)


def next_grades(standing: Standing, rows: tuple[Row, ...], points_grade: Int32) -> tuple[NextGrade | None, ...]:
    """For each member the nearest better row with a line on the total that he is below; none for who is not scored."""
    asked = [(line_of(row, standing.plan.scale.step), number) for number, row in enumerate(rows)]
    lines = [(number, line) for line, number in asked if line is not None]
    if not lines:
        return (None,) * len(standing.totals)
    found: list[NextGrade | None] = []
    each = zip(standing.totals.tolist(), points_grade.tolist(), standing.scored.tolist(), strict=True)
    for total, grade, scored in each:
        above = [(line, number) for number, line in lines if line > total and (number < grade or grade == NO_ROW)]
        better = above if scored else []
        line, number = min(better, default=(0, NO_ROW))
        found.append(None if number == NO_ROW else NextGrade(rows[number].name, line, line - total))
    return tuple(found)
