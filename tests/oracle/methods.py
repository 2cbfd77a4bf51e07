"""What an entry is worth at an item before anything else is asked: methods, factors, shares (section 4, M2, M2a)."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from dutyscore.methods.full import Full
from dutyscore.methods.lookup import Lookup
from dutyscore.methods.per_unit import PerUnit
from dutyscore.methods.tiers import Step, Tiers
from dutyscore.model.written import Unstated
from dutyscore.rulebook.nodes import FactorStep, Item, Score, Split, Times
from tests.oracle.conditions import Plain
from tests.oracle.facts import Entry, Names, Node, RefusedError


def exact_worth(names: Names, entry: Entry, node: Node) -> Fraction:
    """Method x every factor x share of a named author, unrounded, by the values in force on the event date;
    RefusedError where the entry cannot be valued."""
    item = names.on(node, entry.day).written
    assert isinstance(item, Item)
    worth = entry_points(names, item.score, entry)
    for times in item.times:
        worth *= factor(names, times, entry)
    if item.split and item.split.among is None:
        worth *= share(names, item.split, entry, node)
    return worth


def needed(names: Names, entry: Entry, name: str) -> Plain:
    value = names.entry_value(entry, name)
    if value is None:
        raise RefusedError("DS306", name)
    assert not isinstance(value, frozenset)
    return value


def entry_points(names: Names, score: Score, entry: Entry) -> Fraction:
    """The method's points for one entry."""
    if score.each:
        if isinstance(score.each.points, Unstated):
            raise RefusedError("DS320", names.book.entries.columns.item[0])
        return score.each.points
    if score.given:
        points = needed(names, entry, score.given.field)
        needed(names, entry, score.given.note)
        needed(names, entry, score.given.by)
        assert isinstance(points, Fraction)
        if not score.given.min <= points <= score.given.max:
            raise RefusedError("DS318", score.given.field)
        return points
    if score.lookup:
        return _tariff(names, score.lookup, entry)
    if score.mean:  # a mark is no award: the points come with the mean
        for name in (score.mean.of, score.mean.by, *((score.mean.weights.field,) if score.mean.weights else ())):
            needed(names, entry, name)
        return Fraction(0)
    scale = score.per_unit or score.tiers
    assert scale
    name = scale.field or names.book.entries.columns.quantity or ""
    value = names.entry_value(entry, name)
    if value is None:
        if scale.blank is None:
            raise RefusedError("DS306", name)
        return scale.blank
    assert isinstance(value, Fraction)
    return _stated(scale_points(scale, value), name)


def _stated(points: Fraction | Unstated | None, name: str) -> Fraction:
    if points is None:
        raise RefusedError("DS319", name)
    if isinstance(points, Unstated):
        raise RefusedError("DS320", name)
    return points


def _tariff(names: Names, lookup: Lookup, entry: Entry) -> Fraction:
    fields = lookup.fields_ or (lookup.field or "",)
    if lookup.blank is not None:
        if any(names.entry_value(entry, name) is None for name in fields):
            return _stated(lookup.blank, fields[-1])
        values = [names.entry_value(entry, name) for name in fields]
    else:
        values = [needed(names, entry, name) for name in fields]
    for words, points in lookup.points.items():
        if all(_same(value, word) for value, word in zip(values, words, strict=True)):
            return _stated(points, fields[-1])
    return _stated(lookup.otherwise, fields[-1])


def _same(value: object, word: str) -> bool:
    """A word of a table against a fact: numbers by value."""
    if not isinstance(value, Fraction):
        return value == word
    try:
        return value == Fraction(word)
    except ValueError:
        return False


def scale_points(scale: PerUnit | Lookup | Tiers | Full, value: Fraction) -> Fraction | Unstated | None:
    """A quantity (or a measure) turned into points; None where the scale does not list it."""
    if isinstance(scale, Full):
        return value * scale.points
    if isinstance(scale, PerUnit):
        units = abs(value) / scale.unit
        if scale.part == "full":
            units = Fraction(floor(units))
        elif scale.part == "started":
            units = Fraction(ceil(units))
        return (-units if value < 0 else units) * scale.points
    if isinstance(scale, Lookup):
        return next((points for (word,), points in scale.points.items() if _same(value, word)), scale.otherwise)
    if scale.kind == "sliced":
        total = Fraction(0)
        for index, step in enumerate(scale.steps):
            end = scale.steps[index + 1].bound if index + 1 < len(scale.steps) else value
            slice_ = min(value, end) - step.bound
            if slice_ > 0:
                assert isinstance(step.points, Fraction)
                assert step.unit is not None
                total += slice_ / step.unit * step.points
        return total
    reached = [step.points for step in scale.steps if _reached(step, value)]
    if scale.kind == "stacked":
        return sum((points for points in reached if isinstance(points, Fraction)), Fraction(0))
    return reached[-1] if reached else scale.otherwise


def _reached(step: Step | FactorStep, value: Fraction) -> bool:
    """Whether a rung is reached: from `at_least` on, or `above` it."""
    return value >= step.at_least if step.at_least is not None else step.above is not None and value > step.above


def factor(names: Names, times: Times, entry: Entry) -> Fraction:
    """One factor: a constant, a table over a fact, or a ladder over a number."""
    if times.constant is not None:
        return times.constant
    name = times.field or ""
    value = names.entry_value(entry, name)
    if value is None:
        if times.blank is None:
            raise RefusedError("DS306", name)
        return times.blank
    found: Fraction | None = times.otherwise
    if times.by is not None:
        found = next((number for word, number in times.by.items() if _same(value, word)), times.otherwise)
    else:
        assert isinstance(value, Fraction)
        for step in times.steps or ():
            if _reached(step, value):
                found = step.factor
    if found is None:
        raise RefusedError("DS319", name)
    return found


# ---------------------------------------------------------------- several authors


def share(names: Names, split: Split, entry: Entry, node: Node) -> Fraction:
    """The author's share of the deed; `rest` and `equally` divide by the number of authors."""
    for name in (split.per, split.count):
        if name:
            needed(names, entry, name)  # the item needs it, whatever the role of this author
    if split.shares is not None:
        stated = split.shares.get(str(needed(names, entry, split.by or "")))
        if stated is None:
            raise RefusedError("DS319", split.by or "")
        if isinstance(stated, Fraction):
            return stated
    together = [part for role, part in (split.shares or {}).items() if role not in split.alone]
    fixed = [part for part in together if isinstance(part, Fraction)]
    return (1 - sum(fixed, Fraction(0))) / authors(names, split, entry, node, len(fixed))


def authors(names: Names, split: Split, entry: Entry, node: Node, fixed: int) -> Fraction:
    """M2a: how many divide. The field `count` less the roles with a share of their own, or the members with a row of
    the same deed here, whatever its review state (with `shares`, in a role that has `rest`)."""
    if split.count:
        count = needed(names, entry, split.count)
        assert isinstance(count, Fraction)
        if count <= fixed:
            raise RefusedError("DS307", split.count)
        return count - fixed
    deed = needed(names, entry, split.per or "")
    found = {
        other.member
        for other in names.question.entries
        if names.takes(node, other)
        and names.entry_value(other, split.per or "") == deed
        and _divides(names, split, other)
    }
    return Fraction(len(found))


def _divides(names: Names, split: Split, entry: Entry) -> bool:
    if split.shares is None:
        return True
    stated = split.shares.get(str(names.entry_value(entry, split.by or "")))
    return stated is not None and not isinstance(stated, Fraction)
