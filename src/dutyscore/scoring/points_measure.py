"""Measures over what points came to: a node or a total as a value, a part of another one, behind a plan (M28).

They exist once the totals are known, and only decisions look at them.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from dutyscore.model.arrays import Bool, Int64
from dutyscore.model.result import MeasureValues
from dutyscore.rulebook.names import over_points
from dutyscore.rulebook.schema import Measure
from dutyscore.scoring.frame import Frame
from dutyscore.scoring.held import roster_numbers
from dutyscore.scoring.unvalued import lacking
from dutyscore.scoring.view import Sight

Values = list[Fraction | None]


def with_points(
    sight: Sight, frame: Frame, measures: tuple[MeasureValues, ...], values: Int64, totals: dict[str, Int64],
    without: dict[str, Bool],
) -> tuple[MeasureValues, ...]:  # fmt: skip
    """The measures in the order of the book, those over points filled in. `values` are steps of the nodes, `totals`
    steps by name, the empty name for the plain sum, `without` says who has none of them."""
    rulebook = sight.plan.rulebook
    late = {name: spec for name, spec in rulebook.measures.items() if over_points(rulebook, spec)}
    if not late:
        return measures
    reading = _Reading(sight, frame, values, totals, without)
    return tuple(
        replace(one, values=tuple(reading.measured(late[one.id]))) if one.id in late else one for one in measures
    )


class _Reading:
    def __init__(
        self, sight: Sight, frame: Frame, values: Int64, totals: dict[str, Int64], without: dict[str, Bool]
    ) -> None:
        self.sight, self.frame, self.values, self.totals, self.without = sight, frame, values, totals, without

    def measured(self, spec: Measure) -> Values:
        if spec.value is not None:
            return self._numbers(spec.value)
        if spec.behind is not None:
            gaps = []
            for done, due in zip(self._numbers(spec.behind), self._numbers(spec.plan or ""), strict=True):
                gap = None if done is None or due is None else due - done
                gaps.append(gap if spec.in_ == "points" else gap / due if gap is not None and due else None)
            return gaps
        assert isinstance(spec.share, str)
        assert isinstance(spec.among, str)
        pairs = zip(self._numbers(spec.share), self._numbers(spec.among), strict=True)
        return [part / whole if part is not None and whole else None for part, whole in pairs]

    def _numbers(self, name: str) -> Values:
        plan = self.sight.plan
        if name in plan.rulebook.roster:
            return roster_numbers(self.sight, name, self.frame.last_held)
        key = plan.rulebook.main_total if name == "total" else name
        steps = self.totals[key] if key in self.totals else self.values[:, plan.index(name)]
        known = {step: plan.scale.points(step) for step in set(steps.tolist())}
        pairs = zip(steps.tolist(), lacking(self.without, name).tolist(), strict=True)
        return [None if none else known[step] for step, none in pairs]
