"""DS351: rows that agree in everything, in a book that does not say which rows are one deed."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dutyscore.model.arrays import Int64
from dutyscore.model.columns import Column, EntryTable, Numbers, Words
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.rulebook.schema import Rulebook


def check(rulebook: Rulebook, entries: EntryTable) -> Iterator[Diagnostic]:
    """One finding for each first row that has copies, at the first copy."""
    if rulebook.entries.duplicate_of or len(entries) < 2:
        return
    group = np.zeros(len(entries), np.int64)
    for codes in _codes(entries):
        distinct, narrow = np.unique(codes, return_inverse=True)
        group = np.unique(group * len(distinct) + narrow, return_inverse=True)[1].astype(np.int64)
    order = np.argsort(group, kind="stable")
    starts = np.flatnonzero(np.diff(group[order], prepend=-1))
    for rows in np.split(order, starts[1:]):
        if len(rows) > 1:
            places = [entries.place(int(row)) for row in rows]
            first = places[0]
            name = first.cell or str(first.line) if first.sheet else str(first.line)
            yield Diagnostic("DS351", places[1], {"value": name}, also=tuple(places[2:]))


def _codes(entries: EntryTable) -> Iterator[Int64]:
    """Each column as numbers that are equal where the cells are."""
    yield entries.member.astype(np.int64)
    yield entries.day.astype(np.int64)
    yield entries.project.codes.astype(np.int64)
    for column in entries.facts.values():
        yield from _of(column)


def _of(column: Column) -> Iterator[Int64]:
    if isinstance(column, Words):
        yield column.codes.astype(np.int64)
    else:
        yield column.values.astype(np.int64)
        if isinstance(column, Numbers):
            yield column.blank.astype(np.int64)
