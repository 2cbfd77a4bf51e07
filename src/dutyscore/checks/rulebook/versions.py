"""DS236, DS237: several rulebook files of one id: days on which none of them, or more than one, is in force."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from dutyscore.model.days import iso
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.rulebook.load import Loaded
from dutyscore.rulebook.placing import Report
from dutyscore.rulebook.schema import Rulebook

CODES: Final = ("DS236", "DS237")
"""What only a check of several files can find."""
_NEVER = -(2**31)
_EVER = 2**31


def check(books: Sequence[Loaded]) -> list[Diagnostic]:
    """Findings at `effective` of the later version, with the place of the earlier one."""
    by_id: dict[str, list[tuple[Rulebook, Loaded]]] = {}
    for loaded in books:
        if loaded.rulebook:
            by_id.setdefault(loaded.rulebook.rulebook, []).append((loaded.rulebook, loaded))
    return [finding for found in by_id.values() for finding in _between(found)]


def _between(books: list[tuple[Rulebook, Loaded]]) -> Iterator[Diagnostic]:
    ordered = sorted(books, key=lambda book: (_first(book[0]), _last(book[0]), book[1].text.file))
    reached, before = None, None
    for rulebook, loaded in ordered:
        if before is not None and reached is not None:
            report = Report(loaded.text)
            also = (Report(before.text).place(("effective",), at_key=True),)
            facts = {"rulebook": rulebook.rulebook}
            if _first(rulebook) <= reached:
                days = {"first": _day(_first(rulebook)), "last": _day(min(reached, _last(rulebook)))}
                report.add("DS237", ("effective",), at_key=True, also=also, **facts, **days)
            elif _first(rulebook) > reached + 1:
                days = {"first": _day(reached + 1), "last": _day(_first(rulebook) - 1)}
                report.add("DS236", ("effective",), at_key=True, also=also, **facts, **days)
            yield from report.findings
        if reached is None or _last(rulebook) > reached:
            reached, before = _last(rulebook), loaded


def _first(rulebook: Rulebook) -> int:
    return _NEVER if rulebook.effective.from_ is None else rulebook.effective.from_


def _last(rulebook: Rulebook) -> int:
    return _EVER if rulebook.effective.to is None else rulebook.effective.to


def _day(day: int) -> str:
    return "..." if day in (_NEVER, _EVER) else iso(day)
