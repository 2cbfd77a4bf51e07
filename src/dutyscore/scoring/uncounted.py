"""Entries that no item counts, by the reason that comes first."""

from __future__ import annotations

import numpy as np

from dutyscore.model.ledger import Kind, Ledger

_ENDS = (
    Kind.no_clause, Kind.not_confirmed, Kind.excluded, Kind.duplicate, Kind.outside_period, Kind.not_selected,
    Kind.not_yet, Kind.expired, Kind.repaired, Kind.exempt, Kind.inert,
)  # fmt: skip
"""Postings after which nothing is left of an entry under an item."""


def uncounted(ledger: Ledger, entries: int) -> dict[str, int]:
    """How many of the `entries` there are for each reason (the name of a kind)."""
    placed = ledger.entry >= 0
    ends = np.flatnonzero(np.isin(ledger.kind, np.array(_ENDS, np.int16)) & placed)
    left = np.bincount(ledger.entry[placed & (ledger.kind == Kind.award)], minlength=entries)
    left -= np.bincount(ledger.entry[ends], minlength=entries)
    first = np.full(entries, len(Kind), np.int16)
    np.minimum.at(first, ledger.entry[ends], ledger.kind[ends])
    counts = np.bincount(first[(first < len(Kind)) & (left <= 0)], minlength=len(Kind))
    return {kind.name: int(counts[kind]) for kind in _ENDS if counts[kind]}


def added(parts: list[dict[str, int]]) -> dict[str, int]:
    """The counts of several parts together, in the order of the reasons."""
    sums = {kind.name: sum(part.get(kind.name, 0) for part in parts) for kind in _ENDS}
    return {name: count for name, count in sums.items() if count}
