"""`dutyscore verify RESULT`: computes a published result again from the files that its manifest names."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from dutyscore.cli.asked import Formats
from dutyscore.cli.options import Format, MemorySize, Rules, option
from dutyscore.cli.shell import Code, Shell

FORMATS: Final = Formats(("text", "json"), ())

ResultFile = Annotated[str, typer.Argument(metavar="RESULT", help="result", show_default=False)]
Inputs = Annotated[list[str] | None, option("--inputs", key="inputs", metavar="FILE|FOLDER")]


def command(
    shell: Shell,
    result: ResultFile,
    inputs: Inputs = None,
    rules: Rules = "",
    memory: MemorySize = "",
    format_: Format = "",
) -> int:
    from dutyscore.cli import writing
    from dutyscore.cli.tell import tell_trouble
    from dutyscore.cli.terminal import paper_of, write_out
    from dutyscore.cli.trouble import Trouble
    from dutyscore.cli.verify_run import refused_size, verified
    from dutyscore.output.formats import printed
    from dutyscore.output.views.verification import verification_view

    trouble = Trouble()
    trouble.complain(shell.complaints)
    if format_ and format_ not in FORMATS.printed:
        trouble.find([writing.unknown_format(format_, FORMATS.printed)], Code.usage)
    trouble.complain(refused_size(shell, memory))
    found = verified(result, tuple(inputs or ()), rules, memory, shell, trouble)
    if found is not None:
        paper = paper_of(shell.wording.language, shell.color)
        write_out(printed(verification_view(found, shell.wording), "json" if format_ == "json" else "table", paper))
    tell_trouble(trouble.complaints, trouble.findings, shell, "summary")
    return trouble.code
