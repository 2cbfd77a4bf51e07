"""JSON: the machine form of a report, one member a line, numbers as decimal text."""

from __future__ import annotations

import json

from dutyscore.model.tableau import Tableau
from dutyscore.output.formats.paper import Paper
from dutyscore.output.width import UNSEEN


def write(tableau: Tableau, paper: Paper) -> bytes:
    machine = tableau.machine() if tableau.machine else {}
    return f"{_laid_out(machine, paper.ascii)}\n".encode()


def _laid_out(value: object, ascii_only: bool) -> str:
    """Each key of the outermost mapping on a line, and each element of a list below it."""
    if not isinstance(value, dict):
        return _compact(value, ascii_only)
    parts = []
    for key, inner in value.items():
        if isinstance(inner, list) and inner and isinstance(inner[0], dict):
            body = ",\n".join(f"    {_compact(element, ascii_only)}" for element in inner)
            parts.append(f"  {_compact(key, ascii_only)}: [\n{body}\n  ]")
        else:
            parts.append(f"  {_compact(key, ascii_only)}: {_compact(inner, ascii_only)}")
    return "{\n" + ",\n".join(parts) + "\n}"


def _compact(value: object, ascii_only: bool) -> str:
    """One line; what steers a terminal or cannot be seen is escaped, so that a JSON file can be looked at safely."""
    text = json.dumps(value, ensure_ascii=ascii_only)
    return text if text.isascii() and text.isprintable() else UNSEEN.sub(lambda found: json.dumps(found[0])[1:-1], text)
