"""One change of a rulebook: where it stands in both versions, what was and what is, whom it helps and why."""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256
from typing import Any, Literal

from dutyscore.model.frozen import dataclass
from dutyscore.model.place import Place
from dutyscore.model.written import Path

Label = Literal["incompatible", "stricter", "looser", "neutral", "mixed"]
LABELS: tuple[Label, ...] = ("incompatible", "stricter", "mixed", "looser", "neutral")
"""From what concerns people most to what concerns nobody."""
ChangeKind = Literal["value", "added", "removed", "moved", "renamed", "reordered"]


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a change is about: a node of the tree (`node`), a row of a list (`grades`, `bands`; `name`), an entry of a
    section (`measures`, `vetoes`, …; `name`) or the book itself (both empty)."""

    section: str = ""
    name: str = ""


Value = str | tuple[tuple[str, str], ...]
"""A single value as text, or what it is from each of several days on: (day, text), the days rising."""


@dataclass(frozen=True, slots=True)
class Part:
    """One value inside a change: the keys that lead to it, and what it was and is (None = not written)."""

    keys: tuple[str, ...]
    old: Value | None
    new: Value | None


@dataclass(frozen=True, slots=True)
class Proof:
    """A label and the argument that proves it (a key of the messages); `places`: ranks or quotas may move people;
    `lists`: consequence lists may change."""

    label: Label
    argument: str
    places: bool = False
    lists: bool = False


UNPROVED = Proof("mixed", "unproved")


@dataclass(frozen=True, slots=True)
class Change:
    """`keys` lead from the anchor to the value (empty for the whole of it). `old` and `new` are the data as written
    (None where nothing is); `keys` of an added node are its parent's id. For a move `old` and `new` are the
    parents' ids, for a reordering the orders."""

    number: int
    kind: ChangeKind
    anchor: Anchor
    keys: tuple[str, ...]
    old: Any
    new: Any
    parts: tuple[Part, ...]
    title: str
    ref: tuple[str, ...]
    old_place: Place | None
    new_place: Place | None
    dated: bool = False
    proof: Proof = UNPROVED

    @property
    def id(self) -> str:
        return f"D{self.number}"

    @property
    def label(self) -> Label:
        return self.proof.label

    @property
    def fingerprint(self) -> str:
        """What an approval names: it stays the same as long as the change does, wherever it stands in the files."""
        content = [self.kind, self.anchor.section, self.anchor.name, self.keys, self.old, self.new, self.label]
        return sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:12]

    def proved(self, proof: Proof) -> Change:
        return replace(self, proof=proof)


def at(data: Any, path: Path) -> Any:
    """The part of the data at a path; None where nothing is written."""
    for step in path:
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return None
    return data
