"""Findings as people read them: a sentence, the place, what stands there with a caret, what to do about it.

Findings of one cause (the same code and facts) are told once, with all their places.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Literal

from dutyscore.model.diagnostic import Diagnostic, Excerpt
from dutyscore.model.place import Place, column_letters
from dutyscore.output.width import clean, pad, width, wrap
from dutyscore.output.wording import Wording

_DATA = "DS3"
"""Codes about data: the other places of a finding are other cells with the same fault."""
_RESULTS = "DS6"
_MOST_NAMES = 5
"""Members that are named when one thing is found of many."""
_CELL = 24
"""Columns that a cell takes at most in a grid."""
_LINE = 150
"""Characters of a line of text that are shown at most, and how many of them before the fault."""
_BEFORE = 60
_PAGE = 100
"""Columns after which a list of cells goes on in the next line."""

_RUN = 3
"""Neighbours from which on a range is shorter than its cells."""

Ending = Literal["summary", "unscored", "partial"]


def grouped(findings: Iterable[Diagnostic]) -> list[list[Diagnostic]]:
    """Findings of one cause together, sorted by place."""
    causes: dict[object, list[Diagnostic]] = {}
    for finding in sorted(findings, key=lambda finding: (finding.place, finding.code)):
        facts = {word: fact for word, fact in finding.facts.items() if not (word == "member" and _is_result(finding))}
        causes.setdefault((finding.code, tuple(sorted(facts.items())), finding.fix), []).append(finding)
    return list(causes.values())


def _is_result(finding: Diagnostic) -> bool:
    """Findings about results name a member each; those of one cause are told together."""
    return finding.code.startswith(_RESULTS)


def _of_all(group: list[Diagnostic], wording: Wording) -> Diagnostic:
    """The first finding of a cause, about all its members."""
    first = group[0]
    members = list(dict.fromkeys(finding.facts.get("member", "") for finding in group))
    if not _is_result(first) or len(members) < 2:
        return first
    names = wording.series(members[:_MOST_NAMES])
    told = wording("findings.members", names=names, count=len(members)) if len(members) > _MOST_NAMES else names
    return replace(first, facts={**first.facts, "member": told})


def rendered(findings: Iterable[Diagnostic], wording: Wording) -> list[str]:
    """All findings as lines, each cause as a paragraph with a blank line after it."""
    return [clean(line) for group in grouped(findings) for line in [*_paragraph(group, wording), ""]]


def summary(findings: Sequence[Diagnostic], wording: Wording, ending: Ending = "summary") -> str:
    """How many there are, and what that means for the run."""
    if ending == "unscored" and len(findings) == 1 and len(places_of(findings[0])) == 1:
        return wording("findings.one_unscored")
    count = sum(len(places_of(finding)) for finding in findings)
    return wording(f"findings.{ending}", kinds=len(grouped(findings)), count=count)


def places_of(finding: Diagnostic) -> tuple[Place, ...]:
    """Where it is: one place, or all cells of a log in which the same word is wrong."""
    return (finding.place, *finding.also) if finding.code.startswith(_DATA) else (finding.place,)


def sentence(finding: Diagnostic, wording: Wording) -> str:
    """The finding in one line, without its place."""
    severity = wording.word("severity", finding.severity)
    told = title(finding, wording)
    return wording("findings.fault", severity=severity, code=finding.code, slug=finding.slug, title=told)


def title(finding: Diagnostic, wording: Wording) -> str:
    """What is wrong, and nothing else."""
    return wording(f"finding.{finding.code}.title", **_told(finding, wording))


def advice(finding: Diagnostic, wording: Wording) -> str:
    """What to do about it: the corrected text where there is one; empty if nothing can be said."""
    if finding.fix:
        return finding.fix.strip()
    told, reason = _told(finding, wording), finding.facts.get("reason", "")
    text = wording.find(f"finding.{finding.code}.advice", told, complete=True)
    return text or wording.find(f"finding.{finding.code}.advised.{reason}", told, complete=True) or ""


def _told(finding: Diagnostic, wording: Wording) -> dict[str, str]:
    """The facts, machine words among them in the reader's language."""
    group = f"finding.{finding.code}.words"
    return {name: wording.word(f"{group}.{name}", value) for name, value in finding.facts.items()}


