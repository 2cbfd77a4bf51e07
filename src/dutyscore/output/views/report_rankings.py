"""The rankings of the book beside the main one: places by what each ranks, in each of its groups."""

from __future__ import annotations

from collections.abc import Iterator

from dutyscore.model.result import RankInfo, Result
from dutyscore.model.tableau import Block, Cell, Column, Table
from dutyscore.output.views.report_board import amount_of, title_of
from dutyscore.output.views.report_told import Told
from dutyscore.rulebook.deciding import Ranking


def further_rankings(told: Told) -> Iterator[Block]:
    """A table a ranking; who has no place in it is left out."""
    infos = {info.name: info for info in told.result.rankings[1:]}
    for name, ranking in told.book.rankings.items():
        if name in infos:
            yield _places(told, ranking, infos[name])


def _places(told: Told, ranking: Ranking, info: RankInfo) -> Table:
    """Group after group where it ranks within groups; members tied stand in the order of the roster."""
    result, wording = told.result, told.wording
    groups = _groups(result, ranking.within)
    keys = [key.of for key in ranking.by]
    columns = (
        *((Column("group", ranking.within or "", label=True),) if groups else ()),
        Column("rank", wording("column.rank"), "right"),
        Column("name", result.rulebook.subject, label=True),
        *(Column(key, title_of(result, key) or wording("column.total"), "right") for key in keys),
    )
    placed = [member for member in told.members if int(info.places[member])]
    first = {name: number for number, name in reversed(list(enumerate(groups)))}
    placed.sort(key=lambda member: (first[groups[member]] if groups else 0, int(info.places[member]), member))
    rows = tuple(
        (
            *((Cell(groups[member]),) if groups else ()),
            Cell(str(int(info.places[member])), str(int(info.places[member]))),
            Cell(result.roster.names[member]),
            *(amount_of(result, key, member) for key in keys),
        )
        for member in placed
    )
    return Table(info.name, columns, rows)


def _groups(result: Result, fact: str | None) -> tuple[str, ...]:
    """Each member's group by a group fact of the roster; empty without one."""
    return () if fact is None else result.other_groups.get(fact, result.group)
