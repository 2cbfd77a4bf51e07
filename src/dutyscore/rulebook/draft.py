"""A draft rulebook out of what a log holds: its fields and items, and not one point, because a log tells none."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence

from dutyscore.model.frozen import dataclass
from dutyscore.model.seen import SeenColumn, SeenLog
from dutyscore.model.vocabulary import DATE, ITEM, MEMBER

_BARE = re.compile(r"[^\W\d_][\w\u4e00-\u9fff()（）、·/-]*(?: [\w（）()、·/-]+)*")
_OTHERWISE = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null", "none", "unstated"))
"""Words that YAML programs, or the language itself, read as something else."""


@dataclass(frozen=True, slots=True)
class DraftField:
    """A declared field: how it is written, and the words behind it with their counts."""

    title: str
    written: str
    words: Mapping[str, int]
    distinct: int


@dataclass(frozen=True, slots=True)
class DraftItem:
    """An item with its id, how often it occurs, and the choice fields that are filled beside it: their words."""

    id: str
    name: str
    count: int
    levels: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Draft:
    """`columns` are the header words of members, dates and items by their keys."""

    rows: int
    columns: Mapping[str, tuple[str, ...]]
    fields: tuple[DraftField, ...]
    items: tuple[DraftItem, ...]
    first: str
    last: str


def draft_of(seen: SeenLog) -> Draft:
    columns = {
        MEMBER: _titles(seen, "member_id", "member_name"),
        DATE: _titles(seen, "date"),
        ITEM: _titles(seen, "item"),
    }
    others = [column for column in seen.columns if column.role in ("", "review")]
    item = seen.of("item")
    counts = item.words if item else {}
    items = tuple(
        DraftItem(f"item_{number}", name, count, _levels(name, others))
        for number, (name, count) in enumerate(counts.items(), 1)
    )
    fields = tuple(DraftField(column.title, _field(column), column.words, column.distinct) for column in others)
    return Draft(seen.rows, columns, fields, items, seen.first, seen.last)


def _titles(seen: SeenLog, *roles: str) -> tuple[str, ...]:
    return tuple(column.title for role in roles for column in seen.columns if column.role == role)


def _field(column: SeenColumn) -> str:
    """How the field is written: a choice with its words, a number with its decimals."""
    if column.nature == "number":
        return f"{{type: number, decimals: {column.decimals}}}"
    if column.nature == "choice":
        return f"{{type: choice, choices: {listed(sorted(column.words))}}}"
    return f"{{type: {column.nature}}}"


def _levels(item: str, columns: Sequence[SeenColumn]) -> dict[str, Mapping[str, int]]:
    """The choice fields whose words change from row to row of the item; first those that few items have."""
    found = {column.title: (column.items or {}).get(item, {}) for column in columns
             if column.nature == "choice" and not column.role}  # fmt: skip
    several = {title: words for title, words in found.items() if len(words) > 1}
    spread = {column.title: len(column.items or {}) for column in columns}
    return dict(sorted(several.items(), key=lambda pair: spread[pair[0]]))


def scalar(text: str) -> str:
    """A text as YAML has it: quoted where other programs or this one would read something else."""
    if _BARE.fullmatch(text) and text.casefold() not in _OTHERWISE:
        return text
    return json.dumps(text, ensure_ascii=False)


def listed(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(scalar, texts))}]"
