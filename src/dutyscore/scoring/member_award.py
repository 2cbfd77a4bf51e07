"""Amounts per member without an entry: fixed points, and measures turned into points by a scale (M8)."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from dutyscore.model.arrays import Bool, Int64
from dutyscore.model.condition import Condition
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.exact import decimal_text
from dutyscore.model.ledger import Kind
from dutyscore.model.place import Place
from dutyscore.model.result import MeasureValues
from dutyscore.model.written import Unstated
from dutyscore.rulebook.nodes import Score
from dutyscore.scoring.frame import Frame
from dutyscore.scoring.plan import Plan, PlanNode
from dutyscore.scoring.posting import Journal
from dutyscore.scoring.view import Sight, column_mask, held_on, pick_rows


def members_in(sight: Sight, conditions: tuple[Condition, ...], day: int) -> Bool:
    """Which members (bool) satisfy all conditions with the facts held on `day`."""
    roster = sight.roster
    member = np.arange(len(roster), dtype=np.int32)
    inside = np.ones(len(roster), bool)
    if conditions:
        held = held_on(roster, member, np.full(len(roster), day, np.int32))
        for condition in conditions:
            inside &= _any(sight, condition, held)
    return inside


def _any(sight: Sight, condition: Condition, held: Int64) -> Bool:
    result = np.zeros(len(held), bool)
    for tests in condition.any_of:
        every = np.ones(len(held), bool)
        for test in tests:
            every &= column_mask(pick_rows(sight.roster.facts[test.name], held), test)
        result |= every
    return result


def held_day(node: PlanNode, frame: Frame) -> int:
    """The day of the period on which a node's `for` is judged for amounts without an entry."""
    return frame.period.first if node.spec.as_held == "at_start" else frame.period.last


class MemberAwards:
    """Amounts of every item without entries: `amounts[node]` (int64 steps per member); `unscored` (bool) members."""

    def __init__(self, sight: Sight, frame: Frame, journal: Journal) -> None:
        self.sight, self.frame, self.journal = sight, frame, journal
        self.amounts: dict[int, Int64] = {}
        self.unscored = np.zeros(len(sight.roster), bool)
        self.findings: list[Diagnostic] = []

    def run(self, measures: tuple[MeasureValues, ...], file: str) -> None:
        plan = self.sight.plan
        values = {measure.id: measure for measure in measures}
        for node in plan.nodes:
            if node.item is None or node.item.score.entry_method is not None:
                continue
            inside = np.flatnonzero(members_in(self.sight, node.fors, held_day(node, self.frame)))
            score = node.item.score
            if score.fixed is not None:
                steps = np.full(len(inside), plan.scale.to_steps(score.fixed.points), np.int64)
            else:
                inside, steps = self._scaled(plan, node, score, values[score.of or ""], inside, file)
            amounts = np.zeros(len(self.sight.roster), np.int64)
            amounts[inside] = steps
            self.amounts[node.index] = amounts
            first = np.int32(self.frame.period.first)
            self.journal.post(Kind.member_award, -1, inside, node.index, steps, -1, first)

    def _scaled(
        self, plan: Plan, node: PlanNode, score: Score, measure: MeasureValues, inside: Int64, file: str
    ) -> tuple[Int64, Int64]:
        """The members that get an amount, and it. One point is computed per distinct value of the measure."""
        scale = score.scale
        assert scale
        known: dict[Fraction | None, int | None] = {}
        steps: list[int | None] = []
        for member in inside.tolist():
            value = measure.values[member]
            if value not in known:
                points = None if value is None else scale.points_for(value)
                known[value] = plan.scale.to_steps(points) if isinstance(points, Fraction) else None
                if isinstance(points, Unstated) or (value is not None and points is None):
                    code = "DS320" if isinstance(points, Unstated) else "DS319"
                    self._report(code, member, measure, node, file, value)
            amount = known[value]
            if value is None and score.missing == "zero":
                amount = 0
            elif value is None and score.missing == "not_scored":
                self.unscored[member] = True
            elif value is None:
                self._report("DS607", member, measure, node, file, value)
            steps.append(amount)
        given = np.array([amount is not None for amount in steps], bool)
        return inside[given], np.array([amount for amount in steps if amount is not None], np.int64)

    def _report(
        self, code: str, member: int, measure: MeasureValues, node: PlanNode, file: str, value: Fraction | None
    ) -> None:
        facts = {
            "member": self.sight.roster.names[member], "measure": measure.name, "node": node.info.name,
            "item": node.info.name, "column": measure.name, "ref": " ".join(node.info.ref),
            "value": "" if value is None else decimal_text(value),
        }  # fmt: skip
        self.findings.append(Diagnostic(code, Place(file), facts))
