"""Which period a run scores, and how it is narrowed (M6)."""

from __future__ import annotations

import numpy as np

from dutyscore.model.arrays import Int32
from dutyscore.model.days import CALENDAR, Stretch, iso, stretch_of
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.place import Place
from dutyscore.rulebook.schema import Dates, Rolling, Rulebook
from dutyscore.scoring.frame import Frame

_LONG_AGO, _FAR_AWAY = -(2**31) + 2, 2**31 - 1


def effective_of(rulebook: Rulebook) -> Stretch:
    """The days on which the rulebook is in force; an open end lies beyond every date."""
    dates = rulebook.effective
    return Stretch(_LONG_AGO if dates.from_ is None else dates.from_, _FAR_AWAY if dates.to is None else dates.to, "")


def frame_of(
    rulebook: Rulebook, booked: Int32, selection: Stretch | None, as_of: int | None, file: str
) -> Frame | Diagnostic:
    """The frame of a run, or the finding that says why there is none."""
    effective = effective_of(rulebook)
    if isinstance(rulebook.period, Rolling):
        if as_of is None:
            return Diagnostic("DS449", Place(file))
        period: Stretch | Diagnostic = Stretch(rulebook.period.rolling.before(as_of), as_of)
    else:
        period = _period(rulebook, effective, booked, selection, file)
    if isinstance(period, Diagnostic):
        return period
    chosen = selection or period
    same = (period.first, period.last) == (effective.first, effective.last)
    for name, around, fits in (
        ("effective", period if same else effective, effective.first <= chosen.last and chosen.first <= effective.last),
        ("scored", period, period.first <= chosen.first and chosen.last <= period.last),
    ):
        if not fits:
            return Diagnostic("DS424", Place(file), {"period": label(chosen), name: label(around)})
    return Frame(period, chosen, effective, chosen.last if as_of is None else as_of)


def label(stretch: Stretch) -> str:
    """How people name a stretch: 2023H1, or its first and last day; nothing stands for an open end."""
    first = "" if stretch.first == _LONG_AGO else iso(stretch.first)
    last = "" if stretch.last == _FAR_AWAY else iso(stretch.last)
    return stretch.label or f"{first}..{last}"


def _period(
    rulebook: Rulebook, effective: Stretch, booked: Int32, selection: Stretch | None, file: str
) -> Stretch | Diagnostic:
    declared = rulebook.period
    if isinstance(declared, Dates):
        assert declared.from_ is not None
        assert declared.to is not None
        return Stretch(declared.from_, declared.to, "")
    window = next(name for name in CALENDAR if name == declared)
    if rulebook.effective.from_ is not None:
        only = stretch_of(effective.first, window)
        if only.first == effective.first and only.last == effective.last:
            return only
    if selection is not None:
        return stretch_of(selection.first, window)
    inside = booked[(booked >= effective.first) & (booked <= effective.last)]
    found = sorted({stretch_of(day, window) for day in np.unique(inside).tolist()})
    if not found:
        named = stretch_of(effective.first, window).label if rulebook.effective.from_ is not None else ""
        return Diagnostic("DS423", Place(file), {"period": named})
    if len(found) > 1:
        periods = ", ".join(stretch.label for stretch in found)
        return Diagnostic("DS412", Place(file), {"periods": periods, "period": found[-1].label})
    return found[0]
