"""From where to where the value of a node, and the total, can be: upper bounds that hold for every log."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction
from typing import Final

from dutyscore.checks import worth
from dutyscore.checks.sight import Sight
from dutyscore.checks.span import NOTHING, OPEN, Span, spanning
from dutyscore.rulebook.names import Position
from dutyscore.rulebook.nodes import PERIOD, WINDOWS, Group, GroupScore, Item, Pick

_IN_PERIOD: Final = {
    "year": {"day": 366, "week": 54, "month": 12, "quarter": 4, "half": 2, "year": 1},
    "half": {"day": 184, "week": 28, "month": 6, "quarter": 2, "half": 1, "year": 1},
    "quarter": {"day": 92, "week": 15, "month": 3, "quarter": 1, "half": 1, "year": 1},
    "month": {"day": 31, "week": 6, "month": 1, "quarter": 1, "half": 1, "year": 1},
}
"""How many windows of each kind a period touches at most."""
_NESTED: Final = frozenset({"day", "month", "quarter", "half", "year"})
"""Windows of which each smaller one lies inside one larger one."""
_KEEPS_ONE: Final = {"highest": 1, "largest_deduction": -1, "first": 0, "last": 0, "order": 1, "best": 1}
"""Awards of which sign a choice thins out: 1 those from 0 up, -1 those below, 0 both."""


def windows(sight: Sight, window: str) -> int | None:
    """How many windows of a kind the period has at most; None where that is not known."""
    period = sight.rulebook.period
    if window == PERIOD:
        return 1
    return _IN_PERIOD.get(period if isinstance(period, str) else "", {}).get(window)


def reaches_back(sight: Sight, window: str) -> bool:
    """Whether a window can begin before the period: then earlier periods have used up some of its limits, or, with a
    result below 0, left more of them than is written."""
    if window == PERIOD:
        return False
    period = sight.rulebook.period
    known = [*_IN_PERIOD[period]] if isinstance(period, str) else []
    return window not in known or known.index(window) > known.index(str(period))


def value(sight: Sight, position: Position) -> Span:
    """The value of a node after its limits and what it `need`s; whom a `for` or an exemption leaves out has nothing
    there."""
    found = _limited(sight, position, unlimited(sight, position))
    need = position.node.need
    if need:
        found = found.hull(spanning([need.else_]))
    return found.hull(NOTHING) if _leaves_out(sight, position) else found


def unlimited(sight: Sight, position: Position, *, but: str = "") -> Span:
    """The value of a node before its own limits; with `but`, after all of them except the cap of that window."""
    found = _unlimited(sight, position)
    return _limited(sight, position, found, but=but) if but else found


def _leaves_out(sight: Sight, position: Position) -> bool:
    exempt = any("scores" in exempt.from_ for exempt in sight.rulebook.exempt)
    return exempt or _restricted(sight, position)


def _restricted(sight: Sight, position: Position) -> bool:
    return any(place.node.for_ for place in sight.chain(position))


def _unlimited(sight: Sight, position: Position) -> Span:
    node = position.node
    if isinstance(node, Item):
        found = _item(sight, node)
        return found.hull(NOTHING) if _leaves_out(sight, position) else found
    parts = [value(sight, child) for child in children(sight, position)]
    found = NOTHING
    for part in parts:
        found = found.plus(part)
    if any(link.of for link in node.pick):
        lows = [min(part.low, Fraction(0)) for part in parts if part.low is not None]
        found = Span(sum(lows, Fraction(0)) if len(lows) == len(parts) else None, found.high)
    if node.score is None:
        return found
    turned = worth.rounded(sight, _converted(node.score, found))
    unscored = any(item.score.missing == "not_scored" for _, item in sight.book.items)
    return turned.hull(found) if unscored or _leaves_out(sight, position) else turned  # theirs stays a plain sum


def children(sight: Sight, position: Position) -> list[Position]:
    length = len(position.path) + 2
    return [place for place in sight.book.places if len(place.path) == length and place.path[:-2] == position.path]


def _item(sight: Sight, item: Item) -> Span:
    if item.score.entry_method is None or item.score.mean:
        found = worth.rounded(sight, worth.member_amount(sight.rulebook, item))
    else:
        one = worth.award(sight, item)
        gains = Span(Fraction(0), one.high).repeated(_kept(sight, item.pick, 1)).high
        losses = Span(one.low, Fraction(0)).repeated(_kept(sight, item.pick, -1)).low
        found = Span(losses, gains)
    return OPEN if item.repairs and item.repairs.keeps else found


def _kept(sight: Sight, picks: tuple[Pick, ...], sign: int) -> int | None:
    """How many awards of a sign a member keeps at most in the period; None = any number."""
    counts = []
    for link in picks:
        thins = _KEEPS_ONE[link.keep.word]
        if link.where or link.of or thins not in (0, sign):
            continue
        count: int | None = link.keep.best
        for name in link.per:
            many = windows(sight, name)
            count = None if many is None or count is None else count * many
        if count is not None:
            counts.append(count)
    return min(counts, default=None)


def _limited(sight: Sight, position: Position, found: Span, *, but: str = "") -> Span:
    """After the limits of a node, from the smallest window to the largest, in each the cap before the floor; the cap of
    the window `but` is left out."""
    node = position.node
    for window in _ordered(sight):
        if window != but:
            found = _capped(sight, position, found, window)
        floor = node.min.get(window)
        if floor is not None:
            found = _raised(sight, position, found, floor, window)
    return found if _steady(sight, position) else Span(None, found.high)


def _ordered(sight: Sight) -> tuple[str, ...]:
    """Where a declared window is shorter than one of the calendar, coming later only widens the span: no cap of it is
    trusted."""
    return (*(window for window in WINDOWS if window != PERIOD), *sight.rulebook.windows, PERIOD)


def _raised(sight: Sight, position: Position, found: Span, floor: Fraction, window: str) -> Span:
    """After a floor in every window. A floor above 0 is for those inside `for` on one day, while entries count by the
    day they happened on: of others it can be said only that nothing is taken."""
    count = windows(sight, window)
    if reaches_back(sight, window):
        return Span(found.low, None)
    if count == 1:
        raised = found.clipped(low=floor)
        return Span(found.low, raised.high) if floor > 0 and _restricted(sight, position) else raised
    if found.high is None or (count is None and floor > 0) or _lifts_losses(sight, position):
        return Span(found.low, None)
    return Span(found.low, found.high + (count or 0) * max(floor, Fraction(0)))


def _lifts_losses(sight: Sight, position: Position) -> bool:
    """Whether a floor in several windows can leave more than the floors themselves above what was there.

    Lifting windows below 0 leaves the others high. Of one item that is no more than its gains, which its upper end
    allows for; of a group, limits further down may have set gains off against losses. Windows that overlap spread what
    one of them took or gave over another.
    """
    nodes = _nodes(sight, position)
    limited = {window for node in nodes for window in (*node.min, *(node.max or {})) if window != PERIOD}
    if len(limited) > 1 and not limited <= _NESTED:
        return True
    if isinstance(position.node, Item):
        return False
    entered = [item for _, item in sight.below(position) if not has_amount(item)]
    return any((item.repairs and item.repairs.keeps) or not worth.award(sight, item).positive for item in entered)


def _steady(sight: Sight, position: Position) -> bool:
    """Whether lower bounds can be trusted: a cap of a small window may take from entries what a floor or an amount
    without entries has given elsewhere."""
    nodes = _nodes(sight, position)
    floors = [window for node in nodes for window in node.min]
    caps = [window for node in nodes for window in node.max or {}] if _given(nodes) else []
    return not any(windows(sight, window) != 1 for window in (*floors, *caps))


def _nodes(sight: Sight, position: Position) -> list[Group | Item]:
    """A node and those below it."""
    length = len(position.path)
    return [place.node for place in sight.book.places if place.path[:length] == position.path]


def _given(nodes: Collection[Group | Item]) -> bool:
    """Whether there are points without entries, of which windows smaller than their own see nothing."""
    return any(node.min or node.need or (has_amount(node) if isinstance(node, Item) else node.score) for node in nodes)


def _capped(sight: Sight, position: Position, found: Span, window: str) -> Span:
    """After the cap of a window of a node."""
    cap = (position.node.max or {}).get(window)
    if cap is None:
        return found
    if reaches_back(sight, window):  # nothing may be left of it, or more than is written
        return Span(None if found.low is None else min(found.low, Fraction(0)), found.high)
    count = windows(sight, window)
    blind = count != 1 and _given(_nodes(sight, position))
    if count is not None and not blind:
        found = found.clipped(high=cap * count)
    return Span(None if found.low is None else min(found.low, cap), found.high)


def _converted(score: GroupScore, found: Span) -> Span:
    if score.by_rank:
        return worth.places(score.by_rank).hull(NOTHING)
    if score.to_best:
        return Span(None, max(score.to_best.full, Fraction(0)))
    if score.tiers:
        return worth.ladder(score.tiers, found).hull(NOTHING)
    return worth.rate(score.per_unit, found).hull(NOTHING) if score.per_unit else OPEN


def total(sight: Sight) -> Span:
    """The total that ranks and grades, where it is a plain sum; else nothing is known of it."""
    rulebook = sight.rulebook
    by_id = {place.id: place for place in sight.book.places}
    if rulebook.pointless:
        return OPEN
    main = (rulebook.totals or {}).get(rulebook.main_total)
    if main and (main.composite or main.opening or main.resets):
        return OPEN
    found = NOTHING
    for name in main.of if main else rulebook.categories:
        found = found.plus(value(sight, by_id[name]))
    if main and main.never_below is not None:
        found = found.clipped(low=main.never_below)
    step = rulebook.points.total_step
    if step is None:
        return found
    return Span(None if found.low is None else found.low - step, None if found.high is None else found.high + step)


def seen(sight: Sight, position: Position) -> Span:
    """The value of a node as conditions see it. What a choice further up takes away is posted up there, so below such
    a choice a node still shows it, above its own cap."""
    chosen = any(link.of is None for group in position.above for link in group.pick)
    return OPEN if chosen else value(sight, position)


def node_value(sight: Sight, name: str) -> Span:
    """The value of the node of that id, as conditions see it."""
    return next((seen(sight, place) for place in sight.book.places if place.id == name), OPEN)


def has_amount(item: Item) -> bool:
    """Whether an item gives points without entries, which no window smaller than the period sees."""
    return item.score.entry_method is None or item.score.mean is not None
