"""DS232: the cap of a category or group above the sum of everything its parts can give."""

from __future__ import annotations

from dutyscore.checks.rulebook.caps_never_reached import unreached
from dutyscore.checks.sight import Sight


def check(sight: Sight) -> None:
    for position, group in sight.groups:
        if group.score is None:
            for window, most, cap in unreached(sight, position):
                sight.report.add("DS232", (*position.path, "max", window), node=group.name, most=most, max=cap)
