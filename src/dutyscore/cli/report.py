"""`dutyscore report LOGS... -o FILE...`: the whole report as html, xlsx, md; sheets, notices, the archive."""

from __future__ import annotations

from typing import Annotated, Final

from dutyscore.cli.asked import Asked, Formats, Where
from dutyscore.cli.options import (
    DryRun,
    Force,
    Format,
    MemorySize,
    OnlyGroups,
    OnlyMembers,
    Output,
    RejectsFile,
    option,
)
from dutyscore.cli.shell import Shell

FORMATS: Final = Formats((), ("html", "xlsx", "md", "docx"))

By = Annotated[list[str] | None, option("--by", key="by", metavar="WORD")]
Per = Annotated[str, option("--per", key="per", metavar="WORD")]
Form = Annotated[str, option("--form", key="form", metavar="WORD")]
Issuer = Annotated[str, option("--issuer", key="issuer", metavar="TEXT")]
Addressee = Annotated[str, option("--addressee", key="addressee", metavar="TEXT")]
Number = Annotated[str, option("--number", key="number", metavar="TEXT")]
Dated = Annotated[str, option("--date", key="date", metavar="D")]
Archive = Annotated[str, option("--archive", key="archive", metavar="FOLDER")]
Public = Annotated[bool, option("--public", key="public")]


def command(
    shell: Shell,
    asked: Asked,
    output: Output = None,
    by: By = None,
    per: Per = "",
    form: Form = "",
    format_: Format = "",
    issuer: Issuer = "",
    addressee: Addressee = "",
    number: Number = "",
    date: Dated = "",
    archive: Archive = "",
    public: Public = False,
    member: OnlyMembers = None,
    group: OnlyGroups = None,
    rejects: RejectsFile = "",
    memory: MemorySize = "",
    force: Force = False,
    dry_run: DryRun = False,
) -> int:
    from dataclasses import replace

    from dutyscore.cli.report_run import run
    from dutyscore.cli.report_wanted import Wanted

    where = Where("", tuple(output or ()), force, dry_run, rejects)
    letter = (issuer, addressee, number, date)
    wanted = Wanted(
        tuple(by or ()), per, archive, public, tuple(member or ()), tuple(group or ()), form, format_, *letter
    )
    return run(shell, replace(asked, memory=memory, record=bool(archive)), where, wanted, FORMATS)
