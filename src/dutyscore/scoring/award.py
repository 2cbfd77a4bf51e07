"""C. Award: each entry at each item that takes it, rounded to the step once (M2)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from dutyscore.model.arrays import Bool, Int16, Int32, Int64
from dutyscore.model.columns import Numbers, Words
from dutyscore.model.ledger import Kind
from dutyscore.model.ratio import Ratio
from dutyscore.rulebook.nodes import PERIOD, REST, Item, Rest, Split, Times
from dutyscore.scoring.admit import ALIVE, Admission
from dutyscore.scoring.book import booked_days
from dutyscore.scoring.frame import Frame
from dutyscore.scoring.match import Taken
from dutyscore.scoring.order import Order, pack
from dutyscore.scoring.posting import Journal
from dutyscore.scoring.view import Rows, Sight


@dataclass(slots=True)
class Awards:
    """One row per entry and item that takes it, item after item in tree order.

    `entry`, `member`, `booked` (int32), `node` (int16), `base` (int64, see `Order.base`), `live` (int64): what is left
    of the award in steps; later steps lower it and post what they take. `alive` (bool): not set to 0 by admission,
    period or `as_of`. `span[node]` is the range of rows of a node's items.
    """

    entry: Int32
    member: Int32
    node: Int16
    booked: Int32
    base: Int64
    live: Int64
    alive: Bool
    span: dict[int, tuple[int, int]]


def award(
    sight: Sight, order: Order, taken: list[Taken], admission: Admission, frame: Frame, journal: Journal
) -> Awards:
    """Value all matched entries and post the awards and what sets them to 0."""
    parts = [_award_item(sight, order, part, admission, frame, journal) for part in taken]
    columns = zip(*parts, strict=True) if parts else ((np.zeros(0, kind),) for kind in _KINDS)
    awards = Awards(*map(_joined, columns, _KINDS), {})  # type: ignore[call-arg]
    ends = np.cumsum([len(part.rows) for part in taken]).tolist()
    ranges = {part.node.index: (end - len(part.rows), end) for part, end in zip(taken, ends, strict=True)}
    for node in sight.plan.nodes:
        inside = [ranges[index] for index in range(node.index, node.end) if index in ranges]
        awards.span[node.index] = (inside[0][0], inside[-1][1]) if inside else (0, 0)
    return awards


_ENDS = (
    Kind.not_confirmed, Kind.excluded, Kind.duplicate, Kind.outside_period, Kind.not_selected, Kind.not_yet,
)  # fmt: skip
"""What sets an award to 0 before anything is chosen or limited."""
_KINDS = (np.int32, np.int32, np.int16, np.int32, np.int64, np.int64, np.bool_)
_Part = tuple[Int32, Int32, Int16, Int32, Int64, Int64, Bool]


def _joined(parts: tuple[Any, ...], kind: Any) -> Any:
    return np.concatenate(parts).astype(kind, copy=False)


def _award_item(
    sight: Sight, order: Order, part: Taken, admission: Admission, frame: Frame, journal: Journal
) -> _Part:
    node, rows = part.node, part.rows
    item = node.item
    assert item
    entry = rows.astype(np.int32)
    member = sight.entries.member[rows]
    own_rule = node.booked_by != sight.plan.rulebook.entries.booked_by or node.booking is not None
    booked = booked_days(sight, node.booked_by, node.booking, rows) if own_rule else admission.booked[rows]
    worth = _worth(sight.rows(rows), item)
    scale = sight.plan.scale
    live = worth.to_steps(scale)
    index = np.full(len(rows), node.index, np.int16)
    journal.post(Kind.mark if item.score.mean else Kind.award, entry, member, index, live)
    if item.per_entry:
        capped = worth.at_most(item.per_entry[PERIOD]).to_steps(scale)
        cut = np.flatnonzero(capped != live)
        journal.post(Kind.per_entry, entry[cut], member[cut], index[cut], (capped - live)[cut])
        live = capped
    reason, cause = admission.reason[rows], admission.cause[rows]
    reason = _out_of_time(sight, frame, rows, booked, reason)
    for kind in _ENDS:
        hit = np.flatnonzero(reason == kind)
        if len(hit):
            journal.post(kind, entry[hit], member[hit], index[hit], -live[hit], cause[hit])
    alive = reason == ALIVE
    return entry, member, index, booked, order.base(rows, booked), np.where(alive, live, 0), alive


def _out_of_time(sight: Sight, frame: Frame, rows: Int64, booked: Int32, reason: Int16) -> Int16:
    """The reasons of what admission left alive but time does not."""
    late = (booked > frame.as_of) | (sight.entries.day[rows] > frame.as_of)
    tests = (
        (Kind.outside_period, ~_inside(booked, frame.period) | ~_inside(booked, frame.effective)),
        (Kind.not_selected, ~_inside(booked, frame.selection)),
        (Kind.not_yet, late),
    )
    for kind, hit in tests:
        if hit.any():
            reason = np.where((reason == ALIVE) & hit, np.int16(kind), reason).astype(np.int16)
    return reason


def _inside(days: Int32, stretch: Any) -> Bool:
    inside: Bool = (days >= stretch.first) & (days <= stretch.last)
    return inside


def _worth(rows: Rows, item: Item) -> Ratio:
    """Method x factors x share, exact and unrounded."""
    method = item.score.entry_method
    assert method
    worth = method.worth(rows)
    for times in item.times:
        worth = _times(worth, times, rows)
    return worth.times(_shares(rows, item.split)) if item.split else worth


def _times(worth: Ratio, times: Times, rows: Rows) -> Ratio:
    if times.constant is not None:
        return worth.scaled(times.constant)
    if times.steps is not None:
        return worth.times(times.ladder().worth(rows))
    column = rows.column(times.field or "")
    assert isinstance(column, Words)
    table = times.by or {}
    factors = [table.get(word, times.otherwise) for word in column.words] + [times.blank]
    return worth.times(Ratio.table([factor if factor is not None else Fraction(0) for factor in factors], column.codes))


def _shares(rows: Rows, split: Split) -> Ratio:
    """The share of each row's author."""
    authors = _authors(rows, split) if split.divides else np.ones(len(rows), np.int64)
    rest = 1 - split.fixed_sum
    if split.shares is None:
        fixed: list[Fraction | Rest] = [REST]
        role: Any = np.zeros(len(rows), np.int64)
    else:
        column = rows.column(split.by or "")
        assert isinstance(column, Words)
        fixed = [split.shares.get(word, Fraction(0)) for word in column.words] or [Fraction(0)]
        role = column.codes
    # one entry per (role, number of authors) that occurs: a share depends on nothing else
    key, index = np.unique(pack(role, authors)[0], return_inverse=True)
    first = np.zeros(len(key), np.int64)
    first[index[::-1]] = np.arange(len(index))[::-1]
    shares = []
    for row in first.tolist():
        share = fixed[int(role[row])]
        shares.append(rest / int(authors[row]) if isinstance(share, Rest) else share)
    return Ratio.table(shares, index)


def _authors(rows: Rows, split: Split) -> Int64:
    """Among how many the rest is divided: the members with a row of the same deed in a `rest` role, or the number
    written in the row less those with a share of their own."""
    if split.count:
        column = rows.column(split.count)
        assert isinstance(column, Numbers)
        written: Int64 = column.values // 10**column.decimals - split.fixed_count
        return written
    deed = rows.column(split.per or "")
    assert isinstance(deed, Words)
    member = rows.sight.entries.member[rows.index]
    sharing = np.ones(len(rows), bool)
    if split.shares is not None:
        role = rows.column(split.by or "")
        assert isinstance(role, Words)
        is_rest = [isinstance(split.shares.get(word), Rest) for word in role.words]
        sharing = np.array([*is_rest, False], bool)[role.codes]
    pairs, _ = pack(deed.codes, member)
    _, once = np.unique(pairs[sharing], return_index=True)
    counts = np.bincount(deed.codes[sharing][once], minlength=len(deed.words))
    return np.maximum(counts[deed.codes], 1).astype(np.int64)

