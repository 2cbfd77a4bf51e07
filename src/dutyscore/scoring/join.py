"""Put together what the parts of the members gave: one row per member again, entries by their places in the log."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from dutyscore.model.arrays import Int64
from dutyscore.model.ledger import BY_ENTRY, Ledger, of_kinds
from dutyscore.model.result import MeasureValues, TotalInfo
from dutyscore.scoring.claim import GAPS
from dutyscore.scoring.over import Over
from dutyscore.scoring.part import Share
from dutyscore.scoring.partition import Part
from dutyscore.scoring.uncounted import added

_STRETCH = 1 << 16
"""Postings at a time: numpy copies what it takes rows by."""


def joined(shares: Sequence[Share]) -> Share:
    """The shares of all parts as one; their ledgers are `placed`."""
    if len(shares) == 1:
        return shares[0]
    first = shares[0]
    reviewers = sorted({name for share in shares for name in share.reviewer_gap})
    return Share(
        ledgers=tuple(ledger for share in shares for ledger in share.ledgers),
        values=np.concatenate([share.values for share in shares]),
        capped=np.concatenate([share.capped for share in shares]),
        totals=np.concatenate([share.totals for share in shares]),
        found=_by_name(shares, lambda share: share.found),
        named_totals=tuple(_total(shares, index) for index in range(len(first.named_totals))),
        parts=first.parts,
        scored=np.concatenate([share.scored for share in shares]),
        claimed=np.concatenate([share.claimed for share in shares]),
        gap=_sums(shares, GAPS, lambda share: share.gap),
        reviewer_gap=_sums(shares, reviewers, lambda share: share.reviewer_gap),
        measures=tuple(_measure(shares, index) for index in range(len(first.measures))),
        requirements=_by_name(shares, lambda share: share.requirements),
        vetoes=_by_name(shares, lambda share: share.vetoes),
        uncounted=added([share.uncounted for share in shares]),
        findings=tuple(finding for share in shares for finding in share.findings),
        over={asked: _over([share.over[asked] for share in shares]) for asked in first.over},
        unvalued=_by_name(shares, lambda share: share.unvalued),
    )


def placed(part: Part, ledger: Ledger) -> Ledger:
    """The ledger of a part with members and entries numbered as in the whole. Its columns are written over: nobody else
    has them any more, and a part is large."""
    rows = np.append(part.rows, -1).astype(np.int32)  # -1, no entry, stays -1
    by_entry = np.flatnonzero(of_kinds(ledger, BY_ENTRY))
    ledger.cause[by_entry] = rows[ledger.cause[by_entry]]
    for start in range(0, len(ledger), _STRETCH):
        stretch = slice(start, start + _STRETCH)
        ledger.entry[stretch] = rows.take(ledger.entry[stretch])
    np.add(ledger.member, np.int32(part.first), out=ledger.member)
    return ledger


def _over(found: Sequence[Over]) -> Over:
    known = np.concatenate([one.known for one in found])
    if isinstance(found[0].values, tuple):
        return Over(tuple(value for one in found for value in one.values), known)
    return Over(np.concatenate([one.values for one in found]), known)


def _by_name(shares: Sequence[Share], of: Callable[[Share], dict[str, Any]]) -> dict[str, Any]:
    return {name: np.concatenate([of(share)[name] for share in shares]) for name in of(shares[0])}


def _sums(shares: Sequence[Share], names: Sequence[str], of: Callable[[Share], dict[str, Int64]]) -> dict[str, Int64]:
    """Columns that a part has only where it has something to say."""
    said = {name for share in shares for name in of(share)}
    found = {}
    for name in (name for name in names if name in said):
        found[name] = np.concatenate([of(share).get(name, np.zeros_like(share.totals)) for share in shares])
    return found


def _total(shares: Sequence[Share], index: int) -> TotalInfo:
    infos = [share.named_totals[index] for share in shares]
    return TotalInfo(infos[0].id, infos[0].unit, np.concatenate([info.values for info in infos]))


def _measure(shares: Sequence[Share], index: int) -> MeasureValues:
    found = [share.measures[index] for share in shares]
    return MeasureValues(found[0].id, found[0].name, tuple(value for one in found for value in one.values))
