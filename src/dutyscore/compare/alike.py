"""When two values of a rulebook mean the same: the spelling, the order of keys and of alternatives do not count."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from fractions import Fraction
from typing import Any

from pydantic import BaseModel

from dutyscore.model.condition import Condition, Test
from dutyscore.model.exact import parse_decimal

_SETS = {"ref", "aliases", "takes", "to", "member", "date", "item", "reviewer", "row", "inert", "same"}
"""Keys whose list says what belongs to it and nothing about an order."""


def meaning(value: Any, key: str = "") -> Any:
    """Something that is equal for two values exactly when they mean the same."""
    if isinstance(value, Condition):
        return frozenset(frozenset(_test(test) for test in group) for group in value.any_of)
    if isinstance(value, BaseModel):
        read = ((name, meaning(getattr(value, name), name)) for name in type(value).model_fields)
        return type(value).__name__, tuple((name, inner) for name, inner in read if inner not in (None, ()))
    if isinstance(value, dict):
        return frozenset((str(name), meaning(inner)) for name, inner in value.items()) or None
    if isinstance(value, tuple):
        inner = tuple(meaning(each) for each in value)
        return frozenset(inner) if key in _SETS and inner else inner or None
    if is_dataclass(value) and not isinstance(value, type):
        return type(value).__name__, tuple(meaning(getattr(value, each.name)) for each in fields(value))
    if isinstance(value, (str, int, Fraction)) or value is None:
        return value
    return repr(value)


def _test(test: Test) -> tuple[object, ...]:
    bounds = frozenset(
        (word, number if (number := parse_decimal(text)) is not None else text) for word, text in test.bounds
    )
    when = test.last_period, test.running, test.over
    return test.name, frozenset(test.equals), bounds, test.blank, test.negated, when


def same(old: Any, new: Any, key: str = "") -> bool:
    return bool(meaning(old, key) == meaning(new, key))
