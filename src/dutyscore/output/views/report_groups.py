"""Groups beside each other: who takes part, figures of the total, grades, what the points are made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from dutyscore.model.result import Result
from dutyscore.model.tableau import Block, Cell, Chart, Column, Paragraph, Series, Table
from dutyscore.output.views.counts import by_row
from dutyscore.output.views.report_summary import number, scored_steps
from dutyscore.output.views.report_told import Told
from dutyscore.output.views.run import categories
from dutyscore.output.views.statistics import FIGURES, figure_places, figures, percent, places_of, rounded
from dutyscore.scoring.uncounted import counting

if TYPE_CHECKING:
    from dutyscore.model.columns import Bool


def groups(told: Told) -> Iterator[Block]:
    result = told.result
    if not any(result.group):
        return
    found = members_of(told)
    yield _table(told, found, told.wording("report.groups.title"), told.wording("column.group"))
    yield Paragraph((told.wording("report.groups.note"),), "note")
    if not result.pointless:
        yield _profile(told, found)
    for fact, names in result.other_groups.items():
        if any(names):
            found = dict(sorted(_members_by(names).items(), key=lambda one: (one[0] == "", one[0])))
            yield _table(told, found, told.wording("report.groups.by", fact=fact), fact)


def members_of(told: Told) -> dict[str, list[int]]:
    """The members of each group, in the order in which the rulebook lists the groups, else the roster names them; those
    without one last."""
    listed = [word for fact in told.book.roster.values() if fact.group for word in fact.choices]
    found = _members_by(told.result.group)
    order = [*(word for word in listed if word in found), *found]
    return {name: found[name] for name in dict.fromkeys(order)}


def _members_by(names: Sequence[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for member, name in enumerate(names):
        found.setdefault(name, []).append(member)
    if "" in found:
        found[""] = found.pop("")
    return found


def taking_part(result: Result) -> Bool | None:
    """Who has an entry that counted (bool per member); None where the ledger was not kept."""
    import numpy as np

    if not result.ledgers:
        return None
    found = np.zeros(len(result.roster), bool)
    for ledger in result.ledgers:
        found[ledger.member[counting(ledger)]] = True
    return found


def _table(told: Told, found: dict[str, list[int]], title: str, label: str) -> Table:
    """A line a group, and one for the whole body: also how many meet each requirement, and their share of the group."""
    result, wording = told.result, told.wording
    part = taking_part(result)
    kinds = () if result.pointless else FIGURES
    grades = list(by_row(result.grades, ()))
    columns = (
        Column("group", label, label=True),
        Column("members", wording("report.column.members"), "right"),
        *(
            Column(key, wording(f"report.column.{key}"), "right", decimals=decimals)
            for key, decimals in (("taking_part", 0), ("participation", 1))
            if part is not None
        ),
        *(
            Column(key, wording(f"report.column.{key}"), "right", decimals=figure_places(key, result.scale))
            for key in kinds
        ),
        *(Column(f"grade{place}", name, "right") for place, name in enumerate(grades)),
        *(
            Column(f"{key}{place}", title, "right", decimals=decimals)
            for place, gate in enumerate(result.requirements)
            for key, title, decimals in (("met", gate.name, 0), ("met_share", f"{gate.name} %", 1))
        ),
    )

    def line(name: str, members: Sequence[int]) -> tuple[Cell, ...]:
        cells = [Cell(name), number(str(len(members)))]
        if part is not None:
            present = sum(1 for member in members if part[member])
            cells += [number(str(present)), number(percent(present, len(members)))]
        if kinds:
            of = figures(scored_steps(result, result.totals, members), result.scale)
            texts = of.texts(result.scale) if of else dict.fromkeys(kinds, "")
            cells += map(number, texts.values())
        standing = [result.grades[index].name for index in result.grade[list(members)].tolist() if index >= 0]
        cells += [number(str(standing.count(grade))) for grade in grades]
        for gate in result.requirements:
            met = int(gate.members[list(members)].sum())
            cells += [number(str(met)), number(percent(met, len(members)))]
        return tuple(cells)

    rows = [line(name or wording("report.no_group"), members) for name, members in found.items()]
    rows.append(line(wording("report.everybody"), range(len(result.roster))))
    return Table(title, columns, tuple(rows))


def _profile(told: Told, found: dict[str, list[int]]) -> Chart:
    """The mean of every category, group by group."""
    result, wording = told.result, told.wording
    places = places_of(result.scale)
    roots = categories(result)

    def mean(members: Sequence[int], root: int) -> str:
        steps = scored_steps(result, result.values[:, root], members)
        return rounded(Fraction(sum(steps), len(steps)) * result.scale.step, places) if steps else ""

    series = tuple(
        Series(result.nodes[root].name, tuple(mean(members, root) for members in found.values())) for root in roots
    )
    names = tuple(name or wording("report.no_group") for name in found)
    summary = wording("report.profile.summary", categories=wording.series(one.name for one in series))
    return Chart(
        "profile", "profile", wording("report.profile.title"), summary, wording("column.group"),
        wording("report.unit.points"), names, series, decimals=places,
    )  # fmt: skip
