"""Dates as offices write them: an exact list of shapes, nothing guessed.

What a shape leaves open (the year, the century, whether a bare number is a day) is settled by what is known of the
file and the rulebook, or the date is refused.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date
from functools import cache

from dutyscore.model.days import iso, parse_iso, to_day
from dutyscore.model.frozen import dataclass
from dutyscore.model.pattern import later
from dutyscore.tables.cells import Cell, Kind
from dutyscore.tables.faults import Fault, Noted
from dutyscore.tables.spelling import narrow, trimmed

_PART = r"(?: ?(?:上午|下午|中午|晚上|早上|凌晨|傍晚|全天|夜间))?"
_WEEKDAY = r"(?: ?\(?(?:星期|周)[一二三四五六日天]\)?)?"
_TIME = (
    _WEEKDAY
    + _PART
    + r"(?:(?:T| *)[0-9]{1,2}(?::|时)[0-9]{1,2}(?:(?::[0-9]{2}(?:\.[0-9]{1,9})?)?|分)Z?(?: ?[AaPp][Mm])?)?"
)
_YEAR, _MONTH, _DAY = r"(?P<year>[0-9]{1,4})", r"(?P<month>[0-9]{1,2})", r"(?P<day>[0-9]{1,2})"
_END = r"(?![0-9.,/-])"
_SHAPES = (
    rf"{_YEAR}-{_MONTH}-{_DAY}{_END}",
    rf"{_YEAR}/{_MONTH}/{_DAY}{_END}",
    rf"{_YEAR}\.{_MONTH}\.{_DAY}{_END}",
    rf"{_YEAR} ?年 ?{_MONTH} ?月 ?{_DAY} ?[日号]",
    rf"(?P<year>[0-9]{{4}})(?P<month>[0-9]{{2}})(?P<day>[0-9]{{2}}){_END}",
)
_WITHOUT_YEAR = (rf"{_MONTH} ?月 ?{_DAY} ?[日号]", rf"{_MONTH}[-/.]{_DAY}{_END}")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENGLISH = later(rf"{_DAY}[- ](?P<name>[A-Za-z]{{3}})[- ](?P<year>[0-9]{{4}}|[0-9]{{2}})", re.ASCII)
_CHINESE = later(
    r"([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十廿卅]{1,3})[日号]"
)
_NUMERALS: dict[str, int] = dict(zip("〇零○一二三四五六七八九", (0, 0, 0, *range(1, 10)), strict=True))
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_FIRST_STYLED = to_day(date(1930, 1, 1))
"""Numbers below this day in a date format are small numbers that were formatted by mistake: 1 is 1900-01-01."""
_COMPACT = re.compile(r"[0-9]{8}", re.ASCII)
_SERIAL = re.compile(r"([0-9]{5})(?:\.[0-9]+)?", re.ASCII)
_SERIAL_OF_1970 = 25_569

DateReader = Callable[[Cell], int | Fault | Noted]


@dataclass(frozen=True, slots=True)
class Calendar:
    """What settles an open date: the year of dates written without one, and the days on which the rulebook is in
    force (None = open)."""

    year: int | None = None
    first: int | None = None
    last: int | None = None

    def holds(self, day: int) -> bool:
        """Whether a day is beyond doubt: both ends of the period are known and it lies between them."""
        return self.first is not None and self.last is not None and self.first <= day <= self.last


def date_reader(calendar: Calendar) -> DateReader:
    """Reads a cell that is not blank as a day."""

    def read(cell: Cell) -> int | Fault | Noted:
        settled = _settled(cell, calendar)
        if settled is not None:
            return Noted(settled, "DS328", {"value": cell.text, "day": iso(settled)})
        day = _day(cell, calendar.year)
        return _bad(cell, day) if isinstance(day, str) else day

    return read


def _bad(cell: Cell, reason: str) -> Fault:
    """A reason may name the month that has no such day, and how many it has."""
    reason, *month = reason.split()
    return Fault("DS304", {"value": cell.text, "reason": reason, **dict(zip(("month", "days"), month, strict=False))})


def _settled(cell: Cell, calendar: Calendar) -> int | None:
    """The day that only the period makes of a cell: a serial number without a date format, a year of two digits."""
    if cell.kind is Kind.number and (serial := _SERIAL.fullmatch(cell.text)):
        day = int(serial[1]) - _SERIAL_OF_1970
        return day if calendar.holds(day) else None
    if cell.kind is Kind.text and (found := _ENGLISH.fullmatch(trimmed(cell.text))) and len(found["year"]) == 2:
        days = [_english(found, century + found["year"]) for century in ("19", "20", "21")]
        held = [day for day in days if isinstance(day, int) and calendar.holds(day)]
        return held[0] if len(held) == 1 else None
    return None


def _day(cell: Cell, year: int | None) -> int | str:
    """The day, or the reason why there is none."""
    if cell.kind is Kind.date:
        day = parse_iso(cell.text)
        if day is None:
            return "no-such-day"
        return day if day >= _FIRST_STYLED and int(cell.text[:4]) <= _LAST_YEAR else "year"
    if cell.kind is Kind.text or (cell.kind is Kind.number and _COMPACT.fullmatch(cell.text)):
        return written_day(cell.text, year)
    return "form"


@cache
def _pattern(shape: str) -> re.Pattern[str]:
    """Compiled when a date asks for it: most logs are written in one shape."""
    return re.compile(shape + _TIME, re.ASCII)


def written_day(text: str, year: int | None) -> int | str:
    """The day that a text names, or the reason why it names none: form, no-year, year, no-such-day (with the month and
    its number of days)."""
    text = trimmed(narrow(text))
    for shape in _SHAPES:
        if found := _pattern(shape).fullmatch(text):
            return _checked(found["year"], int(found["month"]), int(found["day"]))
    for shape in _WITHOUT_YEAR:
        if found := _pattern(shape).fullmatch(text):
            return "no-year" if year is None else _checked(str(year), int(found["month"]), int(found["day"]))
    if found := _ENGLISH.fullmatch(text):
        return _english(found, found["year"])
    if found := _CHINESE.fullmatch(text):
        return _checked("".join(str(_NUMERALS[char]) for char in found[1]), _counted(found[2]), _counted(found[3]))
    return "form"


def _english(found: re.Match[str], year: str) -> int | str:
    name = found["name"].lower()
    return _checked(year, _MONTHS.index(name) + 1, int(found["day"])) if name in _MONTHS else "form"


def _counted(text: str) -> int:
    """A Chinese number up to 39; 0 for no number."""
    text = text.replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = text.rpartition("十")
    if len(tens) > 1 or len(ones) > 1:
        return 0
    number: int = _NUMERALS.get(ones, 0) + (_NUMERALS.get(tens, 1) * 10 if ten else 0)
    return number


def _checked(year: str, month: int, day: int) -> int | str:
    if not _FIRST_YEAR <= int(year) <= _LAST_YEAR:
        return "year"
    try:
        return to_day(date(int(year), month, day))
    except ValueError:
        known = 1 <= month <= 12
        return f"no-such-day {year}-{month:02} {monthrange(int(year), month)[1]}" if known else "no-such-day"


_TITLE_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?=\s*(?:年|学年|届|财年))")
_NAME_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])")


def year_named(sheet: str, titles: tuple[str, ...]) -> int | None:
    """The one year that the name of a sheet, or else the rows above its header, speak of."""
    above = {year for text in titles for year in _TITLE_YEAR.findall(narrow(text))}
    for found in ({*_NAME_YEAR.findall(sheet)}, above):
        if found:
            return int(found.pop()) if len(found) == 1 else None
    return None
