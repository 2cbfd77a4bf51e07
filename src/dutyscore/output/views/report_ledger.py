"""The ledger: every posting with its cell, clause, item, amount and cause; and the rows that did not get into it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from dutyscore.model.days import iso
from dutyscore.model.result import Result
from dutyscore.model.tableau import Block, Cell, Column, Paragraph, Table
from dutyscore.output.findings import advice, places_of, title
from dutyscore.output.views.counts import rows_line
from dutyscore.output.views.posting_words import note_of, what_of
from dutyscore.output.views.postings import AT_TOTALS, Posting, clause_of, part_name, postings_of, short_address
from dutyscore.output.views.rejects import refused_rows
from dutyscore.output.views.report_told import Told
from dutyscore.output.views.run import Amounts, ranked

ROOM: Final = {"html": 10_000, "md": 2_000, "xlsx": 1_000_000}
"""Postings that a format takes: what people scroll through, and the rows of a sheet."""


def ledger(told: Told, room: int) -> Iterator[Block]:
    """Member after member in the order of the ranking, as many of them as there is room for, each as a whole."""
    result, wording = told.result, told.wording
    if not result.ledgers:
        yield Paragraph((wording("report.ledger.not_kept"),), "note")
        return
    members = ranked(result, told.run)
    whole, kept, taken = _sizes(result), [], 0
    for member in members:
        if taken + whole[member] > room:
            break
        kept.append(member)
        taken += whole[member]
    everything = sum(whole[member] for member in members)
    key = "all" if len(kept) == len(members) else "part"
    facts = {"postings": taken, "members": len(kept), "all": everything, "left": everything - taken}
    yield Paragraph((wording(f"report.ledger.{key}", **facts),), "note")
    yield _table(told, kept)


def _sizes(result: Result) -> list[int]:
    """Postings of each member."""
    import numpy as np

    sizes = np.zeros(len(result.roster), np.int64)
    for part in result.ledgers:
        sizes += np.bincount(part.member, minlength=len(result.roster))
    return [int(size) for size in sizes]


def _table(told: Told, members: Sequence[int]) -> Table:
    result, wording = told.result, told.wording
    decimals = result.scale.decimals
    several = len(set(result.roster.names)) < len(result.roster)
    columns = (
        Column("id", wording("column.id"), label=True, people=several),
        Column("name", wording("column.name"), label=True),
        Column("address", wording("column.address")),
        Column("date", wording("column.date")),
        Column("clause", wording("column.clause")),
        Column("item", wording("column.item")),
        Column("kind", wording("report.column.kind")),
        Column("amount", wording("column.amount"), "right", decimals=decimals),
        Column("note", wording("column.note"), wrapped=True),
    )
    amounts = Amounts(result.scale)
    words: dict[str, Cell] = {}

    def shared(text: str) -> Cell:
        return words.get(text) or words.setdefault(text, Cell(text))

    def row(member: int, posting: Posting) -> tuple[Cell, ...]:
        placed = posting.entry >= 0
        amount = amounts(posting.amount)
        return (
            shared(result.roster.ids[member]),
            shared(result.roster.names[member]),
            Cell(short_address(result, posting.entry) if placed else ""),
            shared(iso(int(result.entries.day[posting.entry])) if placed else ""),
            shared(wording.series(clause_of(result, posting))),
            shared(_item(result, posting, told)),
            shared(wording.word("kind", posting.kind.name)),
            Cell(amount, amount),
            shared(_note(result, posting, told)),
        )

    rows = tuple(row(member, posting) for member, found in postings_of(result, members) for posting in found)
    return Table(wording("report.ledger.title"), columns, rows)


def _item(result: Result, posting: Posting, told: Told) -> str:
    """Where the posting stands: the item or group, the total, or the word of an entry that no clause fits."""
    if posting.node >= 0:
        return result.nodes[posting.node].name
    if posting.kind in AT_TOTALS:
        return part_name(result, posting) or result.parts[posting.cause].total or told.wording("column.total")
    return what_of(result, posting, told.wording)


def _note(result: Result, posting: Posting, told: Told) -> str:
    """Why the posting exists: its rule and its cause."""
    what, note = what_of(result, posting, told.wording), note_of(result, posting, told.wording)
    known = (_item(result, posting, told), told.wording.word("kind", posting.kind.name))
    return told.wording.series(text for text in (*([] if what in known else [what]), note) if text)


# ---------------------------------------------------------------- rows outside the ledger


def refused(told: Told) -> Iterator[Block]:
    """Every refused row with its reason and what to do; without one, where the rows went."""
    result, wording = told.result, told.wording
    rows = refused_rows(told.run.findings, result.entries.origins)
    yield Paragraph((rows_line(result, told.run, wording),), "text")
    if not rows:
        yield Paragraph((wording("report.refused.none"),), "note")
        return
    columns = (
        Column("place", wording("column.address"), label=True),
        Column("code", wording("report.column.code")),
        Column("reason", wording("report.column.reason")),
        Column("advice", wording("report.column.advice"), wrapped=True),
    )
    cells = [
        (
            Cell("; ".join(str(place) for place in places_of(finding) if (place.file, place.sheet, place.line) == row)),
            Cell(finding.code),
            Cell(title(finding, wording)),
            Cell(advice(finding, wording)),
        )
        for row, findings in sorted(rows.items())
        for finding in findings
    ]
    yield Table(wording("report.refused.title"), columns, tuple(cells))
