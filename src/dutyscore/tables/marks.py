"""What a sheet says beside its cells: merges, what is hidden, filtered or struck through, comments."""

from __future__ import annotations

from typing import NamedTuple

from dutyscore.model.frozen import dataclass
from dutyscore.model.place import column_letters


class Span(NamedTuple):
    """A rectangle of cells, 1-based, ends included."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        return f"{column_letters(self.left)}{self.top}:{column_letters(self.right)}{self.bottom}"


@dataclass(frozen=True, slots=True)
class Marks:
    """`hidden_columns` are first and last columns; `filter` is the range of a filter that hides something; `struck`
    are rows with a struck-through cell; `comments` are the addresses (row, column) of comments."""

    merges: tuple[Span, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: tuple[tuple[int, int], ...] = ()
    filter: str = ""
    struck: frozenset[int] = frozenset()
    comments: tuple[tuple[int, int], ...] = ()

    def is_hidden(self, column: int) -> bool:
        return any(first <= column <= last for first, last in self.hidden_columns)


NO_MARKS = Marks()
