"""Entries that no item counts, by the reason that comes first."""

from __future__ import annotations

import numpy as np

from dutyscore.model.arrays import Bool
from dutyscore.model.ledger import Kind, Ledger

_ENDS = (
    Kind.no_clause, Kind.not_confirmed, Kind.excluded, Kind.duplicate, Kind.outside_period, Kind.not_selected,
    Kind.not_yet, Kind.expired, Kind.repaired, Kind.exempt, Kind.inert,
)  # fmt: skip
"""Postings after which nothing is left of an entry under an item."""


def uncounted(ledger: Ledger, entries: int) -> dict[str, int]:
    """How many of the `entries` there are for each reason (the name of a kind)."""
    ending = np.zeros(len(Kind), bool)
    ending[list(_ENDS)] = True
    ends = np.flatnonzero(ending.take(ledger.kind))
    of_ends = ledger.entry.take(ends)
    ends, of_ends = ends.compress(of_ends >= 0), of_ends.compress(of_ends >= 0)
    of_awards = ledger.entry.compress(ledger.kind == Kind.award)
    left = np.bincount(of_awards.compress(of_awards >= 0), minlength=entries)
    left -= np.bincount(of_ends, minlength=entries)
    first = np.full(entries, len(Kind), np.int16)
    np.minimum.at(first, of_ends, ledger.kind.take(ends))
    counts = np.bincount(first.compress((first < len(Kind)) & (left <= 0)), minlength=len(Kind))
    return {kind.name: int(counts[kind]) for kind in _ENDS if counts[kind]}


def added(parts: list[dict[str, int]]) -> dict[str, int]:
    """The counts of several parts together, in the order of the reasons."""
    sums = {kind.name: sum(part.get(kind.name, 0) for part in parts) for kind in _ENDS}
    return {name: count for name, count in sums.items() if count}


def counting(ledger: Ledger) -> Bool:
    """Marks (bool, one per posting) the awards and the judges' marks of entries of which something is left. What a pick
    or a cap takes from an award is no matter here: the deed was judged and counted."""
    placed = ledger.entry >= 0
    begun = np.isin(ledger.kind, np.array((Kind.award, Kind.mark), np.int16)) & placed
    ended = np.isin(ledger.kind, np.array(_ENDS, np.int16)) & placed
    if not ended.any():
        return begun
    # An entry may be taken by several items and, where it names several people, go to several members.
    at = (ledger.entry.astype(np.int64) << 16) + ledger.node
    _, place = np.unique(at, return_inverse=True)
    key = (place.astype(np.int64) << 32) + ledger.member
    result: Bool = begun & ~np.isin(key, key[ended])
    return result
