"""pyarrow as the parser of csv files: each column becomes its distinct texts and a code for every row.

Nothing here needs numpy: a process that only parses does not load it.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable

import pyarrow as pa
import pyarrow.csv as pc

from dutyscore.tables.csv_coded import CODE, CodedColumn, CodedTable

_LARGE = 1 << 26
"""From here on larger blocks pay: each has a dictionary of its own for every column."""


def parsed(
    body: memoryview, separator: str, width: int, wanted: Iterable[int], quotes: bool = True
) -> CodedTable | None:
    """The wanted columns (1-based) of rows that are `width` cells wide; None if pyarrow meets a row of another width.
    Without `quotes` these are characters like others, and stay. Whether a text is UTF-8 is looked at once, not in every
    cell that says it."""
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
    rows, left = table.num_rows, table.columns[::-1]
    del table  # of each column what was parsed goes as soon as it has one dictionary
    columns, utf8 = {}, True
    for name in names:
        chunks = left.pop().unify_dictionaries().chunks
        columns[int(name)] = _coded(chunks)
        utf8 = utf8 and (not chunks or _is_valid(chunks[0].dictionary))
    return CodedTable(rows, columns, utf8)


def _coded(chunks: list[pa.DictionaryArray]) -> CodedColumn:
    """A column out of chunks that all have the same dictionary; an empty table has none."""
    codes = []
    for chunk in filter(len, chunks):
        start = chunk.offset * CODE
        codes.append(memoryview(chunk.indices.buffers()[1])[start : start + len(chunk) * CODE])
    if not codes:
        return CodedColumn.of([], [])
    words = chunks[0].dictionary
    _, ends, data = words.buffers()
    start = words.offset * CODE
    return CodedColumn(codes, memoryview(ends)[start : start + (len(words) + 1) * CODE], memoryview(data or b""))


def is_utf8(view: memoryview) -> bool:
    """Whether a large text is UTF-8, proved without making a string of it."""
    ends = pa.py_buffer(array("q", [0, len(view)]))
    return _is_valid(pa.LargeStringArray.from_buffers(1, ends, pa.py_buffer(view)))


def _is_valid(texts: pa.StringArray | pa.LargeStringArray) -> bool:
    try:
        texts.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True
