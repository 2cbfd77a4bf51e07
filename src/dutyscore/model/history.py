"""Results of earlier periods, as far as decisions look back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from fractions import Fraction

from dutyscore.model.frozen import dataclass


@dataclass(frozen=True, slots=True)
class PastStanding:
    """Row (empty for none) and places in a set of grades or bands."""

    row: str
    rank: int = 0
    rank_from_end: int = 0


@dataclass(frozen=True, slots=True)
class PastResult:
    """One member's standing in one earlier period. `values` holds totals, nodes and measures by their word;
    `requirements` which were met, `vetoes` the ids of those in force; `sets` the standing in each further set of grades
    or bands, by `set.thing`."""

    values: Mapping[str, Fraction]
    grade: str = ""
    band: str = ""
    rank: int = 0
    rank_from_end: int = 0
    requirements: Mapping[str, bool] = field(default_factory=dict)
    vetoes: tuple[str, ...] = ()
    sets: Mapping[str, PastStanding] = field(default_factory=dict)
    lists: tuple[str, ...] = ()
    """The consequence lists on which the member stood."""


@dataclass(frozen=True, slots=True)
class History:
    """`periods[k]` is the (k+1)-th period before the scored one: member id -> standing."""

    periods: tuple[Mapping[str, PastResult], ...] = ()

    def past(self, member: str, back: int) -> PastResult | None:
        """The member's standing `back` periods ago (1 = last period); None if it is not known."""
        return self.periods[back - 1].get(member) if 0 < back <= len(self.periods) else None
