"""What every part of a random world is drawn with."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Choices that follow from one number: hypothesis draws the number, and the same number gives the same world.

    A world has hundreds of choices. Drawing each of them through hypothesis costs more than scoring the world, and
    its shrinking is not needed: `smaller` leaves parts out and keeps books loadable.
    """

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def chance(self, percent: int) -> bool:
        """True in so many cases of a hundred."""
        return self._random.randrange(100) < percent

    def one(self, options: Sequence[T]) -> T:
        return options[self._random.randrange(len(options))]

    def whole(self, low: int, high: int) -> int:
        return self._random.randint(low, high)

    def some(self, options: Sequence[T], least: int = 1, most: int = 2) -> list[T]:
        """Distinct options, in any order."""
        return self._random.sample(options, min(self.whole(least, most), len(options)))
