"""Which rulebook a run uses: -r, DUTYSCORE_RULES, the id that a workbook carries, what lies near the log.

A word that is no path is an id, looked up in `rules/<id>/` from the folder of the log upward, then from the current
folder upward, then among the rulebooks that come with the program.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import dutyscore
from dutyscore.cli.inputs import STDIN, similar
from dutyscore.cli.usage import nearest
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.place import Place
from dutyscore.tables import Input, carried_rulebook

FILE: Final = "rulebook.yaml"
FOLDER: Final = "rules"
VARIABLE: Final = "DUTYSCORE_RULES"
_NOWHERE: Final = Place("")
_ID = re.compile(rb"""^rulebook\s*:\s*["']?([^\s"'#]+)""", re.MULTILINE)
_HEAD = 4096
"""Bytes of a rulebook in which its id must stand to be found by it."""


def find(asked: str, logs: Sequence[str], inputs: Sequence[Input], environ: Mapping[str, str]) -> str | Diagnostic:
    """The path of the rulebook, or why there is none. `logs` are the paths as typed, `inputs` those that were read."""
    folder = next((os.path.dirname(log) for log in logs if log != STDIN), "")
    for word in (asked, environ.get(VARIABLE, "")):
        if word:
            return _named(word, folder)
    carried = sorted({found for log in inputs if (found := _carried(log))})
    if len(carried) > 1:
        return Diagnostic("DS411", _NOWHERE, {"candidates": ", ".join(carried)})
    return by_id(carried[0], folder) if carried else _near(folder)


def _carried(log: Input) -> str:
    return carried_rulebook(log.data) if bytes(log.data[:2]) == b"PK" else ""


def _named(word: str, folder: str) -> str | Diagnostic:
    """A path if it exists, else an id."""
    if os.path.isdir(word) and os.path.isfile(os.path.join(word, FILE)):
        return os.path.join(word, FILE)
    if os.path.exists(word) and not os.path.isdir(word):
        return word
    if os.path.basename(word) == word and not word.endswith((".yaml", ".yml")):
        found = by_id(word, folder)
        if isinstance(found, str) or not os.path.isdir(word):
            return found
    if os.path.isdir(word):
        return Diagnostic("DS410", _NOWHERE, {"folder": word})
    return Diagnostic("DS401", Place(word), {"file": word, "nearest": similar(word)})


def by_id(word: str, folder: str) -> str | Diagnostic:
    """The rulebook whose folder, or whose own `rulebook:`, is the word."""
    known: dict[str, str] = {}
    for place in _places(folder):
        here = dict(_rulebooks(place))
        own = {_own_id(path): path for path in here.values()}
        if word in here or word in own:
            return _shown(here.get(word) or own[word], folder)
        known = {**own, **here, **known}
    names = sorted(name for name in known if name)
    facts = {"value": word, "nearest": nearest(word, names), "known": ", ".join(names)}
    return Diagnostic("DS416", _NOWHERE, facts)


def _near(folder: str) -> str | Diagnostic:
    """The nearest `rulebook.yaml`, or the only one below `rules/`, from the folder of the log upward."""
    for place in _upward(folder):
        found = [path for path in (os.path.join(place, FILE),) if os.path.isfile(path)]
        found += [path for _, path in _rulebooks(os.path.join(place, FOLDER))]
        if len(found) == 1:
            return _shown(found[0], folder)
        if found:
            return Diagnostic("DS411", _NOWHERE, {"candidates": ", ".join(_shown(path, folder) for path in found)})
    return Diagnostic("DS410", _NOWHERE, {"searched": folder or os.curdir})


def _places(folder: str) -> Iterator[str]:
    """Every `rules` folder in which ids are looked up, nearest first."""
    seen = set()
    for start in (folder, ""):
        for place in _upward(start):
            rules = os.path.join(place, FOLDER)
            if rules not in seen and os.path.isdir(rules):
                seen.add(rules)
                yield rules
    yield from (place for place in packaged() if place not in seen and os.path.isdir(place))


def packaged() -> tuple[str, ...]:
    """Where the rulebooks of the program itself may lie: in the installed package, or in its working tree."""
    package = os.path.dirname(os.path.abspath(dutyscore.__file__))
    root = os.path.dirname(os.path.dirname(package))
    return os.path.join(package, FOLDER), os.path.join(root, FOLDER)


def _upward(folder: str) -> Iterator[str]:
    place = os.path.abspath(folder or os.curdir)
    while True:
        yield place
        above = os.path.dirname(place)
        if above == place:
            return
        place = above


def _rulebooks(rules: str) -> Iterator[tuple[str, str]]:
    """The rulebooks of a `rules` folder: name of the body's folder and path."""
    try:
        names = sorted(os.listdir(rules))
    except OSError:
        return
    for name in names:
        path = os.path.join(rules, name, FILE)
        if os.path.isfile(path):
            yield name, path


def _own_id(path: str) -> str:
    try:
        with open(path, "rb") as file:
            found = _ID.search(file.read(_HEAD))
    except OSError:
        return ""
    return found[1].decode("utf-8", "replace") if found else ""


def _shown(path: str, folder: str) -> str:
    """The path as the user would write it: relative, unless the log was named by an absolute path or it is ours."""
    inside, _ = packaged()
    if path.startswith(inside + os.sep):
        return path
    if os.path.isabs(folder):
        return path
    try:
        return os.path.relpath(path)
    except ValueError:  # another drive
        return path
