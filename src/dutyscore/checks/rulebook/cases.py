"""DS239, DS240: items that no case shows. A case shows an item when an entry of it has one of the item's words, or when
it expects a value or a posting there; amounts without entries are shown by any case that expects a total."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dutyscore.checks.sight import Sight
from dutyscore.rulebook.words import taken_words


def check(sight: Sight) -> None:
    beside = sight.beside
    if not beside.looked:
        return
    if not isinstance(beside.cases, list):
        sight.report.add("DS240", ("rulebook",), at_key=True, file=beside.file)
        return
    words = set(_words(beside.cases, sight.rulebook.entries.columns.item))
    nodes = set(_nodes(beside.cases))
    for position, item in sight.book.items:
        shown = {*taken_words(position.id, item), *((item.repairs.entry,) if item.repairs else ())} & words
        amount = item.score.entry_method is None and "total" in nodes
        if not shown and not amount and position.id not in nodes:
            sight.report.add("DS239", position.path, at_key=True, item=item.name)


def _words(cases: list[Any], headers: tuple[str, ...]) -> Iterator[str]:
    for case in cases:
        entries = case.get("entries") if isinstance(case, dict) else None
        for rows in entries.values() if isinstance(entries, dict) else ():
            for row in rows if isinstance(rows, list) else ():
                if isinstance(row, dict):
                    yield from (str(row[header]) for header in headers if header in row)


def _nodes(cases: list[Any]) -> Iterator[str]:
    for case in cases:
        expect = case.get("expect") if isinstance(case, dict) else None
        for expected in expect.values() if isinstance(expect, dict) else ():
            if not isinstance(expected, dict):
                continue
            yield from (key for key in ("total",) if key in expected)
            yield from expected.get("nodes") or ()
            postings = expected.get("postings")
            for posting in postings if isinstance(postings, list) else ():
                if isinstance(posting, dict) and "node" in posting:
                    yield str(posting["node"])
