"""Which words a field takes beside which item: a field that an item never asks for is left empty there."""

from __future__ import annotations

from collections.abc import Iterator

from dutyscore.output.views.template_points import mentioned, own_texts
from dutyscore.rulebook.nodes import Group, Item
from dutyscore.rulebook.schema import Rulebook
from dutyscore.rulebook.words import all_items, own_words, taken_words

_OUTSIDE = ("categories", "fields_", "roster", "title", "source")
"""Parts of a rulebook that say nothing about which entries need a field: the tree is looked at item by item."""


def offered_items(rulebook: Rulebook) -> list[str]:
    """The words that the item column offers: the names of items that take entries, words that several items share,
    words of repairs."""
    words: dict[str, None] = {}
    for item_id, item in all_items(rulebook):
        if taken_words(item_id, item):
            words |= dict.fromkeys((*item.takes, item.name) if item.takes else (item.name,))
        if item.repairs:
            words[item.repairs.entry] = None
    return list(words)


def choices_by_item(rulebook: Rulebook, field: str) -> dict[str, tuple[str, ...]] | None:
    """The choices of a field beside each offered item, none where the field is of no use; None = all of them always."""
    fact = rulebook.fields_[field]
    outside = {text for name in type(rulebook).model_fields if name not in _OUTSIDE
               for text in mentioned(getattr(rulebook, name))}  # fmt: skip
    if _names(rulebook, field) & outside:
        return None
    every = fact.choices or (fact.yes, fact.no)
    takers = list(_takers(rulebook))
    found = {}
    for word in offered_items(rulebook):
        allowed: set[str] = set()
        for words, item, above in takers:
            if word in words:
                allowed |= set(_allowed(item, field, every, _names(rulebook, field), above))
        found[word] = tuple(choice for choice in every if choice in allowed)
    return None if all(choices == every for choices in found.values()) else found


def _names(rulebook: Rulebook, field: str) -> set[str]:
    return {field, *rulebook.fields_[field].aliases}


def _takers(rulebook: Rulebook) -> Iterator[tuple[set[str], Item, set[str]]]:
    """Every item with the words under which it takes entries, and what stands above it in the tree."""

    def walk(group: Group, above: set[str]) -> Iterator[tuple[set[str], Item, set[str]]]:
        above = above | set(own_texts(group))
        for child_id, child in group.children():
            if isinstance(child, Item):
                repairs = {child.repairs.entry} if child.repairs else set()
                yield {*own_words(child_id, child), *taken_words(child_id, child), *repairs}, child, above
            else:
                yield from walk(child, above)

    for category in rulebook.categories.values():
        yield from walk(category, set())


def _allowed(item: Item, field: str, every: tuple[str, ...], names: set[str], above: set[str]) -> tuple[str, ...]:
    """The choices that an item can value."""
    if names & above:
        return every
    lookup = item.score.lookup
    if lookup and not item.score.of and lookup.fields() == (field,) and lookup.otherwise is None:
        return tuple(words[0] for words in lookup.points)
    return every if names & set(mentioned(item)) else ()
