"""Ways of printing a report: one file each, one explicit list. Each turns a Tableau into bytes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from dutyscore.model.tableau import Tableau
from dutyscore.output.formats import csv_text, html, json_text, markdown, table, xlsx
from dutyscore.output.formats.paper import Paper, cleaned

__all__ = ["FORMATS", "SUFFIXES", "Paper", "printed"]

FORMATS: Final[dict[str, Callable[[Tableau, Paper], bytes]]] = {
    "table": table.write,
    "json": json_text.write,
    "csv": csv_text.write,
    "md": markdown.write,
    "xlsx": xlsx.write,
    "html": html.write,
}
"""Every format, by the word that users write."""

SUFFIXES: Final = {".txt": "table", **{f".{name}": name for name in FORMATS if name != "table"}}
"""The format of a file, by the end of its name."""


def printed(tableau: Tableau, name: str, paper: Paper) -> bytes:
    """The report in a format, with every text from files made safe first."""
    return FORMATS[name](cleaned(tableau), paper)
