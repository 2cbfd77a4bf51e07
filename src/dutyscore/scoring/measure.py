"""Measures: exact quantities of members that are not points (M7)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np

from dutyscore.methods.faults import blanks
from dutyscore.model.arrays import Bool, Int32
from dutyscore.model.columns import Numbers
from dutyscore.model.condition import Condition
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.frozen import dataclass
from dutyscore.model.ratio import LIMIT, Ratio, largest
from dutyscore.model.result import MeasureValues
from dutyscore.rulebook.names import over_points
from dutyscore.rulebook.schema import Measure
from dutyscore.scoring.admit import ALIVE, Admission
from dutyscore.scoring.award import multiplied
from dutyscore.scoring.frame import Frame
from dutyscore.scoring.held import roster_numbers
from dutyscore.scoring.order import Order
from dutyscore.scoring.view import Sight

Values = list[Fraction | None]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The entries that measures read: `counted` (bool) of all entries, of the selected part of the period; `known`
    (bool) the same without regard to when they were booked, for measures `over` a longer window."""

    sight: Sight
    order: Order
    counted: Bool
    known: Bool
    booked: Int32
    frame: Frame

    def of(self, condition: Condition | None, over: str | None = None) -> Bool:
        """Entries a measure reads: in force, in its window, satisfying its condition."""
        counted = self.counted if over is None else self.known & self._inside(over)
        return counted if condition is None else counted & self.sight.mask(condition)

    def _inside(self, over: str) -> Bool:
        """Booked in the window that holds the last day of the run; no such window holds nothing."""
        stretch = self.frame.window_on_last_day(over, self.sight.plan.rulebook)
        if stretch is None:
            return np.zeros(len(self.known), bool)
        inside: Bool = (self.booked >= stretch.first) & (self.booked <= min(stretch.last, self.frame.as_of))
        return inside

    def members(self) -> int:
        return len(self.sight.roster)


def evidence(sight: Sight, order: Order, admission: Admission, frame: Frame, gone: Bool) -> Evidence:
    """Entries confirmed, not excluded, no copies, booked in the selected part of the period, known at `as_of`, and not
    out of force (`gone`)."""
    booked = admission.booked
    inside = (booked >= max(frame.selection.first, frame.effective.first)) & (
        booked <= min(frame.selection.last, frame.effective.last, frame.as_of)
    )
    known = (admission.reason == ALIVE) & ~gone & (sight.entries.day <= frame.as_of)
    return Evidence(sight, order, known & inside, known, booked, frame)


def measure_all(seen: Evidence) -> tuple[tuple[MeasureValues, ...], list[Diagnostic]]:
    """Every measure of the book for every member."""
    findings: list[Diagnostic] = []
    values = []
    nothing: Values = [None] * seen.members()
    for name, measure in seen.sight.plan.rulebook.measures.items():
        late = over_points(seen.sight.plan.rulebook, measure)  # filled in by `points_measure` when points are known
        found = nothing if late else measured(seen, name, measure, findings)
        values.append(MeasureValues(name, measure.name or name, tuple(found)))
    return tuple(values), findings


def measured(seen: Evidence, name: str, measure: Measure, findings: list[Diagnostic]) -> Values:
    """A measure for every member."""
    return _MEASURES[measure.kind](seen, name, measure, findings)


def measured_entries(seen: Evidence, measure: Measure) -> Bool:
    """The entries that make up a count or a sum."""
    if measure.kind not in ("count", "sum"):
        return np.zeros(len(seen.counted), bool)
    return seen.of(measure.count or measure.of, measure.over)


def _count(seen: Evidence, name: str, measure: Measure, findings: list[Diagnostic]) -> Values:
    return _beyond(_tally(seen, seen.of(measure.count, measure.over)), measure)


def _sum(seen: Evidence, name: str, measure: Measure, findings: list[Diagnostic]) -> Values:
    rows = seen.of(measure.of, measure.over)
    if not measure.times:
        return _beyond(_added(seen, measure.sum or "", rows), measure)
    sums = [Fraction(0)] * seen.members()
    for version, which in by_version(seen.sight, name, measure, np.flatnonzero(rows)):
        view = seen.sight.rows(which)
        column = view.column(measure.sum or "")
        assert isinstance(column, Numbers)
        worth = Ratio(column.values, 10**column.decimals)
        for times in version.times:
            worth = multiplied(worth, times, view)
        found = _summed(seen.members(), seen.sight.entries.member[which], worth.numerators)
        sums = [total + Fraction(more, worth.denominator) for total, more in zip(sums, found, strict=True)]
    return _beyond(sums, measure)


def by_version(sight: Sight, name: str, measure: Measure, rows: Any) -> Iterator[tuple[Measure, Any]]:
    """The measure as it reads on the event dates of the rows, each with its rows."""
    versions = sight.plan.versions
    if not versions:
        yield measure, rows
        return
    starts = np.array([first for first, _ in versions[1:]], np.int64)
    which = np.searchsorted(starts, sight.entries.day[rows], side="right")
    for number in np.unique(which).tolist():
        yield versions[number][1].rulebook.measures[name], rows[which == number]


