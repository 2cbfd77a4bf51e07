"""The public version of a result: made before any view, so that what nobody may see is not there to be printed.

Ids never leave; names stand as the rulebook's `public` says. Names of files and sheets are data that may name anybody,
so they become words of ours; facts of entries, findings, reviewers and employers are taken out altogether. What is left
are the standings, the points and the clauses they rest on.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from dutyscore.compare.history import Past
from dutyscore.model.columns import Origin
from dutyscore.model.result import Result
from dutyscore.output.views.machine import role_of
from dutyscore.output.views.run import Choices, Run, ranked
from dutyscore.rulebook.schema import Rulebook
from dutyscore.tables import InputStamp

_STAR: Final = "*"
_SHORTEST: Final = 2
"""Letters of an id or name from which on it is looked for inside other words: a single letter is in every word."""


def masked(result: Result, run: Run, rulebook: Rulebook) -> tuple[Result, Run]:
    """Result and run without ids, names as the rulebook wants them; the members keep their places."""
    way = rulebook.public.names
    labels = _labels(result, run, way)
    known = dict(zip(result.roster.ids, labels, strict=True))
    hide = _hider(result, labels, way)
    files = _file_words(run)
    roster = replace(result.roster, ids=labels, names=labels, facts={})
    entries = replace(result.entries, origins=_origins(result.entries.origins, files), facts={})
    stamp = replace(result.rulebook, file=hide(re.split(r"[\\/]", result.rulebook.file)[-1]))
    public = replace(
        result, rulebook=stamp, roster=roster, entries=entries, group=tuple(map(hide, result.group)), employer=(),
        other_groups={name: tuple(map(hide, words)) for name, words in result.other_groups.items()}, findings=(),
        lists=tuple(one for one in result.lists if one.name in rulebook.public.lists),
        marks={}, reviewer_gap={}, shown={key: tuple(map(hide, texts)) for key, texts in result.shown.items()},
    )  # fmt: skip
    posted = replace(
        run,
        inputs=tuple(_stamp(stamp, files) for stamp in run.inputs),
        logs=tuple(files.get(name, name) for name in run.logs),
        findings=(),
        history=tuple(_past(past, place, known) for place, past in enumerate(run.history, 1)),
        again="",
        recorded=None,
        asked=Choices(as_of=run.asked.as_of, period=run.asked.period, first=run.asked.first, last=run.asked.last),
    )
    return public, posted


def _labels(result: Result, run: Run, way: str) -> tuple[str, ...]:
    """What each member is called; who would be called like another gets a number behind."""
    names = result.roster.names
    if way == "hidden":
        order = {member: place for place, member in enumerate(ranked(result, replace(run, shown=None)), 1)}
        return tuple(f"{result.rulebook.subject}{order[member]}" for member in range(len(names)))
    plain = [masked_name(name) for name in names] if way == "masked" else list(names)
    shared = {label for label, count in Counter(plain).items() if count > 1}
    taken = set(plain)
    seen: Counter[str] = Counter()
    labels = []
    for label in plain:
        numbered = label
        while label in shared and numbered in taken:
            seen[label] += 1
            numbered = f"{label}({seen[label]})"
        taken.add(numbered)
        labels.append(numbered)
    return tuple(labels)


def masked_name(name: str) -> str:
    """The first letter, and a star for each further one: `张*`, `欧***`, `Z**** S**` as `Z**** ***`."""
    return name[:1] + "".join(letter if letter.isspace() else _STAR for letter in name[1:])


def _hider(result: Result, labels: Sequence[str], way: str) -> _Hider:
    secret = dict(zip(result.roster.ids, labels, strict=True))
    if way != "shown":
        secret |= dict(zip(result.roster.names, labels, strict=True))
    return _Hider({word: label for word, label in secret.items() if len(word) >= _SHORTEST and word != label})


class _Hider:
    """Replaces ids, and names that are not shown, inside other texts: a group called after its head."""

    def __init__(self, secret: Mapping[str, str]) -> None:
        self._secret = secret
        longest_first = sorted(secret, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, longest_first))) if secret else None

    def __call__(self, text: str) -> str:
        return self._pattern.sub(lambda found: self._secret[found[0]], text) if self._pattern else text


def _file_words(run: Run) -> dict[str, str]:
    """For each input a word that says what it is: log-1, roster-1."""
    counted: Counter[str] = Counter()
    words = {}
    for stamp in run.inputs:
        role = role_of(stamp, run)
        counted[role] += 1
        words[stamp.name] = f"{role}-{counted[role]}"
    return words


def _origins(origins: Iterable[Origin], files: Mapping[str, str]) -> tuple[Origin, ...]:
    made = []
    sheets: dict[str, dict[str, str]] = {}
    for origin in origins:
        known = sheets.setdefault(origin.file, {})
        sheet = known.setdefault(origin.sheet, f"sheet-{len(known) + 1}") if origin.sheet else ""
        made.append(replace(origin, file=files.get(origin.file, "log"), sheet=sheet))
    return tuple(made)


def _stamp(stamp: InputStamp, files: Mapping[str, str]) -> InputStamp:
    sheets = tuple(
        replace(sheet, name=f"sheet-{place}" if sheet.name else "") for place, sheet in enumerate(stamp.sheets, 1)
    )
    return replace(stamp, name=files[stamp.name], sheets=sheets)


def _past(past: Past, place: int, known: Mapping[str, str]) -> Past:
    """An earlier result of those who are members now: others would keep their ids."""
    members = {known[member]: standing for member, standing in past.members.items() if member in known}
    return replace(past, name=f"history-{place}", members=members)
