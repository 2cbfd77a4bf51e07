"""`dutyscore score LOGS...`: the score table."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from dutyscore.cli.evaluate import Asked, Trouble
from dutyscore.cli.members import chosen
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
    OnlyGroups,
    OnlyMembers,
    Output,
    Partial,
    Period,
    RosterFile,
    Rules,
    Sheet,
    ToDay,
    Year,
)
from dutyscore.cli.publish import Printing, choices, publish
from dutyscore.cli.shell import Code, Shell
from dutyscore.model.result import Result
from dutyscore.model.tableau import Tableau
from dutyscore.output.views.run import Run
from dutyscore.output.views.score import score_view

_PRINTING: Final = Printing(("table", "json", "csv", "md"), ("table", "json", "csv", "md", "xlsx", "html"))
CHOICES: Final = choices(_PRINTING)


def command(
    shell: Shell,
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
    member: OnlyMembers = None,
    group: OnlyGroups = None,
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
        shown, findings = chosen(result, member or (), group or ())
        trouble.find(findings, Code.usage)
        return None if findings else score_view(result, replace(run, shown=shown), shell.wording)

    return publish(shell, asked, printing, view)
