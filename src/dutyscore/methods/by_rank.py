"""`by_rank`: the place among the members gives the points (clause types C36, C38)."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Annotated

from dutyscore.model.exact import parse_decimal
from dutyscore.model.written import Points, ReadBy, Text, Written, as_text, one_of, refuse, shape_of


def _places(value: object) -> dict[int, Fraction]:
    """`{1: 10, 2: 8, 3-5: 6}`: points of each place."""
    if not isinstance(value, dict) or not value:
        refuse("DS203", expected="mapping", found=shape_of(value))
    points: dict[int, Fraction] = {}
    for places, written in value.items():
        amount = parse_decimal(as_text(written, (places,)))
        if amount is None:
            refuse("DS204", (places,), value=str(written))
        first, _, last = str(places).partition("-")
        if not (first.isascii() and first.isdigit() and (not last or (last.isascii() and last.isdigit()))):
            refuse("DS204", (places,), value=str(places))
        for place in range(int(first), int(last or first) + 1):
            if place in points or place < 1 or place > 100_000:
                refuse("DS209", (places,), name=str(place))
            points[place] = amount
    return points


class ByRank(Written):
    """`of` is a measure; it is left out for a group, which ranks the sums of its children."""

    of: Text | None = None
    order: Annotated[str, one_of("high", "low")] = "high"
    points: Annotated[dict[int, Fraction], ReadBy(_places)]
    ties: Annotated[str, one_of("share_better", "mean_of_places")]
    otherwise: Points | None = None
    within: Text | None = None

    def award(self, values: Sequence[Fraction]) -> list[Fraction | None]:
        """Points of each value among all of them; None for a place that is not listed and has no `otherwise`."""
        ordered = sorted(values, reverse=self.order == "high")
        first: dict[Fraction, int] = {}
        count: dict[Fraction, int] = {}
        for place, value in enumerate(ordered, start=1):
            first.setdefault(value, place)
            count[value] = count.get(value, 0) + 1
        worth = {value: self._tied(first[value], count[value]) for value in first}
        return [worth[value] for value in values]

    def _tied(self, place: int, members: int) -> Fraction | None:
        if self.ties == "share_better":
            return self.points.get(place, self.otherwise)
        shares = [self.points.get(number, self.otherwise) for number in range(place, place + members)]
        given = [share for share in shares if share is not None]
        return sum(given, Fraction(0)) / members if len(given) == members else None
