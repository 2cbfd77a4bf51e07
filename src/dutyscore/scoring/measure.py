"""Measures: exact quantities of members that are not points (M7)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from dutyscore.methods.faults import blanks
from dutyscore.model.arrays import Bool
from dutyscore.model.columns import Numbers
from dutyscore.model.condition import Condition
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.result import MeasureValues
from dutyscore.rulebook.schema import Measure
from dutyscore.scoring.admit import ALIVE, Admission
from dutyscore.scoring.frame import Frame
from dutyscore.scoring.held import roster_numbers
from dutyscore.scoring.view import Sight

Values = list[Fraction | None]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The entries that measures read: `counted` (bool) of all entries; `counts_of` keeps which entries made a count."""

    sight: Sight
    counted: Bool
    last_held: int

    def of(self, condition: Condition) -> Bool:
        return self.counted & self.sight.mask(condition)

    def members(self) -> int:
        return len(self.sight.roster)


def evidence(sight: Sight, admission: Admission, frame: Frame, gone: Bool) -> Evidence:
    """Entries confirmed, not excluded, no copies, booked in the selected part of the period, known at `as_of`, and not
    out of force (`gone`)."""
    booked = admission.booked
    inside = (booked >= max(frame.selection.first, frame.effective.first)) & (
        booked <= min(frame.selection.last, frame.effective.last, frame.as_of)
    )
    counted = (admission.reason == ALIVE) & ~gone & inside & (sight.entries.day <= frame.as_of)
    return Evidence(sight, counted, frame.last_held)


def measure_all(seen: Evidence) -> tuple[tuple[MeasureValues, ...], list[Diagnostic]]:
    """Every measure of the book for every member."""
    findings: list[Diagnostic] = []
    values = []
    for name, measure in seen.sight.plan.rulebook.measures.items():
        found = _MEASURES[measure.kind](seen, name, measure, findings)
        values.append(MeasureValues(name, measure.name or name, tuple(found)))
    return tuple(values), findings


def measured_entries(seen: Evidence, measure: Measure) -> Bool:
    """The entries that make up a count or a sum."""
    condition = measure.count or measure.of
    if condition is None:
        return seen.counted if measure.kind == "sum" else np.zeros(len(seen.counted), bool)
    return seen.of(condition)


def _count(seen: Evidence, name: str, measure: Measure, findings: list[Diagnostic]) -> Values:
    assert measure.count
    return _beyond(_tally(seen, seen.of(measure.count)), measure)


def _sum(seen: Evidence, name: str, measure: Measure, findings: list[Diagnostic]) -> Values:
    assert measure.sum
    rows = seen.counted if measure.of is None else seen.of(measure.of)
    return _beyond(_added(seen, measure.sum, rows), measure)


def _beyond(values: list[Fraction], measure: Measure) -> Values:
    if measure.beyond is None:
        return list(values)
    return [max(Fraction(0), value - measure.beyond) for value in values]


def _share(seen: Evidence, name: str, measure: Measure, findings: list[Diagnostic]) -> Values:
    """Part over whole: two conditions, two number fields, or a number of the roster as the whole; missing over 0."""
    among, share = measure.among, measure.share
    rows = seen.counted if isinstance(among, str) else seen.of(among)  # type: ignore[arg-type]
    if isinstance(share, str):
        part = _added(seen, share, rows)
    else:
        assert share
        part = _tally(seen, rows & seen.sight.mask(share))
    whole: Values
    if not isinstance(among, str):
        whole = list(_tally(seen, rows))
    elif among in seen.sight.entries.facts:
        whole = list(_added(seen, among, rows))
    else:
        whole = roster_numbers(seen.sight, among, seen.last_held)
    return [p / w if w else None for p, w in zip(part, whole, strict=True)]


def _value(seen: Evidence, name: str, measure: Measure, findings: list[Diagnostic]) -> Values:
    """Exactly one value per member; two are an error, none is missing."""
    fact = measure.value
    assert fact
    if fact not in seen.sight.entries.facts:
        return roster_numbers(seen.sight, fact, seen.last_held)
    column = seen.sight.column(fact)
    assert isinstance(column, Numbers)
    rows = np.flatnonzero(seen.counted & ~blanks(column))
    member = seen.sight.entries.member[rows]
    values: Values = [None] * seen.members()
    times = np.bincount(member, minlength=seen.members())
    for who in np.flatnonzero(times > 1).tolist():
        place = seen.sight.entries.place(int(rows[member == who][1]), fact)
        findings.append(Diagnostic("DS608", place, {"member": seen.sight.roster.names[who], "measure": name}))
    for who, number in zip(member.tolist(), column.values[rows].tolist(), strict=True):
        if times[who] == 1:
            values[who] = Fraction(number, 10**column.decimals)
    return values


_MEASURES = {"count": _count, "sum": _sum, "share": _share, "value": _value}


def _tally(seen: Evidence, rows: Bool) -> list[Fraction]:
    counts = np.bincount(seen.sight.entries.member[rows], minlength=seen.members())
    return [Fraction(count) for count in counts.tolist()]


def _added(seen: Evidence, field: str, rows: Bool) -> list[Fraction]:
    """Sum of a number field over entries; blanks add nothing."""
    column = seen.sight.column(field)
    assert isinstance(column, Numbers)
    values: Any = column.values[rows]
    exact = np.int64 if len(values) == 0 or int(np.abs(values).max()) * len(values) < 2**62 else object
    sums = np.zeros(seen.members(), exact)
    np.add.at(sums, seen.sight.entries.member[rows], values.astype(exact))
    return [Fraction(int(total), 10**column.decimals) for total in sums.tolist()]
