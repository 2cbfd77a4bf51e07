"""F. Total: sums of nodes, accounts with an opening balance and resets, composites by weight; rounded once (M12)."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterator
from dataclasses import field
from datetime import date
from fractions import Fraction

import numpy as np

from dutyscore.model.arrays import Bool, Int64
from dutyscore.model.columns import Words
from dutyscore.model.days import Stretch, to_date, to_day
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.exact import round_ratio
from dutyscore.model.frozen import dataclass
from dutyscore.model.history import History
from dutyscore.model.ledger import Kind
from dutyscore.model.place import Place
from dutyscore.model.result import MeasureValues, TotalInfo, TotalPart
from dutyscore.rulebook.schema import Part, Total
from dutyscore.scoring.award import Awards
from dutyscore.scoring.frame import Frame
from dutyscore.scoring.over import booked_in
from dutyscore.scoring.posting import Journal
from dutyscore.scoring.view import Sight, held_on, pick_rows

TOTAL_KINDS = (Kind.opening, Kind.reset, Kind.total_floor, Kind.composite, Kind.total_rounding)
"""Postings at a total; their cause is a part of it."""


@dataclass
class Totals:
    """Works out every total in the order of the book; later ones may name earlier ones."""

    sight: Sight
    frame: Frame
    history: History
    journal: Journal
    values: Int64
    awards: Awards
    measures: dict[str, MeasureValues]
    file: str
    parts: list[TotalPart] = field(default_factory=list)
    found: dict[str, Int64] = field(default_factory=dict)
    findings: list[Diagnostic] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.unscored: Bool = np.zeros(len(self.sight.roster), bool)
        self.unscored_in: dict[str, Bool] = {}  # per composite

    def run(self) -> Int64:
        """The main total (int64 steps per member)."""
        rulebook = self.sight.plan.rulebook
        if not rulebook.totals:
            self.parts.append(TotalPart("", ""))
            total: Int64 = self.values[:, self.sight.plan.root_indices].sum(axis=1)
            self.found[""] = total if rulebook.pointless else self._rounded(total, 0)
            return self.found[""]
        for name, spec in rulebook.totals.items():
            self.found[name] = self._composite(name, spec) if spec.composite else self._sum(name, spec)
        return self.found[rulebook.main_total]

    def infos(self) -> tuple[TotalInfo, ...]:
        specs = self.sight.plan.rulebook.totals or {}
        infos = [TotalInfo(name, specs[name].unit or "", values) for name, values in self.found.items() if name]
        return tuple(sorted(infos, key=lambda info: not specs[info.id].main))

    def _part(self, total: str, of: str = "") -> int:
        self.parts.append(TotalPart(total, of))
        return len(self.parts) - 1

    def _post(self, kind: Kind, part: int, amount: Int64) -> None:
        hit = np.flatnonzero(amount)
        self.journal.post(kind, -1, hit, -1, amount[hit], part)

    def _sum(self, name: str, spec: Total) -> Int64:
        part = self._part(name)
        total: Int64 = self.values[:, [self.sight.plan.index(node) for node in spec.of]].sum(axis=1)
        opening = self._opening(name) if spec.opening else np.zeros(len(total), np.int64)
        self._post(Kind.opening, part, opening)
        total = total + opening
        if spec.resets:
            old = self._before_reset(spec, opening)
            self._post(Kind.reset, part, -old)
            total = total - old
        if spec.never_below is not None:
            lift = np.maximum(self.sight.plan.scale.to_steps(spec.never_below) - total, 0)
            self._post(Kind.total_floor, part, lift)
            total = total + lift
        return self._rounded(total, part)

    def _opening(self, name: str) -> Int64:
        """Last period's balance of the same name; a member without a history begins with 0 and it is said."""
        opening = np.zeros(len(self.sight.roster), np.int64)
        for number, member in enumerate(self.sight.roster.ids):
            past = self.history.past(member, 1)
            value = None if past is None else past.values.get(name)
            if value is None:
                who, period = self.sight.roster.names[number], self.frame.past_label(1)
                facts = {"member": who, "period": period, "needed_by": name}
                self.findings.append(Diagnostic("DS604", Place(self.file), facts))
            else:
                opening[number] = self.sight.plan.scale.to_steps(value)
        return opening

    def _before_reset(self, spec: Total, opening: Int64) -> Int64:
        """Everything booked before the day of the reset, the opening included, once that day has come."""
        assert spec.resets
        days = [day for day in _days_of(spec.resets, self.frame) if day <= self.frame.as_of]
        if not days:
            return np.zeros(len(opening), np.int64)
        old = opening.copy()
        plan, ledger = self.sight.plan, self.journal.close()
        before = Stretch(self.frame.period.first, max(days) - 1)
        for node in spec.of:
            old += booked_in(plan, ledger, self.awards, plan.nodes[plan.index(node)], before, len(old))
        return old

    def _composite(self, name: str, spec: Total) -> Int64:
        """Each part exact, the total rounded once; the parts are posted so that they add up."""
        scale = self.sight.plan.scale
        self.unscored_in[name] = np.zeros(len(self.unscored), bool)
        words = self._words(name, spec)
        columns = [self._weighted(part, words, self.unscored_in[name]) for part in spec.composite]
        self.unscored |= self.unscored_in[name]
        numbers = [self._part(name, part.of) for part in spec.composite]
        posted = np.zeros((len(self.sight.roster), len(columns)), np.int64)
        for member, shares in enumerate(zip(*columns, strict=True)):
            exact = [share / scale.step for share in shares]
            posted[member] = largest_remainder(exact, scale.to_steps(sum(shares, Fraction(0))))
        for column, number in enumerate(numbers):
            self._post(Kind.composite, number, posted[:, column])
        total: Int64 = posted.sum(axis=1)
        if spec.never_below is not None:
            lift = np.maximum(scale.to_steps(spec.never_below) - total, 0)
            self._post(Kind.total_floor, numbers[0], lift)
            total = total + lift
        return self._rounded(total, numbers[0])

    def _words(self, name: str, spec: Total) -> list[str]:
        """What the fact that decides the weights says of each member on the last day of the run. Who has no row of the
        roster on that day is not scored here; a blank in one is an error."""
        roster = self.sight.roster
        if not spec.weighed_by:
            return [""] * len(roster)
        member = np.arange(len(roster), dtype=np.int32)
        held = held_on(roster, member, np.full(len(member), self.frame.last_held, np.int32))
        column = pick_rows(roster.facts[spec.weighed_by], held)
        assert isinstance(column, Words)
        self.unscored_in[name] |= held < 0
        for blank in np.flatnonzero((held >= 0) & (column.codes < 0)).tolist():
            facts = {"member": roster.names[blank], "measure": spec.weighed_by, "node": name}
            self.findings.append(Diagnostic("DS607", Place(self.file), facts))
        return [column.words[code] if code >= 0 else "" for code in column.codes.tolist()]

    def _weighted(self, part: Part, words: list[str], unscored: Bool) -> list[Fraction]:
        weighted = []
        for member, value in enumerate(self._values_of(part.of)):
            if value is None:
                if part.missing == "not_scored":
                    unscored[member] = True
                elif part.missing == "error":
                    facts = {"member": self.sight.roster.names[member], "measure": part.of, "node": part.of}
                    self.findings.append(Diagnostic("DS607", Place(self.file), facts))
                value = Fraction(0)
            if part.full_marks is not None:
                value = min(max(value, Fraction(0)), part.full_marks) if part.clip else value
                value = value * 100 / part.full_marks
            weighted.append(value * part.weight.of(words[member]))
        return weighted

    def _values_of(self, name: str) -> list[Fraction | None]:
        if name in self.measures:
            return list(self.measures[name].values)
        steps = self.found[name] if name in self.found else self.values[:, self.sight.plan.index(name)]
        return [self.sight.plan.scale.points(amount) for amount in steps.tolist()]

    def _rounded(self, total: Int64, part: int) -> Int64:
        """`total_step` rounds each total once, by a posting of its own."""
        plan = self.sight.plan
        coarse = plan.rulebook.points.total_step
        if coarse is None:
            return total
        steps = int(coarse / plan.scale.step)
        rounded = [round_ratio(amount, steps, plan.scale.rounding) * steps for amount in total.tolist()]
        change = np.array(rounded, np.int64) - total
        self._post(Kind.total_rounding, part, change)
        return total + change


def _days_of(month_day: tuple[int, int], frame: Frame) -> Iterator[int]:
    """The days of the period that carry this month and day."""
    for year in range(to_date(frame.period.first).year, to_date(frame.period.last).year + 1):
        if month_day != (2, 29) or isleap(year):
            day = to_day(date(year, *month_day))
            if day in frame.period:
                yield day


def largest_remainder(exact: list[Fraction], total: int) -> list[int]:
    """Whole numbers near `exact` that add up to `total`; what is left over goes to the largest remainders first."""
    floors = [value.__floor__() for value in exact]
    left = total - sum(floors)
    order = sorted(range(len(exact)), key=lambda index: (floors[index] - exact[index], index))
    step = 1 if left >= 0 else -1
    for number in range(abs(left)):
        index = order[number % len(order)] if step > 0 else order[-1 - number % len(order)]
        floors[index] += step
    return floors
