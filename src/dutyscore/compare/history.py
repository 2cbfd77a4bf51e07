"""Results of earlier periods, read back from the JSON that `score -o` writes, and put in order before a period."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from hashlib import sha256
from typing import Any, Final

from dutyscore.model.days import CALENDAR, Calendar, Stretch, parse_iso, stretch_of
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.frozen import dataclass
from dutyscore.model.history import History, PastResult, PastStanding
from dutyscore.model.place import Place

SCHEMA: Final = "dutyscore.result/1"
_NUMBER = re.compile(r"-?[0-9]{1,40}(?:\.[0-9]{1,40}|/[0-9]{1,40})?", re.ASCII)
_FARTHEST = 1000
"""Periods that are looked back."""


@dataclass(frozen=True, slots=True)
class Past:
    """One earlier result: its file and sha256, of which rulebook and period it is, and every member's standing.
    `found` tells that it was picked up in a folder rather than named: then it may also be one that does not fit."""

    name: str
    digest: str
    rulebook: str
    period: Stretch
    provisional: bool
    members: Mapping[str, PastResult]
    found: bool = False


class _FormError(Exception):
    """The file is not what it should be; carries the reason."""


def read_history(data: bytes, name: str, found: bool = False) -> tuple[Past | None, tuple[Diagnostic, ...]]:
    """The result in a file, or the finding that says why it is none."""
    try:
        form = json.loads(bytes(data))
    except (ValueError, RecursionError):
        return None, (_refused(name, "json"),)
    try:
        return _past(form, name, sha256(data).hexdigest(), found), ()
    except _FormError as error:
        return None, (_refused(name, str(error)),)


def arranged(
    pasts: Iterable[Past], rulebook: str, period: Stretch
) -> tuple[History, tuple[Past, ...], tuple[Diagnostic, ...]]:
    """The results in order, the period before `period` first (one without a result is empty), and those used."""
    window = _window(period)
    periods: dict[int, Mapping[str, PastResult]] = {}
    findings = []
    used: list[Past] = []
    for past in sorted(pasts, key=lambda past: (-past.period.first, past.name)):
        back = _steps(past.period, period, window) if window else len(used) + 1
        reason = ""
        if past.rulebook != rulebook:
            reason = "rulebook"
        elif past.period.last >= period.first or back in periods or not back:
            reason = "period"
        elif past.provisional:
            reason = "provisional"
        if reason:
            findings.append(_refused(past.name, reason, "DS431" if past.found else "DS417"))
            continue
        used.append(past)
        periods[back] = past.members
    deepest = max(periods, default=0)
    findings += [
        Diagnostic("DS483", Place(""), {"period": label})
        for back, label in _labels(period, window, deepest)
        if back not in periods
    ]
    return History(tuple(periods.get(back, {}) for back in range(1, deepest + 1))), tuple(used), tuple(findings)


def _refused(name: str, reason: str, code: str = "DS417") -> Diagnostic:
    return Diagnostic(code, Place(name), {"reason": reason})


def _window(period: Stretch) -> Calendar | None:
    """The calendar window that the period is, None for a declared one."""
    for window in CALENDAR:
        whole = stretch_of(period.first, window)
        if (whole.first, whole.last) == (period.first, period.last):
            return window
    return None


def _labels(period: Stretch, window: Calendar | None, deepest: int) -> Iterator[tuple[int, str]]:
    """The periods before one, as far back as asked: how many back, and what each is called."""
    before = period
    for back in range(1, deepest + 1 if window else 1):
        assert window
        before = stretch_of(before.first - 1, window)
        yield back, before.label


def _steps(past: Stretch, period: Stretch, window: Calendar) -> int:
    """How many periods `past` lies before `period`; 0 if it is none of those."""
    before = period
    for back in range(1, _FARTHEST):
        before = stretch_of(before.first - 1, window)
        if before.first <= past.first:
            return back if (before.first, before.last) == (past.first, past.last) else 0
    return 0


# ---------------------------------------------------------------- the form


def _past(form: object, name: str, digest: str, found: bool) -> Past:
    if not isinstance(form, dict) or form.get("schema") != SCHEMA:
        raise _FormError("schema")
    book, period, members = form.get("rulebook"), form.get("period"), form.get("members")
    if not isinstance(book, dict) or not isinstance(book.get("id"), str) or not isinstance(members, list):
        raise _FormError("schema")
    standings = dict(_standing(member) for member in members)
    if len(standings) != len(members):
        raise _FormError("member")
    counts = form.get("counts")
    everybody = counts.get("members") if isinstance(counts, dict) else None
    if isinstance(everybody, int) and everybody > len(members):
        raise _FormError("limited")
    provisional = form.get("provisional") is not False
    return Past(name, digest, book["id"], _stretch(period), provisional, standings, found)


def _stretch(form: object) -> Stretch:
    if not isinstance(form, dict):
        raise _FormError("schema")
    first, last = (parse_iso(form[key]) if isinstance(form.get(key), str) else None for key in ("first", "last"))
    if first is None or last is None or first > last:
        raise _FormError("schema")
    return Stretch(first, last, str(form.get("label") or ""))


def _standing(form: object) -> tuple[str, PastResult]:
    if not isinstance(form, dict) or not isinstance(form.get("id"), str):
        raise _FormError("member")
    values: dict[str, Fraction] = {}
    for group in ("categories", "nodes", "totals", "measures"):
        values.update(_numbers(form.get(group)))
    band = form.get("band")
    past = PastResult(
        values,
        _word(form.get("grade")),
        _word(band.get("name")) if isinstance(band, dict) else "",
        _place(form.get("rank")),
        _place(form.get("rank_from_end")),
        {name: met is True for name, met in _mapping(form.get("requirements")).items()},
        tuple(_word(veto) for veto in _sequence(form.get("vetoes"))),
        {
            f"{name}.{thing}": _in_set(found)
            for name, things in _mapping(form.get("standings")).items()
            for thing, found in _mapping(things).items()
        },
        tuple(_word(name) for name in _sequence(form.get("lists"))),
    )
    return form["id"], past


def _mapping(form: object) -> dict[str, Any]:
    """A mapping; results of earlier versions of the program may lack it."""
    if form is None:
        return {}
    if not isinstance(form, dict):
        raise _FormError("member")
    return form


def _sequence(form: object) -> list[Any]:
    if form is None:
        return []
    if not isinstance(form, list):
        raise _FormError("member")
    return form


def _in_set(form: object) -> PastStanding:
    found = _mapping(form)
    return PastStanding(_word(found.get("name")), _place(found.get("rank")), _place(found.get("rank_from_end")))


def _numbers(form: object) -> dict[str, Fraction]:
    """Numbers by word; what was not known then (null) is left out."""
    if not isinstance(form, dict):
        raise _FormError("member")
    return {name: _number(text) for name, text in form.items() if text is not None}


def _number(text: Any) -> Fraction:
    if not isinstance(text, str) or not _NUMBER.fullmatch(text) or text.endswith("/0"):
        raise _FormError("member")
    try:
        return Fraction(text)
    except ZeroDivisionError:
        raise _FormError("member") from None


def _word(form: object) -> str:
    if form is not None and not isinstance(form, str):
        raise _FormError("member")
    return form or ""


def _place(form: object) -> int:
    if form is None:
        return 0
    if not isinstance(form, int) or isinstance(form, bool) or form < 1:
        raise _FormError("member")
    return form
