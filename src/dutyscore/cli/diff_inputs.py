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
    """A file of a commit, by its path from here or, as git writes it, from the top of the repository.

    Only git reads it, as plain bytes: no filters, no hooks, no shell, nothing fetched."""
    ref, _, path = word.partition(":")
    if ref.startswith("-") or not path or "\0" in word:
        return _refused(word, "form")
    folder, name = os.path.split(path)
    tries = [(folder or ".", f"{ref}:./{name}")] if name and os.path.isdir(folder or ".") else []
    if not os.path.isabs(path):
        tries += [(".", f"{ref}:./{path}"), (".", f"{ref}:{path}")]
    try:
        for place, asked in tries:
            found = _git(place, "cat-file", "blob", asked)
            if found is not None:
                return Input(word, found)
        homes = [place for place, _ in tries if _git(place, "rev-parse", "--git-dir") is not None]
        if not homes:
            return _refused(word, "outside")
        known = _git(homes[0], "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{tree}}") is not None
    except (OSError, subprocess.TimeoutExpired):
        return _refused(word, "git")
    return _refused(word, "file" if known or not ref else "version")


def _refused(word: str, reason: str) -> Diagnostic:
    return Diagnostic("DS472", Place(word), {"value": word, "reason": reason})


def _git(folder: str, *words: str) -> bytes | None:
    """What git prints; None where it fails."""
    done = subprocess.run(
        ["git", "-C", folder, *words], capture_output=True, check=False, timeout=_SECONDS, stdin=subprocess.DEVNULL,
        env={**os.environ, "GIT_NO_LAZY_FETCH": "1"},
    )  # fmt: skip
    return None if done.returncode else done.stdout
