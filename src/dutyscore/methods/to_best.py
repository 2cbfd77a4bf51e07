"""`to_best`: full marks for the best, the others in proportion (clause type C37)."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Annotated

from dutyscore.model.written import Points, Text, Written, one_of


class ToBest(Written):
    """`of` is a measure; it is left out for a group. Where lower is better the ratio is best / value."""

    of: Text | None = None
    full: Points
    better: Annotated[str, one_of("higher", "lower")]
    within: Text | None = None

    def award(self, values: Sequence[Fraction]) -> list[Fraction | None]:
        """Points of each value among all of them; None where the ratio has no meaning (a best or value below 0)."""
        if not values:
            return []
        best = max(values) if self.better == "higher" else min(values)
        return [self._ratio(value, best) for value in values]

    def _ratio(self, value: Fraction, best: Fraction) -> Fraction | None:
        if value == best:
            return self.full if best >= 0 else None
        if min(value, best) < 0:
            return None
        return self.full * (value / best if self.better == "higher" else best / value)
