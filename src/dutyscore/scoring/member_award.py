"""Amounts per member without an entry: fixed points, measures and marks turned into points, goals, places (M8)."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import field
from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np

from dutyscore.methods.by_rank import ByRank
from dutyscore.methods.carry import Carry
from dutyscore.methods.target import Target
from dutyscore.methods.to_best import ToBest
from dutyscore.model.arrays import Bool, Int64
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.exact import decimal_text, parse_factor
from dutyscore.model.frozen import dataclass
from dutyscore.model.history import History
from dutyscore.model.ledger import Kind
from dutyscore.model.place import Place
from dutyscore.model.result import MeasureValues
from dutyscore.model.written import Unstated
from dutyscore.rulebook.nodes import Score
from dutyscore.scoring.award import Awards
from dutyscore.scoring.cohort import Ask, compared
from dutyscore.scoring.exempt import Exemptions, members_in
from dutyscore.scoring.frame import Frame
from dutyscore.scoring.held import group_codes, roster_numbers
from dutyscore.scoring.panel import panel_marks
from dutyscore.scoring.plan import PlanNode
from dutyscore.scoring.posting import Journal
from dutyscore.scoring.view import Sight

Value = Fraction | None
Points = Fraction | Unstated | None
Asking = Generator[Ask, Any, list[Points]]


def held_day(node: PlanNode, frame: Frame) -> int:
    """The day of the period on which a node's `for` is judged for amounts without an entry."""
    return frame.period.first if node.spec.as_held == "at_start" else frame.period.last


