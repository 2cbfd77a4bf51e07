"""Parts of a log that can be scored on their own: the entries of some members that stand together in the roster."""

from __future__ import annotations

import numpy as np

from dutyscore.model.arrays import Int32, Int64
from dutyscore.model.columns import EntryTable, Roster, Words
from dutyscore.model.frozen import dataclass
from dutyscore.model.threads import in_threads
from dutyscore.model.vocabulary import MEMBER
from dutyscore.rulebook.nodes import Split
from dutyscore.scoring.plan import Plan


@dataclass(frozen=True, slots=True)
class Part:
    """Some members and all their entries. `first` is the place of the first member in the whole roster, `rows` (int64)
    are the places of the entries in the whole log, rising among those of one item word. Inside, members and entries are
    numbered from 0."""

    entries: EntryTable
    roster: Roster
    first: int
    rows: Int64


def divisible(plan: Plan) -> bool:
    """Whether each member's points depend on entries of his own alone, up to what only the cohort decides.

    Shares of named authors, rows that name several people, credits to others and copies told apart without regard to
    the member tie the members of a log together.
    """
    items = [node.item for node in plan.nodes if node.item]
    tied = any(item.credit_to or (item.split and _ties(item.split)) for item in items)
    copies = plan.rulebook.entries.duplicate_of
    return not tied and (copies is None or any(plan.structural.get(name) == MEMBER for name in copies.fields_))


def _ties(shares: Split) -> bool:
    return bool(shares.among) or (shares.divides and not shares.count)


def split(entries: EntryTable, roster: Roster, count: int) -> tuple[Part, ...]:
    """At most `count` parts with about the same number of entries each, in the order of the roster. In each part the
    entries of one item word stand together, so that an item's columns are stretches of those of the part; not where
    there are 65,536 words or more."""
    if count <= 1 or len(roster) <= 1:
        return (Part(entries, roster, 0, np.arange(len(entries))),)
    ends = member_ends(np.bincount(entries.member, minlength=len(roster)), count)

    def part(first: int, last: int) -> Part:
        rows = np.flatnonzero((entries.member >= first) & (entries.member < last))
        rows = rows.take(_by_word(entries.project.codes.take(rows), len(entries.project.words)))
        return Part(renumbered(entries.take(rows), first), members_between(roster, first, last), first, rows)

    return tuple(in_threads(part, [0, *ends[:-1]], ends))


def _by_word(codes: Int32, words: int) -> Int64:
    """The places of entries in the order of their item words, as they are where these are very many; numbers of few
    bits are sorted by radix."""
    for kind, most in ((np.uint8, 2**8), (np.uint16, 2**16)):
        if words < most:  # -1, no word, is the largest
            return np.argsort(codes.astype(kind), kind="stable")
    return np.arange(len(codes))


def member_ends(sizes: Int64, count: int) -> list[int]:
    """Where to cut a roster so that the parts have about equally many entries (`sizes` per member): the rising ends of
    the parts, the last one at the end of the roster."""
    reached = np.cumsum(sizes)
    wanted = int(reached[-1]) * np.arange(1, count + 1) // count
    ends = np.minimum(np.searchsorted(reached, wanted) + 1, len(sizes))
    return sorted({*ends.tolist(), len(sizes)})


def renumbered(entries: EntryTable, first: int) -> EntryTable:
    """Entries of a part with its members numbered from 0."""
    return EntryTable(
        entries.origins, entries.origin, entries.row, entries.member - np.int32(first), entries.day, entries.project,
        entries.facts,
    )  # fmt: skip


def no_entries() -> EntryTable:
    """A log without entries, for what looks at members only."""
    nothing = np.zeros(0, np.int32)
    return EntryTable((), nothing.astype(np.int16), nothing, nothing, nothing, Words(nothing, ()), {})


def members_between(roster: Roster, first: int, last: int) -> Roster:
    """The members from `first` up to, not including, `last`."""
    start, stop = np.searchsorted(roster.member, [first, last]).tolist()
    rows = np.arange(start, stop)
    return Roster(
        roster.ids[first:last], roster.names[first:last], roster.declared, roster.member[rows] - np.int32(first),
        roster.first[rows], roster.last[rows], {name: column.take(rows) for name, column in roster.facts.items()},
    )  # fmt: skip
