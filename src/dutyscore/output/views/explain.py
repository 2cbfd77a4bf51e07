"""Every posting of one member: where the points came from, what was cut and why, how far the next grade is."""

from __future__ import annotations

from dutyscore.model.result import Result
from dutyscore.model.tableau import NOTHING, Block, Paragraph, Tableau
from dutyscore.output.views.explanation_form import explanation_form
from dutyscore.output.views.lifting import lift_line, lift_of
from dutyscore.output.views.posting_table import posting_table
from dutyscore.output.views.postings import (
    Posting,
    postings,
)
from dutyscore.output.views.run import Amounts, Run, margin_of, properties_of, rulebook_line, states
from dutyscore.output.views.standing_among import (
    Year,
    costs_line,
    costs_of,
    position_line,
    position_of,
    years_of,
    years_table,
)
from dutyscore.output.wording import Wording


def explain_view(result: Result, member: int, run: Run, wording: Wording) -> Tableau:
    told = postings(result, member)
    years = years_of(result, member, run)
    blocks = (
        Paragraph((_heading(result, member, wording),), "title"),
        Paragraph((rulebook_line(result), *states(result, run, wording)), "stamp"),
        posting_table(result, member, told, wording),
        Paragraph(tuple(lines_below(result, member, told, wording)), "note"),
        *(_past(result, years, wording) if len(years) > 1 else ()),
    )
    title = f"{name_of(result, member)} - {result.rulebook.title}"
    book, text = margin_of(result, wording)
    margin = ("  ".join((book, name_of(result, member))), text)
    return Tableau(
        title, blocks, lambda: explanation_form(result, member, told, run), margin, properties=properties_of(result)
    )


def _past(result: Result, years: list[Year], wording: Wording) -> tuple[Block, ...]:
    table = years_table(result, years, wording)
    return Paragraph((table.name,), "heading"), table


def name_of(result: Result, member: int) -> str:
    """The name, with the id where that is another word."""
    name, id_ = result.roster.names[member], result.roster.ids[member]
    return name if name == id_ else f"{name} ({id_})"


def _heading(result: Result, member: int, wording: Wording) -> str:
    amounts = Amounts(result.scale)
    total, grade = amounts(int(result.totals[member])), int(result.grade[member])
    by_points, band = int(result.points_grade[member]), int(result.band[member])
    parts = [name_of(result, member)]
    if result.group and result.group[member]:
        parts.append(wording("explain.group", group=result.group[member]))
    scored = bool(result.scored[member])
    if not scored:
        parts.append(wording("explain.not_scored"))
    elif not result.pointless:
        parts.append(wording("explain.total", total=total))
    if result.grades:
        shown = result.grades[grade].name if grade >= 0 else NOTHING
        other = result.grades[by_points].name if by_points >= 0 and by_points != grade else ""
        parts.append(wording("explain.grade", grade=shown, points_grade=other))
    if result.bands:
        parts.append(wording("explain.band", band=result.bands[band].name if band >= 0 else NOTHING))
    for one in result.standings:
        row = int(one.row[member])
        if row < 0 and not one.single:
            continue  # of several things some are no matter of his
        place = int(one.rank.places[member]) or NOTHING
        shown = one.rows[row].name if row >= 0 else NOTHING
        parts.append(wording("explain.standing", name=one.rank.name, row=shown, rank=place))
    for key, texts in result.shown.items():
        if texts[member]:
            parts.append(wording("explain.shown", column=wording(f"column.{key}"), text=texts[member]))
    parts.append(wording("explain.rank", rank=int(result.rank.places[member]) or NOTHING))
    if not result.pointless:
        parts.append(wording("explain.claimed", claimed=amounts(int(result.claimed[member]))))
        parts.append(wording("explain.confirmed", confirmed=total))
    return "   ".join(parts)


def lines_below(result: Result, member: int, told: list[Posting], wording: Wording) -> list[str]:
    """Claimed and confirmed, what cost most, position, requirements, vetoes, lists, what the next grade asks."""
    lines = [] if told else [wording("explain.nothing")]
    lines += [] if result.pointless else _gap(result, member, wording)
    costs = costs_of(told)
    lines += [costs_line(result, costs, wording)] if costs else []
    position = position_of(result, member)
    lines += [position_line(position, wording)] if position else []
    met = [
        wording("explain.met" if bool(gate.members[member]) else "explain.unmet", name=gate.name)
        for gate in result.requirements
    ]
    vetoes = [gate.name for gate in result.vetoes if bool(gate.members[member])]
    lists = [
        wording("explain.held_back", name=row.name) if row.held_back else row.name
        for row in result.lists
        if member in row.members
    ]
    for key, parts in (("requirements", met), ("vetoes", vetoes), ("lists", lists)):
        if parts:
            lines.append(wording(f"explain.{key}", parts=wording.series(parts)))
    lift = lift_of(result, member)
    lines += [lift_line(lift, wording)] if lift else []
    return lines


def _gap(result: Result, member: int, wording: Wording) -> list[str]:
    """How claimed and confirmed differ, by reason; the parts add up."""
    amounts = Amounts(result.scale)
    claimed, total = int(result.claimed[member]), int(result.totals[member])
    parts = [
        f"{wording.word('gap', wording.word('kind', reason))} {amounts(int(column[member]))}"
        for reason, column in result.gap.items()
        if int(column[member])
    ]
    lines = [
        wording(
            "explain.gap",
            claimed=amounts(claimed),
            confirmed=amounts(total),
            difference=amounts(claimed - total),
            parts=wording.series(parts),
        )
        if parts
        else wording("explain.no_gap")
    ]
    return lines + [
        wording("explain.reviewer", reviewer=reviewer, points=amounts(int(column[member])))
        for reviewer, column in result.reviewer_gap.items()
        if int(column[member])
    ]
