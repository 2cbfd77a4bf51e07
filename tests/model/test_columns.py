"""Columns say the same before and after they are spread over their rows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dutyscore.model.columns import NO_DAY, Coded, Columns, Days, Numbers, Words, of_rows

CODES = np.array([2, 0, 1, 2, 2], np.int32)
DISTINCT: dict[str, Any] = {
    "数量": Numbers(np.array([5, 0, 70]), np.array([False, True, False]), 1),
    "整数": Numbers(np.array([5, 0, 70]), np.array([False, False, False]), 0),
    "级别": Words(np.array([1, -1, 0], np.int32), ("市级", "县级")),
    "日期": Days(np.array([19000, NO_DAY, 19001], np.int32)),
}
ROWS = {
    "places": np.array([4, 0, 0]),
    "a mask": np.array([True, False, False, True, False]),
    "a stretch": slice(1, 4),
    "none": np.zeros(0, np.int64),
}


def said(column: Any) -> list[Any]:
    """What each row of a column says."""
    if isinstance(column, Words):
        return [column.words[code] if code >= 0 else None for code in column.codes.tolist()]
    values = list(column.values.tolist())
    blank = [False] * len(values) if isinstance(column, Days) else column.blank.tolist()
    return [None if nothing else value for value, nothing in zip(values, blank, strict=True)]


@pytest.mark.parametrize("rows", ROWS.values(), ids=ROWS)
def test_rows_are_the_same_in_whatever_order_they_are_taken_and_spread(rows: Any) -> None:
    coded = Columns({name: Coded(column, CODES) for name, column in DISTINCT.items()})
    expected = {name: np.array(said(column), object)[CODES][rows].tolist() for name, column in DISTINCT.items()}
    assert {name: said(column) for name, column in coded.take(rows).items()} == expected
    assert {name: said(coded[name].take(rows)) for name in coded} == expected
    assert {name: said(column) for name, column in Columns(dict(coded)).take(rows).items()} == expected


def test_a_column_is_spread_once() -> None:
    coded = Columns({name: Coded(column, CODES) for name, column in DISTINCT.items()})
    assert coded["级别"] is coded["级别"]
    more = coded.beside({"审核人": coded["级别"]})
    assert more["审核人"] is more["级别"]
    assert list(more) == [*DISTINCT, "审核人"]
    assert len(more) == 5


@pytest.mark.parametrize("rows", ROWS.values(), ids=ROWS)
def test_taking_is_indexing(rows: Any) -> None:
    for values in (np.arange(5), np.arange(5, dtype=np.int16) * 3, np.array([True, False, True, True, False])):
        found = of_rows(values, rows)
        assert found.dtype == values.dtype
        assert found.tolist() == values[rows].tolist()


@pytest.mark.parametrize("kind", [np.uint8, np.uint16, np.int32])
def test_codes_of_any_size(kind: Any) -> None:
    narrow = Columns({name: Coded(column, CODES.astype(kind)) for name, column in DISTINCT.items()})
    wide = Columns({name: Coded(column, CODES) for name, column in DISTINCT.items()})
    assert {name: said(column) for name, column in narrow.items()} == {
        name: said(column) for name, column in wide.items()
    }
