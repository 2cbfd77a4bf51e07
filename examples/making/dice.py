"""Chance that falls the same on every machine and every Python: only `random()` is promised to stay as it is."""

from __future__ import annotations

from collections.abc import MutableSequence, Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

_T = TypeVar("_T")


class Dice:
    """A named source of chance."""

    def __init__(self, name: str) -> None:
        self._random = Random(name)

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int(self._random.random() * (high - low + 1))

    def chance(self, percent: int) -> bool:
        return self.between(1, 100) <= percent

    def pick(self, choices: Sequence[_T]) -> _T:
        return choices[self.between(0, len(choices) - 1)]

    def shuffle(self, things: MutableSequence[_T]) -> None:
        for index in range(len(things) - 1, 0, -1):
            other = self.between(0, index)
            things[index], things[other] = things[other], things[index]

    def some(self, choices: Sequence[_T], count: int) -> list[_T]:
        """`count` different ones."""
        left = list(choices)
        self.shuffle(left)
        return left[:count]

    def day(self, first: date, last: date) -> date:
        return first + timedelta(self.between(0, (last - first).days))


def words(text: str) -> tuple[str, ...]:
    """A list of words as it is written down: with blanks between them."""
    return tuple(text.split())
