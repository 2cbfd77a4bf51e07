"""`carry`: part of last period's result (clause type C55)."""

from fractions import Fraction
from typing import Annotated

from pydantic import Field

from dutyscore.model.condition import When
from dutyscore.model.written import Factor, Points, Text, Written, one_of


class Carry(Written):
    """`from` names the total or node of last period; who satisfies `first` has none and gets 0; anybody else without
    a history is an error."""

    from_: Text = Field(alias="from")
    in_: Annotated[str, one_of("last_period")] = Field(alias="in")
    share: Factor
    first: When | None = None
    max: Points | None = None

    def points_for(self, value: Fraction) -> Fraction:
        amount = value * self.share
        return amount if self.max is None else min(amount, self.max)
