"""A YAML text as a tree of nodes that know where they stand. Scalars stay the text that was written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from dutyscore.model.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Node:
    """One mapping, list or text. Lines and columns count from 1, the end is exclusive.

    `text` is the scalar as written, never resolved: 010, on, 1:30, 2025.10 and null are just these words, nothing at
    all is the empty text. `plain` tells the unquoted ones. A mapping keeps every pair, also of a repeated key.
    """

    kind: Literal["mapping", "list", "text"]
    line: int
    column: int
    end_line: int
    end_column: int
    text: str = ""
    plain: bool = False
    items: tuple[Node, ...] = ()
    pairs: tuple[tuple[Node, Node], ...] = ()

    def data(self) -> Any:
        """The content as dict, list and str, in the order of the file. Of a repeated key the first one counts."""
        if self.kind == "text":
            return self.text
        if self.kind == "list":
            return [item.data() for item in self.items]
        content: dict[str, Any] = {}
        for key, value in self.pairs:
            content.setdefault(key.text, value.data())
        return content

    def step(self, name: str | int) -> tuple[Node | None, Node] | None:
        """The key node (None in a list) and the value one step down, or None where there is no such step."""
        if self.kind == "list" and isinstance(name, int) and 0 <= name < len(self.items):
            return None, self.items[name]
        if self.kind == "mapping":
            wanted = str(name)
            return next(((key, value) for key, value in self.pairs if key.text == wanted), None)
        return None

    def at(self, path: Sequence[str | int], *, key: bool = False) -> Node:
        """The deepest existing node along the path; with `key` the key node of the last step that exists."""
        node, name = self, None
        for part in path:
            found = node.step(part)
            if found is None:
                break
            name, node = found
        return name if key and name is not None else node


def node_of(data: Any) -> Node:
    """A tree that holds data made of dict, list and str, and stands nowhere."""
    if isinstance(data, dict):
        pairs = tuple((Node("text", 1, 1, 1, 1, key), node_of(value)) for key, value in data.items())
        return Node("mapping", 1, 1, 1, 1, pairs=pairs)
    if isinstance(data, list):
        return Node("list", 1, 1, 1, 1, items=tuple(node_of(item) for item in data))
    return Node("text", 1, 1, 1, 1, str(data))
