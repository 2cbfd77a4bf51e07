"""Who has no value of a node or a total: not scored is not zero (M16a)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dutyscore.model.arrays import Bool
from dutyscore.rulebook.nodes import Group
from dutyscore.scoring.member_award import MemberAwards
from dutyscore.scoring.plan import Plan
from dutyscore.scoring.total import Totals

EVERYWHERE = ""
"""Who has no value of any node or total: who is exempt from scores."""
MAIN = "total"
"""Who has no main total: who is not scored at all."""


def unvalued(plan: Plan, members: MemberAwards, sums: Totals) -> dict[str, Bool]:
    """Members (bool) without a value, by the id of the node or the name of the total; what is not named lacks those of
    `EVERYWHERE` alone. The names are the same for every part of a log.

    A node has no value for who is not scored at an item of it, nor, where a group of it turns its sum into points, for
    who is not scored anywhere: such a group compares only members that are scored.
    """
    exempt = members.exempt.scores
    found: dict[str, Bool] = {EVERYWHERE: exempt}
    for node in reversed(plan.nodes):
        parts = [found[plan.nodes[child].info.id] for child in node.children if plan.nodes[child].info.id in found]
        if node.index in members.unscored_at:
            parts.append(members.unscored_at[node.index])
        if isinstance(node.spec, Group) and node.spec.score:
            parts.append(members.unscored)
        if parts:
            found[node.info.id] = exempt | np.logical_or.reduce(parts)
    for name, total in (plan.rulebook.totals or {}).items():
        parts = [lacking(found, part) for part in (*total.of, *(part.of for part in total.composite)) if part in found]
        found[name] = np.logical_or.reduce([exempt, sums.unscored_in.get(name, exempt), *parts])
    found[MAIN] = exempt | members.unscored | sums.unscored
    return found


def lacking(found: Mapping[str, Bool], name: str) -> Bool:
    """Who (bool) has no value of a node or total."""
    return found.get(name, found[EVERYWHERE])


def by_id(plan: Plan, found: Mapping[str, Bool]) -> dict[str, Bool]:
    """The same for every node and named total that somebody has no value of."""
    ids = (*(node.info.id for node in plan.nodes), *(plan.rulebook.totals or {}))
    return {each: mask for each in ids if (mask := lacking(found, each)).any()}
