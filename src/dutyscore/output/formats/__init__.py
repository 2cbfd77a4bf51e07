"""Ways of printing a report: one file each, one explicit list. Each turns a Tableau into bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Final

from dutyscore.model.tableau import Tableau
from dutyscore.output.formats.paper import Paper, cleaned

__all__ = ["FORMATS", "SUFFIXES", "Paper", "printed", "suffixes"]

Write = Callable[[Tableau, Paper], bytes]


def _later(module: str) -> Write:
    """The writer of a module that is loaded when it first writes: a run needs one or two of them."""

    def write(tableau: Tableau, paper: Paper) -> bytes:
        written: bytes = import_module(f"{__name__}.{module}").write(tableau, paper)
        return written

    return write


FORMATS: Final[dict[str, Write]] = {
    "table": _later("table"),
    "json": _later("json_text"),
    "csv": _later("csv_text"),
    "md": _later("markdown"),
    "xlsx": _later("xlsx"),
    "html": _later("html"),
}
"""Every format, by the word that users write."""

SUFFIXES: Final = {
    ".txt": "table", ".xml": "junit", ".sarif": "sarif", ".docx": "docx",
    **{f".{name}": name for name in FORMATS if name != "table"},
}  # fmt: skip
"""The format of a file, by the end of its name."""


def suffixes(names: Iterable[str]) -> list[str]:
    """The ends of file names by which formats are known."""
    wanted = set(names)
    return [suffix for suffix, name in SUFFIXES.items() if name in wanted]


def printed(tableau: Tableau, name: str, paper: Paper) -> bytes:
    """The report in a format, with every text from files made safe first; the machine form is made safe by JSON."""
    return FORMATS[name](tableau if name == "json" else cleaned(tableau), paper)
