"""Ways of awarding points: one file each, one explicit list.

An entry method values every row it takes (`faults` first, then `worth`); a scale turns one exact value of a member
(a measure) into points (`points_for`). Some are both.
"""

from __future__ import annotations

from typing import Final

from dutyscore.methods.by_rank import ByRank
from dutyscore.methods.carry import Carry
from dutyscore.methods.each import Each
from dutyscore.methods.fixed import Fixed
from dutyscore.methods.full import Full
from dutyscore.methods.given import Given
from dutyscore.methods.lookup import Lookup
from dutyscore.methods.panel import Panel
from dutyscore.methods.per_unit import PerUnit
from dutyscore.methods.target import Target
from dutyscore.methods.tiers import Tiers
from dutyscore.methods.to_best import ToBest

EntryMethod = Each | PerUnit | Lookup | Tiers | Given | Panel
MeasureScale = PerUnit | Lookup | Tiers | Full

METHODS: Final = {
    "each": Each,
    "per_unit": PerUnit,
    "lookup": Lookup,
    "tiers": Tiers,
    "given": Given,
    "fixed": Fixed,
    "full": Full,
    "mean": Panel,
    "target": Target,
    "carry": Carry,
    "by_rank": ByRank,
    "to_best": ToBest,
}
"""Every method, by the key under which a rulebook writes it."""

ENTRY: Final = ("each", "per_unit", "lookup", "tiers", "given", "mean")
SCALES: Final = ("per_unit", "tiers", "lookup", "full")
MEMBER: Final = ("fixed", "target", "carry", "by_rank", "to_best")
GROUP: Final = ("by_rank", "to_best", "per_unit", "tiers")
