"""The archive (履职档案) as a folder: what lies where, which revision holds, and reading it.

    FOLDER/<rulebook id>/<period>/r1/           result.json, ledger.parquet, manifest.json
    FOLDER/<rulebook id>/<period>/r2/           a later computation of the same period; names what it replaces
    FOLDER/<rulebook id>/<period>/to-date/<stretch>/r1/    results before the period was over, or of a part of it

A revision is a folder that appears as a whole and is never changed. The last one of a period holds.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Any, Final

from dutyscore.cli import inputs
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.frozen import dataclass
from dutyscore.model.place import Place
from dutyscore.output.file_names import safe_name
from dutyscore.tables import Input

SCHEMA: Final = "dutyscore.archive/1"
RESULT: Final = "result.json"
LEDGER: Final = "ledger.parquet"
MANIFEST: Final = "manifest.json"
TO_DATE: Final = "to-date"
_REVISION = re.compile(r"r([1-9][0-9]{0,5})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Revision:
    """One revision: its folder, its number and the digest of its result as its manifest has it."""

    path: str
    number: int
    digest: str


def folder_name(word: str) -> str:
    """The folder for a rulebook or a period: the word itself where it can be a name, else what is left of it and a
    digest, so that two words never share a folder."""
    name = safe_name(word)
    return name if name and name == word else "-".join(filter(None, (name, sha256(word.encode()).hexdigest()[:8])))


def numbers(folder: str) -> list[int]:
    """The revisions in the folder of a period, the last one last; OSError for a folder that may not be read."""
    try:
        found = [_REVISION.fullmatch(name) for name in os.listdir(folder)]
    except (FileNotFoundError, NotADirectoryError):
        return []
    return sorted(int(match[1]) for match in found if match)


def last_revision(folder: str) -> Revision | Diagnostic | None:
    """The revision that holds; a finding when its manifest cannot be read."""
    number = max(numbers(folder), default=0)
    if not number:
        return None
    path = os.path.join(folder, f"r{number}")
    manifest = _manifest(os.path.join(path, MANIFEST))
    if isinstance(manifest, Diagnostic):
        return manifest
    return Revision(path, number, manifest["files"][RESULT])


def archived(folder: str, rulebook: str = "") -> Iterator[Input | Diagnostic]:
    """The results that hold in an archive, period by period, of one rulebook or of all. A result that is not the one
    its manifest speaks of is a finding: nothing in an archive is ever changed."""
    for period in _periods(folder, rulebook):
        revision = last_revision(period)
        if revision is None:
            continue
        if isinstance(revision, Diagnostic):
            yield revision
            continue
        file = inputs.read(os.path.join(revision.path, RESULT))
        if isinstance(file, Input) and sha256(file.data).hexdigest() != revision.digest:
            yield damaged(file.name, "changed")
        else:
            yield damaged(file.place.file, "missing") if isinstance(file, Diagnostic) else file


def faults(revision: str) -> list[Diagnostic]:
    """What in the folder of a revision is not as its manifest says."""
    manifest = _manifest(os.path.join(revision, MANIFEST))
    if isinstance(manifest, Diagnostic):
        return [manifest]
    found = []
    for name in (RESULT, LEDGER):
        path, recorded = os.path.join(revision, name), manifest["files"].get(name)
        file = inputs.read(path) if recorded else None
        if isinstance(file, Diagnostic):
            found.append(damaged(path, "missing"))
        elif file is not None and sha256(file.data).hexdigest() != recorded:
            found.append(damaged(path, "changed"))
    return found


def is_archive(folder: str) -> bool:
    return any(numbers(period) for period in _periods(folder))


def damaged(path: str, reason: str) -> Diagnostic:
    return Diagnostic("DS482", Place(path), {"file": path, "reason": reason})


def _periods(folder: str, rulebook: str = "") -> Iterator[str]:
    """The folders of periods, by name."""
    for book in [folder_name(rulebook)] if rulebook else _folders(folder):
        for period in _folders(os.path.join(folder, book)):
            yield os.path.join(folder, book, period)


def _folders(folder: str) -> list[str]:
    """The folders in a folder, by name; none where it is not there. One that may not be read is an OSError."""
    try:
        with os.scandir(folder) as found:
            return sorted(entry.name for entry in found if entry.is_dir() and not entry.name.startswith("."))
    except (FileNotFoundError, NotADirectoryError):
        return []


def _manifest(path: str) -> dict[str, Any] | Diagnostic:
    file = inputs.read(path)
    if isinstance(file, Diagnostic):
        return damaged(path, "missing")
    try:
        form = json.loads(file.data)
    except (ValueError, RecursionError):
        return damaged(path, "form")
    files = form.get("files") if isinstance(form, dict) and form.get("schema") == SCHEMA else None
    if not isinstance(files, dict) or not isinstance(files.get(RESULT), str):
        return damaged(path, "form")
    return dict(form)
