"""What a condition or a method sees: the entries of an item, column by column, with facts about their members."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import field, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np

from dutyscore.model.arrays import Bool, Int32, Int64
from dutyscore.model.columns import NO_DAY, Column, Days, EntryTable, Numbers, Roster, Words
from dutyscore.model.condition import Condition, Test
from dutyscore.model.days import parse_iso
from dutyscore.model.exact import parse_decimal
from dutyscore.model.frozen import dataclass
from dutyscore.model.vocabulary import DATE, ITEM, MEMBER
from dutyscore.model.written import Written
from dutyscore.rulebook.schema import Rulebook
from dutyscore.rulebook.words import project_item, project_meaning
from dutyscore.scoring.plan import Plan


def held_on(roster: Roster, member: Int32, day: Int32) -> Int64:
    """Index of the roster row in force for each (member, day); -1 where none is."""
    if not len(roster.member):
        return np.full(len(member), -1, np.int64)
    start = roster.member.astype(np.int64) << 33
    keys = start + (roster.first.astype(np.int64) + 2**31)
    found = np.searchsorted(keys, (member.astype(np.int64) << 33) + (day.astype(np.int64) + 2**31), side="right") - 1
    row = np.clip(found, 0, None)
    good = (found >= 0) & (roster.member[row] == member) & (roster.last[row] >= day)
    return np.where(good, row, -1)


def pick_rows(column: Column, rows: Int64) -> Column:
    """A roster column spread over entries; -1 gives a blank."""
    absent = rows < 0
    if not absent.any():
        return column.take(rows)
    if isinstance(column, Words):
        return Words(np.where(absent, -1, column.codes[rows]).astype(np.int32), column.words)
    if isinstance(column, Days):
        return Days(np.where(absent, NO_DAY, column.values[rows]).astype(np.int32))
    return Numbers(np.where(absent, 0, column.values[rows]), absent | column.blank[rows], column.decimals)


def column_mask(column: Column, test: Test, meaning: Callable[[str], tuple[str, ...]] | None = None) -> Bool:
    """Where a test holds, one row of the column each. A blank fails every test but `blank`, also under `not`.

    `meaning` widens a word to all the words it stands for (project names).
    """
    if isinstance(column, Words):
        return _words_mask(column, test, meaning)
    if isinstance(column, Days):
        return _number_mask(column.values, column.values == NO_DAY, test, parse_iso_day)
    size = 10**column.decimals
    return _number_mask(column.values, column.blank, test, lambda text: _exact(text) * size)


def _exact(text: str) -> Fraction:
    value = parse_decimal(text.rstrip("%"))
    if value is None:
        raise AssertionError(f"{text!r} was accepted as a number when the rulebook was loaded")
    return value


def parse_iso_day(text: str) -> Fraction:
    day = parse_iso(text)
    if day is None:
        raise AssertionError(f"{text!r} was accepted as a date when the rulebook was loaded")
    return Fraction(day)


def _words_mask(column: Words, test: Test, meaning: Callable[[str], tuple[str, ...]] | None) -> Bool:
    wanted = set(test.equals)
    if meaning:
        wanted = {word for name in test.equals for word in meaning(name)}
    table = np.zeros(len(column.words) + 1, bool)  # the last place answers for blanks: their code is -1
    if test.blank is not None:
        table[:-1], table[-1] = not test.blank, test.blank
    else:
        table[:-1] = [(word in wanted) != test.negated for word in column.words]
    hit: Bool = table.take(column.codes)
    return hit


def _number_mask(values: Any, blank: Bool, test: Test, parse: Callable[[str], Fraction]) -> Bool:
    if test.blank is not None:
        return blank if test.blank else ~blank
    hit = np.ones(len(values), bool)
    if test.equals:
        whole = [int(exact) for exact in map(parse, test.equals) if exact.denominator == 1 and abs(exact) < 2**63]
        hit = np.isin(values, np.array(whole, np.int64))
    for word, text in test.bounds:
        hit &= bound_mask(values, word, parse(text))
    return (~hit if test.negated else hit) & ~blank


def bound_mask(values: Any, word: str, bound: Fraction) -> Bool:
    """`values` (whole numbers) against an exact bound; a bound beyond int64 decides for all."""
    if word in ("at_least", "above"):
        start = bound.__ceil__() if word == "at_least" else bound.__floor__() + 1
        low: Bool = values >= start if abs(start) < 2**63 else np.full(len(values), start < 0)
        return low
    end = bound.__floor__() if word == "at_most" else bound.__ceil__() - 1
    high: Bool = values <= end if abs(end) < 2**63 else np.full(len(values), end > 0)
    return high


def _conditions_in(rulebook: Rulebook) -> Iterator[Condition]:
    """The conditions over entries, in the order of the file."""
    yield from _inside(tuple(rulebook.measures.values()))
    yield from _inside(tuple(rulebook.categories.values()))


def _inside(value: object) -> Iterator[Condition]:
    if isinstance(value, Condition):
        yield value
    elif isinstance(value, Written):
        for name in type(value).model_fields:
            yield from _inside(getattr(value, name))
    elif isinstance(value, dict | tuple):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _inside(part)


@dataclass(frozen=True)
class Sight:
    """All entries with everything that can be named about them: fields, structural columns, facts of the member on
    the event date."""

    plan: Plan
    entries: EntryTable
    roster: Roster

    @cached_property
    def held(self) -> Int64:
        return held_on(self.roster, self.entries.member, self.entries.day)

    def as_logged(self, rows: Int64) -> Int64:
        """The rows in the order of the log: in a part the entries of one item word stand together."""
        place = (self.entries.origin.take(rows).astype(np.int64) << 32) + self.entries.row.take(rows)
        return rows.take(np.argsort(place, kind="stable"))

    def column(self, name: str, rows: Int32 | Int64 | slice | None = None, owner: Int32 | None = None) -> Column:
        """The column `name`, of the given rows only if asked. `owner` (int32, one per row) says whose they are where
        that is not the member of the written row: who a row names, who gets a copy."""
        entries = self.entries
        key = self.plan.structural.get(name, name)
        if name in entries.facts or key in entries.facts:
            found = entries.facts[name if name in entries.facts else key]
        elif key == ITEM:
            found = entries.project
        elif key == DATE:
            found = Days(entries.day)
        elif key == MEMBER:
            found = Words(entries.member, self.roster.ids)
            if owner is not None:
                return Words(owner, self.roster.ids)
        elif name in self.plan.structural:  # a column that the log does not have: nothing is written there
            found = Words(np.full(len(entries), -1, np.int32), ())
        else:
            held = self.held if rows is None else self.held[rows]
            if owner is not None:
                held = held_on(self.roster, owner, entries.day[rows])
            return pick_rows(self.roster.facts[name], held)
        return found if rows is None else found.take(rows)

    def deed(self, name: str, rows: Int32 | Int64 | None = None, owner: Int32 | None = None) -> Column:
        """The same as something by which entries are told to be alike: all words of an item are the item (M3)."""
        found = self.column(name, rows, owner)
        if self.plan.structural.get(name) != ITEM:
            return found
        assert isinstance(found, Words)
        meant = [project_item(self.plan.rulebook, word) for word in found.words]
        words = tuple(dict.fromkeys(meant))
        return Words(np.array([*map(words.index, meant), -1], np.int32)[found.codes], words)

    def mask(self, condition: Condition, rows: Int32 | Int64 | None = None, owner: Int32 | None = None) -> Bool:
        """Where the condition holds; numbers written with dates are those in force on the event date."""
        size = len(self.entries) if rows is None else len(rows)
        if id(condition) in self._dated:
            return self._mask_by_day(self._dated[id(condition)], np.arange(size) if rows is None else rows, owner)
        result = np.zeros(size, bool)
        for tests in condition.any_of:
            every = np.ones(size, bool)
            for test in tests:
                every &= self._test(test, rows, owner)
            result |= every
        return result

    @cached_property
    def _dated(self) -> dict[int, tuple[Condition, ...]]:
        """Conditions over entries whose numbers change with the date, each as it reads in every version of the book;
        by identity, because two that are alike today may differ before."""
        versions = [list(_conditions_in(plan.rulebook)) for _, plan in self.plan.versions]
        now = list(_conditions_in(self.plan.rulebook)) if versions else []
        twins = zip(now, zip(*versions, strict=True), strict=True) if versions else ()
        return {id(mine): others for mine, others in twins if any(other != mine for other in others)}

    def _mask_by_day(self, versions: tuple[Condition, ...], rows: Int32 | Int64, owner: Int32 | None) -> Bool:
        starts = np.array([first for first, _ in self.plan.versions[1:]], np.int64)
        which = np.searchsorted(starts, self.entries.day[rows], side="right")
        result = np.zeros(len(rows), bool)
        for number in np.unique(which).tolist():
            some = np.flatnonzero(which == number)
            own = None if owner is None else owner[some]
            same = replace(versions[number])  # an object of its own: this one is not asked by date again
            result[some] = self.mask(same, rows[some], own)
        return result

    def _test(self, test: Test, rows: Int32 | Int64 | None, owner: Int32 | None) -> Bool:
        key = self.plan.structural.get(test.name, "")
        meaning: Callable[[str], tuple[str, ...]] | None = None
        if key == ITEM:
            meaning = self._projects
        elif key == MEMBER:
            meaning = self._members
        return column_mask(self.column(test.name, rows, owner), test, meaning)

    def _projects(self, word: str) -> tuple[str, ...]:
        return project_meaning(self.plan.rulebook, word)

    def _members(self, word: str) -> tuple[str, ...]:
        pairs = zip(self.roster.ids, self.roster.names, strict=True)
        return tuple(member for member, name in pairs if word in (member, name))

    def rows(self, rows: Int64, owner: Int32 | None = None) -> Rows:
        return Rows(self, rows, owner)


@dataclass(frozen=True)
class Rows:
    """The entries an item takes, as a method sees them. Columns are fetched once."""

    sight: Sight
    index: Int64
    owner: Int32 | None = None
    """Whose the rows are, where that is not the member of the written row."""
    stretch: slice | None = None
    """The rows as a stretch of all entries, where they are one."""
    _seen: dict[str, Column] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.index)

    def column(self, name: str) -> Column:
        if name not in self._seen:
            rows = self.index if self.stretch is None else self.stretch
            self._seen[name] = self.sight.column(name, rows, self.owner)
        return self._seen[name]

    def take(self, places: Int64) -> Rows:
        """The rows at these places."""
        return Rows(self.sight, self.index[places], None if self.owner is None else self.owner[places])
