"""Dates as offices write them: an exact list of shapes, nothing guessed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from dutyscore.model.days import parse_iso, to_day
from dutyscore.tables.cells import Cell, Kind
from dutyscore.tables.faults import Fault
from dutyscore.tables.spelling import narrow, trimmed

_TIME = r"(?:(?:T| *)[0-9]{1,2}(?::|时)[0-9]{1,2}(?:(?::[0-9]{2}(?:\.[0-9]{1,9})?)?|分)Z?)?"
_YEAR, _MONTH, _DAY = r"(?P<year>[0-9]{1,4})", r"(?P<month>[0-9]{1,2})", r"(?P<day>[0-9]{1,2})"
_SHAPES = [
    re.compile(shape + _TIME, re.ASCII)
    for shape in (
        rf"{_YEAR}-{_MONTH}-{_DAY}(?=$|[T ])",
        rf"{_YEAR}/{_MONTH}/{_DAY}(?=$|[T ])",
        rf"{_YEAR}\.{_MONTH}\.{_DAY}(?=$|[T ])",
        rf"{_YEAR} ?年 ?{_MONTH} ?月 ?{_DAY} ?[日号]",
        r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})(?=$|[T ])",
    )
]
_WITHOUT_YEAR = [
    re.compile(shape + _TIME, re.ASCII)
    for shape in (rf"{_MONTH} ?月 ?{_DAY} ?[日号]", rf"{_MONTH}[-/.]{_DAY}(?=$|[T ])")
]
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_COMPACT = re.compile(r"[0-9]{8}", re.ASCII)

DateReader = Callable[[Cell], int | Fault]


def date_reader(year: int | None) -> DateReader:
    """Reads a cell that is not blank as a day; `year` is that of dates written without one."""

    def read(cell: Cell) -> int | Fault:
        day = _day(cell, year)
        return Fault("DS304", {"value": cell.text, "reason": day}) if isinstance(day, str) else day

    return read


def _day(cell: Cell, year: int | None) -> int | str:
    """The day, or the reason why there is none."""
    if cell.kind is Kind.date:
        day = parse_iso(cell.text)
        return "no-such-day" if day is None else day
    if cell.kind is Kind.text or (cell.kind is Kind.number and _COMPACT.fullmatch(cell.text)):
        return written_day(cell.text, year)
    return "form"


def written_day(text: str, year: int | None) -> int | str:
    """The day that a text names, or the reason why it names none: form, no-such-day, no-year, year."""
    text = trimmed(narrow(text))
    for shape in _SHAPES:
        if found := shape.fullmatch(text):
            return _checked(found["year"], int(found["month"]), int(found["day"]))
    for shape in _WITHOUT_YEAR:
        if found := shape.fullmatch(text):
            return "no-year" if year is None else _checked(str(year), int(found["month"]), int(found["day"]))
    return "form"


def _checked(year: str, month: int, day: int) -> int | str:
    if not _FIRST_YEAR <= int(year) <= _LAST_YEAR:
        return "year"
    try:
        return to_day(date(int(year), month, day))
    except ValueError:
        return "no-such-day"
