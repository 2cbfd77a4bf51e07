"""A. Admit: which entries count at all: confirmed, not excluded, no duplicates (M2, M3)."""

from __future__ import annotations

import numpy as np

from dutyscore.methods.faults import blanks
from dutyscore.model.arrays import Bool, Int16, Int32, Int64
from dutyscore.model.columns import NO_DAY
from dutyscore.model.frozen import dataclass
from dutyscore.model.ledger import Kind
from dutyscore.scoring.order import Order, argsort, column_key, pack, starts_of
from dutyscore.scoring.view import Sight

_FAR = 2**31 - 1
ALIVE = -1
"""The reason of an award that nothing has set to 0."""


@dataclass(frozen=True, slots=True)
class Admission:
    """Per entry: `reason` (int16) is ALIVE or the `Kind` that sets it to 0, `cause` (int32) as that kind says;
    `booked` (int32) is the day it is booked on by the book's own rule; `first` and `last` are the ends of these days,
    `last_event` is the last event date."""

    reason: Int16
    cause: Int32
    booked: Int32
    first: int
    last: int
    last_event: int


def admit(sight: Sight, order: Order, booked: Int32) -> Admission:
    """Judge every entry by the book's `entries` section."""
    entries = sight.plan.rulebook.entries
    size = len(sight.entries)
    reason = np.full(size, ALIVE, np.int16)
    cause = np.full(size, -1, np.int32)
    if entries.confirmed:
        reason[~sight.mask(entries.confirmed)] = Kind.not_confirmed
    for number, rule in enumerate(entries.excluded):
        hit = sight.mask(rule.when) & (reason == ALIVE)
        reason[hit], cause[hit] = Kind.excluded, number
    if entries.duplicate_of:
        copies, originals = _copies(sight, order, np.flatnonzero(reason == ALIVE), booked)
        reason[copies], cause[copies] = Kind.duplicate, originals
    first, last = int(booked.min(initial=_FAR)), int(booked.max(initial=NO_DAY))
    return Admission(reason, cause, booked, first, last, int(sight.entries.day.max(initial=NO_DAY)))


def _copies(sight: Sight, order: Order, rows: Int64, booked: Int32) -> tuple[Int64, Int64]:
    """The entries among `rows` that repeat another one, and for each the entry that stays."""
    rule = sight.plan.rulebook.entries.duplicate_of
    assert rule
    columns = [sight.deed(name, rows) for name in rule.fields_]
    filled: Bool = np.ones(len(rows), bool)
    for column in columns:
        filled &= ~blanks(column)
    if not filled.all():
        rows, columns = rows[filled], [column.take(filled) for column in columns]
    if not len(rows):
        return rows, rows
    key, bits = pack(*[column_key(column) for column in columns])
    by_key = argsort(key, bits)
    first = starts_of(key[by_key])
    if first.all():
        return rows[:0], rows[:0]
    shared = ~first
    shared[:-1] |= ~first[1:]
    some = by_key[shared]  # only entries that share their key with another need to be put in order
    entry = rows[some].astype(np.int32)
    no_amount = np.zeros(len(some), np.int64)
    arranged = some[order.arrange(key[some], order.base(entry, booked[entry]), entry, no_amount, no_amount)]
    first = starts_of(key[arranged])
    run = np.cumsum(first) - 1
    stays = np.flatnonzero(first) if rule.keep == "first" else np.append(np.flatnonzero(first)[1:], len(first)) - 1
    kept = arranged[stays][run]
    copies = arranged != kept
    return rows[arranged[copies]], rows[kept[copies]]
