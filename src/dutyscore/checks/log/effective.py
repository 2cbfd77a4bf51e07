"""DS350: rows dated outside the time the rulebook is in force: they count 0, and often the year is a slip.

Judged on the event date, and only where nothing books rows on another one.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dutyscore.model.columns import EntryTable
from dutyscore.model.days import iso
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.vocabulary import DATE
from dutyscore.rulebook.names import book_of
from dutyscore.rulebook.schema import Rulebook


def check(rulebook: Rulebook, entries: EntryTable) -> Iterator[Diagnostic]:
    """One finding for each day, with all its rows."""
    nodes = [place.node for place in book_of(rulebook).places]
    booked = rulebook.entries.booked_by or any(node.booked_by or node.window for node in nodes)
    first, last = rulebook.effective.from_, rulebook.effective.to
    if booked or (first is None and last is None):
        return
    outside = np.zeros(len(entries), bool)
    outside |= entries.day < first if first is not None else False
    outside |= entries.day > last if last is not None else False
    rows = np.flatnonzero(outside)
    effective = f"{iso(first) if first is not None else '...'} - {iso(last) if last is not None else '...'}"
    for day in np.unique(entries.day[rows]).tolist():
        found = [entries.place(int(row), DATE) for row in rows[entries.day[rows] == day]]
        facts = {"column": DATE, "value": iso(day), "effective": effective}
        yield Diagnostic("DS350", found[0], facts, also=tuple(found[1:]))
