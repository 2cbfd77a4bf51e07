"""Plain text with aligned columns, as printed on a terminal or piped. Colour stands on cells with a tone only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from dutyscore.model.tableau import Cell, Column, Paragraph, Table, Tableau, unpictured
from dutyscore.output.formats.paper import Paper, for_people
from dutyscore.output.width import width, wrap

Span = tuple[str, str]
"""A piece of a line and its tone (empty = none)."""
Line = list[Span]

_GAP = "  "
_LEAST_WRAPPED = 16
"""A wrapped column narrower than this goes below its row instead."""
_COLOURS = {
    "green": "green", "yellow": "yellow", "red": "red", "blue": "blue", "orange": "dark_orange", "purple": "magenta",
    "grey": "bright_black", "gray": "bright_black", "black": "bright_black",
}  # fmt: skip


def write(tableau: Tableau, paper: Paper) -> bytes:
    lines: list[Line] = []
    for block in unpictured(tableau.blocks):
        apart = isinstance(block, Table) or block.role in ("section", "heading")
        if apart and lines and lines[-1]:
            lines.append([])
        if isinstance(block, Paragraph):
            lines += _paragraph(block, paper)
        else:
            lines += [*_table(for_people(block), paper), []]
    while lines and not lines[-1]:
        lines.pop()
    text = _painted(lines) if paper.colour else "".join(f"{_plain(line)}\n" for line in lines)
    return text.encode("utf-8")


def _plain(line: Line) -> str:
    return "".join(text for text, _ in line).rstrip(" ")


def _painted(lines: Iterable[Line]) -> str:
    """The lines with terminal colours; texts are never read as markup."""
    from io import StringIO

    from rich.console import Console
    from rich.text import Text

    target = StringIO()
    console = Console(file=target, force_terminal=True, highlight=False, markup=False, emoji=False, soft_wrap=True)
    for line in lines:
        text = Text()
        for piece, tone in line:
            text.append(piece, style=_COLOURS.get(tone) or None)
        text.rstrip()
        console.print(text, soft_wrap=True)
    return target.getvalue()


def _paragraph(paragraph: Paragraph, paper: Paper) -> Iterator[Line]:
    for line in paragraph.lines:
        for part in wrap(line, paper.columns) if paper.columns else [line]:
            yield [(part, "")]


def _table(table: Table, paper: Paper) -> list[Line]:
    """The table; where it is too wide for the terminal, what is not essential follows in blocks of its own."""
    rooms = [_room(table, index) for index in range(len(table.columns))]
    if paper.columns is None or _total(rooms, range(len(rooms))) <= paper.columns:
        return _block(table, range(len(rooms)), rooms)
    if table.columns and table.columns[-1].wrapped:
        return _wrapped(table, rooms, paper.columns)
    first = [index for index, column in enumerate(table.columns) if column.essential]
    lines = _block(table, first, rooms)
    for later in _later_blocks(table, rooms, paper.columns):
        lines += [[], *_block(table, later, rooms)]
    return lines


def _later_blocks(table: Table, rooms: list[int], columns: int) -> Iterator[list[int]]:
    """The columns that are not essential, in as many blocks as it takes, each beginning with the labels."""
    labels = [index for index, column in enumerate(table.columns) if column.label]
    block = list(labels)
    for index, column in enumerate(table.columns):
        if column.essential:
            continue
        if len(block) > len(labels) and _total(rooms, [*block, index]) > columns:
            yield block
            block = list(labels)
        block.append(index)
    if len(block) > len(labels):
        yield block


def _room(table: Table, index: int) -> int:
    """Columns that a column takes, marks included."""
    texts = {row[index].text for row in table.rows}
    return max(width(table.columns[index].title), max(map(width, texts), default=0), 1) + _marks(table, index)


def _marks(table: Table, index: int) -> int:
    return max(map(width, {row[index].mark for row in table.rows}), default=0)


def _total(rooms: list[int], indices: Iterable[int]) -> int:
    taken = [rooms[index] for index in indices]
    return sum(taken) + len(_GAP) * (len(taken) - 1)


def _block(table: Table, indices: Iterable[int], rooms: list[int]) -> list[Line]:
    """Header, rule and rows of some columns. Cells that rows share are laid out once."""
    shown = list(indices)
    known: list[dict[int, Line]] = [{} for _ in shown]
    marks = [_marks(table, index) for index in shown]

    def line(cells: Sequence[Cell]) -> Line:
        spans: Line = []
        for position, index in enumerate(shown):
            cell = cells[index]
            found = known[position].get(id(cell))
            if found is None:
                found = _cell(cell, table.columns[index], rooms[index], marks[position])
                found = known[position][id(cell)] = [*([(_GAP, "")] if position else []), *found]
            spans += found
        return spans

    header = [Cell(column.title) for column in table.columns]
    rule = [(_GAP.join("-" * rooms[index] for index in shown), "")]
    return [line(header), rule, *map(line, table.rows)]


def _cell(cell: Cell, column: Column, room: int, marks: int) -> Line:
    """The text in its room, the mark directly behind it, the tone on nothing but the text."""
    blanks = " " * max(0, room - width(cell.text + cell.mark))
    if column.align == "left":
        before, behind = "", cell.mark + blanks
    else:
        behind = cell.mark + " " * max(0, marks - width(cell.mark))
        before = blanks[len(behind) - len(cell.mark) :]
    if not cell.tone:
        return [(before + cell.text + behind, "")]
    return [(before, ""), (cell.text, cell.tone), (behind, "")]


def _wrapped(table: Table, rooms: list[int], columns: int) -> list[Line]:
    """The table with its last column in the room that is left, or below each row where too little is left."""
    last = len(rooms) - 1
    left = columns - _total(rooms, range(last)) - len(_GAP)
    starts = [0, *accumulate(room + len(_GAP) for room in rooms)]
    beside = left >= _LEAST_WRAPPED
    indent = starts[last] if beside else _LEAST_WRAPPED // 2
    shown = range(last + 1) if beside else range(last)
    rooms = [*rooms[:last], left] if beside else rooms
    notes = [wrap(row[last].text, columns - indent) for row in table.rows]
    rows = [(*row[:last], Cell(note[0] if beside else "")) for row, note in zip(table.rows, notes, strict=True)]
    block = _block(Table(table.name, table.columns, tuple(rows)), shown, rooms)
    lines = block[:2]
    for line, note in zip(block[2:], notes, strict=True):
        lines.append(line)
        lines += [[(" " * indent + part, "")] for part in (note[1:] if beside else note) if part]
    return lines
