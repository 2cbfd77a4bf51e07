"""Packed keys sort like the columns they stand for, however wide the numbers are."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dutyscore.scoring.order import argsort, pack, starts_of

wide = st.integers(-(2**63), 2**63 - 1)
narrow = st.integers(-3, 3)
rows = st.lists(st.tuples(st.one_of(narrow, wide), narrow, st.one_of(narrow, wide)), min_size=1, max_size=40)


@given(rows)
def test_a_packed_key_sorts_like_its_columns(table: list[tuple[int, int, int]]) -> None:
    columns = [np.array(column, np.int64) for column in zip(*table, strict=True)]
    key, bits = pack(*columns)
    order = argsort(key, bits).tolist()
    assert order == sorted(range(len(table)), key=lambda row: (table[row], row))


@given(rows)
def test_keys_are_equal_where_all_columns_are(table: list[tuple[int, int, int]]) -> None:
    columns = [np.array(column, np.int64) for column in zip(*table, strict=True)]
    key, bits = pack(*columns)
    order = argsort(key, bits)
    runs = int(starts_of(key[order]).sum())
    assert runs == len(set(table))
