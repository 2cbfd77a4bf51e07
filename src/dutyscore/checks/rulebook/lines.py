"""DS242: a grade or band line above everything that anybody can get."""

from __future__ import annotations

from dutyscore.checks.cells import domain
from dutyscore.checks.sight import Sight
from dutyscore.model.exact import decimal_text, parse_decimal


def check(sight: Sight) -> None:
    for found in sight.row_sets:
        for index, row in enumerate(found.rows):
            for test in row.when.tests() if row.when else ():
                if test.last_period or test.negated or test.over:
                    continue
                high = domain(sight, test.name).high
                for word, text in test.bounds:
                    bound = parse_decimal(text)
                    if high is None or bound is None or word not in ("at_least", "above"):
                        continue
                    if bound > high or (word == "above" and bound == high):
                        path = (*found.path, index, "when", *test.path, word)
                        sight.report.add("DS242", path, name=row.name, value=text, most=decimal_text(high))
