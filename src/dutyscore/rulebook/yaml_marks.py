"""Full-width marks where YAML wants its own, and blanks that are missing: the edits that repair them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dutyscore.rulebook.yaml_draft import Edit, Trap
from dutyscore.rulebook.yaml_lines import BLANKS, Line

DASHES = "-－—–•·●▪"
"""Marks that clerks put before the items of a list; the first one is right."""

WIDE_DIGITS = str.maketrans("０１２３４５６７８９．－−–＋％／", "0123456789.---+%/")
_ASCII_WORD = re.compile(r"[a-z][a-z_]+", re.ASCII)
_NUMBER = re.compile(r"[+\-－−–＋]?[0-9０-９]+(?:[.．][0-9０-９]+)?[%％]?", re.ASCII)
_DATE = re.compile(r"[0-9０-９]{4}[-－][0-9０-９]{2}[-－][0-9０-９]{2}", re.ASCII)
OPENERS = {"［": "[", "｛": "{", "【": "[", "〔": "["}
CLOSERS = {"］": "]", "｝": "}", "】": "]", "〕": "]"}
_PARTNERS = {"［": "］]", "｛": "｝}", "【": "】]"}
WIDE_QUOTES = {"“": "”", "‘": "’", "＂": "＂", "＇": "＇", "「": "」", "『": "』"}


def quoted(text: str) -> str:
    """A text in quotes that need no escapes."""
    return f'"{text}"' if not set(text) & set('"\\') else "'" + text.replace("'", "''") + "'"


def is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None


def is_word(text: str) -> bool:
    """A word as the keys of the language are: small Latin letters."""
    return _ASCII_WORD.fullmatch(text) is not None


def colon(number: int, text: str, position: int, end: int) -> Trap:
    """The repair of a colon that is full-width (DS104) or has no blank behind it (DS103)."""
    after = position + 1
    while after < end and text[after] in BLANKS:
        after += 1
    before = position
    while before > 0 and text[before - 1] in BLANKS:
        before -= 1
    edit = Edit(number, before, after, ": " if after < end or text[position] == ":" else ":")
    if text[position] == "：":
        return Trap("DS104", number, position, 1, (edit,))
    return Trap("DS103", number, position, 1, (edit,), {"mark": ":"})


def comma(number: int, text: str, position: int) -> Trap:
    after = position + 1
    while after < len(text) and text[after] in BLANKS:
        after += 1
    return Trap("DS105", number, position, 1, (Edit(number, position, after, ", "),))


def head_colon(line: Line) -> tuple[str, int] | None:
    """The head of a line and the place of the colon behind it, if that colon is no colon for YAML."""
    for position in range(line.start, line.end):
        mark = line.text[position]
        if mark in ":：":
            break
    else:
        return None
    head = line.text[line.start : position].rstrip(BLANKS)
    tail = line.text[position + 1 : line.end]
    if not head or head[0] in "[{#" or (mark == ":" and (not tail or tail[0] in " \t/")):
        return None
    return head, position


def line_colon(line: Line) -> Trap | None:
    """`name： x`, `name:x` at the place of a key."""
    found = head_colon(line)
    return None if found is None else colon(line.number, line.text, found[1], line.end)


def sure_line_colon(line: Line) -> Trap | None:
    """The same where nothing but a key can be meant: a word of the language stands before the colon."""
    found = head_colon(line)
    return line_colon(line) if found and is_word(found[0]) else None


def number_text(number: int, start: int, text: str) -> Trap | None:
    """A whole text that is a number or a date with full-width digits or signs."""
    if text.isascii() or not (is_number(text) or _DATE.fullmatch(text)):
        return None
    edit = Edit(number, start, start + len(text), text.translate(WIDE_DIGITS))
    return Trap("DS108", number, start, len(text), (edit,), {"value": text})


def wrapped_in_brackets(number: int, start: int, text: str) -> list[Trap]:
    """A whole text in full-width brackets, where `[...]` or `{...}` was meant. 【】 is also used for emphasis: it
    counts only with a comma inside."""
    first, last = text[0], text[-1]
    if len(text) < 2 or last not in _PARTNERS.get(first, ""):
        return []
    if first == "【" and not any(mark in text for mark in "，,"):
        return []
    traps = [_bracket(number, start, first)]
    if last in CLOSERS:
        traps.append(_bracket(number, start + len(text) - 1, last))
    return traps


def cut_brackets(number: int, line: str, start: int, end: int) -> list[Trap]:
    """A text in braces that a comma ended while its full-width bracket was open: `{a: ［甲, 乙］}`."""
    partners = _PARTNERS.get(line[start], "")
    if not partners or any(mark in partners for mark in line[start:end]):
        return []
    closing = next((at for at in range(end, len(line)) if line[at] in CLOSERS and line[at] in partners), -1)
    between = line[end:closing] if closing > 0 else ":"
    if not between.startswith(",") or any(mark in between for mark in ":：[]{}\"'"):
        return []
    return [_bracket(number, start, line[start]), _bracket(number, closing, line[closing])]


def _bracket(number: int, position: int, mark: str) -> Trap:
    edit = Edit(number, position, position + 1, {**OPENERS, **CLOSERS}[mark])
    return Trap("DS107", number, position, 1, (edit,))


def brackets(number: int, text: str, start: int, end: int) -> list[Trap]:
    """Every full-width bracket of a stretch of a line."""
    return [_bracket(number, i, text[i]) for i in range(start, end) if text[i] in OPENERS or text[i] in CLOSERS]


def segments(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches between full-width commas."""
    while True:
        comma_at = text.find("，", start, end)
        yield start, end if comma_at < 0 else comma_at
        if comma_at < 0:
            return
        start = comma_at + 1


def pairs_in_braces(number: int, text: str, start: int, end: int) -> list[Trap]:
    """The repairs of `a：1，b：2` that was read as one text inside `{}`. A comma counts where a pair follows it."""
    traps: list[Trap] = []
    for first, last in segments(text, start, end):
        position = next((i for i in range(first, last) if text[i] in ":："), -1)
        if position <= first or not text[first:position].strip(BLANKS):
            continue
        if first > start:
            traps.append(comma(number, text, first - 1))
        traps.append(colon(number, text, position, last))
    return traps


def commas(number: int, text: str, start: int, end: int) -> list[Trap]:
    return [comma(number, text, i) for i in range(start, end) if text[i] == "，"]
