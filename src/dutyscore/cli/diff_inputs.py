"""The rulebooks that `diff` compares: a path, an id, or a file as it stood in git (`GITREF:path`)."""

from __future__ import annotations

import os
import subprocess
from typing import Final

from dutyscore.cli import discover, inputs
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.place import Place
from dutyscore.tables import Input

_SECONDS: Final = 30


def rulebook(word: str) -> Input | Diagnostic:
    """The bytes of a rulebook, under the name that the user gave it."""
    if not os.path.exists(word) and ":" in word:
        return _from_git(word)
    path = discover.find(word, (), (), {})
    return path if isinstance(path, Diagnostic) else inputs.read(path)


def _from_git(word: str) -> Input | Diagnostic:
    """A file of a commit. Only git reads it, as plain bytes: no filters, no hooks, no shell."""
    ref, _, path = word.partition(":")
    if ref.startswith("-") or not path or "\0" in word:
        return Diagnostic("DS472", Place(word), {"value": word, "reason": "form"})
    inside = path if os.path.isabs(path) or path.startswith("./") else f"./{path}"
    asked = ["git", "cat-file", "blob", f"{ref}:{inside}"]
    try:
        done = subprocess.run(asked, capture_output=True, check=False, timeout=_SECONDS, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired):
        return Diagnostic("DS472", Place(word), {"value": word, "reason": "git"})
    if done.returncode:
        return Diagnostic("DS472", Place(word), {"value": word, "reason": "unknown"})
    return Input(word, done.stdout)
