"""`check --watch`: checks again whenever one of the files is saved, until it is stopped."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from typing import Final

from dutyscore.cli.check_files import expand
from dutyscore.cli.shell import Shell
from dutyscore.cli.terminal import tell

_PAUSE: Final = 0.5
"""Seconds between two looks at the files."""

Stamp = tuple[int, int]
Pause = Callable[[], bool]
"""Waits a moment; False ends the watch."""


def watched(
    run: Callable[[], int], paths: Sequence[str], shell: Shell, pause: Pause | None = None,
    stamps: Callable[[Sequence[str]], dict[str, Stamp]] | None = None,
) -> int:  # fmt: skip
    """Check once, then after every change; the exit code of the last check. Ctrl-C ends the program as everywhere."""
    wait, look = pause or _sleep, stamps or saved
    seen = look(paths)
    code = run()
    if not shell.quiet:
        tell([shell.wording("check.watching", files=len(seen))])
    while wait():
        now = look(paths)
        if now != seen:
            seen = now
            code = run()
    return code


def saved(paths: Sequence[str]) -> dict[str, Stamp]:
    """Time and size of every file as it was saved last; a file that is gone has none, a new one in a folder counts."""
    found = {}
    for path in expand(paths)[0]:
        try:
            status = os.stat(path)
        except OSError:
            continue
        found[path] = (status.st_mtime_ns, status.st_size)
    return found


def _sleep() -> bool:
    time.sleep(_PAUSE)
    return True
