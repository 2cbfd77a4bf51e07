"""What it takes to compute the report again: every file with its digest, the text of the rules, the state of things."""

from __future__ import annotations

from collections.abc import Iterator

from dutyscore.model.days import Stretch, iso
from dutyscore.model.exact import decimal_text
from dutyscore.model.tableau import NOTHING, Block, Cell, Column, Table
from dutyscore.model.version import __version__
from dutyscore.output.views.machine import SEMANTICS, role_of
from dutyscore.output.views.report_told import Told


def manifest(told: Told) -> Iterator[Block]:
    result, wording = told.result, told.wording
    facts = (
        ("program", f"dutyscore {__version__}"),
        ("semantics", SEMANTICS),
        ("rulebook", f"{result.rulebook.id} {result.rulebook.version}"),
        ("source", result.rulebook.source or NOTHING),
        ("period", _stretch(result.period)),
        ("selection", _stretch(result.selection)),
        ("as_of", iso(result.as_of)),
        ("step", decimal_text(result.scale.step)),
        ("roster", wording(f"report.manifest.{'roster' if result.roster.declared else 'no_roster'}",
                           members=len(result.roster))),
        ("state", wording(f"report.manifest.{'provisional' if result.provisional else 'final'}")),
    )  # fmt: skip
    columns = (
        Column("what", wording("report.column.what"), label=True),
        Column("value", wording("report.column.value"), wrapped=True),
    )
    rows = tuple((Cell(wording(f"report.manifest.fact.{key}")), Cell(text)) for key, text in facts)
    yield Table(wording("report.manifest.title"), columns, rows)
    yield _files(told)


def _stretch(stretch: Stretch) -> str:
    days = f"{iso(stretch.first)} - {iso(stretch.last)}"
    return f"{stretch.label}  ({days})" if stretch.label else days


def _files(told: Told) -> Table:
    """Every file that was read, with its whole digest."""
    wording, book = told.wording, told.result.rulebook
    columns = (
        Column("role", wording("report.column.role"), label=True),
        Column("file", wording("report.column.file"), label=True),
        Column("sheets", wording("report.column.sheets")),
        Column("digest", wording("report.column.digest")),
    )
    rows = [(Cell(wording("report.role.rulebook")), Cell(book.file), Cell(NOTHING), Cell(book.digest))]
    for stamp in told.run.inputs:
        sheets = wording.series(
            wording("report.manifest.sheet", sheet=sheet.name, rows=sheet.rows).strip() for sheet in stamp.sheets
        )
        role = wording(f"report.role.{role_of(stamp, told.run)}")
        rows.append((Cell(role), Cell(stamp.name), Cell(sheets or NOTHING), Cell(stamp.digest)))
    rows += [
        (Cell(wording("report.role.history")), Cell(past.name), Cell(NOTHING), Cell(past.digest))
        for past in told.run.history
    ]
    return Table(wording("report.manifest.files"), columns, tuple(rows))
