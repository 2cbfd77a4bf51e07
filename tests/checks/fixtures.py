"""The wrong and the right example of each finding, and what the program says about them.

A folder `DS104/` holds `bad` and `good`: a file of any kind or a folder, which are checked (with `roster.csv` beside
them, if there is one), or `command.txt` with a command for each. Logs are judged by `rulebook.yaml` beside the folders.
"""

from __future__ import annotations

import contextlib
import shlex
from functools import cache
from pathlib import Path
from typing import Literal
from unittest.mock import patch

from dutyscore.output import wording
from tests.cli.transcript import dutyscore

HERE = Path(__file__).parent
Kind = Literal["bad", "good"]
_load = cache(wording.load)


def codes() -> list[str]:
    """The codes that have examples."""
    return sorted(path.name for path in HERE.glob("DS*") if path.is_dir())


def example(code: str, kind: Kind) -> Path | None:
    """The file or folder of an example; None where a command is the example."""
    found = sorted((HERE / code).glob(f"{kind}.*")) or sorted((HERE / code).glob(kind))
    return found[0] if found else None


def command(code: str, kind: Kind) -> str:
    """The command line of an example, as typed in the folder of the code."""
    written = HERE / code / "command.txt"
    if written.exists():
        lines = dict(line.split(": ", 1) for line in written.read_text(encoding="utf-8").splitlines())
        return lines[kind]
    path = example(code, kind)
    assert path is not None, f"{code} has no {kind} example"
    roster = " --roster roster.csv" if (HERE / code / "roster.csv").exists() else ""
    return f"check {path.name}{roster}"


def said(code: str, kind: Kind, language: str) -> tuple[int, str]:
    """Exit code, and everything that the program says about an example."""
    with contextlib.chdir(HERE / code), patch.object(wording, "load", _load):
        exit_code, output, spoken = dutyscore([*shlex.split(command(code, kind)), "-v", "--lang", language])
    return exit_code, output + spoken
