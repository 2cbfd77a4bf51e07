"""One version of a rulebook, ready to be compared: its models, its data, its places, its nodes by id."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from dutyscore.compare.change import at
from dutyscore.model.frozen import dataclass
from dutyscore.model.place import Place
from dutyscore.model.written import Path
from dutyscore.rulebook.dated import change_days, in_force
from dutyscore.rulebook.load import Loaded
from dutyscore.rulebook.nodes import Group, Item
from dutyscore.rulebook.schema import Rulebook

Spec = Group | Item


@dataclass(frozen=True, slots=True)
class BookNode:
    """A node with its path in the file and the ids of its ancestors, the category first."""

    id: str
    spec: Spec
    path: Path
    above: tuple[str, ...]

    @property
    def parent(self) -> str:
        return self.above[-1] if self.above else ""

    @property
    def item(self) -> Item | None:
        return self.spec if isinstance(self.spec, Item) else None


@dataclass(frozen=True, eq=False)
class Book:
    """`rulebook` is the version in force on one day; a book without dated values is the same on all of them."""

    loaded: Loaded
    rulebook: Rulebook

    @cached_property
    def data(self) -> Any:
        root = self.loaded.text.root
        return root.data() if root else {}

    @cached_property
    def nodes(self) -> dict[str, BookNode]:
        return {node.id: node for node in _nodes(self.rulebook)}

    @cached_property
    def items(self) -> tuple[BookNode, ...]:
        return tuple(node for node in self.nodes.values() if node.item)

    def below(self, node_id: str) -> tuple[BookNode, ...]:
        """The node and everything below it."""
        return tuple(node for node in self.nodes.values() if node.id == node_id or node_id in node.above)

    def chain(self, node_id: str) -> tuple[BookNode, ...]:
        """The node and its ancestors, the node first."""
        node = self.nodes[node_id]
        return (node, *(self.nodes[above] for above in reversed(node.above)))

    def called(self, node_id: str) -> str:
        """The name of a node; empty for the book itself, in which the categories stand."""
        return self.nodes[node_id].spec.name if node_id else ""

    def at(self, path: Path) -> Any:
        return at(self.data, path)

    def place(self, path: Path) -> Place:
        """Where the value at a path stands (the key that leads to a mapping)."""
        root = self.loaded.text.root
        if root is None:
            return Place(self.loaded.text.file)
        node = root.at(path)
        if node.kind != "text":
            node = root.at(path, key=True)
        return Place(self.loaded.text.file, "", node.line, node.column)


def _nodes(rulebook: Rulebook) -> Iterator[BookNode]:
    def walk(node_id: str, spec: Spec, path: Path, above: tuple[str, ...]) -> Iterator[BookNode]:
        yield BookNode(node_id, spec, path, above)
        if isinstance(spec, Group):
            for key, children in (("groups", spec.groups), ("items", spec.items)):
                for child_id, child in children.items():
                    yield from walk(child_id, child, (*path, key, child_id), (*above, node_id))

    for node_id, category in rulebook.categories.items():
        yield from walk(node_id, category, ("categories", node_id), ())


def versions(loaded: Loaded, days: list[int]) -> list[Book]:
    """The book as it reads on each of the days; without days the one book there is."""
    assert loaded.rulebook is not None
    root = loaded.text.root
    if not days or root is None:
        return [Book(loaded, loaded.rulebook)]
    content = root.data()
    return [Book(loaded, Rulebook.model_validate(in_force(content, day))) for day in days]


def days_of_change(*books: Loaded) -> list[int]:
    """The days on which a value of any of the books changes."""
    return sorted({day for book in books if book.text.root for day in change_days(book.text.root.data())})
