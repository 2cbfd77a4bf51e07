"""Parts of the tree that cannot influence each other: what a change does to one part, it does whatever happens in the
others. Their values add up to the total."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from dutyscore.compare.bonds import join
from dutyscore.compare.book import Book, BookNode
from dutyscore.compare.change import Change
from dutyscore.compare.uses import in_section, item_words, measures_of, node_words, speakers
from dutyscore.model.arrays import Int64
from dutyscore.model.frozen import dataclass
from dutyscore.model.result import Result
from dutyscore.rulebook.nodes import Group

_POINTLESS = ("lists", "rankings", "standings", "grades", "bands", "requirements")
"""Sections that decide about points and give none."""


@dataclass(frozen=True, slots=True)
class Blocks:
    """`items[k]` are the ids of the items of block k; `whole`: the total does not fall apart, there is one block."""

    items: tuple[frozenset[str], ...]
    whole: bool

    def of(self, item: str) -> int:
        return next(index for index, items in enumerate(self.items) if item in items)


def blocks(old: Book, new: Book, renamed: Iterable[tuple[str, str]] = ()) -> Blocks:
    """`renamed`: (old, new) ids of what is one and the same item."""
    names = [node.id for book in (old, new) for node in book.items]
    if not all(map(_adds, (old, new))):
        return Blocks((frozenset(names),), True)
    groups: dict[int, set[int]] = {index: {index} for index in range(len(names))}
    places: dict[str, list[int]] = {}
    for index, name in enumerate(names):
        places.setdefault(name, []).append(index)
    for same in places.values():
        join(groups, same)
    for one, two in renamed:
        if one in places and two in places:
            join(groups, [*places[one], *places[two]])
    closed = {node.id for book in (old, new) for node in book.nodes.values() if _is_closed(node.spec)}
    for name in closed:
        inside = [
            index
            for book in (old, new)
            if name in book.nodes
            for each in book.below(name)
            for index in places.get(each.id, ())
        ]
        if inside:
            join(groups, inside)
    if any(_reaches_out(node) for book in (old, new) for node in book.items):
        join(groups, range(len(names)))
    found = {frozenset(names[index] for index in group) for group in map(frozenset, groups.values())}
    order = {name: index for index, name in reversed(list(enumerate(names)))}
    return Blocks(tuple(sorted(found, key=lambda items: min(order[item] for item in items))), False)


def _adds(book: Book) -> bool:
    """Whether the total is the plain sum of the categories, and no entry of one item can knock out one of another."""
    rulebook = book.rulebook
    rule = rulebook.entries.duplicate_of
    by_item = rule is None or bool({*rule.fields_} & {*rulebook.entries.columns.item})
    unscored = any(node.item and node.item.score.missing == "not_scored" for node in book.items)  # all points or none
    return rulebook.totals is None and rulebook.points.total_step is None and by_item and not unscored


def _reaches_out(node: BookNode) -> bool:
    """An item whose entries become entries of other members or items."""
    assert node.item
    return bool(node.item.credit_to or (node.item.split and node.item.split.among))


def _is_closed(spec: object) -> bool:
    return isinstance(spec, Group) and bool(spec.max or spec.min or spec.pick or spec.need or spec.score)


def touched(change: Change, old: Book, new: Book, found: Blocks) -> frozenset[int]:
    """The blocks whose points a change may move; none where it only says or decides something."""
    everything = frozenset(range(len(found.items)))
    section, name = change.anchor.section, change.anchor.name
    inert = any(veto.inert for book in (old, new) for veto in book.rulebook.vetoes.values())
    if change.proof.argument == "said_only" or section in _POINTLESS or (section == "vetoes" and not inert):
        return frozenset()
    if section == "node":
        partner = change.new if change.kind == "renamed" else name
        ids = {
            each.id for book in (old, new) for top in {name, partner} if top in book.nodes for each in book.below(top)
        }
    elif section == "measures" and not inert:
        ids = {each.id for book in (old, new) for top in speakers(book, name) for each in book.below(top)}
        if any(
            in_section(book, other, ("totals", "exempt"))
            for book in (old, new)
            for other in (name, *measures_of(book, name))
        ):
            return everything
    else:
        return everything
    return frozenset(index for index, items in enumerate(found.items) if items & ids)


def alone(found: Blocks, chosen: Iterable[int], books: Sequence[Book]) -> frozenset[str] | None:
    """The project words whose entries are enough to score the blocks; None where other entries matter as well."""
    if found.whole:
        return None
    items = frozenset[str]().union(*(found.items[index] for index in chosen))
    words: set[str] = set()
    for book in books:
        if any(veto.inert for veto in book.rulebook.vetoes.values()) or any(map(_reaches_out, book.items)):
            return None
        measures = set(book.rulebook.measures)
        words |= {node.item.repairs.entry for node in book.items if node.item and node.item.repairs}
        for node in book.items:
            if node.id in items:
                spoken = set().union(*(node_words(book, each) for each in book.chain(node.id)))
                if spoken & measures:
                    return None
                assert node.item
                words |= item_words(book, node)
    return frozenset(words)


def values(result: Result, found: Blocks) -> Int64:
    """What each block is worth to each member (int64 steps, members x blocks); nothing to who is not scored."""
    scored = result.scored[:, np.newaxis]
    if found.whole:
        return result.totals.reshape(-1, 1) * scored
    sums = np.zeros((len(result.totals), len(found.items)), np.int64)
    home: list[set[int]] = [set() for _ in result.nodes]
    block = {item: index for index, items in enumerate(found.items) for item in items}
    for index in reversed(range(len(result.nodes))):
        node = result.nodes[index]
        if node.kind == "item" and node.id in block:
            home[index].add(block[node.id])
        if node.parent >= 0:
            home[node.parent] |= home[index]
    counted: list[bool] = []
    for index, node in enumerate(result.nodes):
        above = node.parent >= 0 and counted[node.parent]
        whole = len(home[index]) == 1
        if whole and not above:
            sums[:, next(iter(home[index]))] += result.values[:, index]
        counted.append(above or whole)
    return sums * scored
