"""Findings about the meaning of a rulebook, placed where the rulebook says it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from dutyscore.model.diagnostic import Diagnostic, Excerpt
from dutyscore.model.place import Place
from dutyscore.model.written import Path
from dutyscore.rulebook.yaml_draft import excerpt
from dutyscore.rulebook.yaml_text import Node, YamlText

Steps = Sequence[str | int]
"""The way from the root of a file to one of its parts: keys and positions in lists."""


def real_path(root: Node, steps: Steps) -> tuple[str | int, ...]:
    """The steps that exist in the file. Names that only the schema knows (`from_`, the index of a value that was
    written without a list) are passed over."""
    node = root
    path: list[str | int] = []
    for step in steps:
        bare = step[:-1] if isinstance(step, str) and step.endswith("_") else step
        for name in (step, bare):
            found = node.step(name)
            if found is not None:
                node = found[1]
                path.append(name)
                break
    return tuple(path)


def node_at(text: YamlText, steps: Steps, *, at_key: bool = False) -> Node | None:
    """The part of the file at the steps; with `at_key`, or where nothing is written, the key that leads there."""
    if text.root is None:
        return None
    path = real_path(text.root, steps)
    node = text.root.at(path)
    return text.root.at(path, key=True) if at_key or (node.kind == "text" and not node.text) else node


def finding(
    text: YamlText,
    code: str,
    path: Steps,
    *,
    at_key: bool = False,
    fix: str = "",
    also: Iterable[Place] = (),
    **facts: str,
) -> Diagnostic:
    """A finding at a path, at the key itself with `at_key`."""
    node = node_at(text, path, at_key=at_key)
    if node is None:
        return Diagnostic(code, Place(text.file), facts, fix, None, tuple(also))
    place = Place(text.file, "", node.line, node.column)
    return Diagnostic(code, place, facts, fix, _shown(text, node), tuple(also))


def _shown(text: YamlText, node: Node) -> Excerpt:
    """The line of a node with all of it marked that stands on this line; of a mapping only its beginning."""
    line = text.lines[node.line - 1] if node.line <= len(text.lines) else ""
    length = 1
    if node.kind == "text":
        end = node.end_column - 1 if node.end_line == node.line else len(line)
        length = max(1, end - (node.column - 1))
    return excerpt(text.lines, node.line, node.column - 1, length)


class Report:
    """Collects findings about one file. `route` leads a path of what was read to where the file says it, if these
    differ."""

    def __init__(self, text: YamlText, route: Callable[[Path], Path] = tuple) -> None:
        self.text, self.route = text, route
        self.findings: list[Diagnostic] = []

    def add(
        self, code: str, path: Steps, *, at_key: bool = False, fix: str = "", also: Iterable[Place] = (), **facts: str
    ) -> None:
        here = self._where(path, at_key)
        self.findings.append(finding(self.text, code, here, at_key=at_key, fix=fix, also=also, **facts))

    def place(self, path: Steps, *, at_key: bool = False) -> Place:
        """Where a part of the file stands."""
        node = node_at(self.text, self._where(path, at_key), at_key=at_key)
        return Place(self.text.file, "", node.line, node.column) if node else Place(self.text.file)

    def _where(self, path: Steps, at_key: bool) -> Steps:
        """A route leads into what stands behind a key, never to another key."""
        return path if at_key else self.route(tuple(path))

    def is_written(self, path: Steps) -> bool:
        """Whether the file says this itself."""
        return self.text.root is not None and len(real_path(self.text.root, path)) == len(path)

    def unknown(self, path: Steps, name: str, nearest: str, expected: str, *, at_key: bool = False) -> None:
        """A name that resolves to nothing."""
        self.add("DS208", path, at_key=at_key, fix=nearest, name=name, nearest=nearest, expected=expected)

    def wrong_word(self, path: Steps, value: str, words: Sequence[str], nearest: str, *, at_key: bool = False) -> None:
        """A word that is none of the listed ones."""
        self.add("DS205", path, at_key=at_key, fix=nearest, value=value, allowed=", ".join(words), nearest=nearest)
