"""Texts that a body issues, as data: sheets of paper, each for one reader. Views make them, formats print them."""

from __future__ import annotations

from typing import Literal

from dutyscore.model.frozen import dataclass
from dutyscore.model.tableau import Cell, Table

Role = Literal[
    "title", "under", "state", "heading", "number", "addressee", "body", "note", "attachment", "issuer", "date"
]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text. `title` and `under` stand in the middle; `state` is what a reader must know first (provisional);
    `heading` begins a part; `number`, `addressee`, `body`, `attachment`, `issuer`, `date` are the parts of a letter."""

    text: str
    role: Role = "body"


@dataclass(frozen=True, slots=True)
class Facts:
    """A frame of words with what they are of this reader, `across` pairs side by side."""

    pairs: tuple[tuple[str, Cell], ...]
    across: int = 3


@dataclass(frozen=True, slots=True)
class Rows:
    """A table; its last `sums` rows are what the others come to."""

    table: Table
    sums: int = 0


@dataclass(frozen=True, slots=True)
class Room:
    """A frame to write in by hand, `lines` high; `foot` stands in its lower right corner (signature, date)."""

    label: str
    lines: int
    foot: str = ""


@dataclass(frozen=True, slots=True)
class Signatures:
    """Places to sign, side by side."""

    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins on a new page."""


Part = Line | Facts | Rows | Room | Signatures | NewPage


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one reader gets, from the top of a page. `name` is what the sheet is called where several stand together
    (a tab, a file); `apart` tells it from others of that name."""

    name: str
    parts: tuple[Part, ...]
    apart: str = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """All sheets of one kind. `official` asks for the layout of official documents (GB/T 9704); `margin` are the texts
    left and right below every page (an official document bears only its page number), `properties` what a file says of
    itself beside its content."""

    title: str
    sheets: tuple[Sheet, ...]
    official: bool = False
    margin: tuple[str, str] = ("", "")
    properties: tuple[tuple[str, str], ...] = ()
