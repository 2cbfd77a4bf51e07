"""Header rows met again below the header: the same one for printing, or that of another table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from dutyscore.tables.cells import Kind, RawColumn, RawTable, rows_where
from dutyscore.tables.header import EVENT_DATE, MEMBER_ID, MEMBER_NAME, PROJECT, Lexicon, Target
from dutyscore.tables.spelling import header_keys, is_blank

if TYPE_CHECKING:
    from dutyscore.model.columns import Bool

_LONGEST = 40
_TEXT = Kind.text
_STRUCTURE = (MEMBER_ID, MEMBER_NAME, EVENT_DATE, PROJECT)


def without_repeated_headers(table: RawTable) -> RawTable:
    """The table without the rows in which every filled cell is its own header word, member, date or item among them."""
    for words in table.header.raw:
        repeated = _repeats(table, words)
        if repeated is not None:
            table = table.without(repeated, "repeated_header")
    return table


def _structure(table: RawTable) -> list[int]:
    """The columns of member, date and item."""
    return [position for position in map(table.header.position, _STRUCTURE) if position]


def _repeats(table: RawTable, words: Mapping[int, str]) -> Bool | None:
    """The rows that say what a header row says, None if there are none."""
    said = {position: word for position, word in words.items() if position in table.columns and not is_blank(word)}
    structural = [position for position in _structure(table) if position in said]
    if not structural:
        return None
    repeated = np.ones(len(table.rows), bool)
    few_first = sorted(table.columns.items(), key=lambda one: (one[0] not in structural, len(one[1].cells)))
    for position, column in few_first:
        word = said.get(position, "")
        longest, key = _LONGEST + len(word), header_keys(word) if word else ()
        flags = [
            position not in structural
            if kind is Kind.blank
            else kind is Kind.text and len(text) <= longest and header_keys(text) == key
            for kind, text in column.cells
        ]
        if not any(flags):
            return None
        repeated &= rows_where(column, flags)
    return repeated if repeated.any() else None


def other_header(table: RawTable, lexicon: Lexicon) -> int:
    """The first row below that names at least two of member, date and item in another order; 0 if there is none."""
    naming = np.zeros(len(table.rows), np.int8)
    columns = [table.columns[position] for position in dict.fromkeys(_structure(table))]
    for column in columns:
        flags = _words_in(column, lexicon)
        if any(flags):
            naming += rows_where(column, flags)
    for index in np.flatnonzero(naming > 1).tolist():
        if _is_another(table, index, lexicon):
            return int(table.rows[index])
    return 0


def _is_another(table: RawTable, index: int, lexicon: Lexicon) -> bool:
    """Whether a row is a header of other columns: all that stands under member, date and item are header words, they
    name two of these, and not all where they stand already."""
    named: dict[Target, int] = {}
    structural = _structure(table)
    for position, column in table.columns.items():
        kind, text = column.cells[column.codes[index]]
        targets = lexicon.targets(text) if kind is Kind.text else ()
        if position in structural and kind is not Kind.blank and not targets:
            return False
        named |= dict.fromkeys(targets, position)
    moved = any(table.header.position(target) not in (0, position) for target, position in named.items())
    return len(named.keys() & {*_STRUCTURE}) > 1 and moved


def _words_in(column: RawColumn, lexicon: Lexicon) -> list[bool]:
    """Which cells could be header words: the cheap tests first, there may be many cells."""
    return [
        kind is _TEXT and len(text) <= _LONGEST and not text[:1].isdecimal() and bool(lexicon.targets(text))
        for kind, text in column.cells
    ]
