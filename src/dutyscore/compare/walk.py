"""Walks two versions of one part of a rulebook side by side and names the values that do not mean the same."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from dutyscore.compare.alike import same
from dutyscore.methods import ENTRY, GROUP, MEMBER
from dutyscore.model.frozen import dataclass
from dutyscore.rulebook.nodes import GroupScore, Score, Split, Times
from dutyscore.rulebook.shape import key_of

_WHOLE = (Split, Times)
"""Parts that are one value to a reader."""
CHILDREN = ("groups", "items")
"""Keys of a node whose content is paired by id, not here."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value that differs, by the keys that lead to it."""

    keys: tuple[str, ...]


def differing(old: BaseModel, new: BaseModel, keys: tuple[str, ...] = (), skip: tuple[str, ...] = ()) -> Iterator[Leaf]:
    """The smallest parts that differ, as deep as both sides have the same shape."""
    for name, field in type(old).model_fields.items():
        if name in skip:
            continue
        before, after, key = getattr(old, name), getattr(new, name), key_of(name, field)
        if same(before, after, name):
            continue
        if isinstance(before, BaseModel) and type(before) is type(after) and not _other_kind(before, after):
            yield from differing(before, after, (*keys, key))
        else:
            yield Leaf((*keys, key))


def _other_kind(before: BaseModel, after: BaseModel) -> bool:
    """Whether the two are different ways of saying something rather than one way with other values."""
    if isinstance(before, (Score, GroupScore)):
        words = ("of", *GROUP) if isinstance(before, GroupScore) else ("of", "full", *ENTRY, *MEMBER)
        return any((getattr(before, word, None) is None) != (getattr(after, word, None) is None) for word in words)
    return isinstance(before, _WHOLE)
