"""Which part of the old rulebook is which part of the new one: nodes by id, rows by name, sections by key."""

from __future__ import annotations

from collections.abc import Sequence

from dutyscore.compare.alike import same
from dutyscore.compare.book import Book, BookNode
from dutyscore.model.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Pairs:
    """`both`: (old, new) that are one and the same; what only one version has; `renamed` pairs have other ids."""

    both: tuple[tuple[BookNode, BookNode], ...]
    removed: tuple[BookNode, ...]
    added: tuple[BookNode, ...]

    @property
    def renamed(self) -> tuple[tuple[BookNode, BookNode], ...]:
        return tuple(pair for pair in self.both if pair[0].id != pair[1].id)


def paired_nodes(old: Book, new: Book) -> Pairs:
    """An id is the identity of a node. Where an id is gone, the node is still the same if another one has come that
    says all the same, or else one that people call by the same name."""
    both = [(node, new.nodes[name]) for name, node in old.nodes.items() if name in new.nodes]
    removed = [node for name, node in old.nodes.items() if name not in new.nodes]
    added = [node for name, node in new.nodes.items() if name not in old.nodes]
    for alike in (_says_the_same, _is_called_the_same):
        for gone in list(removed):
            twins = [node for node in added if alike(gone, node)]
            if len(twins) == 1 and sum(alike(other, twins[0]) for other in removed) == 1:
                both.append((gone, twins[0]))
                removed.remove(gone)
                added.remove(twins[0])
    return Pairs(tuple(both), tuple(removed), tuple(added))


def _says_the_same(old: BookNode, new: BookNode) -> bool:
    return same(old.spec, new.spec)


def _is_called_the_same(old: BookNode, new: BookNode) -> bool:
    return type(old.spec) is type(new.spec) and old.spec.name == new.spec.name


def numbered(names: Sequence[str]) -> list[str]:
    """Names made unique: rows of one name are told apart by their order."""
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name} {seen[name]}")
    return found
