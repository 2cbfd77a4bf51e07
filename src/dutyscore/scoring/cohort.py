"""How a part of the members learns what only all members together can say: a mean, a place, the best (section 2).

A part is scored by a generator. Where a method compares members it yields an `Ask`; whoever plays the parts puts what
they say together, in the order of the roster, and tells each part its answer. A part that was told something is played
again from its beginning, so that nothing but the answers has to be kept between two questions: not in memory, not on
another machine.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from fractions import Fraction
from itertools import accumulate
from typing import Any, TypeVar

from dutyscore.model.frozen import dataclass

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ask:
    """A question to the whole cohort: what this part `says`, and what each part is told once all have spoken."""

    says: Any
    answer: Callable[[list[Any]], list[Any]]


Play = Generator[Ask, Any, T]
Mapper = Callable[[Callable[[Callable[[], Play[T]], Sequence[Any]], Ask | T], Any, Any], Iterable[Ask | T]]
"""`map`, or one that works in several threads or processes; the results come in order."""


def alone(play: Play[T]) -> T:
    """Play a part that is the whole cohort."""
    try:
        asked = next(play)
        while True:
            asked = play.send(asked.answer([asked.says])[0])
    except StopIteration as end:
        found: T = end.value
        return found


def played(start: Callable[[], Play[T]], told: Sequence[Any]) -> Ask | T:
    """A part from its beginning to the first question that `told` does not answer, or to its end."""
    play = start()
    try:
        asked = next(play)
        for answer in told:
            asked = play.send(answer)
    except StopIteration as end:
        found: T = end.value
        return found
    return asked


def together(starts: Sequence[Callable[[], Play[T]]], mapper: Mapper[T]) -> list[T]:
    """Play all parts of a cohort. All ask the same questions in the same order, whatever their entries are."""
    told: list[list[Any]] = [[] for _ in starts]
    while True:
        found = list(mapper(played, starts, told))
        asked = [one for one in found if isinstance(one, Ask)]
        if not asked:
            return [one for one in found if not isinstance(one, Ask)]
        for known, answer in zip(told, asked[0].answer([one.says for one in asked]), strict=True):
            known.append(answer)


def compared(method: Any, parts: list[list[tuple[Fraction, int, bool]]]) -> list[list[Any]]:
    """By a cohort method: the points of every (value, group, competes) of every part, each group compared on its own;
    None for who does not compete."""
    everyone = [one for part in parts for one in part]
    points: list[Any] = [None] * len(everyone)
    for group in dict.fromkeys(code for _, code, _ in everyone):
        some = [index for index, (_, code, competes) in enumerate(everyone) if code == group and competes]
        for index, amount in zip(some, method.award([everyone[index][0] for index in some]), strict=True):
            points[index] = amount
    ends = list(accumulate(map(len, parts)))
    return [points[end - len(part) : end] for part, end in zip(parts, ends, strict=True)]
