"""Lengths of time as rulebooks write them: 30d, 6m, 1y."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

from dutyscore.model.days import stretch_of, to_date, to_day
from dutyscore.model.frozen import dataclass
from dutyscore.model.written import ReadBy, as_text, refuse

_DURATION = re.compile(r"([0-9]{1,4})([dmy])", re.ASCII)


@dataclass(frozen=True, slots=True)
class Duration:
    """So many days, or so many months (a year is twelve)."""

    days: int = 0
    months: int = 0

    def before(self, day: int) -> int:
        """The day on which the duration begins that ends with `day` as its last one."""
        if not self.months:
            return day + 1 - self.days
        when = to_date(day + 1)
        index = when.year * 12 + when.month - 1 - self.months
        first = to_day(date(index // 12, index % 12 + 1, 1))
        return min(first + when.day - 1, stretch_of(first, "month").last)

    def after(self, day: int) -> int:
        """The first day after the duration that begins on `day`; a day that a month lacks becomes its last day."""
        if not self.months:
            return day + self.days
        when = to_date(day)
        index = when.year * 12 + when.month - 1 + self.months
        first = to_day(date(index // 12, index % 12 + 1, 1))
        return min(first + when.day - 1, stretch_of(first, "month").last)


def parse_duration(value: object) -> Duration:
    """The duration written as `value`, or DS225."""
    text = as_text(value)
    found = _DURATION.fullmatch(text)
    if not found or not int(found[1]):
        refuse("DS225", value=text)
    count = int(found[1])
    return Duration(days=count) if found[2] == "d" else Duration(months=count * (12 if found[2] == "y" else 1))


Length = Annotated[Duration, ReadBy(parse_duration)]
"""A duration as it stands in a rulebook."""
