"""A sheet for drawing: exact coordinates, escaped text, room for words measured as screens show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from fractions import Fraction
from html import escape
from typing import Final, Literal

from dutyscore.model.exact import decimal_text, parse_decimal, round_ratio
from dutyscore.model.frozen import dataclass
from dutyscore.output.width import width

Number = Fraction | int
WIDTH: Final = 1000
"""Units across; a picture is as wide as its page."""
LETTER: Final = Fraction(13)
"""Size of letters in units."""
CUT: Final = "…"
SERIES: Final = 6
"""Kinds of colour, dash and marker that the style sheet knows; more series begin again."""


@dataclass
class Canvas:
    """Collects shapes. Coordinates are rounded to a tenth of a unit where they are written."""

    height: int
    shapes: list[str] = field(default_factory=list)

    def rect(self, x: Number, y: Number, across: Number, down: Number, look: str, told: str = "") -> None:
        inner = f"<title>{escape(told)}</title>" if told else ""
        self.shapes.append(
            f'<rect x="{at(x)}" y="{at(y)}" width="{at(max(across, 0))}" height="{at(max(down, 0))}" class="{look}">'
            f"{inner}</rect>"
        )

    def line(self, x1: Number, y1: Number, x2: Number, y2: Number, look: str) -> None:
        self.shapes.append(f'<line x1="{at(x1)}" y1="{at(y1)}" x2="{at(x2)}" y2="{at(y2)}" class="{look}"/>')

    def path(self, points: Sequence[tuple[Number, Number]], look: str) -> None:
        told = " ".join(f"{at(x)},{at(y)}" for x, y in points)
        self.shapes.append(f'<polyline points="{told}" class="{look}"/>')

    def marker(self, x: Number, y: Number, number: int, told: str) -> None:
        """A sign of its own for each series: round, square, diamond."""
        look = f"s{number % SERIES + 1}"
        size = Fraction(7, 2)
        inner = f"<title>{escape(told)}</title>"
        if number % 3 == 0:
            self.shapes.append(f'<circle cx="{at(x)}" cy="{at(y)}" r="{at(size)}" class="{look}">{inner}</circle>')
        elif number % 3 == 1:
            box = f'x="{at(x - size)}" y="{at(y - size)}" width="{at(2 * size)}" height="{at(2 * size)}"'
            self.shapes.append(f'<rect {box} class="{look}">{inner}</rect>')
        else:
            wide = size * Fraction(4, 3)
            corners = ((x, y - wide), (x + wide, y), (x, y + wide), (x - wide, y))
            told_corners = " ".join(f"{at(a)},{at(b)}" for a, b in corners)
            self.shapes.append(f'<polygon points="{told_corners}" class="{look}">{inner}</polygon>')

    def text(
        self, x: Number, y: Number, text: str, anchor: Literal["start", "middle", "end"] = "start", look: str = ""
    ) -> None:
        classes = f' class="{look}"' if look else ""
        self.shapes.append(f'<text x="{at(x)}" y="{at(y)}" text-anchor="{anchor}"{classes}>{escape(text)}</text>')


def at(value: Number) -> str:
    """A coordinate with at most one decimal."""
    exact = Fraction(value) * 10
    return decimal_text(Fraction(round_ratio(exact.numerator, exact.denominator, "half_up"), 10))


def room(text: str) -> Fraction:
    """Units that a text takes: a wide letter is as wide as it is high."""
    return width(text) * LETTER / 2


def fitted(text: str, units: Number) -> str:
    """The text, cut where it takes more room than there is; the whole of it stands in the table of numbers."""
    if room(text) <= units:
        return text
    kept = ""
    for character in text:
        if room(kept + character + CUT) > units:
            break
        kept += character
    return kept + CUT


def exact(text: str) -> Fraction | None:
    """The value of decimal text, None for an empty one."""
    return parse_decimal(text) if text else None


def ticks(low: Fraction, high: Fraction, most: int) -> list[Fraction]:
    """Round numbers from at or below `low` to at or above `high`, at most `most` steps of 1, 2 or 5 times a power of
    ten apart."""
    if high <= low:
        high = low + 1
    size = Fraction(1)
    while size * most > high - low:
        size /= 10
    while True:
        for factor in (1, 2, 5):
            step = size * factor
            first, last = low // step, -(-high // step)
            if last - first <= most:
                return [step * number for number in range(first, last + 1)]
        size *= 10


@dataclass(frozen=True, slots=True)
class Axis:
    """Values onto units: `low` stands at `start`, `high` at `end`."""

    low: Fraction
    high: Fraction
    start: Fraction
    end: Fraction

    def __call__(self, value: Number) -> Fraction:
        return self.start + (Fraction(value) - self.low) / (self.high - self.low) * (self.end - self.start)
