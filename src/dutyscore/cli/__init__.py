"""The only hands: arguments, files, clock, environment, terminal, exit codes.

Help and version of the program as a whole are printed from here, before any library is loaded.
"""

from __future__ import annotations

import gc
import sys

from dutyscore.cli import front


def main(argv: list[str] | None = None) -> int:
    """Run the program on command line words (those of the process by default); returns the exit code."""
    words = sys.argv[1:] if argv is None else list(argv)
    if argv is None:
        gc.disable()  # the process ends with the run: looking for cycles among a million cells costs half a second
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    start = front.read(words)
    if start.wants:
        print(front.answer(start), end="")
        return 0
    from dutyscore.cli.app import run

    return int(run(start))
