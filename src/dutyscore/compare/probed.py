"""What became of one made-up member in both versions."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dutyscore.compare.book import Book
from dutyscore.compare.specimen import Record
from dutyscore.model.frozen import dataclass

ScoreRecords = Callable[[Book, Sequence[Record]], dict[str, str]]
"""The total of every member of some records (text; `refused` where every row was refused)."""


@dataclass(frozen=True, slots=True)
class Probe:
    """`kind`: line, tier, table, day, cap (how many entries of an item), limit (of a group) or places. `about` names
    the clause, `value` where the made-up member stands."""

    kind: str
    about: str
    value: str
    old: str
    new: str

    @property
    def changed(self) -> bool:
        return self.old != self.new
