"""DS243: points without end where nothing says whether that is meant (clause types C16, C17).

`max: none` on the item, or on a node above it, says that the regulation has no cap; saying nothing says nothing.
"""

from __future__ import annotations

from dutyscore.checks import reach
from dutyscore.checks.sight import Sight


def check(sight: Sight) -> None:
    for position, _ in sight.book.items:
        said = any("max" in place.node.model_fields_set for place in sight.chain(position))
        if not said and reach.unlimited(sight, position).high is None:
            sight.report.add("DS243", position.path, at_key=True)
