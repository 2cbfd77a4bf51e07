"""Group sheets: how a group stands, its ranking within, who of it is on which list."""

from __future__ import annotations

from dataclasses import replace

from dutyscore.model.issued import Facts, Issue, Line, Part, Rows, Sheet, Signatures
from dutyscore.model.tableau import NOTHING, Cell, Column, Table
from dutyscore.output.views.counts import by_row
from dutyscore.output.views.issue_parts import (
    Letter,
    framed,
    head,
    issue,
)
from dutyscore.output.views.report_told import Told
from dutyscore.output.views.standing_among import position_of
from dutyscore.output.views.standings import standings
from dutyscore.output.views.statistics import figures, percent


def group_sheets(told: Told, letter: Letter) -> Issue:
    title = told.wording("issue.group.title")
    groups = grouped(told.result.group, told.members)
    return issue(told, title, (_sheet(told, name, members) for name, members in groups.items()))


def grouped(words: tuple[str, ...], members: list[int]) -> dict[str, list[int]]:
    """The members of each group, groups in the order of the roster; those without one last, under an empty name."""
    found: dict[str, list[int]] = {}
    for member in sorted(members, key=lambda member: not words[member]):
        found.setdefault(words[member], []).append(member)
    return found


def _sheet(told: Told, name: str, members: list[int]) -> Sheet:
    wording = told.wording
    shown = name or wording("issue.group.none")
    parts: list[Part] = [
        *head(told, wording("issue.group.of", group=shown, subject=told.book.subject)),
        _statistics(told, members),
        Line(wording("issue.group.ranking"), "heading"),
        Rows(member_table(told, members)),
        *list_lines(told, members),
        Signatures(tuple(wording.at("issue.group.signatures"))),
    ]
    return Sheet(shown, tuple(parts))


def _statistics(told: Told, members: list[int]) -> Facts:
    """Members, scored, mean, median, highest, lowest; how many stand in each grade and band."""
    result, wording = told.result, told.wording
    scored = [member for member in members if bool(result.scored[member])]
    pairs = [
        (wording("issue.group.members"), _number(len(members))),
        (wording("issue.group.scored"), _number(len(scored))),
    ]
    told_figures = figures([int(result.totals[member]) for member in scored], result.scale)
    if told_figures and not result.pointless:
        for key, text in told_figures.texts(result.scale).items():
            pairs.append((wording(f"issue.group.{key}"), Cell(text, text)))
    for rows, chosen in ((result.grades, result.grade), (result.bands, result.band)):
        tones = {row.name: row.tone for row in rows}
        for name, count in by_row(rows, chosen[scored].tolist()).items():
            share = percent(count, len(scored))
            pairs.append((name, Cell(wording("issue.group.share", count=count, share=share), tone=tones[name])))
    return framed(pairs, across=4)


def _number(count: int) -> Cell:
    return Cell(str(count), str(count))


def member_table(told: Told, members: list[int], *, inside: bool = True, outside: bool = False) -> Table:
    """The table of standings of these members, by their places. `inside` puts the place among them in front, and leaves
    out the group that they share; what goes `outside` the body has no marks: they would ask for explanations that are
    not for others."""
    result, wording = told.result, told.wording
    places = result.rank.places
    order = sorted(members, key=lambda member: (int(places[member]) or len(places) + 1, member))
    table = standings(result, order, wording)
    kept = [
        place
        for place, column in enumerate(table.columns)
        if column.people and not (inside and column.key == "group") and not (told.public and column.key == "id")
    ]
    columns = tuple(table.columns[place] for place in kept)
    rows = [tuple(row[place] for place in kept) for row in table.rows]
    if outside:
        rows = [tuple(replace(cell, mark="") for cell in row) for row in rows]
    if inside:
        positions = [position_of(result, member) for member in order]
        first = [found.rank_in_group if found and found.group else 0 for found in positions]
        columns = (Column("inside", wording("issue.rank_in_group"), "right"), *columns)
        rows = [(_number(place) if place else Cell(NOTHING), *row) for place, row in zip(first, rows, strict=True)]
    return Table(wording("issue.group.ranking"), columns, tuple(rows))


def list_lines(told: Told, members: list[int]) -> list[Line]:
    """What the marks in the table mean; who of these members is on which list, and for whom the list is; vetoes."""
    result, wording, inside = told.result, told.wording, set(members)
    names = result.roster.names
    lines = []
    for row in result.lists:
        found = [names[member] for member in row.members if member in inside]
        facts = {"name": row.name, "to": wording.series(row.to), "count": len(found), "names": wording.series(found)}
        if row.held_back:
            lines.append(Line(wording("issue.list_held_back", **facts), "note"))
        elif found:
            lines.append(Line(wording("issue.list", **facts), "note"))
    for gate in result.vetoes:
        found = [names[member] for member in members if bool(gate.members[member])]
        if found:
            lines.append(Line(wording("issue.vetoed", name=gate.name, names=wording.series(found)), "note"))
    return [
        *marks(told, members),
        *([Line(wording("issue.lists"), "heading"), *lines] if lines else []),
    ]


def marks(told: Told, members: list[int]) -> list[Line]:
    """What the marks in the table of these members mean, where there are any."""
    result, wording = told.result, told.wording
    capped = any(bool(result.capped[member].any()) for member in members)
    vetoed = any(bool(gate.members[member]) for gate in result.vetoes for member in members)
    words = [*([wording("score.capped")] if capped else []), *([wording("issue.mark_of_veto")] if vetoed else [])]
    return [Line("   ".join(words), "note")] if words else []
