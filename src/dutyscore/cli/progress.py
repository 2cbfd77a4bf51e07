"""Progress of steps that cannot tell how far they are: what is being done, after half a second, on a terminal."""

from __future__ import annotations

import sys
import time
from dataclasses import field
from threading import Timer
from typing import Final

from dutyscore.cli.shell import Shell
from dutyscore.model.frozen import dataclass
from dutyscore.output.width import clean

_PATIENCE: Final = 0.5
"""Seconds for which nothing is said."""


@dataclass
class Steps:
    """One line on standard error that is written over; nothing where nobody watches. A step that is begun early and
    takes long is told while it goes on."""

    shell: Shell
    began: float = field(default_factory=time.monotonic)
    _waiting: Timer | None = None

    def tell(self, done: int, count: int, what: str) -> None:
        """The step number `done` (from 0) of `count` begins."""
        self.say(self.shell.wording("progress.step", done=done + 1, count=count, what=clean(what)))

    def say(self, text: str) -> None:
        self._forget()
        if not self._watched():
            return
        left = self.began + _PATIENCE - time.monotonic()
        if left <= 0:
            _show(text)
        else:
            self._waiting = Timer(left, _show, (text,))
            self._waiting.daemon = True
            self._waiting.start()

    def clear(self) -> None:
        self._forget()
        if self._watched() and time.monotonic() - self.began >= _PATIENCE:
            _show("")

    def _forget(self) -> None:
        """Whatever waits to be told is told no more; what is being written right now is waited for."""
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting.join()
            self._waiting = None

    def _watched(self) -> bool:
        return not self.shell.quiet and sys.stderr.isatty()


def _show(text: str) -> None:
    sys.stderr.write(f"\r{text}\x1b[K")
    sys.stderr.flush()
