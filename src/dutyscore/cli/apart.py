"""Work in a process of its own, beside this one while it loads its libraries.

In threads of one process Python code waits for Python code. The other process is a copy of this one made before
anything has begun here; it says what it found through memory that has no name in any folder. Where a system does not
offer that, or has no more processes, the work is done in a thread; where the process dies, by who asks for it.
"""

from __future__ import annotations

import json
import mmap
import os
import signal
import struct
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from types import TracebackType
from typing import Any

Told = tuple[dict[str, Any], list[Sequence[memoryview]]]
"""Words and numbers that can be written as JSON, and large buffers, each in pieces that are one in the end."""
Heard = tuple[dict[str, Any], list[memoryview]]

_ALIGNED = 64
_ANSWER = struct.Struct("=qq")
_NOT_NEEDED = ("numpy", "cloudpickle")
"""What pyarrow looks for and can do without."""
_END_WITH_PARENT = 1
"""PR_SET_PDEATHSIG of <linux/prctl.h>."""


class Apart:
    """The processes beside this one. They are ended with it, however it ends."""

    def __init__(self, allowed: bool) -> None:
        """`allowed`: whether this process is ours alone. Work must be begun while it has a single thread, and where the
        system keeps a process that has ended until somebody asks for it."""
        self._possible = allowed and hasattr(os, "memfd_create") and hasattr(os, "fork")
        self._possible = self._possible and signal.getsignal(signal.SIGCHLD) == signal.SIG_DFL
        self._running: list[_Process] = []

    def __enter__(self) -> Apart:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for process in self._running:
            process.end()

    def begin(self, work: Callable[[], Told]) -> Callable[[], Heard | None] | None:
        """Begin some work; what waits for its end and gives the result once, or None where there is none to be had.
        None if it has to be done in this process."""
        if not self._possible or threading.active_count() > 1:
            return None
        try:
            process = _Process(work)
        except OSError:
            return None
        self._running.append(process)
        return process.result


class _Process:
    def __init__(self, work: Callable[[], Told]) -> None:
        self._ended = False
        self._memory = os.memfd_create("dutyscore")
        self._answer, answer = os.pipe()
        parent = os.getpid()
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # the other one is to meet it in its own way
        try:
            self._number = os.fork()
            if not self._number:
                _labour(work, self._memory, answer, parent)
        except OSError:
            for file in (self._memory, self._answer):
                os.close(file)
            raise
        finally:
            os.close(answer)
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def result(self) -> Heard | None:
        with open(self._answer, "rb") as answer, open(self._memory, "rb") as memory:
            said = answer.read()
            os.waitpid(self._number, 0)
            self._ended = True
            if len(said) < _ANSWER.size:
                return None
            start, end = _ANSWER.unpack(said)
            try:
                view = memoryview(mmap.mmap(memory.fileno(), end, access=mmap.ACCESS_READ))
            except OSError:  # no room for it here
                return None
        about = json.loads(bytes(view[start:end]))
        return about["said"], [view[first:last] for first, last in about["places"]]

    def end(self) -> None:
        """Nobody waits for it any more."""
        if not self._ended:
            with suppress(ProcessLookupError):
                os.kill(self._number, signal.SIGKILL)


def _labour(work: Callable[[], Told], memory: int, answer: int, parent: int) -> None:
    """What the other process does; it never returns, and prints nothing."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        _end_with(parent)
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nothing, stream)
        for name in _NOT_NEEDED:
            sys.modules.setdefault(name, None)  # type: ignore[arg-type]  # to import it is an ImportError
        said, buffers = work()
        with open(memory, "wb") as file:
            places = [_written(file, pieces) for pieces in buffers]
            start = file.tell()
            file.write(json.dumps({"said": said, "places": places}).encode())
            end = file.tell()
        os.write(answer, _ANSWER.pack(start, end))
    finally:
        os._exit(0)


def _end_with(parent: int) -> None:
    """Be ended as soon as the process that made this one has, even where that was from outside."""
    import ctypes

    ctypes.CDLL(None).prctl(_END_WITH_PARENT, int(signal.SIGKILL))
    if os.getppid() != parent:  # it has already
        os._exit(0)


def _written(file: Any, pieces: Sequence[memoryview]) -> Sequence[int]:
    """Where a buffer begins and ends in the file, fit for numbers of any size."""
    start = file.tell()
    for piece in pieces:
        file.write(piece)
    end = file.tell()
    file.write(bytes(-end % _ALIGNED))
    return start, end
