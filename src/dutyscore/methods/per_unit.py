"""`per_unit`: points per unit of a quantity (clause type C05): half-days, hours, 100 yuan.

`part` says what a fraction of a unit is worth: `proportional`, `full` (only whole units), `started` (every unit begun
counts). It acts on the size of the quantity; the sign lives in `points`.
"""

from fractions import Fraction
from typing import TYPE_CHECKING, Self

from pydantic import Field, model_validator

from dutyscore.model.exact import decimal_text
from dutyscore.model.written import PartWord, Points, Text, Written, refuse

if TYPE_CHECKING:
    from dutyscore.methods.faults import Fault
    from dutyscore.model.columns import Facts, Numbers
    from dutyscore.model.ratio import Ratio


class PerUnit(Written):
    """`field` is left out where the quantity is a measure, or is the field named by `entries.columns.quantity`."""

    field: Text | None = None
    points: Points
    unit: Points = Field(default=Fraction(1))
    part: PartWord | None = None
    blank: Points | None = None

    @model_validator(mode="after")
    def _real_unit(self) -> Self:
        if self.unit <= 0:
            refuse("DS222", ("unit",), value=decimal_text(self.unit))
        return self

    def fields(self) -> tuple[str, ...]:
        return (self.field,) if self.field else ()

    def faults(self, rows: "Facts") -> "list[Fault]":
        from dutyscore.methods.faults import needed

        return needed(self._field, rows.column(self._field)) if self.blank is None else []

    def worth(self, rows: "Facts") -> "Ratio":
        """Points of each row; a blank quantity is worth `blank`."""
        import numpy as np

        from dutyscore.model.ratio import LIMIT, Ratio, largest

        column: Numbers = rows.column(self._field)  # type: ignore[assignment]
        per_value = 1 / (10**column.decimals * self.unit)
        if self._part == "proportional":
            worth = Ratio(column.values, 1).scaled(per_value)
        else:
            size = np.abs(column.values)
            if largest(size) * per_value.numerator + per_value.denominator >= LIMIT:
                size = size.astype(object)
            over = size * per_value.numerator
            units = over // per_value.denominator
            if self._part == "started":
                units = units + (units * per_value.denominator < over)
            worth = Ratio(np.where(column.values < 0, -units, units), 1)
        worth = worth.scaled(self.points)
        if self.blank is None or not column.blank.any():
            return worth
        return worth.replaced(column.blank, self.blank)

    def points_for(self, value: Fraction) -> Fraction:
        units = abs(value) / self.unit
        if self._part != "proportional":
            units = Fraction(-(-units.numerator // units.denominator) if self._part == "started" else int(units))
        return (-units if value < 0 else units) * self.points

    @property
    def _part(self) -> str:
        """Left out only where a quantity cannot have a part of a unit (DS217), so that every word means the same."""
        return self.part or "proportional"

    @property
    def _field(self) -> str:
        assert self.field, "a per_unit over entries names its field when it is loaded"
        return self.field
