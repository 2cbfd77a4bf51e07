"""A workbook for Excel and WPS: a sheet per section, exact numbers with the decimals of the rulebook, charts that the
spreadsheet draws, text that can never be a formula.

The same report gives the same bytes: nothing of the clock gets into the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from dutyscore.model.frozen import dataclass
from dutyscore.model.place import column_letters
from dutyscore.model.tableau import Block, Chart, Column, Paragraph, Section, Table, Tableau
from dutyscore.output.formats.paper import Paper, for_people
from dutyscore.output.formats.workbook_parts import saved, sheet_name
from dutyscore.output.formats.xlsx_cells import FILLS, Look, Looks, apart
from dutyscore.output.formats.xlsx_charts import PAGE_ROWS, ROW, drawn, plotted, rows_of
from dutyscore.output.formats.xlsx_page import set_header, set_margin, set_paper, set_widths, widths
from dutyscore.output.width import wrap

_LEAST = 72
"""Columns of characters that lines of text have, however narrow the tables are."""
_WORDS = 24
"""Different words of a column up to which each has its colour by a rule of the sheet."""
MOST_ROWS = 1_000_000
"""Rows of a table on one sheet, which holds 1,048,576 in all."""
_BOLD = ("title", "section", "heading")


@dataclass(frozen=True, slots=True)
class _Page:
    """One sheet to be: its name, the title above it, its blocks. Charts stand last: rows stay near the header."""

    name: str
    title: str
    blocks: tuple[Paragraph | Table | Chart, ...]


def write(tableau: Tableau, paper: Paper) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    looks = Looks()
    for page in (part for whole in _pages(tableau) for part in _fitting(whole)):
        sheet: Any = book.create_sheet(sheet_name(page.name, book.sheetnames))
        set_paper(sheet, "landscape")
        set_margin(sheet, (tableau.title, page.title), tableau.margin)
        _Sheet(sheet, looks).fill(page)
    return saved(book, tableau.title, dict(tableau.properties))


def _pages(tableau: Tableau) -> Iterator[_Page]:
    """The head of the document stands on the first sheet; a document without sections is one sheet."""
    starts = [place for place, block in enumerate(tableau.blocks) if isinstance(block, Section)]
    head = tableau.blocks[: starts[0]] if starts else tableau.blocks
    if not starts:
        name = next((block.name for block in head if isinstance(block, Table)), tableau.title)
        yield _Page(name, "", _ordered(head))
    for number, start in enumerate(starts):
        section = tableau.blocks[start]
        assert isinstance(section, Section)
        end = starts[number + 1] if number + 1 < len(starts) else len(tableau.blocks)
        title = Paragraph((section.title,), "section")
        yield _Page(
            section.title,
            section.title,
            _ordered((*(head if number == 0 else ()), title, *tableau.blocks[start + 1 : end])),
        )


def _fitting(page: _Page) -> Iterator[_Page]:
    """The page, and further ones for rows that a sheet does not hold: none is lost, each has its header."""
    blocks: list[Paragraph | Table | Chart] = []
    further: list[Table] = []
    for block in page.blocks:
        if isinstance(block, Table) and len(block.rows) > MOST_ROWS:
            starts = range(0, len(block.rows), MOST_ROWS)
            block, *more = [replace(block, rows=block.rows[start : start + MOST_ROWS], cells=None) for start in starts]
            further += more
        blocks.append(block)
    yield replace(page, blocks=tuple(blocks))
    for table in further:
        yield replace(page, blocks=(Paragraph((page.title,), "section"), table))


def _ordered(blocks: Sequence[Block]) -> tuple[Paragraph | Table | Chart, ...]:
    shown = [for_people(block) if isinstance(block, Table) else block for block in blocks]
    charts = [block for block in shown if isinstance(block, Chart)]
    return (*(block for block in shown if isinstance(block, Paragraph | Table)), *charts)


class _Sheet:
    """Writes the rows of a sheet from top to bottom."""

    def __init__(self, sheet: Any, looks: Looks) -> None:
        self._sheet, self._looks, self._row = sheet, looks, 0

    def fill(self, page: _Page) -> None:
        tables = [block for block in page.blocks if isinstance(block, Table)]
        charts = [block for block in page.blocks if isinstance(block, Chart)]
        sizes = widths([*tables, *map(plotted, charts)])
        set_widths(self._sheet, sizes)
        room = max(_LEAST, sum(sizes))
        content = [self._content(block, room) for block in page.blocks]
        if len(tables) == 1:
            before = page.blocks.index(tables[0])
            set_header(self._sheet, sum(map(len, content[:before])) + 1, tables[0])
        for block, rows in zip(page.blocks, content, strict=True):
            start = self._row + 1
            if isinstance(block, Chart):
                self._place(block, start, len(rows))
            for cells in rows:
                self._sheet.append(cells)
            self._row += len(rows)
            if isinstance(block, Table):
                self._colour(block, start)

    def _place(self, chart: Chart, start: int, rows: int) -> None:
        """A chart whose rows begin at `start`: on a page of its own, its numbers on the same one where both fit."""
        from openpyxl.worksheet.pagebreak import Break

        header, last = start + 2, start + rows - 1
        numbers = header + len(chart.labels)
        first = last - rows_of(chart) + 1
        if start > 1:
            self._sheet.row_breaks.append(Break(id=start - 1))
        if rows > PAGE_ROWS:
            self._sheet.row_breaks.append(Break(id=numbers))
        for row in range(first, last + 1):  # as high as they are counted, in every program
            self._sheet.row_dimensions[row].height = ROW
        self._sheet.add_chart(drawn(self._sheet, chart, header), f"A{first}")

    def _content(self, block: Paragraph | Table | Chart, room: int) -> list[list[Any]]:
        """The rows of a block, blank ones included."""
        if isinstance(block, Paragraph):
            lines = [part for line in block.lines for part in (wrap(line, room) if line else [line])]
            bold = [block.role in _BOLD and place == 0 for place in range(len(lines))]
            rows = [[self._text(line, Look(bold=heavy))] for line, heavy in zip(lines, bold, strict=True)]
            return [[], *rows] if block.role == "heading" else rows
        if isinstance(block, Table):
            return self._table(block)
        heading = Paragraph((block.title,), "heading")
        note = self._content(Paragraph((block.summary,), "note"), room)
        below: list[list[Any]] = [[] for _ in range(rows_of(block))]
        return [*self._content(heading, room), *self._table(plotted(block)), *note, *below]

    def _table(self, table: Table) -> list[list[Any]]:
        aligned = [column.align for column in table.columns]
        behind = apart(aligned)
        title = [
            Look(bold=True, align=align, head=True, wrapped=True, apart=gap)
            for align, gap in zip(aligned, behind, strict=True)
        ]
        rows = [[self._text(column.title, look) for column, look in zip(table.columns, title, strict=True)]]
        looks = [
            Look(align=column.align, wrapped=column.wrapped, top=column.wrapped, apart=gap)
            for column, gap in zip(table.columns, behind, strict=True)
        ]
        return [*rows, *(list(map(self._cell, row, table.columns, looks)) for row in table.rows)]

    def _cell(self, cell: Any, column: Column, look: Look) -> Any:
        return self._looks.value(
            self._new(), cell, column.decimals, look._replace(tone=cell.tone) if cell.tone else look
        )

    def _text(self, text: str, look: Look) -> Any:
        return self._looks.text(self._new(), text, look)

    def _new(self) -> Any:
        from openpyxl.cell import WriteOnlyCell

        return WriteOnlyCell(self._sheet)

    def _colour(self, table: Table, header: int) -> None:
        """Colours follow the words: a band that somebody corrects in the sheet takes the colour of its new word."""
        from openpyxl.formatting import rule
        from openpyxl.styles import PatternFill

        equals: Any = rule.CellIsRule
        if not table.rows:
            return
        for place, column in enumerate(table.columns):
            tones = {row[place].text: row[place].tone for row in table.rows if row[place].tone in FILLS}
            if not 0 < len(tones) <= _WORDS:
                continue
            letters = column_letters(place + 1)
            cells = f"{letters}{header + 1}:{letters}{header + len(table.rows)}"
            for text, tone in tones.items():
                if len(text) <= _LEAST and column.align == "left":
                    quoted = text.replace('"', '""')
                    fill = PatternFill("solid", start_color=FILLS[tone], end_color=FILLS[tone])
                    self._sheet.conditional_formatting.add(cells, equals("equal", [f'"{quoted}"'], fill=fill))
