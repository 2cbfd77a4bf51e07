"""DS230: a cap below one award: the award is cut every time, so one of the two numbers is wrong.

Said only where nothing below the cap can take points off; else the cap might leave room for the whole award.
"""

from __future__ import annotations

from fractions import Fraction

from dutyscore.checks import reach, worth
from dutyscore.checks.sight import Sight
from dutyscore.checks.span import Span
from dutyscore.model.exact import decimal_text
from dutyscore.model.written import Path
from dutyscore.rulebook.names import Position
from dutyscore.rulebook.nodes import Group, Item


def check(sight: Sight) -> None:
    for position, item in sight.book.items:
        found = cut_always(sight, position, item)
        if found:
            path, one, cap = found
            sight.report.add("DS230", path, item=item.name, value=decimal_text(one), max=decimal_text(cap))


def cut_always(sight: Sight, position: Position, item: Item) -> tuple[Path, Fraction, Fraction] | None:
    """The nearest cap below one award of an item: where it stands, the award, the cap."""
    one = _one(sight, item)
    if one is None or one <= 0:
        return None
    for place in sight.chain(position):
        if isinstance(place.node, Group) and place.node.score:
            return None
        found = _too_low(sight, place, one)
        if found:
            return (*place.path, "max", found[0]), one, found[1]
    return None


def _too_low(sight: Sight, place: Position, one: Fraction) -> tuple[str, Fraction] | None:
    below = [cap for cap in (place.node.max or {}).items() if cap[1] < one]
    length = len(place.path)
    inside = [each for each in sight.book.places if each.path[:length] == place.path and each is not place]
    short = any(each.node.need and each.node.need.else_ < 0 for each in inside)
    if below and not short and all(_span(sight, item).positive for _, item in sight.below(place)):
        return below[0]
    return None


def _one(sight: Sight, item: Item) -> Fraction | None:
    """The largest award that is sure to be possible: of a method whose words no condition narrows."""
    if item.score.fixed:
        return item.score.fixed.points
    if reach.has_amount(item) or item.split or item.score.per_unit:
        return None
    method = item.score.entry_method
    fields = {*(method.fields() if method else ()), *(times.field for times in item.times)}
    if item.when and fields & set(item.when.names()):
        return None
    return _span(sight, item).high


def _span(sight: Sight, item: Item) -> Span:
    return worth.member_amount(sight.rulebook, item) if reach.has_amount(item) else worth.award(sight, item)
