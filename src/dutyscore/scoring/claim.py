"""Claimed beside confirmed: what was written, what was awarded, and the gap split by reason (M13)."""

from __future__ import annotations

from typing import Any

import numpy as np

from dutyscore.model.arrays import Bool, Int64
from dutyscore.model.columns import Numbers, Words
from dutyscore.model.ledger import Kind, Ledger
from dutyscore.model.ratio import Ratio
from dutyscore.model.vocabulary import REVIEWER
from dutyscore.scoring.view import Sight

_WORTH = (Kind.award, Kind.per_entry)
_OUTSIDE = (Kind.veto, Kind.no_clause)


def claims(sight: Sight, ledger: Ledger) -> tuple[Int64, dict[str, Int64], dict[str, Int64]]:
    """Claimed total per member, the gap by reason, and what was not confirmed by reviewer (int64 steps per member)."""
    size = len(sight.roster)
    loose = ledger.entry < 0
    awarded = np.isin(ledger.kind, np.array(_WORTH, np.int16)) & ~loose
    worth = _added(size, ledger.member[awarded], ledger.amount[awarded])
    claimed = _claimed(sight, ledger, awarded)
    gap = {"other_value": claimed - worth}
    for kind in Kind:
        if kind in _WORTH or kind in _OUTSIDE:
            continue
        rows = (ledger.kind == kind) & ~loose
        if rows.any():
            gap[kind.name] = -_added(size, ledger.member[rows], ledger.amount[rows])
    gap["without_entry"] = -_added(size, ledger.member[loose], ledger.amount[loose])
    return claimed, gap, _by_reviewer(sight, ledger)


def _claimed(sight: Sight, ledger: Ledger, awarded: Bool) -> Int64:
    """What was written, by the member of the row; where nothing was, the worth of the entry, by who gets it."""
    size = len(sight.roster)
    rule = sight.plan.rulebook.entries.claimed
    if rule is None:
        return _added(size, ledger.member[awarded], ledger.amount[awarded])
    column = sight.column(rule.field)
    assert isinstance(column, Numbers)
    written = ~column.blank
    steps = Ratio(column.values[written], 10**column.decimals).to_steps(sight.plan.scale)
    silent = np.flatnonzero(awarded)
    silent = silent[column.blank[ledger.entry[silent]]]
    return _added(size, sight.entries.member[written], steps) + _added(
        size, ledger.member[silent], ledger.amount[silent]
    )


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
