"""What the number format of a cell says about its value: a date, a time, a percentage, leading zeros."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from dutyscore.tables.cells import Kind
from dutyscore.tables.package import local, parse

_DATES = {*range(14, 18), 22, *range(27, 37), *range(50, 59)}
"""Built-in formats of dates; 27-36 and 50-58 are those of Chinese, Japanese and Korean, without a code in the file."""
_TIMES = {18, 19, 20, 21, 45, 46, 47}
_PERCENTS = {9, 10}
_LITERALS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE)
_ZEROS = re.compile(r"0{2,}")


class Style(NamedTuple):
    """What a number under this format is; `zeros` = it is shown with at least so many digits; `struck` = it is shown
    struck through, as people mark what is void."""

    kind: Kind
    zeros: int = 0
    struck: bool = False


GENERAL = Style(Kind.number)


def style_of(number: int, code: str) -> Style:
    """The meaning of a number format: its id, and its code where the file has one."""
    if not code:
        kinds = {Kind.date: _DATES, Kind.time: _TIMES, Kind.percent: _PERCENTS}
        return Style(next((kind for kind, numbers in kinds.items() if number in numbers), Kind.number))
    plain = _LITERALS.sub("", code).partition(";")[0].lower()
    if "general" in plain:
        return GENERAL
    if "y" in plain or "d" in plain or ("m" in plain and "h" not in plain and "s" not in plain and "[" not in plain):
        return Style(Kind.date)
    if "h" in plain or "s" in plain or "[m" in plain:
        return Style(Kind.time)
    if "%" in plain:
        return Style(Kind.percent)
    return Style(Kind.number, len(plain)) if _ZEROS.fullmatch(plain) else GENERAL


def styles(part: str, chunks: Iterable[bytes]) -> tuple[Style, ...]:
    """The meaning of each cell format, in the order in which cells number them."""
    codes: dict[int, str] = {}
    numbers: list[tuple[int, int]] = []
    fonts: list[bool] = []
    within = ""

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal within
        name = local(tag)
        if name in ("cellXfs", "fonts"):
            within = name
        elif name == "xf" and within == "cellXfs":
            numbers.append((_number(attributes.get("numFmtId", "")), _number(attributes.get("fontId", ""))))
        elif name == "numFmt":
            codes.setdefault(_number(attributes.get("numFmtId", "")), attributes.get("formatCode", ""))
        elif name == "font" and within == "fonts":
            fonts.append(False)
        elif name == "strike" and within == "fonts" and fonts:
            fonts[-1] = attributes.get("val", "1") not in ("0", "false")

    def end(tag: str) -> None:
        nonlocal within
        within = "" if local(tag) == within else within

    parse(part, chunks, start, end)
    known = {number: style_of(number, codes.get(number, "")) for number, _ in set(numbers)}
    return tuple(
        known[number]._replace(struck=True) if font < len(fonts) and fonts[font] else known[number]
        for number, font in numbers
    )


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 10 else 0
