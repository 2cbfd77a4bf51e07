"""What stands outside the known columns of a sheet: in rows that name no member, and right of the table.

Such rows may be totals, labels and notes, whose words often stand in a column that means nothing to the rulebook.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import compress

from dutyscore.tables.asides import MOST_ROWS
from dutyscore.tables.cells import outside
from dutyscore.tables.header import Header
from dutyscore.tables.xlsx_cells import Stored
from dutyscore.tables.xlsx_plain import ANY_CELL, Plain, stored_of
from dutyscore.tables.xlsx_rows import Cells, column_number

_CELL = re.compile(rb'<c r="([A-Z]{1,3})[0-9]{1,7}"(%s)' % ANY_CELL)


class _Nothing(dict[bytes, bool]):
    """Whether the bytes of a cell hold no value; each is looked at once."""

    def __missing__(self, key: bytes) -> bool:
        self[key] = found = not any(mark in key for mark in (b"<v", b"<is>", b"<f"))
        return found


class Beside:
    """Collects the texts, in `found` by row and position."""

    def __init__(self, header: Header, part: str, content: Callable[[Stored], str]) -> None:
        self.found: dict[int, dict[int, str]] = {}
        self._header, self._last = header, header.last
        self._members = header.members
        self._places = [header.kept.index(position) for position in header.members]
        self._part = part
        self._content = content
        self._left = MOST_ROWS
        self._holds_nothing = _Nothing()

    def parsed(self, rows: Iterable[tuple[int, Cells]]) -> None:
        for number, cells in rows:
            nameless = not any(position in cells for position in self._members)
            if nameless or max(cells) > self._last:
                self._look(number, cells, nameless)

    def plain(self, piece: Plain, first: int, last: int) -> None:
        """The rows of a piece from index `first` up to `last`; they are never wider than the header."""
        nameless: Iterable[int] = range(first, last)
        for place in self._places:
            indices = list(nameless)
            keys = piece.columns[place]
            nameless = compress(indices, map(self._holds_nothing.__getitem__, map(keys.__getitem__, indices)))
        for index in nameless:
            row = piece.rows[index]
            if self._left and (b"<v>" in row or b"<is>" in row):
                stored = (
                    (column_number(letters.decode()), stored_of(key, self._part)) for letters, key in _CELL.findall(row)
                )
                self._look(piece.numbers[index], {at: cell for at, cell in stored if at and cell}, True)

    def _look(self, number: int, cells: Cells, nameless: bool) -> None:
        if not self._left:
            return
        self._left -= 1
        held = ((position, self._content(cell)) for position, cell in cells.items() if cell.value)
        texts = outside(held, self._header, nameless)
        if texts:
            self.found[number] = texts
