"""Random items: every method, factors, splits, picks, starting, limits (sections 3 to 5)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from dutyscore.model.exact import decimal_text
from tests.oracle.dice import Dice
from tests.oracle.draw_conditions import Words, condition

LEVELS, ROLES, STATES = ("国", "省", "市"), ("主", "联", "参"), ("出席", "请假", "缺席")
AMOUNTS = ("1", "2", "5", "10", "3", "0", "0.1", "7.5", "2.25", "-1", "-5", "-0.5", "0.333")
FACTORS = ("2", "50%", "1/3", "1", "0", "1.25", "-1")
WINDOWS = ("period", "month", "week", "quarter", "half", "year", "day")
CHOICES: dict[str, tuple[str, ...]] = {
    "级别": LEVELS, "角色": ROLES, "状态": STATES, "岗位": ("是", "否"), "身份": ("委员", "常委"),
}  # fmt: skip
"""Facts with listed words: three fields, one yes/no, one roster fact."""
SHARES: tuple[dict[str, str], ...] = (
    {"主": "1/2", "联": "rest", "参": "0"},
    {"主": "rest", "联": "rest", "参": "10%"},
    {"主": "60%", "联": "40%", "参": "0"},
    {"主": "1/3", "联": "1/3", "参": "rest"},
)
NUMBERS = ("数量", "金额", "分钟", "完成率", "应到")


class Items:
    """Draws what stands at nodes, in multiples of the book's step where the language asks for them."""

    def __init__(self, dice: Dice, words: Words, step: Fraction) -> None:
        self.dice, self.words, self.step = dice, words, step
        self.windows: tuple[str, ...] = WINDOWS
        self.alone = False
        self.plain = False
        """Whether nothing but entries and caps makes up the points."""

    def stepped(self, low: int, high: int) -> str:
        """A bound between two numbers of points, in whole steps, round ones more often."""
        whole = self.dice.whole(low, high)
        if self.step < 1 and self.dice.chance(30):
            return decimal_text(whole + self.step * self.dice.whole(0, 3))
        return decimal_text(whole * max(self.step, Fraction(1)))

    # ------------------------------------------------------------ methods

    def score(self) -> dict[str, Any]:
        """An entry method; amounts stay in the score mapping under its key."""
        method = self.dice.one(["each", "lookup", "per_unit", "tiers", "given", "lookup"])
        drawn = {
            "each": self._each, "lookup": self._lookup, "per_unit": self._per_unit, "tiers": self._tiers,
            "given": self._given,
        }[method]  # fmt: skip
        return {method: drawn()}

    def _each(self) -> str:
        return self.dice.one(AMOUNTS)

    def _award(self) -> str:
        return "unstated" if self.dice.chance(2) else self.dice.one(AMOUNTS)

    def _lookup(self) -> dict[str, Any]:
        dice = self.dice
        levels = dice.some([*CHOICES, *NUMBERS[:1], "事项"], 1, 2) if dice.chance(35) else [dice.one([*CHOICES])]
        table, open_ = self._table(levels)
        drawn: dict[str, Any] = {"points": table}
        drawn.update({"field": levels[0]} if len(levels) == 1 and dice.chance(80) else {"fields": levels})
        if open_ or dice.chance(20):
            drawn["otherwise"] = self._award()
        if dice.chance(30):
            drawn["blank"] = self._award()
        return drawn

    def _table(self, levels: list[str]) -> tuple[dict[str, Any], bool]:
        """A nested table and whether it leaves anything open."""
        name, inner = levels[0], levels[1:]
        words = list(CHOICES.get(name, ("0", "1", "2.5") if name in NUMBERS else ("甲", "乙")))
        open_ = name not in CHOICES
        if len(words) > 1 and self.dice.chance(20):
            words.pop(self.dice.whole(0, len(words) - 1))
            open_ = True
        table: dict[str, Any] = {}
        for word in words:
            if inner:
                table[word], below = self._table(inner)
                open_ = open_ or below
            else:
                table[word] = self._award()
        return table, open_

    def _per_unit(self) -> dict[str, Any]:
        name = self.dice.one(NUMBERS)
        drawn = {"field": name, **self.unit()}
        if name == "数量" and self.dice.chance(20):
            del drawn["field"]
        if self.dice.chance(30):
            drawn["blank"] = self.dice.one(AMOUNTS)
        return drawn

    def unit(self) -> dict[str, Any]:
        drawn = {"points": self.dice.one(AMOUNTS), "part": self.dice.one(["proportional", "full", "started"])}
        if self.dice.chance(60):
            drawn["unit"] = self.dice.one(["2", "0.5", "3", "100", "1"])
        return drawn

    def _tiers(self) -> dict[str, Any]:
        drawn = {"field": self.dice.one(NUMBERS), **self.tiers()}
        if self.dice.chance(30):
            drawn["blank"] = self.dice.one(AMOUNTS)
        return drawn

    def tiers(self) -> dict[str, Any]:
        kind = self.dice.one(["reached", "stacked", "sliced"])
        steps = []
        for bound, word in self.bounds(kind != "sliced"):
            step = {word: bound, "points": self.dice.one(AMOUNTS)}
            if kind == "sliced":
                step["unit"] = self.dice.one(["1", "2", "0.5", "3"])
            steps.append(step)
        drawn: dict[str, Any] = {"kind": kind, "steps": steps}
        if kind == "reached":
            drawn["otherwise"] = self.dice.one(AMOUNTS)
        return drawn

    def bounds(self, twins: bool) -> list[tuple[str, str]]:
        """Rising bounds; `at_least 2` may be followed by `above 2`."""
        found: list[tuple[str, str]] = []
        for bound in ("-1", "0", "1", "2", "2.5", "5", "10"):
            if self.dice.chance(35):
                word = self.dice.one(["at_least", "above"])
                found.append((bound, word))
                if twins and word == "at_least" and self.dice.chance(15):
                    found.append((bound, "above"))
        return found or [("1", "at_least")]

    def _given(self) -> dict[str, str]:
        low = self.stepped(-5, 0)
        return {"field": "给分", "min": low, "max": self.stepped(10, 20), "note": "理由", "by": "决定"}

    def member_amount(self, measures: list[str]) -> dict[str, Any]:
        """`fixed`, or a measure with a scale."""
        dice = self.dice
        if not measures or dice.chance(40):
            return {"fixed": self.stepped(-3, 20)}
        scale = dice.one(["full", "per_unit", "tiers", "lookup"])
        drawn: Any = {"full": dice.one(AMOUNTS)}
        if scale == "per_unit":
            drawn = {scale: self.unit()}
        elif scale == "tiers":
            drawn = {scale: self.tiers()}
        elif scale == "lookup":
            points = {word: dice.one(AMOUNTS) for word in dice.some(["0", "1", "2", "0.5"], 1, 3)}
            drawn = {scale: {"points": points, "otherwise": dice.one(AMOUNTS)}}
        return {"of": dice.one(measures), **drawn, "missing": dice.one(["zero", "not_scored"])}

    # ------------------------------------------------------------ what follows the method

    def times(self, blank: bool = False) -> Any:
        """One factor or two; with `blank` each says what it makes of a blank."""
        factors = [self._factor(blank) for _ in range(self.dice.whole(1, 2))]
        return factors[0] if len(factors) == 1 and self.dice.chance(50) else factors

    def _factor(self, blank: bool) -> Any:
        dice = self.dice
        form = dice.one(["constant", "by", "steps"])
        if form == "constant":
            return dice.one(FACTORS)
        drawn: dict[str, Any] = {}
        if form == "by":
            name = dice.one([*CHOICES])
            words = list(CHOICES[name])
            if dice.chance(20):
                words.pop()
                drawn["otherwise"] = dice.one(FACTORS)
            drawn.update({"field": name, "by": {word: dice.one(FACTORS) for word in words}})
        else:
            rungs = [{word: bound, "factor": dice.one(FACTORS)} for bound, word in self.bounds(True)]
            drawn.update({"field": dice.one(NUMBERS), "steps": rungs, "otherwise": dice.one(FACTORS)})
        if blank or dice.chance(40):
            drawn["blank"] = dice.one(FACTORS)
        return drawn

    def split(self) -> dict[str, Any]:
        dice = self.dice
        number = {"per": "事项"} if dice.chance(70) else {"count": "人数"}
        if dice.chance(40):
            return {"equally": "true", **number}
        if self.alone and dice.chance(60):  # who acts alone stands beside nobody
            return {"by": "角色", "shares": {"主": dice.one(["1/2", "1"]), "联": "rest", "参": dice.one(["1", "60%"])},
                    "alone": dice.one(["参", ["参"], ["主", "参"]]), **number}  # fmt: skip
        if "count" in number:  # every author of the deed but the one first proposer divides the rest
            return {"by": "角色", "shares": {"主": dice.one(["1/2", "1/3"]), "联": "rest", "参": "rest"}, **number}
        shares: dict[str, str] = dice.one(SHARES)
        return {"by": "角色", "shares": dict(shares), **(number if "rest" in shares.values() else {})}

    def per(self) -> Any:
        names = ["事项", "period", "year", "事项", "级别", "项目", "日期", *self.windows]
        found = self.dice.some(names, 1, 2)
        return found[0] if len(found) == 1 and self.dice.chance(50) else list(dict.fromkeys(found))

    def link(self, items: list[str]) -> dict[str, Any]:
        """One link of a pick; `items` are the ids and names that `order` may list."""
        dice = self.dice
        words = ["highest", "first", "last", "largest_deduction", "best", "order-field"]
        keep: Any = dice.one([*words, "order"] if items else words)
        if keep == "best":
            keep = {"best": str(dice.whole(1, 3))}
        elif keep == "order":
            keep = {"order": dice.some(items, 1, 3)}
        elif keep == "order-field":
            keep = {"order": dice.some(LEVELS, 1, 3), "field": "级别"}
        drawn: dict[str, Any] = {"keep": keep}
        if dice.chance(60):
            drawn["per"] = self.per()
        if dice.chance(20):
            drawn["where"] = condition(dice, self.words.entry)
        return drawn

    def starting(self) -> dict[str, Any]:
        drawn: dict[str, Any] = {"nth": str(self.dice.whole(2, 3))}
        if self.dice.chance(60):
            drawn["per"] = self.per()
        if self.dice.chance(50):
            drawn["by"] = self.dice.one(["date", "value"])
        return drawn

    def limits(self, group: bool) -> dict[str, Any]:
        """`max` and `min` of a node, in one window or several."""
        dice = self.dice
        drawn: dict[str, Any] = {}
        high = 30 if group else 15
        windows = dice.some(self.windows, 1, 3) if dice.chance(40) else ["period"]
        if dice.chance(55):
            drawn["max"] = {window: self.stepped(0, high) for window in windows}
            if windows == ["period"] and dice.chance(60):
                drawn["max"] = dice.one(["none", drawn["max"]["period"]])
        if dice.chance(18) and not self.plain:
            drawn["min"] = self._floors(drawn.get("max"))
        return drawn

    def _floors(self, caps: Any) -> Any:
        floors: dict[str, str] = {}
        for window in self.dice.some(self.windows, 1, 2):
            floor = Fraction(self.stepped(-6, 4))
            cap = (
                caps.get(window) if isinstance(caps, dict) else caps if window == "period" and caps != "none" else None
            )
            if floor > 0 and (window == "day" or (window == "week" and not self.dice.chance(20))):
                floor = Fraction(0)  # hundreds of postings that say the same
            floors[window] = decimal_text(min(floor, Fraction(cap)) if cap is not None else floor)
        return floors["period"] if list(floors) == ["period"] and self.dice.chance(50) else floors
