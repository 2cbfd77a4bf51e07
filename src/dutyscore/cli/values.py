"""Values of options as the user wrote them, turned into days and stretches; every bad one is a complaint."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from dutyscore.model.days import Stretch, parse_iso, parse_stretch
from dutyscore.model.frozen import dataclass
from dutyscore.output.wording import Wording

if TYPE_CHECKING:
    from dutyscore.cli.asked import HowToRead
    from dutyscore.model.layout import Layouts
    from dutyscore.tables import Options

_YEARS = range(1900, 2200)


@dataclass(slots=True)
class Values:
    """Reads values and collects complaints, so that all of them are told at once."""

    wording: Wording
    complaints: list[str] = field(default_factory=list)

    def day(self, option: str, value: str) -> int | None:
        if not value:
            return None
        found = parse_iso(value)
        if found is None:
            self._complain("bad_day", option=option, value=value)
        return found

    def year(self, option: str, value: str) -> int | None:
        if not value:
            return None
        if len(value) == 4 and value.isascii() and value.isdigit() and int(value) in _YEARS:
            return int(value)
        self._complain("bad_year", option=option, value=value)
        return None

    def options(self, reading: HowToRead, layouts: Layouts | None = None) -> Options:
        """How tables are read."""
        from dutyscore.tables import Options

        return Options(reading.sheet, reading.encoding, self.year("--year", reading.year), reading.hidden, layouts)

    def size(self, option: str, value: str) -> int:
        """Bytes; 0 where nothing was asked."""
        if not value:
            return 0
        from dutyscore.cli.largely import size_of

        found = size_of(value)
        if not found:
            self._complain("bad_size", option=option, value=value)
        return found

    def selection(self, period: str, first: str, last: str) -> Stretch | None:
        """What --period, or --from and --to, select; None for everything."""
        if period:
            if first or last:
                self._complain("two_stretches")
            found = parse_stretch(period)
            if found is None:
                self._complain("bad_period", option="--period", value=period)
            return found
        begin, end = self.day("--from", first), self.day("--to", last)
        if bool(first) != bool(last):
            self._complain("one_end")
        if begin is None or end is None:
            return None
        if begin > end:
            self._complain("reversed", first=first, last=last)
            return None
        return Stretch(begin, end)

    def _complain(self, key: str, **facts: str) -> None:
        self.complaints.append(self.wording(f"usage.{key}", **facts))
