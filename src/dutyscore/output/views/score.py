"""The score table: standings, how they came about, what was counted."""

from __future__ import annotations

from fractions import Fraction

from dutyscore.model.days import iso
from dutyscore.model.exact import decimal_text
from dutyscore.model.result import MeasureValues, Result, RowInfo, TotalInfo
from dutyscore.model.tableau import NOTHING, Cell, Column, Paragraph, Table, Tableau
from dutyscore.output.views.counts import rows_line, standing_lines
from dutyscore.output.views.machine import result_form
from dutyscore.output.views.run import (
    SHORT,
    Amounts,
    Run,
    categories,
    category_of,
    quoted,
    ranked,
    rulebook_line,
    states,
)
from dutyscore.output.wording import Wording

CAPPED, VETOED = "*", "!"
_NAMED = 5
"""Vetoed members that are named below the table."""
_SHEETS = 6
"""Sheets that are listed above the table."""
_FOR_MACHINES = (
    "tone", "claimed", "points_grade", "vetoes", "capped", "rulebook", "version", "digest", "as_of", "state",
)  # fmt: skip


def score_view(result: Result, run: Run, wording: Wording) -> Tableau:
    members = ranked(result, run)
    blocks = (
        Paragraph((rulebook_line(result),), "title"),
        Paragraph((*_inputs(result, run, wording), *states(result, run, wording)), "stamp"),
        _standings(result, run, members, wording),
        Paragraph(tuple(_below(result, run, members, wording)), "note"),
    )
    return Tableau(result.rulebook.title, blocks, lambda: result_form(result, run))


def _inputs(result: Result, run: Run, wording: Wording) -> list[str]:
    """Each sheet of the logs with its rows and days; the size of the roster on the last line."""
    import numpy as np

    rows_of = {(stamp.name, sheet.name): sheet.rows for stamp in run.inputs for sheet in stamp.sheets}
    lines, rows = [], 0
    for index, origin in enumerate(result.entries.origins):
        place = f"{origin.file}!{origin.sheet}" if origin.sheet else origin.file
        days = result.entries.day[result.entries.origin == index]
        first, last = (iso(int(np.min(days))), iso(int(np.max(days)))) if len(days) else ("", "")
        here = rows_of.get((origin.file, origin.sheet), 0)
        key = "score.inputs" if first else "score.inputs_undated"
        lines.append(wording(key, place=place, rows=here, first=first, last=last))
        rows += here
    if len(lines) > 1:
        more = len(lines) - _SHEETS
        shown = [*lines[:_SHEETS], wording("score.more_inputs", count=more)] if more > 0 else lines
        lines = [*shown, wording("score.all_inputs", rows=rows)]
    if lines and result.roster.declared:
        lines[-1] += "   " + wording("score.roster", members=len(result.roster))
    return lines


def _standings(result: Result, run: Run, members: list[int], wording: Wording) -> Table:
    roots = categories(result)
    decimals = result.scale.decimals
    unique = len(set(result.roster.names)) == len(result.roster)
    to_date = result.selection != result.period or result.as_of < result.period.last

    def title(key: str) -> str:
        return wording(f"column.{key}")

    columns = (
        Column("rank", title("rank"), "right"),
        Column("id", title("id"), label=True, people=not unique),
        Column("name", title("name"), label=True),
        Column("group", title("group"), essential=False, people=any(result.group)),
        *(
            Column(result.nodes[index].id, result.nodes[index].name, "right", essential=False, decimals=decimals)
            for index in roots
        ),
        *(Column(measure.id, measure.name or measure.id, "right", essential=False) for measure in _measures(result)),
        *(
            Column(info.id, _with_unit(info, wording), "right", essential=False, decimals=decimals)
            for info in result.named_totals[1:]
        ),
        Column("total", title("total"), "right", decimals=decimals, people=not result.pointless),
        Column("grade", title("grade_to_date" if to_date else "grade"), people=bool(result.grades)),
        Column("band", title("band"), people=bool(result.bands)),
        *(Column(key, key, people=False) for key in _FOR_MACHINES),
    )
    return Table(wording("table.score"), columns, tuple(_rows(result, run, members, wording)))