def _paragraph(group: list[Diagnostic], wording: Wording) -> list[str]:
    first = _of_all(group, wording)
    lines = [sentence(first, wording), *_places(group, wording)]
    if first.excerpt is not None:
        label = wording.find(f"finding.{first.code}.label", _told(first, wording)) or ""
        lines += _grid(first.excerpt, label) if first.excerpt.header else _text(first.excerpt, label)
    if not first.code.startswith(_DATA):
        lines += [f"  {wording('findings.also', place=place)}" for place in first.also]
    text = advice(first, wording)
    return [*lines, f" {wording('findings.advice', text=text)}"] if text else lines


def _places(group: list[Diagnostic], wording: Wording) -> list[str]:
    """`--> file!sheet!C112   (3 in all: C112, C118-C120)`, one for each sheet or text file concerned."""
    lines = []
    every = sorted({place for finding in group for place in places_of(finding)})
    for (file, sheet), found in groupby(every, key=lambda place: (place.file, place.sheet)):
        places = list(found)
        told = not places[0].line and not sheet and group[0].facts.get("file") == file
        arrow = f"  --> {places[0]}" if file and not told else ""
        if len(places) > 1:
            cells = cell_ranges(places) if any(place.line for place in places) else []
            key = "findings.many" if cells else "findings.count"
            many = wording(key, count=len(places), cells=", ".join(cells))
            if width(arrow) + 3 + width(many) <= _PAGE:
                arrow = f"{arrow}   {many}"
            else:
                lines += [arrow, *(f"      {line}" for line in wrap(many, _PAGE - 6))]
                continue
        if arrow:
            lines.append(arrow)
    return lines


def cell_ranges(places: Iterable[Place]) -> list[str]:
    """Cells of one sheet (`C112-C118`, `C240`) or positions in one text file (`112:3`), neighbours put together."""
    ranges: list[str] = []
    by_column = sorted(set(places), key=lambda place: (place.column, place.line))
    for column, found in groupby(by_column, key=lambda place: place.column):
        run: list[Place] = []
        for place in found:
            if run and place.line != run[-1].line + 1:
                ranges.append(_range(run, column))
                run = []
            run.append(place)
        ranges.append(_range(run, column))
    return ranges


def _range(run: list[Place], column: int) -> str:
    def name(place: Place) -> str:
        if place.sheet:
            return f"{column_letters(column)}{place.line}"
        return f"{place.line}:{column}" if column else str(place.line)

    if len(run) < _RUN:
        return ", ".join(map(name, run))
    return f"{name(run[0])}-{name(run[-1])}"


def _text(excerpt: Excerpt, label: str) -> list[str]:
    """Lines of a text file with a caret under the faulty part."""
    gutter = len(str(max(number for number, _ in excerpt.lines))) if excerpt.lines else 1
    cut = max(0, excerpt.start - _BEFORE) if any(len(text[0]) > _LINE for _, text in excerpt.lines) else 0
    lines = []
    for number, (text, *_) in excerpt.lines:
        shown = clean(text[cut : cut + _LINE])
        lines.append(f" {number:>{gutter}} | {'...' if cut else ''}{shown}".rstrip())
        if number == excerpt.mark:
            start = excerpt.start - cut
            before = width(clean(text[cut : cut + start])) + (3 if cut else 0)
            marked = clean(text[cut:][start : start + max(1, excerpt.length)][:_LINE])
            carets = "^" * max(1, width(marked))
            lines.append(f" {'':>{gutter}} | {' ' * before}{carets} {label}".rstrip())
    return lines


def _grid(excerpt: Excerpt, label: str) -> list[str]:
    """Rows of a sheet under their column letters and headings, with a caret under the faulty cell."""
    gutter = max(len(str(number)) for number, _ in excerpt.lines) + 1 if excerpt.lines else 2
    rows = [(number, [_short(cell) for cell in cells]) for number, cells in excerpt.lines]
    header = [_short(heading) for heading in excerpt.header]
    rooms = [max(map(width, column)) for column in zip(header, *(cells for _, cells in rows), strict=False)]

    def line(number: str, cells: list[str]) -> str:
        return f"{number:>{gutter}} | {'  '.join(map(pad, cells, rooms))}".rstrip()

    lines = [line("", header)]
    for number, cells in rows:
        lines.append(line(str(number), cells))
        if number == excerpt.mark and 0 <= excerpt.start < len(rooms):
            before = sum(rooms[: excerpt.start]) + 2 * excerpt.start
            carets = "^" * max(1, width(cells[excerpt.start]))
            lines.append(f"{'':>{gutter}} | {' ' * before}{carets} {label}".rstrip())
    return lines


def _short(text: str) -> str:
    text = clean(text)
    if width(text) <= _CELL:
        return text
    while width(text) > _CELL - 3:
        text = text[:-1]
    return text + "..."
