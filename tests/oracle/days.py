"""Days, stretches of them, and rounding: plain arithmetic that everything else stands on."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from dutyscore.model.days import Stretch
from dutyscore.model.duration import Duration

CALENDAR_WINDOWS = ("day", "week", "month", "quarter", "half", "year")
WINDOWS = (*CALENDAR_WINDOWS, "period")
LENGTHS = {"day": 1, "week": 7, "month": 31, "quarter": 92, "half": 184, "year": 366}
"""Most days of a calendar window: they stand from the smallest to the largest."""


def day_of(text: str) -> int:
    return number_of(date.fromisoformat(text))


def number_of(when: date) -> int:
    return (when - date(1970, 1, 1)).days


def date_of(day: int) -> date:
    return date(1970, 1, 1) + timedelta(days=day)


def calendar_window(day: int, window: str) -> Stretch:
    """The day, ISO week, month, quarter, half or year that holds a day."""
    when = date_of(day)
    if window == "day":
        return Stretch(day, day)
    if window == "week":
        return Stretch(day - when.weekday(), day - when.weekday() + 6)
    months = {"month": 1, "quarter": 3, "half": 6, "year": 12}[window]
    start = date(when.year, (when.month - 1) // months * months + 1, 1)
    end = date(start.year, start.month + months - 1, 28) + timedelta(days=4)
    return Stretch(number_of(start), number_of(end.replace(day=1)) - 1)


def after(day: int, length: Duration) -> int:
    """The first day on which something that began on `day` is over: so many days or months later, on the last day of
    a month that is too short."""
    if not length.months:
        return day + length.days
    when = date_of(day)
    month = when.year * 12 + when.month - 1 + length.months
    first = date(month // 12, month % 12 + 1, 1)
    last = calendar_window(number_of(first), "month").last
    return min(number_of(first) + when.day - 1, last)


def before(day: int, length: Duration) -> int:
    """The day on which so long a time begins whose last day is `day` (M22): so many days or months before the day
    after, on the last day of a month that is too short."""
    if not length.months:
        return day + 1 - length.days
    return after(day + 1, Duration(months=-length.months))


def moved(day: int, start: tuple[int, int], end: tuple[int, int]) -> int | None:
    """M5: a day moved into the year that a booking window assigns it to, on that year's nearest day.

    A window over the turn of the year belongs to the year in which its larger part lies.
    """
    when = date_of(day)
    here = (when.month, when.day)
    if start <= end:
        return day if start <= here <= end else None
    if end < here < start:
        return None
    if start[0] > 6:  # the part after `from` counts for the year that follows
        return day if here <= end else number_of(date(when.year + 1, 1, 1))
    return day if here >= start else number_of(date(when.year - 1, 12, 31))


def rounded(value: Fraction, step: Fraction, how: str) -> Fraction:
    """`value` as a multiple of `step`: the size is rounded, the sign kept."""
    size = abs(value) / step
    whole = size.numerator // size.denominator
    rest = size - whole
    up = {
        "down": False,
        "up": rest > 0,
        "half_up": rest >= Fraction(1, 2),
        "half_even": rest > Fraction(1, 2) or (rest == Fraction(1, 2) and whole % 2 == 1),
    }[how]
    return (whole + up) * step * (-1 if value < 0 else 1)
