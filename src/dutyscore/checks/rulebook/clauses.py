"""DS223: an item that names no clause of the regulation; nobody could look up why it counts."""

from __future__ import annotations

from dutyscore.checks.sight import Sight


def check(sight: Sight) -> None:
    for position, item in sight.book.items:
        if not any(ref.strip() for ref in item.ref):
            sight.report.add("DS223", position.path, at_key=True, item=item.name)
