"""Changes that are one change: apart from each other they make no valid rulebook, or no sense."""

from __future__ import annotations

from collections.abc import Iterable

from dutyscore.compare.change import Change
from dutyscore.compare.changes import ROWS
from dutyscore.compare.mixture import Mixer
from dutyscore.model.condition import BOUNDS

_WORDS = ("name", "aliases", "takes")
"""What an item answers to: a new name and the old one as an alias are one thing."""
_MOST_PAIRS = 12
"""Changes that are no rulebook on their own, up to which a partner is looked for."""


def bonds(mixer: Mixer) -> dict[int, frozenset[int]]:
    """For each change the changes that come with it, itself included."""
    groups: dict[int, set[int]] = {change.number: {change.number} for change in mixer.changes}
    words: dict[str, int] = {}
    sides: dict[tuple[object, ...], int] = {}
    for change in mixer.changes:
        for line in _lines(change):
            join(groups, [sides.setdefault(line, change.number), change.number])
        if change.anchor.section == "node" and change.kind == "value" and change.keys[:1] in [(key,) for key in _WORDS]:
            join(groups, [words.setdefault(change.anchor.name, change.number), change.number])
    _join_invalid(mixer, groups)
    return {number: frozenset(group) for number, group in groups.items()}


def _lines(change: Change) -> Iterable[tuple[object, ...]]:
    """The lines between rows that a change moves: `at_least: 50` in one row and `below: 50` in the next are one."""
    if change.anchor.section in ROWS and change.keys[:1] == ("when",):
        for part in change.parts:
            if part.keys[-1:] and part.keys[-1] in BOUNDS and part.old is not None and part.new is not None:
                yield change.anchor.section, part.keys[:-1], part.old, part.new


def join(groups: dict[int, set[int]], numbers: Iterable[int]) -> None:
    merged: set[int] = set().union(*(groups[number] for number in numbers))
    for number in merged:
        groups[number] = merged


def stands(mixer: Mixer, numbers: Iterable[int]) -> bool:
    """Whether the changes can be made without the others, and the others without them."""
    some = set(numbers)
    rest = {change.number for change in mixer.changes} - some
    return mixer.book(some) is not None and mixer.book(rest) is not None


def _join_invalid(mixer: Mixer, groups: dict[int, set[int]]) -> None:
    alone = [change for change in mixer.changes if not stands(mixer, groups[change.number])]
    if len(alone) > _MOST_PAIRS:
        join(groups, [change.number for change in alone])
    for change in alone:
        if stands(mixer, groups[change.number]):
            continue
        partners = [other for other in [*alone, *mixer.changes] if other.number not in groups[change.number]]
        pair = next((other for other in _near(change, partners)
                     if stands(mixer, groups[change.number] | groups[other.number])), None)  # fmt: skip
        join(groups, [change.number, *([pair.number] if pair else [other.number for other in alone])])


def _near(change: Change, others: list[Change]) -> list[Change]:
    """Changes that look related first: about the same thing, then the rest."""
    return sorted(others, key=lambda other: other.anchor != change.anchor)
