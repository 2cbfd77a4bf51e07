"""Ways of printing a report: one file each, one explicit list. Each turns a Tableau into bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from dutyscore.model.tableau import Tableau
from dutyscore.output.formats import csv_text, html, json_text, markdown, table, xlsx
from dutyscore.output.formats.paper import Paper, cleaned

__all__ = ["FORMATS", "SUFFIXES", "Paper", "printed", "suffixes"]

FORMATS: Final[dict[str, Callable[[Tableau, Paper], bytes]]] = {
    "table": table.write,
    "json": json_text.write,
    "csv": csv_text.write,
    "md": markdown.write,
    "xlsx": xlsx.write,
    "html": html.write,
}
"""Every format, by the word that users write."""

SUFFIXES: Final = {
    ".txt": "table", ".xml": "junit", ".sarif": "sarif", **{f".{name}": name for name in FORMATS if name != "table"},
}  # fmt: skip
"""The format of a file, by the end of its name."""


def suffixes(names: Iterable[str]) -> list[str]:
    """The ends of file names by which formats are known."""
    wanted = set(names)
    return [suffix for suffix, name in SUFFIXES.items() if name in wanted]


def printed(tableau: Tableau, name: str, paper: Paper) -> bytes:
    """The report in a format, with every text from files made safe first; the machine form is made safe by JSON."""
    return FORMATS[name](tableau if name == "json" else cleaned(tableau), paper)
