"""Whether points of a node can be below or above 0 at all, whatever the log: the ground of most proofs."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from dutyscore.compare.book import Book, BookNode
from dutyscore.methods.by_rank import ByRank
from dutyscore.methods.given import Given
from dutyscore.methods.per_unit import PerUnit
from dutyscore.methods.tiers import Tiers
from dutyscore.methods.to_best import ToBest
from dutyscore.model.frozen import dataclass
from dutyscore.model.written import Unstated
from dutyscore.rulebook.nodes import Group, GroupScore, Item, Score, Times
from dutyscore.rulebook.schema import Measure


@dataclass(frozen=True, slots=True)
class Sign:
    """`below`: some log gives less than 0; `above`: some log gives more than 0. Both are True where nobody knows."""

    below: bool
    above: bool

    def __or__(self, other: Sign) -> Sign:
        return Sign(self.below or other.below, self.above or other.above)

    def turned(self) -> Sign:
        return Sign(self.above, self.below)

    @property
    def never_below(self) -> bool:
        return not self.below

    @property
    def never_above(self) -> bool:
        return not self.above


ZERO, ANY = Sign(False, False), Sign(True, True)


def of_values(values: Iterable[object]) -> Sign:
    numbers = [value for value in values if isinstance(value, Fraction)]
    return Sign(any(value < 0 for value in numbers), any(value > 0 for value in numbers))


def of_product(left: Sign, right: Sign) -> Sign:
    return Sign(
        (left.above and right.below) or (left.below and right.above),
        (left.above and right.above) or (left.below and right.below),
    )  # fmt: skip


def of_field(book: Book, name: str | None) -> Sign:
    """A number field of an entry; a fact of the roster likewise."""
    fact = book.rulebook.fields_.get(name or "") or book.rulebook.roster.get(name or "")
    if fact is None or fact.kind not in ("number", "percent", "minutes"):
        return ANY
    return Sign(fact.min is None or fact.min < 0, fact.max is None or fact.max > 0)


def of_measure(book: Book, name: str | None) -> Sign:
    measure = book.rulebook.measures.get(name or "")
    if measure is None:
        return ANY
    return _measured(book, measure)


def _measured(book: Book, measure: Measure) -> Sign:
    if measure.kind == "count" or (measure.kind == "share" and not isinstance(measure.share, str)):
        return Sign(False, True)
    if measure.kind in ("sum", "value", "last", "mean"):
        number = getattr(measure, measure.kind)
        return of_product(of_field(book, number), of_times(book, measure.times))
    return ANY


def of_times(book: Book, times: Iterable[Times]) -> Sign:
    sign = Sign(False, True)
    for factor in times:
        if factor.steps is not None:
            sign = of_product(
                sign, of_values([*(step.factor for step in factor.steps), factor.otherwise, factor.blank])
            )
        else:
            table = [factor.constant, *(factor.by or {}).values(), factor.otherwise, factor.blank]
            sign = of_product(sign, of_values(table))
    return sign


def of_item(book: Book, item: Item) -> Sign:
    """What one entry (or, without entries, one member) can get, before anything is limited."""
    sign = of_score(book, item.score)
    sign = of_product(sign, of_times(book, item.times))
    if item.repeat:
        factors = [item.repeat.factor, item.repeat.again]
        sign = of_product(sign, of_values(factors) | Sign(False, True))
    if item.repairs and item.repairs.keeps:
        sign |= of_values([item.repairs.keeps.points])
    return sign | of_values([item.others]) if isinstance(item.others, Fraction) else sign


def of_score(book: Book, score: Score) -> Sign:
    quantity = of_measure(book, score.measure) if score.measure else None
    for method in (score.each, score.fixed):
        if method:
            return of_values([method.points])
    if score.full:
        return of_product(of_values([score.full.points]), quantity or ANY)
    if score.per_unit:
        return _per_unit(book, score.per_unit, quantity)
    if score.lookup:
        return of_values([*score.lookup.points.values(), score.lookup.otherwise, score.lookup.blank])
    if score.tiers:
        return _tiers(score.tiers)
    if score.given:
        return _given(score.given)
    return _cohort(score, quantity)


def _per_unit(book: Book, method: PerUnit, quantity: Sign | None) -> Sign:
    sign = of_product(of_values([method.points]), of_field(book, method.field) if quantity is None else quantity)
    return sign | of_values([method.blank])


def _tiers(method: Tiers) -> Sign:
    values = [step.points for step in method.steps]
    if any(isinstance(value, Unstated) for value in values) or method.kind == "sliced":
        falling = any(isinstance(value, Fraction) and value < 0 for value in values)
        return Sign(falling or method.steps[0].bound < 0, True) if method.kind == "sliced" else of_values(values)
    return of_values([*values, method.otherwise, method.blank])


def _given(method: Given) -> Sign:
    return Sign(method.min < 0, method.max > 0)


def _cohort(score: Score | GroupScore, quantity: Sign | None) -> Sign:
    method: ByRank | ToBest | None = score.by_rank or score.to_best
    if isinstance(method, ByRank):
        return of_values([*method.points.values(), method.otherwise])
    if isinstance(method, ToBest):
        return of_values([method.full])
    return ANY


def of_node(book: Book, node: BookNode) -> Sign:
    """What a node can be worth to a member, after its limits."""
    spec = node.spec
    if isinstance(spec, Group):
        sign = ZERO
        for child in (each for each in book.nodes.values() if each.parent == node.id):
            sign |= of_node(book, child)
        if spec.score:
            sign |= _cohort(spec.score, None)  # the sum stays where nobody may be compared
    else:
        sign = of_item(book, spec)
    for floor in spec.min.values():
        sign |= of_values([floor])
    return sign | of_values([spec.need.else_]) if spec.need else sign
