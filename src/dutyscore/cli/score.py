"""`dutyscore score LOGS...`: the score table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dutyscore.cli.asked import Asked, Formats, Where
from dutyscore.cli.options import MemorySize, OnlyGroups, OnlyMembers, RejectsFile
from dutyscore.cli.shell import Code, Shell

if TYPE_CHECKING:
    from dutyscore.cli.trouble import Trouble
    from dutyscore.model.result import Result
    from dutyscore.model.tableau import Tableau
    from dutyscore.output.views.run import Run

LEDGER: Final = ".parquet"
"""The suffix by which the file for the ledger is known."""
JSON: Final = "json"
FORMATS: Final = Formats(("table", "json", "csv", "md"), ("table", "json", "csv", "md", "xlsx", "html"))


def command(
    shell: Shell,
    asked: Asked,
    where: Where,
    member: OnlyMembers = None,
    group: OnlyGroups = None,
    rejects: RejectsFile = "",
    memory: MemorySize = "",
) -> int:
    from dataclasses import replace

    from dutyscore.cli.members import chosen
    from dutyscore.cli.publish import publish
    from dutyscore.output.views.score import score_view

    def view(result: Result, run: Run, trouble: Trouble) -> Tableau | None:
        shown, findings = chosen(result, member or (), group or ())
        trouble.find(findings, Code.usage)
        return None if findings else score_view(result, replace(run, shown=shown), shell.wording)

    ledgers = [path for path in where.outputs if path.lower().endswith(LEDGER)]
    outputs = tuple(path for path in where.outputs if path not in ledgers[:1])
    kept = where.format == JSON or any(path.lower().endswith(f".{JSON}") for path in outputs)
    asked = replace(asked, memory=memory, ledger=ledgers[0] if ledgers else "", record=kept)
    return publish(shell, asked, replace(where, outputs=outputs, rejects=rejects), FORMATS, view)
