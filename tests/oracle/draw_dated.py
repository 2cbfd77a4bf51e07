"""Random numbers of a book written with dates: `5` becomes `{2025-01-01: 5, 2025-03-10: 6}` (clause type C58)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from dutyscore.model.condition import BOUNDS
from dutyscore.model.exact import decimal_text, parse_decimal
from tests.oracle.dice import Dice

_AWARDS = ("each", "points", "factor", "full", "constant", "by", "beyond")
"""Keys whose numbers may change to anything."""
_BOUNDS = ("max", "fixed")
"""Keys whose numbers stay whole steps, and only rise: a floor stays below its cap."""
_DECIDING = ("requirements", "vetoes", "standings", "grades", "bands", "lists", "exempt")
_FIXED = (
    "when", "for", "where", "given", "steps", "min", "weights", "of", "count", "share", "among", "valid", "keeps",
    "miss",
)  # fmt: skip


def dated(dice: Dice, book: dict[str, Any], step: Fraction, days: tuple[str, ...]) -> None:
    """Write some of the book's numbers with dates, in place."""
    for key in ("measures", "categories"):
        for holder, name, kind in list(_numbers(book.get(key, {}), "")):
            if dice.chance(12):
                holder[name] = _changed(dice, holder[name], kind, step, days)

    for key in ("measures", "categories", *_DECIDING):
        for holder, name in list(_bounds(book.get(key, {}), "")):
            if dice.chance(25):
                holder[name] = _moved(dice, holder[name], days)
    for holder, name, kind in list(_inner(book.get("categories", {}), "")):
        if dice.chance(25):
            holder[name] = _changed(dice, holder[name], kind, step, days)


def _bounds(part: Any, key: str) -> Iterator[tuple[Any, str]]:
    """Bounds of conditions that are numbers; those of steps have an order of their own, and
    that of a panel is its quorum."""
    for name, value in list(part.items() if isinstance(part, dict) else enumerate(part)):
        if name in BOUNDS and key not in ("steps", "mean") and isinstance(value, str):
            if parse_decimal(value.removesuffix("%")) is not None:
                yield part, name
        elif isinstance(value, dict | list):
            yield from _bounds(value, key if isinstance(name, int) else name)


def _moved(dice: Dice, text: str, days: tuple[str, ...]) -> dict[str, str]:
    """A bound that was another one: of the same unit, small where it was small."""
    options = ["0%", "50%", "90%", "100%"] if text.endswith("%") else ["0", "1"]
    if not text.endswith("%") and Fraction(text) > 1:
        options = ["1", "2", "3", "5", "10"]
    found = {days[0] if dice.chance(50) else "2020-01-01": text}
    found |= {day: dice.one(options) for day in dice.some(days[1:], 1, 2)}
    return dict(sorted(found.items()))


def _inner(part: Any, key: str) -> Iterator[tuple[Any, Any, str]]:
    """Numbers in steps (values, and the last bound, which may rise) and what repairs keep."""
    for name, value in list(part.items() if isinstance(part, dict) else enumerate(part)):
        if key == "steps" and isinstance(name, int) and isinstance(value, dict):
            for word in ("points", "factor"):
                if isinstance(value.get(word), str) and parse_decimal(value[word]) is not None:
                    yield value, word, "points"
            for word in ("at_least", "above"):
                if name == len(part) - 1 and name > 0 and isinstance(value.get(word), str):
                    yield value, word, "max"
        elif name == "keeps" and isinstance(value["points"], str):
            yield value, "points", "max"
        elif isinstance(value, dict | list):
            yield from _inner(value, str(name))


def _numbers(part: Any, key: str) -> Iterator[tuple[Any, Any, str]]:
    """Where a number stands that may change: its holder, its name there, the key that says what it is."""
    pairs = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for name, value in list(pairs):
        mine = name if isinstance(name, str) and name in (*_AWARDS, *_BOUNDS, "when", "for", "where", "keeps") else key
        if name in _FIXED:
            continue
        if isinstance(value, str):
            if mine in (*_AWARDS, *_BOUNDS) and parse_decimal(value) is not None and name not in ("unit", "nth"):
                yield part, name, mine
        else:
            yield from _numbers(value, mine)


def _changed(dice: Dice, text: str, kind: str, step: Fraction, days: tuple[str, ...]) -> dict[str, str]:
    value = parse_decimal(text)
    assert value is not None
    found = {days[0] if dice.chance(50) else "2020-01-01": text}
    for day in dice.some(days[1:], 1, 2):
        if kind in _BOUNDS:
            value += max(step, Fraction(1)) * dice.whole(1, 3)
        else:
            value = Fraction(dice.one(["0", "1", "2", "7", "0.5", *(["-2"] if kind != "beyond" else [])]))
        found[day] = decimal_text(value)
    return dict(sorted(found.items()))
