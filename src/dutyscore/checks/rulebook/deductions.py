"""DS233: a node with a cap that holds deductions: points above the cap absorb them.

With `max: 60` and 75 points earned, a deduction of 10 changes nothing. A deduction that a cap must not absorb belongs
into another node.
"""

from __future__ import annotations

from dutyscore.checks import reach, worth
from dutyscore.checks.sight import Sight
from dutyscore.rulebook.nodes import Item


def check(sight: Sight) -> None:
    for position, item in sight.book.items:
        if not _takes_off(sight, item):
            continue
        capped = next((place for place in sight.chain(position) if place.node.max), None)
        if capped is None:
            continue
        high = reach.unlimited(sight, capped).high
        caps = (capped.node.max or {}).values()
        if high is None or any(high > cap for cap in caps):
            also = (sight.report.place((*capped.path, "max"), at_key=True),)
            sight.report.add("DS233", position.path, at_key=True, also=also, item=item.name, node=capped.node.name)


def _takes_off(sight: Sight, item: Item) -> bool:
    """Whether it is sure that an award can be below 0."""
    if reach.has_amount(item):
        low = worth.member_amount(sight.rulebook, item).low
    else:
        low = worth.method(sight.rulebook, item.score).low
    return low is not None and low < 0
