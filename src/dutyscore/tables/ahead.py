"""A large csv log is parsed while the program is still being loaded: neither needs the other, and both cores are there.

Nothing is decided here. What has to be guessed before the rulebook is known (a comma between the cells, the header on
the first line, every column wanted) is looked at again by who reads the file: work on a wrong guess is thrown away.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from dutyscore.model.threads import Begun

if TYPE_CHECKING:
    import pyarrow as pa

_MARK = b"\xef\xbb\xbf"
_SEPARATOR = ","
_HEAD = 1 << 16
_WIDEST, _LONGEST = 24, 160
"""A log of more columns, or of more bytes in a row, has most of them for other purposes: they would be parsed in vain.
"""


class Ahead:
    """What has begun for one file. Every answer may be waited for."""

    def __init__(self, data: bytes) -> None:
        view = memoryview(data)
        self._digest = Begun(lambda: hashlib.sha256(view).hexdigest())  # needs none of the libraries that follow

        from dutyscore.tables.csv_parse import end_of

        self._width, start = _header(view)
        self._length = end_of(view) - start
        self._table: Begun[pa.Table | None] | None = None
        body = view[start : start + max(0, self._length)] if self._width else view[:0]
        if len(body):
            self._table = Begun(_parsed, body, self._width)
        self._proofs = Begun(_proofs, view, body)

    def is_utf8(self) -> bool:
        return self._proofs.result()[0]

    def digest(self) -> str:
        """The sha256 of the file."""
        return self._digest.result()

    def table(self, length: int, separator: str, row: int, width: int) -> pa.Table | None:
        """All columns of the last `length` bytes before the empty lines at the end, if that was the guess (the header
        of so many cells stands in this row) and they are clean. It is given once, so that nobody holds it longer than
        he needs it."""
        begun, self._table = self._table, None
        guessed = (length, separator, row, width) == (self._length, _SEPARATOR, 1, self._width)
        return begun.result() if begun is not None and guessed and self._proofs.result()[1] else None


def _parsed(body: memoryview, width: int) -> pa.Table | None:
    """The table with each column in one piece; None where quotes are not around whole cells, and also where columns
    that nobody may want are too large."""
    import pyarrow as pa

    from dutyscore.tables.csv_parse import parsed

    try:
        table = parsed(body, _SEPARATOR, width, range(1, width + 1), quotes=False)
        if table is None:
            return None
        columns = [_unquoted(column.combine_chunks()) for column in table.columns]
        clean = all(column is not None for column in columns)
        return pa.Table.from_arrays(columns, table.column_names) if clean else None
    except pa.ArrowException:
        return None


def _unquoted(column: pa.DictionaryArray) -> pa.DictionaryArray | None:
    """The column without the quotes around its cells."""
    import numpy as np
    import pyarrow as pa

    from dutyscore.tables.csv_clean import without_quotes

    words = column.dictionary
    data = words.buffers()[2]
    if data is None or b'"' not in data.to_pybytes():
        return column
    texts = without_quotes(words.to_pylist())
    if texts is None:
        return None
    written = [text.encode() for text in texts]
    ends = pa.py_buffer(np.cumsum([0, *map(len, written)], dtype=np.int32))
    found = pa.StringArray.from_buffers(len(written), ends, pa.py_buffer(b"".join(written)))  # `array` loads pandas
    return pa.DictionaryArray.from_arrays(column.indices, found)


def _proofs(view: memoryview, body: memoryview) -> tuple[bool, bool]:
    """Whether the file is UTF-8, and whether the lines below its header end in one way."""
    from dutyscore.tables.csv_clean import has_clean_ends
    from dutyscore.tables.csv_parse import is_utf8

    return is_utf8(view), has_clean_ends(body)


def _header(view: memoryview) -> tuple[int, int]:
    """How many cells the first line has, if it may be a header, and where the second begins; 0 cells if not."""
    head = bytes(view[:_HEAD])
    line, end, _ = head.removeprefix(_MARK).partition(b"\n")
    cells = line.rstrip(b"\r").split(_SEPARATOR.encode())
    start = len(line) + len(end) + len(_MARK) * head.startswith(_MARK)
    fits = 1 < len(cells) <= _WIDEST and len(head) <= _LONGEST * head.count(b"\n")
    likely = fits and b'"' not in line and all(cell.strip() for cell in cells)
    return (len(cells) if likely else 0), start
