"""`dutyscore explain MEMBER LOGS...`: every posting of one member."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import typer

from dutyscore.cli.evaluate import Asked, Trouble
from dutyscore.cli.members import member as find
from dutyscore.cli.options import (
    AsOf,
    DryRun,
    Encoding,
    Force,
    Format,
    FromDay,
    Hidden,
    HistoryFiles,
    Logs,
    Member,
    Output,
    Partial,
    Period,
    Pipeline,
    RosterFile,
    Rules,
    Sheet,
    ToDay,
    Year,
)
from dutyscore.cli.publish import Printing, choices, publish
from dutyscore.cli.shell import Code, Shell
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.result import Result
from dutyscore.model.tableau import Tableau
from dutyscore.output.views.explain import explain_view
from dutyscore.output.views.run import Run

_PRINTING: Final = Printing(("table", "json", "md", "html"), ("table", "json", "md", "html"))
CHOICES: Final = choices(_PRINTING)


def command(
    shell: Shell,
    member: Member,
    logs: Logs,
    rules: Rules = "",
    roster: RosterFile = "",
    history: HistoryFiles = None,
    sheet: Sheet = "",
    encoding: Encoding = "",
    year: Year = "",
    hidden: Hidden = False,
    as_of: AsOf = "",
    period: Period = "",
    from_day: FromDay = "",
    to_day: ToDay = "",
    partial: Partial = False,
    pipeline: Pipeline = False,
    format_: Format = "",
    output: Output = None,
    force: Force = False,
    dry_run: DryRun = False,
) -> int:
    asked = Asked(
        tuple(logs), rules, roster, tuple(history or ()), sheet, encoding, year, hidden, as_of, period, from_day,
        to_day, partial,
    )  # fmt: skip
    printing = replace(_PRINTING, format=format_, outputs=tuple(output or ()), force=force, dry_run=dry_run)

    def view(result: Result, run: Run, trouble: Trouble) -> Tableau | None:
        who = find(result, member)
        if isinstance(who, Diagnostic):
            trouble.find([who], Code.usage)
            return None
        return explain_view(result, who, run, shell.wording)

    return publish(shell, asked, printing, view)
