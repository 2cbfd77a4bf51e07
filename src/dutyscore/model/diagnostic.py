"""A finding is a value: code, severity, places, facts. Words are chosen late, in `output`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from dutyscore.model.codes import CODES
from dutyscore.model.frozen import dataclass
from dutyscore.model.place import Place

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What stands around a finding, ready to be drawn with a caret.

    Text file: `header` is empty, each line is `(line number, (the text,))` and `mark` is the line number,
    `start` and `length` count characters of that line from 0.
    Sheet: `header` holds `(letter and heading)` of the shown columns, each line `(row number, cells)`,
    `mark` is the row and `start` the index of the shown column that is at fault (`length` is unused).
    """

    lines: tuple[tuple[int, tuple[str, ...]], ...]
    mark: int
    start: int
    length: int = 1
    header: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding about an input, at one place (and perhaps others concerned).

    `facts` are the values that the sentence of `code` names; `fix` is the literal corrected text where one exists.
    """

    code: str
    place: Place
    facts: Mapping[str, str] = field(default_factory=dict)
    fix: str = ""
    excerpt: Excerpt | None = None
    also: tuple[Place, ...] = ()

    @property
    def slug(self) -> str:
        return CODES[self.code][0]

    @property
    def severity(self) -> Severity:
        return CODES[self.code][1]
