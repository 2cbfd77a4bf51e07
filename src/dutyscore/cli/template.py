"""`dutyscore template -o FILE`: a workbook to fill in, a starter rulebook, a draft out of a log, a column map."""

from __future__ import annotations

from typing import Annotated, Final

from dutyscore.cli.asked import Formats, HowToRead
from dutyscore.cli.options import DryRun, Force, RosterFile, Rules, option
from dutyscore.cli.shell import Shell

FORMATS: Final = Formats((), ())
"""None of the formats of reports: the suffix of the file says what is made."""

TemplateFiles = Annotated[list[str] | None, option("-o", "--output", key="template_output", metavar="FILE")]
DraftLog = Annotated[str, option("--draft", key="draft", metavar="LOG")]
MappedLog = Annotated[str, option("--map", key="map_of", metavar="LOG")]


def command(
    shell: Shell,
    output: TemplateFiles = None,
    rules: Rules = "",
    roster: RosterFile = "",
    draft: DraftLog = "",
    map_: MappedLog = "",
    *,
    reading: HowToRead,
    force: Force = False,
    dry_run: DryRun = False,
) -> int:
    from dutyscore.cli.template_make import Wanted, make

    wanted = Wanted(tuple(output or ()), rules, roster, draft, map_, reading, force, dry_run)
    return make(wanted, shell)
