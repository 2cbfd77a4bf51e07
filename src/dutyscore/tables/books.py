"""Files as books of sheets: a csv has one without a name, a workbook has several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from dutyscore.tables.cells import RawTable
from dutyscore.tables.csv_rows import read_rows
from dutyscore.tables.csv_text import LARGE, CsvText, KnownWords, csv_text, head_records
from dutyscore.tables.formats import workbook_of
from dutyscore.tables.header import Header, Row
from dutyscore.tables.reading import Input


class Sheet(Protocol):
    """A sheet before it is read. Both methods may raise FileRefusedError."""

    @property
    def file(self) -> str: ...

    @property
    def name(self) -> str:
        """Empty for a csv file."""

    @property
    def hidden(self) -> bool: ...

    def head(self) -> list[Row]:
        """The first rows that say something, in which the header is searched."""

    def table(self, header: Header) -> RawTable:
        """The rows below the header."""


@dataclass(frozen=True, slots=True)
class CsvSheet:
    """The table of a csv file."""

    file: str
    text: CsvText
    name: str = ""
    hidden: bool = False

    def head(self) -> list[Row]:
        return head_records(self.text)

    def table(self, header: Header) -> RawTable:
        if len(self.text.body) > LARGE:
            from dutyscore.tables.csv_blocks import read_blocks

            table = read_blocks(self.file, self.text, header)
            if table is not None:
                return table
        return read_rows(self.file, self.text, header)


@dataclass(frozen=True, slots=True)
class Book:
    """An opened file."""

    name: str
    kind: Literal["csv", "xlsx"]
    sheets: Sequence[Sheet]


def open_book(source: Input, encoding: str, known: KnownWords) -> Book:
    """Open a file by its content; `known` counts header words. FileRefusedError DS404 to DS409, DS427."""
    package = workbook_of(source.data)
    if package is None:
        return Book(source.name, "csv", [CsvSheet(source.name, csv_text(source.data, encoding, known))])
    from dutyscore.tables.xlsx_book import xlsx_sheets

    return Book(source.name, "xlsx", xlsx_sheets(source.name, package))
