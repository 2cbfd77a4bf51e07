"""The options that several commands share, each declared once. `help` is a key of the messages (`help.option.…`)."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Any, Final, get_type_hints

import typer

from dutyscore import __version__
from dutyscore.cli.language import AUTO, LANGUAGES
from dutyscore.cli.shell import Shell
from dutyscore.cli.terminal import COLOURS
from dutyscore.cli.usage import bad_choice


def _option(*names: str, key: str, metavar: str = "", **more: Any) -> Any:
    return typer.Option(*names, help=key, metavar=metavar or None, show_default=False, **more)


Logs = Annotated[list[str], typer.Argument(metavar="LOGS...", help="logs", show_default=False)]
Member = Annotated[str, typer.Argument(metavar="MEMBER", help="member", show_default=False)]
Rules = Annotated[str, _option("-r", "--rules", key="rules", metavar="RULES")]
RosterFile = Annotated[str, _option("--roster", key="roster", metavar="FILE")]
HistoryFiles = Annotated[list[str] | None, _option("--history", key="history", metavar="FILE|FOLDER")]
Sheet = Annotated[str, _option("--sheet", key="sheet", metavar="NAME")]
Encoding = Annotated[str, _option("--encoding", key="encoding", metavar="E")]
Year = Annotated[str, _option("--year", key="year", metavar="Y")]
Hidden = Annotated[bool, _option("--hidden", key="hidden")]
AsOf = Annotated[str, _option("--as-of", key="as_of", metavar="D")]
Period = Annotated[str, _option("--period", key="period", metavar="PERIOD")]
FromDay = Annotated[str, _option("--from", key="from", metavar="D")]
ToDay = Annotated[str, _option("--to", key="to", metavar="D")]
Partial = Annotated[bool, _option("--partial", key="partial")]
OnlyMembers = Annotated[list[str] | None, _option("--member", key="member", metavar="M")]
OnlyGroups = Annotated[list[str] | None, _option("--group", key="group", metavar="G")]
Format = Annotated[str, _option("-f", "--format", key="format", metavar="FORMAT")]
Output = Annotated[list[str] | None, _option("-o", "--output", key="output", metavar="FILE")]
Force = Annotated[bool, _option("--force", key="force")]
DryRun = Annotated[bool, _option("--dry-run", key="dry_run")]


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"dutyscore {__version__}")
        raise typer.Exit


Lang = Annotated[str, _option("--lang", key="lang", metavar="WORD")]
Color = Annotated[str, _option("--color", key="color", metavar="WORD")]
Quiet = Annotated[bool, _option("-q", "--quiet", key="quiet")]
Verbose = Annotated[bool, _option("-v", "--verbose", key="verbose")]
Version = Annotated[bool, _option("-V", "--version", key="version", is_eager=True, callback=_print_version)]

EVERYWHERE: Final = ("lang", "color", "quiet", "verbose", "version", "help")
"""Names of the options that every command has."""


def _everywhere(
    lang: Lang = AUTO, color: Color = AUTO, quiet: Quiet = False, verbose: Verbose = False, version: Version = False
) -> None:
    """The declaration of what every command has beside its own."""


def with_shell(command: Callable[..., int]) -> Callable[..., int]:
    """A function `command(shell, ...)` as typer takes it: with the options of every command, out of which the shell
    that it is given is made."""

    def run(ctx: typer.Context, **values: Any) -> int:
        shared = {name: values.pop(name, None) for name in EVERYWHERE}
        shell: Shell = ctx.obj
        complaints = (
            *bad_choice(shell.wording, "--lang", shared["lang"], (AUTO, *LANGUAGES)),
            *bad_choice(shell.wording, "--color", shared["color"], COLOURS),
        )
        quiet, verbose = bool(shared["quiet"]), bool(shared["verbose"])
        return command(
            replace(shell, color=shared["color"], quiet=quiet, verbose=verbose, complaints=complaints), **values
        )

    context = inspect.Parameter("ctx", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)
    own = _parameters(command)[1:]  # without the shell
    parameters = [context, *own, *_parameters(_everywhere)]
    run.__signature__ = inspect.Signature(parameters, return_annotation=int)  # type: ignore[attr-defined]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    run.__doc__ = command.__doc__
    return run


def _parameters(function: Callable[..., Any]) -> list[inspect.Parameter]:
    hints = get_type_hints(function, include_extras=True)
    return [
        parameter.replace(annotation=hints[name], kind=inspect.Parameter.KEYWORD_ONLY)
        for name, parameter in inspect.signature(function).parameters.items()
    ]
