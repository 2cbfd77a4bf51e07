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
    """An id is the identity of a node. A node whose id alone has changed is still the same."""
    both = [(node, new.nodes[name]) for name, node in old.nodes.items() if name in new.nodes]
    removed = [node for name, node in old.nodes.items() if name not in new.nodes]
    added = [node for name, node in new.nodes.items() if name not in old.nodes]
    for gone in list(removed):
        twins = [node for node in added if same(node.spec, gone.spec) and node.item]
        if len(twins) == 1:
            both.append((gone, twins[0]))
            removed.remove(gone)
            added.remove(twins[0])
    return Pairs(tuple(both), tuple(removed), tuple(added))


def numbered(names: Sequence[str]) -> list[str]:
    """Names made unique: rows of one name are told apart by their order."""
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name} {seen[name]}")
    return found
