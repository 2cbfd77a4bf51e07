"""DS234: a limit written with dates that changes inside its own window. Limits take the value in force on the last day
of their window, so the earlier number never counts there."""

from __future__ import annotations

from collections.abc import Iterator

from dutyscore.checks.sight import Sight
from dutyscore.model.days import CALENDAR, iso, stretch_of
from dutyscore.model.written import Path
from dutyscore.rulebook.dated import dated_values
from dutyscore.rulebook.nodes import PERIOD


def check(sight: Sight) -> None:
    for position in sight.book.places:
        for path, days in dated(sight, position.path):
            if path[0] not in ("max", "min"):
                continue
            window = str(path[1]) if len(path) > 1 else PERIOD
            for day in days[1:]:
                if inside(sight, window, day):
                    here, name = (*position.path, *path, iso(day)), position.node.name
                    sight.report.add("DS234", here, at_key=True, node=name, day=iso(day), window=window)


def dated(sight: Sight, path: Path) -> Iterator[tuple[Path, list[int]]]:
    """The dated values of a node itself, with the days of change."""
    part = sight.content
    for step in path:
        part = part[step]
    own = {key: value for key, value in part.items() if key not in ("groups", "items")}
    yield from ((found, sorted(values)) for found, values in dated_values(own))


def inside(sight: Sight, window: str, day: int) -> bool:
    """Whether a day is inside a window, not its first day."""
    period = sight.rulebook.period
    if window == PERIOD:
        window = period if isinstance(period, str) else ""
    for calendar in CALENDAR:
        if calendar == window:
            return stretch_of(day, calendar).first != day
    stretches = sight.rulebook.windows.get(window, ())
    return any(stretch.from_ < day <= stretch.to for stretch in stretches)
