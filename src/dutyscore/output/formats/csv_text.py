"""CSV for spreadsheets and programs: machine words as header, decimal text, no live formulas."""

from __future__ import annotations

import csv
from io import StringIO

from dutyscore.model.tableau import NOTHING, Cell, Table, Tableau
from dutyscore.output.formats.paper import Paper, for_machines

_FORMULA = tuple("=+-@\t\r＝＋－＠")
"""A text that begins with one of these is a formula for a spreadsheet."""


def write(tableau: Tableau, paper: Paper) -> bytes:
    """The first table. A file begins with a byte order mark, by which Excel knows UTF-8."""
    table = next(for_machines(block) for block in tableau.blocks if isinstance(block, Table))
    target = StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow([harmless(column.key) for column in table.columns])
    writer.writerows([value(cell) for cell in row] for row in table.rows)
    return target.getvalue().encode("utf-8-sig" if paper.file else "utf-8")


def value(cell: Cell) -> str:
    """The number of a number cell as it is, the text of any other made harmless."""
    return cell.number or ("" if cell.text == NOTHING else harmless(cell.text))


def harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
