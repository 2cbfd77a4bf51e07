"""The single values inside a part of a rulebook, by the keys that lead to them, for one line of a report."""

from __future__ import annotations

from typing import Any

from dutyscore.compare.change import Part, Value
from dutyscore.model.exact import decimal_text, parse_decimal
from dutyscore.rulebook.dated import is_dated
from dutyscore.rulebook.nodes import NO_LIMIT

_NAMES = ("name", "at_least", "above", "of", "keep", "field", "why", "constant", "from")
"""What an element of a list is called by, the first that it has."""


def parts(old: Any, new: Any) -> tuple[Part, ...]:
    """The values that differ, each with its text before and after."""
    before, after = dict(leaves(old)), dict(leaves(new))
    if new == NO_LIMIT and isinstance(old, dict):  # none at all is none for every window
        after = dict.fromkeys(before, NO_LIMIT)
    elif old == NO_LIMIT and isinstance(new, dict):
        before = dict.fromkeys(after, NO_LIMIT)
    keys = [*before, *(key for key in after if key not in before)]
    found = [Part(key, before.get(key), after.get(key)) for key in keys]
    return tuple(part for part in found if part.old != part.new)


def leaves(data: Any, keys: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], Value]]:
    """Every value with the keys that lead to it; what a value was on several days is one value."""
    if data is None:
        return []
    if is_dated(data):
        return [(keys, tuple((day, _plain(text)) for day, text in sorted(data.items())))]
    if isinstance(data, str):
        return [(keys, _plain(data))]
    if isinstance(data, list) and all(isinstance(each, str) for each in data):
        return [(keys, ", ".join(data))]
    if isinstance(data, list):
        return [leaf for number, each in enumerate(data, 1) for leaf in _element(each, keys, number)]
    return [leaf for key, inner in data.items() for leaf in leaves(inner, (*keys, str(key)))]


def _element(data: Any, keys: tuple[str, ...], number: int) -> list[tuple[tuple[str, ...], Value]]:
    name = next((key for key in _NAMES if isinstance(data, dict) and isinstance(data.get(key), str)), "")
    if not name:
        return leaves(data, (*keys, str(number)))
    rest = {key: inner for key, inner in data.items() if key != name}
    label = (*keys, _plain(data[name]) if name == "name" else f"{name} {_plain(data[name])}")
    return leaves(rest, label) or [(label, "")]


def _plain(text: str) -> str:
    """A number as everybody writes it: 5.0 and 5 are one value."""
    number = parse_decimal(text)
    return text if number is None or (text[:1] == "0" and text[1:2].isdigit()) else decimal_text(number)
