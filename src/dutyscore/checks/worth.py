"""What one award can be worth, as far as it can be proved from the rulebook alone."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from dutyscore.checks.sight import Sight
from dutyscore.checks.span import NOTHING, OPEN, Span, spanning
from dutyscore.methods.by_rank import ByRank
from dutyscore.methods.lookup import Lookup
from dutyscore.methods.per_unit import PerUnit
from dutyscore.methods.target import Target
from dutyscore.methods.tiers import Tiers
from dutyscore.model.exact import parse_factor
from dutyscore.model.written import Unstated
from dutyscore.rulebook.names import measure_meaning
from dutyscore.rulebook.nodes import Item, Score, Times
from dutyscore.rulebook.schema import Measure, Rulebook

_PART = Span(Fraction(0), Fraction(1))


def award(sight: Sight, item: Item) -> Span:
    """The amount of one entry at an item, rounded to the step, before anything is chosen or limited."""
    found = method(sight.rulebook, item.score)
    for times in item.times:
        found = found.times(factors(times))
    if item.split:
        found = found.times(_PART).hull(NOTHING)
    if item.repeat:
        again = item.repeat.factor if item.repeat.again is None else item.repeat.again
        found = found.hull(found.times(spanning((item.repeat.factor, again))))
    for cap in (item.per_entry or {}).values():
        found = found.clipped(high=cap)
    return rounded(sight, found)


def rounded(sight: Sight, span: Span) -> Span:
    """Ends as awards are rounded: rounding never changes an order."""
    scale = sight.scale

    def end(value: Fraction | None) -> Fraction | None:
        return None if value is None else scale.points(scale.to_steps(value))

    return Span(end(span.low), end(span.high))


def method(rulebook: Rulebook, score: Score) -> Span:
    """What an entry method gives one entry; of a panel, its mean."""
    if score.each:
        return spanning(_numbers([score.each.points]))
    if score.given:
        return Span(score.given.min, score.given.max)
    if score.lookup and score.of is None:
        return table(score.lookup)
    if score.tiers and score.of is None:
        return ladder(score.tiers, _fact(rulebook, score.tiers.field))
    if score.per_unit and score.of is None:
        return rate(score.per_unit, _fact(rulebook, score.per_unit.field))
    if score.mean:
        return _fact(rulebook, score.mean.of)
    return OPEN


def member_amount(rulebook: Rulebook, item: Item) -> Span:
    """What a member method gives one member in the period; nothing where it gives nothing."""
    score, scaled = item.score, OPEN
    measure = rulebook.measures.get(score.of or "")
    if score.fixed:
        scaled = spanning([score.fixed.points])
    elif score.full and measure:
        scaled = _measure(rulebook, measure).times(spanning([score.full.points]))
    elif score.lookup:
        scaled = table(score.lookup)
    elif score.tiers and measure:
        scaled = ladder(score.tiers, _measure(rulebook, measure))
    elif score.per_unit and measure:
        scaled = rate(score.per_unit, _measure(rulebook, measure))
    elif score.by_rank:
        scaled = places(score.by_rank)
    elif score.to_best:
        scaled = Span(None, score.to_best.full)
    elif score.target:
        scaled = Span(None, _best(rulebook, score.target))
    elif score.carry:
        scaled = Span(None, score.carry.max)
    elif score.mean:
        scaled = method(rulebook, score)
    others = NOTHING if isinstance(item.others, str) else spanning([item.others])
    unsure = item.for_ is not None or item.score.can_miss or item.others != "nothing" or score.carry is not None
    return scaled.hull(NOTHING).hull(others) if unsure else scaled


def _best(rulebook: Rulebook, target: Target) -> Fraction | None:
    """The most that a goal gives. Pro rata beyond a goal below 0 would be more than the full marks."""
    rising = target.miss == "pro_rata" and (target.full < 0 or not _goal(rulebook, target).positive)
    return None if rising or target.beyond != "nothing" else max(target.full, Fraction(0))


def _goal(rulebook: Rulebook, target: Target) -> Span:
    number = parse_factor(target.goal)
    if number is not None:
        return spanning([number])
    name = target.of if target.goal in ("mean_of_all", "mean_of_others") else target.goal
    measure = rulebook.measures.get(name)
    return _measure(rulebook, measure) if measure else _fact(rulebook, name)


def places(by_rank: ByRank) -> Span:
    return spanning(_numbers([*by_rank.points.values(), by_rank.otherwise]))


def table(lookup: Lookup) -> Span:
    return spanning(_numbers([*lookup.points.values(), lookup.otherwise, lookup.blank]))


def ladder(tiers: Tiers, values: Span) -> Span:
    if tiers.kind == "reached":
        return spanning(_numbers([*(step.points for step in tiers.steps), tiers.otherwise, tiers.blank]))
    blank = [tiers.blank] if tiers.blank is not None else []
    if tiers.kind == "stacked":
        sums, reached = [Fraction(0)], Fraction(0)
        for points in _numbers(step.points for step in tiers.steps):
            reached += points
            sums.append(reached)
        return spanning([*sums, *blank])
    slopes = _numbers(step.points for step in tiers.steps)
    if values.high is None or min(slopes) < 0:
        return Span(min([Fraction(0), *blank]) if min(slopes) >= 0 else None, None)
    most = tiers.points_for(max(values.high, Fraction(0)))
    return spanning([Fraction(0), *blank, *_numbers([most])])


def rate(per_unit: PerUnit, values: Span) -> Span:
    blank = spanning([per_unit.blank]) if per_unit.blank is not None else None
    ends = [None if end is None else per_unit.points_for(end) for end in (values.low, values.high)]
    low, high = ends if per_unit.points >= 0 else reversed(ends)
    found = Span(low, high)
    return found.hull(blank) if blank else found


def factors(times: Times) -> Span:
    if times.constant is not None:
        return spanning([times.constant])
    listed = [*(times.by or {}).values(), *(step.factor for step in times.steps or ())]
    return spanning([*listed, *_numbers([times.otherwise, times.blank])])


def _fact(rulebook: Rulebook, name: str | None) -> Span:
    """The values that a declared number can have; smaller and larger ones are refused."""
    fact = rulebook.fields_.get(name or "") or rulebook.roster.get(name or "")
    return Span(fact.min, fact.max) if fact else OPEN


def _measure(rulebook: Rulebook, measure: Measure) -> Span:
    if measure_meaning(measure).part:
        return _PART
    if measure.kind == "count":
        return Span(Fraction(0), None)
    if measure.kind == "sum" and not measure.times and (_fact(rulebook, measure.sum).positive):
        return Span(Fraction(0), None)
    if measure.kind in ("value", "last", "mean") and measure.beyond is None:
        return _fact(rulebook, measure.value or measure.last or measure.mean)
    return OPEN


def _numbers(values: Iterable[Fraction | Unstated | None]) -> list[Fraction]:
    return [value for value in values if isinstance(value, Fraction)]
