"""A workbook for Excel and WPS: exact numbers with the decimals of the rulebook, text that can never be a formula.

The same report gives the same bytes: nothing of the clock gets into the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from typing import Any

from dutyscore.model.place import column_letters
from dutyscore.model.tableau import Cell, Column, Paragraph, Table, Tableau
from dutyscore.output.formats.paper import Paper, for_people
from dutyscore.output.width import width

_FILLS = {
    "green": "C6EFCE", "yellow": "FFEB9C", "red": "FFC7CE", "blue": "CFE2F3", "orange": "FBD5A5", "purple": "E1D5EE",
    "grey": "DDDDDD", "gray": "DDDDDD", "black": "BFBFBF",
}  # fmt: skip
_LONGEST = 32_767
"""Characters that a cell holds."""
_DIGITS = 15
"""Digits that a spreadsheet keeps; longer numbers are written as text."""
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_CLOCK = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")


def write(tableau: Tableau, paper: Paper) -> bytes:
    """One sheet: what stands above the first table, the table with a fixed header and a filter, what follows."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    book.properties.creator, book.properties.title = "dutyscore", tableau.title
    tables = [for_people(block) for block in tableau.blocks if isinstance(block, Table)]
    sheet: Any = book.create_sheet(_sheet_name(tables[0].name if tables else tableau.title))
    _set_up(sheet, tableau, tables[0] if tables else None)
    writer = _Writer(sheet)
    for block in tableau.blocks:
        for cells in writer.rows(block):
            sheet.append(cells)
    raw = BytesIO()
    book.save(raw)
    return without_clock(raw.getvalue())


def _sheet_name(text: str) -> str:
    return _NOT_IN_NAMES.sub(" ", text)[:31].strip() or "dutyscore"


def _set_up(sheet: Any, tableau: Tableau, table: Table | None) -> None:
    """What must be known before the first row is written: widths, the fixed header, the filter, the page."""
    sheet.page_setup.paperSize, sheet.page_setup.orientation = 9, "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    if table is None:
        return
    above = tableau.blocks[: next(i for i, block in enumerate(tableau.blocks) if isinstance(block, Table))]
    header = sum(len(block.lines) for block in above if isinstance(block, Paragraph)) + 1
    for index, column in enumerate(table.columns):
        widest = max((width(row[index].text) for row in table.rows), default=0)
        sheet.column_dimensions[column_letters(index + 1)].width = min(60, max(width(column.title) + 2, widest) + 3)
    sheet.freeze_panes = f"A{header + 1}"
    sheet.auto_filter.ref = f"A{header}:{column_letters(len(table.columns))}{header + len(table.rows)}"
    sheet.print_title_rows = f"{header}:{header}"


class _Writer:
    """Makes the cells of a sheet; each look is described once and shared."""

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet
        self._looks: dict[tuple[object, ...], Any] = {}

    def rows(self, block: Paragraph | Table) -> Iterator[list[Any]]:
        if isinstance(block, Paragraph):
            for number, line in enumerate(block.lines):
                yield [self._text(line, bold=block.role == "title" and number == 0)]
            return
        table = for_people(block)
        yield [self._text(column.title, bold=True, align=column.align) for column in table.columns]
        for row in table.rows:
            yield [self._cell(cell, column) for cell, column in zip(row, table.columns, strict=True)]

    def _cell(self, cell: Cell, column: Column) -> Any:
        if not cell.number or sum(map(str.isdigit, cell.number)) > _DIGITS:
            return self._text(cell.text + cell.mark, tone=cell.tone, align=column.align)
        places = "." + "0" * column.decimals if column.decimals else ""
        form = f"0{places}" + (f'"{cell.mark}"' if cell.mark else "")
        return self._made(Decimal(cell.number), cell.tone, column.align, form=form)

    def _text(self, text: str, *, tone: str = "", align: str = "left", bold: bool = False) -> Any:
        """A cell that is text whatever it looks like."""
        made = self._made(None, tone, align, bold, quoted=True)
        made.value = text[:_LONGEST]
        made.data_type = "s"
        return made

    def _made(
        self, value: Any, tone: str, align: str, bold: bool = False, form: str = "General", quoted: bool = False
    ) -> Any:
        from openpyxl.cell import WriteOnlyCell

        look = (tone, align, bold, form, quoted)
        made: Any = WriteOnlyCell(self._sheet, value=value)
        if look not in self._looks:
            self._looks[look] = _look(WriteOnlyCell(self._sheet), *look)
        made._style = self._looks[look]
        return made


def _look(cell: Any, tone: str, align: str, bold: bool, form: str, quoted: bool) -> Any:
    """The style of a cell that looks like this."""
    from openpyxl.styles import Alignment, Font, PatternFill

    if tone in _FILLS:
        cell.fill = PatternFill("solid", start_color=_FILLS[tone])
    if align == "right":
        cell.alignment = Alignment(horizontal="right")
    if bold:
        cell.font = Font(bold=True)
    cell.number_format = form
    cell.quotePrefix = quoted
    return cell._style


def without_clock(raw: bytes) -> bytes:
    """The same workbook with fixed times and a fixed order of parts."""
    import zipfile

    target = BytesIO()
    with zipfile.ZipFile(BytesIO(raw)) as made, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as fixed:
        for name in sorted(made.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            part = made.read(name)
            part = _CLOCK.sub(b"", part) if name == "docProps/core.xml" else part
            fixed.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), part, zipfile.ZIP_DEFLATED)
    return target.getvalue()
