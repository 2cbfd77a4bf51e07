"""DS232: the cap of a category or group above the sum of everything its parts can give.

Where a cap below is wrong itself, that one is told and not what follows from it.
"""

from __future__ import annotations

from dutyscore.checks.rulebook.caps_below_award import cut_always
from dutyscore.checks.rulebook.caps_never_reached import unreached
from dutyscore.checks.sight import Sight


def check(sight: Sight) -> None:
    for position, group in sight.groups:
        items = sight.below(position)
        doubtful = any(cut_always(sight, *pair) or list(unreached(sight, pair[0])) for pair in items)
        if group.score is None and not doubtful:
            for window, most, cap in unreached(sight, position):
                sight.report.add("DS232", (*position.path, "max", window), node=group.name, most=most, max=cap)
