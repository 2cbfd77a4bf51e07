"""Entries that no item counts, by the reason that comes first."""

from __future__ import annotations

import numpy as np

from dutyscore.model.arrays import Bool, Int32, Int64
from dutyscore.model.ledger import BEGINS, Kind, Ledger, of_kinds

_ENDS = (
    Kind.no_clause, Kind.not_confirmed, Kind.excluded, Kind.duplicate, Kind.outside_period, Kind.not_selected,
    Kind.not_yet, Kind.expired, Kind.repaired, Kind.exempt, Kind.inert,
)  # fmt: skip
"""Postings after which nothing is left of an entry under an item."""


def uncounted(ledger: Ledger, entries: int) -> dict[str, int]:
    """How many of the `entries` there are for each reason (the name of a kind)."""
    ends = np.flatnonzero(of_kinds(ledger, _ENDS) & (ledger.entry >= 0))
    if not len(ends):
        return {}
    of_ends = ledger.entry.take(ends)
    first = np.full(entries, len(Kind), np.int16)
    np.minimum.at(first, of_ends, ledger.kind.take(ends))
    counts = np.bincount(first.take(spent(ledger, of_ends, entries)), minlength=len(Kind))
    return {kind.name: int(counts[kind]) for kind in _ENDS if counts[kind]}


def spent(ledger: Ledger, ended: Int32, entries: int) -> Int64:
    """The entries (int64, rising) that have ended as often as they were taken, each time under some item: the others
    count under another one. `ended` names an entry once each time (int32, from 0 up to `entries`)."""
    has_ended = np.zeros(entries, bool)
    has_ended[ended] = True
    places = np.flatnonzero(has_ended)
    begun = of_kinds(ledger, BEGINS) & (ledger.entry >= 0)
    if np.count_nonzero(begun) == entries:  # each once, as in most books: none is missing (`audit.check_rows`)
        return places
    number = np.empty(entries, np.int32)
    number[places] = np.arange(len(places), dtype=np.int32)
    taken = ledger.entry.compress(begun)
    taken = taken.compress(has_ended.take(taken))  # few end
    times, ends = (np.bincount(number.take(rows), minlength=len(places)) for rows in (taken, ended))
    return places.compress(times <= ends)


def added(parts: list[dict[str, int]]) -> dict[str, int]:
    """The counts of several parts together, in the order of the reasons."""
    sums = {kind.name: sum(part.get(kind.name, 0) for part in parts) for kind in _ENDS}
    return {name: count for name, count in sums.items() if count}


def counting(ledger: Ledger) -> Bool:
    """Marks (bool, one per posting) the awards and the judges' marks of entries of which something is left. What a pick
    or a cap takes from an award is no matter here: the deed was judged and counted."""
    placed = ledger.entry >= 0
    begun = of_kinds(ledger, (Kind.award, Kind.mark)) & placed
    ended = of_kinds(ledger, _ENDS) & placed
    if not ended.any():
        return begun
    # An entry may be taken by several items and, where it names several people, go to several members.
    at = (ledger.entry.astype(np.int64) << 16) + ledger.node
    _, place = np.unique(at, return_inverse=True)
    key = (place.astype(np.int64) << 32) + ledger.member
    result: Bool = begun & ~np.isin(key, key[ended])
    return result
