"""A report as data: blocks of cells with meaning, which any format can write. Views make it, formats print it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

Align = Literal["left", "right"]
NOTHING: Final = "-"
"""What people see in a cell that has nothing to say; machines get nothing."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `text` is what people read; `number` is decimal text where the cell is a number (for xlsx, csv, json);
    `tone` is a colour label (green, yellow, red or any), `mark` a sign printed after the text (`*`, `!`)."""

    text: str
    number: str = ""
    tone: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `key` is the machine word (csv, json), `title` what people read; `essential` columns stay in the first
    block on a narrow terminal, `label` columns say whose row it is and stand in every block, a `wrapped` last column
    takes the room that is left. `people` and `machines` say who gets the column: screens and documents, or csv."""

    key: str
    title: str
    align: Align = "left"
    essential: bool = True
    decimals: int = 0
    label: bool = False
    wrapped: bool = False
    people: bool = True
    machines: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines of text: headings, stamps, counts, notes."""

    lines: tuple[str, ...]
    role: Literal["title", "stamp", "text", "note"] = "text"


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Tableau:
    """A whole screen or document, top to bottom; `machine` makes the JSON form (plain dicts, lists, decimal text)."""

    title: str
    blocks: tuple[Block, ...]
    machine: Callable[[], object] | None = None
