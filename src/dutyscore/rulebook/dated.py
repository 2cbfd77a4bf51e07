"""Values that changed on a day: `each: {2025-01-01: 5, 2025-07-01: 6}` (clause type C58).

Any single value of a rulebook may be written with dates. A rulebook with dated values is as many rulebooks as there are
stretches between the days of change; each is validated like one written without dates.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dutyscore.model.days import parse_iso
from dutyscore.model.written import Path


def is_dated(value: object) -> bool:
    """Whether this is a value written with dates: a mapping of days to single texts."""
    return (
        isinstance(value, dict)
        and bool(value)
        and all(isinstance(key, str) and parse_iso(key) is not None for key in value)
        and all(isinstance(given, str) for given in value.values())
    )


def dated_values(content: object, path: Path = ()) -> Iterator[tuple[Path, dict[int, str]]]:
    """Every dated value with its path: the day from which each text holds, and the text."""
    if is_dated(content):
        assert isinstance(content, dict)
        yield path, {_day(key): text for key, text in content.items()}
    elif isinstance(content, dict):
        for key, value in content.items():
            yield from dated_values(value, (*path, key))
    elif isinstance(content, list):
        for index, value in enumerate(content):
            yield from dated_values(value, (*path, index))


def change_days(content: object) -> list[int]:
    """The days on which any value changes, rising; the first day of each dated value included."""
    return sorted({day for _, values in dated_values(content) for day in values})


def in_force(content: Any, day: int) -> Any:
    """The content as it reads on a day; before its first day a dated value is its first text."""
    if is_dated(content):
        return content[_key_on(content, day)]
    if isinstance(content, dict):
        return {key: in_force(value, day) for key, value in content.items()}
    if isinstance(content, list):
        return [in_force(value, day) for value in content]
    return content


def path_on(content: Any, path: Path, day: int) -> Path:
    """Where a path of the content in force on a day leads in the file: into the dated value, if it ends at one."""
    part = content
    for step in path:
        try:
            part = part[step]
        except (KeyError, IndexError, TypeError):
            return path
    return (*path, _key_on(part, day)) if is_dated(part) else path


def _day(key: str) -> int:
    day = parse_iso(key)
    assert day is not None
    return day


def _key_on(values: dict[str, str], day: int) -> str:
    """The key in force on a day: the last one not after it, else the first."""
    begun = [key for key in values if _day(key) <= day]
    return max(begun, key=_day) if begun else min(values, key=_day)
