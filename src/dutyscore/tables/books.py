"""Files as books of sheets: a csv has one without a name, a workbook has several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.frozen import dataclass
from dutyscore.model.place import Place
from dutyscore.tables.cells import Cell, RawTable, text_cell
from dutyscore.tables.csv_rows import body_records, read_rows
from dutyscore.tables.csv_text import CsvText, KnownWords, csv_text, head_records
from dutyscore.tables.formats import sniffed
from dutyscore.tables.header import Header, Row
from dutyscore.tables.reading import LARGE, FileKind, Input


class Sheet(Protocol):
    """A sheet before it is read. Both methods may raise FileRefusedError."""

    @property
    def file(self) -> str: ...

    @property
    def name(self) -> str:
        """Empty for a csv file."""

    @property
    def hidden(self) -> bool: ...

    def head(self, first: int = 1) -> list[Row]:
        """The first rows that say something, from row `first` on, in which the header is searched."""

    def table(self, header: Header, until: int = 0) -> RawTable:
        """The rows below the header, and above row `until` if it is given."""

    def rows(self) -> Iterator[tuple[int, dict[int, Cell]]]:
        """Every row, cell by cell, as it stands."""


@dataclass(frozen=True, slots=True)
class CsvSheet:
    """The table of a csv file."""

    file: str
    text: CsvText
    name: str = ""
    hidden: bool = False

    def head(self, first: int = 1) -> list[Row]:
        return head_records(self.text, first)

    def table(self, header: Header, until: int = 0) -> RawTable:
        if len(self.text.body) > LARGE:
            from dutyscore.tables.csv_blocks import read_blocks

            table = read_blocks(self.file, self.text, header, until)
            if table is not None:
                return table
        return read_rows(self.file, self.text, header, until)

    def rows(self) -> Iterator[tuple[int, dict[int, Cell]]]:
        for line, record in body_records(self.text):
            yield line, {position: text_cell(text) for position, text in enumerate(record, 1)}


@dataclass(frozen=True, slots=True)
class Book:
    """An opened file."""

    name: str
    kind: FileKind
    sheets: Sequence[Sheet]
    encoding: str = ""


def open_book(source: Input, encoding: str, known: KnownWords) -> Book:
    """Open a file by its content; `known` counts header words. FileRefusedError DS404 to DS409, DS427, DS438."""
    kind, package = sniffed(source.data)
    if kind == "xls":
        from dutyscore.tables.xls_book import xls_sheets

        return Book(source.name, "xls", xls_sheets(source.name, source.data))
    if kind == "parquet":
        from dutyscore.tables.parquet_book import parquet_sheet

        return Book(source.name, "parquet", [parquet_sheet(source.name, source.data)])
    if package is None:
        text = csv_text(source.data, encoding, known, source.ahead)
        return Book(source.name, "csv", [CsvSheet(source.name, text)], text.encoding)
    from dutyscore.tables.xlsx_book import xlsx_sheets

    return Book(source.name, "xlsx", xlsx_sheets(source.name, package))


_SUFFIXES: dict[str, FileKind] = {
    **dict.fromkeys((".csv", ".tsv", ".txt"), "csv"),
    **dict.fromkeys((".xlsx", ".xlsm", ".xltx", ".xltm"), "xlsx"),
    **dict.fromkeys((".xls", ".xlt"), "xls"),
    **dict.fromkeys((".parquet", ".pq"), "parquet"),
}  # fmt: skip


def named_otherwise(book: Book) -> Iterator[Diagnostic]:
    """A note where the name of a file promises another kind of file."""
    suffix = book.name[book.name.rfind(".") :].lower() if "." in book.name else ""
    if _SUFFIXES.get(suffix, book.kind) != book.kind:
        yield Diagnostic("DS437", Place(book.name), {"found": book.kind, "suffix": suffix})
