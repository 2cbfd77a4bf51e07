"""CSV for spreadsheets and programs: machine words as header, decimal text, no live formulas."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO

from dutyscore.model.tableau import NOTHING, Cell, Table, Tableau
from dutyscore.output.formats.paper import Paper, for_machines, is_one

_FORMULA = tuple("=+-@\t\r＝＋－＠")
"""A text that begins with one of these is a formula for a spreadsheet."""


def write(tableau: Tableau, paper: Paper) -> bytes:
    """The first table. A file begins with a byte order mark, by which Excel knows UTF-8."""
    table = next(for_machines(block) for block in tableau.blocks if isinstance(block, Table))
    target = StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow([harmless(column.key) for column in table.columns])
    writer.writerows(zip(*map(_texts, table.by_column()), strict=True))
    return target.getvalue().encode("utf-8-sig" if paper.file else "utf-8")


def _texts(cells: Sequence[Cell]) -> list[str]:
    """The numbers of number cells of a column as they are, the text of any other made harmless; what many cells say is
    looked at once."""
    if is_one(cells):
        return _texts(cells[:1]) * len(cells)
    shown = {text: "" if text == NOTHING else harmless(text) for text in {cell.text for cell in cells}}
    return [cell.number or shown[cell.text] for cell in cells]


def harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
