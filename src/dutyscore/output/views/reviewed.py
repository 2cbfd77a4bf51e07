"""What reviewers did: how many entries they saw, how many of them stand."""

from __future__ import annotations

from dutyscore.model.columns import Words
from dutyscore.model.frozen import dataclass
from dutyscore.model.ledger import Kind, of_kinds
from dutyscore.model.result import Result, Reviews
from dutyscore.model.vocabulary import REVIEWER


@dataclass(frozen=True, slots=True)
class Reviewed:
    """`seen` are entries of the period that a clause takes, `approved` those among them that are confirmed."""

    seen: int
    approved: int


_ELSEWHERE = (Kind.outside_period, Kind.not_selected, Kind.not_yet)


def reviewed(result: Result, reviews: Reviews) -> dict[str, Reviewed]:
    """Per reviewer, in the order of `reviews`. An entry is seen once, however many items take it."""
    import numpy as np

    size, names = len(result.entries), reviews.names
    taken, elsewhere, refused = np.zeros(size, bool), np.zeros(size, bool), np.zeros(size, bool)
    for ledger in result.ledgers:
        placed = ledger.entry >= 0
        taken[ledger.entry[placed & of_kinds(ledger, (Kind.award, Kind.mark))]] = True
        elsewhere[ledger.entry[placed & of_kinds(ledger, _ELSEWHERE)]] = True
        refused[ledger.entry[placed & (ledger.kind == Kind.not_confirmed)]] = True
    column = result.entries.facts.get(REVIEWER)
    codes = column.codes if isinstance(column, Words) else np.full(size, -1)
    place = np.where(codes < 0, len(names) - 1, codes)
    seen = np.bincount(place[taken & ~elsewhere], minlength=len(names))
    approved = np.bincount(place[taken & ~elsewhere & ~refused], minlength=len(names))
    return {name: Reviewed(int(seen[number]), int(approved[number])) for number, name in enumerate(names)}
