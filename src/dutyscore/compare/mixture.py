"""Rulebooks between the old and the new one: the old one with some of the changes made.

The data of such a book is put together from what both files say, and validated like any rulebook: what is no valid
rulebook is None.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy
from typing import Any

from dutyscore.compare.change import Change, at
from dutyscore.compare.changes import ROWS
from dutyscore.compare.pairing import numbered
from dutyscore.rulebook.load import Loaded, load_data

Data = dict[str, Any]


class Mixer:
    """Makes and remembers the mixtures of two books. A mixture of all changes is the new book itself."""

    def __init__(self, old: Loaded, new: Loaded, changes: Sequence[Change]) -> None:
        assert old.text.root
        assert new.text.root
        self.old, self.new, self.changes = old, new, tuple(changes)
        self.old_data, self.new_data = old.text.root.data(), new.text.root.data()
        self._made: dict[frozenset[int], Loaded | None] = {
            frozenset(): old, frozenset(change.number for change in changes): new,
        }  # fmt: skip

    def book(self, numbers: Iterable[int]) -> Loaded | None:
        """The old book with the changes of these numbers."""
        chosen = frozenset(numbers)
        if chosen not in self._made:
            self._made[chosen] = self._read([change for change in self.changes if change.number in chosen])
        return self._made[chosen]

    def _read(self, chosen: list[Change]) -> Loaded | None:
        data = mixed(self.old_data, self.new_data, chosen)
        if data is None:
            return None
        loaded = load_data(data, self.new.text.file)
        return loaded if loaded.rulebook else None


def mixed(old: Data, new: Data, chosen: Sequence[Change]) -> Data | None:
    """The data of the old book with the chosen changes; None where a change has no place to stand."""
    data = deepcopy(old)
    try:
        for change in chosen:
            if change.kind == "value":
                _set(_anchored(data, change), change.keys, deepcopy(change.new), data, change)
        _restructure(data, [change for change in chosen if change.anchor.section == "node"])
        for section in ROWS:
            _rows(data, new, section, [change for change in chosen if change.anchor.section == section])
        for change in chosen:
            if change.kind in ("added", "removed", "renamed") and change.anchor.section not in ("node", *ROWS):
                _entry(data, new, change)
    except LookupError:
        return None
    return data


# ---------------------------------------------------------------- where a change stands


def _anchored(data: Data, change: Change) -> Any:
    section, name = change.anchor.section, change.anchor.name
    if section == "node":
        container, key = find_node(data, name)
        return container[key]
    if section in ROWS:
        rows = data[section]
        return rows[numbered([row["name"] for row in rows]).index(name)] if name else rows
    return data.setdefault(section, {}).setdefault(name, {}) if section else data


def _set(part: Any, keys: tuple[str, ...], value: Any, data: Data, change: Change) -> None:
    """Write a value under keys, or take it out; without keys the whole part is exchanged."""
    if not keys:
        if change.anchor.section == "node":
            container, key = find_node(data, change.anchor.name)
            container[key] = value
        else:
            data[change.anchor.section][change.anchor.name] = value
        return
    for key in keys[:-1]:
        part = part[key]
    if value is None:
        part.pop(keys[-1], None)
    else:
        part[keys[-1]] = value


def find_node(data: Data, node_id: str) -> tuple[Data, str]:
    """The mapping in which a node stands, and its key; LookupError where there is none."""
    waiting = [data["categories"]]
    while waiting:
        container = waiting.pop()
        if node_id in container:
            return container, node_id
        for node in container.values():
            waiting += [
                node[key] for key in ("groups", "items") if isinstance(node, dict) and isinstance(node.get(key), dict)
            ]
    raise LookupError(node_id)


# ---------------------------------------------------------------- the tree


def _restructure(data: Data, chosen: list[Change]) -> None:
    """Take moved nodes out, remove, add, put the moved ones where they belong, then rename."""
    moving = {}
    for change in chosen:
        if change.kind == "moved":
            container, key = find_node(data, change.anchor.name)
            moving[change.anchor.name] = container.pop(key)
    for change in chosen:
        if change.kind == "removed":
            container, key = find_node(data, change.anchor.name)
            container.pop(key)
    for change in chosen:
        if change.kind == "added":
            _attach(data, _parent_of(change), change.anchor.name, deepcopy(change.new))
    for change in chosen:
        if change.kind == "moved":
            _attach(data, change.new, change.anchor.name, moving[change.anchor.name])
    for change in chosen:
        if change.kind == "renamed":
            container, key = find_node(data, change.anchor.name)
            items = [(change.new if name == key else name, node) for name, node in container.items()]
            container.clear()
            container.update(items)


def _parent_of(change: Change) -> str:
    return change.keys[0] if change.keys else ""


def _attach(data: Data, parent: str, node_id: str, node: Any) -> None:
    if not parent:
        data["categories"][node_id] = node
        return
    container, key = find_node(data, parent)
    kind = "items" if "items" not in node and "groups" not in node else "groups"
    container[key].setdefault(kind, {})[node_id] = node


# ---------------------------------------------------------------- rows and entries of sections


def _rows(data: Data, new: Data, section: str, chosen: list[Change]) -> None:
    """Rows in the old order, or in the new one where the reordering is chosen; added rows behind the one before."""
    shape = [change for change in chosen if change.kind != "value"]
    if not shape:
        return
    rows = data.get(section) or []
    known = dict(zip(numbered([row["name"] for row in rows]), rows, strict=True))
    order = list(known)
    for change in shape:
        if change.kind == "removed":
            order.remove(change.anchor.name)
    fresh = new.get(section) or []
    renamed = {change.anchor.name: change.new for change in shape if change.kind == "renamed"}
    before_that = {name: old for old, name in renamed.items()}
    new_order = [before_that.get(name, name) for name in numbered([row["name"] for row in fresh])]
    if any(change.kind == "reordered" for change in shape):
        order.sort(key=lambda name: new_order.index(name) if name in new_order else len(new_order))
    for change in shape:
        if change.kind == "added":
            known[change.anchor.name] = deepcopy(change.new)
            index = new_order.index(change.anchor.name)
            before = [name for name in new_order[:index] if name in order]
            order.insert(order.index(before[-1]) + 1 if before else 0, change.anchor.name)
    if order:
        data[section] = [{**known[name], "name": renamed[name]} if name in renamed else known[name] for name in order]
    else:
        data.pop(section, None)


def _entry(data: Data, new: Data, change: Change) -> None:
    section, name = change.anchor.section, change.anchor.name
    entries = data.setdefault(section, {})
    if change.kind == "added":
        entries[name] = deepcopy(at(new, (section, name)))
    elif change.kind == "renamed":
        data[section] = {change.new if key == name else key: value for key, value in entries.items()}
    else:
        entries.pop(name)
        if not entries:
            data.pop(section)
