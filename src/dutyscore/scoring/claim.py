"""Claimed beside confirmed: what was written, what was awarded, and the gap split by reason (M13)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from dutyscore.model.arrays import Int16, Int32, Int64
from dutyscore.model.columns import Numbers, Words
from dutyscore.model.ledger import Kind, Ledger, chosen, of_kinds
from dutyscore.model.ratio import Ratio
from dutyscore.model.result import Reviews, TotalPart
from dutyscore.model.vocabulary import REVIEWER
from dutyscore.scoring.plan import Plan
from dutyscore.scoring.total import TOTAL_KINDS
from dutyscore.scoring.uncounted import spent
from dutyscore.scoring.view import Sight

_WORTH = (Kind.award, Kind.per_entry, Kind.repeat)
_ELSEWHERE = (Kind.outside_period, Kind.not_selected)
"""Matters of another run: neither claimed nor missing here."""
_ENDS = (
    *_ELSEWHERE, Kind.not_confirmed, Kind.excluded, Kind.duplicate, Kind.not_yet, Kind.exempt, Kind.inert, Kind.expired,
)  # fmt: skip
_CUTS = (Kind.chosen_away, Kind.before_start, Kind.over_cap, Kind.not_chosen, Kind.repaired)
_REASONS = (*_ENDS, Kind.no_clause, *_CUTS)
GAPS = ("other_value", *(kind.name for kind in _REASONS), "without_entry", "outside_total")
"""The parts of a gap, in order."""


def claims(
    sight: Sight, ledger: Ledger, values: Int64, parts: Sequence[TotalPart]
) -> tuple[Int64, dict[str, Int64], dict[str, Int64]]:
    """Claimed total per member, the gap by reason, and what was not confirmed by reviewer (int64 steps per member).

    An entry that does not count gives its whole claim to the reason; of the others the claim is split into what was
    cut, by kind, and `other_value`. `values` are those of the nodes; `parts` are what postings at totals name as their
    cause: only those at the main total are a matter of its gap, and what nodes have that it does not take, or not in
    full, is `outside_total`.
    """
    size, member = len(sight.roster), sight.entries.member
    book = _Claims(sight, ledger, size, member, ledger.member)
    total, gap = _split(book, ledger)
    at_totals = np.flatnonzero((ledger.node < 0) & of_kinds(ledger, TOTAL_KINDS))
    if len(at_totals):
        main = [number for number, part in enumerate(parts) if part.total == sight.plan.rulebook.main_total]
        weighted = ledger.kind[at_totals] == Kind.composite
        foreign = at_totals[~np.isin(ledger.cause[at_totals], main) | weighted]
        gap["without_entry"] += _added(size, ledger.member[foreign], ledger.amount[foreign])
    gap["outside_total"] = _outside(sight.plan, ledger, values, parts)
    return total, {reason: lost for reason, lost in gap.items() if lost.any()}, _by_reviewer(sight, book)


def _outside(plan: Plan, ledger: Ledger, values: Int64, parts: Sequence[TotalPart]) -> Int64:
    """What all nodes have less what the main total takes of them: nodes it does not name, shares of a composite."""
    main = plan.rulebook.main_total
    everything: Int64 = values[:, plan.root_indices].sum(axis=1)
    if not main:
        return np.zeros_like(everything)
    spec = (plan.rulebook.totals or {})[main]
    taken: Int64 = values[:, [plan.index(node) for node in spec.of]].sum(axis=1)
    mine = [number for number, part in enumerate(parts) if part.total == main]
    rows = np.flatnonzero((ledger.kind == Kind.composite) & np.isin(ledger.cause, mine))
    return everything - taken - _added(len(values), ledger.member[rows], ledger.amount[rows])


def reviews(sight: Sight, ledger: Ledger) -> Reviews:
    """The same per reviewer instead of member, of the postings that belong to an entry: only these have a reviewer."""
    column = sight.entries.facts.get(REVIEWER)
    names: tuple[str, ...] = ("",)
    codes: Int64 = np.zeros(len(sight.entries), np.int64)
    if isinstance(column, Words):
        names, codes = (*column.words, ""), np.where(column.codes < 0, len(column.words), column.codes).astype(np.int64)
    placed = chosen(ledger, ledger.entry >= 0)
    total, gap = _split(_Claims(sight, placed, len(names), codes, codes.take(placed.entry)), placed)
    return Reviews(names, total, {reason: lost for reason, lost in gap.items() if lost.any()})


def _split(book: _Claims, ledger: Ledger) -> tuple[Int64, dict[str, Int64]]:
    """What was claimed, and for each reason the part of it that was not given."""
    loose = book.by_kind(np.flatnonzero(ledger.entry < 0))
    counted = book.by_kind(None) - loose - book.by_kind(book.ended_postings())
    total = book.claimed(None) - book.claimed(np.flatnonzero(book.reason >= 0))
    gap = {"other_value": total - counted[list(_WORTH)].sum(axis=0)}
    for kind in (kind for kind in _REASONS if book.occurring[kind]):
        lost = -counted[kind] - loose[kind]
        if kind not in (*_ELSEWHERE, *_CUTS):
            whole = book.claimed(np.flatnonzero(book.reason == kind))
            total, lost = total + whole, lost + whole
        gap[kind.name] = lost
    gap["without_entry"] = loose[list(_CUTS)].sum(axis=0) - loose.sum(axis=0)
    return total, gap


class _Claims:
    """What each entry claims and whether it counts. `reason` (int16) is the kind of posting for which an entry does not
    count, -1 where it does; `occurring` (int64) how many postings of each kind there are."""

    def __init__(
        self, sight: Sight, ledger: Ledger, owners: int, of_row: Int32 | Int64, of_posting: Int32 | Int64
    ) -> None:
        """`of_row` (per entry) and `of_posting` (per posting) say whose the claim is: one of `owners`."""
        self.sight, self.ledger = sight, ledger
        self.owners, self.of_row, self.of_posting = owners, of_row, of_posting
        self.occurring = np.bincount(ledger.kind, minlength=len(Kind))
        self.reason = self._reasons(len(sight.entries))
        self._written(sight)

    def _reasons(self, size: int) -> Int16:
        """An entry that several items take does not count only where none of them counts it: the first reason."""
        reason = np.full(size, -1, np.int16)
        ends = self._of_entries((*_ENDS, Kind.no_clause))
        if len(ends):
            entry = self.ledger.entry.take(ends)
            gone = spent(self.ledger, entry, size)
            first = np.empty(size, np.int16)
            first[entry[::-1]] = self.ledger.kind.take(ends)[::-1]
            reason[gone] = first.take(gone)
        return reason

    def _of_entries(self, kinds: Sequence[Kind]) -> Int64:
        """The postings of these kinds that have an entry."""
        there = [kind for kind in kinds if self.occurring[kind]]
        if not there:
            return np.zeros(0, np.int64)
        return np.flatnonzero(of_kinds(self.ledger, there) & (self.ledger.entry >= 0))

    def ended_postings(self) -> Int64:
        """The postings of entries that do not count."""
        ended = np.append(self.reason >= 0, False)  # the last place answers for -1, no entry
        return np.flatnonzero(ended.take(self.ledger.entry)) if ended.any() else np.zeros(0, np.int64)

    def _written(self, sight: Sight) -> None:
        """`steps` (int64) of what is written in each entry, 0 where nothing is, which `silent` (bool) marks."""
        rule = sight.plan.rulebook.entries.claimed
        self.silent = np.ones(len(sight.entries), bool)
        self.steps = np.zeros(len(sight.entries), np.int64)
        if rule:
            column = sight.column(rule.field)
            assert isinstance(column, Numbers)
            self.silent = column.blank
            self.steps = Ratio(column.values, 10**column.decimals).to_steps(sight.plan.scale)

    def claimed(self, entries: Int64 | None) -> Int64:
        """The claims of some entries, of all for None: what was written, by the member of the row; where nothing was,
        the worth of the entry, by who gets it."""
        ledger = self.ledger
        if entries is None:
            written, silent = _added(self.owners, self.of_row, self.steps), self.silent
        else:
            written = _added(self.owners, self.of_row.take(entries), self.steps.take(entries))
            silent = np.zeros(len(self.silent), bool)
            silent[entries] = self.silent.take(entries)
        if not silent.any():
            return written
        worth = self._of_entries(_WORTH)
        worth = worth.compress(silent.take(ledger.entry.take(worth)))
        return written + _added(self.owners, self.of_posting.take(worth), ledger.amount.take(worth))

    def by_kind(self, postings: Int64 | None) -> Int64:
        """The sums of some postings, of all for None (int64 steps, kinds x owners)."""
        ledger, owner, size = self.ledger, self.of_posting, self.owners
        kind, amount = ledger.kind, ledger.amount
        if postings is not None:
            kind, owner, amount = kind.take(postings), owner.take(postings), amount.take(postings)
        return _added(len(Kind) * size, kind * np.int64(size) + owner, amount).reshape(len(Kind), size)


def _by_reviewer(sight: Sight, book: _Claims) -> dict[str, Int64]:
    """The part `not_confirmed` of the gap by the reviewer named in the entry (empty = nobody is named)."""
    reviewer = sight.entries.facts.get(REVIEWER)
    if not isinstance(reviewer, Words):
        return {}
    refused = np.flatnonzero(book.reason == Kind.not_confirmed)
    named = reviewer.codes.take(refused)
    found = {}
    for code in np.unique(named).tolist():
        points = book.claimed(refused.compress(named == code))
        if points.any():
            found[reviewer.words[code] if code >= 0 else ""] = points
    return dict(sorted(found.items()))


def _added(size: int, index: Any, amount: Any) -> Int64:
    sums = np.zeros(size, np.int64)
    np.add.at(sums, index, amount)
    return sums
