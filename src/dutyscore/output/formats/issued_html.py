"""Issued texts as one page of HTML: no script, nothing loaded from elsewhere, each sheet begins on its own A4 page.

Text enters the page at one place, `_text`, as the content of an element.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from html import escape
from typing import Final

from dutyscore.model.issued import Facts, Issue, Line, NewPage, Part, Room, Rows, Sheet, Signatures
from dutyscore.model.tableau import Cell, Column
from dutyscore.output.formats.paper import Paper, for_people

_TONES = {"green", "yellow", "red", "blue", "orange", "purple", "grey", "gray", "black"}
_SHORT: Final = 24
"""Characters of dates, places and the like, which stay on one line."""
_ALWAYS: Final = """
* { box-sizing: border-box; }
h1, h2, p { margin: 0; font-weight: normal; }
table { border-collapse: collapse; width: 100%; }
thead { display: table-header-group; }
tr, .room, .sign { break-inside: avoid; }
h2 { break-after: avoid; }
th, td { border: 1px solid #888; padding: 1mm 1.6mm; text-align: left; overflow-wrap: anywhere; }
th { background: #eef2f6; font-weight: 600; }
.right { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.short { white-space: nowrap; }
.sum td { font-weight: 600; background: #f6f6f6; }
.break, .sheet + .sheet { break-before: page; }
.tone-green { background: #c6efce; } .tone-yellow { background: #ffeb9c; } .tone-red { background: #ffc7ce; }
.tone-blue { background: #cfe2f3; } .tone-orange { background: #fbd5a5; } .tone-purple { background: #e1d5ee; }
.tone-grey, .tone-gray { background: #ddd; } .tone-black { background: #444; color: #fff; }
.foot { display: flex; justify-content: space-between; gap: 8mm; margin-top: 5mm;
  font: 8pt/1.4 sans-serif; color: #555; }
.break { height: 0; }
@media screen { html { background: #e8eaed; } body { margin: 8mm auto; width: 210mm; max-width: 100%; }
  .sheet { background: #fff; margin: 0 0 8mm; box-shadow: 0 1px 4px #0004; min-height: 297mm; }
  .break { height: 14mm; } }
@media print { body { margin: 0; } .sheet { padding-right: .3mm; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
"""
_PLAIN: Final = """
@page { size: A4 portrait; margin: 14mm 14mm 15mm; @bottom-center { content: counter(page); font: 9pt sans-serif; } }
body { font: 10.5pt/1.5 "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", "SimSun", sans-serif; color: #111; }
@media screen { .sheet { padding: 14mm; } }
h1 { font-size: 18pt; font-weight: 700; text-align: center; line-height: 1.4; }
h2 { font-size: 11.5pt; font-weight: 600; margin: 4mm 0 1.5mm; }
.under { text-align: center; color: #444; margin-bottom: 3mm; }
.state { border: 1px solid #b36b00; background: #fff6e0; padding: 1mm 2mm; margin: 0 0 3mm; }
.rows { font-size: 9.5pt; line-height: 1.4; }
.facts { margin: 0 0 1mm; table-layout: fixed; } .facts th { width: 22mm; }
.note { margin-top: 2mm; }
.room { border: 1px solid #888; border-top: 0; display: flex; }
.facts + .room, .note + .room, h2 + .room { border-top: 1px solid #888; }
.rows + .room { border-top: 1px solid #888; margin-top: 4mm; }
.room b { width: 26mm; flex: none; padding: 2mm; background: #eef2f6; border-right: 1px solid #888; display: flex;
  align-items: center; justify-content: center; text-align: center; font-weight: 600; }
.room div { flex: 1; display: flex; align-items: flex-end; justify-content: flex-end; padding: 2mm 4mm; }
.sign { display: flex; gap: 6mm; margin-top: 12mm; }
.sign p { flex: 1; border-bottom: 1px solid #444; padding-bottom: 1mm; }
"""
_OFFICIAL: Final = """
@page { size: A4 portrait; margin: 37mm 26mm 35mm 28mm; }
@page :right { @bottom-right { content: "\\2014  " counter(page) " \\2014";
  font: 14pt "SimSun", "Noto Serif CJK SC", serif;
  padding-top: 7mm; vertical-align: top; } }
@page :left { @bottom-left { content: "\\2014  " counter(page) " \\2014";
  font: 14pt "SimSun", "Noto Serif CJK SC", serif;
  padding-top: 7mm; vertical-align: top; } }
body { font: 16pt/28pt "FangSong_GB2312", "FangSong", "STFangsong", "Noto Serif CJK SC", serif; color: #000; }
@media screen { .sheet { padding: 37mm 26mm 35mm 28mm; } }
h1 { font: 22pt/32pt "FZXiaoBiaoSong-B05S", "方正小标宋简体", "STZhongsong", "Noto Serif CJK SC", "SimSun", serif;
  text-align: center; margin: 0 0 28pt; }
h2, .attachment + h1 ~ .none { font: 16pt/28pt "SimHei", "Noto Sans CJK SC", sans-serif; text-indent: 2em; }
.body, .note { text-indent: 2em; text-align: justify; }
.addressee { text-align: left; }
.number { text-align: center; margin-bottom: 28pt; }
.state { font-size: 12pt; line-height: 20pt; border: 1px solid #000; padding: 2pt 6pt; margin-bottom: 14pt; }
.attachment { text-indent: 2em; white-space: pre-wrap; } .body + .attachment, .note + .attachment { margin-top: 28pt; }
.break + .attachment { text-indent: 0; font-family: "SimHei", "Noto Sans CJK SC", sans-serif; margin-bottom: 28pt; }
.issuer, .date { text-align: right; padding-right: 4em; white-space: pre-wrap; break-before: avoid; }
.issuer { margin-top: 56pt; }
.rows { font-size: 12pt; line-height: 18pt; margin: 6pt 0; } .rows th { background: none; text-align: center; }
.rows .right { text-align: center; }
.foot { display: none; }
"""


def write(issue: Issue, paper: Paper) -> bytes:
    style = _ALWAYS + (_OFFICIAL if issue.official else _PLAIN)
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    language = {"zh": "zh-CN"}.get(paper.language, paper.language)
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{language}">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        *(f'<meta name="{_text(name)}" content="{_text(value)}">' for name, value in issue.properties),
        f"<title>{_text(issue.title)}</title>",
        f"<style>{style}</style>",
        "</head>",
        "<body>",
        *(line for sheet in issue.sheets for line in _sheet(sheet, issue)),
        "</body>",
        "</html>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _text(text: str) -> str:
    return escape(text, quote=True)


def _sheet(sheet: Sheet, issue: Issue) -> Iterator[str]:
    yield '<section class="sheet">'
    for part in sheet.parts:
        yield from _part(part)
    left, right = issue.margin
    yield f'<div class="foot"><span>{_text(left)}</span><span>{_text(right)}</span></div>'
    yield "</section>"


def _part(part: Part) -> Iterator[str]:
    if isinstance(part, Line):
        yield _line(part)
    elif isinstance(part, Facts):
        yield from _facts(part)
    elif isinstance(part, Rows):
        yield from _rows(part)
    elif isinstance(part, Room):
        inside = f"<div>{_blank_lines(part.lines)}{_text(part.foot)}</div>"
        yield f'<div class="room"><b>{_text(part.label)}</b>{inside}</div>'
    elif isinstance(part, Signatures):
        yield '<div class="sign">' + "".join(f"<p>{_text(label)}</p>" for label in part.labels) + "</div>"
    elif isinstance(part, NewPage):
        yield '<div class="break"></div>'


def _blank_lines(count: int) -> str:
    """Room to write in: a policy without inline styles leaves the height to lines of nothing."""
    return "<span>" + "<br>" * count + "</span>"


def _line(line: Line) -> str:
    if line.role == "title":
        return f"<h1>{_text(line.text)}</h1>"
    if line.role == "heading":
        return f"<h2>{_text(line.text)}</h2>"
    return f'<p class="{line.role}">{_text(line.text)}</p>'


def _facts(facts: Facts) -> Iterator[str]:
    yield '<table class="facts"><tbody>'
    for start in range(0, len(facts.pairs), facts.across):
        pairs = facts.pairs[start : start + facts.across]
        yield "<tr>" + "".join(
            f"<th>{_text(label)}</th><td{_class('', cell)}>{_shown(cell)}</td>" for label, cell in pairs
        )
        yield "</tr>"
    yield "</tbody></table>"


def _rows(rows: Rows) -> Iterator[str]:
    table = for_people(rows.table)
    yield '<table class="rows"><thead><tr>'
    yield "".join(f"<th{_class(_side(column))}>{_text(column.title)}</th>" for column in table.columns)
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
        names += ["short"] if not name and cell.text.isascii() and len(cell.text) <= _SHORT else []
        names += [f"tone-{cell.tone}"] if cell.tone in _TONES else []
    return f' class="{" ".join(names)}"' if names else ""


def _shown(cell: Cell) -> str:
    return _text(cell.text + cell.mark)
