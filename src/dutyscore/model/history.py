"""Results of earlier periods, as far as decisions look back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class PastResult:
    """One member's standing in one earlier period. `values` holds totals, nodes and measures by their word."""

    values: Mapping[str, Fraction]
    grade: str = ""
    band: str = ""
    rank: int = 0
    rank_from_end: int = 0


@dataclass(frozen=True, slots=True)
class History:
    """`periods[k]` is the (k+1)-th period before the scored one: member id -> standing."""

    periods: tuple[Mapping[str, PastResult], ...] = ()

    def past(self, member: str, back: int) -> PastResult | None:
        """The member's standing `back` periods ago (1 = last period); None if it is not known."""
        return self.periods[back - 1].get(member) if 0 < back <= len(self.periods) else None
