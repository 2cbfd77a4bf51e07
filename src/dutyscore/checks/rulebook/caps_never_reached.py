"""DS231: the cap of an item that its awards can never reach."""

from __future__ import annotations

from collections.abc import Iterator

from dutyscore.checks import reach
from dutyscore.checks.sight import Sight
from dutyscore.model.exact import decimal_text
from dutyscore.rulebook.names import Position


def check(sight: Sight) -> None:
    for position, item in sight.book.items:
        for window, most, cap in unreached(sight, position):
            sight.report.add("DS231", (*position.path, "max", window), item=item.name, most=most, max=cap)


def unreached(sight: Sight, position: Position) -> Iterator[tuple[str, str, str]]:
    """The caps over the whole period that the value of a node before its limits is sure to stay below: window, the most
    that it can be, cap."""
    for window, cap in (position.node.max or {}).items():
        high = reach.unlimited(sight, position, but=window).high
        whole = reach.windows(sight, window) == 1 and not reach.reaches_back(sight, window)
        if high is not None and high < cap and whole:
            yield window, decimal_text(high), decimal_text(cap)
