"""How much room text takes on a screen: wide characters take two columns, marks on other characters none.

Text from files may hold anything: `clean` makes what would steer a terminal, or cannot be seen, visible as `<U+XXXX>`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal
from unicodedata import category, east_asian_width

UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff9-\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
"""Control, bidirectional and invisible characters, halves of pairs. Joiners (U+200C, U+200D) are spelling."""
_NEVER_FIRST = "，。；：、）】》！？"
"""Wide marks that no line begins with."""


def clean(text: str) -> str:
    """`text` with control, bidirectional and invisible characters written as `<U+XXXX>`: one line, safe to print."""
    return text if text.isascii() and text.isprintable() else UNSEEN.sub(_shown, text)


def is_clean(text: str) -> bool:
    """Whether `clean` would leave the text as it is."""
    return (text.isascii() and text.isprintable()) or UNSEEN.search(text) is None


def _shown(found: re.Match[str]) -> str:
    return f"<U+{ord(found[0]):04X}>"


@lru_cache(maxsize=4096)
def _columns(character: str) -> int:
    if category(character) in ("Mn", "Me", "Cf", "Cc") or "\u1160" <= character <= "\u11ff":
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def width(text: str) -> int:
    """Columns that `text` takes on a screen."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def pad(text: str, columns: int, align: Literal["left", "right"] = "left") -> str:
    """`text` filled up with blanks to `columns`; longer text stays as it is."""
    blanks = " " * (columns - width(text))
    return blanks + text if align == "right" else text + blanks


def wrap(text: str, columns: int) -> list[str]:
    """`text` in lines of at most `columns`, broken where the latest good place is: a gap of several blanks, a blank, a
    wide character, anywhere."""
    lines: list[str] = []
    line, room = "", 0
    for character in text:
        size = _columns(character)
        while room + size > columns and line:
            cut = _cut(line, character, columns)
            lines.append(line[:cut].rstrip(" "))
            line = line[cut:].lstrip(" ")
            room = width(line)
        if character == " " and not line and lines:
            continue
        line += character
        room += size
    return [*lines, line.rstrip(" ")] if line or not lines else lines


def _cut(line: str, following: str, columns: int) -> int:
    """Where to break a full line before the character that follows. Gaps and blanks count in its second half."""
    if following == " ":
        return len(line)
    for mark in ("  ", " "):
        found = line.rfind(mark) + len(mark)
        if found >= len(mark) and 2 * width(line[:found]) >= columns:
            return found
    for index in range(len(line), 0, -1):
        here = following if index == len(line) else line[index]
        if _columns(here) == 2 and here not in _NEVER_FIRST:
            return index
    return line.rfind(" ") + 1 or len(line)
