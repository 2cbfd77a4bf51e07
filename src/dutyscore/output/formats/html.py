"""One HTML file: no script, nothing loaded from elsewhere, prints on A4.

Plain escaping is enough here: text enters the page at one place, `_text`, as the content of an element.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from html import escape
from itertools import chain

from dutyscore.model.tableau import Cell, Column, Paragraph, Table, Tableau
from dutyscore.output.formats.paper import Paper, for_people

_TONES = {"green", "yellow", "red", "blue", "orange", "purple", "grey", "gray", "black"}
_STYLE = """
@page { size: A4; margin: 16mm 12mm; }
body { font: 14px/1.6 "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", "SimSun", sans-serif; color: #222;
  max-width: 60rem; margin: 1.5rem auto; padding: 0 1rem; }
h1 { font-size: 1.25rem; line-height: 1.4; }
p { margin: .5rem 0; }
.stamp { color: #555; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th, td { border: 1px solid #bbb; padding: .2rem .5rem; text-align: left; vertical-align: top; }
th { background: #f2f2f2; white-space: nowrap; }
.right { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.mark { display: inline-block; width: .6em; text-align: left; }
.tone-green { background: #c6efce; } .tone-yellow { background: #ffeb9c; } .tone-red { background: #ffc7ce; }
.tone-blue { background: #cfe2f3; } .tone-orange { background: #fbd5a5; } .tone-purple { background: #e1d5ee; }
.tone-grey, .tone-gray { background: #ddd; } .tone-black { background: #444; color: #fff; }
@media print { body { margin: 0; max-width: none; padding: 0; font-size: 10.5pt; }
  .scroll { overflow: visible; } * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
"""


def write(tableau: Tableau, paper: Paper) -> bytes:
    digest = b64encode(sha256(_STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    language = {"zh": "zh-CN"}.get(paper.language, paper.language)
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{language}">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{_text(tableau.title)}</title>",
        f"<style>{_STYLE}</style>",
        "</head>",
        "<body>",
        *chain.from_iterable(
            _paragraph(block) if isinstance(block, Paragraph) else _table(for_people(block)) for block in tableau.blocks
        ),
        "</body>",
        "</html>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _text(text: str) -> str:
    return escape(text, quote=True)


def _paragraph(paragraph: Paragraph) -> list[str]:
    lines = [_text(line) for line in paragraph.lines if line]
    if not lines:
        return []
    heading = [f"<h1>{lines.pop(0)}</h1>"] if paragraph.role == "title" else []
    return [*heading, *([f'<p class="{paragraph.role}">' + "<br>\n".join(lines) + "</p>"] if lines else [])]


def _table(table: Table) -> list[str]:
    titles = "".join(f"<th{_class(column)}>{_text(column.title)}</th>" for column in table.columns)
    cells = map(_column_cells, table.columns, zip(*table.rows, strict=True))
    rows = [f"<tr>{''.join(row)}</tr>" for row in zip(*cells, strict=True)] if table.rows else []
    head = f"<thead><tr>{titles}</tr></thead>"
    return ['<div class="scroll">', "<table>", head, "<tbody>", *rows, "</tbody>", "</table>", "</div>"]


def _class(column: Column, tone: str = "") -> str:
    names = ["right"] if column.align == "right" else []
    names += [f"tone-{tone}"] if tone in _TONES else []
    return f' class="{" ".join(names)}"' if names else ""


def _column_cells(column: Column, cells: Sequence[Cell]) -> list[str]:
    """The elements of a column; cells that rows share are made once."""
    known: dict[int, str] = {}
    return [known.get(id(cell)) or known.setdefault(id(cell), _cell(cell, column)) for cell in cells]


def _cell(cell: Cell, column: Column) -> str:
    mark = f'<span class="mark">{_text(cell.mark)}</span>' if column.align == "right" else _text(cell.mark)
    return f"<td{_class(column, cell.tone)}>{_text(cell.text)}{mark if cell.mark else ''}</td>"
