"""The cells of a workbook: shared strings, stored values and what their number formats make of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Context, Decimal
from typing import NamedTuple

from dutyscore.model.days import iso
from dutyscore.model.frozen import dataclass
from dutyscore.tables.cells import BLANK, Cell, Kind, picture
from dutyscore.tables.package import local, parse
from dutyscore.tables.spelling import is_blank
from dutyscore.tables.styles import GENERAL, Style

_FIFTEEN = Context(prec=15)
_SHORT = re.compile(r"(?:0|-?[1-9][0-9]{0,14})", re.ASCII)
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?", re.ASCII)
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LAST_SERIAL = 2_958_465
_FALSE_LEAP_DAY = 60


class Stored(NamedTuple):
    """A cell as the sheet holds it: type letter, style number, value and formula (None = not there)."""

    type: str
    style: str
    value: str | None
    formula: str | None


@dataclass(frozen=True, slots=True)
class CellTexts:
    """What cells refer to: the shared strings, the styles, and whether days count from 1904."""

    strings: tuple[str, ...]
    styles: tuple[Style, ...]
    from_1904: bool

    def cell(self, stored: Stored | None) -> Cell:
        """The content; a reference to a shared string that does not exist is an error in the cell."""
        if stored is None:
            return BLANK
        value = stored.value
        if stored.formula is not None and (seen := picture(stored.formula)):
            return seen
        if stored.formula is not None and (value is None or (not value and stored.type in ("n", ""))):
            return Cell(Kind.formula, f"={stored.formula}")
        if not value:
            return BLANK
        if stored.type == "s":
            return self._string(value)
        if stored.type in ("str", "inlineStr"):
            return text_of_workbook(unescaped(value))
        if stored.type == "b":
            return Cell(Kind.flag, "TRUE" if value == "1" else "FALSE")
        if stored.type == "e":
            return Cell(Kind.error, value)
        if stored.type == "d":
            return Cell(Kind.date, value[:10])
        return self.number(value.strip(), self._style(stored.style))

    def is_struck(self, stored: Stored) -> bool:
        return self._style(stored.style).struck and stored.value is not None

    @property
    def any_struck(self) -> bool:
        return any(style.struck for style in self.styles)

    def _string(self, number: str) -> Cell:
        if number.isdecimal() and number.isascii() and len(number) < 10 and int(number) < len(self.strings):
            return text_of_workbook(self.strings[int(number)])
        return Cell(Kind.error, f"<{number}>")

    def _style(self, number: str) -> Style:
        known = number.isdecimal() and number.isascii() and len(number) < 10 and int(number) < len(self.styles)
        return self.styles[int(number)] if known else GENERAL

    def number(self, value: str, style: Style) -> Cell:
        text = plain_number(value)
        if text is None:
            return text_of_workbook(value)
        if style.kind is Kind.date:
            return Cell(Kind.date, self._day(text))
        if style.zeros and text.isdecimal():
            text = text.zfill(style.zeros)
        return Cell(style.kind, text)

    def _day(self, serial: str) -> str:
        """ISO date of a serial number, whose fraction is the time of day; the serial itself if it is no day."""
        whole = serial.partition(".")[0]
        if not whole.isdecimal() or len(whole) > 7:
            return serial
        number = int(whole)
        if self.from_1904:
            return iso(number - 24_107) if number <= _LAST_SERIAL - 1_462 else serial
        if number == 0 or number == _FALSE_LEAP_DAY or number > _LAST_SERIAL:
            return serial
        return iso(number - 25_569 + (number < _FALSE_LEAP_DAY))


def plain_number(value: str) -> str | None:
    """Plain decimal text of a stored number at 15 significant digits, without needless zeros; None for no number.

    Spreadsheets compute and show 15 digits; what they store beyond is noise of binary numbers (12.340000000000001).
    """
    if _SHORT.fullmatch(value):
        return value
    if not _NUMBER.fullmatch(value):
        return None
    text = format(_FIFTEEN.create_decimal(Decimal(value)), "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def unescaped(text: str) -> str:
    """Text with `_x000D_` and the like decoded, once; halves of a character that stand alone become U+FFFD."""
    if "_x" not in text:
        return text
    decoded = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    return decoded.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def text_of_workbook(text: str) -> Cell:
    return BLANK if is_blank(text) else picture(text) or Cell(Kind.text, text)


def shared_strings(part: str, chunks: Iterable[bytes]) -> tuple[str, ...]:
    """The strings of a workbook, runs of rich text joined, phonetic guides left out."""
    found: list[str] = []
    pieces: list[str] = []
    phonetic = collecting = False

    def start(tag: str, _: dict[str, str]) -> None:
        nonlocal phonetic, collecting
        name = local(tag)
        if name == "t":
            collecting = not phonetic
        elif name == "rPh":
            phonetic = True

    def end(tag: str) -> None:
        nonlocal phonetic, collecting
        name = local(tag)
        if name == "t":
            collecting = False
        elif name == "rPh":
            phonetic = False
        elif name == "si":
            found.append(unescaped("".join(pieces)))
            pieces.clear()

    def text(data: str) -> None:
        if collecting:
            pieces.append(data)

    parse(part, chunks, start, end, text)
    return tuple(found)
