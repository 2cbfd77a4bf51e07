"""`check --explain CODE`: the page of a finding, as it was made for the documentation."""

from __future__ import annotations

import os
import re
from pathlib import Path

import dutyscore
from dutyscore.cli.shell import Code, Shell
from dutyscore.cli.tell import tell_trouble
from dutyscore.cli.terminal import write_out
from dutyscore.cli.usage import nearest
from dutyscore.model.codes import CODES
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.place import Place

FOLDER = "diagnostics"
_CODE = re.compile(r"ds[0-9]+", re.IGNORECASE)


def explained(shell: Shell, word: str) -> int:
    """Print the page of a code or slug."""
    known = {code.lower(): code for code in CODES} | {slug: code for code, (slug, _) in CODES.items()}
    code = known.get(word.strip().lower(), "")
    path = page(code, shell.wording.language) if code else None
    if path is None:
        words = [*CODES, *(slug for slug, _ in CODES.values())]
        close = "" if _CODE.fullmatch(word.strip()) else nearest(word, words)  # no number is like another
        finding = Diagnostic("DS451", Place(""), {"value": word, "nearest": close})
        tell_trouble(shell.complaints, [finding], shell, "summary")
        return Code.usage
    write_out(path.read_bytes())
    return Code.done


def page(code: str, language: str) -> Path | None:
    """The file of a page: in the installed package, or in the working tree."""
    package = os.path.dirname(os.path.abspath(dutyscore.__file__))
    root = os.path.dirname(os.path.dirname(package))
    places = [Path(package, FOLDER), Path(root, "docs", FOLDER)]
    found = (folder / language / f"{code}.md" for folder in places)
    return next((path for path in found if path.is_file()), None)
