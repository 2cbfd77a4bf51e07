"""pyarrow as the parser of csv files: each column becomes its distinct texts and a code for every row."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.csv as pc

_PIECE = 1 << 16
_LARGE = 1 << 26
"""From here on larger blocks pay: each has a dictionary of its own for every column."""


def parsed(body: memoryview, separator: str, width: int, wanted: Iterable[int], quotes: bool = True) -> pa.Table | None:
    """The wanted columns (1-based) of rows that are `width` cells wide, named by position; None if pyarrow meets a row
    of another width. Without `quotes` these are characters like others, and stay. The text must be UTF-8: who proves it
    of the whole need not do it of every cell."""
    words = pa.dictionary(pa.int32(), pa.string())
    names = [str(position) for position in wanted]
    try:
        table = pc.read_csv(
            pa.py_buffer(body),
            read_options=pc.ReadOptions(
                column_names=[str(place + 1) for place in range(width)],
                block_size=1 << 20 if len(body) < _LARGE else 1 << 22,
            ),
            parse_options=pc.ParseOptions(
                delimiter=separator, ignore_empty_lines=False, quote_char='"' if quotes else False
            ),
            convert_options=pc.ConvertOptions(
                column_types=dict.fromkeys(names, words),
                include_columns=names,
                strings_can_be_null=False,
                check_utf8=False,
            ),
        )
    except pa.ArrowInvalid:
        return None
    return table.unify_dictionaries()


def end_of(view: memoryview) -> int:
    """Where the empty lines at the end of a text begin."""
    end = len(view)
    while end:
        piece = bytes(view[max(0, end - _PIECE) : end])
        kept = piece.rstrip(b"\r\n")
        end -= len(piece) - len(kept)
        if kept:
            break
    return end


def is_utf8(view: memoryview) -> bool:
    """Whether a large text is UTF-8, proved without making a string of it."""
    import numpy as np

    ends = pa.py_buffer(np.array([0, len(view)], np.int64))
    try:
        pa.LargeStringArray.from_buffers(1, ends, pa.py_buffer(view)).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True
