"""What the reader of tables must know of a rulebook: columns, fields and words. Built by the pipeline."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from dutyscore.model.frozen import dataclass

FieldType = Literal["number", "percent", "choice", "yes_no", "text", "date", "minutes", "member", "people"]

MEMBER, DATE, ITEM, DEED, REVIEWER, ROW = "member", "date", "item", "deed", "reviewer", "row"
STRUCTURAL = (MEMBER, DATE, ITEM, DEED, REVIEWER, ROW)
"""Structural columns of `entries.columns`, by their keys. `deed` and `quantity` name fields and have no own column."""


@dataclass(frozen=True, slots=True)
class Field:
    """One declared fact of an entry or of a member. Words are the rulebook's own."""

    name: str
    type: FieldType
    aliases: tuple[str, ...] = ()
    decimals: int = 0
    unit: tuple[str, ...] = ()
    """Words for the field's own unit, which may stand behind its numbers."""
    min: Fraction | None = None
    max: Fraction | None = None
    choices: tuple[str, ...] = ()
    yes: str = ""
    no: str = ""
    default: str | None = None
    group: bool = False
    separator: str = ""
    """What stands between the names of a `people` field."""
    required: bool = False
    """Whether a log must have the column, and each of its rows a value."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`columns` gives the header words of each structural column; `projects` maps every spelling of an item word
    (id, name, alias, word of `takes`) to the word it stands for in `EntryTable.project`. `period` holds the first and
    last day (days since 1970-01-01) on which the rulebook is in force, None = open: it settles what a date means that
    is written without a century or as a bare serial number. `fill_down` names the structural columns (`member`) in
    which a blank cell means the one above."""

    columns: Mapping[str, tuple[str, ...]]
    fields: tuple[Field, ...]
    roster: tuple[Field, ...]
    projects: Mapping[str, str]
    subject: str
    period: tuple[int | None, int | None] = (None, None)
    fill_down: tuple[str, ...] = ()
