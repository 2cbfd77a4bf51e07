"""A csv file row by row: any quoting, any line ends, rows of the wrong width told apart."""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from dutyscore.tables.cells import Broken, RawColumn, RawTable, encoded, table_of, text_cell
from dutyscore.tables.csv_text import CsvText, cells_reader, numbered_records
from dutyscore.tables.header import Header
from dutyscore.tables.spelling import is_blank

if TYPE_CHECKING:
    from dutyscore.model.columns import Int32

_BATCH = 10_000
_SHOWN = 200


class Codes(dict[str, int]):
    """Numbers texts in order of first appearance."""

    def __missing__(self, text: str) -> int:
        number = self[text] = len(self)
        return number


def column(codes: Int32, texts: Sequence[str]) -> RawColumn:
    """A column of texts, dictionary-encoded by any reader."""
    return encoded(codes, [text_cell(text) for text in texts])


def read_rows(file: str, text: CsvText, header: Header) -> RawTable:
    """Every row below the header; FileRefusedError DS426 when quotes do not fit."""
    stream = io.TextIOWrapper(io.BytesIO(text.body), "utf-8", newline="")
    records = numbered_records(cells_reader(stream, text.separator), text.first)
    indices = {position: Codes() for position in header.kept}
    parts: dict[int, list[Int32]] = {position: [] for position in header.kept}
    lines: list[int] = []
    broken: list[Broken] = []
    while batch := list(islice(records, _BATCH)):
        rows = _whole_rows(batch, header, text.separator, lines, broken)
        across = list(zip(*rows, strict=True))
        for position, index in indices.items() if across else ():
            texts = across[position - 1]
            parts[position].append(np.fromiter(map(index.__getitem__, texts), np.int32, len(texts)))
    columns = {
        position: column(np.concatenate([*parts[position], np.empty(0, np.int32)]), tuple(index))
        for position, index in indices.items()
    }
    return table_of(file, "", header, columns, np.array(lines, np.int32), broken)


def _whole_rows(
    batch: list[tuple[int, list[str]]], header: Header, separator: str, lines: list[int], broken: list[Broken]
) -> list[list[str]]:
    """The rows of a batch that are as wide as the header; their lines and the other rows go to the two lists."""
    rows: list[list[str]] = []
    blank = [""] * header.width
    for line, record in batch:
        if line <= header.row:
            continue
        if len(record) == header.width:
            rows.append(record)
            lines.append(line)
        elif all(map(is_blank, record)):
            rows.append(blank)
            lines.append(line)
        else:
            facts = {"expected": str(header.width), "found": str(len(record))}
            broken.append(Broken(line, 0, "DS321", facts, separator.join(record)[:_SHOWN]))
    return rows
