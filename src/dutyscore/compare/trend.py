"""Two versions of one scoring method, compared value by value: which way the points of every single entry go."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from dutyscore.compare.book import Book
from dutyscore.compare.signs import of_field, of_measure
from dutyscore.methods.lookup import Lookup
from dutyscore.methods.per_unit import PerUnit
from dutyscore.methods.target import PerMissed, Target
from dutyscore.methods.tiers import Tiers
from dutyscore.model.exact import parse_factor
from dutyscore.model.frozen import dataclass
from dutyscore.model.written import Unstated
from dutyscore.rulebook.nodes import Score


@dataclass(frozen=True, slots=True)
class Trend:
    """`up`: some entry is worth more now; `down`: some is worth less; `refused`: some that was valued is refused now;
    `taken`: the reverse, with the points that such entries get."""

    up: bool = False
    down: bool = False
    refused: bool = False
    taken: tuple[Fraction, ...] = ()

    def __or__(self, other: Trend) -> Trend:
        return Trend(
            self.up or other.up, self.down or other.down, self.refused or other.refused, self.taken + other.taken
        )


SAME = Trend()
_Value = Fraction | Unstated | None


def of_pairs(pairs: Iterable[tuple[_Value, _Value]]) -> Trend:
    """From what each case was worth and is worth; anything but a number is refused."""
    trend = SAME
    for old, new in pairs:
        if isinstance(old, Fraction) and isinstance(new, Fraction):
            trend |= Trend(new > old, new < old)
        elif isinstance(old, Fraction):
            trend |= Trend(refused=True)
        elif isinstance(new, Fraction):
            trend |= Trend(taken=(new,))
    return trend


def of_scores(old: Book, new: Book, before: Score, after: Score) -> Trend | None:
    """None where the two cannot be compared value by value."""
    if before.measure != after.measure or before.missing != after.missing:
        return None
    for name in ("each", "fixed", "full"):
        one, two = getattr(before, name), getattr(after, name)
        if one and two:
            trend = of_pairs([(one.points, two.points)])
            return trend if name != "full" or of_measure(old, before.of).never_below else None
    if before.per_unit and after.per_unit:
        return _per_unit(old, new, before.per_unit, after.per_unit, before.of)
    if before.lookup and after.lookup:
        return _lookup(new, before.lookup, after.lookup)
    if before.tiers and after.tiers:
        return _tiers(old, new, before.tiers, after.tiers, before.of)
    return _other(before, after)


def _per_unit(old: Book, new: Book, one: PerUnit, two: PerUnit, measure: str | None) -> Trend | None:
    """The quantity is never below 0; then the worth rises with the points and falls with the unit."""
    quantity = of_measure(old, measure) if measure else of_field(old, one.field) | of_field(new, two.field)
    if one.field != two.field or quantity.below:
        return None
    trend = of_pairs([(one.blank, two.blank)])
    if (one.unit, one.part) == (two.unit, two.part):
        return trend | of_pairs([(one.points, two.points)])
    if one.points != two.points or (one.unit != two.unit and one.part != two.part):
        return None
    parts = ("full", "proportional", "started")
    more = two.unit < one.unit if one.unit != two.unit else parts.index(_part(two)) > parts.index(_part(one))
    if one.points == 0:
        return trend
    return trend | (Trend(up=True) if more == (one.points > 0) else Trend(down=True))


def _part(method: PerUnit) -> str:
    return method.part or "proportional"


def _lookup(new: Book, one: Lookup, two: Lookup) -> Trend | None:
    if one.fields() != two.fields():
        return None
    words = [*one.points, *(words for words in two.points if words not in one.points)]
    pairs = [(one.points.get(key, one.otherwise), two.points.get(key, two.otherwise)) for key in words]
    if not _covered(new, two, words):
        pairs.append((one.otherwise, two.otherwise))
    return of_pairs([*pairs, (one.blank, two.blank)])


def _covered(book: Book, method: Lookup, words: Sequence[tuple[str, ...]]) -> bool:
    """Whether the table lists every combination that the fields can have."""
    choices: list[Sequence[str]] = []
    for name in method.fields():
        fact = book.rulebook.fields_.get(name) or book.rulebook.roster.get(name)
        if fact is None or fact.kind not in ("choice", "yes_no"):
            return False
        choices.append(fact.choices or (fact.yes, fact.no))
    size = 1
    for words_of_field in choices:
        size *= len(words_of_field)
    listed = {key for key in words if all(word in known for word, known in zip(key, choices, strict=False))}
    return bool(choices) and len(listed) == size


def _tiers(old: Book, new: Book, one: Tiers, two: Tiers, measure: str | None) -> Trend | None:
    """Both are straight between their bounds: it is enough to look at the bounds, beside them, and far beyond."""
    if one.field != two.field or one.kind != two.kind:
        return None
    bounds = sorted({step.bound for step in (*one.steps, *two.steps)})
    gaps = [right - left for left, right in itertools.pairwise(bounds)]
    near = min([*gaps, Fraction(1)]) / 1_000_000
    points = [value for bound in bounds for value in (bound - near, bound, bound + near)]
    points += [bounds[0] - 1_000_000, bounds[-1] + 1_000_000, bounds[-1] + 2_000_000]
    low, high = _range(old, new, one.field, measure)
    inside = [value for value in points if (low is None or value >= low) and (high is None or value <= high)]
    inside += [edge for edge in (low, high) if edge is not None]
    trend = of_pairs([(one.points_for(value), two.points_for(value)) for value in inside])
    if one.kind == "sliced" and high is None:
        far = [_distance(one, two, value) for value in points[-2:]]
        trend |= Trend(far[1] > far[0], far[1] < far[0])
    return trend | of_pairs([(one.blank, two.blank)])


def _distance(one: Tiers, two: Tiers, value: Fraction) -> Fraction:
    before, after = one.points_for(value), two.points_for(value)
    assert isinstance(before, Fraction)
    assert isinstance(after, Fraction)
    return after - before


def _range(old: Book, new: Book, field: str | None, measure: str | None) -> tuple[Fraction | None, Fraction | None]:
    if measure:
        return (None if of_measure(old, measure).below else Fraction(0)), None
    facts = [book.rulebook.fields_.get(field or "") for book in (old, new)]
    lows = [fact.min if fact else None for fact in facts]
    highs = [fact.max if fact else None for fact in facts]
    low = None if None in lows else min(bound for bound in lows if bound is not None)
    high = None if None in highs else max(bound for bound in highs if bound is not None)
    return low, high


def _other(before: Any, after: Any) -> Trend | None:
    if before.given and after.given:
        one, two = before.given, after.given
        if (one.field, one.note, one.by) != (two.field, two.note, two.by):
            return None
        trend = Trend(refused=two.min > one.min or two.max < one.max)
        wider = ([one.max, two.max] if two.max > one.max else []) + ([two.min, one.min] if two.min < one.min else [])
        return trend | Trend(taken=tuple(wider))
    if before.by_rank and after.by_rank:
        one, two = before.by_rank, after.by_rank
        if (one.order, one.ties, one.within) != (two.order, two.ties, two.within):
            return None
        places = sorted({*one.points, *two.points})
        pairs = [(one.points.get(place, one.otherwise), two.points.get(place, two.otherwise)) for place in places]
        return of_pairs([*pairs, (one.otherwise, two.otherwise)])
    if before.to_best and after.to_best:
        one, two = before.to_best, after.to_best
        return of_pairs([(one.full, two.full)]) if (one.better, one.within) == (two.better, two.within) else None
    if before.target and after.target:
        return _target(before.target, after.target)
    return None


def _target(one: Target, two: Target) -> Trend | None:
    """Other full marks, or another number as the goal: a goal that is further away is worth no more to anybody."""
    if (one.better, one.miss, one.beyond) != (two.better, two.miss, two.beyond) or one.miss == "pro_rata":
        return None
    if one.goal == two.goal:
        return of_pairs([(one.full, two.full)])
    goals = parse_factor(one.goal), parse_factor(two.goal)
    turned = isinstance(one.beyond, PerMissed) and one.beyond.points < 0
    if None in goals or one.full != two.full or one.full < 0 or turned or one.better == "near":
        return None
    return of_pairs([goals if one.better == "lower" else goals[::-1]])
