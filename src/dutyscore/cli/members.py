"""Members and groups as the user names them."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import normalize

from dutyscore.cli.usage import nearest
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.place import Place
from dutyscore.model.result import Result


def member(result: Result, word: str) -> int | Diagnostic:
    """The member with this id, else with this name."""
    roster, wanted = result.roster, _plain(word)
    for names in (roster.ids, roster.names):
        found = [index for index, name in enumerate(names) if _plain(name) == wanted]
        if len(found) == 1:
            return found[0]
        if found:
            ids = ", ".join(roster.ids[index] for index in found)
            return Diagnostic("DS430", Place(""), {"value": word, "ids": ids})
    return Diagnostic("DS420", Place(""), {"value": word, "nearest": nearest(word, [*roster.names, *roster.ids])})


def chosen(
    result: Result, members: Sequence[str], groups: Sequence[str]
) -> tuple[tuple[int, ...] | None, list[Diagnostic]]:
    """The members that --member and --group name, in the order of the roster; None without either."""
    if not members and not groups:
        return None, []
    found = [member(result, word) for word in members]
    findings = [missing for missing in found if isinstance(missing, Diagnostic)]
    picked = {index for index in found if isinstance(index, int)}
    known = {_plain(group): group for group in result.group if group}
    for word in groups:
        group = known.get(_plain(word))
        if group is None:
            names = sorted(known.values())
            facts = {"value": word, "nearest": nearest(word, names), "known": ", ".join(names)}
            findings.append(Diagnostic("DS422", Place(""), facts))
        picked |= {index for index, name in enumerate(result.group) if name == group}
    return tuple(sorted(picked)), findings


def _plain(word: str) -> str:
    """A name without blanks, full-width letters as plain ones."""
    return "".join(normalize("NFKC", word).split())
