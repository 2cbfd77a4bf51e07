"""DS241: points or lines with more decimals than the step: the number that counts is another than the one printed."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from dutyscore.checks.sight import Sight
from dutyscore.model.exact import decimal_text, parse_decimal
from dutyscore.model.written import Path
from dutyscore.rulebook.nodes import Item


def check(sight: Sight) -> None:
    for position, item in sight.book.items:
        if not item.times and not item.split and not item.repeat:
            for path, points in _points(item):
                _tell(sight, (*position.path, "score", *path), points, sight.rulebook.points.step)
    step = sight.rulebook.points.total_step or sight.rulebook.points.step
    for found in sight.row_sets:
        for index, row in enumerate(found.rows):
            for test in row.when.tests() if row.when else ():
                for word, text in test.bounds if test.name == "total" else ():
                    _tell(sight, (*found.path, index, "when", *test.path, word), parse_decimal(text), step)


def _points(item: Item) -> Iterator[tuple[Path, object]]:
    """The amounts that are awarded as they stand."""
    score = item.score
    if score.each:
        yield ("each",), score.each.points
    if score.lookup:
        yield from ((("lookup", "points", *words), points) for words, points in score.lookup.points.items())
        yield ("lookup", "otherwise"), score.lookup.otherwise
    if score.tiers and score.tiers.kind != "sliced":
        steps = enumerate(score.tiers.steps)
        yield from ((("tiers", "steps", index, "points"), step.points) for index, step in steps)
        yield ("tiers", "otherwise"), score.tiers.otherwise


def _tell(sight: Sight, path: Path, points: object, step: Fraction) -> None:
    if isinstance(points, Fraction) and (points / step).denominator != 1:
        sight.report.add("DS241", path, value=decimal_text(points), step=decimal_text(step))
