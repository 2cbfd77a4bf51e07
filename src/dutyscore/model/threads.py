"""Work on columns in two threads: numpy and pyarrow let go of the interpreter's lock while they sort, add and take."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from threading import Thread
from typing import Any, Generic, TypeVar

T = TypeVar("T")

THREADS = 2


def in_threads(work: Callable[..., T], *columns: Iterable[Any]) -> list[T]:
    """`map` in several threads; the results come in order. A single piece of work needs none. Of several errors that of
    the first piece is raised."""
    pieces = list(zip(*columns, strict=True))
    if len(pieces) <= 1:
        return [work(*piece) for piece in pieces]
    results: list[Any] = [None] * len(pieces)
    errors: dict[int, BaseException] = {}
    left = iter(range(len(pieces)))  # shared: each number goes to one thread

    def labour() -> None:
        for number in left:
            try:
                results[number] = work(*pieces[number])
            except BaseException as error:
                errors[number] = error
                return

    others = [Thread(target=labour) for _ in range(min(THREADS, len(pieces)) - 1)]
    for other in others:
        other.start()
    labour()  # the thread that asks is one of them
    for other in others:
        other.join()
    if errors:
        raise errors[min(errors)]
    return results


class Begun(Generic[T]):
    """Work that goes on in a thread of its own. `concurrent.futures` would do, and takes as long to load as some of
    the work."""

    def __init__(self, work: Callable[..., T], *given: Any) -> None:
        self._done: list[T] = []
        self._error: BaseException | None = None
        self._thread = Thread(target=self._do, args=(work, *given))
        self._thread.start()

    def _do(self, work: Callable[..., T], *given: Any) -> None:
        try:
            self._done.append(work(*given))
        except BaseException as error:
            self._error = error

    def result(self) -> T:
        """What came out, once it has; an error of the work is raised."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        return self._done[0]
