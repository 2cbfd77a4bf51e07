"""Random conditions over entries and over members, of every form that the grammar has (section 2)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.oracle.dice import Dice

Plain = Any
"""Rulebook data: mappings, lists and text."""


@dataclass(frozen=True)
class Known:
    """A name that a condition may ask: `kind` is words, number, date, gate (met or unmet), veto (never blank)."""

    name: str
    kind: str
    values: tuple[str, ...]


@dataclass
class Words:
    """The names of a book, gathered while it is drawn."""

    entry: list[Known] = field(default_factory=list)
    facts: list[Known] = field(default_factory=list)
    nodes: list[str] = field(default_factory=list)
    measures: list[str] = field(default_factory=list)
    shares: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    """Measures over points, which only decisions may name."""
    percents: list[str] = field(default_factory=list)


def test(dice: Dice, known: Known) -> Plain:
    """What is asked of one name."""
    if known.kind == "gate":
        return dice.one(known.values)
    if known.kind != "veto" and dice.chance(12):
        return {"blank": dice.one(["false", "true"])}
    if dice.chance(12):
        return {"not": _positive(dice, known)}
    return _positive(dice, known)


def _positive(dice: Dice, known: Known) -> Plain:
    if known.kind in ("words", "veto"):
        return dice.one(known.values) if dice.chance(60) else dice.some(known.values, 1, 2)
    if dice.chance(15):
        return dice.one([value for value in known.values if known.kind == "date" or not value.endswith("%")])
    low, high = dice.one(["at_least", "above"]), dice.one(["at_most", "below"])
    bounds = dice.some([low, high], 1, 2) if dice.chance(20) else [dice.one([low, high])]
    return {word: dice.one(known.values) for word in bounds}


def condition(dice: Dice, known: list[Known]) -> Plain:
    """A mapping, or a list of mappings."""
    if dice.chance(15):
        return [_group(dice, known) for _ in range(dice.whole(1, 2))]
    return _group(dice, known)


def _group(dice: Dice, known: list[Known]) -> Plain:
    asked = dice.some(known, 1, 2) if dice.chance(30) else [dice.one(known)]
    return {each.name: test(dice, each) for each in asked}


def remembered(dice: Dice, known: list[Known], plain: Plain) -> Plain:
    """Sometimes the tests of a condition look back; only names of `known` are remembered."""
    names = {each.name for each in known}
    for group in plain if isinstance(plain, list) else [plain]:
        for name, asked in group.items():
            if name in names and isinstance(asked, dict) and "blank" not in asked and dice.chance(20):
                asked.update(dice.one([{"in": "last_period"}, {"running": "2"}, {"running": "3"}]))
    return plain