def _rows(result: Result, run: Run, members: list[int], wording: Wording) -> list[tuple[Cell, ...]]:
    amounts = Amounts(result.scale)
    roots = categories(result)
    values, totals, claimed = result.values.tolist(), result.totals.tolist(), result.claimed.tolist()
    scored, places = result.scored.tolist(), result.rank.places.tolist()
    grade, points_grade, band = result.grade.tolist(), result.points_grade.tolist(), result.band.tolist()
    others = [info.values.tolist() for info in result.named_totals[1:]]
    cut = _capped(result)
    vetoes = [(gate.id, gate.members.tolist()) for gate in result.vetoes]
    stamp = tuple(Cell(text) for text in _stamp(result))
    rows = []
    for member in members:
        vetoed = [name for name, found in vetoes if found[member]]
        row = result.bands[band[member]] if band[member] >= 0 else None
        total = amounts(totals[member])
        rows.append(
            (
                _place(places[member]),
                Cell(result.roster.ids[member]),
                Cell(result.roster.names[member]),
                Cell(result.group[member] if result.group else ""),
                *(_amount(amounts(values[member][node]), CAPPED if node in cut[member] else "") for node in roots),
                *(_measured(measure.values[member]) for measure in _measures(result)),
                *(_amount(amounts(column[member])) for column in others),
                _amount(total, VETOED if vetoed else "") if scored[member] and not result.pointless else Cell(NOTHING),
                Cell(_name(result.grades, grade[member])) if scored[member] else Cell(wording("score.not_scored")),
                Cell(row.name if row else NOTHING, tone=row.tone if row else ""),
                Cell(row.tone if row else ""),
                Cell(amounts(claimed[member]), amounts(claimed[member])),
                Cell(_name(result.grades, points_grade[member], "")),
                Cell(" ".join(vetoed)),
                Cell(" ".join(result.nodes[node].id for node in roots if node in cut[member])),
                *stamp,
            )
        )
    return rows


def _measures(result: Result) -> tuple[MeasureValues, ...]:
    """The measures that stand in the table: those of a book without points, which has nothing else to show."""
    return result.measures if result.pointless else ()


def _measured(value: Fraction | None) -> Cell:
    """A measure; only a number that decimals can write is one for a spreadsheet."""
    text = NOTHING if value is None else decimal_text(value)
    return Cell(text, text if value is not None and "/" not in text else "")


def _with_unit(info: TotalInfo, wording: Wording) -> str:
    return wording("score.total_with_unit", total=info.id, unit=info.unit)


def _stamp(result: Result) -> tuple[str, ...]:
    """What stands on every line of a csv: which rulebook, as of when, and whether that is final."""
    state = {
        "partial": result.partial,
        "to_date": result.provisional and not result.partial,
        "no_roster": not result.roster.declared,
    }
    book = result.rulebook
    words = " ".join(word for word, holds in state.items() if holds)
    return book.id, book.version, book.digest[:SHORT], iso(result.as_of), words


def _place(place: int) -> Cell:
    return Cell(str(place), str(place)) if place else Cell(NOTHING)


def _amount(text: str, mark: str = "") -> Cell:
    return Cell(text, text, mark=mark)


def _name(rows: tuple[RowInfo, ...], index: int, nothing: str = NOTHING) -> str:
    return rows[index].name if index >= 0 else nothing


def _capped(result: Result) -> list[set[int]]:
    """Per member the categories in which a cap cut something."""
    home = category_of(result)
    return [{home[node] for node, cut in enumerate(row) if cut} for row in result.capped.tolist()]


def _below(result: Result, run: Run, members: list[int], wording: Wording) -> list[str]:
    lines = standing_lines(result, wording)
    if len(members) < len(result.roster):
        lines.append(wording("score.shown", shown=len(members), members=len(result.roster)))
    lines.append(rows_line(result, run, wording))
    legend = _legend(result, run, members, wording)
    return [*lines, legend] if legend else lines


def _legend(result: Result, run: Run, members: list[int], wording: Wording) -> str:
    """What the marks mean, and the command that tells why, for the first member who has one."""
    names = result.roster.names
    cut = _capped(result)
    capped = [member for member in members if cut[member]]
    in_force = [gate.members.tolist() for gate in result.vetoes]
    vetoed = [member for member in members if any(found[member] for found in in_force)]
    parts = [wording("score.capped")] if capped else []
    if vetoed:
        told = wording.series(names[member] for member in vetoed[:_NAMED])
        if len(vetoed) > _NAMED:
            told = wording("score.and_others", names=told, count=len(vetoed))
        parts.append(wording("score.vetoed", names=told))
    if run.again and (vetoed or capped):
        who = (vetoed or capped)[0]
        asked = names[who] if names.count(names[who]) == 1 else result.roster.ids[who]
        parts.append(wording("score.why", command=f"dutyscore explain {quoted(asked)} {run.again}"))
    return "   ".join(parts)
