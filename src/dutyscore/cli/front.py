"""The front of a command line: options before the command, the command, the language.

Loads no library, not even `typing`, which alone takes half the time that the version may take.
"""

from __future__ import annotations

import os

from dutyscore.cli import language
from dutyscore.model.version import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final, Literal

HELP: Final = ("-h", "--help")
VERSION: Final = ("-V", "--version")
VALUED: Final = ("--lang", "--color")
"""Options of every command that are followed by a value."""
_FLAGS = "qv"
_LONG_FLAGS = ("--quiet", "--verbose")


class Start:
    """`command` is the first word that is no option (empty if there is none), `words` what follows it and the options
    that stood before it; `unknown` is an option before the command that does not exist."""

    __slots__ = ("command", "language", "unknown", "wants", "words")

    def __init__(
        self,
        language: str,
        command: str,
        words: list[str],
        wants: Literal["", "help", "version"] = "",
        unknown: str = "",
    ) -> None:
        self.language, self.command, self.words, self.wants, self.unknown = language, command, words, wants, unknown


def read(words: list[str]) -> Start:
    """Take the front of the words apart."""
    chosen = language.choose(asked(words), os.environ)
    moved: list[str] = []
    rest = iter(words)
    for word in rest:
        if word in HELP or word in VERSION:
            return Start(chosen, "", moved, "help" if word in HELP else "version")
        if word in VALUED:
            moved += [word, *([value] if (value := next(rest, None)) is not None else [])]
        elif word.startswith(tuple(f"{option}=" for option in VALUED)) or word in _LONG_FLAGS or _is_flags(word):
            moved.append(word)
        elif word.startswith("-") and word != "-":
            return Start(chosen, "", moved, unknown=word)
        else:
            return Start(chosen, word, [*moved, *rest])
    return Start(chosen, "", moved)


def _is_flags(word: str) -> bool:
    return len(word) > 1 and word[0] == "-" and set(word[1:]) <= set(_FLAGS)


def asked(words: list[str]) -> str:
    """The value of the last `--lang` before `--`; empty without one."""
    found = ""
    for index, word in enumerate(words):
        if word == "--":
            break
        if word == "--lang" and index + 1 < len(words):
            found = words[index + 1]
        elif word.startswith("--lang="):
            found = word.removeprefix("--lang=")
    return found


def answer(start: Start) -> str:
    """The version, or the stored help."""
    return f"dutyscore {__version__}\n" if start.wants == "version" else stored_help(start.language)


def stored_help(chosen: str) -> str:
    """The help of the program as a whole, as `cli.help.root` made it."""
    with open(help_file(chosen), encoding="utf-8") as file:
        return file.read()


def help_file(chosen: str) -> str:
    room = os.path.dirname(os.path.dirname(__file__))
    return os.path.join(room, "output", "messages", f"help.{chosen}.txt")
