"""Claimed beside confirmed: what was written, what was awarded, and the gap split by reason (M13)."""

from __future__ import annotations

from typing import Any

import numpy as np

from dutyscore.model.arrays import Int64
from dutyscore.model.columns import Numbers, Words
from dutyscore.model.ledger import Kind, Ledger
from dutyscore.model.ratio import Ratio
from dutyscore.model.vocabulary import REVIEWER
from dutyscore.scoring.view import Sight

_WORTH = (Kind.award, Kind.per_entry)
_OUTSIDE = (Kind.veto, Kind.no_clause)


def claimed_steps(sight: Sight, ledger: Ledger) -> Int64:
    """What each entry claims (int64 steps): the claimed field, else its worth."""
    worth = _by_entry(sight, ledger, _WORTH)
    claimed = sight.plan.rulebook.entries.claimed
    if claimed is None:
        return worth
    column = sight.column(claimed.field)
    assert isinstance(column, Numbers)
    written = Ratio(column.values, 10**column.decimals).to_steps(sight.plan.scale)
    return np.where(column.blank, worth, written)


def claims(sight: Sight, ledger: Ledger) -> tuple[Int64, dict[str, Int64], dict[str, Int64]]:
    """Claimed total per member, the gap by reason, and what was not confirmed by reviewer (int64 steps per member)."""
    size = len(sight.roster)
    per_entry = claimed_steps(sight, ledger)
    claimed = _added(size, sight.entries.member, per_entry)
    worth = _added(size, sight.entries.member, _by_entry(sight, ledger, _WORTH))
    gap = {"other_value": claimed - worth}
    loose = ledger.entry < 0
    for kind in Kind:
        if kind in _WORTH or kind in _OUTSIDE:
            continue
        rows = (ledger.kind == kind) & ~loose
        if rows.any():
            gap[kind.name] = -_added(size, ledger.member[rows], ledger.amount[rows])
    gap["without_entry"] = -_added(size, ledger.member[loose], ledger.amount[loose])
    return claimed, gap, _by_reviewer(sight, ledger)


def _by_entry(sight: Sight, ledger: Ledger, kinds: tuple[Kind, ...]) -> Int64:
    rows = np.isin(ledger.kind, np.array(kinds, np.int16)) & (ledger.entry >= 0)
    return _added(len(sight.entries), ledger.entry[rows], ledger.amount[rows])


def _by_reviewer(sight: Sight, ledger: Ledger) -> dict[str, Int64]:
    reviewer = sight.entries.facts.get(REVIEWER)
    if not isinstance(reviewer, Words):
        return {}
    rows = np.flatnonzero((ledger.kind == Kind.not_confirmed) & (ledger.amount != 0))
    codes = reviewer.codes[ledger.entry[rows]]
    found = {}
    for code in np.unique(codes).tolist():
        some = rows[codes == code]
        name = reviewer.words[code] if code >= 0 else ""
        found[name] = -_added(len(sight.roster), ledger.member[some], ledger.amount[some])
    return found


def _added(size: int, index: Any, amount: Any) -> Int64:
    sums = np.zeros(size, np.int64)
    np.add.at(sums, index, amount)
    return sums
