"""`dutyscore explain MEMBER LOGS...`: every posting of one member."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dutyscore.cli.asked import Asked, Formats, Where
from dutyscore.cli.options import Member, Pipeline
from dutyscore.cli.shell import Code, Shell

if TYPE_CHECKING:
    from dutyscore.cli.trouble import Trouble
    from dutyscore.model.result import Result
    from dutyscore.model.tableau import Tableau
    from dutyscore.output.views.run import Run

FORMATS: Final = Formats(("table", "json", "md", "html"), ("table", "json", "md", "html"))


def command(shell: Shell, member: Member, asked: Asked, where: Where, pipeline: Pipeline = False) -> int:
    from dutyscore.cli.members import member as find
    from dutyscore.cli.publish import publish
    from dutyscore.model.diagnostic import Diagnostic
    from dutyscore.output.views.explain import explain_view

    def view(result: Result, run: Run, trouble: Trouble) -> Tableau | None:
        who = find(result, member)
        if isinstance(who, Diagnostic):
            trouble.find([who], Code.usage)
            return None
        return explain_view(result, who, run, shell.wording)

    return publish(shell, asked, where, FORMATS, view)
