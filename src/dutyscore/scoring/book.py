"""The booked date of an entry: the event date or `booked_by`, moved into the period its `window` assigns it to (M5)."""

from __future__ import annotations

from typing import Any

import numpy as np

from dutyscore.model.arrays import Int32, Int64
from dutyscore.model.columns import NO_DAY, Days
from dutyscore.model.days import stretch_of, to_date
from dutyscore.rulebook.nodes import Booking
from dutyscore.scoring.view import Sight

NEVER = NO_DAY + 1
"""Booked into no period at all: the day of the year lies outside the window."""


def booked_days(sight: Sight, booked_by: str | None, booking: Booking | None, rows: Int64 | None = None) -> Int32:
    """Booked date (int32) of the entries, or of the given rows."""
    if booked_by is None:
        days: Int32 = sight.entries.day if rows is None else sight.entries.day[rows]
    else:
        column = sight.column(booked_by, rows)
        assert isinstance(column, Days)
        days = column.values
    return days if booking is None else _moved(days, booking)


def _moved(days: Int32, booking: Booking) -> Int32:
    """Each distinct day is moved once: a calendar has few of them."""
    distinct, index = np.unique(days, return_inverse=True)
    moved = np.array([_move(int(day), booking) for day in distinct], np.int32)
    result: Any = moved[index]
    return np.asarray(result, np.int32)


def _move(day: int, booking: Booking) -> int:
    """A day after `to` of a window that runs over the new year belongs to the next one: 12-01 to 11-30."""
    when = to_date(day)
    mark, first, last = (when.month, when.day), booking.from_, booking.to
    if first <= last:
        return day if first <= mark <= last else NEVER
    if mark >= first:
        return stretch_of(day, "year").last + 1
    return day if mark <= last else NEVER
