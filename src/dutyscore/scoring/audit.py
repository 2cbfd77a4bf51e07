"""The equalities that hold on every run; a broken one is a fault of the program and stops it."""

from __future__ import annotations

import numpy as np

from dutyscore.model.arrays import Bool, Int64
from dutyscore.model.columns import EntryTable
from dutyscore.model.ledger import BEGINS, Kind, Ledger, of_kinds
from dutyscore.scoring.plan import Plan
from dutyscore.scoring.total import TOTAL_KINDS, Totals


class BrokenEqualityError(AssertionError):
    """An equality of the architecture does not hold."""


def node_values(plan: Plan, ledger: Ledger, members: int) -> Int64:
    """Value of every node from the ledger alone: the sum of the postings at and below it (members x nodes)."""
    values = np.zeros((members, len(plan.nodes)), np.int64)
    cell = ledger.member * np.int64(len(plan.nodes)) + ledger.node
    amount = ledger.amount
    if (ledger.node < 0).any():
        placed = ledger.node >= 0
        cell, amount = cell.compress(placed), amount.compress(placed)
    np.add.at(values.reshape(-1), cell, amount)  # a single index is added up four times faster than two
    for node in reversed(plan.nodes):
        if node.info.parent >= 0:
            values[:, node.info.parent] += values[:, node.index]
    return values


def check_values(plan: Plan, values: Int64, reckoned: Int64) -> None:
    """Sum of postings (`values`) = what the limits reckoned with, at every node.

    A node below a pick is left out: what the pick takes from its entries is posted further up, at the node that chose.
    """
    for node in plan.nodes:
        above = node.info.parent
        while above >= 0 and not any(link.of is None for link in plan.nodes[above].spec.pick):
            above = plan.nodes[above].info.parent
        if above < 0 and not np.array_equal(values[:, node.index], reckoned[:, node.index]):
            raise BrokenEqualityError("the sum of postings differs from the value of a node")


def check_totals(plan: Plan, ledger: Ledger, values: Int64, sums: Totals) -> None:
    """Per total: the values of its nodes and the postings at the total = the total of every member."""
    at_total = np.flatnonzero((ledger.node < 0) & (ledger.cause >= 0))
    at_total = at_total[np.isin(ledger.kind[at_total], TOTAL_KINDS)]
    for name, found in sums.found.items():
        nodes = [plan.index(node) for node in (plan.rulebook.totals or {})[name].of] if name else plan.root_indices
        expected: Int64 = values[:, nodes].sum(axis=1)
        mine = [number for number, part in enumerate(sums.parts) if part.total == name]
        rows = at_total[np.isin(ledger.cause[at_total], mine)]
        np.add.at(expected, ledger.member[rows], ledger.amount[rows])
        if not np.array_equal(expected, found):
            raise BrokenEqualityError("the sum of postings differs from a total")


def check_members(kept: Bool, entries: EntryTable, totals: Int64) -> None:
    """Members of the roster = members of the result + those who were none in the period; entries have their member."""
    if len(totals) != np.count_nonzero(kept) or not kept.take(entries.member).all():
        raise BrokenEqualityError("a member is lost between the roster and the result")


def check_rows(ledger: Ledger, entries: int) -> None:
    """Every row read has a posting: an award, a mark, or the statement that no clause fits."""
    posted = np.zeros(entries, bool)
    stated = of_kinds(ledger, BEGINS) & (ledger.entry >= 0)
    posted[ledger.entry.compress(stated)] = True
    if not posted.all():
        raise BrokenEqualityError("a row has no posting")


def check_gap(claimed: Int64, gap: dict[str, Int64], reviewers: dict[str, Int64], totals: Int64) -> None:
    """Claimed minus the parts of the gap is the main total; what reviewers did not confirm is one of these parts."""
    if not np.array_equal(claimed - sum(gap.values()), totals):
        raise BrokenEqualityError("the gap between claimed and confirmed does not add up")
    if reviewers and not np.array_equal(sum(reviewers.values()), gap.get(Kind.not_confirmed.name, totals * 0)):
        raise BrokenEqualityError("what was not confirmed is not what reviewers did not confirm")
