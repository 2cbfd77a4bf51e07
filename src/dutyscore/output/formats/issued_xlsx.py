"""Issued texts as a workbook: one sheet of A4 each, numbers as numbers, text that can never be a formula.

A sheet has the columns of its largest table; everything else is merged over them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, Final

from dutyscore.model.issued import Facts, Issue, Line, NewPage, Part, Room, Rows, Sheet, Signatures
from dutyscore.model.tableau import Align, Cell, Table
from dutyscore.output.formats.column_fit import fitted
from dutyscore.output.formats.paper import Paper, for_people
from dutyscore.output.formats.workbook_parts import saved, sheet_name
from dutyscore.output.formats.xlsx_cells import Look, Looks, apart
from dutyscore.output.formats.xlsx_page import NARROWEST, set_margin, set_paper, set_widths, widths
from dutyscore.output.width import width, wrap

_ACROSS: Final = 92
"""Characters across a page; wider tables are printed smaller."""
_LINE: Final = 15.5
"""Points of a line of text."""
_LEAST: Final = 16
"""Columns that a sheet has at least: enough for facts side by side."""
_LABEL, _VALUE = 9, 15
"""How a label and what it names share the width."""
_LONGEST_LABEL: Final = 16
"""Characters of a label that stays on one line."""
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
        self._main, (self._widths, self._overs) = main, _grid(main)
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
        weights = [_LABEL, _VALUE] * facts.across
        longest = [
            max((width(pair[0]) for pair in facts.pairs[place :: facts.across]), default=0)
            for place in range(facts.across)
        ]
        needed = [need for one in longest for need in (min(one + 2, _LONGEST_LABEL), 0)]
        for start in range(0, len(facts.pairs), facts.across):
            cells = [cell for pair in facts.pairs[start : start + facts.across] for cell in (Cell(pair[0]), pair[1])]
            looks = [
                look
                for named, cell in zip(cells[::2], cells[1::2], strict=True)
                for look in (label if named.text else value, value._replace(tone=cell.tone))
            ]
            self._cells(self._spread(cells, weights, needed), looks)

    def _rows(self, rows: Rows) -> None:
        table = for_people(rows.table)
        aligned: list[Align] = [column.align for column in table.columns]
        behind = apart(aligned)
        head = [
            Look(bold=True, head=True, border=True, wrapped=True, align=align, apart=gap)
            for align, gap in zip(aligned, behind, strict=True)
        ]
        spread = self._along if table is self._main else partial(self._spread, weights=widths([table]))
        if len(table.rows) > self._longest:
            self._longest = len(table.rows)
            self._page.print_title_rows = f"{self._row + 1}:{self._row + 1}"
        self._cells(spread([Cell(column.title) for column in table.columns]), head)
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
            self._cells(spread(row), looks, [column.decimals for column in table.columns])

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

    def _along(self, cells: Sequence[Cell]) -> list[tuple[Cell, int]]:
        """The cells of the main table, whose columns the sheet has."""
        return list(zip(cells, self._overs, strict=True))

    def _spread(
        self, cells: Sequence[Cell], weights: Sequence[int], needed: Sequence[int] = ()
    ) -> list[tuple[Cell, int]]:
        """The cells over all columns as their weights share the width, each over one column at least and, while there
        is room, over what it needs."""
        room, left = sum(self._widths), len(self._widths)
        found: list[tuple[Cell, int]] = []
        reached, column, due = 0, 0, 0.0
        for place, (cell, weight) in enumerate(zip(cells, weights, strict=True)):
            due += weight * room / sum(weights)
            over, most = 1, left - (len(cells) - place - 1)
            reached += self._widths[column]
            need = reached - self._widths[column] + (needed[place] if needed else 0)
            while over < most and (
                reached < need or abs(reached + self._widths[column + over] - due) < abs(reached - due)
            ):
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


def _grid(table: Table | None) -> tuple[list[int], list[int]]:
    """Widths of the columns of a sheet, and over how many of them each column of its table goes: the table is brought
    to the width of a page, then wide columns are halved until there are enough for facts side by side."""
    wanted = widths([table]) if table is not None else [_ACROSS]
    room = max(_ACROSS, sum(min(one, 2 * NARROWEST) for one in wanted))
    parts = [[int(one)] for one in fitted(wanted, room)]
    while sum(map(len, parts)) < _LEAST:
        widest = max(parts, key=max)
        widest.sort()
        size = widest.pop()
        widest += [(size + 1) // 2, size // 2]
    return [size for part in parts for size in part], [len(part) for part in parts]
