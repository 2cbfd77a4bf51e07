"""From text to a tree in one pass over the parser's events, refusing what a rulebook may not contain.

Nothing is resolved, constructed or expanded, so a hostile text costs no more than its own length.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from typing import Literal

import yaml

from dutyscore.model.frozen import dataclass
from dutyscore.rulebook.yaml_draft import Draft, Trap
from dutyscore.rulebook.yaml_node import Node

LIMIT = 40
"""The deepest nesting that is read."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Role = Literal["root", "key", "value", "item"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Where the parser stopped (counted from 0) and what it said; `opened` and `opened_column` are where the construct
    began that it was reading, `begun` the line of the last thing it understood."""

    line: int
    column: int
    said: str
    opened: int
    opened_column: int
    begun: int


@dataclass(frozen=True, slots=True)
class Plain:
    """An unquoted text and where it stands: in `{}` or `[]` (`flow`), as key without a value (`alone`)."""

    node: Node
    role: Role
    flow: bool
    alone: bool = False


@dataclass(slots=True)
class Parsed:
    """Everything in the coordinates of the draft. `refused` are constructs that no rulebook may contain, an anchor or
    alias once for all its uses (`names`); a repeated key comes with the place of the first one in `firsts`."""

    root: Node | None = None
    names: set[str] = field(default_factory=set)
    plains: list[Plain] = field(default_factory=list)
    refused: list[Trap] = field(default_factory=list)
    firsts: dict[int, Node] = field(default_factory=dict)
    problem: Problem | None = None


@dataclass(slots=True)
class _Open:
    """A mapping or list that is not closed yet."""

    start: yaml.Event
    is_list: bool
    flow: bool
    children: list[Node] = field(default_factory=list)


def parse(draft: Draft) -> Parsed:
    """Read a draft; a text that stops the parser has no root."""
    parsed = Parsed()
    event: yaml.Event | None = None
    stack: list[_Open] = []
    documents = 0
    try:
        for event in _events(draft.text):
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    parsed.refused.append(_trap("DS114", event, 3))
                    break
                if event.tags:
                    parsed.refused.append(_trap("DS116", event, 1, tag="%TAG"))
            elif not _take(event, stack, parsed):
                parsed.root = None
                break
    except yaml.MarkedYAMLError as error:
        parsed.problem = _problem(error, _start(event)[0] if event else 0, draft)
        parsed.root = None
    return parsed


def _events(text: str) -> Iterator[yaml.Event]:
    return iter(yaml.parse(text, Loader=_LOADER))


def _problem(error: yaml.MarkedYAMLError, begun: int, draft: Draft) -> Problem:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (begun, 0)
    context = error.context_mark
    opened, opened_column = (context.line, context.column) if context else (line, column)
    last = len(draft.lines) - 1
    if line > last:
        column = len(draft.lines[last])
    return Problem(min(line, last), column, error.problem or "", min(opened, last), opened_column, min(begun, last))


def _trap(code: str, event: yaml.Event, length: int = 1, **facts: str) -> Trap:
    return Trap(code, *_start(event), length, (), facts)


def _start(event: yaml.Event) -> tuple[int, int]:
    """Line and column from 0; every event that a parser makes has them."""
    mark = event.start_mark
    return (mark.line, mark.column) if mark else (0, 0)


def _where(start: yaml.Event, end: yaml.Event) -> tuple[int, int, int, int]:
    """Lines and columns of a node, from 1."""
    line, column = _start(start)
    mark = end.end_mark
    last, after = (mark.line, mark.column) if mark else (line, column)
    return line + 1, column + 1, last + 1, after + 1


def _take(event: yaml.Event, stack: list[_Open], parsed: Parsed) -> bool:
    """Add one event to the tree; False where reading must stop."""
    if isinstance(event, (yaml.ScalarEvent, yaml.AliasEvent)):
        _close(_scalar(event, stack, parsed), stack, parsed)
    elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
        _refuse(event, parsed)
        if len(stack) >= LIMIT:
            parsed.refused.append(_trap("DS118", event, limit=str(LIMIT)))
            return False
        stack.append(_Open(event, isinstance(event, yaml.SequenceStartEvent), bool(event.flow_style)))
    elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
        _close(_collection(stack.pop(), event, parsed), stack, parsed)
    return True


def _role(stack: list[_Open]) -> Role:
    if not stack:
        return "root"
    if stack[-1].is_list:
        return "item"
    return "value" if len(stack[-1].children) % 2 else "key"


def _close(node: Node, stack: list[_Open], parsed: Parsed) -> None:
    """A finished node goes to its parent, or is the root."""
    if stack:
        stack[-1].children.append(node)
    else:
        parsed.root = node


def _refuse(event: yaml.NodeEvent, parsed: Parsed) -> None:
    """Anchors and tags: neither has a place in a rulebook."""
    if event.anchor is not None:
        _refuse_name(event, f"&{event.anchor}", parsed)
    tag = getattr(event, "tag", None)
    if tag is not None:
        parsed.refused.append(_trap("DS116", event, tag=tag))


def _refuse_name(event: yaml.Event, name: str, parsed: Parsed) -> None:
    if name not in parsed.names:
        parsed.names.add(name)
        parsed.refused.append(_trap("DS115", event, len(name), name=name))


def _scalar(event: yaml.ScalarEvent | yaml.AliasEvent, stack: list[_Open], parsed: Parsed) -> Node:
    where = _where(event, event)
    if isinstance(event, yaml.AliasEvent):
        _refuse_name(event, f"*{event.anchor}", parsed)
        return Node("text", *where, text=f"*{event.anchor}")
    if event.anchor is not None or event.tag is not None:
        _refuse(event, parsed)
    plain = not event.style
    node = Node("text", *where, text=event.value, plain=plain)
    role = _role(stack)
    if plain and role == "key" and event.value == "<<":
        parsed.refused.append(_trap("DS117", event, 2))
    if plain and event.value:
        parsed.plains.append(Plain(node, role, bool(stack) and stack[-1].flow))
    if plain and not event.value and role == "value":
        _mark_alone(stack[-1].children[-1], parsed)
    return node


def _mark_alone(key: Node, parsed: Parsed) -> None:
    """The key just read has no value."""
    last = parsed.plains[-1] if parsed.plains else None
    if last is not None and last.node is key:
        parsed.plains[-1] = Plain(last.node, last.role, last.flow, alone=True)


def _collection(opened: _Open, event: yaml.Event, parsed: Parsed) -> Node:
    where = _where(opened.start, event)
    if opened.is_list:
        return Node("list", *where, items=tuple(opened.children))
    pairs = tuple(zip(opened.children[::2], opened.children[1::2], strict=True))
    _check_keys(pairs, parsed)
    return Node("mapping", *where, pairs=pairs)


def _check_keys(pairs: tuple[tuple[Node, Node], ...], parsed: Parsed) -> None:
    """Keys are texts, each once."""
    seen: dict[str, Node] = {}
    for key, _ in pairs:
        if key.kind != "text":
            facts = {"expected": "text", "found": key.kind}
            parsed.refused.append(Trap("DS203", key.line - 1, key.column - 1, 1, (), facts))
            continue
        first = seen.setdefault(key.text, key)
        if first is not key:
            trap = Trap("DS110", key.line - 1, key.column - 1, max(1, len(key.text)), (), {"key": key.text})
            parsed.firsts[len(parsed.refused)] = first
            parsed.refused.append(trap)
