"""What happens to an award in the course of time: how long it is valid, how it is repaired, what repetition does."""

from itertools import pairwise
from typing import Any, Self

from pydantic import Field, model_validator

from dutyscore.model.duration import Length
from dutyscore.model.written import Factor, Points, Text, Texts, Written, refuse


class ValidStep(Written):
    """From `at_least` on, an award is valid so long."""

    at_least: Points
    valid: Length


class Valid(Written):
    """How long an award counts after the event: one length, by level (`by`), or by size (`steps`)."""

    length: Length | None = None
    field: Text | None = None
    by: dict[str, Length] | None = None
    steps: tuple[ValidStep, ...] | None = None

    @model_validator(mode="before")
    @classmethod
    def _one_length(cls, value: Any) -> Any:
        return {"length": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        if self.length is not None:
            if self.field or self.by or self.steps:
                refuse("DS201", ("length",), key="length", nearest="")
        elif self.field is None:
            refuse("DS202", key="field")
        elif (self.by is None) == (self.steps is None):
            refuse("DS202", key="by")
        bounds = [step.at_least for step in self.steps or ()]
        for index, (lower, upper) in enumerate(pairwise(bounds), start=1):
            if upper <= lower:
                refuse("DS211", ("steps", index), value=str(upper))
        return self


class Kept(Written):
    """What stays of a repaired award, and for how long from the repair on."""

    points: Points
    valid: Length | None = None


class Repairs(Written):
    """From the event date of an entry `entry` of the same member with the same `of` fact, the old award stops."""

    entry: Text
    of: Text
    keeps: Kept | None = None


class Repeat(Written):
    """The second deed with the same facts counts `factor` times, from the third on `again` times (`factor` if left
    out), judged against the earlier confirmed ones in force on its event date, also of earlier periods."""

    factor: Factor
    again: Factor | None = None
    same: Texts = Field(default=())
