"""Markdown with tables as GitHub reads them. Text from files is escaped: it makes no links, no HTML, no emphasis."""

from __future__ import annotations

import re

from dutyscore.model.tableau import Cell, Paragraph, Table, Tableau, unpictured
from dutyscore.output.formats.paper import Paper, for_people

_SPECIAL = re.compile(r"[\\`*_\[\]<>#|~&$]")
_FIRST = re.compile(r"^([+-]|[0-9]+[.)])(?=\s|$)")
"""What would begin a list."""
_HEADINGS = {"section": "##", "heading": "###"}


def write(tableau: Tableau, paper: Paper) -> bytes:
    parts = []
    for block in unpictured(tableau.blocks):
        if isinstance(block, Paragraph):
            parts.append(_paragraph(block))
        else:
            parts.append(_table(for_people(block)))
    return ("\n\n".join(part for part in parts if part) + "\n").encode()


def escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)


def _paragraph(paragraph: Paragraph) -> str:
    lines = [_FIRST.sub(r"\\\g<0>", escaped(line)) for line in paragraph.lines if line]
    if paragraph.role in _HEADINGS and lines:
        return f"{_HEADINGS[paragraph.role]} {'  '.join(lines)}"
    if paragraph.role == "title" and lines:
        lines[0] = f"# {lines[0]}"
        return "\n\n".join([lines[0], *(["  \n".join(lines[1:])] if lines[1:] else [])])
    return "  \n".join(lines)


def _table(table: Table) -> str:
    rule = ["--:" if column.align == "right" else "---" for column in table.columns]
    header = [escaped(column.title) for column in table.columns]
    known: dict[int, str] = {}
    rows = ([_cell(cell, known) for cell in row] for row in table.rows)
    return "\n".join(f"| {' | '.join(row)} |" for row in [header, rule, *rows])


def _cell(cell: Cell, known: dict[int, str]) -> str:
    found = known.get(id(cell))
    if found is None:
        found = known[id(cell)] = escaped(cell.text + cell.mark)
    return found
