"""The stretch of time a run scores, and the calendar windows inside it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dutyscore.model.arrays import Int32, Int64
from dutyscore.model.columns import NO_DAY
from dutyscore.model.days import CALENDAR, Calendar, Stretch, stretch_of
from dutyscore.model.frozen import dataclass
from dutyscore.rulebook.schema import Rulebook

PERIOD = "period"
_DAYS = {"day": 1, "week": 7, "month": 31, "quarter": 92, "half": 184, "year": 366}


def window_order(rulebook: Rulebook) -> tuple[str, ...]:
    """All windows of a rulebook from the smallest to the largest; the period is the last."""
    declared = {
        name: max((stretch.to - stretch.from_ + 1 for stretch in stretches), default=0)
        for name, stretches in rulebook.windows.items()
    }
    sizes = {**_DAYS, **declared}
    return (*sorted(sizes, key=lambda name: (sizes[name], name)), PERIOD)


@dataclass(frozen=True, slots=True)
class Windows:
    """The windows of one kind inside the period: `index` (int32) of each day of the period, `first` and `last` day of
    each; `size` is the kind's place in `window_order`. With `gaps`, the last window stands for the days that lie in
    none: it knows no limit."""

    index: Int32
    first: Int32
    last: Int32
    size: int
    gaps: bool = False
    since: int = NO_DAY
    """Where one window covers the whole period and began before it: its first day."""

    def __len__(self) -> int:
        return len(self.first)


@dataclass(frozen=True, slots=True)
class Frame:
    """The scored `period`, the `selection` inside it that is printed, the days on which the rulebook is in force
    (`effective`), the state of knowledge `as_of`."""

    period: Stretch
    selection: Stretch
    effective: Stretch
    as_of: int

    @property
    def last_held(self) -> int:
        """The day on which facts about members are read: the last of the selection, or `as_of` before it."""
        return min(self.selection.last, self.as_of)

    def windows(self, window: str, rulebook: Rulebook) -> Windows:
        """The windows of a kind; one that reaches over the period's edge begins or ends there."""
        period = self.period
        index = np.full(period.last - period.first + 1, -1, np.int32)
        stretches = [period] if window == PERIOD else list(self._stretches(window, rulebook))
        first = [max(stretch.first, period.first) for stretch in stretches]
        last = [min(stretch.last, period.last) for stretch in stretches]
        for number, (start, end) in enumerate(zip(first, last, strict=True)):
            index[start - period.first : end - period.first + 1] = number
        gaps = bool((index < 0).any())
        if gaps:
            index[index < 0] = len(first)
            first, last = [*first, period.first], [*last, period.last]
        size = window_order(rulebook).index(window)
        longer = len(stretches) == 1 and stretches[0].first < period.first and stretches[0].last >= period.last
        since = stretches[0].first if longer else NO_DAY
        return Windows(index, np.array(first, np.int32), np.array(last, np.int32), size, gaps, since)

    def _stretches(self, window: str, rulebook: Rulebook) -> Iterator[Stretch]:
        """The stretches of a calendar or declared window that touch the period."""
        if window in rulebook.windows:
            for declared in rulebook.windows[window]:
                if declared.from_ <= self.period.last and declared.to >= self.period.first:
                    yield Stretch(declared.from_, declared.to)
            return
        day = self.period.first
        while day <= self.period.last:
            stretch = stretch_of(day, _calendar(window))
            yield stretch
            day = stretch.last + 1

    def past_label(self, back: int) -> str:
        """How people name the period `back` periods ago; empty where the period is no calendar window."""
        window = next((name for name in CALENDAR if stretch_of(self.period.first, name) == self.period), None)
        stretch = self.period
        for _ in range(back if window else 0):
            assert window
            stretch = stretch_of(stretch.first - 1, window)
        return stretch.label if window else ""

    def periods_since(self, day: int) -> int:
        """How many periods before this one begin on or after a day; 0 where the period is no calendar window."""
        window = next((name for name in CALENDAR if stretch_of(self.period.first, name) == self.period), None)
        count, first = 0, self.period.first
        while window and (first := stretch_of(first - 1, window).first) >= day:
            count += 1
        return count

    def window_on_last_day(self, over: str, rulebook: Rulebook) -> Stretch | None:
        """The window of a kind (calendar or declared) that holds the last day of the run."""
        if over == PERIOD:
            return self.period
        if over not in rulebook.windows:
            return stretch_of(self.last_held, _calendar(over))
        declared = (Stretch(window.from_, window.to) for window in rulebook.windows[over])
        return next((stretch for stretch in declared if self.last_held in stretch), None)

    def index_of(self, windows: Windows, days: Int32) -> Int64:
        """The window of each day; days outside the period get that of the nearest edge (their amounts are 0)."""
        return windows.index[np.clip(days - self.period.first, 0, len(windows.index) - 1)].astype(np.int64)


def _calendar(window: str) -> Calendar:
    return next(name for name in CALENDAR if name == window)
