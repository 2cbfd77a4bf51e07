"""What a log holds, seen without a rulebook: its columns, the words in them and how often they stand there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from dutyscore.model.frozen import dataclass

Nature = Literal["number", "date", "choice", "text"]


@dataclass(frozen=True, slots=True)
class SeenColumn:
    """A column: its heading, what its cells look like, how many are filled, how many words differ, the words with their
    counts, the most frequent first.

    `role` says which structural column it is (`member_id`, `member_name`, `date`, `item`, `review`), empty for others;
    `decimals` is the most that a number has; `items` has the words of a choice beside each item.
    """

    title: str
    role: str
    nature: Nature
    filled: int
    distinct: int
    words: Mapping[str, int]
    decimals: int = 0
    items: Mapping[str, Mapping[str, int]] | None = None


@dataclass(frozen=True, slots=True)
class SeenLog:
    """The rows of all log sheets that name an item; `first` and `last` day are empty where no date could be read."""

    rows: int
    columns: tuple[SeenColumn, ...]
    first: str
    last: str

    def of(self, role: str) -> SeenColumn | None:
        return next((column for column in self.columns if column.role == role), None)


@dataclass(frozen=True, slots=True)
class SeenHeader:
    """The header of a sheet: its row, the texts of all columns by position, the recognised ones with the word of the
    rulebook that they stand for."""

    sheet: str
    row: int
    texts: Mapping[int, str]
    words: Mapping[int, str]
