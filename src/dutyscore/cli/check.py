"""`dutyscore check FILE...`: what is wrong with rulebooks, cases, logs and rosters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

import typer

from dutyscore.cli import options
from dutyscore.cli.asked import Formats, HowToRead, Where
from dutyscore.cli.shell import Code, Shell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dutyscore.cli.check_gathered import Wanted
    from dutyscore.cli.trouble import Trouble

FORMATS: Final = Formats(
    ("text", "concise", "json", "github", "gitlab", "sarif", "junit", "md"), ("table", "json", "md", "junit", "sarif")
)
LEVELS: Final = ("error", "warning", "never")

Files = Annotated[list[str] | None, typer.Argument(metavar="FILE...", help="files", show_default=False)]
Level = Annotated[str, options.option("--fail-on", key="fail_on", metavar="LEVEL")]
Fix = Annotated[bool, options.option("--fix", key="fix")]
Watch = Annotated[bool, options.option("--watch", key="watch")]
Explain = Annotated[str, options.option("--explain", key="explain", metavar="CODE")]


def command(
    shell: Shell,
    where: Where,
    files: Files = None,
    fail_on: Level = "error",
    fix: Fix = False,
    watch: Watch = False,
    explain: Explain = "",
    rules: options.Rules = "",
    roster: options.RosterFile = "",
    *,
    reading: HowToRead,
    map_: options.MapFile = "",
) -> int:
    if explain:
        from dutyscore.cli.check_page import explained

        return explained(shell, explain)
    from dutyscore.cli.check_gathered import Wanted

    wanted = Wanted(tuple(files or ()), rules, roster, reading, map_)
    return _checked(shell, where, wanted, fail_on, fix, watch)


def _checked(shell: Shell, where: Where, wanted: Wanted, fail_on: str, fix: bool, watch: bool) -> int:
    from dutyscore.cli.tell import tell_trouble
    from dutyscore.cli.trouble import Trouble
    from dutyscore.cli.usage import bad_choice

    trouble = Trouble()
    trouble.complain([*shell.complaints, *bad_choice(shell.wording, "--fail-on", fail_on, LEVELS)])
    if not wanted.paths:
        trouble.complain([shell.wording("usage.missing", name="FILE...")])
    targets = _targets(where, wanted.paths, trouble)
    if trouble.code:
        tell_trouble(trouble.complaints, trouble.findings, shell, "summary")
        return trouble.code
    if watch:
        from dutyscore.cli.check_watch import watched

        return watched(lambda: _once(shell, where, wanted, fail_on, fix, ()), wanted.paths, shell)
    return _once(shell, where, wanted, fail_on, fix, targets)


def _once(
    shell: Shell, where: Where, wanted: Wanted, fail_on: str, fix: bool, targets: Sequence[tuple[str, str]]
) -> int:
    """Correct if that is asked for, check, report; the exit code."""
    from dutyscore.cli.check_report import report
    from dutyscore.cli.check_run import check

    refused: Code = Code.done
    if fix:
        from dutyscore.cli.check_fix import fix_files

        refused = fix_files(wanted.paths, shell, where.dry_run)
    outcome = check(wanted, shell)
    return max(refused, outcome.code(fail_on), report(outcome.checked, shell, where, targets))


def _targets(where: Where, inputs: Sequence[str], trouble: Trouble) -> list[tuple[str, str]]:
    """The files to write with their formats; what is in the way of them is trouble."""
    from dutyscore.cli import writing

    if where.format and where.format not in FORMATS.printed:
        trouble.find([writing.unknown_format(where.format, FORMATS.printed)], Code.usage)
    targets, findings = writing.targets(where.outputs, FORMATS.written)
    trouble.find(findings, Code.usage)
    trouble.find(writing.obstacles(targets, inputs, where.force))
    return [(target.path, target.format) for target in targets]
