"""Arguments about changes of the tree: values of items and groups, limits, choices, and whole nodes."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, Final

from dutyscore.compare import signs, trend
from dutyscore.compare.book import Book, BookNode
from dutyscore.compare.change import UNPROVED, Change, Proof
from dutyscore.compare.climb import adds_up, nested, same_path, windows_up
from dutyscore.compare.proof_entries import matching, pick, starting, words
from dutyscore.compare.proof_signs import directed
from dutyscore.compare.trend import Trend
from dutyscore.rulebook.nodes import Group, Item

Rule = Callable[[Change, Book, Book, BookNode, BookNode], Proof]
_SAID: Final = ("ref",)


def node_value(change: Change, old: Book, new: Book) -> Proof:
    """A value at a node that both versions have."""
    one = old.nodes.get(change.anchor.name)
    two = new.nodes.get(change.anchor.name)
    key = change.keys[0] if change.keys else ""
    if one is None or two is None or not key:
        return UNPROVED
    rule = _RULES.get(key)
    return rule(change, old, new, one, two) if rule else UNPROVED


# ---------------------------------------------------------------- what an entry is worth


def _said(change: Change, old: Book, new: Book, one: BookNode, two: BookNode) -> Proof:
    return Proof("neutral", "said_only")


def _score(change: Change, old: Book, new: Book, one: BookNode, two: BookNode) -> Proof:
    if one.item is None or two.item is None:
        return UNPROVED
    found = trend.of_scores(old, new, one.item.score, two.item.score)
    if found is None:
        return UNPROVED
    if found.refused:
        return Proof("incompatible", "refused_now") if one.item.score.entry_method else UNPROVED
    found = _with_taken(found)
    if not (found.up or found.down or found.taken):
        return Proof("neutral", "same_worth")
    factors = signs.of_times(old, one.item.times) | signs.of_times(new, two.item.times)
    if factors.below or _repeats_turn(one.item) or not same_path(old, new, one.id, amounts=not found.taken):
        return UNPROVED
    if found.taken and any(book.rulebook.measures or book.rulebook.entries.duplicate_of for book in (old, new)):
        return UNPROVED  # entries that were refused count now, wherever entries are looked at
    return directed(found.up, found.down, "each_worth")


def _with_taken(found: Trend) -> Trend:
    """An entry that was refused gave nothing: what it gives now is more or less than that."""
    up, down = any(points > 0 for points in found.taken), any(points < 0 for points in found.taken)
    return Trend(found.up or up, found.down or down, taken=found.taken)


def _repeats_turn(item: Item) -> bool:
    return item.repeat is not None


def _per_entry(change: Change, old: Book, new: Book, one: BookNode, two: BookNode) -> Proof:
    """A higher cap of one entry cuts less off each."""
    if one.item is None or two.item is None or not same_path(old, new, one.id):
        return UNPROVED
    before, after = (_bound(node.item.per_entry if node.item else None) for node in (one, two))
    return directed(_above(after, before), _above(before, after), "less_cut")


def _times(change: Change, old: Book, new: Book, one: BookNode, two: BookNode) -> Proof:
    """One factor of awards whose sign is known; all factors are 0 or more."""
    item, other = one.item, two.item
    if item is None or other is None or len(item.times) != len(other.times) or not same_path(old, new, one.id):
        return UNPROVED
    found = trend.SAME
    for before, after in zip(item.times, other.times, strict=True):
        if before == after:
            continue
        if before.field != after.field or before.steps or after.steps:
            return UNPROVED
        words = {**(before.by or {}), **(after.by or {})}
        pairs: list[tuple[Any, Any]] = [(before.constant, after.constant), (before.blank, after.blank)]
        pairs += [
            ((before.by or {}).get(word, before.otherwise), (after.by or {}).get(word, after.otherwise))
            for word in words
        ]
        found |= trend.of_pairs([*pairs, (before.otherwise, after.otherwise)])
    if found.refused:
        return UNPROVED
    worth = signs.of_score(old, item.score) | signs.of_score(new, other.score)
    factors = signs.of_times(old, item.times) | signs.of_times(new, other.times)
    if factors.below or found.taken or (worth.below and worth.above):
        return UNPROVED
    up, down = (found.down, found.up) if worth.below else (found.up, found.down)
    return directed(up, down, "each_factor")


# ---------------------------------------------------------------- limits


def _bound(limits: dict[str, Fraction] | None, window: str = "period") -> Fraction | None:
    return (limits or {}).get(window)


def _above(one: Fraction | None, two: Fraction | None) -> bool:
    """Whether one cap is above another; no cap is above every cap."""
    return two is not None and (one is None or one > two)


def _max(change: Change, old: Book, new: Book, one: BookNode, two: BookNode) -> Proof:
    before, after = one.spec.max or {}, two.spec.max or {}
    windows = {*before, *after}
    up = any(_above(_bound(after, window), _bound(before, window)) for window in windows)
    down = any(_above(_bound(before, window), _bound(after, window)) for window in windows)
    if not up and not down:
        return Proof("neutral", "no_limit_either_way")
    if signs.of_node(old, one).never_above and signs.of_node(new, two).never_above:
        return Proof("neutral", "nothing_to_cut")
    return directed(up, down, "cap") if _limits_climb(old, new, one, two) else UNPROVED


def _min(change: Change, old: Book, new: Book, one: BookNode, two: BookNode) -> Proof:
    before, after = one.spec.min, two.spec.min
    windows = {*before, *after}
    up = down = False
    for window in windows:
        floor, raised = before.get(window), after.get(window)
        up |= raised is not None and (floor is None or raised > floor)
        down |= floor is not None and (raised is None or raised < floor)
    return directed(up, down, "floor") if _limits_climb(old, new, one, two) else UNPROVED


def _limits_climb(old: Book, new: Book, one: BookNode, two: BookNode) -> bool:
    """Above the node nothing turns round what it is worth, and its own windows lie inside each other.

    A choice below or at the node is made before limits and stays as it is."""
    if one.above != two.above or not (adds_up(old) and adds_up(new)):
        return False
    for book, node in ((old, one), (new, two)):
        chain = book.chain(node.id)
        if not nested(windows_up(chain)):
            return False
        if any(isinstance(each.spec, Group) and each.spec.score for each in chain):
            return False
        if any(link.of for each in chain for link in each.spec.pick) and any(
            window != "period" for window in windows_up(chain)
        ):
            return False
        if not _nests_below(book, node):
            return False
    return True


def _nests_below(book: Book, node: BookNode) -> bool:
    """Cuts below fall into the node's own windows as they are: the limits down to every item are nested too."""
    return all(nested(windows_up(book.chain(each.id))) for each in book.below(node.id))


def _need(change: Change, old: Book, new: Book, one: BookNode, two: BookNode) -> Proof:
    before, after = one.spec.need, two.spec.need
    if not before or not after or before.count != after.count or not _limits_climb(old, new, one, two):
        return UNPROVED if change.keys != ("need", "why") else Proof("neutral", "said_only")
    return directed(after.else_ > before.else_, after.else_ < before.else_, "instead")


_RULES: Final[dict[str, Rule]] = {
    "ref": _said,
    "name": words,
    "aliases": words,
    "takes": words,
    "score": _score,
    "per_entry": _per_entry,
    "times": _times,
    "max": _max,
    "min": _min,
    "pick": pick,
    "starting": starting,
    "when": matching,
    "for": matching,
    "need": _need,
}
"""What is known to follow from a change of each key of a node; a key that is not listed is mixed."""
