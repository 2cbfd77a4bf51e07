"""What-if without a second file: one value of a rulebook written anew, in its text, so that lines stay where they are.

A path may leave out what is plain: `bonus.proposal.each` finds the item `proposal` in the category `bonus` and the
`each` of its score, `grades.优秀` the one bound of a row.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from dutyscore.model.frozen import dataclass
from dutyscore.model.written import Path, nearest
from dutyscore.rulebook.nodes import NO_LIMIT
from dutyscore.rulebook.schema import Rulebook
from dutyscore.rulebook.shape import keys_at
from dutyscore.rulebook.yaml_text import Node, YamlText

_OPEN = ("items", "groups", "score", "when", "lookup", "points", "per_unit", "tiers", "steps")
"""Keys that a path may leave out."""
_CALLED = ("name", "at_least", "above")
"""What an element of a list is called by, before its number."""
_LIMITS = ("max", "min")
_PLAIN = re.compile(r"[^\s\[\]{},:#&*!|>'\"%@`?-][^\[\]{},:#]*|-?[0-9][^\[\]{},:#]*")


class SettingError(ValueError):
    """A path that leads nowhere, or to something that is no single value; `nearest` is the closest known step."""

    def __init__(self, step: str, closest: str = "") -> None:
        super().__init__(step)
        self.step, self.nearest = step, closest


@dataclass(frozen=True, slots=True)
class Target:
    """Where a path leads: the real path, and its node (None where the key is allowed but not written)."""

    path: Path
    node: Node | None


def found(text: YamlText, written: str, *, whole: bool = False) -> Target:
    """The single value that a path as typed means; with `whole` everything that stands there."""
    assert text.root
    steps = [step for step in written.split(".") if step]
    if not steps:
        raise SettingError(written)
    top = [name for name in (steps[0], "categories") if text.root.step(name)]
    starts: list[tuple[Path, list[str]]] = [((), steps)]
    if steps[0] not in [key.text for key, _ in text.root.pairs]:
        starts = [((name,), steps) for name in top if name == "categories"]
    for path, rest in starts:
        target = _follow(text.root, path, rest)
        if target is not None:
            return target if whole else _single(text.root, target)
    raise SettingError(*_blame(text.root, steps))


def _follow(root: Node, path: Path, steps: list[str]) -> Target | None:
    """The first way along the steps, passing over the keys that may be left out."""
    node = root.at(path)
    if not steps:
        return Target(path, node)
    for here, inner in _reachable(node, path, steps[0]):
        target = _follow_from(root, here, inner, steps[1:])
        if target is not None:
            return target
    if len(steps) == 1 and steps[0] in keys_at(Rulebook, path) and node.kind == "mapping":
        return Target((*path, steps[0]), None)
    return None


def _follow_from(root: Node, path: Path, node: Node, steps: list[str]) -> Target | None:
    return _follow(root, path, steps) if steps else Target(path, node)


def _reachable(node: Node, path: Path, step: str) -> Iterator[tuple[Path, Node]]:
    """Parts of a node called by a step: its own key, an element of a list by name or number, or below an open key."""
    if node.kind == "list":
        for index, item in enumerate(node.items):
            called = [item.step(key) for key in _CALLED] if item.kind == "mapping" else []
            if any(name and name[1].text == step for name in called):
                yield (*path, index), item
        if step.isdigit() and int(step) < len(node.items):
            yield (*path, int(step)), node.items[int(step)]
        return
    own = node.step(step)
    if own is not None:
        yield (*path, step), own[1]
    for key in _OPEN:
        inner = node.step(key)
        if inner is not None and inner[1].kind in ("mapping", "list"):
            yield from _reachable(inner[1], (*path, key), step)
    if path == ("categories",):  # an id is unique in the whole tree: its category may be left out
        for category, child in node.pairs:
            yield from _deeper(child, (*path, category.text), step)


def _deeper(node: Node, path: Path, step: str) -> Iterator[tuple[Path, Node]]:
    for key in ("groups", "items"):
        inner = node.step(key)
        for name, child in inner[1].pairs if inner else ():
            here = (*path, key, name.text)
            if name.text == step:
                yield here, child
            yield from _deeper(child, here, step)


def _single(root: Node, target: Target) -> Target:
    """Down to the one value where there is only one: the bound of a row, the method of a score."""
    path, node = target.path, target.node
    while node is not None and node.kind == "mapping":
        inner = node.step("when") or node.step("score")
        numbers = [pair for pair in node.pairs if pair[1].kind == "mapping" or _is_number(pair[1])]
        if inner is not None:
            step = "when" if node.step("when") else "score"
        elif len(numbers) == 1:
            step = numbers[0][0].text
        elif node.step("points") and any(node.step(key) for key in _CALLED):
            step = "points"  # what a step of tiers gives
        else:
            break
        path, node = (*path, step), node.step(step)[1]  # type: ignore[index]
    return Target(path, node)


def _is_number(node: Node) -> bool:
    return node.kind == "text" and re.fullmatch(r"-?[0-9]+(\.[0-9]+)?%?", node.text) is not None


def _blame(root: Node, steps: list[str]) -> tuple[str, str]:
    """The first step that cannot be followed, and the nearest word that could."""
    for count in range(1, len(steps) + 1):
        start: Path = () if root.step(steps[0]) else ("categories",)
        if _follow(root, start, steps[:count]) is None:
            known = sorted({key.text for node in _all(root) for key, _ in node.pairs} - {steps[count - 1]})
            return steps[count - 1], nearest(steps[count - 1], known)
    return steps[-1], ""


def _all(node: Node) -> Iterator[Node]:
    yield node
    for child in (*node.items, *(value for _, value in node.pairs)):
        yield from _all(child)


# ---------------------------------------------------------------- writing


def written(text: YamlText, asked: str, value: str) -> bytes:
    """The text of the rulebook with another value at the path; limits by window may all be taken out at once."""
    limits = [word for word in _LIMITS if asked.split(".")[-1] == word and value == NO_LIMIT]
    target = found(text, asked, whole=bool(limits))
    if target.node is not None and target.node.kind != "text" and not value.startswith(("{", "[")) and not limits:
        raise SettingError(asked)
    return _put(text, target, value)


def without_cap(text: YamlText, asked: str) -> bytes | None:
    """The text without a cap, or without its part for one window; None where the path does not lead to a cap."""
    target = found(text, asked)
    if "max" not in target.path[-2:]:
        return None
    assert text.root
    path = target.path[: len(target.path) - target.path[::-1].index("max")]
    whole = text.root.at(path)
    rest = [pair for pair in whole.pairs if pair[0].text != target.path[-1]] if path != target.path else []
    kept = ", ".join(f"{key.text}: {_scalar(value.text)}" for key, value in rest)
    return _put(text, Target(path, whole if target.node else None), f"{{{kept}}}" if kept else NO_LIMIT)


def _put(text: YamlText, target: Target, value: str) -> bytes:
    lines = list(text.lines)
    if target.node is not None:
        _replace(lines, target.node, _scalar(value))
    else:
        assert text.root
        _insert(lines, text.root.at(target.path[:-1]), f"{target.path[-1]}: {_scalar(value)}")
    return ("\n".join(lines) + "\n").encode()


def _scalar(value: str) -> str:
    """The value as YAML takes it: brackets as they are, anything doubtful in quotes."""
    if value.startswith(("{", "[")) or _PLAIN.fullmatch(value):
        return value
    return json.dumps(value, ensure_ascii=False)


def _replace(lines: list[str], node: Node, shown: str) -> None:
    first, last = node.line - 1, node.end_line - 1
    after = lines[last][node.end_column - 1 :] if node.end_column > 1 or last > first else ""
    if node.kind != "text" and node.end_column == 1:
        last, after = last - 1, ""
    lines[first : last + 1] = [lines[first][: node.column - 1] + shown + after, *[""] * (last - first)]


def _insert(lines: list[str], parent: Node, entry: str) -> None:
    line, column = parent.line - 1, parent.column - 1
    if lines[line][column : column + 1] == "{":
        rest = lines[line][column + 1 :]
        lines[line] = lines[line][: column + 1] + entry + ("" if rest.lstrip().startswith("}") else ", ") + rest
    else:
        lines[line] = f"{lines[line][:column]}{entry}\n{' ' * column}{lines[line][column:]}"
