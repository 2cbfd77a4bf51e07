"""Runs one command: builds its parser, calls it, and turns whatever happens into an exit code and a sentence."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

from dutyscore.cli import help as help_text
from dutyscore.cli import usage
from dutyscore.cli.commands import COMMANDS
from dutyscore.cli.front import HELP, VERSION, Start
from dutyscore.cli.shell import Code, Shell
from dutyscore.cli.terminal import columns_of, tell
from dutyscore.output import wording
from dutyscore.output.wording import Wording

if TYPE_CHECKING:
    from dutyscore.tables import Input

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)


def run(start: Start, begun: Mapping[str, Input]) -> int:
    """Run the command; the exit code. `begun` are the files that are being read ahead, by their paths."""
    words = wording.load(start.language)
    try:
        return _run(start, words, begun)
    except KeyboardInterrupt:
        tell([words("run.interrupted")])
        return int(Code.interrupted)
    except (BrokenPipeError, SystemExit):  # the second is what the parser makes of the first
        _close_stdout()
        return Code.done
    except OSError as error:
        if isinstance(error, PermissionError) and error.filename:
            tell([words("run.denied", file=error.filename)])
            return Code.unusable
        if error.errno not in _NO_ROOM:
            return _crashed(error, start, words)
        _close_stdout()
        tell([words("run.no_room")])
        return Code.unusable
    except Exception as error:  # no traceback ever reaches a user
        return _crashed(error, start, words)


def _run(start: Start, words: Wording, begun: Mapping[str, Input]) -> int:
    if start.unknown or start.command not in COMMANDS:
        tell(usage.told([_no_command(start, words)], words, ""))
        return Code.usage
    shell = Shell(words, start.command, tuple(start.words), begun=begun)
    command = parser(start.command, shell)
    try:
        line = f"dutyscore {start.command}"
        code = command.main(args=list(start.words), prog_name=line, standalone_mode=False, obj=shell)
    except Exception as error:
        if type(error).__name__ == "Abort":
            raise KeyboardInterrupt from error
        if not usage.is_usage_error(error):
            raise
        tell(usage.told([usage.explained(error, command, words)], words, start.command))
        return Code.usage
    if code == Code.interrupted:  # newer versions of typer end so, older ones abort
        raise KeyboardInterrupt
    return int(code or 0)


def _no_command(start: Start, words: Wording) -> str:
    if start.unknown:
        known = ("--lang", "--color", "--quiet", "--verbose", *HELP, *VERSION)
        return usage.unknown_option(words, start.unknown, known)
    if not start.command:
        return words("usage.no_command")
    close = usage.nearest(start.command, COMMANDS)
    return words("usage.unknown_command", value=start.command, nearest=close, known=", ".join(COMMANDS))


def parser(name: str, shell: Shell) -> Any:
    """The parser of one command, which prints its own help."""
    import typer
    from typer.core import TyperCommand

    from dutyscore.cli.options import with_options

    module = import_module(COMMANDS[name])
    columns = columns_of(sys.stdout)
    page = min(help_text.PAGE, columns - 1) if columns else help_text.PAGE

    class Command(TyperCommand):
        def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
            rest: list[str] = super().parse_args(ctx, list(args))
            if rest:
                ctx.fail(shell.wording("usage.extra", words=" ".join(rest)))
            _, _, order = self.make_parser(ctx).parse_args(args=list(args))
            twice = [max(param.opts, key=len) for param in usage.twice(order, help_text.EVERYWHERE)]
            if twice:
                ctx.fail(shell.wording("usage.option_twice", options=", ".join(dict.fromkeys(twice))))
            return rest

        def format_help(self, ctx: Any, formatter: Any) -> None:
            formatter.write(help_text.command_help(self, ctx, shell.wording, page, module.FORMATS))

    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    settings = {"help_option_names": list(HELP), "allow_extra_args": True}  # to tell of them in the reader's language
    app.command(name=name, cls=Command, context_settings=settings)(with_options(module.command))
    return typer.main.get_command(app)


def _crashed(error: Exception, start: Start, words: Wording) -> int:
    """A fault of the program: one sentence; the traceback only for who asks for details."""
    if any(word == "--verbose" or (word[:1] == "-" and word[1:2] != "-" and "v" in word[1:]) for word in start.words):
        import traceback

        tell("".join(traceback.format_exception(error)).splitlines())
    tell([words("run.crashed", error=type(error).__name__)])
    return Code.fault


def _close_stdout() -> None:
    """The reader of our output has left: say nothing more, not even at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
