"""The summary: how many, statistics, shares per grade and band, the distribution, who stands near a line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from dutyscore.model.exact import decimal_text
from dutyscore.model.result import Result, RowInfo
from dutyscore.model.tableau import NOTHING, Block, Cell, Chart, Column, Mark, Paragraph, Series, Table
from dutyscore.output.views.counts import by_row, rows_line
from dutyscore.output.views.lines import Line, grade_lines
from dutyscore.output.views.report_told import Told
from dutyscore.output.views.run import Amounts, categories
from dutyscore.output.views.statistics import FIGURES, distribution, figure_places, figures, percent, places_of

if TYPE_CHECKING:
    from dutyscore.model.columns import Int32, Int64

NEAR: Final = 20
"""Members that are shown near a line."""


def summary(told: Told) -> Iterator[Block]:
    result, wording = told.result, told.wording
    yield Paragraph(tuple(_counts(told)), "text")
    if figures_table := _figures(told):
        yield figures_table
    for key, rows, chosen in (("grade", result.grades, result.grade), ("band", result.bands, result.band)):
        if rows:
            yield shares(told, key, rows, chosen)
    yield Paragraph((wording("report.rule", places=places_of(result.scale)),), "note")
    if not result.pointless:
        yield from _pictures(told)


def _counts(told: Told) -> Iterator[str]:
    """Members, and rows by what became of them."""
    result, wording = told.result, told.wording
    scored = int(result.scored.sum())
    yield wording(
        "report.members", members=len(result.roster), scored=scored, unscored=len(result.roster) - scored or "",
        ranked=result.rank.ranked,
    )  # fmt: skip
    if told.run.shown is not None:
        yield wording("report.shown", shown=len(told.run.shown), members=len(result.roster))
    yield rows_line(result, told.run, wording)


def scored_steps(result: Result, values: Int64, members: Sequence[int] | None = None) -> list[int]:
    """The amounts of the members who are scored, of these members where they are given."""
    mask = result.scored
    if members is None:
        return [int(value) for value in values[mask]]
    return [int(values[member]) for member in members if mask[member]]


def _figures(told: Told) -> Table | None:
    """A line for the total, every other total, every category."""
    result, wording = told.result, told.wording
    columns = (
        Column("what", wording("report.column.what"), label=True),
        Column("count", wording("report.column.scored"), "right"),
        *(
            Column(key, wording(f"report.column.{key}"), "right", decimals=figure_places(key, result.scale))
            for key in FIGURES
        ),
    )
    amounts = [] if result.pointless else [(wording("column.total"), result.totals)]
    amounts += [
        (wording("score.total_with_unit", total=one.id, unit=one.unit), one.values) for one in result.named_totals[1:]
    ]
    amounts += [(result.nodes[root].name, result.values[:, root]) for root in categories(result)]
    rows = []
    for name, values in amounts:
        found = figures(scored_steps(result, values), result.scale)
        if found is None:
            continue
        rows.append((Cell(name), number(str(found.count)), *map(number, found.texts(result.scale).values())))
    return Table(wording("report.figures"), columns, tuple(rows)) if rows else None


def number(text: str) -> Cell:
    """A number, or nothing where the text is empty."""
    return Cell(text or NOTHING, text)


def _of_all(count: int, everybody: int, whole: bool) -> tuple[Cell, ...]:
    return () if whole else (number(percent(count, everybody)),)


def shares(told: Told, key: str, rows: Sequence[RowInfo], chosen: Int32) -> Table:
    """How many members stand in each row of grades or bands, and their share of those who are scored; of all members
    too, where not all are scored."""
    result, wording = told.result, told.wording
    everybody = len(result.roster)
    whole = everybody == int(result.scored.sum())
    columns = (
        Column("row", wording(f"column.{key}"), label=True),
        Column("count", wording("report.column.members"), "right"),
        Column("share", wording("report.column.share"), "right", decimals=1),
        *(() if whole else (Column("share_of_all", wording("report.column.share_of_all"), "right", decimals=1),)),
        Column("ref", wording("column.clause")),
    )
    scored = int(result.scored.sum())
    tones = {row.name: row.tone for row in reversed(rows)}
    refs = {row.name: row.ref for row in reversed(rows)}
    counts = by_row(rows, chosen[result.scored].tolist())
    cells = [
        (
            Cell(name, tone=tones[name]),
            number(str(count)),
            number(percent(count, scored)),
            *_of_all(count, everybody, whole),
            Cell(wording.series(refs[name])),
        )
        for name, count in counts.items()
    ]
    none = scored - sum(counts.values())
    if none:
        nobody = Cell(wording(f"report.no_{key}"))
        cells.append(
            (nobody, number(str(none)), number(percent(none, scored)), *_of_all(none, everybody, whole), Cell(""))
        )
    if not whole:
        outside, left = Cell(wording("score.not_scored")), everybody - scored
        cells.append((outside, number(str(left)), number(""), *_of_all(left, everybody, whole), Cell("")))
    return Table(wording(f"report.by_{key}"), columns, tuple(cells))


# ---------------------------------------------------------------- pictures


def _pictures(told: Told) -> Iterator[Block]:
    result = told.result
    lines = grade_lines(told.book.grades, result.scale)
    steps = scored_steps(result, result.totals)
    if len(steps) > 1:
        yield _distribution(told, steps, lines)
    near = _near(told, lines)
    if near:
        yield near


def marks(told: Told, lines: Sequence[Line]) -> tuple[Mark, ...]:
    amounts = Amounts(told.result.scale)
    return tuple(Mark(amounts.short(line.at), f"{line.row} {amounts.short(line.at)}") for line in lines)


def lines_text(told: Told, lines: Sequence[Line]) -> str:
    return told.wording.series(mark.text for mark in marks(told, lines))


def _distribution(told: Told, steps: Sequence[int], lines: Sequence[Line]) -> Chart:
    wording = told.wording
    classes = distribution(steps, told.result.scale)
    edges = tuple(decimal_text(low) for low in [*(one.low for one in classes), classes[-1].high])
    labels = tuple(wording("report.class", low=low, high=high) for low, high in pairwise(edges))
    fullest = max(classes, key=lambda one: one.count)
    summary = wording(
        "report.distribution.summary",
        members=len(steps), width=decimal_text(classes[0].high - classes[0].low), low=decimal_text(fullest.low),
        high=decimal_text(fullest.high), count=fullest.count, lines=lines_text(told, lines),
    )  # fmt: skip
    return Chart(
        "distribution", "distribution", wording("report.distribution.title"), summary, wording("column.total"),
        wording("report.unit.members"), labels,
        (Series(wording("report.column.members"), tuple(str(one.count) for one in classes)),),
        marks(told, lines), edges,
    )  # fmt: skip


def _near(told: Told, lines: Sequence[Line]) -> Chart | None:
    """The members who stand nearest to a line that a grade draws, above or below."""
    result, wording = told.result, told.wording
    if not lines:
        return None
    distances = []
    for member in told.members:
        if result.scored[member]:
            total = int(result.totals[member])
            line = min(lines, key=lambda line: (abs(total - line.at), -line.at))
            distances.append((abs(total - line.at), member, line))
    distances.sort(key=lambda each: each[:2])
    chosen = distances[:NEAR]
    if len(chosen) < 2:
        return None
    left = sum(1 for each in distances[NEAR:] if each[0] == chosen[-1][0])
    places = {line.at: number for number, line in enumerate(lines)}
    chosen.sort(key=lambda each: (places[each[2].at], each[2].at - int(result.totals[each[1]]), each[1]))
    amounts = Amounts(result.scale)
    labels = tuple(f"{name_of(result, member)} ({line.row})" for _, member, line in chosen)
    values = tuple(amounts(int(result.totals[member]) - line.at) for _, member, line in chosen)
    summary = wording(
        "report.near.summary", count=len(chosen), lines=lines_text(told, lines), left=left or "",
        most=amounts.short(max(each[0] for each in chosen)),
    )  # fmt: skip
    return Chart(
        "near", "bars", wording("report.near.title"), summary, wording("report.near.axis"),
        wording("report.unit.points"), labels, (Series(wording("report.near.series"), values),),
        (Mark("0", wording("report.near.line")),), decimals=result.scale.decimals,
    )  # fmt: skip


def name_of(result: Result, member: int) -> str:
    """The name; with the id where several have it."""
    name = result.roster.names[member]
    return name if result.roster.names.count(name) == 1 else f"{name} {result.roster.ids[member]}"
