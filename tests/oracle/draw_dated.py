"""Random numbers of a book written with dates: `5` becomes `{2025-01-01: 5, 2025-03-10: 6}` (clause type C58)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from dutyscore.model.exact import decimal_text, parse_decimal
from tests.oracle.dice import Dice

_AWARDS = ("each", "points", "factor", "full", "constant", "by", "beyond")
"""Keys whose numbers may change to anything."""
_BOUNDS = ("max", "fixed")
"""Keys whose numbers stay whole steps, and only rise: a floor stays below its cap."""
_FIXED = (
    "when", "for", "where", "given", "steps", "min", "weights", "of", "count", "share", "among", "valid", "keeps",
)  # fmt: skip


def dated(dice: Dice, book: dict[str, Any], step: Fraction, days: tuple[str, ...]) -> None:
    """Write some of the book's numbers with dates, in place."""
    for key in ("measures", "categories"):
        for holder, name, kind in list(_numbers(book.get(key, {}), "")):
            if dice.chance(12):
                holder[name] = _changed(dice, holder[name], kind, step, days)


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
