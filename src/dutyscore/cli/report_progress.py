"""Progress of a report on the terminal: which step of how many, after half a second."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field

from dutyscore.cli.shell import Shell
from dutyscore.output.width import clean


@dataclass
class Steps:
    """One line on standard error that is written over; nothing where nobody watches."""

    shell: Shell
    began: float = field(default_factory=time.monotonic)

    def tell(self, done: int, count: int, what: str) -> None:
        if self._watched():
            text = self.shell.wording("progress.step", done=done + 1, count=count, what=clean(what))
            sys.stderr.write(f"\r{text}\x1b[K")
            sys.stderr.flush()

    def clear(self) -> None:
        if self._watched():
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def _watched(self) -> bool:
        return not self.shell.quiet and sys.stderr.isatty() and time.monotonic() - self.began >= 0.5
