"""Random amounts without entries: goals, places, carried points, panels; what a group makes of its sum."""

from __future__ import annotations

from typing import Any

from tests.oracle.dice import Dice
from tests.oracle.draw_items import Items

MISSING = ("zero", "not_scored", "skip", "mean_of_others", "zero", "skip", "mean_of_others", "error")
POINTS = ("10", "7", "5", "3", "1", "0", "-2", "0.1")


class Amounts:
    """Draws the `score` of items without entries, and of groups."""

    def __init__(self, dice: Dice, items: Items, measures: list[str], asked: set[str]) -> None:
        self.dice, self.items, self.measures, self.asked = dice, items, measures, asked

    def score(self) -> dict[str, Any]:
        """An amount; the plain kinds (fixed, a measure with a scale) stay frequent."""
        dice, kinds = self.dice, ["plain"]
        if self.measures:
            kinds += [kind for kind in ("target", "by_rank", "to_best") if kind in self.asked] * 2
        kinds += [kind for kind in ("carry", "mean") if kind in self.asked] * 2
        kind = dice.one(kinds)
        if kind == "plain":
            drawn = self.items.member_amount(self.measures)
        elif kind == "carry":
            return {"carry": self.carry()}
        elif kind == "mean":
            drawn = {"mean": self.panel()}
        elif kind == "target":
            drawn = {"target": self.target()}
        else:
            drawn = {kind: {"of": dice.one(self.measures), **(self.by_rank() if kind == "by_rank" else self.to_best())}}
        if "fixed" not in drawn:
            drawn["missing"] = dice.one(MISSING) if "missing" in self.asked else dice.one(["zero", "not_scored"])
        return drawn

    def target(self) -> dict[str, Any]:
        dice = self.dice
        better = dice.one(["higher", "lower", "near"])
        goals = ["2", "0", "50%", "5", "mean_of_all", "mean_of_others", "应到", *self.measures]
        drawn = {"of": dice.one(self.measures), "goal": dice.one(goals), "better": better, "full": dice.one(POINTS)}
        drawn["miss"] = dice.one(["zero", self.per(), *([] if better == "near" else ["pro_rata"] * 2)])
        if better != "near" and dice.chance(50):
            drawn["beyond"] = dice.one(["nothing", self.per()])
        return drawn

    def per(self) -> Any:
        """Points per unit of distance."""
        dice = self.dice
        part = dice.one(["proportional", "full", "started"])
        return {"points": dice.one(POINTS[:6]), "unit": dice.one(["1", "0.5", "2", "10"]), "part": part}

    def carry(self) -> dict[str, Any]:
        dice = self.dice
        drawn: dict[str, Any] = {"from": dice.one(["total", "c0"]), "in": "last_period"}
        drawn["share"] = dice.one(["50%", "1/3", "1"])
        if dice.chance(85):
            drawn["first"] = {"身份": dice.one([["委员", "常委"], {"blank": "false"}, "委员"])}
        if dice.chance(40):
            drawn["max"] = self.items.stepped(0, 6)
        return drawn

    def panel(self) -> dict[str, Any]:
        dice = self.dice
        drawn: dict[str, Any] = {"of": "给分", "by": "评委", "kind": dice.one(["mean", "median"]), "at_least": "1"}
        if dice.chance(40):
            drawn["drop"] = dice.one([{"highest": "1"}, {"lowest": "1"}, {"highest": "1", "lowest": "1"}])
            drawn["at_least"] = str(1 + len(drawn["drop"]))
        elif drawn["kind"] == "mean" and dice.chance(40):
            weights = [("50%", "30%", "20%"), ("1/3", "2/3", "0"), ("1", "0", "0")]
            drawn["weights"] = {"field": "角色", "by": dict(zip(("主", "联", "参"), dice.one(weights), strict=True))}
        return drawn

    def by_rank(self) -> dict[str, Any]:
        dice = self.dice
        points = {place: dice.one(POINTS) for place in ("1", "2", "3-4")[: dice.whole(1, 3)]}
        drawn: dict[str, Any] = {"points": points, "otherwise": dice.one(POINTS)}
        drawn["ties"] = dice.one(["share_better", "mean_of_places"])
        if dice.chance(50):
            drawn["order"] = dice.one(["high", "low"])
        return self._within(drawn)

    def to_best(self) -> dict[str, Any]:
        return self._within({"full": self.dice.one(POINTS), "better": self.dice.one(["higher", "lower"])})

    def _within(self, drawn: dict[str, Any]) -> dict[str, Any]:
        return {**drawn, "within": "小组"} if self.dice.chance(30) else drawn

    # ------------------------------------------------------------ groups

    def group_score(self) -> dict[str, Any]:
        dice = self.dice
        kind = dice.one(["by_rank", "to_best", "per_unit", "tiers"])
        if kind == "by_rank":
            return {kind: self.by_rank()}
        if kind == "to_best":
            return {kind: self.to_best()}
        return {kind: self.items.unit() if kind == "per_unit" else self.items.tiers()}

    def need(self) -> dict[str, str]:
        other = self.items.stepped(-3, 3)
        return {"count": str(self.dice.whole(1, 3)), "else": other, "why": "不足"}
