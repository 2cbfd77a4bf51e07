"""Reads the examples of this folder: texts with what is found in them."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dutyscore.model.diagnostic import Diagnostic

HERE = Path(__file__).parent
_MARKS = str.maketrans({"⇥": "\t", "␣": "\u3000", "∅": "\u200b"})


@dataclass
class Example:
    """`lines` is the text, or the changes to the good rulebook; `data` what the repaired text holds, as JSON."""

    name: str
    lines: list[str] = field(default_factory=list)
    found: list[str] = field(default_factory=list)
    data: Any = None

    @property
    def text(self) -> str:
        return "".join(f"{line}\n" for line in self.lines)

    def changed(self, base: str) -> str:
        """The good rulebook with the lines after `-` replaced by those after `+`."""
        old = "\n".join(line[2:] for line in self.lines if line.startswith("- "))
        new = "\n".join(line[2:] for line in self.lines if line.startswith("+ "))
        assert base.count(old) == 1, f"{self.name}: {base.count(old)} times in the good rulebook: {old}"
        return base.replace(old, new)


def examples(name: str) -> Iterator[Example]:
    """The examples of one file."""
    example, inside = Example(""), False
    for line in (HERE / name).read_text(encoding="utf-8").translate(_MARKS).split("\n"):
        if line.startswith("=== "):
            if example.name:
                yield _trimmed(example)
            example, inside = Example(line[4:]), True
        elif line.startswith("--- found"):
            inside = False
        elif line.startswith("=> "):
            example.data = json.loads(line[3:])
        elif inside:
            example.lines.append(line)
        elif line:
            example.found.append(line)
    yield _trimmed(example)


def _trimmed(example: Example) -> Example:
    while example.lines and not example.lines[-1]:
        example.lines.pop()
    return example


def brief(findings: Iterable[Diagnostic]) -> list[str]:
    """Findings as the examples write them: code, line:column, corrected line."""
    return [f"{found.code} {found.place.line}:{found.place.column} {found.fix}".rstrip() for found in findings]
