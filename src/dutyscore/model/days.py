"""Days as integers (since 1970-01-01) and the stretches of days that rulebooks speak of."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Literal

from dutyscore.model.frozen import dataclass

Calendar = Literal["day", "week", "month", "quarter", "half", "year"]
CALENDAR: tuple[Calendar, ...] = ("day", "week", "month", "quarter", "half", "year")
"""Calendar windows, from the smallest to the largest; `week` is the ISO week."""

_EPOCH = date(1970, 1, 1)
_LABEL = re.compile(r"([0-9]{4})(?:-?(H[12]|Q[1-4])|-([0-9]{2}))?", re.ASCII)


def to_day(value: date) -> int:
    return (value - _EPOCH).days


def to_date(day: int) -> date:
    return _EPOCH + timedelta(days=day)


def iso(day: int) -> str:
    """2025-03-01"""
    return to_date(day).isoformat()


def parse_iso(text: str) -> int | None:
    """Day of `2025-03-01`; None if the text is not of that form or no such day exists."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text, re.ASCII):
        return None
    try:
        return to_day(date(int(text[:4]), int(text[5:7]), int(text[8:])))
    except ValueError:
        return None


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """Days from `first` to `last`, both included, with the label people use for it (2025, 2025H1, 2025-03)."""

    first: int
    last: int
    label: str = ""

    def __contains__(self, day: int) -> bool:
        return self.first <= day <= self.last


def stretch_of(day: int, window: Calendar) -> Stretch:
    """The calendar window that holds `day`."""
    when = to_date(day)
    if window == "day":
        return Stretch(day, day, when.isoformat())
    if window == "week":
        year, week, weekday = when.isocalendar()
        return Stretch(day - weekday + 1, day - weekday + 7, f"{year}-W{week:02d}")
    months = {"month": 1, "quarter": 3, "half": 6, "year": 12}[window]
    index = (when.month - 1) // months
    first = date(when.year, index * months + 1, 1)
    after = date(when.year + (first.month + months > 12), (first.month + months - 1) % 12 + 1, 1)
    label = {"month": f"-{when.month:02d}", "quarter": f"Q{index + 1}", "half": f"H{index + 1}", "year": ""}[window]
    return Stretch(to_day(first), to_day(after) - 1, f"{when.year}{label}")


def parse_stretch(text: str) -> Stretch | None:
    """The stretch named by `2023`, `2023H1`, `2023Q3` or `2023-05`; None for anything else."""
    found = _LABEL.fullmatch(text)
    if not found:
        return None
    year, part, month = int(found[1]), found[2] or "", int(found[3] or 0)
    if year < 1 or (found[3] and not 1 <= month <= 12):
        return None
    if part.startswith("H"):
        return stretch_of(to_day(date(year, 6 * int(part[1]) - 5, 1)), "half")
    if part.startswith("Q"):
        return stretch_of(to_day(date(year, 3 * int(part[1]) - 2, 1)), "quarter")
    return stretch_of(to_day(date(year, month or 1, 1)), "month" if month else "year")
