"""What a result keeps of its ledger: it lets `verify` name the posting that differs.

A digest stands for the postings of each member; the postings themselves are written as long as they are few enough for
a file that people send each other. A log scored in parts is recorded part by part, and gives the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from dutyscore.model.columns import NO_DAY, EntryTable
from dutyscore.model.days import iso
from dutyscore.model.exact import Scale
from dutyscore.model.ledger import BY_ENTRY, Kind, Ledger
from dutyscore.model.place import Place
from dutyscore.model.result import NodeInfo

if TYPE_CHECKING:
    import numpy as np

    from dutyscore.model.columns import Int64

MOST_WRITTEN: Final = 100_000
"""Postings up to which each one is written; a line takes about 100 bytes."""
_AT_ONCE = 20_000
"""Members whose postings are put together at once: the table of a large log takes as much as its ledger."""

Posting = list[str | None]
"""Kind, node, amount, place and date of the entry, cause (place of an entry, else number of a rule), first day of the
window."""


class Recorder:
    """Takes the ledgers of a run, one after the other, and keeps of each member a digest of his postings and, while
    they are not too many of all, the postings, in the order of operations."""

    def __init__(self) -> None:
        self._digests: dict[str, Any] = {}
        self._postings: dict[str, list[Posting]] | None = {}
        self._count = 0

    def add(
        self, ledger: Ledger, entries: EntryTable, ids: Sequence[str], nodes: Sequence[NodeInfo], scale: Scale
    ) -> None:
        """The postings of some members: `ids` are those of the members that the ledger numbers."""
        import numpy as np

        self._count += len(ledger)
        if self._count > MOST_WRITTEN:
            self._postings = None
        order = np.argsort(ledger.member, kind="stable")  # within a member the ledger has one order, whatever the parts
        bounds = np.searchsorted(ledger.member[order], np.arange(len(ids) + 1)).tolist()
        told = _Told(entries, nodes, scale)
        for first in range(0, len(ids), _AT_ONCE):
            last = min(first + _AT_ONCE, len(ids))
            table = _table(ledger, entries, order[bounds[first] : bounds[last]])
            for member in range(first, last):
                rows = table[bounds[member] - bounds[first] : bounds[member + 1] - bounds[first]]
                self._digests.setdefault(ids[member], sha256()).update(rows.astype("<i8").tobytes())
                if self._postings is not None and len(rows):
                    self._postings.setdefault(ids[member], []).extend(told.written(rows))

    def form(self, ids: Sequence[str]) -> list[dict[str, Any]]:
        """What is recorded of the members, in this order."""
        nothing, kept = sha256(), self._postings
        return [
            {
                "member": id_,
                "digest": self._digests.get(id_, nothing).hexdigest(),
                "postings": None if kept is None else kept.get(id_, []),
            }
            for id_ in ids
        ]


def _table(ledger: Ledger, entries: EntryTable, rows: Int64) -> Int64:
    """Some postings, a row each: kind, node, amount, sheet, row and day of the entry, sheet and row (or -1 and number)
    of the cause, window (int64)."""
    import numpy as np

    origin = np.append(entries.origin.astype(np.int64), -1)
    row = np.append(entries.row.astype(np.int64), -1)
    day = np.append(entries.day.astype(np.int64), NO_DAY)
    kind, entry, cause = ledger.kind[rows], ledger.entry[rows], ledger.cause[rows]
    by_entry = np.isin(kind, np.array(BY_ENTRY, np.int16)) & (cause >= 0)
    caused = np.where(by_entry, cause, -1)
    columns: list[np.ndarray[Any, Any]] = [
        kind, ledger.node[rows], ledger.amount[rows], origin[entry], row[entry], day[entry], origin[caused],
        np.where(by_entry, row[caused], cause), ledger.window[rows],
    ]  # fmt: skip
    return np.stack([column.astype(np.int64) for column in columns], axis=1)


class _Told:
    """Postings as texts."""

    def __init__(self, entries: EntryTable, nodes: Sequence[NodeInfo], scale: Scale) -> None:
        self._nodes = [node.id for node in nodes]
        self._amount = cache(scale.text)  # a column of points holds few different values
        self._kinds = {kind.value: kind.name for kind in Kind}
        self._origins = entries.origins
        self._columns = [min(one.columns.values(), default=0) if one.sheet else 0 for one in self._origins]

    def written(self, rows: Int64) -> list[Posting]:
        return [
            [
                self._kinds[kind],
                self._nodes[node] if node >= 0 else None,
                self._amount(amount),
                self._place(origin, row),
                iso(day) if day != NO_DAY else None,
                self._place(caused_in, cause) or (str(cause) if cause >= 0 else None),
                iso(window) if window != NO_DAY else None,
            ]
            for kind, node, amount, origin, row, day, caused_in, cause, window in rows.tolist()
        ]

    def _place(self, origin: int, row: int) -> str | None:
        if origin < 0:
            return None
        return str(Place(self._origins[origin].file, self._origins[origin].sheet, row, self._columns[origin]))
