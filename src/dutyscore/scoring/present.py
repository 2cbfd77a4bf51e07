"""Who is a member in the scored period: former and future ones stand in no result unless the log names them (M30)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from dutyscore.model.arrays import Bool, Int64
from dutyscore.model.columns import EntryTable, Roster, Words
from dutyscore.model.days import Stretch
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.place import Place
from dutyscore.scoring.match import people_of
from dutyscore.scoring.partition import Part
from dutyscore.scoring.period import label
from dutyscore.scoring.plan import Plan
from dutyscore.scoring.view import Sight

_NAMED = 5
"""So many of those left out are told by name."""


def present(roster: Roster, period: Stretch, named: Int64) -> Bool:
    """Members (bool) with a row of the roster that holds on a day of the period, those without any dates, and those
    `named` (places in the roster) by the log."""
    if not roster.declared:
        return np.ones(len(roster), bool)
    kept = np.ones(len(roster), bool)
    kept[roster.member] = False
    kept[roster.member[(roster.first <= period.last) & (roster.last >= period.first)]] = True
    kept[named] = True
    return kept


def named_by(plan: Plan, entries: EntryTable, roster: Roster) -> Int64:
    """Members (places in the roster) whom entries name: as their own, among the people of an opened row, or as the head
    to whom a copy goes."""
    found = [np.flatnonzero(np.bincount(entries.member, minlength=len(roster)))]
    sight = Sight(plan, entries, roster)
    for item in (node.item for node in plan.items):
        if item and item.split and item.split.among:
            column = sight.column(item.split.among)
            assert isinstance(column, Words)
            people = [people_of(sight, item.split.among, column.words[code]) for code in _used(column)]
            found += [np.array(places, np.int64) for places in people]
        if item and item.credit_to:
            column = sight.column(item.credit_to.roster)
            assert isinstance(column, Words)
            found.append(np.array([roster.find(column.words[code]) for code in _used(column)], np.int64))
    every = np.unique(np.concatenate(found))
    return every[every >= 0]


def _used(column: Words) -> list[int]:
    codes: list[int] = np.unique(column.codes[column.codes >= 0]).tolist()
    return codes


def kept_roster(roster: Roster, kept: Bool) -> Roster:
    """The roster of those who are kept."""
    if kept.all():
        return roster
    rows = kept[roster.member]
    number = np.cumsum(kept, dtype=np.int32) - np.int32(1)
    facts = {name: column.take(rows) for name, column in roster.facts.items()}
    return Roster(
        tuple(one for one, stays in zip(roster.ids, kept.tolist(), strict=True) if stays),
        tuple(one for one, stays in zip(roster.names, kept.tolist(), strict=True) if stays),
        roster.declared, number[roster.member[rows]], roster.first[rows], roster.last[rows], facts,
    )  # fmt: skip


def kept_part(part: Part, kept: Bool) -> Part:
    """A part without the members who are left out; `kept` (bool) speaks of the whole roster. They have no entries."""
    if kept.all():
        return part
    before = int(np.count_nonzero(kept[: part.first]))
    mine = kept[part.first : part.first + len(part.roster)]
    number = np.cumsum(mine, dtype=np.int32) - np.int32(1)
    entries = replace(part.entries, member=number[part.entries.member])
    return Part(entries, kept_roster(part.roster, mine), before, part.rows)


def left_out(roster: Roster, kept: Bool, period: Stretch) -> list[Diagnostic]:
    """One note on all who are not in the result, with their number and some of their names."""
    out = np.flatnonzero(~kept).tolist()
    if not out:
        return []
    names = ", ".join(roster.names[member] for member in out[:_NAMED])
    facts = {
        "count": str(len(out)),
        "names": names,
        "more": str(len(out) - _NAMED) if len(out) > _NAMED else "",
        "period": label(period),
    }
    return [Diagnostic("DS343", Place(""), facts)]
