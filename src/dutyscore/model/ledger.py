"""The ledger: awards at full worth, then every cut, floor, exclusion and override as a posting of its own.

Nothing else holds points. A node's value is the sum of the postings at and below it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from enum import IntEnum
from typing import TYPE_CHECKING

from dutyscore.model.frozen import dataclass

if TYPE_CHECKING:
    from dutyscore.model.columns import Bool, Int16, Int32, Int64


class Kind(IntEnum):
    """Why a posting exists. The order is the order of operations; the names are contract words in outputs."""

    award = 0
    """full worth of an entry under an item (int steps); cause: none"""
    no_clause = 1
    """a known project that no clause fits: 0 points, node -1"""
    per_entry = 2
    """cut to the item's cap per entry"""
    not_confirmed = 3
    excluded = 4
    """cause: index of the rule in `entries.excluded`"""
    duplicate = 5
    """cause: the entry that stays"""
    outside_period = 6
    """booked outside the scored period (or outside `effective`)"""
    not_selected = 7
    """inside the period, outside what --period, --from, --to select"""
    not_yet = 8
    """booked after `as_of`"""
    chosen_away = 9
    """another award was kept by a pick; cause: the entry that was kept, -1 for several"""
    before_start = 10
    """below the n-th occurrence from which the clause counts"""
    member_award = 11
    """an amount per member and window: fixed points, a measure with its scale"""
    over_cap = 12
    """cut by `max`; cause: index of the limit"""
    below_floor = 13
    """raised by `min`; cause: index of the limit"""
    not_chosen = 14
    """a child node that the group's pick leaves out; one posting per child at the group"""
    total_rounding = 15
    """cause of this and every other posting at a total: index of the total's part in `Result.parts`"""
    veto = 16
    """0 points: the entry or state that set a veto off; cause: index of the veto"""
    mark = 17
    """a judge's mark: 0 points, it enters the mean of its item"""
    repeat = 18
    """a repeated deed counts more (or less); cause: the latest earlier entry of the same deed"""
    expired = 19
    """no longer valid at `as_of`"""
    repaired = 20
    """repaired; cause: the entry of the repair"""
    exempt = 21
    """the member's entries do not score; cause: index of the rule in `exempt`"""
    need = 22
    """fewer entries than the node needs: the node's value becomes what `else` says"""
    inert = 24
    """a veto in force makes the node's entries worth nothing; cause: index of the veto"""
    opening = 25
    """an account's balance from the period before"""
    reset = 26
    """an account begins anew on a day: what was booked before is taken out"""
    total_floor = 27
    """a total never falls below"""
    composite = 28
    """a weighted part of a composite total"""
    converted = 23
    """the group's own method turns the sum of its children into its value"""


BEGINS = (Kind.award, Kind.mark, Kind.no_clause)
"""What every entry has at least one of: under each item that takes it, or because none does."""
BY_ENTRY = (Kind.duplicate, Kind.chosen_away, Kind.repeat, Kind.repaired)
"""Postings whose cause is an entry."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """Columns of equal length: `entry` (int32, row of the EntryTable or -1), `member` (int32), `node` (int16, index of
    the plan's node where the posting stands, or -1), `kind` (int16), `amount` (int64, steps), `cause` (int32, see
    `Kind`, -1 for none), `window` (int32, first day of the limit's or fixed amount's window, NO_DAY for none).

    A posting of an entry at a group or category (a cap there) names that group as node, not the item.
    """

    entry: Int32
    member: Int32
    node: Int16
    kind: Int16
    amount: Int64
    cause: Int32
    window: Int32

    def __len__(self) -> int:
        return len(self.amount)


def chained(ledgers: Sequence[Ledger]) -> Ledger:
    """Several ledgers one after the other."""
    import numpy as np

    if len(ledgers) == 1:
        return ledgers[0]
    columns = (np.concatenate([getattr(ledger, column.name) for ledger in ledgers]) for column in fields(Ledger))
    return Ledger(*columns)


def of_kinds(ledger: Ledger, kinds: Iterable[Kind]) -> Bool:
    """Which postings are of these kinds (bool); to compare some times is faster than to look each posting up."""
    import numpy as np

    found = np.zeros(len(ledger), bool)
    for kind in kinds:
        found |= ledger.kind == int(kind)
    return found


def chosen(ledger: Ledger, rows: Bool) -> Ledger:
    """Some of the postings (bool, one per posting)."""
    return Ledger(*(getattr(ledger, column.name)[rows] for column in fields(Ledger)))
