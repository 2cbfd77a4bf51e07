"""Which messages the program can say: keys that stand in its code, whole or as an f-string with holes for words that
stand there too."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from pathlib import Path

_GROUPS = ("word", "at", "parted")
"""Functions that take the name of a whole group of messages."""


class Spoken:
    """The keys of some code."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self._words: set[str] = set()
        self._groups: set[str] = set()
        holes = set()
        for path in paths:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.JoinedStr):
                    holes.add(
                        "".join("([^.]+)" if (text := _text(part)) is None else re.escape(text) for part in node.values)
                    )
                self._look(node)
        self._patterns = [re.compile(text) for text in sorted(holes) if not text.startswith("(") and r"\." in text]

    def _look(self, node: ast.AST) -> None:
        if (text := _text(node)) is not None:
            self._words |= {text, *text.split()}
        elif isinstance(node, ast.ClassDef):  # words of enumerations, fields and models are keys too
            named: list[ast.expr] = [each.target for each in node.body if isinstance(each, ast.AnnAssign)]
            named += [target for each in node.body if isinstance(each, ast.Assign) for target in each.targets]
            self._words |= {node.name, *(target.id for target in named if isinstance(target, ast.Name))}
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in _GROUPS:
            self._groups |= {text for each in node.args if (text := _text(each)) is not None}

    def says(self, key: str) -> bool:
        """Whether the message is said: by its own key, or with the group in which it stands."""
        parts = key.split(".")
        return any(self._knows(".".join(parts[:count])) for count in range(1, len(parts) + 1))

    def _knows(self, key: str) -> bool:
        if key in self._groups or ("." in key and key in self._words):
            return True
        found = [match for pattern in self._patterns if (match := pattern.fullmatch(key))]
        return any(all(word in self._words for word in match.groups()) for match in found)


def _text(node: ast.AST) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
