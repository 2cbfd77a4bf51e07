"""What keeps a method from valuing a row: which rows, at which column, and the finding's code and facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING

from dutyscore.model.columns import NO_DAY, Column, Days, Numbers
from dutyscore.model.frozen import dataclass

if TYPE_CHECKING:
    from dutyscore.model.columns import Bool


@dataclass(frozen=True, slots=True)
class Fault:
    """`rows` (bool, one per row taken) fail with `code`; `column` is the field whose cell is at fault."""

    rows: Bool
    code: str
    column: str
    facts: Mapping[str, str] = field(default_factory=dict)


def blanks(column: Column) -> Bool:
    """Which rows of a column hold nothing."""
    if isinstance(column, Numbers):
        return column.blank
    empty: Bool = column.values == NO_DAY if isinstance(column, Days) else column.codes < 0
    return empty


def needed(name: str, column: Column) -> list[Fault]:
    """A blank cell that the method needs."""
    empty = blanks(column)
    return [Fault(empty, "DS306", name)] if empty.any() else []
