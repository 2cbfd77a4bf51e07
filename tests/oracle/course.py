"""How long an award is in force, what a repair leaves of it, and how often the deed was done before (section 5, C)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from dutyscore.model.duration import Duration
from dutyscore.rulebook.nodes import Item
from tests.oracle.conditions import Plain
from tests.oracle.days import after
from tests.oracle.facts import Entry, Names, Node
from tests.oracle.methods import needed


@dataclass(frozen=True)
class Row:
    """An entry as an item takes it: `entry.member` gets the award (the row's own member, the one it is credited to, or
    one of the people it names: the `listed`-th of so many `people`)."""

    number: int
    entry: Entry
    node: Node
    listed: int = 0
    people: int = 0


@dataclass(frozen=True)
class Force:
    """From `until` on the award has run out, from `repaired` on the entry `repair` has made it good; None for never."""

    until: int | None = None
    repaired: int | None = None
    repair: int | None = None

    def ended(self, day: int) -> bool:
        """Whether the award no longer counts on a day."""
        return any(end is not None and end <= day for end in (self.until, self.repaired))


def force(names: Names, admitted: Sequence[int], entry: Entry, node: Node) -> Force:
    """`admitted` are the entries that step A lets through: only these repair anything."""
    item = names.on(node, entry.day).written
    assert isinstance(item, Item)
    until = repaired = repair = None
    length = valid_length(names, item, entry)
    if length is not None:
        until = after(entry.day, length)
    found = _repair(names, admitted, item, entry)
    if found is not None:
        repaired, repair = names.question.entries[found].day, found
    return Force(until, repaired, repair)


def valid_length(names: Names, item: Item, entry: Entry) -> Duration | None:
    """One length, by level or by size; RefusedError where the level or size is blank."""
    valid = item.valid
    if valid is None or valid.length is not None:
        return valid.length if valid else None
    value = needed(names, entry, valid.field or "")
    if valid.by is not None:
        return valid.by[str(value)]
    assert isinstance(value, Fraction)
    return [step.valid for step in valid.steps or () if value >= step.at_least][-1]


def _repair(names: Names, admitted: Sequence[int], item: Item, entry: Entry) -> int | None:
    """The first repair of the same deed on or after its day, known at `as_of`: state at `as_of`."""
    if item.repairs is None:
        return None
    deed = names.entry_value(entry, item.repairs.of)
    found = []
    for number in admitted:
        other = names.question.entries[number]
        same = other.member == entry.member and names.entry_value(other, item.repairs.of) == deed
        known = entry.day <= other.day <= names.question.as_of
        if other.project == item.repairs.entry and same and deed is not None and known:
            found.append(number)
    entries = names.question.entries
    return min(found, key=lambda one: (entries[one].day, names.entry_order(one)), default=None)


def kept(names: Names, row: Row, found: Force) -> Fraction:
    """What stays of a repaired award at `as_of`: the kept amount in force on the day of the repair, while valid."""
    assert found.repaired is not None
    item = names.on(row.node, found.repaired).written
    assert isinstance(item, Item)
    assert item.repairs
    keeps = item.repairs.keeps
    if keeps is None:
        return Fraction(0)
    over = keeps.valid is not None and after(found.repaired, keeps.valid) <= names.question.as_of
    return Fraction(0) if over else keeps.points


@dataclass(frozen=True)
class Deed:
    """What repetition needs to know of a row: its worth before it, and when its award ended."""

    row: Row
    amount: Fraction
    booked: int
    force: Force
    counts: bool
    """Whether it is an earlier confirmed award for others: admitted and known at `as_of`."""


def earlier_deeds(names: Names, deeds: Sequence[Deed], mine: Deed) -> list[Deed]:
    """The earlier confirmed awards of the same deed in force on this one's event date, in order: by event date, then
    as everything else."""
    item = names.on(mine.row.node, mine.row.entry.day).written
    assert isinstance(item, Item)
    assert item.repeat
    key = _same(names, item.repeat.same, mine.row.entry)
    if None in key or not mine.counts:  # only what counts is a deed (M2b)
        return []
    found = [
        deed
        for deed in deeds
        if deed.counts
        and deed is not mine
        and _same(names, item.repeat.same, deed.row.entry) == key
        and _before(names, deed) < _before(names, mine)
        and not deed.force.ended(mine.row.entry.day)
    ]
    return sorted(found, key=lambda deed: _before(names, deed))


def _same(names: Names, facts: tuple[str, ...], entry: Entry) -> tuple[Plain, ...]:
    return (entry.member, *(names.key_value(entry, name) for name in facts))


def _before(names: Names, deed: Deed) -> tuple[object, ...]:
    return (deed.row.entry.day, names.order(deed.row.entry, deed.row.number, deed.booked, deed.amount))
