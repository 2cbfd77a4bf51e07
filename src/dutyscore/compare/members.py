"""A result brought to the members of another one: same members, same order, whoever is missing has nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from dutyscore.model.columns import Roster
from dutyscore.model.result import RankInfo, Result


def everybody(old: Roster, new: Roster) -> Roster:
    """The new roster, and behind it the members that only the old one has (logs without a roster name their own)."""
    if old.ids == new.ids:
        return new
    known = set(new.ids)
    more = [index for index, name in enumerate(old.ids) if name not in known]
    names = (*new.names, *(old.names[index] for index in more))
    return replace(new, ids=(*new.ids, *(old.ids[index] for index in more)), names=names)


def aligned(result: Result, roster: Roster) -> Result:
    """The result with the members of the roster."""
    if result.roster.ids == roster.ids:
        return result
    place = {name: index for index, name in enumerate(result.roster.ids)}
    rows = np.array([place.get(name, -1) for name in roster.ids], np.int64)
    moved = {member: index for index, member in enumerate(rows.tolist()) if member >= 0}

    def taken(values: Any, nothing: int | bool) -> Any:
        if not len(values):
            return np.full((len(rows), *values.shape[1:]), nothing, values.dtype)
        picked = values[rows]
        picked[rows < 0] = nothing
        return picked

    return replace(
        result,
        roster=roster,
        group=tuple(result.group[index] if index >= 0 else "" for index in rows.tolist()) if result.group else (),
        values=taken(result.values, 0),
        totals=taken(result.totals, 0),
        scored=taken(result.scored, False),
        rankings=tuple(
            RankInfo(each.name, taken(each.places, 0), taken(each.from_end, 0), each.ranked) for each in result.rankings
        ),
        grade=taken(result.grade, -1),
        points_grade=taken(result.points_grade, -1),
        band=taken(result.band, -1),
        lists=tuple(
            replace(each, members=tuple(moved[member] for member in each.members if member in moved))
            for each in result.lists
        ),
        standings=tuple(
            replace(
                each,
                row=taken(each.row, -1),
                slice=taken(each.slice, 0),
                rank=replace(each.rank, places=taken(each.rank.places, 0), from_end=taken(each.rank.from_end, 0)),
            )
            for each in result.standings
        ),
        shown={
            key: tuple(texts[index] if index >= 0 else "" for index in rows.tolist())
            for key, texts in result.shown.items()
        },
        next_grade=tuple(result.next_grade[index] if index >= 0 else None for index in rows.tolist()),
    )
