"""A large csv log is parsed while the program is still being loaded: neither needs the other, and both cores are there.

Nothing is decided here. What has to be guessed before the rulebook is known (a comma between the cells, the header on
the first line, every column wanted) is looked at again by who reads the file: work on a wrong guess is thrown away.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from dutyscore.model.threads import Begun
from dutyscore.tables.csv_coded import CodedColumn, CodedTable

_MARK = b"\xef\xbb\xbf"
_SEPARATOR = ","
_HEAD = 1 << 16
_WIDEST, _LONGEST = 24, 160
"""A log of more columns, or of more bytes in a row, has most of them for other purposes: they would be parsed in vain.
"""


class Found(NamedTuple):
    """What was found in a file: whether it is UTF-8, and the cells of its last `length` bytes before the empty lines at
    the end, if they are a clean table of `width` columns below a header on the first line."""

    utf8: bool
    width: int
    length: int
    table: CodedTable | None


class Ahead:
    """What has begun for one file. Every answer may be waited for."""

    def __init__(self, data: bytes, found: Callable[[], Found] | None = None) -> None:
        """`found` waits for `look` at the same data, which has begun elsewhere; without it, it begins in a thread."""
        view = memoryview(data)
        self._digest = Begun(lambda: hashlib.sha256(view).hexdigest())  # needs none of the libraries that follow
        self._wait = found or _in_thread(view)
        self._found: Found | None = None

    def is_utf8(self) -> bool:
        return self._known().utf8

    def digest(self) -> str:
        """The sha256 of the file."""
        return self._digest.result()

    def table(self, length: int, separator: str, row: int, width: int) -> CodedTable | None:
        """All columns of the last `length` bytes before the empty lines at the end, if that was the guess (the header
        of so many cells stands in this row) and they are clean. It is given once, so that nobody holds it longer than
        he needs it."""
        found = self._known()
        self._found = found._replace(table=None)
        guessed = (length, separator, row, width) == (found.length, _SEPARATOR, 1, found.width)
        return found.table if guessed else None

    def _known(self) -> Found:
        if self._found is None:
            self._found = self._wait()
        return self._found


def _in_thread(view: memoryview) -> Callable[[], Found]:
    import dutyscore.tables.csv_parse  # noqa: F401  # a library is better loaded by one thread than by two

    return Begun(look, view).result


def look(view: memoryview) -> Found:
    """Look at a whole file without knowing anything of it."""
    from dutyscore.tables.csv_clean import end_of, has_clean_ends
    from dutyscore.tables.csv_parse import is_utf8

    width, start = _header(view)
    length = end_of(view) - start
    body = view[start : start + max(0, length)] if width else view[:0]
    clean = Begun(has_clean_ends, body)
    table = _parsed(body, width) if len(body) else None
    # all that stands below the header stands in some cell
    utf8 = table.utf8 and _is_text(view[:start]) if table else is_utf8(view)
    return Found(utf8, width, length, _unquoted(table) if table and clean.result() and utf8 else None)


def _parsed(body: memoryview, width: int) -> CodedTable | None:
    """The table; None also where columns that nobody may want are too large."""
    import pyarrow as pa

    from dutyscore.tables import csv_parse

    try:
        return csv_parse.parsed(body, _SEPARATOR, width, range(1, width + 1), quotes=False)
    except pa.ArrowException:
        return None


def _unquoted(table: CodedTable) -> CodedTable | None:
    """The table without the quotes around its cells; None where quotes are not around whole cells."""
    from dutyscore.tables.csv_clean import without_quotes

    columns = {}
    for position, column in table.columns.items():
        if b'"' in bytes(column.data):
            texts = without_quotes(column.texts())
            if texts is None:
                return None
            column = CodedColumn.of(column.codes, texts)
        columns[position] = column
    return table._replace(columns=columns)


def _is_text(view: memoryview) -> bool:
    try:
        str(view, "utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _header(view: memoryview) -> tuple[int, int]:
    """How many cells the first line has, if it may be a header, and where the second begins; 0 cells if not."""
    head = bytes(view[:_HEAD])
    line, end, _ = head.removeprefix(_MARK).partition(b"\n")
    cells = line.rstrip(b"\r").split(_SEPARATOR.encode())
    start = len(line) + len(end) + len(_MARK) * head.startswith(_MARK)
    fits = 1 < len(cells) <= _WIDEST and len(head) <= _LONGEST * head.count(b"\n")
    likely = fits and b'"' not in line and all(cell.strip() for cell in cells)
    return (len(cells) if likely else 0), start


# ---------------------------------------------------------------- from one process to another


def told(found: Found) -> tuple[dict[str, Any], list[Sequence[memoryview]]]:
    """What was found as plain words and numbers, and the large buffers, that a process can hand to another one."""
    utf8, width, length, table = found
    about = {"utf8": utf8, "width": width, "length": length, "table": table is not None}
    if table is None:
        return about, []
    columns = table.columns.values()
    buffers = [part for column in columns for part in (column.codes, (column.ends,), (column.data,))]
    return {**about, "rows": table.rows, "columns": list(table.columns)}, buffers


def heard(about: Mapping[str, Any], buffers: Sequence[memoryview]) -> Found:
    """What `told` was told."""
    table, left = None, iter(buffers)
    if about["table"]:
        columns = {at: CodedColumn((next(left),), next(left), next(left)) for at in about["columns"]}
        table = CodedTable(about["rows"], columns, about["utf8"])
    return Found(about["utf8"], about["width"], about["length"], table)
