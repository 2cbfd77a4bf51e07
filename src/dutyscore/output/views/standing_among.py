"""Where one member stands: among all and in his group, what cost him most, and how it was in earlier periods."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from dutyscore.model.exact import decimal_text
from dutyscore.model.frozen import dataclass
from dutyscore.model.history import PastResult
from dutyscore.model.ledger import Kind
from dutyscore.model.result import Result
from dutyscore.model.tableau import NOTHING, Cell, Column, Table
from dutyscore.output.views.postings import AT_TOTALS, Posting
from dutyscore.output.views.run import Amounts, Run, categories
from dutyscore.output.wording import Wording

_MOST = 3
"""Costs that people are told; programs get all."""
_AWARDS = (Kind.award, Kind.member_award)
_NO_COST = (Kind.outside_period, Kind.not_selected, Kind.not_yet, *AT_TOTALS)
"""What is about another time, or about a total as a whole, cost nothing."""


# ---------------------------------------------------------------- among the others


@dataclass(frozen=True, slots=True)
class Position:
    """Place and how many are ranked, among all and in the group (empty name without one)."""

    rank: int
    ranked: int
    group: str
    rank_in_group: int
    ranked_in_group: int


def position_of(result: Result, member: int) -> Position | None:
    """None for a member without a place."""
    import numpy as np

    places = result.rank.places
    rank = int(places[member])
    if not rank:
        return None
    group = result.group[member] if result.group else ""
    inside = np.array([name == group for name in result.group], bool) & (places > 0) if group else places > 0
    ahead = int(np.count_nonzero(inside & (places < rank)))
    return Position(rank, result.rank.ranked, group, ahead + 1, int(np.count_nonzero(inside)))


def position_line(position: Position, wording: Wording) -> str:
    facts = {
        "rank": position.rank,
        "ranked": position.ranked,
        "group": position.group,
        "rank_in_group": position.rank_in_group,
        "ranked_in_group": position.ranked_in_group,
    }
    return wording("explain.position", **facts)


# ---------------------------------------------------------------- what cost most


@dataclass(frozen=True, slots=True)
class Cost:
    """Postings of one kind at one node that took points: steps below 0, and how many there are."""

    kind: Kind
    node: int
    amount: int
    count: int


def costs_of(told: list[Posting]) -> list[Cost]:
    """Deductions and cuts by node and reason, the heaviest first."""
    sums: dict[tuple[Kind, int], list[int]] = {}
    for posting in told:
        if posting.amount < 0 and posting.kind not in _NO_COST:
            sums.setdefault((posting.kind, posting.node), []).append(posting.amount)
    found = [Cost(kind, node, sum(amounts), len(amounts)) for (kind, node), amounts in sums.items()]
    return sorted(found, key=lambda cost: (cost.amount, cost.node, cost.kind))


def costs_line(result: Result, costs: list[Cost], wording: Wording) -> str:
    amounts = Amounts(result.scale)
    parts = [
        wording("explain.cost", what=_cost(result, cost, wording), points=amounts(cost.amount), count=cost.count)
        for cost in costs[:_MOST]
    ]
    return wording("explain.costs", parts=wording.series(parts))


def _cost(result: Result, cost: Cost, wording: Wording) -> str:
    node = result.nodes[cost.node] if cost.node >= 0 else None
    what = "" if cost.kind in _AWARDS else wording.word("kind", cost.kind.name)
    name = " ".join(filter(None, (node.name if node else "", wording.series(node.ref) if node else "")))
    return wording("explain.cost_of", what=what, name=name) if name else what


def costs_form(result: Result, costs: list[Cost], amounts: Amounts) -> list[dict[str, Any]]:
    return [
        {
            "kind": cost.kind.name,
            "node": result.nodes[cost.node].id if cost.node >= 0 else None,
            "amount": amounts(cost.amount),
            "count": cost.count,
        }
        for cost in costs
    ]


# ---------------------------------------------------------------- the years


@dataclass(frozen=True, slots=True)
class Year:
    """One period of a member: earlier ones as recorded, the last one as computed now. `values` holds totals and
    categories by id."""

    label: str
    values: dict[str, Fraction]
    rank: int
    grade: str
    band: str
    lists: tuple[str, ...]


def years_of(result: Result, member: int, run: Run) -> list[Year]:
    """The member's earlier periods, oldest first, and this one; only this one where nothing is known."""
    id_ = result.roster.ids[member]
    earlier = [(past.period.label, past.members[id_]) for past in run.history if id_ in past.members]
    return [*(_recorded(label, past) for label, past in reversed(earlier)), _now(result, member)]


