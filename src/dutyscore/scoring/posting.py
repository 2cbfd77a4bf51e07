"""The journal: postings in the order in which the steps write them; closed into the ledger at the end."""

from __future__ import annotations

from typing import Any

import numpy as np

from dutyscore.model.columns import NO_DAY
from dutyscore.model.ledger import Kind, Ledger

_TYPES = (np.int32, np.int32, np.int16, np.int16, np.int64, np.int32, np.int32)


class Journal:
    """Collects columns of postings; no step changes what was posted. A closed ledger shares this memory: who numbers it
    anew (`join.placed`) has to be the last."""

    def __init__(self, likely: int) -> None:
        """`likely` is how many postings there will probably be: room that is never written to costs nothing."""
        self._size = 0
        self._columns: list[Any] = [np.empty(likely, kind) for kind in _TYPES]

    def post(
        self, kind: Kind, entry: Any, member: Any, node: Any, amount: Any, cause: Any = -1, window: Any = NO_DAY
    ) -> None:
        """Append one posting per row; single values stand for all rows. What is given is copied."""
        start = self._size
        end = start + len(amount)
        if end > len(self._columns[0]):
            self._grow(end)
        for column, values in zip(self._columns, (entry, member, node, kind, amount, cause, window), strict=True):
            column[start:end] = values
        self._size = end

    def _grow(self, least: int) -> None:
        """Move to more room; a ledger that was closed before keeps its own."""
        room = max(least, 2 * len(self._columns[0]))
        for number, column in enumerate(self._columns):
            self._columns[number] = np.empty(room, column.dtype)
            self._columns[number][: self._size] = column[: self._size]

    def close(self) -> Ledger:
        """All postings so far as one ledger, not copied. It may be closed again, after more was posted."""
        return Ledger(*(column[: self._size] for column in self._columns))
