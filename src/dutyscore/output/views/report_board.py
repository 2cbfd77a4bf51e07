"""Boards of sets on several things: each thing, who answers for it, how it stands and in which colour."""

from __future__ import annotations

from collections.abc import Iterator

from dutyscore.model.exact import decimal_text
from dutyscore.model.result import Result, StandingSet
from dutyscore.model.tableau import NOTHING, Block, Cell, Column, Table
from dutyscore.output.views.report_told import Told
from dutyscore.output.views.run import Amounts


def set_boards(told: Told) -> Iterator[Block]:
    """One table a set; things in the order of the rulebook, members by their place on the thing."""
    sets: dict[str, list[StandingSet]] = {}
    for one in told.result.standings:
        if not one.single:
            sets.setdefault(one.name, []).append(one)
    for name, things in sets.items():
        yield _board(told, name, things)


def _board(told: Told, name: str, things: list[StandingSet]) -> Table:
    wording, names = told.wording, told.result.roster.names
    provisional = any(one.provisional for one in things)
    columns = (
        Column("thing", wording("report.column.what"), label=True),
        Column("name", told.result.rulebook.subject, label=True),
        Column("value", wording("report.column.value"), "right"),
        Column("row", wording(f"column.{'band' if things[0].kind == 'bands' else 'grade'}"), label=True),
    )
    rows = [
        (
            Cell(one.title or one.of),
            Cell(names[member]),
            amount_of(told.result, one.of, member),
            Cell(one.rows[int(one.row[member])].name, tone=one.rows[int(one.row[member])].tone),
        )
        for one in things
        for member in sorted(told.members, key=lambda member: (int(one.rank.places[member]) or len(names) + 1, member))
        if int(one.row[member]) >= 0
    ]
    return Table(wording("score.set_to_date", name=name) if provisional else name, columns, tuple(rows))


def title_of(result: Result, thing: str) -> str:
    """What people call a measure, a total or a node; empty for the main total."""
    names = {measure.id: measure.name or measure.id for measure in result.measures}
    names |= {node.id: node.name for node in result.nodes}
    return "" if thing == "total" else names.get(thing, thing)


def amount_of(result: Result, thing: str, member: int) -> Cell:
    """What the member has there: a measure, a total, or the points of a node."""
    for measure in result.measures:
        if measure.id == thing:
            found = measure.values[member]
            text = NOTHING if found is None else decimal_text(found)
            return Cell(text, text if found is not None and "/" not in text else "")
    text = Amounts(result.scale)(_steps(result, thing, member))
    return Cell(text, text)


def _steps(result: Result, thing: str, member: int) -> int:
    for total in result.named_totals:
        if total.id == thing:
            return int(total.values[member])
    for index, node in enumerate(result.nodes):
        if node.id == thing:
            return int(result.values[member, index])
    return int(result.totals[member])
