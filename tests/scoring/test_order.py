"""Keys are packed so that they sort like the columns they are made of, and sorted the same on every way."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutyscore.scoring import order
from dutyscore.scoring.order import argsort, pack, tied


@pytest.mark.parametrize("rows", [0, 1, 5, 1000, 1001, 5000])
@pytest.mark.parametrize("bits", [0, 1, 16, 17, 32, 33, 48, 49, 62])
def test_the_order_of_a_key_is_the_stable_one(rows: int, bits: int) -> None:
    key = np.random.default_rng(rows + bits).integers(0, 1 << bits, rows) // 3 * 3
    assert argsort(key, bits).tolist() == sorted(range(rows), key=key.tolist().__getitem__)


@given(st.lists(st.tuples(st.integers(-5, 5), st.integers(-(2**40), 2**40), st.integers(0, 3))))
def test_packed_columns_sort_like_tuples(rows: list[tuple[int, int, int]]) -> None:
    columns = [np.array([row[place] for row in rows], np.int64) for place in range(3)]
    key, bits = pack(*columns)
    for short in (order._SHORT, 0):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(order, "_SHORT", short)
            assert argsort(key, bits).tolist() == sorted(range(len(rows)), key=rows.__getitem__)


@given(st.lists(st.integers(0, 4)).map(sorted))
def test_places_with_an_equal_neighbour(key: list[int]) -> None:
    assert tied(np.array(key, np.int64)).tolist() == [at for at, one in enumerate(key) if key.count(one) > 1]
