"""`tiers`: a ladder over a quantity or a measure (clause types C07, C24, C26).

`reached`: the value of the highest step reached; `stacked`: every step reached adds; `sliced`: each slice of the
quantity counts at its own `points` per `unit`. Bounds rise, values need not.
"""

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Self

from pydantic import model_validator

from dutyscore.model.written import Award, Bound, Points, Share, Text, Unstated, Written, one_of, refuse

if TYPE_CHECKING:
    from dutyscore.methods.faults import Fault
    from dutyscore.model.columns import Facts, Int64, Numbers
    from dutyscore.model.ratio import Ratio

KindWord = Annotated[str, one_of("reached", "stacked", "sliced")]
_FAR = 2**63 - 1


class Step(Written):
    """One rung: from `at_least` (included) or `above` (excluded) on."""

    at_least: Bound | None = None
    above: Bound | None = None
    points: Award
    unit: Points | None = None

    @model_validator(mode="after")
    def _one_bound(self) -> Self:
        if (self.at_least is None) == (self.above is None):
            refuse("DS202", key="at_least")
        return self

    @property
    def bound(self) -> Fraction:
        bound = self.above if self.at_least is None else self.at_least
        assert bound is not None
        return bound

    @property
    def is_share(self) -> bool:
        """Whether the bound was written as a percent."""
        return isinstance(self.bound, Share)

    def reached_by(self, value: Fraction) -> bool:
        return value >= self.bound if self.above is None else value > self.bound


class Tiers(Written):
    """`otherwise` is the worth below the first rung of `reached`; stacked and sliced begin at 0 by their nature."""

    field: Text | None = None
    kind: KindWord
    steps: tuple[Step, ...]
    otherwise: Award | None = None
    blank: Points | None = None

    @model_validator(mode="after")
    def _rising(self) -> Self:
        if not self.steps:
            refuse("DS202", ("steps",), key="at_least")
        for index, (lower, upper) in enumerate(pairwise(self.steps), start=1):
            same_start = lower.bound == upper.bound and lower.above is None and upper.above is not None
            if upper.bound <= lower.bound and not (same_start and self.kind != "sliced"):
                refuse("DS211", ("steps", index), value=str(upper.bound))
        for index, step in enumerate(self.steps):
            if (step.unit is not None) != (self.kind == "sliced"):
                if step.unit is None:
                    refuse("DS202", ("steps", index), key="unit")
                refuse("DS201", ("steps", index, "unit"), key="unit", nearest="")
            if self.kind != "reached" and isinstance(step.points, Unstated):
                refuse("DS204", ("steps", index, "points"), value="unstated")
            if step.unit is not None and step.unit <= 0:
                refuse("DS222", ("steps", index, "unit"), value=str(step.unit))
        if self.kind != "reached" and self.otherwise is not None:
            refuse("DS201", ("otherwise",), key="otherwise", nearest="")
        return self

    def fields(self) -> tuple[str, ...]:
        return (self.field,) if self.field else ()

    def faults(self, rows: "Facts") -> "list[Fault]":
        from dutyscore.methods.faults import Fault, needed

        column = self._column(rows)
        found = needed(self.field or "", column) if self.blank is None else []
        if self.kind == "reached":
            import numpy as np

            values = [self.otherwise, *(step.points for step in self.steps)]
            index = self._index(column)
            for code, kind in (("DS319", type(None)), ("DS320", Unstated)):
                bad = np.array([isinstance(value, kind) for value in values], bool)[index] & ~column.blank
                if bad.any():
                    found.append(Fault(bad, code, self.field or ""))
        return found

    def worth(self, rows: "Facts") -> "Ratio":
        """Points of each row; a blank quantity is worth `blank`."""
        from dutyscore.model.ratio import Ratio

        column = self._column(rows)
        index = self._index(column)
        worth = Ratio.table([self._base(reached) for reached in range(len(self.steps) + 1)], index)
        if self.kind == "sliced":
            slopes = [Fraction(0), *(self._slope(step) / 10**column.decimals for step in self.steps)]
            worth = worth.plus(Ratio(column.values, 1).times(Ratio.table(slopes, index)))
        return worth if self.blank is None else worth.replaced(column.blank, self.blank)

    def points_for(self, value: Fraction) -> Fraction | Unstated | None:
        reached = sum(step.reached_by(value) for step in self.steps)
        if self.kind == "reached":
            return self.steps[reached - 1].points if reached else self.otherwise
        base = self._base(reached)
        return base + value * self._slope(self.steps[reached - 1]) if self.kind == "sliced" and reached else base

    def _base(self, reached: int) -> Fraction:
        """Worth that does not depend on the value inside the rung: with slices, at value 0 of the rung's own line."""
        if self.kind == "reached":
            points = self.steps[reached - 1].points if reached else self.otherwise
            return points if isinstance(points, Fraction) else Fraction(0)
        if self.kind == "stacked":
            return sum((_number(step) for step in self.steps[:reached]), Fraction(0))
        base, slope = Fraction(0), Fraction(0)
        for step in self.steps[:reached]:
            base += (slope - self._slope(step)) * step.bound
            slope = self._slope(step)
        return base

    @staticmethod
    def _slope(step: Step) -> Fraction:
        assert step.unit is not None
        return _number(step) / step.unit

    def _index(self, column: "Numbers") -> "Int64":
        """How many rungs each row has reached."""
        import numpy as np

        size = 10**column.decimals
        starts = [
            (step.bound * size).__ceil__() if step.above is None else (step.bound * size).__floor__() + 1
            for step in self.steps
        ]
        within = [max(-_FAR, min(_FAR, start)) for start in starts]
        return np.searchsorted(np.array(within, np.int64), column.values, side="right")

    def _column(self, rows: "Facts") -> "Numbers":
        column: Numbers = rows.column(self.field or "")  # type: ignore[assignment]
        return column


def _number(step: Step) -> Fraction:
    return step.points if isinstance(step.points, Fraction) else Fraction(0)
