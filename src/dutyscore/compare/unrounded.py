"""Books in which nothing is ever rounded: every number is a whole number of steps as it is written."""

from __future__ import annotations

from fractions import Fraction

from dutyscore.compare.book import Book
from dutyscore.rulebook.nodes import Group, Item


def never_rounds(book: Book) -> bool:
    rulebook = book.rulebook
    if rulebook.points.total_step or rulebook.totals:
        return False
    for node in book.nodes.values():
        numbers = (None if node.spec.score else []) if isinstance(node.spec, Group) else _awards(node.spec)
        if numbers is None:
            return False
        limits = [*(node.spec.max or {}).values(), *node.spec.min.values()]
        limits += [node.spec.need.else_] if node.spec.need else []
        if any((number / rulebook.points.step).denominator != 1 for number in (*numbers, *limits)):
            return False
    return True


def _awards(item: Item) -> list[Fraction] | None:
    """Every award that an entry or member can get; None where they cannot be listed."""
    score = item.score
    if item.times or item.split or item.repeat or item.others != "nothing":
        return None
    values: list[object] = []
    if score.each or score.fixed:
        values = [method.points for method in (score.each, score.fixed) if method]
    elif score.lookup:
        values = [*score.lookup.points.values(), score.lookup.otherwise, score.lookup.blank]
    elif score.tiers and score.tiers.kind != "sliced":
        values = [*(step.points for step in score.tiers.steps), score.tiers.otherwise, score.tiers.blank]
    elif score.per_unit and score.per_unit.part in ("full", "started"):
        values = [score.per_unit.points, score.per_unit.blank]
    else:
        return None
    kept = item.repairs.keeps if item.repairs else None
    values += [*(item.per_entry or {}).values(), *([kept.points] if kept else [])]
    return [value for value in values if isinstance(value, Fraction)]
