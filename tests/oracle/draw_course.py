"""Random modifiers of items with entries: repetition, validity, repairs, several people in a row, credits to heads."""

from __future__ import annotations

from typing import Any

from tests.oracle.dice import Dice
from tests.oracle.draw_items import LEVELS, Items

REPAIR = "修复"
"""Project word of entries that repair others."""
HEADS = "heads"
"""Item that values copies of entries for the heads of members."""
LENGTHS = ("10d", "30d", "1m", "6m", "1y", "9d", "60d")
SEPARATOR = "、"


def course(dice: Dice, items: Items, item: dict[str, Any], asked: set[str]) -> None:
    """Add what a book of these features may say about the course of an item's awards."""
    if "among" in asked and dice.chance(40):
        _among(dice, item)
        return
    if "repeat" in asked and dice.chance(85):
        item["repeat"] = repeat(dice)
    if "valid" in asked and dice.chance(85):
        item["valid"] = valid(dice)
    if "repairs" in asked and dice.chance(85):
        item["repairs"] = repairs(dice, items)
    if "credit" in asked and dice.chance(50):
        item["credit_to"] = {"roster": "法人", "item": HEADS}


def _among(dice: Dice, item: dict[str, Any]) -> None:
    """Points of a row of several people; facts of the roster are those of each of them."""
    for key in ("per_entry", "times", "split"):
        item.pop(key, None)
    item["score"] = {"each": dice.one(["5", "1", "-3", "0.1", "10", "0"])}
    if dice.chance(30):
        item["score"] = {"lookup": {"field": "级别", "points": dict(zip(LEVELS, ("7", "3", "-2"), strict=True))}}
    how: Any = dice.one(["equally", "half_first", ["50%", "30%", "20%"], ["1/3", "1/3"], ["60%"]])
    item["split"] = {"among": "参与人", "how": how}


def repeat(dice: Dice) -> dict[str, Any]:
    drawn: dict[str, Any] = {"factor": dice.one(["2", "0", "50%", "1/3"])}
    if dice.chance(50):
        drawn["again"] = dice.one(["3", "0", "1"])
    if dice.chance(50):
        drawn["same"] = dice.some(["事项", "级别", "岗位", "项目"], 1, 2)
    return drawn


def valid(dice: Dice) -> Any:
    form = dice.one(["length", "length", "by", "steps"])
    if form == "length":
        return dice.one(LENGTHS)
    if form == "by":
        return {"field": "级别", "by": {level: dice.one(LENGTHS) for level in LEVELS}}
    bounds = [("2", "10d"), *([("3", dice.one(LENGTHS))] if dice.chance(70) else [])]
    return {"field": "人数", "steps": [{"at_least": bound, "valid": length} for bound, length in bounds]}


def repairs(dice: Dice, items: Items) -> dict[str, Any]:
    drawn: dict[str, Any] = {"entry": REPAIR, "of": dice.one(["事项", "事项", "级别"])}
    if dice.chance(60):
        drawn["keeps"] = {"points": items.stepped(-3, 2)}
        if dice.chance(50):
            drawn["keeps"]["valid"] = dice.one(LENGTHS)
    return drawn
