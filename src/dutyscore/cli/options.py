"""The options that several commands share, each declared once. `help` is a key of the messages (`help.option.…`)."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Any, Final, get_type_hints

import typer

from dutyscore.cli.asked import Asked, HowToRead, Where
from dutyscore.cli.language import AUTO, LANGUAGES
from dutyscore.cli.shell import Shell
from dutyscore.cli.terminal import COLOURS
from dutyscore.cli.usage import bad_choice
from dutyscore.model.version import __version__


def option(*names: str, key: str, metavar: str = "", **more: Any) -> Any:
    return typer.Option(*names, help=key, metavar=metavar or None, show_default=False, **more)


Logs = Annotated[list[str], typer.Argument(metavar="LOGS...", help="logs", show_default=False)]
Member = Annotated[str, typer.Argument(metavar="MEMBER", help="member", show_default=False)]
Rules = Annotated[str, option("-r", "--rules", key="rules", metavar="RULES")]
RosterFile = Annotated[str, option("--roster", key="roster", metavar="FILE")]
HistoryFiles = Annotated[list[str] | None, option("--history", key="history", metavar="FILE|FOLDER")]
Sheet = Annotated[str, option("--sheet", key="sheet", metavar="NAME")]
Encoding = Annotated[str, option("--encoding", key="encoding", metavar="E")]
Year = Annotated[str, option("--year", key="year", metavar="Y")]
Hidden = Annotated[bool, option("--hidden", key="hidden")]
AsOf = Annotated[str, option("--as-of", key="as_of", metavar="D")]
Period = Annotated[str, option("--period", key="period", metavar="PERIOD")]
FromDay = Annotated[str, option("--from", key="from", metavar="D")]
ToDay = Annotated[str, option("--to", key="to", metavar="D")]
Partial = Annotated[bool, option("--partial", key="partial")]
OnlyMembers = Annotated[list[str] | None, option("--member", key="member", metavar="M")]
OnlyGroups = Annotated[list[str] | None, option("--group", key="group", metavar="G")]
RejectsFile = Annotated[str, option("--rejects", key="rejects", metavar="FILE.xlsx")]
MemorySize = Annotated[str, option("--memory", key="memory", metavar="SIZE")]
MapFile = Annotated[str, option("--map", key="map", metavar="FILE")]
Format = Annotated[str, option("-f", "--format", key="format", metavar="FORMAT")]
Output = Annotated[list[str] | None, option("-o", "--output", key="output", metavar="FILE")]
Force = Annotated[bool, option("--force", key="force")]
DryRun = Annotated[bool, option("--dry-run", key="dry_run")]


def _asked(
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
    first: FromDay = "",
    last: ToDay = "",
    partial: Partial = False,
    map_: MapFile = "",
) -> Asked:
    return Asked(
        tuple(logs), rules, roster, tuple(history or ()), sheet, encoding, year, hidden, as_of, period, first, last,
        partial, map_,
    )  # fmt: skip


def _reading(sheet: Sheet = "", encoding: Encoding = "", year: Year = "", hidden: Hidden = False) -> HowToRead:
    return HowToRead(sheet, encoding, year, hidden)


def _where(format_: Format = "", output: Output = None, force: Force = False, dry_run: DryRun = False) -> Where:
    return Where(format_, tuple(output or ()), force, dry_run)


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"dutyscore {__version__}")
        raise typer.Exit


def _print_pipeline(ctx: typer.Context, wanted: bool) -> None:
    if wanted:
        from dutyscore.cli.explain_pipeline import show

        raise typer.Exit(show(ctx.obj))


Pipeline = Annotated[bool, option("--pipeline", key="pipeline", is_eager=True, callback=_print_pipeline)]
Lang = Annotated[str, option("--lang", key="lang", metavar="WORD")]
Color = Annotated[str, option("--color", key="color", metavar="WORD")]
Quiet = Annotated[bool, option("-q", "--quiet", key="quiet")]
Verbose = Annotated[bool, option("-v", "--verbose", key="verbose")]
Version = Annotated[bool, option("-V", "--version", key="version", is_eager=True, callback=_print_version)]


def _shell(
    ctx: typer.Context,
    lang: Lang = AUTO,
    color: Color = AUTO,
    quiet: Quiet = False,
    verbose: Verbose = False,
    version: Version = False,
) -> Shell:
    shell: Shell = ctx.obj
    complaints = (
        *bad_choice(shell.wording, "--lang", lang, (AUTO, *LANGUAGES)),
        *bad_choice(shell.wording, "--color", color, COLOURS),
    )
    return replace(shell, color=color, quiet=quiet, verbose=verbose, complaints=complaints)


_MAKERS: Final[dict[object, Callable[..., object]]] = {
    Shell: _shell,
    Asked: _asked,
    HowToRead: _reading,
    Where: _where,
}
"""What a command may ask for as a whole, and the options out of which it is made."""


def with_options(command: Callable[..., int]) -> Callable[..., int]:
    """A command as typer takes it: each parameter that asks for a whole is replaced by the options it is made of."""
    own = _parameters(command)
    parts = {name: _parameters(_MAKERS[own[name].annotation]) for name in own if own[name].annotation in _MAKERS}

    def run(**values: Any) -> int:
        made = {
            name: _MAKERS[own[name].annotation](**{option: values.pop(option) for option in options})
            for name, options in parts.items()
        }
        return command(**made, **values)

    spread = [option for name in own for option in parts.get(name, {name: own[name]}).values()]
    run.__signature__ = inspect.Signature(spread, return_annotation=int)  # type: ignore[attr-defined]
    run.__annotations__ = {option.name: option.annotation for option in spread}
    return run


def _parameters(function: Callable[..., Any]) -> dict[str, inspect.Parameter]:
    hints = get_type_hints(function, include_extras=True)
    return {
        name: parameter.replace(annotation=hints[name], kind=inspect.Parameter.KEYWORD_ONLY)
        for name, parameter in inspect.signature(function).parameters.items()
    }
