"""C. Award: each entry at each item that takes it, rounded to the step once (M2)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from dutyscore.model.arrays import Bool, Int16, Int32, Int64
from dutyscore.model.columns import NO_DAY, Numbers, Words
from dutyscore.model.days import Stretch
from dutyscore.model.exact import common_denominator
from dutyscore.model.frozen import dataclass
from dutyscore.model.ledger import Kind
from dutyscore.model.ratio import Ratio
from dutyscore.rulebook.nodes import PERIOD, REST, Item, Rest, Split, Times
from dutyscore.scoring.admit import ALIVE, Admission
from dutyscore.scoring.book import booked_days
from dutyscore.scoring.exempt import Exemptions
from dutyscore.scoring.force import Force, repeated
from dutyscore.scoring.frame import Frame
from dutyscore.scoring.match import Taken
from dutyscore.scoring.order import Order, distinct, pack
from dutyscore.scoring.plan import PlanNode
from dutyscore.scoring.posting import Journal
from dutyscore.scoring.view import Rows, Sight


@dataclass(slots=True)
class Awards:
    """One row per entry and item that takes it, item after item in tree order.

    `entry`, `member`, `booked` (int32), `node` (int16), `base` (see `Order.base`), `live` (int64): what is left of the
    award in steps; later steps lower it and post what they take. `counted` (bool): not set to 0 by admission,
    period or `as_of`; `alive` the same, less what choices dropped. `span[node]`: the rows of a node's items.
    """

    entry: Int32
    member: Int32
    node: Int16
    booked: Int32
    base: Any
    live: Int64
    alive: Bool
    counted: Bool
    span: dict[int, tuple[int, int]]


def award(setting: Setting, taken: list[Taken], found: list[Force]) -> Awards:
    """Value all matched entries and post the awards and what sets them to 0."""
    parts = [_award_item(setting, part, force) for part, force in zip(taken, found, strict=True)]
    columns = zip(*parts, strict=True) if parts else ((np.zeros(0, kind),) for kind in _KINDS)
    entry, member, booked, live, alive = map(_joined, columns, _KINDS)
    nodes = np.repeat(np.array([part.node.index for part in taken], np.int16), [len(part.rows) for part in taken])
    day = setting.sight.entries.day
    by_event = setting.admission.booked is day and not any(_own_rule(setting, part) for part in taken)
    # of all items at once: limits of groups compare across them
    base = setting.order.base(entry, booked, booked if by_event else None)
    awards = Awards(entry, member, nodes, booked, base, live, alive, alive.copy(), {})
    ends = np.cumsum([len(part.rows) for part in taken]).tolist()
    ranges = {part.node.index: (end - len(part.rows), end) for part, end in zip(taken, ends, strict=True)}
    for node in setting.sight.plan.nodes:
        inside = [ranges[index] for index in range(node.index, node.end) if index in ranges]
        awards.span[node.index] = (inside[0][0], inside[-1][1]) if inside else (0, 0)
    return awards


@dataclass(frozen=True, slots=True)
class Setting:
    """What valuing needs to know. `inert[node]` (int32 per member) is the veto that makes a node's entries worth
    nothing, -1 for none."""

    sight: Sight
    order: Order
    admission: Admission
    frame: Frame
    exempt: Exemptions
    inert: dict[int, Int32]
    journal: Journal


_ENDS = (
    Kind.not_confirmed, Kind.excluded, Kind.duplicate, Kind.outside_period, Kind.not_selected, Kind.not_yet,
    Kind.expired, Kind.repaired, Kind.inert, Kind.exempt,
)  # fmt: skip
"""What sets an award to 0 before anything is chosen or limited."""
_KINDS = (np.int32, np.int32, np.int32, np.int64, np.bool_)
_Part = tuple[Int32, Int32, Int32, Int64, Bool]


def _joined(parts: tuple[Any, ...], kind: Any) -> Any:
    return np.concatenate(parts).astype(kind, copy=False)


def _award_item(setting: Setting, part: Taken, force: Force) -> _Part:
    node, rows, sight = part.node, part.rows, setting.sight
    entry = rows.astype(np.int32)
    member = part.member
    own_rule = _own_rule(setting, part)
    booked = booked_days(sight, node.booked_by, node.booking, rows) if own_rule else part.of(setting.admission.booked)
    live = _post_worths(setting, part, force, (entry, member, node.index), booked)
    reason, cause = _reasons(setting, part, force, member, booked)
    kept = _kept(setting, node, force)
    alive = reason == ALIVE
    ended = np.flatnonzero(~alive)
    of_ended = reason.take(ended)
    occurring = np.bincount(of_ended, minlength=len(Kind))
    for kind in (kind for kind in _ENDS if occurring[kind]):
        hit = ended if occurring[kind] == len(ended) else ended.compress(of_ended == kind)
        left = kept[hit] if kind == Kind.repaired else 0
        setting.journal.post(
            kind, entry.take(hit), member.take(hit), node.index, left - live.take(hit), cause.take(hit)
        )
        live[hit] = left
    if occurring[Kind.repaired]:
        alive |= (reason == Kind.repaired) & (live != 0)
    return entry, member, booked, live, alive


def _own_rule(setting: Setting, part: Taken) -> bool:
    """Whether an item books its entries in another way than the book."""
    return part.node.booked_by != setting.sight.plan.rulebook.entries.booked_by or part.node.booking is not None


def _post_worths(setting: Setting, part: Taken, force: Force, keys: tuple[Int32, Int32, int], booked: Int32) -> Int64:
    """Post award, repetition and cap per entry by the values in force on each event date; what is left (int64)."""
    rows, scale = part.seen(setting.sight), setting.sight.plan.scale
    versions = part.versions(setting.sight)
    if part.listed is not None and part.people is not None:
        return _post_divided(setting, part, rows, versions, keys)
    worths = [_worth_of(rows, item, None if len(versions) == 1 else places) for item, places in versions]
    live = _together([worth.to_steps(scale) for worth in worths], versions)
    own = part.node.item
    assert own
    setting.journal.post(Kind.mark if own.score.mean else Kind.award, *keys, live)
    if own.repeat:
        before, latest = repeated(
            setting.sight, setting.order, part, own.repeat, setting.admission, force, live, booked, setting.frame.as_of
        )
        for number, (item, places) in enumerate(versions):
            assert item.repeat
            again = item.repeat.factor if item.repeat.again is None else item.repeat.again
            factors = Ratio.table([Fraction(1), item.repeat.factor, again], np.minimum(before[places], 2))
            worths[number] = worths[number].times(factors)
        new = _together([worth.to_steps(scale) for worth in worths], versions)
        live = _post_change(setting.journal, Kind.repeat, keys, live, new, latest)
    if own.per_entry:
        for number, (item, _) in enumerate(versions):
            assert item.per_entry
            worths[number] = worths[number].at_most(item.per_entry[PERIOD])
        new = _together([worth.to_steps(scale) for worth in worths], versions)
        live = _post_change(setting.journal, Kind.per_entry, keys, live, new)
    return live


def _together(steps: list[Int64], versions: list[tuple[Item, Int64]]) -> Int64:
    """The rows of every version in their own order again."""
    if len(steps) == 1:
        return steps[0]
    every = np.zeros(sum(map(len, steps)), np.int64)
    for part, (_, places) in zip(steps, versions, strict=True):
        every[places] = part
    return every


def _worth_of(rows: Rows, item: Item, places: Int64 | None) -> Ratio:
    """Worth of the rows at `places` (all of them for None); authors are counted over all rows of a deed."""
    shares = _shares(rows, item.split) if item.split else None
    if places is None:
        return _worth(rows, item, shares)
    return _worth(rows.take(places), item, shares.take(places) if shares else None)


def _post_divided(
    setting: Setting, part: Taken, rows: Rows, versions: list[tuple[Item, Int64]], keys: tuple[Int32, Int32, int]
) -> Int64:
    """An award is rounded first and then divided among the people of its row in whole steps."""
    whole = np.zeros(len(part.rows), np.int64)
    for item, places in versions:
        whole[places] = _worth(rows.take(places), item, None).to_steps(setting.sight.plan.scale)
    if not versions:  # no row is taken, so no version of the item is in force on any
        return whole
    split = versions[0][0].split
    assert split
    assert split.how is not None
    assert part.listed is not None
    assert part.people is not None
    live = divided(whole, part.listed, part.people, split.how)
    setting.journal.post(Kind.award, *keys, live)
    return live


def divided(whole: Int64, listed: Int64, people: Int64, how: str | tuple[Fraction, ...]) -> Int64:
    """Whole steps of each person: the floor of his share, steps left over one each in order of listing.

    All arrays are parallel, one row a person; what the shares of a table leave undivided goes to nobody.
    """
    size, sign = np.abs(whole), np.sign(whole)
    shares = np.zeros(len(whole), np.int64)
    rest = np.zeros(len(whole), np.int64)
    for count in np.unique(people).tolist():
        some = people == count
        parts = _parts(count, how)
        under = common_denominator(parts)
        tops = np.array([int(part * under) for part in parts], np.int64)
        shares[some] = size[some] * tops[listed[some]] // under
        given = sum(size[some] * int(top) // under for top in tops.tolist())
        rest[some] = size[some] * int(tops.sum()) // under - given
    return sign * (shares + (listed < rest))


def _parts(count: int, how: str | tuple[Fraction, ...]) -> list[Fraction]:
    """The share of each of `count` people, in order of listing."""
    if isinstance(how, tuple):
        return [*how, *[Fraction(0)] * count][:count]
    if how == "equally" or count == 1:
        return [Fraction(1, count)] * count
    return [Fraction(1, 2), *[Fraction(1, 2 * (count - 1))] * (count - 1)]


def _post_change(
    journal: Journal, kind: Kind, keys: tuple[Int32, Int32, int], old: Int64, new: Int64, cause: Any = -1
) -> Int64:
    hit = np.flatnonzero(new != old)
    entry, member, node = keys
    cause = cause[hit] if isinstance(cause, np.ndarray) else cause
    journal.post(kind, entry[hit], member[hit], node, (new - old)[hit], cause)
    return new


def _reasons(setting: Setting, part: Taken, force: Force, member: Int32, booked: Int32) -> tuple[Int16, Int32]:
    """Why each award does not count (ALIVE if it does), and the cause: the period, then admission, then the rest."""
    frame, admission = setting.frame, setting.admission
    ends = None if _own_rule(setting, part) else (admission.first, admission.last)
    reason, cause = part.of(admission.reason), part.of(admission.cause)
    days = part.of(setting.sight.entries.day)
    for kind, stretch in (
        (Kind.not_selected, frame.selection),
        (Kind.outside_period, frame.period),
        (Kind.outside_period, frame.effective),
    ):
        if not _all_inside(booked, stretch, ends):  # what another run is about is no matter of this one
            inside = _inside(booked, stretch)
            reason = np.where(inside, reason, np.int16(kind)).astype(np.int16)
            cause = np.where(inside, cause, -1).astype(np.int32)
    tests: list[tuple[Kind, Bool, Any]] = []
    if max(admission.last_event, ends[1] if ends else _latest(booked)) > frame.as_of:
        tests.append((Kind.not_yet, (booked > frame.as_of) | (days > frame.as_of), -1))
    if setting.exempt.scores.any():
        tests.append((Kind.exempt, setting.exempt.scores[member], setting.exempt.rule[member]))
    if part.node.index in setting.inert:
        veto = setting.inert[part.node.index][member]
        tests.append((Kind.inert, veto >= 0, veto))
    if not force.endless:
        tests.append((Kind.expired, force.valid_until <= np.minimum(frame.as_of, force.repaired_on), -1))
        tests.append((Kind.repaired, force.repaired_on <= frame.as_of, force.repair))
    for kind, hit, why in tests:
        if hit.any():
            hit = hit & (reason == ALIVE)
            reason = np.where(hit, np.int16(kind), reason).astype(np.int16)
            cause = np.where(hit, why, cause).astype(np.int32)
    return reason, cause


def _kept(setting: Setting, node: PlanNode, force: Force) -> Int64:
    """What stays of a repaired award (int64 steps), as long as it is valid: as it reads on the day of the repair."""
    plan, as_of = setting.sight.plan, setting.frame.as_of
    kept = np.zeros(len(force.repair), np.int64)
    if node.item is None or node.item.repairs is None or node.item.repairs.keeps is None:
        return kept
    for day in np.unique(force.repaired_on[force.repaired_on <= as_of]).tolist():
        item = plan.on(day).nodes[node.index].item
        keeps = item.repairs.keeps if item and item.repairs else None
        if keeps and not (keeps.valid and keeps.valid.after(day) <= as_of):
            kept[force.repaired_on == day] = plan.scale.to_steps(keeps.points)
    return kept


def _latest(days: Int32) -> int:
    return int(days.max(initial=NO_DAY))


def _all_inside(days: Int32, stretch: Stretch, ends: tuple[int, int] | None) -> bool:
    """Whether all days lie in a stretch, as they do in most logs; `ends` are the first and the last of all entries',
    where these days are among them."""
    if ends and stretch.first <= ends[0] and ends[1] <= stretch.last:
        return True
    return not len(days) or (int(days.min()) >= stretch.first and _latest(days) <= stretch.last)


def _inside(days: Int32, stretch: Stretch) -> Bool:
    inside: Bool = (days >= stretch.first) & (days <= stretch.last)
    return inside


def _worth(rows: Rows, item: Item, shares: Ratio | None) -> Ratio:
    """Method x factors x share, exact and unrounded."""
    method = item.score.entry_method
    assert method
    worth = method.worth(rows)
    for times in item.times:
        worth = multiplied(worth, times, rows)
    return worth.times(shares) if shares else worth


def multiplied(worth: Ratio, times: Times, rows: Rows) -> Ratio:
    """Worth times one factor of the rulebook."""
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
    key, index = distinct(*pack(role, authors))
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
