"""What a format must know of where it prints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dutyscore.model.frozen import dataclass
from dutyscore.model.tableau import Block, Cell, Chart, Paragraph, Section, Table, Tableau
from dutyscore.output.width import clean, is_clean


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
    left, right = map(clean, tableau.margin)
    properties = tuple((name, clean(value)) for name, value in tableau.properties)
    blocks = tuple(map(_cleaned, tableau.blocks))
    return replace(tableau, title=clean(tableau.title), blocks=blocks, margin=(left, right), properties=properties)


def _cleaned(block: Block) -> Block:
    if isinstance(block, Paragraph):
        return Paragraph(tuple(map(clean, block.lines)), block.role)
    if isinstance(block, Section):
        return replace(block, title=clean(block.title))
    return _cleaned_chart(block) if isinstance(block, Chart) else cleaned_table(block)


def cleaned_table(block: Table) -> Table:
    columns = tuple(replace(column, key=clean(column.key), title=clean(column.title)) for column in block.columns)
    before = block.by_column()
    cells = [_cleaned_cells(column) for column in before]
    same = all(now is then for now, then in zip(cells, before, strict=True))
    return Table(clean(block.name), columns, block.rows if same else tuple(zip(*cells, strict=True)), cells)


def _cleaned_chart(chart: Chart) -> Chart:
    return replace(
        chart,
        title=clean(chart.title),
        summary=clean(chart.summary),
        axis=clean(chart.axis),
        unit=clean(chart.unit),
        labels=tuple(map(clean, chart.labels)),
        series=tuple(replace(series, name=clean(series.name)) for series in chart.series),
        marks=tuple(replace(mark, text=clean(mark.text)) for mark in chart.marks),
    )


def _cleaned_cells(cells: Sequence[Cell]) -> Sequence[Cell]:
    """The cells of a column, safe ones in place of those that are not; what many cells say is looked at once."""
    if is_one(cells) and is_clean(cells[0].text):
        return cells
    unsafe = {text: clean(text) for text in {cell.text for cell in cells} if not is_clean(text)}
    if not unsafe:
        return cells
    return [replace(cell, text=unsafe[cell.text]) if cell.text in unsafe else cell for cell in cells]


def is_one(cells: Sequence[Cell]) -> bool:
    """Whether the cells of a column are one cell that stands everywhere, or equal ones with it at both ends and in the
    middle: these three are looked at first, because most columns differ there. A single cell is not."""
    size = len(cells)
    return size > 1 and cells[0] is cells[size // 2] is cells[-1] and cells.count(cells[0]) == size


def for_people(table: Table) -> Table:
    """The table without the columns that only machines get."""
    return _selected(table, [index for index, column in enumerate(table.columns) if column.people])


def for_machines(table: Table) -> Table:
    """The table without the columns that only people get."""
    return _selected(table, [index for index, column in enumerate(table.columns) if column.machines])


def _selected(table: Table, kept: list[int]) -> Table:
    if len(kept) == len(table.columns):
        return table
    every = table.by_column()
    cells = [every[index] for index in kept] if every else []
    rows = tuple(zip(*cells, strict=True)) if cells else ((),) * len(table.rows)
    return Table(table.name, tuple(table.columns[index] for index in kept), rows, cells)
