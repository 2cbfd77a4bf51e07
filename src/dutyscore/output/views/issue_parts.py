"""What issued texts have in common: who and when, how somebody stands, what stands below every page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from dutyscore.model.days import iso, to_date
from dutyscore.model.frozen import dataclass
from dutyscore.model.issued import Facts, Issue, Line, Rows, Sheet
from dutyscore.model.result import Result
from dutyscore.model.tableau import NOTHING, Cell, Column, Table
from dutyscore.output.views.report_told import Told
from dutyscore.output.views.run import Amounts, categories, margin_of, properties_of, states
from dutyscore.output.views.standing_among import position_of, years_of, years_table
from dutyscore.output.views.standings import standings
from dutyscore.output.wording import Wording

Pairs = list[tuple[str, Cell]]
"""Labels with what they are of somebody."""
_BLANK: Final = ("", Cell(""))


@dataclass(frozen=True, slots=True)
class Letter:
    """What a letter needs beside a result, as the user says it; empty = a blank to be filled in by hand. `day` is the
    date below it (days since 1970-01-01), None = blank: the clock is never asked."""

    issuer: str = ""
    addressee: str = ""
    number: str = ""
    day: int | None = None


def issue(told: Told, title: str, sheets: Iterable[Sheet], *, official: bool = False) -> Issue:
    result = told.result
    return Issue(title, tuple(sheets), official, margin_of(result, told.wording), properties_of(result))


def head(told: Told, title: str) -> list[Line]:
    """The title, the stretch of time, and what a reader must know before he trusts the numbers."""
    result, wording = told.result, told.wording
    return [Line(title, "title"), Line(when(result, wording), "under"), *provisos(told)]


def provisos(told: Told) -> list[Line]:
    return [Line(text, "state") for text in states(told.result, told.run, told.wording)]


def when(result: Result, wording: Wording) -> str:
    chosen = result.selection
    return wording(
        "issue.when", label=chosen.label, first=iso(chosen.first), last=iso(chosen.last), as_of=iso(result.as_of)
    )


def spoken_period(result: Result, wording: Wording) -> str:
    """`2025 年`, `2025 年上半年`, or from when to when."""
    label = result.selection.label
    year, half, quarter, month = label[:4], label[4:6], label[4:6], label[5:7]
    if len(label) == 4:
        return wording("issue.period.year", year=year)
    if half in ("H1", "H2"):
        return wording(f"issue.period.{half}", year=year)
    if quarter[:1] == "Q" and quarter[1:].isdigit():
        return wording("issue.period.quarter", year=year, quarter=quarter[1:])
    if len(label) == 7 and month.isdigit():
        return wording("issue.period.month", year=year, month=int(month))
    return wording("issue.period.days", first=iso(result.selection.first), last=iso(result.selection.last))


def spoken_day(day: int | None, wording: Wording) -> str:
    """The date below a letter; blanks to be filled in where none was given."""
    if day is None:
        return wording("issue.no_date")
    date = to_date(day)
    return wording("issue.date", year=date.year, month=date.month, day=date.day, iso=date.isoformat())


def who(told: Told, member: int) -> Pairs:
    """Name, id where it is another word, group, employer."""
    result, wording = told.result, told.wording
    name, id_ = result.roster.names[member], result.roster.ids[member]
    pairs = [(wording("column.name"), Cell(name))]
    pairs += [(wording("column.id"), Cell(id_))] if id_ != name and not told.public else []
    if any(result.group):
        pairs.append((wording("column.group"), Cell(result.group[member] or NOTHING)))
    if any(result.employer):
        pairs.append((wording("issue.employer"), Cell(result.employer[member] or NOTHING)))
    return pairs


def standing(told: Told, member: int) -> list[Pairs]:
    """Line by line: total, places among all and in the group; grade, band, how far the next grade is; claimed beside
    confirmed, and what was cut, where members claim; where else they stand. The words are those of the standings."""
    result, wording = told.result, told.wording
    amounts = Amounts(result.scale)
    shown = stood(told, member)
    position = position_of(result, member)
    places = [shown["rank"]]
    if position is not None:
        facts = {"place": position.rank, "ranked": position.ranked}
        places = [(wording("column.rank"), Cell(wording("issue.place", **facts)))]
        if position.group:
            facts = {"place": position.rank_in_group, "ranked": position.ranked_in_group}
            places.append((wording("issue.rank_in_group"), Cell(wording("issue.place", **facts))))
    grades = [shown[key] for key in ("grade", "band") if key in shown]
    step = result.next_grade[member]
    if step is not None:
        text = wording("issue.to_next", grade=step.grade, short=amounts(step.short))
        grades.append((wording("issue.next_grade"), Cell(text)))
    others = [shown[one.rank.name] for one in result.standings if one.rank.name in shown]
    if "total" not in shown:
        return [places, grades, others]
    title, total = shown["total"]
    total = replace(total, mark="")
    claimed, cut = int(result.claimed[member]), int(result.claimed[member] - result.totals[member])
    review = [
        (wording(f"issue.{key}"), Cell(amounts(steps), amounts(steps)) if total.number else total)
        for key, steps in (("claimed", claimed), ("confirmed", claimed - cut), ("cut", cut))
    ]
    return [[(title, total), *places], grades, review if told.book.entries.claimed else [], others]


def stood(told: Told, member: int) -> dict[str, tuple[str, Cell]]:
    """What the table of standings says of a member: titles and cells by their keys."""
    table = standings(told.result, [member], told.wording)
    pairs = zip(table.columns, table.rows[0], strict=True)
    return {column.key: (column.title, cell) for column, cell in pairs if column.people}


def category_rows(told: Told, member: int) -> Rows:
    """Points by category with their clauses, what makes the total of them, the total; other totals of the book last."""
    result, wording = told.result, told.wording
    amounts = Amounts(result.scale)
    columns = (
        Column("category", wording("issue.category")),
        Column("clause", wording("column.clause")),
        Column("points", wording("column.amount"), "right", decimals=result.scale.decimals),
    )
    rows: list[tuple[Cell, ...]] = []
    summed = 0
    for root in categories(result):
        value = int(result.values[member, root])
        summed += value
        node, text = result.nodes[root], amounts(value)
        rows.append((Cell(node.name), Cell(wording.series(node.ref)), Cell(text, text)))
    if result.pointless:
        return Rows(Table(wording("issue.categories"), columns, tuple(rows)))
    total = int(result.totals[member])
    if total != summed:
        text = amounts(total - summed)
        main = result.named_totals[0].id if result.named_totals else ""
        weighted = any(part.of for part in result.parts if part.total == main)
        rows.append((Cell(wording("issue.weighted" if weighted else "issue.to_total")), Cell(""), Cell(text, text)))
    shown = stood(told, member)
    ends = [shown["total"], *(shown[info.id] for info in result.named_totals[1:])]
    rows += [(Cell(name), Cell(""), replace(cell, mark="")) for name, cell in ends]
    return Rows(Table(wording("issue.categories"), columns, tuple(rows)), sums=len(ends))


def past(told: Told, member: int) -> list[Line | Rows]:
    """The member's earlier periods beside this one, where a history was given."""
    years = years_of(told.result, member, told.run)
    if len(years) < 2:
        return []
    table = years_table(told.result, years, told.wording)
    return [Line(table.name, "heading"), Rows(table)]


def framed(*blocks: Pairs, across: int = 3) -> Facts:
    """A frame without holes: each block begins on a line of its own and fills it up."""
    pairs: Pairs = []
    for block in blocks:
        pairs += [*block, *[_BLANK] * (-len(block) % across)]
    return Facts(tuple(pairs), across)
