"""The ledger as a table of columns for programs: one row per posting, member after member in the order of operations.

Built part by part: the parts of a log one after the other are the table of the whole log.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from dutyscore.model.columns import NO_DAY, EntryTable
from dutyscore.model.exact import Scale
from dutyscore.model.ledger import BY_ENTRY, Kind, Ledger
from dutyscore.model.result import NodeInfo

_WIDTH = 19
"""Digits of the largest amount."""


def ledger_schema(scale: Scale) -> pa.Schema:
    """`member` is the id; `file`, `sheet`, `row` (0 = none) the place of the entry; `date` its event date; `node` its
    id (empty at a total); `amount` exact, `steps` the same in whole steps; `cause_row` the row of the entry that did
    it, 0 for none, `cause` the number of the rule (-1 for none); `window` the first day of the limit's window."""
    text = pa.dictionary(pa.int32(), pa.string())
    return pa.schema(
        [
            ("member", text), ("file", text), ("sheet", text), ("row", pa.int32()), ("date", pa.date32()),
            ("node", text), ("kind", text), ("amount", pa.decimal128(_WIDTH, scale.decimals)), ("steps", pa.int64()),
            ("cause", pa.int32()), ("cause_row", pa.int32()), ("window", pa.date32()),
        ]
    )  # fmt: skip


def ledger_table(
    ledger: Ledger, entries: EntryTable, ids: Sequence[str], nodes: Sequence[NodeInfo], scale: Scale
) -> pa.Table:
    """The postings of some members: `ids` are those of the members that the ledger numbers."""
    order = np.argsort(ledger.member, kind="stable")
    entry, kind, cause = ledger.entry[order], ledger.kind[order], ledger.cause[order]
    by_entry = np.isin(kind, np.array(BY_ENTRY, np.int16))
    rows, days = np.append(entries.row, 0).astype(np.int32), np.append(entries.day, NO_DAY).astype(np.int32)
    origin = np.append(entries.origin, len(entries.origins))[entry]
    steps = ledger.amount[order]
    columns = [
        _texts(ids, ledger.member[order]),
        _texts([*(one.file for one in entries.origins), ""], origin),
        _texts([*(one.sheet for one in entries.origins), ""], origin),
        pa.array(rows[entry]),
        _days(days[entry]),
        _texts([*(node.id for node in nodes), ""], ledger.node[order]),
        _texts([one.name for one in sorted(Kind)], kind),
        _decimals(steps, scale),
        pa.array(steps),
        pa.array(np.where(by_entry, -1, cause).astype(np.int32)),
        pa.array(rows[np.where(by_entry, cause, -1)]),
        _days(ledger.window[order]),
    ]
    return pa.Table.from_arrays(columns, schema=ledger_schema(scale))


def _texts(texts: Sequence[str], index: Any) -> pa.DictionaryArray:
    """Texts by their numbers; -1 is the last one."""
    codes = np.where(index < 0, len(texts) - 1, index).astype(np.int32)
    return pa.DictionaryArray.from_arrays(pa.array(codes), pa.array(list(texts), pa.string()))


def _days(days: Any) -> pa.Array:
    return pa.array(days.astype(np.int32), mask=days == NO_DAY).cast(pa.date32())


def _decimals(steps: Any, scale: Scale) -> pa.Array:
    """Amounts as decimals of 128 bits: whole numbers of the last decimal, low half first."""
    size = scale.step * 10**scale.decimals
    units = steps * np.int64(size.numerator)
    halves = np.empty((len(units), 2), np.int64)
    halves[:, 0], halves[:, 1] = units, units >> 63
    kind = pa.decimal128(_WIDTH, scale.decimals)
    return pa.Array.from_buffers(kind, len(units), [None, pa.py_buffer(halves.tobytes())])
