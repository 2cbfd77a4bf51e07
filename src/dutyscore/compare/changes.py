"""What changed between two versions of a rulebook, one change a line of the report, in the order of the files."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from dutyscore.compare.alike import same
from dutyscore.compare.book import Book, BookNode, days_of_change, versions
from dutyscore.compare.change import Anchor, Change, ChangeKind, Part, at
from dutyscore.compare.leaves import parts
from dutyscore.compare.pairing import numbered, paired_nodes
from dutyscore.compare.walk import CHILDREN, differing
from dutyscore.model.written import Path
from dutyscore.rulebook.dated import dated_values
from dutyscore.rulebook.load import Loaded
from dutyscore.rulebook.nodes import Group
from dutyscore.rulebook.schema import Rulebook
from dutyscore.rulebook.shape import key_of

SECTIONS = (
    "fields", "roster", "windows", "measures", "requirements", "totals", "vetoes", "rankings", "standings", "lists",
)  # fmt: skip
"""Sections whose entries are told apart by their key."""
ROWS = ("grades", "bands")
"""Sections that are lists of rows with names, whose order matters."""


def changes(old: Loaded, new: Loaded) -> tuple[Change, ...]:
    """Every change, unproved, numbered in the order in which the new file (else the old one) has it."""
    days = days_of_change(old, new)
    found: dict[tuple[object, ...], Change] = {}
    for before, after in zip(versions(old, days), versions(new, days), strict=True):
        for change in _Comparison(before, after).run():
            found.setdefault((change.kind, change.anchor, change.keys), change)
    ordered = sorted(found.values(), key=_line)
    return tuple(replace(change, number=number) for number, change in enumerate(ordered, 1))


def _line(change: Change) -> tuple[int, int]:
    place = change.new_place or change.old_place
    return (place.line, place.column) if place else (0, 0)


class _Comparison:
    def __init__(self, old: Book, new: Book) -> None:
        self.old, self.new = old, new

    def run(self) -> Iterator[Change]:
        skip = ("categories", *(name for name in Rulebook.model_fields if name.rstrip("_") in (*SECTIONS, *ROWS)))
        for leaf in differing(self.old.rulebook, self.new.rulebook, skip=skip):
            yield self._value(Anchor(), (), (), leaf.keys, leaf.keys[0])
        yield from self._tree()
        for name, field in Rulebook.model_fields.items():
            key = key_of(name, field)
            before, after = getattr(self.old.rulebook, name), getattr(self.new.rulebook, name)
            if key == "totals" and self.old.rulebook.pointless != self.new.rulebook.pointless:
                yield self._value(Anchor(), (), (), (key,), key)  # `none` is a value of its own, no empty section
            elif key in SECTIONS:
                yield from self._section(key, before or {}, after or {})
            elif key in ROWS:
                yield from self._rows(key, before, after)

    # ------------------------------------------------------------ the tree

    def _tree(self) -> Iterator[Change]:
        pairs = paired_nodes(self.old, self.new)
        known_as = {after.id: before.id for before, after in pairs.both}  # parents are named as the old version does
        for before, after in pairs.both:
            anchor = Anchor("node", before.id)
            if type(before.spec) is not type(after.spec):
                yield self._whole("value", anchor, before, after, {*self.old.nodes} & {*self.new.nodes})
                continue
            if before.id != after.id:
                yield self._change("renamed", anchor, (), before.id, after.id, after.spec.name, after.spec.ref,
                                   before.path, after.path)  # fmt: skip
            parent = known_as.get(after.parent, after.parent)
            if before.parent != parent:
                yield self._change("moved", anchor, (), before.parent, parent, after.spec.name, after.spec.ref,
                                   before.path, after.path)  # fmt: skip
            for leaf in differing(before.spec, after.spec, skip=CHILDREN):
                ref = after.spec.ref or before.spec.ref
                yield self._value(anchor, before.path, after.path, leaf.keys, after.spec.name, ref)
        gone = {node.id for node in pairs.removed}
        for node in pairs.removed:
            if node.parent not in gone:
                yield self._whole("removed", Anchor("node", node.id), node, None, {one.id for one, _ in pairs.both})
        come = {node.id for node in pairs.added}
        for node in pairs.added:
            if node.parent not in come:
                added = self._whole("added", Anchor("node", node.id), None, node, known_as)
                yield replace(added, keys=(known_as.get(node.parent, node.parent),))

    def _whole(
        self, kind: ChangeKind, anchor: Anchor, old: BookNode | None, new: BookNode | None, kept: Collection[str] = ()
    ) -> Change:
        """A node that comes, goes, or is of another kind; `kept` are ids of nodes inside it that both versions have."""
        some = new or old
        assert some
        before = _own(self.old.at(old.path), old, kept) if old else None
        after = _own(self.new.at(new.path), new, kept) if new else None
        return self._change(kind, anchor, (), before, after, some.spec.name, some.spec.ref,
                            old.path if old else None, new.path if new else None)  # fmt: skip

    # ------------------------------------------------------------ sections and rows

    def _section(self, key: str, before: dict[str, Any], after: dict[str, Any]) -> Iterator[Change]:
        gone = [name for name in before if name not in after]
        come = [name for name in after if name not in before]
        for name in list(before):
            path, anchor, title = (key, name), Anchor(key, name), _title(before[name], name)
            if name in gone:
                twins = [other for other in come if same(before[name], after[other])]
                if len(twins) == 1:
                    come.remove(twins[0])
                    yield self._change("renamed", anchor, (), name, twins[0], title, (), path, (key, twins[0]))
                else:
                    yield self._change("removed", anchor, (), self.old.at(path), None, title, (), path, None)
            elif isinstance(before[name], tuple):
                if not same(before[name], after[name]):
                    yield self._value(anchor, path, path, (), name)
            else:
                for leaf in differing(before[name], after[name]):
                    title = _title(after[name], name)
                    yield self._value(anchor, path, path, leaf.keys, title, getattr(after[name], "ref", ()))
        for name in come:
            path = (key, name)
            title = _title(after[name], name)
            yield self._change("added", Anchor(key, name), (), None, self.new.at(path), title, (), None, path)

    def _rows(self, key: str, before: Sequence[Any], after: Sequence[Any]) -> Iterator[Change]:
        old_names, new_names = numbered([row.name for row in before]), numbered([row.name for row in after])
        for index, twin in _renamed(before, after, old_names, new_names):
            name = old_names[index]
            yield self._change("renamed", Anchor(key, name), (), name, new_names[twin], name, after[twin].ref,
                               (key, index), (key, twin))  # fmt: skip
            new_names[twin] = name
        for index, name in enumerate(old_names):
            anchor = Anchor(key, name)
            if name not in new_names:
                yield self._change("removed", anchor, (), self.old.at((key, index)), None, name, before[index].ref,
                                   (key, index), None)  # fmt: skip
                continue
            other = new_names.index(name)
            for leaf in differing(before[index], after[other], skip=("name",)):
                yield self._value(anchor, (key, index), (key, other), leaf.keys, name, after[other].ref)
        for index, name in enumerate(new_names):
            if name not in old_names:
                yield self._change("added", Anchor(key, name), (), None, self.new.at((key, index)), name,
                                   after[index].ref, None, (key, index))  # fmt: skip
        kept = [name for name in old_names if name in new_names]
        now = [name for name in new_names if name in old_names]
        if kept != now:
            yield self._change("reordered", Anchor(key), (), kept, now, key, (), (key,), (key,))

    # ------------------------------------------------------------ one change

    def _value(
        self, anchor: Anchor, old_path: Path, new_path: Path, keys: tuple[str, ...], title: str, ref: Iterable[str] = ()
    ) -> Change:
        """A value under keys; where one side writes it another way (a word for a mapping), the part that both have."""
        while keys and not all(isinstance(at(book.data, (*path, *keys[:-1])), dict)
                               for book, path in ((self.old, old_path), (self.new, new_path))):  # fmt: skip
            keys = keys[:-1]
        before, after = (*old_path, *keys), (*new_path, *keys)
        return self._change("value", anchor, keys, self.old.at(before), self.new.at(after), title, tuple(ref),
                            before, after)  # fmt: skip

    def _change(
        self, kind: ChangeKind, anchor: Anchor, keys: tuple[str, ...], before: Any, after: Any, title: str,
        ref: tuple[str, ...], old_path: Path | None, new_path: Path | None,
    ) -> Change:  # fmt: skip
        found = parts(before, after) if kind in ("value", "added", "removed") else ()
        if kind == "moved":  # readers know groups by their names
            found = (
                Part((), self.old.called(before), (self.old if after in self.old.nodes else self.new).called(after)),
            )
        dated = any(any(True for _ in dated_values(side)) for side in (before, after))
        return Change(
            0, kind, anchor, keys, before, after, found, title, tuple(ref),
            self.old.place(old_path) if old_path is not None else None,
            self.new.place(new_path) if new_path is not None else None, dated,
        )  # fmt: skip


def _title(entry: Any, key: str) -> str:
    """What readers call an entry of a section: vetoes and measures have names beside their keys."""
    return getattr(entry, "name", None) or key


def _renamed(
    before: Sequence[Any], after: Sequence[Any], old_names: list[str], new_names: list[str]
) -> Iterator[tuple[int, int]]:
    """Rows that only one version has and that differ in their names alone."""
    gone = [index for index, name in enumerate(old_names) if name not in new_names]
    come = [index for index, name in enumerate(new_names) if name not in old_names]
    for index in gone:
        twins = [
            other for other in come if same(before[index], after[other].model_copy(update={"name": before[index].name}))
        ]
        if len(twins) == 1:
            come.remove(twins[0])
            yield index, twins[0]


def _own(data: Any, node: BookNode, kept: Collection[str]) -> Any:
    """What a node brings with it: not the children that the other version has as well, those have moved."""
    if not isinstance(node.spec, Group) or not isinstance(data, dict):
        return data
    own = {key: value for key, value in data.items() if key not in CHILDREN}
    for key in CHILDREN:
        children = getattr(node.spec, key)
        inner = {
            name: _own(data[key][name], BookNode(name, child, (), ()), kept)
            for name, child in children.items()
            if name not in kept
        }
        if inner:
            own[key] = inner
    return own
