"""Tables as the files of an office: workbooks and csv, the same bytes on every run."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from xml.etree.ElementTree import canonicalize

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Font

Value = object
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_WRITTEN = datetime(2024, 1, 5, 9, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(<)")


@dataclass(frozen=True)
class Table:
    """A sheet: an optional title above the header, then rows of the same length. Blank cells are None."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Value]]
    title: str = ""


def table_of(name: str, columns: Sequence[str], records: Sequence[Mapping[str, Value]], title: str = "") -> Table:
    return Table(name, columns, [[record.get(column) for column in columns] for record in records], title)


def write_workbook(path: Path, tables: Sequence[Table], properties: Mapping[str, str]) -> None:
    book = Workbook()
    del book[book.sheetnames[0]]
    book.properties.creator = "dutyscore"
    book.properties.created = _WRITTEN
    for name, value in properties.items():
        book.custom_doc_props.append(StringProperty(name=name, value=value))  # type: ignore[attr-defined]
    for table in tables:
        sheet = book.create_sheet(table.name)
        if table.title:
            sheet.append([table.title])
            sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(table.columns))
            sheet["A1"].font, sheet["A1"].alignment = Font(size=16, bold=True), Alignment(horizontal="center")
        sheet.append(list(table.columns))
        for row in table.rows:
            sheet.append(list(row))
        head = 2 if table.title else 1
        sheet.freeze_panes = f"A{head + 1}"
        for index, column in enumerate(table.columns):
            sheet.cell(head, index + 1).font = Font(bold=True)
            if any(isinstance(row[index], date) for row in table.rows):
                letter = sheet.cell(head, index + 1).column_letter
                sheet.column_dimensions[letter].width = 12
                for cell in sheet[letter][head:]:
                    cell.number_format = "yyyy-mm-dd"
            elif column == "事项":
                sheet.column_dimensions[sheet.cell(head, index + 1).column_letter].width = 32
    stream = io.BytesIO()
    book.save(stream)
    path.write_bytes(_timeless(stream.getvalue()))


def _timeless(data: bytes) -> bytes:
    """The workbook without the hour of its making, its parts in the canonical form of XML: openpyxl writes them in one
    way with lxml at hand and in another without."""
    moment = _WRITTEN.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = canonicalize(_MODIFIED.sub(rb"\g<1>" + moment + rb"\2", old.read(name)).decode()).encode()
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            new.writestr(entry, part)
    return stream.getvalue()


def write_csv(path: Path, table: Table, encoding: str) -> None:
    """A csv file as a spreadsheet program saves it: CRLF, dates as 2023/5/6 or ISO by the caller's text."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(table.columns)
        writer.writerows(["" if value is None else str(value) for value in row] for row in table.rows)
