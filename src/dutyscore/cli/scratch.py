"""A folder that goes with its run, also when the run is ended from outside: what lies in it is about persons."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

ENDING: Final = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
"""Signals that end a process without a word to it: from a service manager, from a terminal that is closed."""


class _EndedError(BaseException):
    """The process is to end by this signal; no ordinary handler of errors is to stop it."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@contextmanager
def scratch_folder() -> Iterator[str]:
    """An empty folder, removed at the end. A signal that ends the process does so once the folder is gone."""
    if threading.current_thread() is not threading.main_thread():  # only the main thread may ask for signals
        with tempfile.TemporaryDirectory(prefix="dutyscore-") as folder:
            yield folder
        return
    ours = [number for number in ENDING if signal.getsignal(number) is signal.SIG_DFL]  # nohup, say, has its own way
    folder, ended = "", 0
    try:
        for number in ours:
            signal.signal(number, _end)
        folder = tempfile.mkdtemp(prefix="dutyscore-")
        yield folder
    except _EndedError as error:
        ended = error.number
    finally:
        interrupt = signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C would stop the removing
        for number in ours:
            signal.signal(number, signal.SIG_IGN)
        shutil.rmtree(folder, ignore_errors=True)
        for number in ours:
            signal.signal(number, signal.SIG_DFL)
        if interrupt is not None:  # None is a handler that is not Python's
            signal.signal(signal.SIGINT, interrupt)
    if ended:
        os.kill(os.getpid(), ended)


def _end(number: int, frame: object) -> None:
    raise _EndedError(number)
