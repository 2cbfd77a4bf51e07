"""The stretch of time a run scores, and the calendar windows inside it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dutyscore.model.arrays import Int32, Int64
from dutyscore.model.days import CALENDAR, Calendar, Stretch, stretch_of
from dutyscore.rulebook.schema import Rulebook

PERIOD = "period"
ORDER = (*CALENDAR, PERIOD)
"""Windows from the smallest to the largest."""


@dataclass(frozen=True, slots=True)
class Windows:
    """The windows of one kind inside the period: `index` (int32) of each day of the period, `first` day of each."""

    index: Int32
    first: Int32

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

    def windows(self, window: str) -> Windows:
        """The windows of a kind; a window that reaches over the period's edge begins or ends there."""
        first, last = self.period.first, self.period.last
        index = np.zeros(last - first + 1, np.int32)
        starts = [first]
        if window != PERIOD:
            day, found = first, []
            while day <= last:
                stretch = stretch_of(day, _calendar(window))
                found.append(max(stretch.first, first))
                index[found[-1] - first : stretch.last - first + 1] = len(found) - 1
                day = stretch.last + 1
            starts = found
        return Windows(index, np.array(starts, np.int32))

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
