"""Places from the top and from the end, by the three rules for ties; places with a tie at the border."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutyscore.scoring.rank import Field, first_places, merged_key, rank

scores = st.lists(st.tuples(st.integers(0, 5), st.booleans(), st.integers(0, 2)), min_size=0, max_size=25)


def places_by_counting(values: list[int], mine: int, ties: str) -> int:
    """The textbook definition: how many are better, or how many better values there are."""
    better = [value for value in values if value > mine]
    return 1 + len(set(better) if ties == "dense" else better)


@pytest.mark.parametrize("ties", ["competition", "dense"])
@given(members=scores, grouped=st.booleans())
def test_places_count_who_is_better(ties: str, members: list[tuple[int, bool, int]], grouped: bool) -> None:
    points = np.array([score for score, _, _ in members], np.int64)
    ranked = np.array([inside for _, inside, _ in members], bool)
    group = np.array([code for _, _, code in members], np.int64)
    info = rank("", -points, ties, grouped, Field(ranked, np.zeros(len(members), bool), group))
    for member, (score, inside, code) in enumerate(members):
        rivals = [s for s, r, g in members if r and (not grouped or g == code)]
        expected = places_by_counting(rivals, score, ties) if inside else 0
        assert info.places[member] == expected
        mirrored = places_by_counting([-rival for rival in rivals], -score, ties) if inside else 0
        assert info.from_end[member] == mirrored


@given(scores)
def test_ordinal_places_are_all_different(members: list[tuple[int, bool, int]]) -> None:
    points = np.array([score for score, _, _ in members], np.int64)
    everyone = np.ones(len(members), bool)
    info = rank("", -points, "ordinal", False, Field(everyone, ~everyone, np.zeros(len(members), np.int64)))
    assert sorted(info.places.tolist()) == list(range(1, len(members) + 1))
    assert (info.places + info.from_end == len(members) + 1).all()


@given(scores, st.integers(0, 8))
def test_a_tie_at_the_border_is_never_broken_silently(members: list[tuple[int, bool, int]], places: int) -> None:
    points = np.array([score for score, _, _ in members], np.int64)
    candidates = np.array([inside for _, inside, _ in members], bool)
    key = merged_key([-points])
    for ties in ("leave_out", "let_in", "stop"):
        won, tied = first_places(candidates, key, places, ties)
        assert not (won & ~candidates).any()
        assert not (won & tied).any()
        for one in np.flatnonzero(candidates):
            for other in np.flatnonzero(candidates):
                if points[one] == points[other]:
                    assert won[one] == won[other]
                elif points[one] > points[other] and won[other]:
                    assert won[one]
        if ties != "let_in":
            assert won.sum() <= places
        if ties == "stop" and tied.any():
            assert won.sum() < places < won.sum() + tied.sum()
