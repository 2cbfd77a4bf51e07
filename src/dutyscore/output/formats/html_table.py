"""A table as HTML elements. Cells that rows share are made once."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

from dutyscore.model.tableau import Cell, Column, Table

_TONES: Final = {"green", "yellow", "red", "blue", "orange", "purple", "grey", "gray", "black"}
_WIDE: Final = 7
"""Columns from which on a table takes the width of the page."""
_SHORT: Final = 10
"""Characters up to which a text is kept on one line."""


def element(table: Table) -> list[str]:
    titles = "".join(
        f'<th scope="col"{" class=right" if column.align == "right" else ""}>{escape(column.title)}</th>'
        for column in table.columns
    )
    cells = map(_column_cells, table.columns, zip(*table.rows, strict=True))
    rows = [f"<tr>{''.join(row)}</tr>" for row in zip(*cells, strict=True)] if table.rows else []
    wide = len(table.columns) >= _WIDE or any(column.wrapped for column in table.columns)
    opening = f"<table{' class=wide' if wide else ''}><thead><tr>{titles}</tr></thead>"
    return ['<div class="scroll">', opening, "<tbody>", *rows, "</tbody>", "</table>", "</div>"]


def _column_cells(column: Column, cells: Sequence[Cell]) -> list[str]:
    known: dict[int, str] = {}
    return [known.get(id(cell)) or known.setdefault(id(cell), _cell(cell, column)) for cell in cells]


def _cell(cell: Cell, column: Column) -> str:
    """The text, as a label where it has a tone: the word is always there, the colour only helps."""
    text = escape(cell.text)
    if cell.tone and cell.text:
        look = f"tone tone-{cell.tone}" if cell.tone in _TONES else "tone"
        text = f'<span class="{look}">{text}</span>'
    if cell.mark:
        mark = escape(cell.mark)
        text += f'<span class="mark">{mark}</span>' if column.align == "right" else mark
    if column.align == "right":
        return f"<td class=right>{text}</td>"
    return f"<td class=keep>{text}</td>" if len(cell.text) <= _SHORT else f"<td>{text}</td>"
