"""Workflow commands of GitHub: notes that appear beside the lines of a pull request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from dutyscore.model.diagnostic import Severity
from dutyscore.output.outcomes import Note
from dutyscore.output.width import clean

_LEVELS: Final[dict[Severity, str]] = {"error": "error", "warning": "warning", "info": "notice"}
_MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = {**_MESSAGE, **str.maketrans({":": "%3A", ",": "%2C"})}


def write(notes: Iterable[Note]) -> bytes:
    return "".join(f"{_line(note)}\n" for note in notes).encode()


def _line(note: Note) -> str:
    place = note.place
    told = {"file": place.file.replace("\\", "/"), "line": place.line, "col": 0 if place.sheet else place.column}
    properties = [f"{key}={_escaped(str(value), _PROPERTY)}" for key, value in told.items() if value]
    properties.append(f"title={_escaped(clean(note.title), _PROPERTY)}")
    text = "\n".join(clean(line) for line in note.text.splitlines())
    return f"::{_LEVELS[note.severity]} {','.join(properties)}::{_escaped(text, _MESSAGE)}"


def _escaped(text: str, table: Mapping[int, str | int | None]) -> str:
    return text.translate(table)
