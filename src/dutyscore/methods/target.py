"""`target`: a measure against a goal (clause types C32 to C35): all or nothing, pro rata, a deduction per unit missed.

Shares count in percentage points. Nothing is floored: a floor is written as `min`.
"""

from fractions import Fraction
from functools import partial
from typing import Annotated, Self

from pydantic import model_validator

from dutyscore.model.written import PartWord, Points, ReadBy, Text, Written, as_text, nearest, one_of, refuse


class PerMissed(Written):
    """Points per unit of distance from the goal; `part` says what a part of a unit counts."""

    points: Points
    unit: Points
    part: PartWord

    def points_for(self, distance: Fraction) -> Fraction:
        units = distance / self.unit
        if self.part != "proportional":
            units = Fraction(units.__ceil__() if self.part == "started" else units.__floor__())
        return units * self.points


def _word_or_units(words: tuple[str, ...], value: object) -> str | PerMissed:
    if isinstance(value, dict):
        return PerMissed.model_validate(value)
    text = as_text(value)
    if text not in words:
        refuse("DS205", value=text, allowed=", ".join(words), nearest=nearest(text, words))
    return text


class Target(Written):
    """`goal` is a number, a number of the roster, a measure, `mean_of_all` or `mean_of_others`."""

    of: Text
    goal: Text
    better: Annotated[str, one_of("higher", "lower", "near")]
    full: Points
    miss: Annotated[str | PerMissed, ReadBy(partial(_word_or_units, ("zero", "pro_rata")))]
    beyond: Annotated[str | PerMissed, ReadBy(partial(_word_or_units, ("nothing",)))] = "nothing"

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.better == "near" and (self.miss == "pro_rata" or self.beyond != "nothing"):
            refuse("DS205", ("miss",), value="pro_rata", allowed="zero", nearest="zero")
        return self

    def points_for(self, value: Fraction, goal: Fraction) -> Fraction | None:
        """Points of a value; None where `pro_rata` would divide by zero."""
        distance = {"higher": goal - value, "lower": value - goal, "near": abs(value - goal)}[self.better]
        if distance <= 0:
            extra = self.beyond.points_for(-distance) if isinstance(self.beyond, PerMissed) else Fraction(0)
            return self.full + extra
        if isinstance(self.miss, PerMissed):
            return self.full - self.miss.points_for(distance)
        if self.miss == "zero":
            return Fraction(0)
        part, whole = (value, goal) if self.better == "higher" else (goal, value)
        return self.full * part / whole if whole else None
