"""A csv file whose cells were cut out: of each column the distinct texts and a code for every row, as plain buffers.

They look the same whether they were made in this process or in another one.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

CODE = 4
"""Bytes of a code, and of an end."""


class CodedColumn(NamedTuple):
    """`codes` are int32, one for each row, in pieces. The text of code n is UTF-8 and stands in `data` from end n to
    end n + 1 of `ends` (int32)."""

    codes: Sequence[memoryview]
    ends: memoryview
    data: memoryview

    @staticmethod
    def of(codes: Sequence[memoryview], texts: Iterable[str]) -> CodedColumn:
        """A column out of its texts."""
        written = [text.encode() for text in texts]
        ends = array("i", accumulate(map(len, written), initial=0))
        return CodedColumn(codes, memoryview(ends).cast("B"), memoryview(b"".join(written)))

    def texts(self) -> list[str]:
        """The distinct texts; they must be UTF-8."""
        ends = pairwise(self.ends.cast("i").tolist())
        data = bytes(self.data)
        if data.isascii():
            whole = data.decode()
            return [whole[start:end] for start, end in ends]
        return [data[start:end].decode() for start, end in ends]


class CodedTable(NamedTuple):
    """`rows` rows and their columns by 1-based position; whether all texts are UTF-8."""

    rows: int
    columns: Mapping[int, CodedColumn]
    utf8: bool
