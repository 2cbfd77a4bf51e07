"""A parquet file, as systems export it: the names of its columns are the header, row i is record i."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from dutyscore.model.frozen import dataclass
from dutyscore.tables.cells import BLANK, Cell, Kind, RawColumn, RawTable, encoded, table_of, text_cell
from dutyscore.tables.header import Header, Row, Target
from dutyscore.tables.refusal import FileRefusedError
from dutyscore.tables.xlsx_cells import plain_number

MOST_ROWS = 200_000_000
MOST_BYTES = 4 << 30
_DAMAGE = (pa.ArrowException, OSError, ValueError, TypeError, KeyError, OverflowError)


@dataclass(frozen=True, slots=True)
class ParquetSheet:
    """The one table of the file. Reading it may raise FileRefusedError DS408."""

    file: str
    data: bytes
    names: tuple[str, ...]
    name: str = ""
    hidden: bool = False

    def head(self, first: int = 1) -> list[Row]:
        return [(0, dict(enumerate(self.names, 1)))] if first < 2 else []

    def table(self, header: Header, until: int = 0) -> RawTable:
        try:
            with pq.ParquetFile(pa.BufferReader(self.data)) as opened:
                rows = opened.metadata.num_rows
                columns = {at: _column(opened, self.names[at - 1]) for at in header.kept}
        except _DAMAGE as error:
            raise FileRefusedError("DS408", reason="records", part="") from error
        return table_of(self.file, "", header, columns, np.arange(1, rows + 1, dtype=np.int32), ())

    def rows(self) -> Iterator[tuple[int, dict[int, Cell]]]:
        """Every row, cell by cell, as it stands; row 0 holds the names of the columns."""
        yield 0, {position: Cell(Kind.text, name) for position, name in enumerate(self.names, 1)}
        places = {Target("field", name): (position,) for position, name in enumerate(self.names, 1)}
        table = self.table(Header(0, len(self.names), dict(enumerate(self.names, 1)), places, 0))
        for index, row in enumerate(table.rows.tolist()):
            yield row, {at: column.cells[column.codes[index]] for at, column in table.columns.items()}


def parquet_sheet(file: str, data: bytes) -> ParquetSheet:
    """The table of a parquet file; FileRefusedError DS408, DS409."""
    try:
        with pq.ParquetFile(pa.BufferReader(data)) as opened:
            metadata = opened.metadata
            size = sum(metadata.row_group(group).total_byte_size for group in range(metadata.num_row_groups))
            names = tuple(opened.schema_arrow.names)
            rows = metadata.num_rows
    except _DAMAGE as error:
        raise FileRefusedError("DS408", reason="records", part="") from error
    if not 0 <= rows <= MOST_ROWS or not 0 <= size <= MOST_BYTES:
        raise FileRefusedError("DS409", limit="size", part="")
    return ParquetSheet(file, data, names)


def _column(opened: Any, name: str) -> RawColumn:
    """A column of cells; a blank cell for every null."""
    whole = opened.read([name]).column(0).combine_chunks()
    if isinstance(whole, pa.ChunkedArray):
        whole = pa.concat_arrays(whole.chunks) if whole.num_chunks else pa.array([], whole.type)
    if not pa.types.is_dictionary(whole.type):
        whole = whole.dictionary_encode()
    cells = [_cell(value) for value in whole.dictionary.to_pylist()]
    codes = whole.indices.fill_null(len(cells)).cast(pa.int32()).to_numpy(zero_copy_only=False)
    return encoded(codes, [*cells, BLANK]) if whole.null_count else encoded(codes, cells)


def _cell(value: object) -> Cell:
    if value is None:
        return BLANK
    if isinstance(value, str):
        return text_cell(value)
    if isinstance(value, bool):
        return Cell(Kind.flag, "TRUE" if value else "FALSE")
    if isinstance(value, int):
        return Cell(Kind.number, str(value))
    if isinstance(value, date):
        return Cell(Kind.date, value.isoformat()[:10])
    if isinstance(value, Decimal):
        return _number(format(value, "f"))
    return _number(plain_number(repr(value)) or str(value))


def _number(text: str) -> Cell:
    return text_cell(text) if text.lower() in ("nan", "inf", "-inf") else Cell(Kind.number, text)
