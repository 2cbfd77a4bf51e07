"""The journal: postings in the order in which the steps write them; closed into the ledger at the end."""

from __future__ import annotations

from typing import Any

import numpy as np

from dutyscore.model.columns import NO_DAY
from dutyscore.model.ledger import Kind, Ledger

_TYPES = (np.int32, np.int32, np.int16, np.int16, np.int64, np.int32, np.int32)
_KIND, _AMOUNT = 3, 4


class Journal:
    """Collects columns of postings; nothing that was posted is ever changed."""

    def __init__(self) -> None:
        self._parts: list[tuple[Any, ...]] = []

    def post(
        self, kind: Kind, entry: Any, member: Any, node: Any, amount: Any, cause: Any = -1, window: Any = NO_DAY
    ) -> None:
        """Append one posting per row; single values stand for all rows."""
        if len(amount):
            self._parts.append((entry, member, node, int(kind), amount, cause, window))

    def close(self) -> Ledger:
        """All postings as one ledger. It may be closed again, after more was posted."""
        if len(self._parts) != 1 or not isinstance(self._parts[0][_KIND], np.ndarray):
            ends = np.cumsum([len(part[_AMOUNT]) for part in self._parts], dtype=np.int64).tolist()
            columns = tuple(np.empty(ends[-1] if ends else 0, kind) for kind in _TYPES)
            for part, start, end in zip(self._parts, [0, *ends], ends, strict=False):
                for column, values in zip(columns, part, strict=True):
                    column[start:end] = values
            self._parts = [columns]
        return Ledger(*self._parts[0])
