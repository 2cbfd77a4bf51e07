"""Entries out of several tables as one: what was read in blocks, or on several machines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from dutyscore.model.columns import Column, Days, EntryTable, Numbers, Words


def gathered(tables: Sequence[EntryTable]) -> EntryTable:
    """The entries of tables that were read by one rulebook, in their order."""
    first = tables[0]
    if len(tables) == 1:
        return first
    origins = tuple(dict.fromkeys(origin.file + origin.sheet for table in tables for origin in table.origins))
    known = {origin.file + origin.sheet: origin for table in tables for origin in table.origins}
    numbers = [
        np.array([origins.index(origin.file + origin.sheet) for origin in table.origins], np.int16) for table in tables
    ]
    return EntryTable(
        tuple(known[name] for name in origins),
        np.concatenate([number[table.origin] for number, table in zip(numbers, tables, strict=True)]),
        np.concatenate([table.row for table in tables]),
        np.concatenate([table.member for table in tables]),
        np.concatenate([table.day for table in tables]),
        _words([table.project for table in tables]),
        {name: _column([table.facts[name] for table in tables]) for name in first.facts},
    )


def _column(parts: Sequence[Column]) -> Column:
    words = [part for part in parts if isinstance(part, Words)]
    if words:
        return _words(words)
    numbers = [part for part in parts if isinstance(part, Numbers)]
    if numbers:
        values, blank = (np.concatenate([getattr(part, name) for part in numbers]) for name in ("values", "blank"))
        return Numbers(values, blank, numbers[0].decimals)
    return Days(np.concatenate([part.values for part in parts if isinstance(part, Days)]))


def _words(parts: Sequence[Words]) -> Words:
    """Declared words are the same everywhere; others are put in the order of their code points, as in one table."""
    if all(part.words == parts[0].words for part in parts):
        return Words(np.concatenate([part.codes for part in parts]), parts[0].words)
    words = tuple(sorted({word for part in parts for word in part.words}))
    number = {word: code for code, word in enumerate(words)}
    tables: list[Any] = [np.array([*(number[word] for word in part.words), -1], np.int32) for part in parts]
    return Words(np.concatenate([table[part.codes] for table, part in zip(tables, parts, strict=True)]), words)
