"""How long awards are in force: validity and repairs, and how often a deed was done before (C29, C56, C59)."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from dutyscore.methods.faults import blanks
from dutyscore.model.arrays import Bool, Int32, Int64
from dutyscore.model.columns import Numbers, Words
from dutyscore.model.duration import Duration
from dutyscore.model.frozen import dataclass
from dutyscore.rulebook.course import Repairs, Repeat, Valid
from dutyscore.scoring.admit import ALIVE, Admission
from dutyscore.scoring.book import NEVER
from dutyscore.scoring.frame import Frame
from dutyscore.scoring.match import Taken
from dutyscore.scoring.order import Order, argsort, column_key, distinct, pack, starts_of
from dutyscore.scoring.view import Sight

FOREVER = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Force:
    """Per row an item takes: `valid_until` and `repaired_on` (int64 days, FOREVER for never), `repair` (int32 entry of
    the repair or -1)."""

    valid_until: Int64
    repaired_on: Int64
    repair: Int32
    endless: bool
    """True where the item knows neither validity nor repairs."""

    def over(self, as_of: int) -> Bool:
        """Rows no longer in force on a day."""
        ended: Bool = np.minimum(self.valid_until, self.repaired_on) <= as_of
        return ended


def forces(sight: Sight, order: Order, taken: list[Taken], admission: Admission, frame: Frame) -> list[Force]:
    """The force of everything taken, item by item."""
    return [_force(sight, order, part, admission, frame) for part in taken]


def gone_entries(sight: Sight, taken: list[Taken], found: list[Force], as_of: int) -> Bool:
    """Entries (bool) out of force at any item that takes them: measures do not see them."""
    gone = np.zeros(len(sight.entries), bool)
    for part, force in zip(taken, found, strict=True):
        if not force.endless:
            gone[part.rows[force.over(as_of)]] = True
    return gone


def _force(sight: Sight, order: Order, part: Taken, admission: Admission, frame: Frame) -> Force:
    item = part.node.item
    assert item
    never = np.broadcast_to(np.int64(FOREVER), len(part.rows))  # takes no room
    nothing = np.broadcast_to(np.int32(-1), len(part.rows))
    until = _valid_until(sight, part, item.valid) if item.valid else never
    repaired, repair = never, nothing
    if item.repairs:
        repaired, repair = _repaired(sight, order, part.rows, item.repairs, admission, frame)
    return Force(until, repaired, repair, item.valid is None and item.repairs is None)


@lru_cache(1 << 16)
def _after(months: int, days: int, day: int) -> int:
    """The end of a duration that begins on a day; items share their days and often their lengths."""
    return Duration(days=days, months=months).after(day)


def _valid_until(sight: Sight, part: Taken, valid: Valid) -> Int64:
    """First day on which each award no longer counts. Each distinct (day, length) is reckoned once."""
    rows = part.rows
    lengths, index = _lengths(sight, part, valid)
    key, where = distinct(*pack(index, sight.entries.day[rows]))
    first = np.zeros(len(key), np.int64)
    first[where[::-1]] = np.arange(len(where))[::-1]
    which, days = index[first].tolist(), sight.entries.day[rows[first]].tolist()
    ends = [_after(lengths[place].months, lengths[place].days, day) for place, day in zip(which, days, strict=True)]
    until: Int64 = np.array(ends, np.int64)[where]
    return until


def _lengths(sight: Sight, part: Taken, valid: Valid) -> tuple[list[Duration], Any]:
    if valid.length:
        return [valid.length], np.zeros(len(part.rows), np.int64)
    column = sight.column(valid.field or "", part.rows, part.owner)
    if valid.by is not None:
        assert isinstance(column, Words)
        return [valid.by.get(word, Duration()) for word in column.words] or [Duration()], column.codes
    assert isinstance(column, Numbers)
    steps = valid.steps or ()
    starts = np.array([(step.at_least * 10**column.decimals).__ceil__() for step in steps], np.int64)
    return [Duration(), *(step.valid for step in steps)], np.searchsorted(starts, column.values, side="right")


def _repaired(
    sight: Sight, order: Order, rows: Int64, repairs: Repairs, admission: Admission, frame: Frame
) -> tuple[Int64, Int32]:
    """The first confirmed repair of each deed on or after its day, known at `as_of`."""
    entries = sight.entries
    words = [code for code, word in enumerate(entries.project.words) if word == repairs.entry]
    mending = np.isin(entries.project.codes, words) & (admission.reason == ALIVE) & (entries.day <= frame.as_of)
    fact = sight.column(repairs.of)
    mending &= ~blanks(fact)
    repair = _in_order(order, np.flatnonzero(mending), admission)
    until, cause = np.full(len(rows), FOREVER, np.int64), np.full(len(rows), -1, np.int32)
    if not len(repair) or not len(rows):
        return until, cause
    both = np.concatenate([repair, rows])
    key = pack(entries.member[both], column_key(fact.take(both)))[0]
    known, bits = pack(key, entries.day[both])
    by_deed = argsort(known[: len(repair)], bits)
    found = np.searchsorted(known[: len(repair)][by_deed], known[len(repair) :], side="left")
    close = by_deed[np.clip(found, 0, len(repair) - 1)]
    same = (found < len(repair)) & (key[close] == key[len(repair) :]) & ~blanks(fact)[rows]
    until[same] = entries.day[repair[close[same]]]
    cause[same] = repair[close[same]]
    return until, cause


def _in_order(order: Order, rows: Int64, admission: Admission) -> Int64:
    """Entries in order, by event date first."""
    entry, none = rows.astype(np.int32), np.zeros(len(rows), np.int64)
    day = order.sight.entries.day[rows].astype(np.int64)
    return rows[order.arrange(day, order.base(entry, admission.booked[rows]), entry, none, none)]


def repeated(
    sight: Sight, order: Order, part: Taken, repeat: Repeat, admission: Admission, force: Force, amount: Int64,
    booked: Int32, as_of: int,
) -> tuple[Int64, Int32]:  # fmt: skip
    """How many earlier confirmed awards with the same facts were in force on each award's event date (int64), and the
    latest of them (int32 entry, -1 for none). `amount` (int64 steps) is what each is worth before repetition (M2b)."""
    rows = part.rows
    before, latest = np.zeros(len(rows), np.int64), np.full(len(rows), -1, np.int32)
    columns = [sight.deed(name, rows, part.owner) for name in repeat.same]
    some = (admission.reason[rows] == ALIVE) & (np.maximum(booked, sight.entries.day[rows]) <= as_of)
    some &= booked != NEVER
    for column in columns:
        some &= ~blanks(column)
    which = np.flatnonzero(some)
    if not len(which):
        return before, latest
    day = sight.entries.day[rows[which]].astype(np.int64)
    group = pack(part.member[which], *[column_key(column.take(which)) for column in columns])[0]
    entry = rows[which].astype(np.int32)
    base = pack(day, order.base(entry, booked[which]))[0]
    arranged = order.arrange(group, base, entry, np.zeros(len(which), np.int64), amount[which])
    group, day, entry = group[arranged], day[arranged], entry[arranged]
    begins = np.flatnonzero(first := starts_of(group))[np.cumsum(first) - 1]
    end = np.minimum(force.valid_until, force.repaired_on)[which][arranged]
    real = end > day  # what was repaired on its own day was never in force for another
    count: Int64 = (np.cumsum(real) - real).astype(np.int64)
    count = count - count[begins]
    last: Int64 = np.arange(len(which)) - 1
    if not force.endless:
        # a real award that had ended by then began before it, so those are counted by one search among the ends
        joined, _ = pack(np.concatenate([group, group]), np.concatenate([end, day]))
        ends = np.sort(joined[: len(which)][real])
        reals = np.cumsum(real)
        count = count - np.searchsorted(ends, joined[len(which) :], side="right") + (reals - real)[begins]
        last = _latest(np.where(real, end, -FOREVER), day)
    before[which[arranged]] = count
    latest[which[arranged]] = np.where(count > 0, entry[last], -1)
    return before, latest


def _latest(end: Int64, day: Int64) -> Int64:
    """For each award in order the place of the last one before it that ends after its `day`, if there is one.

    `longest[k]` holds the latest end of the last 2**k awards, so that whole blocks of ended ones are passed over.
    """
    longest = [end]
    while 1 << len(longest) < len(end):
        size = 1 << (len(longest) - 1)
        wider = longest[-1].copy()
        wider[size:] = np.maximum(wider[size:], longest[-1][:-size])
        longest.append(wider)
    place = np.arange(len(end)) - 1
    for level in reversed(range(len(longest))):
        ended = longest[level][np.maximum(place, 0)] <= day
        place = np.where(ended, place - (1 << level), place)
    return np.maximum(place, 0)
