"""The slips of a clerk that stop the parser, each with the edit that would repair it on a given line.

A slip is a guess about one line; `yaml_repairs` keeps the one that explains the complaint.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from dutyscore.rulebook.yaml_brackets import Candidate, extra_closer, missing_closer, wrong_closer
from dutyscore.rulebook.yaml_draft import Edit, Trap
from dutyscore.rulebook.yaml_events import Problem
from dutyscore.rulebook.yaml_lines import BLANKS, Line
from dutyscore.rulebook.yaml_marks import (
    DASHES,
    WIDE_QUOTES,
    brackets,
    colon,
    comma,
    commas,
    head_colon,
    line_colon,
    quoted,
)
from dutyscore.rulebook.yaml_traps import dash

_RESERVED = "@`%&*!|>"

Slip = Callable[[Line, Problem], Candidate]


def _head(line: Line, problem: Problem) -> Candidate:
    trap = line_colon(line)
    return [trap] if trap else []


def _quoted_head(line: Line, problem: Problem) -> Candidate:
    """`"名称"：x`"""
    found = re.match(r"\"[^\"]*\"|'[^']*'", line.content)
    position = line.start + found.end() if found else line.end
    if line.text[position : position + 1] not in (":", "："):
        return []
    return [colon(line.number, line.text, position, line.end)]


def _list_dash(line: Line, problem: Problem) -> Candidate:
    content = line.content
    known = content[0] in DASHES[1:] or (content[0] == "-" and content[1:2] not in ("", " ", "\t"))
    return [dash(line)] if known and not content.startswith("---") else []


def _region(line: Line) -> tuple[int, int]:
    """The part of a line inside brackets (half or full width), empty if there is none."""
    start = min((i for mark in "[{［｛【" if (i := line.text.find(mark, line.start, line.end)) >= 0), default=line.end)
    return start, line.end


def _flow_start(line: Line, problem: Problem) -> tuple[int, int]:
    """As `_region`; the whole line where the brackets were opened on an earlier one."""
    start, end = _region(line)
    return (line.start, end) if start == end and problem.opened < line.number else (start, end)


def _pair_colons(line: Line, start: int, end: int) -> Candidate:
    """Colons of pairs inside brackets: full-width ones, and those in front of something without a blank."""
    found = []
    for position in range(start, end):
        mark, after = line.text[position], line.text[position + 1 : position + 2]
        if mark != "：" and (mark != ":" or after in (" ", "/", "")):
            continue
        head = re.split(r"[\[\]{},，［］｛｝]", line.text[start:position])[-1].strip(BLANKS)
        if head and '"' not in head:
            found.append(colon(line.number, line.text, position, line.end))
    return found


def _pair_commas(line: Line, start: int, end: int) -> Candidate:
    """Full-width commas in front of a pair."""
    return [
        comma(line.number, line.text, position)
        for position in range(start, end)
        if line.text[position] == "，" and re.match(r"[^，,{}\[\]]*[:：]", line.text[position + 1 : end])
    ]


def _flow_commas(line: Line, problem: Problem) -> Candidate:
    return _pair_commas(line, *_flow_start(line, problem))


def _flow_all_commas(line: Line, problem: Problem) -> Candidate:
    return commas(line.number, line.text, *_flow_start(line, problem))


def _flow_colons(line: Line, problem: Problem) -> Candidate:
    return _pair_colons(line, *_flow_start(line, problem))


def _flow_marks(line: Line, problem: Problem) -> Candidate:
    """Brackets, commas and colons of one line together."""
    start, end = _flow_start(line, problem)
    return [
        *brackets(line.number, line.text, start, end),
        *_pair_commas(line, start, end),
        *_pair_colons(line, start, end),
    ]


def _flow_brackets(line: Line, problem: Problem) -> Candidate:
    return brackets(line.number, line.text, *_flow_start(line, problem))


def _tab(line: Line, problem: Problem) -> Candidate:
    """A tab behind a dash or a colon."""
    at = problem.column
    if line.number != problem.line or line.text[at : at + 1] != "\t":
        return []
    return [Trap("DS102", line.number, at, 1, (Edit(line.number, at, at + 1, " "),))]


def _value(line: Line) -> tuple[int, int]:
    """The value behind `key: `, or the whole content of a line that is no pair."""
    found = re.match(r"[^\s\"'\[{#][^\"'#:]*: +", line.content)
    return line.start + (found.end() if found else 0), line.end


def _quote(line: Line, code: str, start: int, end: int, at: int, **facts: str) -> Candidate:
    text = line.text[start:end]
    closing = WIDE_QUOTES.get(text[:1])
    bare = text[1:-1] if closing and text.endswith(closing) else text
    return [Trap(code, line.number, at, 1, (Edit(line.number, start, end, quoted(bare)),), facts)]


def _reserved(line: Line, problem: Problem) -> Candidate:
    """A text that begins with a mark which YAML keeps for itself."""
    start, end = _value(line)
    if start == end or line.text[start] not in _RESERVED or re.fullmatch(r"[|>][0-9+-]*", line.text[start:end]):
        return []
    return _quote(line, "DS125", start, end, start, mark=line.text[start])


def _reserved_inside(line: Line, problem: Problem) -> Candidate:
    """The same inside brackets, where the text ends at the next comma or bracket."""
    for number, at in ((problem.line, problem.column), (problem.opened, problem.opened_column)):
        if line.number == number and at > line.start and line.text[at : at + 1] in tuple(_RESERVED):
            found = re.search(r"[,，\]}]", line.text[at : line.end])
            if found and found.start() > 1:
                return _quote(line, "DS125", at, at + found.start(), at, mark=line.text[at])
    return []


def _colon_in_text(line: Line, problem: Problem) -> Candidate:
    """`note: 规则: 一`: a colon with a blank inside an unquoted text."""
    start, end = _value(line)
    found = re.search(r": |:$", line.text[start:end])
    if start == line.start or not found or line.text[start] in "\"'[{":
        return []
    return _quote(line, "DS123", start, end, start + found.start(), value=line.text[start:end])


def _after_closing(line: Line, problem: Problem) -> Candidate:
    """`name: "双岗"活动`: something behind a closed quote or bracket."""
    start, end = _value(line)
    text = line.text[start:end]
    found = re.match(r"\"[^\"]*\"|'[^']*'|\[[^\[\]]*\]|\{[^{}]*\}", text)
    if not found or found.end() == len(text) or not text[found.end() :].strip(" ]},，:"):
        return []
    return _quote(line, "DS124", start, end, start + found.end(), mark=text[found.end() - 1])


def _missing_colon(line: Line, problem: Problem) -> Candidate:
    """`each 5`, or `items` above what it holds."""
    found = re.match(r"([a-z][a-z_]+)( +|$)", line.content, re.ASCII)
    if not found or head_colon(line) or ": " in line.content or line.content.endswith(":"):
        return []
    at = line.start + len(found[1])
    new = ": " if at + len(found[2]) < line.end else ":"
    return [Trap("DS127", line.number, at, 1, (Edit(line.number, at, at + len(found[2]), new),))]


def _mixed_quote(line: Line, problem: Problem) -> Candidate:
    """`"甲”`: opened with one kind of quote, closed with another."""
    at = line.open_quote
    if at < 0:
        return []
    wide = max(line.text.rfind(mark, at, line.end) for mark in "”“＂’‘＇")
    if wide < 0:
        return []
    edit = Edit(line.number, wide, wide + 1, line.text[at])
    return [Trap("DS113", line.number, at, 1, (edit,), {"mark": line.text[at]})]


def _open_quote(line: Line, problem: Problem) -> Candidate:
    at = line.open_quote
    if at < 0:
        return []
    inside = re.search(r"[\]}]+$|,(?= *[^,]*$)", line.text[at : line.end])
    end = at + inside.start() if inside and _region(line)[0] < at else line.end
    return [Trap("DS113", line.number, at, 1, (Edit(line.number, end, end, line.text[at]),), {"mark": line.text[at]})]


def _open_quote_inside(line: Line, problem: Problem) -> Candidate:
    """`{a: "甲, b: 1}`: closed before the next comma or bracket."""
    at = line.open_quote
    found = re.search(r"[,，\]}]", line.text[at + 1 : line.end]) if at >= 0 else None
    if not found:
        return []
    end = at + 1 + found.start()
    return [Trap("DS113", line.number, at, 1, (Edit(line.number, end, end, line.text[at]),), {"mark": line.text[at]})]


MARKS: tuple[Slip, ...] = (
    _tab,
    _list_dash,
    _head,
    _quoted_head,
    _flow_commas,
    _flow_all_commas,
    _flow_colons,
    _flow_brackets,
    _flow_marks,
    _mixed_quote,
    wrong_closer,
    missing_closer,
    extra_closer,
)
"""Marks of the wrong kind."""

TEXTS: tuple[Slip, ...] = (
    _reserved,
    _reserved_inside,
    _after_closing,
    _colon_in_text,
    _open_quote,
    _open_quote_inside,
)
"""Texts that need quotes, or have half of them."""

LAYOUT: tuple[Slip, ...] = (_missing_colon,)