@dataclass
class MemberAwards:
    """`amounts[node]` (int64 steps per member) of every item that gives amounts without entries; `unscored` (bool)
    members for whom `missing: not_scored` took effect, `unscored_at` (bool) the same at each item that says so."""

    sight: Sight
    frame: Frame
    journal: Journal
    exempt: Exemptions
    history: History
    measures: dict[str, MeasureValues]
    file: str
    amounts: dict[int, Int64] = field(default_factory=dict)
    findings: list[Diagnostic] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.unscored: Bool = np.zeros(len(self.sight.roster), bool)
        self.unscored_at: dict[int, Bool] = {}
        self._heirs: set[int] = set()  # members whose value at the present item is the mean of the others'

    def run(self, awards: Awards) -> Generator[Ask, Any, None]:
        for node in self.sight.plan.nodes:
            if node.item is None or not _gives_amounts(node.item.score):
                continue
            shares = self._held_shares(node)
            inside = np.array([share > 0 for share in shares], bool) & ~self.exempt.scores
            points = yield from self._points(node, node.item.score, inside, awards)
            yield from self._post(node, points, inside, shares)

    def _points(self, node: PlanNode, score: Score, inside: Bool, awards: Awards) -> Asking:
        """Points of every member in `inside`; None elsewhere and where nothing is given."""
        who = np.flatnonzero(inside).tolist()
        everyone: list[Points] = [None] * len(inside)
        if score.fixed:
            for member in who:
                everyone[member] = score.fixed.points
            return everyone
        if score.carry:
            for member in who:
                everyone[member] = self._carried(node, score.carry, member)
            return everyone
        values = yield from self._values(node, score, who, awards)
        competing = [member for member in who if values[member] is not None]
        valued = yield from self._valued(node, score, competing, values)
        for member, points in zip(competing, valued, strict=True):
            everyone[member] = points
        for member in who:
            if values[member] is None and score.missing == "zero":
                everyone[member] = Fraction(0)
        return everyone

    def _values(self, node: PlanNode, score: Score, who: list[int], awards: Awards) -> Generator[Ask, Any, list[Value]]:
        """The value that the method turns into points; where there is none, `missing` has its say."""
        if score.mean:
            found, problems = panel_marks(self.sight, node, score.mean, awards, self.file)
            spoilt = {finding.facts["member"] for finding in problems}
            asked = {self.sight.roster.names[member] for member in who}  # marks of others are for no amount
            self.findings += [finding for finding in problems if finding.facts["member"] in asked]
        else:
            found, spoilt = list(self.measures[score.measure or ""].values), set()
        known = [found[member] for member in who if found[member] is not None and not self.exempt.means[member]]
        total, size = Fraction(0), 0
        if score.missing == "mean_of_others":
            mine = sum((value for value in known if value is not None), Fraction(0))
            total, size = yield Ask((mine, len(known)), _summed)
        mean = total / size if size else None
        self._heirs = set()
        if score.missing == "not_scored":
            self.unscored_at[node.index] = np.zeros(len(self.unscored), bool)
        for member in who:
            if found[member] is not None or self.sight.roster.names[member] in spoilt:
                continue
            if score.missing == "mean_of_others":
                found[member] = mean
                self._heirs.add(member)
            if score.missing == "not_scored":
                self.unscored[member] = self.unscored_at[node.index][member] = True
            elif score.missing in (None, "error") or (score.missing == "mean_of_others" and mean is None):
                self._report("DS607", member, node, "", score.measure or node.info.name)
        return found

    def _valued(self, node: PlanNode, score: Score, who: list[int], values: list[Value]) -> Asking:
        given = [value for value in (values[member] for member in who) if value is not None]
        cohort = score.by_rank or score.to_best
        if cohort:
            return (yield from self._compared(node, cohort, who, given))
        if score.target:
            return (yield from self._against_goal(node, score.target, who, given))
        if score.mean:
            return list(given)
        assert score.scale
        known: dict[Fraction, Points] = {value: score.scale.points_for(value) for value in set(given)}
        for member, value in zip(who, given, strict=True):
            if not isinstance(known[value], Fraction):
                code = "DS320" if isinstance(known[value], Unstated) else "DS319"
                self._report(code, member, node, decimal_text(value), score.of or "")
        return [known[value] for value in given]

    def _compared(self, node: PlanNode, method: ByRank | ToBest, who: list[int], given: list[Fraction]) -> Asking:
        """Cohort methods: each group on its own where `within` names one; exempt members do not compete."""
        groups = self._groups(method.within, who)
        competes = [not self.exempt.ranks[member] for member in who]
        found = yield Ask(list(zip(given, groups, competes, strict=True)), partial(compared, method))
        points: list[Points] = list(found)
        for member, value, amount, ranked in zip(who, given, points, competes, strict=True):
            if ranked and amount is None:
                self._report("DS611", member, node, decimal_text(value), method.of or "")
        return points

    def _groups(self, fact: str | None, who: list[int]) -> Sequence[int]:
        return group_codes(self.sight, fact, self.frame.last_held)[who].tolist() if fact else [0] * len(who)

    def _against_goal(self, node: PlanNode, target: Target, who: list[int], given: list[Fraction]) -> Asking:
        percent = self._is_share(target.of)
        factor = 100 if percent else 1
        goals = yield from self._goals(target, who, given, percent)
        points: list[Points] = []
        for member, value, goal in zip(who, given, goals, strict=True):
            amount = None if goal is None else target.points_for(value * factor, goal)
            if amount is None:
                self._report("DS611", member, node, decimal_text(value), target.of)
            points.append(amount)
        return points

    def _goals(
        self, target: Target, who: list[int], given: list[Fraction], percent: bool
    ) -> Generator[Ask, Any, list[Value]]:
        factor = 100 if percent else 1
        number = parse_factor(target.goal)
        if number is not None:
            return [number * 100 if target.goal.endswith("%") else number] * len(who)
        if target.goal in ("mean_of_all", "mean_of_others"):
            # who has inherited the mean has no value of his own: a mean of such values would lean on itself
            counted = [not self.exempt.means[member] and member not in self._heirs for member in who]
            mine = sum((value for value, counts in zip(given, counted, strict=True) if counts), Fraction(0))
            total, size = yield Ask((mine, sum(counted)), _summed)
            if target.goal == "mean_of_all":
                return [total / size * factor if size else None] * len(who)
            return [
                (total - value * counts) / (size - counts) * factor if size > counts else None
                for value, counts in zip(given, counted, strict=True)
            ]
        if target.goal in self.measures:
            values = self.measures[target.goal].values
            share = 100 if self._is_share(target.goal) else 1
            return [None if values[member] is None else _number(values[member]) * share for member in who]
        return [roster_numbers(self.sight, target.goal, self.frame.last_held)[member] for member in who]

    def _is_share(self, measure: str) -> bool:
        return self.sight.plan.rulebook.measures[measure].is_part

    def _carried(self, node: PlanNode, carry: Carry, member: int) -> Points:
        past = self.history.past(self.sight.roster.ids[member], 1)
        value = None if past is None else past.values.get(carry.from_)
        if value is not None:
            return carry.points_for(value)
        if carry.first and members_in(self.sight, (carry.first,), self.frame.last_held)[member]:
            return Fraction(0)
        name, period = self.sight.roster.names[member], self.frame.past_label(1)
        facts = {"member": name, "period": period, "needed_by": node.info.name}
        self.findings.append(Diagnostic("DS612", Place(self.file), facts))
        return None

    def _post(
        self, node: PlanNode, points: list[Points], inside: Bool, shares: list[Fraction]
    ) -> Generator[Ask, Any, None]:
        """Weigh by the time the role was held, round, give the others what `others` says, and post."""
        scale, first = self.sight.plan.scale, np.int32(self.frame.period.first)
        steps = np.zeros(len(points), np.int64)
        given = np.zeros(len(points), bool)
        others = node.spec.others
        exact: dict[int, Fraction] = {}
        for member, amount in enumerate(points):
            if isinstance(amount, Fraction):
                exact[member] = amount * shares[member]
                steps[member] = scale.to_steps(exact[member])
                given[member] = True
        if others == "mean":
            counted = [amount for member, amount in exact.items() if not self.exempt.means[member]]
            total, size = yield Ask((sum(counted, Fraction(0)), len(counted)), _summed)
            others = total / size if size else Fraction(0)
        if isinstance(others, Fraction):
            outside = ~inside & ~self.exempt.scores
            steps[outside] = scale.to_steps(others)
            given |= outside
        self.amounts[node.index] = steps
        who = np.flatnonzero(given)
        self.journal.post(Kind.member_award, -1, who, node.index, steps[who], -1, first)

    def _held_shares(self, node: PlanNode) -> list[Fraction]:
        """Part of the period in which each member was in `for`: all or nothing unless `as_held` counts days, or months
        (held on their last days)."""
        size, period = len(self.sight.roster), self.frame.period
        days = [held_day(node, self.frame)]
        if node.spec.as_held == "by_days":
            days = list(range(period.first, period.last + 1))
        elif node.spec.as_held == "by_months":
            starts = self.frame.windows("month", self.sight.plan.rulebook).first.tolist()
            days = [*(start - 1 for start in starts[1:]), period.last]
        held = np.zeros(size, np.int64)
        for day in days:
            held += members_in(self.sight, node.fors, day)
        return [Fraction(count, len(days)) for count in held.tolist()]

    def _report(self, code: str, member: int, node: PlanNode, value: str, measure: str) -> None:
        facts = {
            "member": self.sight.roster.names[member], "measure": measure, "node": node.info.name,
            "item": node.info.name, "column": measure, "ref": " ".join(node.info.ref), "value": value,
        }  # fmt: skip
        self.findings.append(Diagnostic(code, Place(self.file), facts))


def _gives_amounts(score: Score) -> bool:
    return score.entry_method is None or score.mean is not None


def _number(value: Value) -> Fraction:
    assert value is not None
    return value


def _summed(parts: list[tuple[Fraction, int]]) -> list[tuple[Fraction, int]]:
    """Sum and number of the values of all parts; each part is told the same."""
    whole = (sum((total for total, _ in parts), Fraction(0)), sum(size for _, size in parts))
    return [whole] * len(parts)
