"""Which files a check is about, and what each of them is: told by its content, not by its name."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from typing import Final, Literal

from dutyscore.cli import inputs
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.place import Place
from dutyscore.tables import Input

Content = Literal["rulebook", "cases", "table", "history"]

_YAML: Final = (".yaml", ".yml")
_TABLES: Final = (".csv", ".tsv", ".xlsx", ".xlsm", ".xls", ".et", ".parquet")
_OURS: Final = ("rulebook.yaml", "cases.yaml")
_TELLING = re.compile(r"^(?:rulebook[ \t]*[:：]|-[ \t]*case[ \t]*[:：])", re.MULTILINE)
_KEY = re.compile(r"[^\s,;|\t#\"'-][^,;|\t]*[:：]|-\s|-$|---|%YAML")
_HEAD = 4096
_LOCKS = ("~$", ".~")


def expand(paths: Sequence[str]) -> tuple[list[str], list[Diagnostic]]:
    """The files themselves and those in folders; a folder without any is a finding."""
    found: list[str] = []
    findings = []
    for path in paths:
        denied: list[Diagnostic] = []
        inside = sorted(_inside(path, denied)) if os.path.isdir(path) else [path]
        findings += denied
        if not inside and not denied:
            findings.append(Diagnostic("DS450", Place(path), {"file": path}))
        found += inside
    return list(dict.fromkeys(found)), findings


def _inside(folder: str, denied: list[Diagnostic]) -> Iterator[str]:
    """Tables, and YAML files that are rulebooks or cases; other YAML lies in folders too."""
    for place, names in inputs.below(folder, denied):
        for name in names:
            path = os.path.normpath(os.path.join(place, name))
            ending = os.path.splitext(name)[1].lower()
            if name.startswith((".", *_LOCKS)):
                continue
            if ending in _TABLES or name in _OURS or (ending in _YAML and _telling(path)):
                yield path


def _telling(path: str) -> bool:
    found = inputs.read(path)
    return isinstance(found, Input) and bool(_TELLING.search(_head(found.data)))


def content(file: Input) -> Content:
    """What a file is."""
    ending = os.path.splitext(file.name)[1].lower()
    start = bytes(file.data[:8])
    if start.startswith((b"PK", b"\xd0\xcf\x11\xe0", b"PAR1")):
        return "table"
    lines = (text.strip(" \t\u3000\ufeff") for text in _head(file.data).splitlines())
    line = next((text for text in lines if text and not text.startswith("#")), "")
    if ending in _TABLES:
        return "table"
    if ending in _YAML or _KEY.match(line):
        return "cases" if line.startswith(("-", "－")) and line != "---" else "rulebook"
    return "history" if line.startswith("{") else "table"


def _head(data: bytes) -> str:
    return bytes(data[:_HEAD]).decode("utf-8-sig", "replace")
