"""Lists by audience, and the airing board: who stands where, for everybody to see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from dutyscore.model.result import ListInfo
from dutyscore.model.tableau import Block, Paragraph, Table
from dutyscore.output.views.report_board import set_boards
from dutyscore.output.views.report_groups import members_of
from dutyscore.output.views.report_told import Told
from dutyscore.output.views.run import ranked
from dutyscore.output.views.standings import standings

_Part = TypeVar("_Part")
_ON_LISTS = ("rank", "id", "name", "group", "total", "grade", "band")


def lists(told: Told) -> Iterator[Block]:
    """Every list with its audience; one that nobody stands on is told as well."""
    shown = set(told.members)
    for row in told.result.lists:
        members = [member for member in row.members if member in shown]
        yield Paragraph((told.wording("report.lists.heading", name=row.name, count=len(members)),), "heading")
        yield Paragraph(tuple(_about(told, row, len(members))), "note")
        if members:
            yield _narrow(standings(told.result, members, told.wording), _ON_LISTS, row.name)


def _about(told: Told, row: ListInfo, count: int) -> Iterator[str]:
    wording = told.wording
    yield wording("report.lists.to", to=wording.series(row.to), ref=wording.series(row.ref))
    if row.unstated:
        yield wording("report.lists.unstated")
    elif row.held_back:
        yield wording("report.lists.held_back")
    elif not count:
        yield wording("report.lists.nobody")


def _narrow(table: Table, keys: tuple[str, ...], name: str) -> Table:
    """Some columns of a table, under a name of their own."""
    kept = [index for index, column in enumerate(table.columns) if column.key in keys and column.people]
    rows = tuple(tuple(row[index] for index in kept) for row in table.rows)
    return Table(name, tuple(table.columns[index] for index in kept), rows)


def board(told: Told) -> Iterator[Block]:
    """The airing board: everybody's categories and bands, group after group."""
    result, wording = told.result, told.wording
    shown = set(told.members)
    order = ranked(result, told.run)
    if any(result.group):
        place = {member: number for number, member in enumerate(order)}
        order = [
            member
            for members in members_of(told).values()
            for member in sorted(shown.intersection(members), key=place.__getitem__)
        ]
    table = standings(result, order, wording, told.run.rows.refused)
    yield from set_boards(told)
    yield Paragraph((wording("report.board.note" if any(result.group) else "report.board.places"),), "note")
    first = [column.key for column in table.columns].index("group")
    columns = _moved(table.columns, first)
    yield Table(wording("report.board.title"), columns, tuple(_moved(row, first) for row in table.rows))


def _moved(parts: tuple[_Part, ...], index: int) -> tuple[_Part, ...]:
    """What stands at an index comes first."""
    return (parts[index], *parts[:index], *parts[index + 1 :])
