"""Brackets that do not match: forgotten, of the wrong kind, or one too many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dutyscore.rulebook.yaml_draft import Draft, Edit, Trap
from dutyscore.rulebook.yaml_events import Problem
from dutyscore.rulebook.yaml_lines import Line, take_apart

Candidate = list[Trap]
"""Repairs that belong together."""


def wrong_closer(line: Line, problem: Problem) -> Candidate:
    """`[甲, 乙}`: the bracket that closes is not the one that was opened."""
    position = problem.column
    if line.number != problem.line or line.text[position : position + 1] not in tuple("]})）"):
        return []
    opened = [mark for mark in line.text[:position] if mark in "[{"]
    if not opened:
        return []
    new = "]" if opened[-1] == "[" else "}"
    at = line.text.rfind(opened[-1], 0, position)
    return [Trap("DS113", line.number, at, 1, (Edit(line.number, position, position + 1, new),), {"mark": opened[-1]})]


def missing_closer(line: Line, problem: Problem) -> Candidate:
    """`[{甲: 1]`: a bracket of the other kind should have been closed before."""
    at = problem.column
    if line.number != problem.line or problem.opened != line.number or line.text[at : at + 1] not in ("]", "}"):
        return []
    mark = line.text[problem.opened_column : problem.opened_column + 1]
    if mark not in ("[", "{"):
        return []
    edit = Edit(line.number, at, at, _closers(mark))
    return [Trap("DS113", line.number, problem.opened_column, 1, (edit,), {"mark": mark})]


def extra_closer(line: Line, problem: Problem) -> Candidate:
    """`[甲]]`: a bracket that closes nothing."""
    at = problem.column
    mark = line.text[at : at + 1]
    if line.number != problem.line or mark not in ("]", "}"):
        return []
    return [Trap("DS128", line.number, at, 1, (Edit(line.number, at, at + 1, ""),), {"mark": mark})]


def unclosed(line: Line) -> Iterator[Candidate]:
    """Brackets of a line that nothing closes, closed at its end."""
    stack = _open_brackets(line)
    if not stack or line.open_quote >= 0:
        return
    closers = _closers(line.text[at] for at in stack)
    last = line.text[line.end - 1]
    wrong = last in ",，" or (last in ")）" and not set(line.content) & set("(（"))
    edit = Edit(line.number, line.end - wrong, line.end, closers)
    yield [Trap("DS113", line.number, stack[-1], 1, (edit,), {"mark": line.text[stack[-1]]})]


def _open_brackets(line: Line) -> list[int]:
    """Where the brackets stand that a line opens and does not close."""
    stack: list[int] = []
    for position in range(line.start, line.end):
        if line.text[position] in "[{":
            stack.append(position)
        elif line.text[position] in "]}" and stack:
            stack.pop()
    return stack


def _closers(opened: Iterable[str]) -> str:
    return "".join("]" if mark == "[" else "}" for mark in opened)[::-1]


def unclosed_above(draft: Draft, problem: Problem) -> Iterator[Candidate]:
    """Brackets opened on an earlier line, closed at the end of the last line before the complaint."""
    opening = take_apart(problem.opened, draft.lines[problem.opened])
    stack = _open_brackets(opening)
    before = problem.line - 1
    while before > problem.opened and not draft.lines[before].strip():
        before -= 1
    if not stack or before <= problem.opened:
        return
    last = take_apart(before, draft.lines[before])
    end = last.end - last.content.endswith((",", "，"))
    edit = Edit(before, end, last.end, _closers(opening.text[at] for at in stack))
    yield [Trap("DS113", opening.number, stack[-1], 1, (edit,), {"mark": opening.text[stack[-1]]})]
