"""The text of a rulebook: YAML that remembers its places, and everything that is wrong with it, told at once."""

from __future__ import annotations

import re
from dataclasses import replace

from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.frozen import dataclass
from dutyscore.model.place import Place
from dutyscore.rulebook.yaml_draft import Draft, Trap, edited, fault
from dutyscore.rulebook.yaml_events import Parsed, Problem, parse
from dutyscore.rulebook.yaml_node import Node
from dutyscore.rulebook.yaml_repairs import Budget, explain, sweep
from dutyscore.rulebook.yaml_traps import Suspects, invisible, seen, warned

_ROUNDS = 60
_BUDGET = 6_000_000
"""How often a faulty text is repaired and read again, and how many characters are read for that in all."""


@dataclass(frozen=True, slots=True)
class YamlText:
    """`root` is the tree of the text, or of the text as it would be when repaired (`findings` then holds an error, and
    it must not be scored); None if it cannot be read. Places are those of the file in every case."""

    file: str
    lines: tuple[str, ...]
    root: Node | None
    findings: tuple[Diagnostic, ...]


def read_yaml(data: bytes, file: str, suspects: Suspects = ()) -> YamlText:
    """Read the bytes of a YAML file. `suspects` are places of texts that the language refuses as such."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _undecodable(data, error.start, file)
    lines = re.split(r"\r\n|\r|\n", text)
    if len(lines) > 1 and not lines[-1]:
        lines.pop()
    draft = Draft(list(lines))
    parsed, unexplained = _repair(draft, suspects)
    findings = _findings(file, lines, draft, parsed, unexplained)
    if (parsed.root is None and not findings) or (parsed.root is not None and _empty(parsed.root)):
        findings.append(Diagnostic("DS120", Place(file, "", 1, 1)))
    root = None if parsed.root is None else _in_file(parsed.root, draft)
    return YamlText(file, tuple(lines), root, tuple(sorted(findings, key=_order)))


def _empty(root: Node) -> bool:
    return root.kind == "text" and root.plain and not root.text


def _order(finding: Diagnostic) -> tuple[Place, str]:
    return finding.place, finding.code


def _undecodable(data: bytes, position: int, file: str) -> YamlText:
    """Not UTF-8: where the first bad byte stands, and no guess at what it means."""
    before = data[:position].decode("utf-8-sig", "replace")
    lines = re.split(r"\r\n|\r|\n", before)
    place = Place(file, "", len(lines), len(lines[-1]) + 1)
    return YamlText(file, (), None, (Diagnostic("DS119", place),))


def _repair(draft: Draft, suspects: Suspects) -> tuple[Parsed, Problem | None]:
    """Repair the draft until it can be read and shows no more traps; the complaint that nothing explains, if any."""
    draft.apply(invisible(draft))
    budget = Budget(_BUDGET)
    swept = False
    for _ in range(_ROUNDS):
        parsed = parse(draft)
        if parsed.problem is None:
            traps = seen(parsed, draft, suspects)
        else:
            traps = [] if swept else draft.news(sweep(draft))
            swept = swept or not traps
            traps = traps or explain(draft, parsed.problem, budget)
        traps = draft.news(traps)
        if not traps or not budget.spend(draft):
            given_up = budget.left < 0 and draft.traps
            return parsed, None if given_up else parsed.problem
        draft.apply(traps)
    return parse(draft), None


def _findings(
    file: str, lines: list[str], draft: Draft, parsed: Parsed, unexplained: Problem | None
) -> list[Diagnostic]:
    found = [fault(file, lines, trap, _fix(draft, trap)) for trap in draft.traps]
    unclosed = {trap.line for trap in draft.traps if trap.code == "DS113"}
    for index, trap in enumerate(parsed.refused):
        if trap.code == "DS203" and trap.line in unclosed:
            continue  # what looks like a key there is an echo
        first = parsed.firsts.get(index)
        also = (_place(file, draft, first),) if first is not None else ()
        found.append(fault(file, lines, draft.located(trap), also=also))
    for trap in warned(parsed, draft):
        found += [fault(file, lines, draft.located(trap), edited(draft.lines[trap.line], trap.edits))]
    if unexplained is not None:
        found.append(fault(file, lines, draft.located(_unexplained(draft, unexplained))))
    return found


def _unexplained(draft: Draft, problem: Problem) -> Trap:
    """A quote or bracket that is still open far below is forgotten, wherever it should have been closed."""
    mark = draft.lines[problem.opened][problem.opened_column : problem.opened_column + 1]
    if mark in ("'", '"') or (mark in ("[", "{") and problem.line > problem.opened):
        return Trap("DS113", problem.opened, problem.opened_column, 1, (), {"mark": mark})
    return Trap("DS101", problem.line, problem.column, 1, (), {"problem": problem.said})


def _fix(draft: Draft, trap: Trap) -> str:
    """The line as it would be with everything on it repaired; none where the repair stands on another line."""
    return draft.lines[trap.line] if any(edit.line == trap.line for edit in trap.edits) else ""


def _place(file: str, draft: Draft, node: Node) -> Place:
    return Place(file, "", node.line, draft.column(node.line - 1, node.column - 1) + 1)


def _in_file(node: Node, draft: Draft) -> Node:
    """The tree with the places of the file, where the draft has been repaired."""
    if not draft.columns:
        return node
    last = max(node.end_column - 2, 0)
    return replace(
        node,
        column=draft.column(node.line - 1, node.column - 1) + 1,
        end_column=draft.column(node.end_line - 1, last) + 2 if node.end_column > 1 else 1,
        items=tuple(_in_file(item, draft) for item in node.items),
        pairs=tuple((_in_file(key, draft), _in_file(value, draft)) for key, value in node.pairs),
    )


__all__ = ["Node", "YamlText", "read_yaml"]
