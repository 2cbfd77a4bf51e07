"""`mean`: the marks of a panel of judges as one score (clause type C48): mean, trimmed mean, median, weights by group.

Marks that are missing are not zero: fewer than the quorum is an error, none at all is what `missing` says.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Self

from pydantic import Field, model_validator

from dutyscore.model.written import Factor, Text, Whole, Written, one_of, refuse

if TYPE_CHECKING:
    from dutyscore.methods.faults import Fault
    from dutyscore.model.columns import Facts
    from dutyscore.model.ratio import Ratio


class Drop(Written):
    """How many of the highest and of the lowest marks are left out."""

    highest: Whole = 0
    lowest: Whole = 0


class Weights(Written):
    """Weight of each group of judges; together 100 %."""

    field: Text
    by: dict[str, Factor]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if sum(self.by.values()) != 1 or any(weight < 0 for weight in self.by.values()):
            refuse("DS224", ("by",), value=str(sum(self.by.values())))
        return self


class Panel(Written):
    """`of` is the field with the mark, `by` the one with the judge (who marks a member once), `at_least` the quorum."""

    of: Text
    by: Text
    kind: Annotated[str, one_of("mean", "median")]
    drop: Drop = Field(default_factory=Drop)
    at_least: Whole
    weights: Weights | None = None

    @model_validator(mode="after")
    def _marks_left(self) -> Self:
        if min(self.drop.highest, self.drop.lowest) < 0 or self.at_least <= self.drop.highest + self.drop.lowest:
            refuse("DS222", ("at_least",), value=str(self.at_least))
        if self.weights and (self.kind != "mean" or self.drop.highest or self.drop.lowest):
            refuse("DS201", ("weights",), key="weights", nearest="")
        return self

    def fields(self) -> tuple[str, ...]:
        return (self.of, self.by, *((self.weights.field,) if self.weights else ()))

    def faults(self, rows: "Facts") -> "list[Fault]":
        from dutyscore.methods.faults import needed

        return [fault for name in self.fields() for fault in needed(name, rows.column(name))]

    def worth(self, rows: "Facts") -> "Ratio":
        """A mark is no award: the points come with the mean."""
        from dutyscore.model.ratio import Ratio

        return Ratio.constant(Fraction(0), len(rows))

    def mean(self, marks: Sequence[Fraction]) -> Fraction:
        """Mean or median of at least `at_least` marks, after the highest and lowest are dropped."""
        kept = sorted(marks)[self.drop.lowest : len(marks) - self.drop.highest]
        if self.kind == "mean":
            return sum(kept, Fraction(0)) / len(kept)
        half = len(kept) // 2
        return kept[half] if len(kept) % 2 else (kept[half - 1] + kept[half]) / 2

    def weighted(self, groups: Mapping[str, Sequence[Fraction]]) -> Fraction | None:
        """The groups' means by their weights; None when a group with a weight gave no mark."""
        assert self.weights
        total = Fraction(0)
        for group, weight in self.weights.by.items():
            if weight and not groups.get(group):
                return None
            if weight:
                total += weight * self.mean(groups[group])
        return total
