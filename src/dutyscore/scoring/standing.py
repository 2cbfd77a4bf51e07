"""What member conditions can name, and where they hold (M14)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from fractions import Fraction
from typing import Any

import numpy as np

from dutyscore.model.arrays import Bool, Int32, Int64
from dutyscore.model.columns import Words
from dutyscore.model.condition import Condition, Test
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.exact import parse_factor
from dutyscore.model.frozen import dataclass
from dutyscore.model.history import History, PastResult, PastStanding
from dutyscore.model.place import Place
from dutyscore.model.result import MeasureValues, RankInfo
from dutyscore.scoring.frame import Frame
from dutyscore.scoring.over import Over
from dutyscore.scoring.plan import Plan
from dutyscore.scoring.rank import known
from dutyscore.scoring.unvalued import EVERYWHERE, lacking
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
    unvalued: Mapping[str, Bool]
    """Who has no value of a node or total."""
    sums: dict[str, Int64] = field(default_factory=dict)
    requirements: dict[str, Bool] = field(default_factory=dict)
    vetoes: dict[str, Bool] = field(default_factory=dict)
    ranks: dict[str, RankInfo] = field(default_factory=dict)
    words: dict[str, Words] = field(default_factory=dict)
    slices: dict[str, Int32] = field(default_factory=dict)
    things: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Of each decided set of grades or bands the words of its things, `set.thing`; they stand in `words`."""
    over: dict[tuple[str, str], Over] = field(default_factory=dict)
    """Values over other windows than the period, by name and window."""
    own: tuple[str, str] = ("", "")
    """While the rows of a set are judged: the set, and the thing it stands on."""
    findings: list[Diagnostic] = field(default_factory=list)

    @property
    def plan(self) -> Plan:
        return self.sight.plan

    def __len__(self) -> int:
        return len(self.totals)

    def everyone(self) -> Bool:
        return np.ones(len(self), bool)

    def amounts(self, name: str, over: str | None = None) -> Any:
        """What members can be ordered by: steps of a total or node, or the exact values of a measure."""
        if over:
            return self._known_over(self.over[name, over])
        if name == "total":
            return self.totals
        if name in self.sums:
            return self.sums[name]
        if name in self.measures:
            return self.measures[name].values
        return self.values[:, self.plan.index(name)]

    def _known_over(self, over: Over) -> Any:
        """Exact values where some are not known."""
        if over.known.all():
            return over.values
        pairs = zip(over.values.tolist(), over.known.tolist(), strict=True)
        return tuple(Fraction(value) if known else None for value, known in pairs)

    def mask(self, condition: Condition | None, needed_by: str, gates: bool = True) -> Bool:
        """Members for whom the condition holds. `gates=False` takes every test of vetoes and requirements as passed,
        and none of `points_grade`: that is what is being found."""
        if condition is None:
            return self.everyone()
        result = np.zeros(len(self), bool)
        for tests in condition.any_of:
            every = self.everyone()
            for test in tests:
                if not gates and test.name == "points_grade":
                    every &= False
                elif gates or not self._is_gate(test.name):
                    every &= self._holds(test, every, needed_by)
            result |= every
        return result

    def _is_gate(self, name: str) -> bool:
        return name in ("veto", "requirement") or name in self.plan.rulebook.requirements

    def _holds(self, test: Test, asked: Bool, needed_by: str) -> Bool:
        if self._in_percent_points(self.own[1] if test.name == "value" else test.name):
            bounds = tuple((word, text.rstrip("%")) for word, text in test.bounds)
            test = replace(test, equals=tuple(text.rstrip("%") for text in test.equals), bounds=bounds)
        if test.last_period:
            return self._past(test, asked, 1, needed_by)
        hit = self._now(test)
        for back in range(1, test.running):
            hit = hit & self._past(test, asked & hit, back, needed_by)
        return hit

    def _in_percent_points(self, name: str) -> bool:
        """Whether 1% is 1 for a measure: it is, unless the measure is a part of something, which is at most 1."""
        measure = self.plan.rulebook.measures.get(name)
        return measure is not None and not measure.is_part

    def _now(self, test: Test) -> Bool:
        name, scale = test.name, self.plan.scale
        if name == "value":
            return self._now(replace(test, name=self.own[1]))
        if test.over:
            return self._over(test)
        if name == "slice":
            return _steps(*_places(next(iter(self.slices.values()))), test, Fraction(1))
        if name in self.things:
            return self._any_thing(test, self.things[name])
        if name == "veto":
            return self._veto(test)
        if name == "requirement" or name in self.plan.rulebook.requirements:
            return self._requirement(test)
        if name == "total":
            return _steps(self.totals, ~self.scored, test, scale.step)
        if name in self.sums:
            return _steps(self.sums[name], lacking(self.unvalued, name), test, scale.step)
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
        return _steps(self.values[:, self.plan.index(name)], lacking(self.unvalued, name), test, scale.step)

    def has_value(self, name: str) -> Bool:
        """Who has a value of a total, a node or a measure; of a measure nobody who is exempt from scores."""
        if name in self.measures:
            return known(self.measures[name].values) & ~lacking(self.unvalued, EVERYWHERE)
        return self.scored if name == "total" else ~lacking(self.unvalued, name)

    def _over(self, test: Test) -> Bool:
        """A test of a value over another window; not known is blank."""
        over = self.over[test.name, test.over]
        if isinstance(over.values, tuple):
            return _fractions(over.values, test)
        blank = ~over.known | ~self.has_value(test.name)
        return _steps(over.values, blank, test, self.plan.scale.step)

    def _any_thing(self, test: Test, words: tuple[str, ...]) -> Bool:
        """The name of a set on several things means any of them; under `not`, or asked for blanks, all of them."""
        if test.blank is not None:
            blank: Bool = np.logical_and.reduce(
                [column_mask(self.words[word], replace(test, blank=True)) for word in words]
            )
            return blank if test.blank else ~blank
        asked = replace(test, negated=False)
        hit: Bool = np.logical_or.reduce([column_mask(self.words[word], asked) for word in words])
        if not test.negated:
            return hit
        some: Bool = np.logical_or.reduce([self.words[word].codes >= 0 for word in words])
        return ~hit & some

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
                hit[member] = self._held_then(past, test)
        return hit

    def _held_then(self, past: PastResult, test: Test) -> bool:
        """Whether a test held in an earlier period."""
        name = test.name
        if name == "veto":
            words = {"any", *past.vetoes} if past.vetoes else {"none"}
            if test.blank is not None:
                return test.blank != bool(past.vetoes)
            return bool(words & set(test.equals)) != test.negated
        if name == "requirement":
            return (("met" if all(past.requirements.values()) else "unmet") in test.equals) != test.negated
        if name in self.plan.rulebook.requirements:
            met = past.requirements.get(name)
            return met is not None and (("met" if met else "unmet") in test.equals) != test.negated
        if name in self.plan.rulebook.standings:
            things = self.plan.rulebook.standings[name].of
            if name == self.own[0]:
                things = (self.own[1],)
            found = [past.sets.get(f"{name}.{thing}") for thing in things]
            return _any_then([*found, past.sets.get(name)] if len(things) == 1 else found, test)
        if name == "value":
            return _scalar_holds(past.values.get(self.own[1]), test)
        mine = past.sets.get(".".join(self.own)) if self.own[0] else None
        if name in ("rank", "rank_from_end") and self.own[0]:
            place = 0 if mine is None else mine.rank if name == "rank" else mine.rank_from_end
            return _scalar_holds(Fraction(place) if place else None, test)
        if "." in name and name in past.sets:
            return _scalar_holds(past.sets[name].row or None, test)
        return _scalar_holds(_past_value(past, name), test)


def _any_then(found: list[PastStanding | None], test: Test) -> bool:
    """A test of a set on several things in an earlier period: any of them, under `not` none."""
    rows = [one.row for one in found if one is not None and one.row]
    if test.blank is not None:
        return (not rows) == test.blank
    hit = any(row in test.equals for row in rows)
    return bool(rows) and hit != test.negated


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
    value = parse_factor(text)
    assert value is not None, "bounds are checked when the rulebook is loaded"
    return value


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
