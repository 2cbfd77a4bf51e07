"""The postings of a member as a table: where from, when, by which clause, how much, why."""

from __future__ import annotations

from dutyscore.model.ledger import Kind
from dutyscore.model.result import Result
from dutyscore.model.tableau import Cell, Column, Table
from dutyscore.output.views.posting_words import note_of, what_of
from dutyscore.output.views.postings import (
    AT_TOTALS,
    Account,
    Posting,
    accounts,
    clause_of,
    part_name,
    part_value,
    short_address,
    short_day,
)
from dutyscore.output.views.run import Amounts
from dutyscore.output.wording import Wording


def posting_table(result: Result, member: int, told: list[Posting], wording: Wording) -> Table:
    """`told` are the postings of the member, in order; what made his totals stands behind them."""
    decimals = result.scale.decimals
    columns = (
        Column("address", wording("column.address")),
        Column("date", wording("column.date")),
        Column("clause", wording("column.clause")),
        Column("item", wording("column.item")),
        Column("amount", wording("column.amount"), "right", decimals=decimals),
        Column("running", wording("column.running"), "right", decimals=decimals),
        Column("note", wording("column.note"), wrapped=True),
    )
    amounts = Amounts(result.scale)
    rows: list[tuple[Cell, ...]] = []
    before = -1
    for posting in told:
        if posting.kind in AT_TOTALS:
            continue
        new = posting.entry >= 0 and posting.entry != before
        before = posting.entry
        amount, running = amounts(posting.amount), amounts(posting.running)
        rows.append(
            (
                Cell(short_address(result, posting.entry) if new else ""),
                Cell(short_day(result, int(result.entries.day[posting.entry])) if new else ""),
                Cell(wording.series(clause_of(result, posting))),
                Cell(what_of(result, posting, wording)),
                Cell(amount, amount),
                Cell(running, running),
                Cell(note_of(result, posting, wording)),
            )
        )
    for account in accounts(result, member, told):
        rows += _account_rows(result, member, account, wording)
    return Table(wording("table.explain"), columns, tuple(rows))


def _account_rows(result: Result, member: int, account: Account, wording: Wording) -> list[tuple[Cell, ...]]:
    """What made a total out of the sum of its nodes, or out of its weighted parts, which begin anew; the plain total of
    a book goes on where the postings end."""
    amounts = Amounts(result.scale)
    blank = Cell("")
    rows: list[tuple[Cell, ...]] = []
    start = Cell(amounts(account.start), amounts(account.start))
    if any(posting.kind == Kind.composite for posting in account.postings):
        rows.append((blank, blank, blank, Cell(wording("explain.composed", total=account.total)), blank, start, blank))
    elif account.total:
        rows.append((blank, blank, blank, Cell(wording("explain.total_of", total=account.total)), start, start, blank))
    for posting in account.postings:
        amount, running = amounts(posting.amount), amounts(posting.running)
        of_part = part_name(result, posting) if posting.kind == Kind.composite else ""
        what = of_part or wording.word("kind", posting.kind.name)
        rows.append(
            (
                blank,
                blank,
                blank,
                Cell(wording("explain.at_total", total=account.total, what=what)),
                Cell(amount, amount),
                Cell(running, running),
                Cell(_part_note(result, member, posting, wording)),
            )
        )
    return rows


def _part_note(result: Result, member: int, posting: Posting, wording: Wording) -> str:
    """Why a posting at a total exists; of a weighted part also what the part is worth by itself."""
    if posting.kind != Kind.composite:
        return note_of(result, posting, wording)
    return wording("explain.note.composite", value=part_value(result, member, posting))
