"""What every command is given: the language, how much to say, and the exit codes."""

from __future__ import annotations

from enum import IntEnum

from dutyscore.model.frozen import dataclass
from dutyscore.output.wording import Wording


class Code(IntEnum):
    """Exit codes; the larger wins."""

    done = 0
    findings = 1
    usage = 2
    unusable = 3
    fault = 4
    interrupted = 130


@dataclass(frozen=True, slots=True)
class Shell:
    """`words` are those of the command line behind the command."""

    wording: Wording
    command: str
    words: tuple[str, ...] = ()
    color: str = "auto"
    quiet: bool = False
    verbose: bool = False
    complaints: tuple[str, ...] = ()
    """What is wrong with the options that every command has."""
