"""Days, the calendar windows that hold them, and the labels people type for them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutyscore.model.days import CALENDAR, Calendar, iso, parse_iso, parse_stretch, stretch_of, to_date, to_day

days = st.dates(date(1900, 1, 1), date(2200, 12, 31)).map(to_day)


@given(days, st.sampled_from(CALENDAR))
def test_windows_hold_their_day_and_touch_their_neighbours(day: int, window: Calendar) -> None:
    stretch = stretch_of(day, window)
    assert day in stretch
    assert stretch_of(stretch.first, window) == stretch == stretch_of(stretch.last, window)
    assert stretch_of(stretch.last + 1, window).first == stretch.last + 1


@given(days)
def test_dates_read_back(day: int) -> None:
    assert parse_iso(iso(day)) == day
    assert to_date(day) + timedelta(days=1) == to_date(day + 1)


@given(days, st.sampled_from(["month", "quarter", "half", "year"]))
def test_labels_read_back(day: int, window: Calendar) -> None:
    stretch = stretch_of(day, window)
    assert parse_stretch(stretch.label) == stretch


@pytest.mark.parametrize(
    ("label", "first", "last"),
    [("2023", "2023-01-01", "2023-12-31"), ("2023H1", "2023-01-01", "2023-06-30"),
     ("2023-H2", "2023-07-01", "2023-12-31"),
     ("2023Q3", "2023-07-01", "2023-09-30"), ("2024-02", "2024-02-01", "2024-02-29")],
)  # fmt: skip
def test_stretches_people_type(label: str, first: str, last: str) -> None:
    stretch = parse_stretch(label)
    assert stretch is not None
    assert (iso(stretch.first), iso(stretch.last)) == (first, last)


@pytest.mark.parametrize("label", ["", "23", "2023H3", "2023Q5", "2023-13", "2023-00", "0000", "2023-1", "２０２３"])
def test_other_texts_are_no_stretch(label: str) -> None:
    assert parse_stretch(label) is None


@pytest.mark.parametrize("text", ["2023-02-30", "2023-2-3", "20230203", "2023/02/03", "２０２３-02-03", ""])
def test_other_texts_are_no_date(text: str) -> None:
    assert parse_iso(text) is None
