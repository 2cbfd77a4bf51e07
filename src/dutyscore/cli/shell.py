"""What every command is given: the language, how much to say, and the exit codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import IntEnum
from typing import TYPE_CHECKING

from dutyscore.model.frozen import dataclass
from dutyscore.output.wording import Wording

if TYPE_CHECKING:
    from dutyscore.tables import Input


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
    begun: Mapping[str, Input] = field(default_factory=dict)
    """Files that are being read ahead, by their paths."""
