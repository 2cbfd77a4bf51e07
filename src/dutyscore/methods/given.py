"""`given`: points decided by a body (clause type C64): out of bounds is an error, never clamped; who and why needed."""

from fractions import Fraction
from typing import TYPE_CHECKING

from dutyscore.model.exact import decimal_text
from dutyscore.model.written import Points, Text, Written

if TYPE_CHECKING:
    from dutyscore.methods.faults import Fault
    from dutyscore.model.columns import Facts, Numbers
    from dutyscore.model.ratio import Ratio


class Given(Written):
    """`field` holds the points, `note` the reason, `by` who decided; all three must be filled."""

    field: Text
    min: Points
    max: Points
    note: Text
    by: Text

    def fields(self) -> tuple[str, ...]:
        return (self.field, self.note, self.by)

    def faults(self, rows: "Facts") -> "list[Fault]":
        from dutyscore.methods.faults import Fault, needed

        found = [fault for name in self.fields() for fault in needed(name, rows.column(name))]
        column: Numbers = rows.column(self.field)  # type: ignore[assignment]
        size = 10**column.decimals
        low, high = (self.min * size).__ceil__(), (self.max * size).__floor__()
        outside = ((column.values < low) | (column.values > high)) & ~column.blank
        if outside.any():
            bounds = {"min": decimal_text(self.min), "max": decimal_text(self.max)}
            found.append(Fault(outside, "DS318", self.field, bounds))
        return found

    def worth(self, rows: "Facts") -> "Ratio":
        from dutyscore.model.ratio import Ratio

        column: Numbers = rows.column(self.field)  # type: ignore[assignment]
        return Ratio(column.values, 1).scaled(Fraction(1, 10**column.decimals))
