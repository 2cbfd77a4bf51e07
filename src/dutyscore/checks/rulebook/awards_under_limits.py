"""DS235: points that change inside a window that has one cap: old and new awards share it (clause type C58)."""

from __future__ import annotations

from dutyscore.checks.rulebook.limits_in_force import dated, inside
from dutyscore.checks.sight import Sight
from dutyscore.model.days import iso


def check(sight: Sight) -> None:
    for position, item in sight.book.items:
        windows = [window for place in sight.chain(position) for window in place.node.max or {}]
        for path, days in dated(sight, position.path):
            if path[0] not in ("score", "times"):
                continue
            for day in days[1:]:
                window = next((window for window in windows if inside(sight, window, day)), None)
                if window:
                    here = (*position.path, *path, iso(day))
                    sight.report.add("DS235", here, at_key=True, item=item.name, day=iso(day), window=window)
