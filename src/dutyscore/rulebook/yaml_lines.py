"""A line of YAML taken apart without a parser, for texts that the parser refuses."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dutyscore.model.frozen import dataclass

WIDE_BLANKS = "\u3000\u00a0\u2002\u2003\u2007\u2009\u202f"
"""Blanks that look like spaces and are none for YAML."""

BLANKS = " \t" + WIDE_BLANKS

_BLOCK = re.compile(r"(?:^|[ :-])[|>][0-9+-]{0,2}$")
_KEY = re.compile(r"[ \t]*(?:- +)*[^\s\"'#][^\"'#]{0,80}?[:：](?:\s|$)")
_FURTHEST = 50
"""Lines over which a quoted text may reach."""


@dataclass(frozen=True, slots=True)
class Line:
    """`text[start:end]` is the content: after the indentation and list dashes, before the comment. `open_quote` is the
    position of a quote that is not closed on this line, -1 for none."""

    number: int
    text: str
    indent: int
    start: int
    end: int
    open_quote: int = -1

    @property
    def content(self) -> str:
        return self.text[self.start : self.end]


def take_apart(number: int, text: str) -> Line:
    indent = len(text) - len(text.lstrip(BLANKS))
    start = indent
    while text[start : start + 2] == "- ":
        start += 1
        start += len(text[start:]) - len(text[start:].lstrip(" "))
    end, open_quote = _content_end(text, start)
    return Line(number, text, indent, start, max(start, end), open_quote)


def _content_end(text: str, start: int) -> tuple[int, int]:
    """Where the content ends, and where a quote stands that is still open there."""
    opened, fresh, index = -1, True, start
    while index < len(text):
        mark = text[index]
        if opened >= 0:
            if mark == "\\" and text[opened] == '"':
                index += 1
            elif mark == text[opened]:
                opened = -1
        elif mark in "\"'" and fresh:
            opened = index
        elif mark == "#" and (index == start or text[index - 1] in BLANKS):
            return start + len(text[start:index].rstrip(BLANKS)), -1
        fresh = mark in "[{,，:：" or (fresh and mark in BLANKS)
        index += 1
    return len(text.rstrip(BLANKS)), opened


def looks_like_key(text: str) -> bool:
    """Whether a line begins like `key: ...`."""
    return _KEY.match(text) is not None


def literal_lines(lines: Sequence[str]) -> set[int]:
    """Numbers of the lines inside a `|` or `>` block or inside a quoted text over several lines: whatever stands there
    is text."""
    literal: set[int] = set()
    number = 0
    while number < len(lines):
        line = take_apart(number, lines[number])
        last = number
        if _BLOCK.search(line.content):
            last = _end_of_block(lines, line)
        elif line.open_quote >= 0:
            last = _end_of_quote(lines, line)
        literal.update(range(number + 1, last + 1))
        number = last + 1
    return literal


def _end_of_block(lines: Sequence[str], header: Line) -> int:
    last = header.number
    for number in range(header.number + 1, len(lines)):
        text = lines[number]
        indent = len(text) - len(text.lstrip(" "))
        if text.strip() and indent <= header.start and not (header.content in "|>" and indent > header.indent):
            break
        last = number
    return last


def _end_of_quote(lines: Sequence[str], opening: Line) -> int:
    """The line that closes the quote, or the opening line itself if the quote is more likely forgotten."""
    quote = opening.text[opening.open_quote]
    for number in range(opening.number + 1, min(len(lines), opening.number + _FURTHEST)):
        if looks_like_key(lines[number]):
            break
        if quote in lines[number]:
            return number
    return opening.number
