"""`# dutyscore: ignore DS223 the clause was never published`: one finding on one line, set aside with a reason.

The comment stands at the end of its line, or on a line of its own above it. Without a reason it has no effect, and one
that silences nothing is told: both would outlive what they were written for. Scoring knows nothing of such comments.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.frozen import dataclass
from dutyscore.model.place import Place
from dutyscore.rulebook.yaml_draft import excerpt
from dutyscore.rulebook.yaml_lines import literal_lines

_COMMENT = re.compile(r"(?:^|\s)#\s*dutyscore\s*:\s*ignore\b[ \t]*(\S*)[ \t]*(.*)$")


@dataclass(frozen=True, slots=True)
class Ignore:
    """A comment at `line` and `column` (from 1) about the findings of a code on the line `target`."""

    line: int
    column: int
    length: int
    target: int
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Sorted:
    """Findings that stay, with those about the comments themselves, and findings that are silenced."""

    kept: tuple[Diagnostic, ...]
    silenced: tuple[Diagnostic, ...]


def ignores(lines: Sequence[str]) -> list[Ignore]:
    literal = literal_lines(list(lines))
    found = []
    for number, text in enumerate(lines, start=1):
        comment = _COMMENT.search(text) if "dutyscore" in text and number - 1 not in literal else None
        if comment:
            start = text.index("#", comment.start())
            alone = not text[:start].strip()
            target = _next_line(lines, number) if alone else number
            found.append(Ignore(number, start + 1, len(text) - start, target, comment[1], comment[2].strip()))
    return found


def _next_line(lines: Sequence[str], number: int) -> int:
    """The next line that says something."""
    following = range(number, len(lines))
    return next((index + 1 for index in following if lines[index].strip() and lines[index].lstrip()[0] != "#"), number)


def sort_out(file: str, lines: Sequence[str], findings: Iterable[Diagnostic], unasked: Collection[str] = ()) -> Sorted:
    """Take the findings of a file apart by its comments. Of several findings of the code on the line, the first.
    Comments about `unasked` codes, which only a check of more files could find, are left in peace."""
    left = list(findings)
    silenced, told = [], []
    for ignore in ignores(lines):
        hit = next((each for each in left if each.code == ignore.code and each.place.line == ignore.target), None)
        if not ignore.reason:
            told.append(_about(file, lines, ignore, "DS129"))
        elif hit is None:
            if ignore.code in unasked:
                continue
            told.append(_about(file, lines, ignore, "DS130"))
        else:
            left.remove(hit)
            silenced.append(hit)
    kept = sorted([*left, *told], key=lambda finding: (finding.place, finding.code))
    return Sorted(tuple(kept), tuple(silenced))


def _about(file: str, lines: Sequence[str], ignore: Ignore, code: str) -> Diagnostic:
    shown = excerpt(lines, ignore.line, ignore.column - 1, ignore.length)
    return Diagnostic(code, Place(file, "", ignore.line, ignore.column), {"value": ignore.code}, "", shown)
