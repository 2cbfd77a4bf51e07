"""Claimed and confirmed: what was cut, for which reason, by which reviewer, and what a second look may be worth.

Everything here is a warning for people. Nothing of it takes a point from anybody.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dutyscore.model.result import Result
from dutyscore.model.tableau import Block, Cell, Column, Paragraph, Table
from dutyscore.output.views.report_doubts import doubts
from dutyscore.output.views.report_summary import number
from dutyscore.output.views.report_told import Told
from dutyscore.output.views.reviewed import reviewed
from dutyscore.output.views.run import Amounts
from dutyscore.output.views.statistics import percent

_ALL = "total"
_UNCLAIMED = "without_entry"
_OUTSIDE = "outside_total"
_NO_CUTS = (_UNCLAIMED, _OUTSIDE)
"""Parts of a gap that nothing was cut for."""


def review(told: Told) -> Iterator[Block]:
    result, wording = told.result, told.wording
    if result.pointless:
        return
    claims = "" if told.book.entries.claimed else wording("report.review.no_claims")
    yield Paragraph((wording("report.review.note"), claims), "note")
    yield _reasons(told)
    yield _members(told)
    if told.reviews is None:
        yield Paragraph((wording("report.ledger.not_kept"),), "note")
        return
    if len(told.reviews.names) > 1:
        yield _reviewers(told)
        yield _cuts(told)
    yield from doubts(told)


def _reasons(told: Told) -> Table:
    """From what was claimed to what was confirmed, reason by reason; the lines add up. What comes without entries
    nobody claims: it is no share of anything."""
    result, wording = told.result, told.wording
    claimed, total = int(result.claimed.sum()), int(result.totals.sum())
    columns = (
        Column("reason", wording("report.column.reason"), label=True),
        _points("points", told),
        Column("share", wording("report.column.of_claimed"), "right", decimals=1),
        Column("members", wording("report.column.members"), "right"),
    )

    def line(name: str, steps: int, members: int, claims: bool = True) -> tuple[Cell, ...]:
        share = percent(steps, claimed) if claims and claimed > 0 else ""
        return (Cell(name), _amount(steps, told), number(share), number(str(members)))

    rows = [line(wording("report.review.claimed"), claimed, int((result.claimed != 0).sum()))]
    for reason, column in result.gap.items():
        claims = reason not in _NO_CUTS
        rows.append(line(reason_word(told, reason), -int(column.sum()), int((column != 0).sum()), claims))
    claims = not result.gap.keys() & set(_NO_CUTS)
    rows.append(line(wording("report.review.confirmed"), total, int((result.totals != 0).sum()), claims))
    return Table(wording("report.review.reasons"), columns, tuple(rows))


def reason_word(told: Told, reason: str) -> str:
    """A reason of the gap in the reader's words."""
    return told.wording.word("gap", told.wording.word("kind", reason))


def _points(key: str, told: Told, title: str = "") -> Column:
    return Column(key, title or told.wording(f"report.column.{key}"), "right", decimals=told.result.scale.decimals)


def _amount(steps: int, told: Told) -> Cell:
    text = Amounts(told.result.scale)(steps)
    return Cell(text, text)


MOST = 20
"""Members with the largest differences."""


def _members(told: Told) -> Table:
    """Whose claim and confirmed total differ most by what was cut of entries."""
    result, wording = told.result, told.wording
    cuts = {reason: column for reason, column in result.gap.items() if reason not in _NO_CUTS}
    lost = [(sum(int(column[member]) for column in cuts.values()), member) for member in told.members]
    chosen = sorted(((cut, member) for cut, member in lost if cut), key=lambda each: (-abs(each[0]), each[1]))[:MOST]
    columns = (
        Column("name", wording("column.name"), label=True),
        Column("group", wording("column.group"), people=any(result.group)),
        _points("claimed", told),
        _points("cut", told),
        *(replace(_points(one, told, reason_word(told, one)), people=one in result.gap) for one in _NO_CUTS),
        _points("confirmed", told),
        Column("reasons", wording("report.column.reasons"), wrapped=True),
    )
    amounts = Amounts(result.scale)
    rows = []
    for cut, member in chosen:
        parts = wording.series(
            f"{reason_word(told, reason)} {amounts(int(column[member]))}"
            for reason, column in cuts.items()
            if int(column[member])
        )
        claimed, total = int(result.claimed[member]), int(result.totals[member])
        group = result.group[member] if result.group else ""
        given = (-int(result.gap[one][member]) if one in result.gap else 0 for one in _NO_CUTS)
        numbers = (_amount(steps, told) for steps in (claimed, -cut, *given, total))
        rows.append((Cell(_who(result, member)), Cell(group), *numbers, Cell(parts)))
    return Table(wording("report.review.members", most=MOST), columns, tuple(rows))


def _who(result: Result, member: int) -> str:
    name = result.roster.names[member]
    return name if result.roster.names.count(name) == 1 else f"{name} {result.roster.ids[member]}"


def _reviewers(told: Told) -> Table:
    """How many entries each reviewer saw, and how many of them stand."""
    wording = told.wording
    columns = (
        Column("reviewer", wording("report.column.reviewer"), label=True),
        Column("seen", wording("report.column.seen"), "right"),
        Column("approved", wording("report.column.approved"), "right"),
        Column("refused", wording("report.column.not_confirmed"), "right"),
        Column("rate", wording("report.column.rate"), "right", decimals=1),
        _points("claimed", told),
        _points("cut", told),
        Column("cut_share", wording("report.column.of_claimed"), "right", decimals=1),
    )
    rows = []
    assert told.reviews
    for place, (name, found) in enumerate(reviewed(told.result, told.reviews).items()):
        if not found.seen:
            continue
        claimed = int(told.reviews.claimed[place])
        cut = sum(int(column[place]) for column in told.reviews.gap.values())
        rows.append(
            (
                Cell(name or wording("report.review.nobody")),
                number(str(found.seen)),
                number(str(found.approved)),
                number(str(found.seen - found.approved)),
                number(percent(found.approved, found.seen)),
                _amount(claimed, told),
                _amount(-cut, told),
                number(percent(-cut, claimed) if claimed > 0 else ""),
            )
        )
    return Table(wording("report.review.reviewers"), columns, tuple(rows))


def _cuts(told: Told) -> Table:
    """Reasons down, reviewers across: what was cut of the entries that each of them looked at."""
    wording, reviews = told.wording, told.reviews
    assert reviews
    totals = [sum(int(column[place]) for column in reviews.gap.values()) for place in range(len(reviews.names))]
    used = [place for place in range(len(totals)) if any(int(column[place]) for column in reviews.gap.values())]
    columns = (
        Column("reason", wording("report.column.reason"), label=True),
        *(_points(f"reviewer{n}", told, reviews.names[n] or wording("report.review.nobody")) for n in used),
        _points(_ALL, told, wording("report.review.all")),
    )
    rows = [
        (
            Cell(reason_word(told, reason)),
            *(_amount(-int(column[place]), told) for place in used),
            _amount(-int(column.sum()), told),
        )
        for reason, column in reviews.gap.items()
    ]
    rows.append(
        (
            Cell(wording("report.review.all")),
            *(_amount(-totals[place], told) for place in used),
            _amount(-sum(totals), told),
        )
    )
    return Table(wording("report.review.cuts"), columns, tuple(rows))
