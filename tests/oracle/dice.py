"""What every part of a random book is drawn with. Smaller choices come first, so that failures shrink to little."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from hypothesis import strategies as st

T = TypeVar("T")


class Dice:
    """Choices on top of hypothesis's `draw`."""

    def __init__(self, draw: Any) -> None:
        self.draw = draw

    def chance(self, percent: int) -> bool:
        """True in so many cases of a hundred; shrinks to False."""
        return bool(self.draw(st.integers(0, 99)) >= 100 - percent)

    def one(self, options: Sequence[T]) -> T:
        found: T = self.draw(st.sampled_from(options))
        return found

    def whole(self, low: int, high: int) -> int:
        return int(self.draw(st.integers(low, high)))

    def some(self, options: Sequence[T], least: int = 1, most: int = 2) -> list[T]:
        """Distinct options, in any order."""
        left = list(options)
        count = min(self.whole(least, most), len(left))
        return [left.pop(self.whole(0, len(left) - 1)) for _ in range(count)]
