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

MOST_WRITTEN: Final = 100_000
"""Postings up to which each one is written; a line takes about 100 bytes."""


def ledger_form(result: Result, members: list[int]) -> list[dict[str, Any]] | None:
    """For each of the members a digest of his postings and, where there are not too many of all, the postings: kind,
    node, amount, place and date of the entry, cause (place of an entry, else number of a rule), the first day
    of the window."""
    import numpy as np

    if not result.ledgers:
        return None
    table = _table(result)
    bounds = np.searchsorted(table[:, 0], np.arange(len(result.roster) + 1))
    written = _written(result, table) if len(table) <= MOST_WRITTEN else None
    made = []
    for member in members:
        first, last = int(bounds[member]), int(bounds[member + 1])
        digest = sha256(np.ascontiguousarray(table[first:last, 1:]).astype("<i8").tobytes()).hexdigest()
        postings = None if written is None else written[first:last]
        made.append({"member": result.roster.ids[member], "digest": digest, "postings": postings})
    return made


def _table(result: Result) -> Int64:
    """Member, kind, node, amount, sheet, row and day of the entry, sheet and row (or -1 and number) of the cause,
    window: int64, member after member, the postings of each in one order whatever the parts were."""
    import numpy as np

    ledger, entries = chained(result.ledgers), result.entries
    origin = np.append(entries.origin.astype(np.int64), -1)
    row = np.append(entries.row.astype(np.int64), -1)
    day = np.append(entries.day.astype(np.int64), NO_DAY)
    by_entry = np.isin(ledger.kind, np.array(BY_ENTRY, np.int16)) & (ledger.cause >= 0)
    caused = np.where(by_entry, ledger.cause, -1)
    columns: list[np.ndarray[Any, Any]] = [
        ledger.member, ledger.kind, ledger.node, ledger.amount, origin[ledger.entry], row[ledger.entry],
        day[ledger.entry], origin[caused], np.where(by_entry, row[caused], ledger.cause), ledger.window,
    ]  # fmt: skip
    table: Int64 = np.stack([column.astype(np.int64) for column in columns], axis=1)
    return table[np.lexsort(table.T[::-1])]


def _written(result: Result, table: Int64) -> list[list[str | None]]:
    amounts, kinds = Amounts(result.scale), {kind.value: kind.name for kind in Kind}
    origins = result.entries.origins
    columns = [min(origin.columns.values(), default=0) if origin.sheet else 0 for origin in origins]

    def place(origin: int, row: int) -> str | None:
        return str(Place(origins[origin].file, origins[origin].sheet, row, columns[origin])) if origin >= 0 else None

    return [
        [
            kinds[kind],
            result.nodes[node].id if node >= 0 else None,
            amounts(amount),
            place(origin, row),
            iso(day) if day != NO_DAY else None,
            place(cause_origin, cause) or (str(cause) if cause >= 0 else None),
            iso(window) if window != NO_DAY else None,
        ]
        for _, kind, node, amount, origin, row, day, cause_origin, cause, window in table.tolist()
    ]
