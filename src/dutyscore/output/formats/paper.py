"""What a format must know of where it prints."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dutyscore.model.tableau import Block, Cell, Paragraph, Table, Tableau
from dutyscore.output.width import clean


@dataclass(frozen=True, slots=True)
class Paper:
    """`columns` is the room of a terminal (None = no end), `colour` whether it shows colours, `file` that a file is
    written, `ascii` that nothing but ASCII can be written."""

    language: str = "en"
    columns: int | None = None
    colour: bool = False
    file: bool = False
    ascii: bool = False


def cleaned(tableau: Tableau) -> Tableau:
    """The same report with every text made safe and visible: nothing else stands between files and formats."""
    return replace(tableau, title=clean(tableau.title), blocks=tuple(map(_cleaned, tableau.blocks)))


def _cleaned(block: Block) -> Block:
    if isinstance(block, Paragraph):
        return Paragraph(tuple(map(clean, block.lines)), block.role)
    columns = tuple(replace(column, key=clean(column.key), title=clean(column.title)) for column in block.columns)
    return Table(clean(block.name), columns, tuple(tuple(map(_cleaned_cell, row)) for row in block.rows))


def _cleaned_cell(cell: Cell) -> Cell:
    return cell if cell.text.isascii() and cell.text.isprintable() else replace(cell, text=clean(cell.text))


def for_people(table: Table) -> Table:
    """The table without the columns that only machines get."""
    return _selected(table, [index for index, column in enumerate(table.columns) if column.people])


def for_machines(table: Table) -> Table:
    """The table without the columns that only people get."""
    return _selected(table, [index for index, column in enumerate(table.columns) if column.machines])


def _selected(table: Table, kept: list[int]) -> Table:
    if len(kept) == len(table.columns):
        return table
    rows = tuple(tuple(row[index] for index in kept) for row in table.rows)
    return Table(table.name, tuple(table.columns[index] for index in kept), rows)