def _beyond(values: list[Fraction], measure: Measure) -> Values:
    if measure.beyond is None:
        return list(values)
    return [max(Fraction(0), value - measure.beyond) for value in values]


def _share(seen: Evidence, name: str, measure: Measure, findings: list[Diagnostic]) -> Values:
    """Part over whole: two conditions, two number fields, or a number of the roster as the whole; missing over 0."""
    among, share = measure.among, measure.share
    rows = seen.of(None if isinstance(among, str) else among, measure.over)
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
        whole = roster_numbers(seen.sight, among, seen.frame.last_held)
    return [p / w if w else None for p, w in zip(part, whole, strict=True)]


def _value(seen: Evidence, name: str, measure: Measure, findings: list[Diagnostic]) -> Values:
    """Exactly one value per member; two are an error, none is missing."""
    fact = measure.value
    assert fact
    if fact not in seen.sight.entries.facts:
        return roster_numbers(seen.sight, fact, seen.frame.last_held)
    column = seen.sight.column(fact)
    assert isinstance(column, Numbers)
    rows = np.flatnonzero(seen.of(measure.of, measure.over) & ~blanks(column))
    member = seen.sight.entries.member[rows]
    values: Values = [None] * seen.members()
    times = np.bincount(member, minlength=seen.members())
    for who in np.flatnonzero(times > 1).tolist():
        place = seen.sight.entries.place(int(rows[member == who][1]), fact)
        findings.append(Diagnostic("DS608", place, {"member": seen.sight.roster.names[who], "measure": name}))
    single = times[member] == 1
    for who, number in zip(member[single].tolist(), column.values[rows[single]].tolist(), strict=True):
        values[who] = Fraction(number, 10**column.decimals)  # one round per member
    return values


def _last(seen: Evidence, name: str, measure: Measure, findings: list[Diagnostic]) -> Values:
    """The value of the latest entry that has one."""
    column = seen.sight.column(measure.last or "")
    assert isinstance(column, Numbers)
    rows = np.flatnonzero(seen.of(measure.of, measure.over) & ~blanks(column))
    member = seen.sight.entries.member[rows].astype(np.int64)
    nothing = np.zeros(len(rows), np.int64)
    base = seen.order.base(rows, seen.booked[rows])
    order = seen.order.arrange(member, base, rows.astype(np.int32), nothing, nothing)
    values: Values = [None] * seen.members()
    latest = np.append(member[order][1:] != member[order][:-1], True) if len(rows) else np.zeros(0, bool)
    for who, row in zip(member[order][latest].tolist(), rows[order][latest].tolist(), strict=True):
        values[who] = Fraction(int(column.values[row]), 10**column.decimals)
    return values


def _mean(seen: Evidence, name: str, measure: Measure, findings: list[Diagnostic]) -> Values:
    """Mean of a number over the entries that have one; missing without any."""
    column = seen.sight.column(measure.mean or "")
    rows = seen.of(measure.of, measure.over) & ~blanks(column)
    pairs = zip(_added(seen, measure.mean or "", rows), _tally(seen, rows), strict=True)
    return [total / count if count else None for total, count in pairs]


def _behind(seen: Evidence, name: str, measure: Measure, findings: list[Diagnostic]) -> Values:
    """How far a number is behind its plan: the gap itself, or its part of the plan (missing for a plan of 0)."""
    actual = _number_of(seen, name, measure.behind or "", measure, findings)
    plan = _number_of(seen, name, measure.plan or "", measure, findings)
    values: Values = []
    for done, due in zip(actual, plan, strict=True):
        gap = None if done is None or due is None else due - done
        if measure.in_ == "percent_of_plan":
            gap = gap / due if gap is not None and due else None
        values.append(gap)
    return values


def _number_of(seen: Evidence, name: str, fact: str, measure: Measure, findings: list[Diagnostic]) -> Values:
    only = Measure.model_construct(name=name, value=fact, of=measure.of, over=measure.over)
    return _value(seen, name, only, findings)


_MEASURES = {
    "count": _count, "sum": _sum, "share": _share, "value": _value, "last": _last, "mean": _mean, "behind": _behind,
}  # fmt: skip


def _tally(seen: Evidence, rows: Bool) -> list[Fraction]:
    counts = np.bincount(seen.sight.entries.member[rows], minlength=seen.members())
    return [Fraction(count) for count in counts.tolist()]


def _added(seen: Evidence, field: str, rows: Bool) -> list[Fraction]:
    """Sum of a number field over entries; blanks add nothing."""
    column = seen.sight.column(field)
    assert isinstance(column, Numbers)
    sums = _summed(seen.members(), seen.sight.entries.member[rows], column.values[rows])
    return [Fraction(total, 10**column.decimals) for total in sums]


def _summed(members: int, member: Int32, values: Any) -> list[int]:
    """Sum of whole numbers per member; in Python integers where int64 could overflow."""
    exact = values.dtype != object and largest(values) * len(values) < LIMIT
    sums = np.zeros(members, np.int64 if exact else object)
    np.add.at(sums, member, values if exact else values.astype(object))
    return [int(total) for total in sums.tolist()]
