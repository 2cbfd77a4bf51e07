"""A book with dated values as the books that hold from day to day (section 5: any number may be written with dates)."""

from __future__ import annotations

import re
from typing import Any

from dutyscore.rulebook.schema import Rulebook
from tests.oracle.days import day_of

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_CHANGING = (
    "measures", "categories", "requirements", "totals", "vetoes", "grades", "bands", "lists",
    "standings", "exempt",
)  # fmt: skip


def versions_of(book: dict[str, Any]) -> tuple[tuple[int, Rulebook], ...]:
    """The day from which each version holds; empty where nothing changes."""
    days = sorted({day for key in _CHANGING for day in _days(book.get(key))})
    return tuple((day_of(day), Rulebook.model_validate(_on(book, day))) for day in days)


def _is_dated(part: Any) -> bool:
    return isinstance(part, dict) and bool(part) and all(_DAY.fullmatch(str(key)) for key in part)


def _days(part: Any) -> list[str]:
    if _is_dated(part):
        return list(part)
    inner = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    return [day for each in inner for day in _days(each)]


def _on(part: Any, day: str) -> Any:
    """A part as it reads on a day; a dated value before its first day is what it is from there on."""
    if _is_dated(part):
        begun = [key for key in part if key <= day]
        return part[max(begun) if begun else min(part)]
    if isinstance(part, dict):
        return {key: _on(value, day) for key, value in part.items()}
    return [_on(value, day) for value in part] if isinstance(part, list) else part
