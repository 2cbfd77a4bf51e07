"""Issued texts as one page of HTML: no script, nothing loaded from elsewhere, each sheet begins on its own A4 page.

Text enters the page as the content of elements, escaped; that of the margin enters the style sheet with every character
but letters and digits written as a number.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from dutyscore.model.issued import Facts, Issue, Line, NewPage, Part, Room, Rows, Sheet, Signatures
from dutyscore.model.tableau import Cell, Column
from dutyscore.output.formats.html_page import css_text, escaped, page
from dutyscore.output.formats.paper import Paper, for_people
from dutyscore.output.width import width

_TONES = {"green", "yellow", "red", "blue", "orange", "purple", "grey", "gray", "black"}
_MARGIN: Final = """@page {{ size: A4 portrait; margin: 14mm 14mm 15mm;
  @bottom-left {{ content: "{left}"; {look} }} @bottom-right {{ content: "{right}"; {look} }}
  @bottom-center {{ content: counter(page); {look} }} }}
"""
_LOOK: Final = 'font: 8pt "Noto Sans CJK SC", "Microsoft YaHei", "SimSun", sans-serif; color: #555;'
_SHORT: Final = 24
"""Characters of dates, places and the like, which stay on one line."""
_WORDS: Final = 14
"""Columns that other texts take at most to stay on one line."""


def write(issue: Issue, paper: Paper) -> bytes:
    folder = Path(__file__)
    own = "issued_official.css" if issue.official else "issued_plain.css"
    left, right = map(css_text, issue.margin)
    margin = "" if issue.official else _MARGIN.format(left=left, right=right, look=_LOOK)
    style = margin + "".join(folder.with_name(name).read_text("utf-8") for name in ("issued.css", own))
    body = (line for sheet in issue.sheets for line in _sheet(sheet, issue))
    return page(issue.title, paper.language, style, body, properties=issue.properties)


def _sheet(sheet: Sheet, issue: Issue) -> Iterator[str]:
    yield '<section class="sheet">'
    for part in sheet.parts:
        yield from _part(part)
    left, right = issue.margin
    yield f'<div class="foot"><span>{escaped(left)}</span><span>{escaped(right)}</span></div>'
    yield "</section>"


def _part(part: Part) -> Iterator[str]:
    if isinstance(part, Line):
        yield _line(part)
    elif isinstance(part, Facts):
        yield from _facts(part)
    elif isinstance(part, Rows):
        yield from _rows(part)
    elif isinstance(part, Room):
        inside = f"<div>{_blank_lines(part.lines)}{escaped(part.foot)}</div>"
        yield f'<div class="room"><b>{escaped(part.label)}</b>{inside}</div>'
    elif isinstance(part, Signatures):
        yield '<div class="sign">' + "".join(f"<p>{escaped(label)}</p>" for label in part.labels) + "</div>"
    elif isinstance(part, NewPage):
        yield '<div class="break"></div>'


def _blank_lines(count: int) -> str:
    """Room to write in: a policy without inline styles leaves the height to lines of nothing."""
    return "<span>" + "<br>" * count + "</span>"


def _line(line: Line) -> str:
    if line.role == "title":
        return f"<h1>{escaped(line.text)}</h1>"
    if line.role == "heading":
        return f"<h2>{escaped(line.text)}</h2>"
    return f'<p class="{line.role}">{escaped(line.text)}</p>'


def _facts(facts: Facts) -> Iterator[str]:
    yield '<table class="facts"><tbody>'
    for start in range(0, len(facts.pairs), facts.across):
        pairs = facts.pairs[start : start + facts.across]
        yield "<tr>" + "".join(
            f"<{tag}{_class('', Cell(label))}>{escaped(label)}</{tag}><td{_class('', cell)}>{_shown(cell)}</td>"
            for tag, label, cell in (("th" if label else "td", label, cell) for label, cell in pairs)
        )
        yield "</tr>"
    yield "</tbody></table>"


def _rows(rows: Rows) -> Iterator[str]:
    table = for_people(rows.table)
    yield '<table class="rows"><thead><tr>'
    yield "".join(f"<th{_class(_side(column))}>{escaped(column.title)}</th>" for column in table.columns)
    yield "</tr></thead><tbody>"
    body = len(table.rows) - rows.sums
    for place, row in enumerate(table.rows):
        cells = zip(row, table.columns, strict=True)
        shown = "".join(f"<td{_class(_side(column), cell)}>{_shown(cell)}</td>" for cell, column in cells)
        yield f"<tr{' class=' + chr(34) + 'sum' + chr(34) if place >= body else ''}>{shown}</tr>"
    yield "</tbody></table>"


def _side(column: Column) -> str:
    return "right" if column.align == "right" else ""


def _class(name: str, cell: Cell | None = None) -> str:
    names = [name] if name else []
    if cell is not None:
        names += ["short"] if not name and width(cell.text) <= (_SHORT if cell.text.isascii() else _WORDS) else []
        names += [f"tone-{cell.tone}"] if cell.tone in _TONES else []
    return f' class="{" ".join(names)}"' if names else ""


def _shown(cell: Cell) -> str:
    return escaped(cell.text + cell.mark)
