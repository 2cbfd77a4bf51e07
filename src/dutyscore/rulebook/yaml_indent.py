"""Indentation that the parser refuses: tabs, and lines that stand a little too far left or right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dutyscore.rulebook.yaml_draft import Draft, Edit, Trap
from dutyscore.rulebook.yaml_events import parse
from dutyscore.rulebook.yaml_lines import BLANKS, Line, take_apart

_WIDTHS = (2, 4, 8)
"""Spaces that a tab may stand for."""


def tabs(draft: Draft, lines: Sequence[Line]) -> list[Trap]:
    """Every tab indentation, with the width of tab that lets the parser get furthest."""
    with_tabs = [line for line in lines if "\t" in line.text[: line.indent]]
    if not with_tabs:
        return []
    best: list[Trap] = []
    furthest = -1
    for width in _WIDTHS:
        traps = [_spaces(line, width) for line in with_tabs]
        repaired = draft.copy()
        repaired.apply(traps)
        problem = parse(repaired).problem
        if problem is None:
            return traps
        if problem.line > furthest:
            best, furthest = traps, problem.line
    return best


def _spaces(line: Line, width: int) -> Trap:
    """Tabs become spaces up to the next multiple of the width."""
    at = line.text.index("\t")
    edit = Edit(line.number, 0, line.indent, line.text[: line.indent].expandtabs(width))
    return Trap("DS102", line.number, at, 1, (edit,))


def moves(draft: Draft, number: int) -> Iterator[list[Trap]]:
    """The line moved to each column where a line may stand here, nearest first: alone, and with what hangs below it."""
    line = take_apart(number, draft.lines[number])
    if not line.content:
        return
    for column in sorted(_columns(draft, number) - {line.indent}, key=lambda to: (abs(to - line.indent), -to)):
        below = list(_below(draft, line))
        for moved in [[line], [line, *below]] if below else [[line]]:
            edits = tuple(_move(each, column - line.indent) for each in moved)
            yield [Trap("DS121", number, line.indent, 1, edits)]


def _move(line: Line, by: int) -> Edit:
    return Edit(line.number, 0, line.indent, " " * max(0, line.indent + by))


def _columns(draft: Draft, number: int) -> set[int]:
    """Columns of the open structures above a line, and one level deeper than the last of them."""
    columns: set[int] = set()
    least = None
    for above in range(number - 1, max(-1, number - 200), -1):
        line = take_apart(above, draft.lines[above])
        if not line.content or (least is not None and line.indent >= least):
            continue
        columns |= {line.indent, line.start}
        if least is None:
            columns.add(line.start + 2)
        least = line.indent
        if least == 0:
            break
    return columns or {0}


def _below(draft: Draft, line: Line) -> Iterator[Line]:
    """The following lines that stand at least as deep."""
    for number in range(line.number + 1, len(draft.lines)):
        text = draft.lines[number]
        if not text.strip(BLANKS):
            continue
        below = take_apart(number, text)
        if below.indent < line.indent:
            return
        yield below
