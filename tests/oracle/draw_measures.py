"""Random measures of every kind (section 4)."""

from __future__ import annotations

from typing import Any

from tests.oracle.dice import Dice
from tests.oracle.draw_conditions import Words, condition
from tests.oracle.draw_items import Items

NUMBERS = ("数量", "金额", "分钟", "完成率")


class Measures:
    """Draws up to three measures and tells `words` their names."""

    def __init__(self, dice: Dice, words: Words, items: Items, asked: set[str]) -> None:
        self.dice, self.words, self.items, self.asked = dice, words, items, asked

    def drawn(self) -> dict[str, Any]:
        dice, drawn = self.dice, {}
        kinds = ["count", "sum", "share", "value"]
        kinds += ["last", "mean", "behind", "sum"] * 2 if "measures" in self.asked else []
        for name in [f"m{index}" for index in range(dice.whole(1 if "measures" in self.asked else 0, 3))]:
            kind = dice.one(kinds)
            if "measures" in self.asked and dice.chance(15):
                drawn[name] = self._points()
                self.words.late.append(name)
                if drawn[name].get("in") == "percent_of_plan" or "share" in drawn[name]:
                    self.words.shares.append(name)
                continue
            measure: dict[str, Any] = getattr(self, f"_{kind}")()
            if kind in ("last", "mean") and dice.chance(50):
                measure["of"] = condition(dice, self.words.entry)
            if kind in ("count", "sum") and dice.chance(25):
                measure["beyond"] = dice.one(["1", "2", "0.5"])
            if "over" in self.asked and dice.chance(60):
                measure["over"] = dice.one([*self.items.windows, "month", "week", "quarter"])
            if kind == "share" or measure.get("in") == "percent_of_plan":
                self.words.shares.append(name)
            if "完成率" in (measure.get("sum"), measure.get("last"), measure.get("mean")) and "times" not in measure:
                self.words.percents.append(name)
            drawn[name] = measure
            self.words.measures.append(name)
        return drawn

    def _count(self) -> dict[str, Any]:
        return {"count": condition(self.dice, self.words.entry)}

    def _sum(self) -> dict[str, Any]:
        measure: dict[str, Any] = {"sum": self.dice.one(NUMBERS)}
        if self.dice.chance(50):
            measure["of"] = condition(self.dice, self.words.entry)
        if "measures" in self.asked and self.dice.chance(40):
            measure["times"] = self.items.times(blank=self.dice.chance(60))
        return measure

    def _share(self) -> dict[str, Any]:
        if self.dice.chance(30):
            return {"share": self.dice.one(["数量", "分钟"]), "among": self.dice.one(["应到", "金额"])}
        among = "应到" if self.dice.chance(40) else condition(self.dice, self.words.entry)
        return {"share": condition(self.dice, self.words.entry), "among": among}

    def _value(self) -> dict[str, Any]:
        return {"value": self.dice.one(["应到", "人数", "应到"])}

    def _last(self) -> dict[str, Any]:
        return {"last": self.dice.one(NUMBERS)}

    def _mean(self) -> dict[str, Any]:
        return {"mean": self.dice.one(NUMBERS)}

    def _behind(self) -> dict[str, Any]:
        names = ["应到", "计划", "人数"]
        plain = {"behind": self.dice.one(names), "plan": self.dice.one(names)}
        return {**plain, "in": self.dice.one(["points", "percent_of_plan"])}

    def _points(self) -> dict[str, Any]:
        """What points came to, as a value, a part or a gap; only decisions may look at it."""
        dice = self.dice
        one, other = dice.some(["c0", "total", "应到"], 2, 2)
        if other == "应到" and dice.chance(50):
            return {"value": one}
        plain = {"behind": one, "plan": other, "in": dice.one(["points", "percent_of_plan"])}
        return plain if dice.chance(50) else {"share": "c0", "among": dice.one(["total", "应到"])}
