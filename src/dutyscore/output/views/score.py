"""The score table: standings, how they came about, what was counted."""

from __future__ import annotations

from dutyscore.model.days import iso
from dutyscore.model.result import Result
from dutyscore.model.tableau import Paragraph, Tableau
from dutyscore.output.views.counts import rows_line, standing_lines
from dutyscore.output.views.machine import result_form
from dutyscore.output.views.run import (
    Run,
    margin_of,
    properties_of,
    quoted,
    ranked,
    rulebook_line,
    states,
)
from dutyscore.output.views.standings import standings
from dutyscore.output.wording import Wording

_NAMED = 5
"""Vetoed members that are named below the table."""
_SHEETS = 6
"""Sheets that are listed above the table."""


def score_view(result: Result, run: Run, wording: Wording) -> Tableau:
    members = ranked(result, run)
    blocks = (
        Paragraph((rulebook_line(result),), "title"),
        Paragraph((*_inputs(result, run, wording), *states(result, run, wording)), "stamp"),
        standings(result, members, wording, run.rows.refused),
        Paragraph(tuple(_below(result, run, members, wording)), "note"),
    )
    margin, properties = margin_of(result, wording), properties_of(result)
    return Tableau(result.rulebook.title, blocks, lambda: result_form(result, run), margin, properties)


def _inputs(result: Result, run: Run, wording: Wording) -> list[str]:
    """Each sheet of the logs with its rows and days; the size of the roster on the last line."""
    import numpy as np

    rows_of = {(stamp.name, sheet.name): sheet.rows for stamp in run.inputs for sheet in stamp.sheets}
    lines, rows = [], 0
    for index, origin in enumerate(result.entries.origins):
        place = f"{origin.file}!{origin.sheet}" if origin.sheet else origin.file
        entries = result.entries
        days = entries.day if len(entries.origins) == 1 else entries.day.compress(entries.origin == index)
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


def _below(result: Result, run: Run, members: list[int], wording: Wording) -> list[str]:
    lines = standing_lines(result, wording)
    if len(members) < len(result.roster):
        lines.append(wording("score.shown", shown=len(members), members=len(result.roster)))
    lines.append(rows_line(result, run, wording))
    legend = _legend(result, run, members, wording)
    return [*lines, legend] if legend else lines


def _legend(result: Result, run: Run, members: list[int], wording: Wording) -> str:
    """What the marks mean, and the command that tells why, for the first member who has one."""
    import numpy as np

    names = result.roster.names
    cut = set(np.flatnonzero(np.logical_or.reduce(result.capped, axis=1)).tolist())
    capped = [member for member in members if member in cut]
    in_force = {member for gate in result.vetoes for member in np.flatnonzero(gate.members).tolist()}
    vetoed = [member for member in members if member in in_force]
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
