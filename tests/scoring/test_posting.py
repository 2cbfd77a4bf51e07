"""The journal keeps what was posted, and what is read off the ledger in few looks is what counting says."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dutyscore.model.columns import NO_DAY
from dutyscore.model.ledger import BEGINS, Kind, Ledger, of_kinds
from dutyscore.scoring.posting import Journal
from dutyscore.scoring.uncounted import spent, uncounted

ROWS = st.lists(st.tuples(st.integers(0, 3), st.integers(-(2**62), 2**62)), max_size=6)
ENTRIES = st.lists(st.integers(0, 7), max_size=20)


@given(st.integers(0, 5), st.lists(st.tuples(st.sampled_from(list(Kind)), ROWS), max_size=6))
def test_whatever_room_it_began_with(likely: int, posted: list[tuple[Kind, list[tuple[int, int]]]]) -> None:
    journal, expected, closed = Journal(likely), list[tuple[int, ...]](), list[tuple[Ledger, int]]()
    for node, (kind, rows) in enumerate(posted):
        entries, amounts = np.array([row[0] for row in rows], np.int32), np.array([row[1] for row in rows], np.int64)
        journal.post(kind, entries, entries + 5, node, amounts)
        entries[:], amounts[:] = -9, -9  # what the step does with its own arrays afterwards is its own matter
        expected += [(entry, entry + 5, node, kind, amount, -1, NO_DAY) for entry, amount in rows]
        closed.append((journal.close(), len(expected)))
    for ledger, size in closed:
        columns = (getattr(ledger, name).tolist() for name in Ledger.__slots__)
        assert list(zip(*columns, strict=True)) == expected[:size]


def ledger_of(posted: list[tuple[int, Kind]]) -> Ledger:
    """A ledger of which nothing but entries and kinds is looked at."""
    entry, kind = np.array([row[0] for row in posted], np.int32), np.array([row[1] for row in posted], np.int16)
    zero = np.zeros(len(posted), np.int32)
    return Ledger(entry, zero, zero.astype(np.int16), kind, zero.astype(np.int64), zero, zero)


@given(st.lists(st.sampled_from(BEGINS), min_size=8, max_size=8), ENTRIES, ENTRIES, ENTRIES)
def test_entries_that_have_ended_as_often_as_they_were_taken(
    once: list[Kind], more: list[int], ended: list[int], cut: list[int]
) -> None:
    """Every entry begins at least once."""
    rows = [*enumerate(once), *((entry, Kind.award) for entry in more), *((entry, Kind.over_cap) for entry in cut)]
    begun, over = Counter([*range(8), *more]), Counter(ended)
    expected = [entry for entry in range(8) if over[entry] >= begun[entry]]
    assert spent(ledger_of(rows), np.array(ended, np.int32), 8).tolist() == expected


@given(st.lists(st.tuples(st.integers(-1, 4), st.sampled_from(list(Kind))), max_size=30))
def test_kinds_and_what_no_item_counts(posted: list[tuple[int, Kind]]) -> None:
    posted += [
        (entry, Kind.award) for entry in range(5) if all(row != (entry, kind) for row in posted for kind in BEGINS)
    ]
    ledger = ledger_of(posted)
    for kinds in ((), (Kind.award,), (Kind.award, Kind.no_clause, Kind.over_cap)):
        assert of_kinds(ledger, kinds).tolist() == [row[1] in kinds for row in posted]

    ends = {
        Kind.no_clause, Kind.not_confirmed, Kind.excluded, Kind.duplicate, Kind.outside_period, Kind.not_selected,
        Kind.not_yet, Kind.expired, Kind.repaired, Kind.exempt, Kind.inert,
    }  # fmt: skip
    begun = Counter(entry for entry, kind in posted if kind in BEGINS)
    over = Counter(entry for entry, kind in posted if kind in ends)
    first = [
        min(kind for place, kind in posted if place == entry and kind in ends)
        for entry in range(5)
        if over[entry] >= begun[entry]
    ]
    assert uncounted(ledger, 5) == {Kind(kind).name: count for kind, count in Counter(first).items()}
