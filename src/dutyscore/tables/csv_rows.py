"""A csv file row by row: any quoting, any line ends, rows of the wrong width told apart."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from dutyscore.tables.asides import MOST_ROWS, aside
from dutyscore.tables.cells import Broken, RawColumn, RawTable, encoded, outside, table_of, text_cell
from dutyscore.tables.csv_text import CsvText, cells_reader, numbered_records
from dutyscore.tables.header import Header
from dutyscore.tables.refusal import FileRefusedError
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


def read_rows(file: str, text: CsvText, header: Header, until: int = 0) -> RawTable:
    """Every row below the header, and above line `until` if it is given.

    FileRefusedError DS426 when quotes do not fit, DS436 when not one row is as wide as the header.
    """
    records = body_records(text)
    indices = {position: Codes() for position in header.kept}
    parts: dict[int, list[Int32]] = {position: [] for position in header.kept}
    gathered = _Gathered(header, text.separator)
    while batch := list(islice(records, _BATCH)):
        rows = gathered.whole_rows(batch, until)
        across = list(zip(*rows, strict=True))
        for position, index in indices.items() if across else ():
            texts = across[position - 1]
            parts[position].append(np.fromiter(map(index.__getitem__, texts), np.int32, len(texts)))
    if gathered.odd and not gathered.whole and not until:
        raise FileRefusedError("DS436", header.row, separator=text.separator, width=str(header.width))
    columns = {
        position: column(np.concatenate([*parts[position], np.empty(0, np.int32)]), tuple(index))
        for position, index in indices.items()
    }
    lines = np.array(gathered.lines, np.int32)
    return table_of(file, "", header, columns, lines, gathered.broken, gathered.beside)


def body_records(text: CsvText) -> Iterator[tuple[int, list[str]]]:
    """Every record with its line; FileRefusedError DS426 when quotes do not fit."""
    stream = io.TextIOWrapper(io.BytesIO(text.body), "utf-8", newline="")
    return numbered_records(cells_reader(stream, text.separator), text.first)


class _Gathered:
    """The lines of the rows so far, those that are not as wide as the header, and what stands beside the columns."""

    def __init__(self, header: Header, separator: str) -> None:
        self.lines: list[int] = []
        self.broken: list[Broken] = []
        self.beside: dict[int, dict[int, str]] = {}
        self.whole = self.odd = 0
        self._header, self._separator = header, separator
        self._members = [position - 1 for position in header.members]

    def whole_rows(self, batch: list[tuple[int, list[str]]], until: int) -> list[list[str]]:
        """The rows of a batch as wide as the header; others are cut or filled where nothing is lost by it."""
        rows: list[list[str]] = []
        width = self._header.width
        for line, record in batch:
            if line <= self._header.row or 0 < until <= line:
                continue
            if len(record) == width:
                self.whole += 1
            else:
                fitting = _fitting(record, width)
                self.odd += any(record)
                if fitting is None:
                    facts = {"expected": str(width), "found": str(len(record))}
                    self.broken.append(Broken(line, 0, "DS321", facts, self._separator.join(record)[:_SHOWN]))
                    continue
                record = fitting
            rows.append(record)
            self.lines.append(line)
            if self._members and all(is_blank(record[place]) for place in self._members):
                texts = outside(enumerate(record, 1), self._header, nameless=True)
                if texts and len(self.beside) < MOST_ROWS:
                    self.beside[line] = texts
        return rows


def _fitting(record: list[str], width: int) -> list[str] | None:
    """A row of another width as one of this width: what is too much is blank, or it is a total or note and no entry."""
    texts = [text for text in record if not is_blank(text)]
    if not texts or all(map(is_blank, record[width:])):
        if len(record) > width or not texts:
            return [*record[:width], *[""] * (width - len(record))]
        if len(texts) == 1 or aside(texts[0]):
            return [*record, *[""] * (width - len(record))]
    return None
