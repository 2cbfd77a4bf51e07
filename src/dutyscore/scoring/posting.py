"""The journal: postings in the order in which the steps write them; closed into the ledger at the end."""

from __future__ import annotations

from typing import Any

import numpy as np

from dutyscore.model.columns import NO_DAY
from dutyscore.model.ledger import Kind, Ledger

_TYPES = (np.int32, np.int32, np.int16, np.int16, np.int64, np.int32, np.int32)


class Journal:
    """Collects columns of postings; nothing that was posted is ever changed."""

    def __init__(self) -> None:
        self._parts: list[tuple[Any, ...]] = []

    def post(
        self, kind: Kind, entry: Any, member: Any, node: Any, amount: Any, cause: Any = -1, window: Any = NO_DAY
    ) -> None:
        """Append one posting per row; single values stand for all rows."""
        size = len(amount)
        if size:
            columns = (entry, member, node, int(kind), amount, cause, window)
            self._parts.append(tuple(_full(column, size, kind_) for column, kind_ in zip(columns, _TYPES, strict=True)))

    def close(self) -> Ledger:
        """All postings as one ledger. It may be closed again, after more was posted."""
        if len(self._parts) != 1:
            columns = zip(*self._parts, strict=True) if self._parts else ([np.zeros(0, kind)] for kind in _TYPES)
            self._parts = [tuple(np.concatenate(list(column)) for column in columns)]
        return Ledger(*self._parts[0])


def _full(column: Any, size: int, kind: Any) -> Any:
    if isinstance(column, np.ndarray):
        return column.astype(kind, copy=False)
    return np.full(size, column, kind)