def _recorded(label: str, past: PastResult) -> Year:
    return Year(label, dict(past.values), past.rank, past.grade, past.band, past.lists)


def _now(result: Result, member: int) -> Year:
    points = result.scale.points
    values = {result.nodes[root].id: points(int(result.values[member, root])) for root in categories(result)}
    if bool(result.scored[member]) and not result.pointless:
        values["total"] = points(int(result.totals[member]))
    grade, band = int(result.grade[member]), int(result.band[member])
    return Year(
        result.period.label,
        values,
        int(result.rank.places[member]),
        result.grades[grade].name if grade >= 0 else "",
        result.bands[band].name if band >= 0 else "",
        tuple(row.name for row in result.lists if member in row.members),
    )


def years_table(result: Result, years: list[Year], wording: Wording) -> Table:
    """A row a period and, below, what changed since the one before."""
    roots = [result.nodes[root] for root in categories(result)]
    decimals = result.scale.decimals
    columns = (
        Column("period", wording("explain.years.period"), label=True),
        *(Column(node.id, node.name, "right", essential=False, decimals=decimals) for node in roots),
        Column("total", wording("column.total"), "right", decimals=decimals),
        Column("rank", wording("column.rank"), "right"),
        Column("grade", wording("column.grade")),
        Column("band", wording("column.band")),
        Column("lists", wording("explain.years.lists"), wrapped=True),
    )
    keys = [*(node.id for node in roots), "total"]
    tones = {row.name: row.tone for row in result.bands}

    def number(value: Fraction | None, signed: bool = False) -> Cell:
        if value is None:
            return Cell(NOTHING)
        text = decimal_text(value, decimals)
        return Cell(f"+{text}" if signed and value > 0 else text, text)

    rows = [
        (
            Cell(year.label),
            *(number(year.values.get(key)) for key in keys),
            Cell(str(year.rank or NOTHING)),
            Cell(year.grade or NOTHING),
            Cell(year.band or NOTHING, tone=tones.get(year.band, "")),
            Cell(wording.series(year.lists)),
        )
        for year in years
    ]
    before, now = years[-2:]
    blank = Cell("")
    moved = before.rank - now.rank if before.rank and now.rank else 0
    rows.append(
        (
            Cell(wording("explain.years.change", period=before.label)),
            *(number(_difference(before, now, key), signed=True) for key in keys),
            Cell(wording(f"explain.years.{'up' if moved > 0 else 'down'}", places=abs(moved))) if moved else blank,
            blank, blank, blank,
        )
    )  # fmt: skip
    return Table(wording("explain.years.title"), columns, tuple(rows))


def _difference(before: Year, now: Year, key: str) -> Fraction | None:
    then, value = before.values.get(key), now.values.get(key)
    return None if then is None or value is None else value - then


def years_form(years: list[Year], roots: list[str]) -> list[dict[str, Any]]:
    def text(year: Year, key: str) -> str | None:
        value = year.values.get(key)
        return None if value is None else decimal_text(value)

    return [
        {
            "period": year.label,
            "total": text(year, "total"),
            "categories": {key: text(year, key) for key in roots},
            "rank": year.rank or None,
            "grade": year.grade or None,
            "band": year.band or None,
            "lists": list(year.lists),
        }
        for year in years
    ]
