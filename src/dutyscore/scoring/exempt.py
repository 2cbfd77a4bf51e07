"""Members that are printed but left out of scores, ranks, quotas, means, grades, bands, lists (clause type C61)."""

from __future__ import annotations

import numpy as np

from dutyscore.model.arrays import Bool, Int32, Int64
from dutyscore.model.condition import Condition
from dutyscore.model.frozen import dataclass
from dutyscore.rulebook.schema import EXEMPTIONS
from dutyscore.scoring.view import Sight, column_mask, held_on, pick_rows


@dataclass(frozen=True, slots=True)
class Exemptions:
    """Per member (bool): left out of what; `rule` (int32) is the first rule of `exempt` that holds, -1 for none;
    `holding` says of every rule for whom it holds."""

    scores: Bool
    ranks: Bool
    quotas: Bool
    means: Bool
    grades: Bool
    bands: Bool
    lists: Bool
    rule: Int32
    holding: tuple[Bool, ...]


def exemptions(sight: Sight, day: int) -> Exemptions:
    """Judged with the facts held on `day`."""
    size = len(sight.roster)
    masks = {name: np.zeros(size, bool) for name in EXEMPTIONS}
    number = np.full(size, -1, np.int32)
    holding = []
    for index, rule in enumerate(sight.plan.rulebook.exempt):
        hit = members_in(sight, (rule.when,), day)
        holding.append(hit)
        number[hit & (number < 0)] = index
        for aspect in rule.from_:
            masks[aspect] |= hit
    return Exemptions(**masks, rule=number, holding=tuple(holding))


def members_in(sight: Sight, conditions: tuple[Condition, ...], day: int) -> Bool:
    """Which members (bool) satisfy all conditions with the facts held on `day`."""
    roster = sight.roster
    member = np.arange(len(roster), dtype=np.int32)
    inside = np.ones(len(roster), bool)
    if conditions:
        held = held_on(roster, member, np.full(len(roster), day, np.int32))
        for condition in conditions:
            inside &= _holds(sight, condition, held)
    return inside


def _holds(sight: Sight, condition: Condition, held: Int64) -> Bool:
    result = np.zeros(len(held), bool)
    for tests in condition.any_of:
        every = np.ones(len(held), bool)
        for test in tests:
            every &= column_mask(pick_rows(sight.roster.facts[test.name], held), test)
        result |= every
    return result
