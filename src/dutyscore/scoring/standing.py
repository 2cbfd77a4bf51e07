"""What member conditions can name, and where they hold (M14)."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np

from dutyscore.model.arrays import Bool, Int32, Int64
from dutyscore.model.columns import Words
from dutyscore.model.condition import Condition, Test
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.exact import parse_decimal
from dutyscore.model.history import History, PastResult
from dutyscore.model.place import Place
from dutyscore.model.result import MeasureValues, RankInfo
from dutyscore.scoring.frame import Frame
from dutyscore.scoring.plan import Plan
from dutyscore.scoring.view import Sight, bound_mask, column_mask, held_on, pick_rows


@dataclass(slots=True)
class Standing:
    """Everything decided so far about the members; each decision adds what later ones may name."""

    sight: Sight
    history: History
    file: str
    frame: Frame
    values: Int64
    totals: Int64
    scored: Bool
    measures: dict[str, MeasureValues]
    sums: dict[str, Int64] = field(default_factory=dict)
    requirements: dict[str, Bool] = field(default_factory=dict)
    vetoes: dict[str, Bool] = field(default_factory=dict)
    ranks: dict[str, RankInfo] = field(default_factory=dict)
    words: dict[str, Words] = field(default_factory=dict)
    findings: list[Diagnostic] = field(default_factory=list)

    @property
    def plan(self) -> Plan:
        return self.sight.plan

    def __len__(self) -> int:
        return len(self.totals)

    def everyone(self) -> Bool:
        return np.ones(len(self), bool)

    def mask(self, condition: Condition | None, needed_by: str, gates: bool = True) -> Bool:
        """Members for whom the condition holds. `gates=False` takes every test of vetoes and requirements as passed."""
        if condition is None:
            return self.everyone()
        result = np.zeros(len(self), bool)
        for tests in condition.any_of:
            every = self.everyone()
            for test in tests:
                if gates or not self._is_gate(test.name):
                    every &= self._holds(test, every, needed_by)
            result |= every
        return result

    def _is_gate(self, name: str) -> bool:
        return name in ("veto", "requirement") or name in self.plan.rulebook.requirements

    def _holds(self, test: Test, asked: Bool, needed_by: str) -> Bool:
        if test.last_period:
            return self._past(test, asked, 1, needed_by)
        hit = self._now(test)
        for back in range(1, test.running):
            hit = hit & self._past(test, asked & hit, back, needed_by)
        return hit

    def _now(self, test: Test) -> Bool:
        name, scale = test.name, self.plan.scale
        if name == "veto":
            return self._veto(test)
        if name == "requirement" or name in self.plan.rulebook.requirements:
            return self._requirement(test)
        if name == "total":
            return _steps(self.totals, ~self.scored, test, scale.step)
        if name in self.sums:
            return _steps(self.sums[name], np.zeros(len(self), bool), test, scale.step)
        if name in ("rank", "rank_from_end"):
            main = next(iter(self.ranks.values()))
            return _steps(*_places(main.places if name == "rank" else main.from_end), test, Fraction(1))
        if name in self.ranks:
            return _steps(*_places(self.ranks[name].places), test, Fraction(1))
        if name in self.words:
            return column_mask(self.words[name], test)
        if name in self.measures:
            return _fractions(self.measures[name].values, test)
        if name in self.plan.rulebook.roster:
            member = np.arange(len(self), dtype=np.int32)
            held = held_on(self.sight.roster, member, np.full(len(self), self.frame.last_held, np.int32))
            return column_mask(pick_rows(self.sight.roster.facts[name], held), test)
        return _steps(self.values[:, self.plan.index(name)], np.zeros(len(self), bool), test, scale.step)

    def _veto(self, test: Test) -> Bool:
        in_force = np.zeros(len(self), bool)
        for members in self.vetoes.values():
            in_force |= members
        if test.blank is not None:
            return ~in_force if test.blank else in_force
        hit = np.zeros(len(self), bool)
        for word in test.equals:
            hit |= in_force if word == "any" else ~in_force if word == "none" else self.vetoes[word]
        return ~hit if test.negated else hit

    def _requirement(self, test: Test) -> Bool:
        if test.name == "requirement":
            met = self.everyone()
            for members in self.requirements.values():
                met &= members
        else:
            met = self.requirements[test.name]
        hit = np.zeros(len(self), bool)
        for word in test.equals:
            hit |= met if word == "met" else ~met
        return ~hit if test.negated else hit

    def _past(self, test: Test, asked: Bool, back: int, needed_by: str) -> Bool:
        """The test in an earlier period, asked only of members for whom it still matters."""
        hit = np.zeros(len(self), bool)
        for member in np.flatnonzero(asked).tolist():
            past = self.history.past(self.sight.roster.ids[member], back)
            if past is None:
                name, period = self.sight.roster.names[member], self.frame.past_label(back)
                facts = {"member": name, "period": period, "needed_by": needed_by}
                finding = Diagnostic("DS604", Place(self.file), facts)
                if finding not in self.findings:
                    self.findings.append(finding)
            else:
                hit[member] = _scalar_holds(_past_value(past, test.name), test)
        return hit


def _past_value(past: PastResult, name: str) -> Fraction | str | None:
    if name in ("rank", "rank_from_end"):
        place = past.rank if name == "rank" else past.rank_from_end
        return Fraction(place) if place else None
    if name in ("grade", "band"):
        return (past.grade if name == "grade" else past.band) or None
    return past.values.get(name)


def _scalar_holds(value: Fraction | str | None, test: Test) -> bool:
    if test.blank is not None:
        return (value is None) == test.blank
    if value is None:
        return False
    if isinstance(value, str):
        return (value in test.equals) != test.negated
    hit = not test.equals or value in [_bound(text) for text in test.equals]
    return (hit and all(_compare(value, word, _bound(text)) for word, text in test.bounds)) != test.negated


def _compare(value: Fraction, word: str, bound: Fraction) -> bool:
    return {"at_least": value >= bound, "above": value > bound, "at_most": value <= bound, "below": value < bound}[word]


def _bound(text: str) -> Fraction:
    """A bound in its own unit; percent means hundredths."""
    value = parse_decimal(text.rstrip("%"))
    assert value is not None, "bounds are checked when the rulebook is loaded"
    return value / 100 if text.endswith("%") else value


def _fractions(values: tuple[Fraction | None, ...], test: Test) -> Bool:
    """A test of exact values; each distinct value is judged once."""
    known = {value: _scalar_holds(value, test) for value in set(values)}
    return np.array([known[value] for value in values], bool)


def _steps(values: Any, blank: Bool, test: Test, step: Fraction) -> Bool:
    """A test of whole steps against points."""
    if test.blank is not None:
        return blank if test.blank else ~blank
    hit = np.ones(len(values), bool)
    if test.equals:
        hit = np.zeros(len(values), bool)
        for text in test.equals:
            exact = _bound(text) / step
            if exact.denominator == 1 and abs(exact) < 2**63:
                hit |= values == int(exact)
    for word, text in test.bounds:
        hit &= bound_mask(values, word, _bound(text) / step)
    return (~hit if test.negated else hit) & ~blank


def _places(places: Int32) -> tuple[Int64, Bool]:
    return places.astype(np.int64), places == 0
