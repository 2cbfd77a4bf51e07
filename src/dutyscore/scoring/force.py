"""How long awards are in force: validity and repairs, and how often a deed was done before (C29, C56, C59)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from dutyscore.methods.faults import blanks
from dutyscore.model.arrays import Bool, Int32, Int64
from dutyscore.model.columns import Numbers, Words
from dutyscore.model.duration import Duration
from dutyscore.rulebook.course import Repairs, Repeat, Valid
from dutyscore.scoring.admit import ALIVE, Admission
from dutyscore.scoring.frame import Frame
from dutyscore.scoring.match import Taken
from dutyscore.scoring.order import Order, argsort, column_key, distinct, pack, starts_of
from dutyscore.scoring.view import Sight

FOREVER = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Force:
    """Per row an item takes: `valid_until` and `repaired_on` (int64 days, FOREVER for never), `repair` (int32 entry of
    the repair or -1), `before` (int64): how many earlier confirmed awards of the same deed were in force that day, and
    `latest` (int32): the last of them, -1 for none."""

    valid_until: Int64
    repaired_on: Int64
    repair: Int32
    before: Int64
    latest: Int32
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
    until = _valid_until(sight, part.rows, item.valid) if item.valid else never
    repaired, repair = never, nothing
    if item.repairs:
        repaired, repair = _repaired(sight, part.rows, item.repairs, admission, frame)
    before, latest = np.broadcast_to(np.int64(0), len(part.rows)), nothing
    if item.repeat:
        before, latest = _before(sight, order, part.rows, item.repeat, admission, np.minimum(until, repaired))
    return Force(until, repaired, repair, before, latest, item.valid is None and item.repairs is None)


def _valid_until(sight: Sight, rows: Int64, valid: Valid) -> Int64:
    """First day on which each award no longer counts. Each distinct (day, length) is reckoned once."""
    lengths, index = _lengths(sight, rows, valid)
    key, where = distinct(*pack(index, sight.entries.day[rows]))
    first = np.zeros(len(key), np.int64)
    first[where[::-1]] = np.arange(len(where))[::-1]
    ends = [lengths[int(index[row])].after(int(sight.entries.day[rows[row]])) for row in first.tolist()]
    until: Int64 = np.array(ends, np.int64)[where]
    return until


def _lengths(sight: Sight, rows: Int64, valid: Valid) -> tuple[list[Duration], Any]:
    if valid.length:
        return [valid.length], np.zeros(len(rows), np.int64)
    column = sight.column(valid.field or "", rows)
    if valid.by is not None:
        assert isinstance(column, Words)
        return [valid.by.get(word, Duration()) for word in column.words] or [Duration()], column.codes
    assert isinstance(column, Numbers)
    steps = valid.steps or ()
    starts = np.array([(step.at_least * 10**column.decimals).__ceil__() for step in steps], np.int64)
    return [Duration(), *(step.valid for step in steps)], np.searchsorted(starts, column.values, side="right")


def _repaired(
    sight: Sight, rows: Int64, repairs: Repairs, admission: Admission, frame: Frame
) -> tuple[Int64, Int32]:
    """The first confirmed repair of each deed on or after its day, known at `as_of`."""
    entries = sight.entries
    words = [code for code, word in enumerate(entries.project.words) if word == repairs.entry]
    mending = np.isin(entries.project.codes, words) & (admission.reason == ALIVE) & (entries.day <= frame.as_of)
    fact = sight.column(repairs.of)
    mending &= ~blanks(fact)
    repair = np.flatnonzero(mending)
    until, cause = np.full(len(rows), FOREVER, np.int64), np.full(len(rows), -1, np.int32)
    if not len(repair) or not len(rows):
        return until, cause
    both = np.concatenate([repair, rows])
    key = pack(entries.member[both], column_key(fact.take(both)))[0]
    known, bits = pack(key, entries.day[both])
    order = argsort(known[: len(repair)], bits)
    found = np.searchsorted(known[: len(repair)][order], known[len(repair) :], side="left")
    close = order[np.clip(found, 0, len(repair) - 1)]
    same = (found < len(repair)) & (key[close] == key[len(repair) :]) & ~blanks(fact)[rows]
    until[same] = entries.day[repair[close[same]]]
    cause[same] = repair[close[same]]
    return until, cause


def _before(
    sight: Sight, order: Order, rows: Int64, repeat: Repeat, admission: Admission, end: Int64
) -> tuple[Int64, Int32]:
    """How many earlier confirmed awards with the same facts were in force on each award's day, and the latest.

    An award that had ended by then began before it as well, so those are counted by one search among the ends.
    """
    before, latest = np.zeros(len(rows), np.int64), np.full(len(rows), -1, np.int32)
    columns = [sight.column(name, rows) for name in repeat.same]
    some = admission.reason[rows] == ALIVE
    for column in columns:
        some &= ~blanks(column)
    which = np.flatnonzero(some)
    if not len(which):
        return before, latest
    day = sight.entries.day[rows[which]].astype(np.int64)
    group = pack(sight.entries.member[rows[which]], *[column_key(column.take(which)) for column in columns])[0]
    entry = rows[which].astype(np.int32)
    none = np.zeros(len(which), np.int64)
    arranged = order.arrange(group, pack(day, order.base(entry, sight.entries.day[entry]))[0], entry, none, none)
    first = starts_of(group[arranged])
    begins = np.flatnonzero(first)[np.cumsum(first) - 1]
    number = np.empty(len(which), np.int64)
    number[arranged] = np.arange(len(which)) - begins
    joined, _ = pack(np.concatenate([group, group]), np.concatenate([end[which], day]))
    ends = np.sort(joined[: len(which)])
    dense = np.unique(group, return_inverse=True)[1]
    smallest = np.concatenate([[0], np.cumsum(np.bincount(dense))])[dense]  # ends of the groups before
    ended = np.searchsorted(ends, joined[len(which) :], side="right") - smallest
    before[which] = number - ended
    previous = np.full(len(which), -1, np.int32)
    later = np.flatnonzero(~first)
    previous[arranged[later]] = entry[arranged[later - 1]]
    latest[which] = np.where(before[which] > 0, previous, -1)
    return before, latest
