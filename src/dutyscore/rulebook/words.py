"""The words of a rulebook: what each item answers to, what a name in a condition means, what the reader must know."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from dutyscore.model.vocabulary import DATE, ITEM, MEMBER, REVIEWER, ROW, Field, Vocabulary
from dutyscore.rulebook.nodes import Group, Item
from dutyscore.rulebook.schema import Fact, Rulebook


def own_words(item_id: str, item: Item) -> tuple[str, ...]:
    """What an item is called: id, name, aliases."""
    return tuple(dict.fromkeys((item_id, item.name, *item.aliases)))


def taken_words(item_id: str, item: Item) -> tuple[str, ...]:
    """Every project word under which the item takes entries; empty for items that need none."""
    return () if item.score.entry_method is None else tuple(dict.fromkeys((*own_words(item_id, item), *item.takes)))


def walk_items(group: Group) -> Iterator[tuple[str, Item]]:
    """All items below a group, in tree order."""
    for child_id, child in group.children():
        if isinstance(child, Item):
            yield child_id, child
        else:
            yield from walk_items(child)


def all_items(rulebook: Rulebook) -> list[tuple[str, Item]]:
    return [pair for category in rulebook.categories.values() for pair in walk_items(category)]


def project_meaning(rulebook: Rulebook, word: str) -> tuple[str, ...]:
    """The project words that a condition means by `word`: an item's name stands for all its own words."""
    meant = {word: None}
    for item_id, item in all_items(rulebook):
        if word in own_words(item_id, item):
            meant.update(dict.fromkeys(own_words(item_id, item)))
    return tuple(meant)


def project_item(rulebook: Rulebook, word: str) -> str:
    """The item that a project word calls by id, name or alias; any other word stands for itself."""
    return next((item_id for item_id, item in all_items(rulebook) if word in own_words(item_id, item)), word)


def _headers(rulebook: Rulebook) -> dict[str, tuple[str, ...]]:
    columns = rulebook.entries.columns
    return {
        MEMBER: columns.member, DATE: columns.date, ITEM: columns.item, REVIEWER: columns.reviewer, ROW: columns.row,
    }  # fmt: skip


def structural_meaning(rulebook: Rulebook) -> dict[str, str]:
    """Header words and the subject word -> the structural column they name in conditions."""
    meaning = {rulebook.subject: MEMBER}
    for key, words in _headers(rulebook).items():
        meaning.update(dict.fromkeys(words, key))
    return {word: key for word, key in meaning.items() if word not in rulebook.fields_}


def _field(name: str, fact: Fact) -> Field:
    return Field(
        name=name, type=fact.kind, aliases=fact.aliases, decimals=fact.decimals, min=fact.min, max=fact.max,  # type: ignore[arg-type]
        unit=fact.unit, choices=fact.choices, yes=fact.yes, no=fact.no, default=fact.default, group=fact.group,
        separator=fact.separator or "", required=fact.required,
    )  # fmt: skip


def vocabulary(rulebook: Rulebook) -> Vocabulary:
    """What the reader of tables needs to know of this rulebook."""
    words = {word for item_id, item in all_items(rulebook) for word in taken_words(item_id, item)}
    words |= {item.repairs.entry for _, item in all_items(rulebook) if item.repairs}
    spellings = {unicodedata.normalize("NFKC", word).strip(): word for word in sorted(words, reverse=True)}
    return Vocabulary(
        columns=_headers(rulebook),
        fields=tuple(_field(name, fact) for name, fact in rulebook.fields_.items()),
        roster=tuple(_field(name, fact) for name, fact in rulebook.roster.items()),
        projects={**spellings, **{word: word for word in words}},
        subject=rulebook.subject,
        period=(rulebook.effective.from_, rulebook.effective.to),
        fill_down=rulebook.entries.fill_down,
    )  # fmt: skip
