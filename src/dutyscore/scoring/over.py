"""Values over another window than the period: what a condition or a ranking asks with `over` (M21).

Over a window inside the period a node is worth what was booked in it, as the limits left it; amounts that belong to the
whole period are in none of its parts. Over a window that contains the period the earlier periods come from the history.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from dutyscore.model.arrays import Bool, Int64
from dutyscore.model.condition import Condition
from dutyscore.model.days import Stretch
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.frozen import dataclass
from dutyscore.model.history import History
from dutyscore.model.ledger import Kind, Ledger, of_kinds
from dutyscore.model.place import Place
from dutyscore.rulebook.schema import Rulebook
from dutyscore.scoring.award import Awards
from dutyscore.scoring.frame import Frame, window_order
from dutyscore.scoring.measure import Evidence, measured
from dutyscore.scoring.plan import Plan, PlanNode
from dutyscore.scoring.view import Sight

LIMITS = (Kind.over_cap, Kind.below_floor)


@dataclass(frozen=True, slots=True)
class Over:
    """A value per member over a window: int64 steps, or exact values of a measure; `known` (bool) is False where an
    earlier period that lies in the window has no result."""

    values: Any
    known: Bool


Asked = tuple[str, str]
"""A name and the window over which it is asked."""


def asked_over(rulebook: Rulebook) -> list[Asked]:
    """Everything that conditions over members and rankings ask over a window."""
    tests = [test for one in _conditions(rulebook) for test in one.tests() if test.over]
    found = [(test.name, test.over) for test in tests if test.name != "value"]
    found += [(key.of, rank.over) for rank in rulebook.rankings.values() if rank.over for key in rank.by]
    for spec in rulebook.standings.values():
        own = [test for row in spec.rows if row.when for test in row.when.tests() if test.over]
        found += [(thing, test.over) for test in own if test.name == "value" for thing in spec.of]
    return list(dict.fromkeys(found))


def _conditions(rulebook: Rulebook) -> Iterator[Condition]:
    rows = [*rulebook.grades, *rulebook.bands, *(row for spec in rulebook.standings.values() for row in spec.rows)]
    parts: list[Any] = [*rulebook.requirements.values(), *rulebook.vetoes.values(), *rows, *rulebook.lists.values()]
    yield from (part.when for part in parts if part.when)


def measures_over(seen: Evidence, asked: list[Asked], findings: list[Diagnostic]) -> dict[Asked, Over]:
    """The measures among what is asked, over their windows."""
    everyone = np.ones(seen.members(), bool)
    known = seen.sight.plan.rulebook.measures
    found = {}
    for name, window in asked:
        if name in known:
            spec = known[name].model_copy(update={"over": window})
            found[name, window] = Over(tuple(measured(seen, name, spec, findings)), everyone)
    return found


def points_over(
    sight: Sight, frame: Frame, history: History, file: str, ledger: Ledger, awards: Awards, values: Int64,
    totals: dict[str, Int64], asked: list[Asked], findings: list[Diagnostic],
) -> dict[Asked, Over]:  # fmt: skip
    """Totals and nodes among what is asked, over their windows. `values` and `totals` are those of the period."""
    rulebook, plan = sight.plan.rulebook, sight.plan
    found = {}
    for name, window in asked:
        if name in rulebook.measures:
            continue
        stretch = frame.window_on_last_day(window, rulebook)
        nodes = _nodes(plan, name)
        whole = totals.get(rulebook.main_total if name == "total" else name)
        mine = values[:, nodes[0]] if whole is None else whole
        known = np.ones(len(sight.roster), bool)
        if stretch is None:
            found[name, window] = Over(np.zeros_like(mine), known)
        elif stretch.first < frame.period.first:
            past, known = _past(sight, frame, history, file, name, window, stretch, findings)
            found[name, window] = Over(mine + past, known)
        elif stretch.first <= frame.period.first and stretch.last >= frame.period.last:
            found[name, window] = Over(mine, known)
        else:
            parts = [_inside(plan, ledger, awards, plan.nodes[node], window, stretch, len(mine)) for node in nodes]
            found[name, window] = Over(sum(parts, np.zeros(len(mine), np.int64)), known)
    return found


def _nodes(plan: Plan, name: str) -> list[int]:
    """The nodes that a total sums, or the node itself."""
    totals = plan.rulebook.totals or {}
    if name == "total":
        return [plan.index(node) for node in totals[plan.rulebook.main_total].of] if totals else plan.root_indices
    return [plan.index(node) for node in totals[name].of] if name in totals else [plan.index(name)]


def _inside(
    plan: Plan, ledger: Ledger, awards: Awards, top: PlanNode, window: str, stretch: Stretch, members: int
) -> Int64:
    """What stands at and below a node and belongs to a window inside the period."""
    sizes = window_order(plan.rulebook)
    sums = np.zeros(members, np.int64)
    here = (ledger.node >= top.index) & (ledger.node < top.end)
    loose = here & (ledger.entry < 0) & of_kinds(ledger, LIMITS)
    limits = [sizes.index(limit.window) <= sizes.index(window) for limit in plan.limits]
    within = np.array([*limits, False], bool)[np.where(loose, ledger.cause, -1)]
    loose &= within & (ledger.window >= stretch.first) & (ledger.window <= stretch.last)
    np.add.at(sums, ledger.member[loose], ledger.amount[loose])
    return sums + booked_in(plan, ledger, awards, top, stretch, members)


def booked_in(plan: Plan, ledger: Ledger, awards: Awards, top: PlanNode, stretch: Stretch, members: int) -> Int64:
    """What the entries booked in a stretch are worth at and below a node (int64 steps per member): what a node above it
    cuts is no matter of its value."""
    sums = np.zeros(members, np.int64)
    for node in plan.nodes[top.index : top.end]:
        rows = np.flatnonzero((ledger.node == node.index) & (ledger.entry >= 0))
        start, end = awards.span[node.index]
        if not len(rows) or start == end:
            continue
        order = np.argsort(awards.entry[start:end], kind="stable")
        entries = awards.entry[start:end][order]
        booked = awards.booked[start:end][order][np.searchsorted(entries, ledger.entry[rows])]
        rows = rows[(booked >= stretch.first) & (booked <= stretch.last)]
        np.add.at(sums, ledger.member[rows], ledger.amount[rows])
    return sums


def _past(
    sight: Sight, frame: Frame, history: History, file: str, name: str, window: str, stretch: Stretch,
    findings: list[Diagnostic],
) -> tuple[Int64, Bool]:  # fmt: skip
    """What the earlier periods of a window gave, and for whom all of them are known."""
    roster, scale = sight.roster, sight.plan.scale
    past, known = np.zeros(len(roster), np.int64), np.ones(len(roster), bool)
    if not frame.past_label(1):  # the periods before a declared stretch of days are not told apart
        findings.append(Diagnostic("DS604", Place(file), {"member": "", "period": window, "needed_by": name}))
        return past, ~known
    for back in range(1, frame.periods_since(stretch.first) + 1):
        for number, member in enumerate(roster.ids):
            then = history.past(member, back)
            value = None if then is None else then.values.get(name)
            if value is None:
                known[number] = False
                facts = {"member": roster.names[number], "period": frame.past_label(back), "needed_by": name}
                findings.append(Diagnostic("DS604", Place(file), facts))
            else:
                past[number] += scale.to_steps(value)
    return past, known
