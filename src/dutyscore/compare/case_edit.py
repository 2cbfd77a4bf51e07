"""New expectations written over old ones, where they stand: nothing else of the file changes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from dutyscore.compare.case_text import flow, scalar
from dutyscore.compare.expectation import Difference
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.exact import decimal_text, decimals_of, parse_decimal
from dutyscore.model.frozen import dataclass
from dutyscore.model.ledger import Kind
from dutyscore.model.result import Result
from dutyscore.rulebook.case_schema import NONE, ExpectedPosting
from dutyscore.rulebook.cases import Case
from dutyscore.rulebook.yaml_text import Node, YamlText

_WORDS = ("grade", "points_grade", "band", "requirements")
_LISTS = ("lists", "vetoes")


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """A part of a line (counted from 1, the end is exclusive) and what it becomes."""

    line: int
    start: int
    end: int
    text: str


class _CannotEditError(Exception):
    """Carries the reason."""


def edits(
    case: Case, text: YamlText, result: Result | None, found: Sequence[Difference]
) -> tuple[list[Edit], list[Diagnostic]]:
    """What must be written for the case to expect what came out, and what cannot be written."""
    made: dict[tuple[int, int], Edit] = {}
    refused = []
    for difference in found:
        try:
            for edit in _edits(case, text, result, difference):
                made[edit.line, edit.start] = edit
        except _CannotEditError as error:
            facts = {"case": case.name, "member": difference.member, "what": difference.what, "reason": str(error)}
            refused.append(Diagnostic("DS505", difference.place, facts))
    return list(made.values()), refused


def edited(data: bytes, changes: Sequence[Edit]) -> bytes:
    """The file with the changes made. Line ends, comments and a byte order mark stay."""
    mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    lines = re.split(r"(\r\n|\r|\n)", data.decode("utf-8-sig"))
    for edit in sorted(changes, reverse=True):
        at = 2 * (edit.line - 1)
        lines[at] = lines[at][: edit.start - 1] + edit.text + lines[at][edit.end - 1 :]
    return mark + "".join(lines).encode()


def changed_lines(data: bytes, changes: Sequence[Edit]) -> Iterator[tuple[int, str, str]]:
    """Number, old and new text of every line that changes."""
    old, new = (re.split(r"\r\n|\r|\n", part.decode("utf-8-sig")) for part in (data, edited(data, changes)))
    for line in sorted({edit.line for edit in changes}):
        yield line, old[line - 1], new[line - 1]


def _edits(case: Case, text: YamlText, result: Result | None, difference: Difference) -> Iterator[Edit]:
    kind, _, name = difference.what.partition(".")
    if kind in ("finding", "result", "member") or result is None:
        raise _CannotEditError("finding")
    here = (*case_path(case, text), "expect", difference.member)
    if kind == "postings":
        yield from _posting_edits(case, text, result, difference.member, here)
    elif kind in _LISTS:
        member = result.roster.ids.index(difference.member)
        names = [each.name for each in result.lists if member in each.members]
        if kind == "vetoes":
            names = [gate.id for gate in result.vetoes if gate.members[member]]
        yield _replace(text, (*here, kind), flow(names))
    elif kind in _WORDS:
        yield _replace(text, (*here, kind, *([name] if name else [])), scalar(difference.found))
    else:
        if difference.found != NONE and parse_decimal(difference.found) is None:
            raise _CannotEditError("not-exact")
        yield _replace(text, (*here, kind, *([name] if name else [])), difference.found)


def case_path(case: Case, text: YamlText) -> tuple[str | int, ...]:
    """Where the case stands in its file; empty if it is not there."""
    for index, item in enumerate(text.root.items if text.root else ()):
        found = item.step("case")
        if found and (found[1].line, found[1].column) == (case.place.line, case.place.column):
            return (index,)
    return ()


def _posting_edits(
    case: Case, text: YamlText, result: Result, member: str, here: Sequence[str | int]
) -> Iterator[Edit]:
    """An expected posting gets the amount of the one posting that is like it but for the amount."""
    posted = list(_posted(result, result.roster.ids.index(member)))
    expected = case.expect[member]
    if expected.postings_only and len(expected.postings) != len(posted):
        raise _CannotEditError("posting")
    for index, wish in enumerate(expected.postings):
        alike = [amount for entry, kind, node, amount in posted if _alike(wish, entry, kind, node)]
        if wish.amount in alike or (wish.amount is None and alike):
            continue
        if len(set(alike)) != 1 or wish.amount is None or decimals_of(alike[0]) is None:
            raise _CannotEditError("posting")
        yield _replace(text, (*here, "postings", index, "amount"), decimal_text(alike[0]))


def _posted(result: Result, member: int) -> Iterator[tuple[int, str, str, Fraction]]:
    ledger = result.ledger
    for row in (ledger.member == member).nonzero()[0].tolist():
        entry, node = int(ledger.entry[row]), int(ledger.node[row])
        yield (
            int(result.entries.row[entry]) if entry >= 0 else 0,
            Kind(int(ledger.kind[row])).name,
            result.nodes[node].id if node >= 0 else "",
            result.scale.points(int(ledger.amount[row])),
        )


def _alike(wish: ExpectedPosting, entry: int, kind: str, node: str) -> bool:
    return wish.entry in (None, entry or NONE) and wish.kind in (None, kind) and wish.node in (None, node)


def _replace(text: YamlText, path: Sequence[str | int], new: str) -> Edit:
    """The edit of one value that stands on one line; quotes around it go."""
    node: Node | None = text.root
    for step in path:
        found = node.step(step) if node else None
        node = found[1] if found else None
    if node is None or node.kind == "mapping" or node.line != node.end_line or node.end_column <= node.column:
        raise _CannotEditError("shape")
    if node.kind == "list" and text.lines[node.line - 1][node.column - 1 : node.column] != "[":
        raise _CannotEditError("shape")
    return Edit(node.line, node.column, node.end_column, new)
