"""Amounts per member without an entry: fixed points, measures and marks turned into points, goals, places (M8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor

from dutyscore.methods.by_rank import ByRank
from dutyscore.methods.carry import Carry
from dutyscore.methods.panel import Panel
from dutyscore.methods.target import PerMissed, Target
from dutyscore.methods.to_best import ToBest
from dutyscore.model.written import Unstated
from dutyscore.rulebook.nodes import Item, Score
from tests.oracle.awards import Award
from tests.oracle.days import rounded
from tests.oracle.exempt import Exempt
from tests.oracle.facts import Names, Node
from tests.oracle.measures import Measures
from tests.oracle.methods import scale_points

Exact = dict[str, Fraction]
"""Member -> value, where there is one."""


@dataclass
class Amounts:
    """What each item gives without entries: `given[node id][member]` is rounded. Everything of a run is worked out
    before the tree is finished: who is not scored is not scored anywhere."""

    names: Names
    awards: list[Award]
    measures: Measures
    exempt: Exempt
    given: dict[str, Exact] = field(default_factory=dict)
    not_scored: set[str] = field(default_factory=set)
    not_scored_at: set[tuple[str, str]] = field(default_factory=set)
    """The same by item: (member, node id)."""
    heirs: set[str] = field(default_factory=set)
    findings: set[tuple[str, ...]] = field(default_factory=set)

    def work_out(self) -> None:
        for node in self.names.nodes:
            item = node.written
            if isinstance(item, Item) and (item.score.entry_method is None or item.score.mean):
                self.given[node.id] = self._item(node, item)

    def _item(self, node: Node, item: Item) -> Exact:
        step, how = self.names.book.points.step, self.names.book.points.rounding
        shares = {member: self._share(node, member) for member in self.names.members}
        scored = [member for member in self.names.members if member not in self.exempt.scores]
        inside = [member for member in scored if shares[member]]
        exact = {member: points * shares[member] for member, points in self._points(node, item.score, inside).items()}
        if item.others == "mean":
            counted = [points for member, points in exact.items() if member not in self.exempt.means]
            exact.update(dict.fromkeys((m for m in scored if not shares[m]), mean(counted) or Fraction(0)))
        elif isinstance(item.others, Fraction):
            exact.update(dict.fromkeys((m for m in scored if not shares[m]), item.others))
        return {member: rounded(points, step, how) for member, points in exact.items()}

    def _share(self, node: Node, member: str) -> Fraction:
        """Part of the period in which the node reaches the member."""
        period, held = self.names.question.period, node.written.as_held
        if held not in ("by_days", "by_months"):
            return Fraction(self.names.in_for(node, member))
        days = list(range(period.first, period.last + 1))
        if held == "by_months":
            days = [min(month.last, period.last) for month in self.names.windows_in("month")]
        return Fraction(sum(self.names.in_for_on(node, member, day) for day in days), len(days))

    # ------------------------------------------------------------ values

    def _points(self, node: Node, score: Score, inside: list[str]) -> Exact:
        if score.fixed:
            return dict.fromkeys(inside, score.fixed.points)
        if score.carry:
            found = {member: self._carried(score.carry, member) for member in inside}
            return {member: points for member, points in found.items() if points is not None}
        values = self._values(node, score, inside)
        points = self._valued(score, {member: value for member, value in values.items() if value is not None})
        if score.missing == "zero":
            points.update({member: Fraction(0) for member in inside if values[member] is None})
        return points

    def _values(self, node: Node, score: Score, inside: list[str]) -> dict[str, Fraction | None]:
        """The value of each member; where there is none, `missing` has its say."""
        values: dict[str, Fraction | None] = {}
        for member in inside:
            values[member] = (
                self._marked(node, score.mean, member) if score.mean
                else self.measures.value(score.measure or "", member)
            )  # fmt: skip
        self.heirs = {member for member in inside if values[member] is None}
        known = [value for m, value in values.items() if value is not None and m not in self.exempt.means]
        for member in inside:
            if values[member] is not None or {("DS609", member, node.id), ("DS610", member, node.id)} & self.findings:
                continue
            if score.missing == "mean_of_others":
                values[member] = mean(known)
            if score.missing == "not_scored":
                self.not_scored.add(member)
                self.not_scored_at.add((member, node.id))
            if score.missing in (None, "error", "mean_of_others") and values[member] is None:
                self.findings.add(("DS607", member, node.id))
        return values

    def _marked(self, node: Node, panel: Panel, member: str) -> Fraction | None:
        """The mean of the marks that count: one a judge, no fewer than the quorum."""
        mine = [one for one in self.awards if one.node is node and one.entry.member == member and one.counted]
        judges = [self.names.entry_value(one.entry, panel.by) for one in mine]
        if mine and len(mine) < panel.at_least:
            self.findings.add(("DS609", member, node.id))
            return None
        if len(set(judges)) < len(judges):
            self.findings.add(("DS610", member, node.id))
            return None
        marks = {one.number: self.names.entry_value(one.entry, panel.of) for one in mine}
        if panel.weights is None:
            return _middle(panel, [mark for mark in marks.values() if isinstance(mark, Fraction)]) if mine else None
        total = Fraction(0)
        for group, weight in panel.weights.by.items():
            field_ = panel.weights.field
            given = [marks[one.number] for one in mine if self.names.entry_value(one.entry, field_) == group]
            found = mean([mark for mark in given if isinstance(mark, Fraction)])
            if found is None and weight and mine:
                self.findings.add(("DS609", member, node.id))
                return None
            total += weight * (found or 0)
        return total if mine else None

    def _carried(self, carry: Carry, member: str) -> Fraction | None:
        past = self.names.question.history.past(member, 1)
        if past is not None and carry.from_ in past.values:
            amount = past.values[carry.from_] * carry.share
            return amount if carry.max is None else min(amount, carry.max)
        if carry.first and self.names.member_fits(member, carry.first, self.names.held_on):
            return Fraction(0)
        self.findings.add(("DS612", member))
        return None

    # ------------------------------------------------------------ points

    def _valued(self, score: Score, values: Exact) -> Exact:
        cohort = score.by_rank or score.to_best
        if cohort:
            return self.compared(cohort, values)
        if score.target:
            return self._against_goal(score.target, values)
        if score.mean:
            return dict(values)
        assert score.scale
        found: Exact = {}
        for member, value in values.items():
            points = scale_points(score.scale, value)
            if isinstance(points, Fraction):
                found[member] = points
            else:
                self.findings.add(("DS320" if isinstance(points, Unstated) else "DS319", member))
        return found

    def compared(self, method: ByRank | ToBest, values: Exact) -> Exact:
        """Points of who competes: not exempt from ranks, each group on its own where `within` names one."""
        groups: dict[object, list[str]] = {}
        for member in values:
            if member not in self.exempt.ranks:
                fact = self.names.held(member, method.within, self.names.held_on) if method.within else None
                groups.setdefault(fact, []).append(member)
        found: Exact = {}
        for members in groups.values():
            inside = [values[member] for member in members]
            for member in members:
                points = _place(method, values[member], inside) if isinstance(method, ByRank) else None
                if isinstance(method, ToBest):
                    points = _ratio(method, values[member], inside)
                if points is None:
                    self.findings.add(("DS611", member))
                else:
                    found[member] = points
        return found

    def _against_goal(self, target: Target, values: Exact) -> Exact:
        found: Exact = {}
        percent = self.measures.hundredths(target.of)
        for member, value in values.items():
            goal = self._goal(target, member, values, percent)
            points = None if goal is None else against(target, value * percent, goal)
            if points is None:
                self.findings.add(("DS611", member))
            else:
                found[member] = points
        return found

    def _goal(self, target: Target, member: str, values: Exact, percent: int) -> Fraction | None:
        """A number, the mean of all or of the others, a measure, a fact of the roster; shares in percentage points."""
        if target.goal in ("mean_of_all", "mean_of_others"):
            counted = [m for m in values if m not in self.exempt.means and m not in self.heirs]
            others = [values[m] for m in counted]
            if target.goal == "mean_of_others" and member in counted:
                others.remove(values[member])
            found = mean(others)
            return None if found is None else found * percent
        if target.goal in self.names.book.measures:
            found = self.measures.value(target.goal, member)
            return None if found is None else found * self.measures.hundredths(target.goal)
        if target.goal in self.names.book.roster:
            held = self.names.held(member, target.goal, self.names.held_on)
            return held if isinstance(held, Fraction) else None
        return Fraction(target.goal.removesuffix("%"))


def mean(values: Sequence[Fraction]) -> Fraction | None:
    return sum(values, Fraction(0)) / len(values) if values else None


def _middle(panel: Panel, marks: list[Fraction]) -> Fraction | None:
    """The mean or median of the marks that are left when the highest and lowest are dropped."""
    marks = sorted(marks)
    for _ in range(panel.drop.highest):
        marks.remove(max(marks))
    for _ in range(panel.drop.lowest):
        marks.remove(min(marks))
    if panel.kind == "mean":
        return mean(marks)
    return (marks[(len(marks) - 1) // 2] + marks[len(marks) // 2]) / 2


def _place(method: ByRank, value: Fraction, values: list[Fraction]) -> Fraction | None:
    """Tied members share the better place, or the mean of the places they take together."""
    better = sum(other > value if method.order == "high" else other < value for other in values)
    places = [better + 1]
    if method.ties == "mean_of_places":
        places = [better + 1 + number for number in range(values.count(value))]
    points = [method.points.get(place, method.otherwise) for place in places]
    known = [one for one in points if one is not None]
    return mean(known) if len(known) == len(points) else None


def _ratio(method: ToBest, value: Fraction, values: list[Fraction]) -> Fraction | None:
    """The value's part of the best; a ratio of amounts below 0 says nothing."""
    best = max(values) if method.better == "higher" else min(values)
    if best < 0 or value < 0:
        return None
    if value == best:
        return method.full
    return method.full * (value / best if method.better == "higher" else best / value)


def against(target: Target, value: Fraction, goal: Fraction) -> Fraction | None:
    """Points of a value against its goal; None where pro rata has nothing to divide by."""
    short = {"higher": goal - value, "lower": value - goal, "near": abs(goal - value)}[target.better]
    if short <= 0:
        return target.full + (_per(target.beyond, -short) if isinstance(target.beyond, PerMissed) else 0)
    if isinstance(target.miss, PerMissed):
        return target.full - _per(target.miss, short)
    if target.miss == "zero":
        return Fraction(0)
    part, whole = (value, goal) if target.better == "higher" else (goal, value)
    return target.full * part / whole if whole else None


def _per(rate: PerMissed, distance: Fraction) -> Fraction:
    units = distance / rate.unit
    whole = {"proportional": units, "full": Fraction(floor(units)), "started": Fraction(ceil(units))}[rate.part]
    return whole * rate.points
