"""Issued texts as a workbook: one sheet of A4 each, numbers as numbers, text that can never be a formula.

A sheet has the columns of its largest table; everything else is merged over them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from dutyscore.model.issued import Facts, Issue, Line, NewPage, Part, Room, Rows, Sheet, Signatures
from dutyscore.model.tableau import Align, Cell, Table
from dutyscore.output.formats.paper import Paper, for_people
from dutyscore.output.formats.workbook_parts import saved, sheet_name
from dutyscore.output.formats.xlsx_cells import Look, Looks, apart
from dutyscore.output.formats.xlsx_page import NARROWEST, set_margin, set_paper, set_widths, widths
from dutyscore.output.width import wrap

_ACROSS: Final = 92
"""Characters across a page; wider tables are printed smaller."""
_LINE: Final = 15.5
"""Points of a line of text."""
_LEAST: Final = 10
"""Columns that a sheet has at least: enough for facts side by side."""
_LABEL, _VALUE = 9, 15
"""How a label and what it names share the width."""
_HIGHEST: Final = 400
"""Points of a row at most."""
_LOOKS: Final = {
    "title": Look(bold=True, size=16, align="center", wrapped=True),
    "under": Look(align="center", wrapped=True),
    "state": Look(bold=True, wrapped=True, border=True, tone="yellow"),
    "heading": Look(bold=True, size=12),
    "issuer": Look(align="right"),
    "date": Look(align="right"),
}


def write(issue: Issue, paper: Paper) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    looks = Looks()
    for sheet in issue.sheets:
        name = sheet_name(sheet.name, book.sheetnames)
        if name.casefold() != sheet.name.casefold() and sheet.apart:
            name = sheet_name(f"{sheet.name[: 30 - len(sheet.apart)]} {sheet.apart}", book.sheetnames)
        page: Any = book.create_sheet(name)
        set_paper(page, "portrait")
        set_margin(page, ("", ""), issue.margin, "&P")
        page.page_setup.firstPageNumber, page.page_setup.useFirstPageNumber = 1, True
        _Page(page, looks, sheet).fill(sheet.parts)
    return saved(book, issue.title, dict(issue.properties))


class _Page:
    """Fills one sheet from top to bottom."""

    def __init__(self, page: Any, looks: Looks, sheet: Sheet) -> None:
        self._page, self._looks, self._row, self._longest = page, looks, 0, 0
        tables = [for_people(part.table) for part in sheet.parts if isinstance(part, Rows)]
        main = max(tables, key=lambda table: (len(table.columns), len(table.rows)), default=None)
        self._widths = _grid(main)
        set_widths(page, self._widths)

    def fill(self, parts: Sequence[Part]) -> None:
        for part in parts:
            if isinstance(part, Line):
                self._line(part)
            elif isinstance(part, Facts):
                self._facts(part)
            elif isinstance(part, Rows):
                self._rows(part)
            elif isinstance(part, Room):
                self._room(part)
            elif isinstance(part, Signatures):
                self._row += 1
                cells = [Cell(label) for label in part.labels]
                self._cells(self._spread(cells, [1] * len(cells)), [Look(under=True)] * len(cells), height=2.2)
            elif isinstance(part, NewPage):
                self._new_page()

    def _line(self, line: Line) -> None:
        if line.role == "heading":
            self._row += 1
        look = _LOOKS.get(line.role, Look(wrapped=True))
        lines = len(wrap(line.text, int(sum(self._widths) * 11 / (look.size or 11)) - 2))
        self._cells([(Cell(line.text), len(self._widths))], [look], height=lines * (look.size or 11) / 11)

    def _facts(self, facts: Facts) -> None:
        label, value = (
            Look(bold=True, head=True, border=True, wrapped=True),
            Look(border=True, wrapped=True, align="left"),
        )
        for start in range(0, len(facts.pairs), facts.across):
            cells = [cell for pair in facts.pairs[start : start + facts.across] for cell in (Cell(pair[0]), pair[1])]
            looks = [look for cell in cells[1::2] for look in (label, value._replace(tone=cell.tone))]
            self._cells(self._spread(cells, [_LABEL, _VALUE] * (len(cells) // 2)), looks)

    def _rows(self, rows: Rows) -> None:
        table = for_people(rows.table)
        aligned: list[Align] = [column.align for column in table.columns]
        behind = apart(aligned)
        head = [
            Look(bold=True, head=True, border=True, wrapped=True, align=align, apart=gap)
            for align, gap in zip(aligned, behind, strict=True)
        ]
        sizes = widths([table])
        if len(table.rows) > self._longest:
            self._longest = len(table.rows)
            self._page.print_title_rows = f"{self._row + 1}:{self._row + 1}"
        self._cells(self._spread([Cell(column.title) for column in table.columns], sizes), head)
        body = len(table.rows) - rows.sums
        for place, row in enumerate(table.rows):
            looks = [
                Look(
                    border=True,
                    wrapped=align == "left",
                    align=align,
                    bold=place >= body,
                    head=place >= body,
                    tone=cell.tone,
                    apart=gap,
                )
                for align, gap, cell in zip(aligned, behind, row, strict=True)
            ]
            self._cells(self._spread(row, sizes), looks, [column.decimals for column in table.columns])

    def _room(self, room: Room) -> None:
        label = max(1, len(self._widths) // 6)
        cells = [(Cell(room.label), label), (Cell(room.foot), len(self._widths) - label)]
        looks = [
            Look(bold=True, head=True, border=True, wrapped=True, align="center"),
            Look(border=True, align="right", low=True),
        ]
        self._cells(cells, looks, height=room.lines * 1.2)

    def _new_page(self) -> None:
        from openpyxl.worksheet.pagebreak import Break

        self._page.row_breaks.append(Break(id=self._row))

    def _spread(self, cells: Sequence[Cell], weights: Sequence[int]) -> list[tuple[Cell, int]]:
        """The cells over all columns as their weights share the width, each over one column at least."""
        room, left = sum(self._widths), len(self._widths)
        found: list[tuple[Cell, int]] = []
        reached, column, due = 0, 0, 0.0
        for place, (cell, weight) in enumerate(zip(cells, weights, strict=True)):
            due += weight * room / sum(weights)
            over, most = 1, left - (len(cells) - place - 1)
            reached += self._widths[column]
            while over < most and abs(reached + self._widths[column + over] - due) < abs(reached - due):
                reached += self._widths[column + over]
                over += 1
            if place == len(cells) - 1:
                over = left
            found.append((cell, over))
            column, left = column + over, left - over
        return found

    def _cells(
        self, cells: list[tuple[Cell, int]], looks: Sequence[Look], decimals: Sequence[int] = (), height: float = 0
    ) -> None:
        """One row: each cell over so many columns; as high as its fullest cell unless `height` (lines) says."""
        self._row += 1
        column, lines = 1, 1
        for place, ((cell, over), look) in enumerate(zip(cells, looks, strict=True)):
            made = self._page.cell(self._row, column)
            self._looks.value(made, cell, decimals[place] if decimals else 0, look)
            if over > 1:
                self._merge(column, over, look)
            room = max(4, sum(self._widths[column - 1 : column - 1 + over]))
            lines = max(lines, len(wrap(cell.text, room)) if look.wrapped else 1)
            column += over
        self._page.row_dimensions[self._row].height = min(_HIGHEST, round((height or lines) * _LINE + 2, 1))

    def _merge(self, column: int, over: int, look: Look) -> None:
        if look.border:
            for other in range(column + 1, column + over):
                self._looks.blank(self._page.cell(self._row, other), look)
        merged = _range(column, self._row, over)
        self._page.merged_cells.add(merged)


def _range(column: int, row: int, over: int) -> Any:
    """One row high. Without the cells that openpyxl would put into it: frames are drawn already."""
    from openpyxl.worksheet.cell_range import CellRange

    return CellRange(min_col=column, max_col=column + over - 1, min_row=row, max_row=row)


def _grid(table: Table | None) -> list[int]:
    """Widths of the columns of a sheet: those of its table, brought to the width of a page; wide ones are halved until
    there are enough for facts side by side."""
    found = widths([table]) if table is not None else [_ACROSS]
    while sum(found) < _ACROSS:
        found[max(range(len(found)), key=found.__getitem__)] += 1
    while sum(found) > _ACROSS and max(found) > 2 * NARROWEST:
        found[max(range(len(found)), key=found.__getitem__)] -= 1
    while len(found) < _LEAST:
        widest = max(range(len(found)), key=found.__getitem__)
        found[widest : widest + 1] = [(found[widest] + 1) // 2, found[widest] // 2]
    return found
