"""The ledger in the JSON form of a result: what lets `verify` name the posting that differs.

A digest stands for the postings of each member; the postings themselves are written as long as they are few enough for
a file that people send each other. A log scored in parts keeps no ledger, so its result has none.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from dutyscore.model.columns import NO_DAY
from dutyscore.model.days import iso
from dutyscore.model.ledger import BY_ENTRY, Kind, chained
from dutyscore.model.place import Place
from dutyscore.model.result import Result
from dutyscore.output.views.run import Amounts

if TYPE_CHECKING:
    import numpy as np

    from dutyscore.model.columns import Int64
    from dutyscore.model.ledger import Ledger

MOST_WRITTEN: Final = 100_000
"""Postings up to which each one is written; a line takes about 100 bytes."""
_AT_ONCE = 20_000
"""Members whose postings are put together at once: the table of a large log takes as much as its ledger."""


def ledger_form(result: Result, members: list[int]) -> list[dict[str, Any]] | None:
    """For each of the members a digest of his postings and, where there are not too many of all, the postings in the
    order of operations: kind, node, amount, place and date of the entry, cause (place of an entry, else number of a
    rule), the first day of the window."""
    import numpy as np

    if not result.ledgers:
        return None
    ledger, size = chained(result.ledgers), len(result.roster)
    order = np.argsort(ledger.member, kind="stable")  # within a member the ledger has one order, whatever the parts
    bounds = np.searchsorted(ledger.member[order], np.arange(size + 1)).tolist()
    told = _Told(result) if len(order) <= MOST_WRITTEN else None
    made: dict[int, dict[str, Any]] = {}
    for first in range(0, size, _AT_ONCE):
        last = min(first + _AT_ONCE, size)
        table = _table(result, ledger, order[bounds[first] : bounds[last]])
        for member in range(first, last):
            rows = table[bounds[member] - bounds[first] : bounds[member + 1] - bounds[first]]
            digest = sha256(rows.astype("<i8").tobytes()).hexdigest()
            postings = told.written(rows) if told else None
            made[member] = {"member": result.roster.ids[member], "digest": digest, "postings": postings}
    return [made[member] for member in members]


def _table(result: Result, ledger: Ledger, rows: Int64) -> Int64:
    """Some postings, a row each: kind, node, amount, sheet, row and day of the entry, sheet and row (or -1 and number)
    of the cause, window (int64)."""
    import numpy as np

    entries = result.entries
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

    def __init__(self, result: Result) -> None:
        self._nodes = [node.id for node in result.nodes]
        self._amounts, self._kinds = Amounts(result.scale), {kind.value: kind.name for kind in Kind}
        self._origins = result.entries.origins
        self._columns = [min(one.columns.values(), default=0) if one.sheet else 0 for one in self._origins]

    def written(self, rows: Int64) -> list[list[str | None]]:
        return [
            [
                self._kinds[kind],
                self._nodes[node] if node >= 0 else None,
                self._amounts(amount),
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
