"""The order that matters: booked date, event date, `order_by`, larger amount, the text of the facts (M4).

Never the order of rows. Dates and `order_by` are packed into one integer per award; only where that leaves a tie are
amounts and facts looked at, so that sorting a million awards costs one integer sort.
"""

from __future__ import annotations

from dataclasses import field
from typing import Any

import numpy as np

from dutyscore.model.arrays import Bool, Int32, Int64
from dutyscore.model.columns import Column, Days, Numbers
from dutyscore.model.frozen import dataclass
from dutyscore.scoring.view import Sight

_NARROW = 16
"""Bits of a key that 16-bit integers hold."""
_SHORT, _WIDE = 1000, 48
"""Rows and bits between which sorting by radix pays."""


def column_key(column: Column) -> Int64:
    """Integers that order a column: blank before filled, words as they are listed, numbers by value (int64)."""
    if isinstance(column, Numbers):
        return np.where(column.blank, -(2**63), column.values)
    return (column.values if isinstance(column, Days) else column.codes).astype(np.int64)


def spread(values: Any) -> tuple[Int64, int]:
    """Values moved to begin at 0, and the bits that hold them."""
    if not len(values):
        return np.zeros(0, np.int64), 0
    low, high = int(values.min()), int(values.max())
    if high - low >= 2**62:  # too far apart for int64: their ranks order them as well
        return np.unique(values, return_inverse=True)[1].astype(np.int64), len(values).bit_length()
    wide = np.subtract(values, low, dtype=np.int64) if low else values.astype(np.int64, copy=False)
    return wide, (high - low).bit_length()


def pack(*columns: Any) -> tuple[Int64, int]:
    """Several integer columns as one that sorts like them (the first counts most), and its bits."""
    key, bits = spread(columns[0])
    for column in columns[1:]:
        part, more = spread(column)
        if bits + more > 62:
            key = np.unique(key, return_inverse=True)[1].astype(np.int64)
            bits = len(key).bit_length()
            if bits + more > 62:
                part = np.unique(part, return_inverse=True)[1].astype(np.int64)
                more = len(part).bit_length()
        key = (key << more) | part if more else key
        bits += more
    return key, bits


def distinct(key: Int64, bits: int) -> tuple[Int64, Int64]:
    """The distinct values of a packed key, rising, and the place of each row's value among them; a key of few bits is
    counted out, which is faster than sorting."""
    if bits > 20:
        values, index = np.unique(key, return_inverse=True)
        return values, index
    occurs = np.zeros(1 << bits, bool)
    occurs[key] = True
    return np.flatnonzero(occurs), (np.cumsum(occurs) - 1).take(key)


def argsort(key: Int64, bits: int) -> Int64:
    """Stable order of a packed key: sixteen bits at a time by radix, three times as fast as comparing. In a key that is
    short or wide row numbers ride along in the low bits where they fit."""
    if len(key) > _SHORT and bits <= _WIDE:
        order = np.argsort(key.astype(np.uint16), kind="stable")
        for shift in range(16, bits, 16):
            order = order.take(np.argsort((key >> shift).astype(np.uint16).take(order), kind="stable"))
        return order
    room = len(key).bit_length()
    if bits + room <= 63:
        ridden = (key << room) | np.arange(len(key), dtype=np.int64)
        ridden.sort()
        return ridden & ((1 << room) - 1)
    return np.argsort(key, kind="stable")


def starts_of(key: Int64) -> Bool:
    """Where a sorted key changes: True at the first row of every run."""
    first = np.ones(len(key), bool)
    if len(key):
        np.not_equal(key[1:], key[:-1], out=first[1:])
    return first


def ends_of(key: Int64) -> Bool:
    """The same at the last row of every run."""
    last = np.ones(len(key), bool)
    if len(key):
        np.not_equal(key[1:], key[:-1], out=last[:-1])
    return last


def tied(key: Int64) -> Int64:
    """The places of a sorted key that have an equal neighbour."""
    first = starts_of(key)
    alone = first.copy()
    alone[:-1] &= first[1:]
    return np.flatnonzero(~alone)


@dataclass(frozen=True)
class Order:
    """Knows the facts by which ties are broken. Entries are named by their index in the table."""

    sight: Sight
    _ties: dict[str, Int64] = field(default_factory=dict)

    def base(self, entry: Any, booked: Int32, event: Int32 | None = None) -> Any:
        """One integer per award that orders by booked date, event date and `order_by` (int64, or uint16 where that is
        enough, as the days of a year are). `event` are the event dates, where they are known."""
        day = self.sight.entries.day.take(entry) if event is None else event
        keys = [booked] if booked is day or np.array_equal(booked, day) else [booked, day]
        keys += [column_key(self.sight.column(name, entry)) for name in self.sight.plan.rulebook.entries.order_by]
        key, bits = pack(*keys)
        return key.astype(np.uint16) if bits <= _NARROW else key

    def arrange(
        self,
        group: Int64,
        base: Any,
        entry: Int32,
        node: Any,
        amount: Int64,
        largest_first: bool = False,
        rows: Int64 | None = None,
    ) -> Int64:
        """Positions that put awards in order inside each group (int64). All arguments are parallel, one per award; with
        `rows` (int64), entry, node and amount are longer columns, of which only these rows are meant: few are looked
        at.

        `largest_first` puts the amount before the dates (highest, best, by value).
        """

        def at(column: Any, places: Int64) -> Any:
            return column.take(places if rows is None else rows.take(places))

        largest = (-(amount if rows is None else amount.take(rows)),) if largest_first else ()
        leading = (group, *largest, base)
        key, bits = pack(*leading)
        order = argsort(key, bits)
        places = tied(key.take(order))
        if len(places) and not largest_first:  # amounts settle most ties, and cost a tenth of the facts
            some = order.take(places)
            finer, bits = pack(np.cumsum(starts_of(key.take(some))), -at(amount, some))
            again = argsort(finer, bits)
            order[places] = some.take(again)
            places = places.take(tied(finer.take(again)))
        if len(places):
            some = order.take(places)
            ties = self._tie_keys(at(entry, some))
            finest = np.lexsort((at(node, some), *ties, -at(amount, some), key.take(some)))
            order[places] = some.take(finest)
        return order

    def _tie_keys(self, entry: Any) -> list[Int64]:
        """Keys for `np.lexsort` (the last counts most): row, member id, item word, facts in file order."""
        sight = self.sight
        facts = [column_key(sight.entries.facts[name].take(entry)) for name in sight.plan.rulebook.fields_]
        ids = self._ties.get("member")
        if ids is None:
            ids = np.argsort(np.argsort(np.array(sight.roster.ids, dtype=object), kind="stable"))
            self._ties["member"] = ids
        return [entry, ids[sight.entries.member[entry]], sight.entries.project.codes[entry], *reversed(facts)]
