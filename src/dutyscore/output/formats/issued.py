"""Ways of printing issued texts: one file each, one explicit list. Each turns an Issue into bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from dutyscore.model.issued import Facts, Issue, Line, Part, Room, Rows, Sheet, Signatures
from dutyscore.output.formats import issued_docx, issued_html, issued_xlsx
from dutyscore.output.formats.paper import Paper, cleaned_table
from dutyscore.output.width import clean

ISSUED_FORMATS: Final[dict[str, Callable[[Issue, Paper], bytes]]] = {
    "html": issued_html.write,
    "xlsx": issued_xlsx.write,
    "docx": issued_docx.write,
}
"""Every format of issued texts, by the word that users write."""


def issued(issue: Issue, name: str, paper: Paper) -> bytes:
    """The texts in a format, with everything from files made safe first."""
    return ISSUED_FORMATS[name](_cleaned(issue), paper)


def _cleaned(issue: Issue) -> Issue:
    left, right = map(clean, issue.margin)
    sheets = tuple(
        Sheet(clean(sheet.name), tuple(map(_cleaned_part, sheet.parts)), clean(sheet.apart)) for sheet in issue.sheets
    )
    properties = tuple((name, clean(value)) for name, value in issue.properties)
    return replace(issue, title=clean(issue.title), sheets=sheets, margin=(left, right), properties=properties)


def _cleaned_part(part: Part) -> Part:
    if isinstance(part, Line):
        return replace(part, text=clean(part.text))
    if isinstance(part, Facts):
        pairs = tuple((clean(label), replace(cell, text=clean(cell.text))) for label, cell in part.pairs)
        return replace(part, pairs=pairs)
    if isinstance(part, Rows):
        return replace(part, table=cleaned_table(part.table))
    if isinstance(part, Room):
        return replace(part, label=clean(part.label), foot=clean(part.foot))
    if isinstance(part, Signatures):
        return Signatures(tuple(map(clean, part.labels)))
    return part
