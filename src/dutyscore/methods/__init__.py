"""Ways of awarding points: one file each, one explicit list.

An entry method values every row it takes (`faults` first, then `worth`); a scale turns one exact value of a member
(a measure) into points (`points_for`). Some are both.
"""

from __future__ import annotations

from typing import Final

from dutyscore.methods.each import Each
from dutyscore.methods.fixed import Fixed
from dutyscore.methods.full import Full
from dutyscore.methods.given import Given
from dutyscore.methods.lookup import Lookup
from dutyscore.methods.per_unit import PerUnit
from dutyscore.methods.tiers import Tiers

EntryMethod = Each | PerUnit | Lookup | Tiers | Given
MeasureScale = PerUnit | Lookup | Tiers | Full

METHODS: Final = {
    "each": Each,
    "per_unit": PerUnit,
    "lookup": Lookup,
    "tiers": Tiers,
    "given": Given,
    "fixed": Fixed,
    "full": Full,
}
"""Every method, by the key under which a rulebook writes it."""

ENTRY: Final = ("each", "per_unit", "lookup", "tiers", "given")
SCALES: Final = ("per_unit", "tiers", "lookup", "full")
