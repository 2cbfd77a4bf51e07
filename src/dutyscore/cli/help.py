"""Help that knows how wide Chinese is: of one command, and of the program as a whole."""

from __future__ import annotations

from typing import Any, Final

from dutyscore.cli.asked import Formats
from dutyscore.cli.commands import COMMANDS
from dutyscore.output.formats import suffixes
from dutyscore.output.width import pad, width, wrap
from dutyscore.output.wording import Wording

PAGE: Final = 88
"""Columns of help where the terminal is wider or unknown."""
_STORED: Final = 79
"""Columns of the stored help, which cannot ask how wide the terminal is."""
EVERYWHERE: Final = ("lang", "color", "quiet", "verbose", "version", "help")
"""Names of the options that every command has."""
_NAMES = 26
"""Columns of option names at most; longer ones stand on a line of their own."""

Row = tuple[str, str]


def command_help(command: Any, context: Any, wording: Wording, columns: int, formats: Formats) -> str:
    """Help of a command as the parser knows it."""
    choices = {"format_": ", ".join(formats.printed), "output": " ".join(suffixes(formats.written))}
    parameters = command.get_params(context)
    arguments = [param for param in parameters if param.param_type_name == "argument"]
    options = [param for param in parameters if param.param_type_name == "option"]
    line = " ".join(["dutyscore", command.name, *(param.metavar for param in arguments), "[OPTIONS]"])
    return "\n".join(
        [
            wording("help.usage", line=line),
            "",
            wording(f"help.command.{command.name}"),
            *_section(wording("help.arguments"), [_argument(param, wording) for param in arguments], columns),
            *_section(
                wording("help.options"),
                [_option(param, wording, choices) for param in options if param.name not in EVERYWHERE],
                columns,
            ),
            *_section(
                wording("help.everywhere"),
                [_option(param, wording, choices) for param in options if param.name in EVERYWHERE],
                columns,
            ),
        ]
    )


def root(wording: Wording) -> str:
    """Help of the program as a whole, as it is stored beside the messages."""
    commands = [(name, wording(f"help.command.{name}")) for name in COMMANDS]
    shared = [
        ("--lang WORD", wording("help.option.lang")),
        ("--color WORD", wording("help.option.color")),
        ("-q, --quiet", wording("help.option.quiet")),
        ("-v, --verbose", wording("help.option.verbose")),
        ("-V, --version", wording("help.option.version")),
        ("-h, --help", wording("help.option.help")),
    ]
    lines = [
        wording("help.usage", line="dutyscore COMMAND ..."),
        "",
        wording("help.summary"),
        *_section(wording("help.commands"), commands, _STORED),
        *_section(wording("help.everywhere"), shared, _STORED),
        "",
        wording("help.first"),
        wording("help.epilog"),
    ]
    return "\n".join(lines) + "\n"


def _argument(param: Any, wording: Wording) -> Row:
    return param.metavar, wording(f"help.argument.{param.help}")


def _option(param: Any, wording: Wording, choices: dict[str, str]) -> Row:
    names = ", ".join(sorted(param.opts, key=len))
    metavar = "" if getattr(param, "is_flag", False) else f" {param.metavar}"
    key = "help" if param.name == "help" else param.help
    return names + metavar, wording(f"help.option.{key}", choices=choices.get(param.name, ""))


def _section(title: str, rows: list[Row], columns: int) -> list[str]:
    """A titled list of names and what they mean, the meanings aligned and broken to the room there is."""
    if not rows:
        return []
    room = min(_NAMES, max((width(name) for name, _ in rows), default=0))
    lines = ["", title]
    for name, meaning in rows:
        parts = wrap(meaning, max(20, columns - room - 4))
        if width(name) > room:
            lines.append(f"  {name}")
        else:
            lines.append(f"  {pad(name, room)}  {parts.pop(0)}".rstrip())
        lines += [" " * (room + 4) + part for part in parts]
    return lines
