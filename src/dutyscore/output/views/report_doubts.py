"""What a second look may be worth: copies, the same item twice on a day, the same matter counted more than once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from dutyscore.model.columns import Words
from dutyscore.model.days import iso
from dutyscore.model.ledger import Kind, Ledger, of_kinds
from dutyscore.model.tableau import Block, Cell, Column, Paragraph, Table
from dutyscore.output.views.postings import short_address
from dutyscore.output.views.report_told import Told
from dutyscore.output.views.run import Amounts
from dutyscore.scoring.uncounted import counting

if TYPE_CHECKING:
    from dutyscore.model.columns import Int64

MOST: Final = 200
"""Cases of a kind that are listed."""
_BY_MATTER: Final = "same_matter"
_CELLS: Final = 6
"""Cells of a case that are listed."""
Groups = list[list[int]]
"""Rows of the ledger that belong together, by member and first entry."""


def doubts(told: Told) -> Iterator[Block]:
    """Three tables of cases; one without cases is a sentence."""
    ledger = told.result.ledger
    shown = set(told.members)
    for key, find in _KINDS.items():
        found = [rows for rows in find(told, ledger) if int(ledger.member[rows[0]]) in shown]
        yield Paragraph((told.wording(f"report.doubts.{key}.title"),), "heading")
        yield Paragraph(tuple(_about(told, key, len(found))), "note")
        if found:
            yield _table(told, key, ledger, found[:MOST])


def _about(told: Told, key: str, count: int) -> Iterator[str]:
    wording = told.wording
    yield wording(f"report.doubts.{key}.note")
    if key == _BY_MATTER and _matter(told) is None:
        yield wording("report.doubts.no_matter")
    elif not count:
        yield wording("report.doubts.none")
    elif count > MOST:
        yield wording("report.doubts.more", shown=MOST, count=count)


def _table(told: Told, key: str, ledger: Ledger, found: Groups) -> Table:
    result, wording = told.result, told.wording
    columns = (
        Column("name", wording("column.name"), label=True),
        Column("item", wording("column.item")),
        Column("days", wording("column.date")),
        Column("count", wording("report.column.times"), "right"),
        Column("cells", wording("report.column.cells")),
        Column("points", wording("report.column.points_at_stake"), "right", decimals=result.scale.decimals),
        Column("matter", wording("report.column.matter"), wrapped=True, people=_matter(told) is not None),
    )
    rows = tuple(_row(told, ledger, rows) for rows in found)
    return Table(wording(f"report.doubts.{key}.title"), columns, rows)


def _row(told: Told, ledger: Ledger, rows: Sequence[int]) -> tuple[Cell, ...]:
    result, wording = told.result, told.wording
    entries = list(dict.fromkeys(int(ledger.entry[row]) for row in rows))
    items = dict.fromkeys(result.nodes[int(ledger.node[row])].name for row in rows)
    days = dict.fromkeys(iso(int(result.entries.day[entry])) for entry in entries)
    cells = [short_address(result, entry) for entry in entries[:_CELLS]]
    cells += ["..."] if len(entries) > _CELLS else []
    points = Amounts(result.scale)(sum(int(ledger.amount[row]) for row in rows))
    column = _matter(told)
    code = int(column.codes[entries[0]]) if column is not None else -1
    return (
        Cell(result.roster.names[int(ledger.member[rows[0]])]),
        Cell(wording.series(items)),
        Cell(wording.series(days)),
        Cell(str(len(entries)), str(len(entries))),
        Cell(wording.series(cells)),
        Cell(points, points),
        Cell(column.words[code] if column is not None and code >= 0 else ""),
    )


def _matter(told: Told) -> Words | None:
    """The column that says what an entry is about: the deed."""
    deed = told.book.entries.columns.deed
    column = told.result.entries.facts.get(deed) if deed else None
    return column if isinstance(column, Words) else None


# ---------------------------------------------------------------- the kinds


def _copies(told: Told, ledger: Ledger) -> Groups:
    """Entries that were set aside as copies, with the one that stays."""
    import numpy as np

    copies = np.flatnonzero(ledger.kind == Kind.duplicate)
    awards = np.flatnonzero(of_kinds(ledger, (Kind.award, Kind.mark)) & (ledger.entry >= 0))
    award_of = {(int(ledger.entry[row]), int(ledger.node[row])): int(row) for row in awards.tolist()}
    found: dict[tuple[int, int, int], list[int]] = {}
    for row in copies.tolist():
        member, node, kept = int(ledger.member[row]), int(ledger.node[row]), int(ledger.cause[row])
        group = found.setdefault((member, kept, node), [])
        for entry in (kept, int(ledger.entry[row])):
            award = award_of.get((entry, node))
            if award is not None and award not in group:
                group.append(award)
    return [rows for _, rows in sorted(found.items()) if rows]


def _same_day(told: Told, ledger: Ledger) -> Groups:
    """Entries of one member under one item on one day that all counted."""
    import numpy as np

    rows = np.flatnonzero(counting(ledger) & (ledger.kind == Kind.award))
    day = told.result.entries.day[ledger.entry[rows]]
    return _together(ledger, rows, [ledger.member[rows], ledger.node[rows], day])


def _same_matter(told: Told, ledger: Ledger) -> Groups:
    """Entries of one member about one matter, on different days or under different items, that all counted."""
    import numpy as np

    column = _matter(told)
    if column is None:
        return []
    rows = np.flatnonzero(counting(ledger) & (ledger.kind == Kind.award))
    rows = rows[column.codes[ledger.entry[rows]] >= 0]
    return _together(ledger, rows, [ledger.member[rows], column.codes[ledger.entry[rows]]])


def _together(ledger: Ledger, rows: Int64, keys: Sequence[object]) -> Groups:
    """The rows that agree in all keys and come from more than one entry, by member and first entry."""
    import numpy as np

    if not len(rows):
        return []
    order = np.lexsort((ledger.entry[rows], *(np.asarray(key) for key in reversed(keys))))
    change = np.zeros(len(rows), bool)
    for key in keys:
        column = np.asarray(key)[order]
        change[1:] |= column[1:] != column[:-1]
    starts = np.flatnonzero(np.append(True, change[1:]))
    ends = np.append(starts[1:], len(rows))
    arranged = rows[order]
    entry = ledger.entry[arranged]
    several = [
        (first, last)
        for first, last in zip(starts.tolist(), ends.tolist(), strict=True)
        if last - first > 1 and entry[first] != entry[last - 1]
    ]
    found = [arranged[first:last].tolist() for first, last in several]
    return sorted(found, key=lambda group: (int(ledger.member[group[0]]), int(ledger.entry[group[0]])))


_KINDS: Final[dict[str, Callable[[Told, Ledger], Groups]]] = {
    "copies": _copies,
    "same_day": _same_day,
    _BY_MATTER: _same_matter,
}
