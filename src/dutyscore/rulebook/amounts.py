"""How amounts without entries come about: fixed points, measures with a scale, goals, places, carried points."""

from __future__ import annotations

from fractions import Fraction

from dutyscore.methods.by_rank import ByRank
from dutyscore.methods.carry import Carry
from dutyscore.methods.target import PerMissed, Target
from dutyscore.model.exact import decimal_text, parse_factor
from dutyscore.model.written import Path, nearest
from dutyscore.rulebook.names import MEASURED, NUMBERS, measure_decimals, over_points
from dutyscore.rulebook.nodes import GroupScore, Score
from dutyscore.rulebook.readings import Readings
from dutyscore.rulebook.schema import Measure
from dutyscore.rulebook.scopes import check_condition, fact_scope

_MEANS = ("mean_of_all", "mean_of_others")


class Amounts(Readings):
    """Checks the `score` of an item without entries, or of a group."""

    def run(self, score: Score) -> None:
        path = (*self.path, "score")
        if score.of is not None:
            self._scaled(score, path, score.of)
        elif score.fixed:
            self.exact(score.fixed.points, (*path, "fixed"))
        elif score.target:
            self._target(score.target, (*path, "target"))
        elif score.carry:
            self._carry(score.carry, (*path, "carry"))
        for word, cohort in (("by_rank", score.by_rank), ("to_best", score.to_best)):
            if cohort:
                self._measure((*path, word, "of"), cohort.of or "")
        self._cohort(score, path, (score.by_rank.of or "") if score.by_rank else "")

    def group(self, score: GroupScore, name: str) -> None:
        """A method over the sum of a group's children, which can be any number of points."""
        path = (*self.path, "score")
        if score.per_unit:
            self.part(score.per_unit, (*path, "per_unit"), name, self.book.rulebook.points.step)
        if score.tiers:
            self.bounds(score.tiers.steps, (*path, "tiers"))
        if score.tiers and score.tiers.kind == "reached" and score.tiers.otherwise is None:
            self.gap(score.tiers.steps, None, name, (*path, "tiers"))
        self._cohort(score, path, name)

    def _measure(self, path: Path, name: str) -> Measure | None:
        measures = self.book.rulebook.measures
        if name not in measures:
            self.report.unknown(path, name, nearest(name, tuple(measures)), "measure")
        elif over_points(self.book.rulebook, measures[name]):  # points would be made of what they came to
            self.report.add("DS221", path, name=name, type="points", expected="measure")
            return None
        return measures.get(name)

    def _scaled(self, score: Score, path: Path, name: str) -> None:
        """A measure and a scale; the scale itself names no field."""
        measure = self._measure((*path, "of"), name)
        for word, method in (("per_unit", score.per_unit), ("lookup", score.lookup), ("tiers", score.tiers)):
            for field in sorted(method.model_fields_set & {"field", "fields_"}) if method else ():
                key = field.rstrip("_")
                self.report.add("DS201", (*path, word, key), at_key=True, key=key, nearest="")
        if measure is None:
            return
        if score.per_unit:
            decimals = measure_decimals(self.book.rulebook, measure)
            grain = None if decimals is None else Fraction(1, 10**decimals)
            self.part(score.per_unit, (*path, "per_unit"), name, grain)
        if score.lookup and not score.lookup.fields():
            otherwise = score.lookup.otherwise is not None
            self.table(score.lookup.points, [MEASURED], (name,), (*path, "lookup"), "points", otherwise)
        if score.tiers:
            shares = measure.kind == "share" or measure.in_ == "percent_of_plan"
            self.bounds(score.tiers.steps, (*path, "tiers"), shares=shares)
        if score.tiers and score.tiers.kind == "reached" and score.tiers.otherwise is None:
            self.gap(score.tiers.steps, self._least(measure), name, (*path, "tiers"))

    def _least(self, measure: Measure) -> Fraction | None:
        """A number that no value of a measure is below, if there is one."""
        if measure.kind == "behind" or isinstance(measure.share, str) or measure.times:
            return None
        if measure.kind in ("count", "share"):
            return Fraction(0)
        fact = self.fact(measure.sum or measure.value or measure.last or measure.mean)
        least = fact.min if fact else None
        return least if measure.kind != "sum" or least is None or least < 0 else Fraction(0)

    def _target(self, target: Target, path: Path) -> None:
        self._measure((*path, "of"), target.of)
        rulebook = self.book.rulebook
        if target.goal in rulebook.measures:
            self._measure((*path, "goal"), target.goal)
        if parse_factor(target.goal) is None and target.goal not in (*_MEANS, *rulebook.measures):
            known = {**dict.fromkeys((*_MEANS, *rulebook.measures), MEASURED), **self.book.facts}
            self.need((*path, "goal"), target.goal, NUMBERS, known)
        for key, missed in (("miss", target.miss), ("beyond", target.beyond)):
            if isinstance(missed, PerMissed) and missed.unit <= 0:
                self.report.add("DS222", (*path, key, "unit"), value=str(missed.unit))
        if isinstance(target.miss, PerMissed) and target.miss.points < 0:  # what is missing is taken off already
            self.report.add("DS222", (*path, "miss", "points"), value=decimal_text(target.miss.points))

    def _carry(self, carry: Carry, path: Path) -> None:
        """What last period's result holds: totals, nodes, measures."""
        if carry.from_ not in self.book.counted:
            self.report.unknown((*path, "from"), carry.from_, nearest(carry.from_, self.book.counted), "node")
        check_condition(self.report, carry.first, (*path, "first"), fact_scope(self.book))
        if carry.max is not None:
            self.exact(carry.max, (*path, "max"))

    def _cohort(self, score: Score | GroupScore, path: Path, name: str) -> None:
        """Members are compared within a group; every place is worth something."""
        for word, cohort in (("by_rank", score.by_rank), ("to_best", score.to_best)):
            if cohort:
                self.within(cohort.within, (*path, word, "within"))
        if score.by_rank and score.by_rank.otherwise is None:
            self._places(score.by_rank, (*path, "by_rank", "points"), name)

    def _places(self, method: ByRank, path: Path, name: str) -> None:
        """Without `otherwise` a place that is not listed is worth nobody knows what."""
        last = max(method.points)
        gaps = [str(place) for place in range(1, last) if place not in method.points]
        self.uncovered(path, name, ", ".join([*gaps[:8], f"> {last}"]))
