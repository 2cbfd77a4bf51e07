"""Findings as a Markdown table: for a comment under a merge request, or a summary of a job."""

from __future__ import annotations

from dutyscore.model.tableau import Cell, Column, Paragraph, Table, Tableau
from dutyscore.output.checked import Checked
from dutyscore.output.findings import advice, cell_ranges, grouped, places_of, summary, title
from dutyscore.output.formats import markdown
from dutyscore.output.formats.paper import Paper, cleaned
from dutyscore.output.wording import Wording

_COLUMNS = ("severity", "code", "place", "what", "advice")


def write(checked: Checked, wording: Wording, paper: Paper) -> bytes:
    rows = []
    for group in grouped(checked.findings):
        first = group[0]
        places = sorted({place for finding in group for place in places_of(finding)})
        more = f" ({', '.join(cell_ranges(places))})" if len(places) > 1 else ""
        texts = (
            wording.word("severity", first.severity), f"{first.code} {first.slug}", f"{places[0]}{more}",
            title(first, wording), advice(first, wording),
        )  # fmt: skip
        rows.append(tuple(map(Cell, texts)))
    heading = Paragraph((wording("check.title"),), "title")
    if not rows:
        return markdown.write(cleaned(Tableau("", (heading, Paragraph((wording("check.clean"),))))), paper)
    columns = tuple(Column(key, wording(f"check.column.{key}")) for key in _COLUMNS)
    end = Paragraph((summary(checked.findings, wording),))
    return markdown.write(cleaned(Tableau("", (heading, Table("", columns, tuple(rows)), end))), paper)
