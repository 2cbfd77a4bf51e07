"""Places: one or several keys, ties by name, from the top and from the end (M15)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from dutyscore.model.arrays import Bool, Int32, Int64
from dutyscore.model.frozen import dataclass
from dutyscore.model.result import RankInfo
from dutyscore.rulebook.deciding import Ranking, Slices


@dataclass(frozen=True, slots=True)
class Field:
    """Who is ranked: `ranked` (bool), `last` (bool, behind all others), `group` (int64 code per member), in roster
    order."""

    ranked: Bool
    last: Bool
    group: Int64


def sort_key(values: Any, low_first: bool) -> Int64:
    """Integers that put the best value first; a missing value (None) is behind every other (it has no place)."""
    if isinstance(values, tuple):
        distinct = sorted({value for value in values if value is not None}, reverse=not low_first)
        place: dict[Fraction | None, int] = {value: index for index, value in enumerate(distinct)}
        place[None] = len(distinct)
        return np.array([place[value] for value in values], np.int64)
    key: Int64 = values if low_first else -values
    return key


def known(values: Any) -> Bool:
    """Who has a value (bool): of exact values those that are not None, of steps everybody."""
    if isinstance(values, tuple):
        return np.array([value is not None for value in values], bool)
    return np.ones(len(values), bool)


def merged_key(keys: list[Int64]) -> Int64:
    """Several keys as one dense integer, 0 = best; equal where all keys are equal (int64 per member)."""
    order = np.lexsort(tuple(reversed(keys)))
    new = np.zeros(len(order), bool)
    for key in keys:
        new[1:] |= key[order][1:] != key[order][:-1]
    merged = np.zeros(len(order), np.int64)
    merged[order] = np.cumsum(new)
    return merged


def rank(name: str, key: Int64, ties: str, grouped: bool, field: Field) -> RankInfo:
    """Places of the ranked members; `grouped` ranks inside each group."""
    who = np.flatnonzero(field.ranked)
    group = field.group[who] if grouped else np.zeros(len(who), np.int64)
    best = merged_key([field.last[who].astype(np.int64), key[who]]) if len(who) else key[who]
    order = np.lexsort((who, best, group))
    group, best, who = group[order], best[order], who[order]
    begins = np.ones(len(who), bool)
    begins[1:] = group[1:] != group[:-1]
    runs = begins.copy()
    runs[1:] |= best[1:] != best[:-1]
    places = np.zeros(len(field.ranked), np.int32)
    from_end = np.zeros(len(field.ranked), np.int32)
    places[who] = _places(begins, runs, ties)
    backward_begins, backward_runs = _backward(begins), _backward(runs)
    from_end[who] = _places(backward_begins, backward_runs, ties)[::-1]
    return RankInfo(name, places, from_end, len(who))


def _backward(first: Bool) -> Bool:
    """Where runs begin when the sequence is read from the end."""
    return np.append(first[1:], True)[::-1] if len(first) else first


def _places(begins: Bool, runs: Bool, ties: str) -> Int32:
    """Place of each row of a sorted sequence; `begins` marks the first row of a group, `runs` of a tie."""
    position = np.arange(len(begins))
    start = np.maximum.accumulate(np.where(begins, position, 0)) if len(begins) else position
    if ties == "ordinal":
        return (position - start + 1).astype(np.int32)
    if ties == "dense":
        number: Int64 = np.cumsum(runs)
        return (number - number[start] + 1).astype(np.int32)
    head = np.maximum.accumulate(np.where(runs, position, 0)) if len(begins) else position
    return (head - start + 1).astype(np.int32)


def sliced(slices: Slices, key: Int64, grouped: bool, field: Field) -> tuple[Int32, Bool]:
    """The slice of every ranked member (int32 from 1, 0 = none), and who (bool) is tied across a border that stops."""
    found, tied = np.zeros(len(field.ranked), np.int32), np.zeros(len(field.ranked), bool)
    group = field.group if grouped else np.zeros(len(field.ranked), np.int64)
    for number in np.unique(group[field.ranked]).tolist():
        who = np.flatnonzero(field.ranked & (group == number))
        best = merged_key([field.last[who].astype(np.int64), key[who]])
        who, best = who[np.argsort(best, kind="stable")], np.sort(best)
        by_place = np.repeat(np.arange(1, slices.count + 1, dtype=np.int32), slices.sizes(len(who)))
        first, last = np.searchsorted(best, best, "left"), np.searchsorted(best, best, "right") - 1
        across = by_place[first] != by_place[last]
        found[who] = by_place[last if slices.ties == "leave_out" else first]
        if slices.ties == "stop":
            found[who[across]] = 0
            tied[who[across]] = True
    return found, tied


def rankings_of(rankings: dict[str, Ranking]) -> list[tuple[str, Ranking]]:
    """All rankings with the main one first; without any, one by total."""
    if not rankings:
        return [("", Ranking.model_validate({"by": "total", "main": "true"}))]
    return sorted(rankings.items(), key=lambda pair: not pair[1].main)


def first_places(candidates: Bool, key: Int64, places: int, ties: str) -> tuple[Bool, Bool]:
    """The members that get one of the first places (bool), and those tied across the border when `ties` is stop."""
    none = np.zeros(len(candidates), bool)
    who = np.flatnonzero(candidates)
    if len(who) <= places:
        return candidates.copy(), none
    if places <= 0:
        return none, none
    ordered = np.sort(key[who])
    border = ordered[places - 1]
    if ordered[places] != border:
        return candidates & (key <= border), none
    if ties == "let_in":
        return candidates & (key <= border), none
    return candidates & (key < border), (candidates & (key == border)) if ties == "stop" else none
