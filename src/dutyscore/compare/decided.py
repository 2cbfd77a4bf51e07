"""What two versions decide in every possible case, compared; and whether more points can ever mean a worse decision."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from functools import lru_cache

from dutyscore.compare.book import Book
from dutyscore.compare.change import Label
from dutyscore.compare.ruling import NO_ROW, RANKS, Axis, Case, Ruling, TooManyCasesError, axes, cases
from dutyscore.model.condition import Test
from dutyscore.rulebook.names import over_points, point_names

UNSTATED_ROW = "unstated"


@lru_cache(maxsize=256)
def compared(old: Book, new: Book) -> Label:
    """Which way grades and bands go for the same member with the same points."""
    try:
        listed = list(cases(axes((old, new))))
    except TooManyCasesError:
        return "mixed"
    before, after = Ruling(old), Ruling(new)
    grades = _direction(_names(old, "grades"), _names(new, "grades"), listed, before.grade, after.grade)
    bands = _direction(_names(old, "bands"), _names(new, "bands"), listed, before.band, after.band)
    if bands not in ("neutral", "mixed") and not (climbing(old, "bands") and climbing(new, "bands")):
        bands = "mixed"  # nobody says which band is the better one
    return joined([grades, bands])


def joined(labels: Sequence[Label]) -> Label:
    """The label of several effects at once."""
    moving = {label for label in labels if label != "neutral"}
    if not moving:
        return "neutral"
    if "incompatible" in moving:
        return "incompatible"
    return moving.pop() if len(moving) == 1 else "mixed"


def _names(book: Book, section: str) -> list[str]:
    return [row.name for row in getattr(book.rulebook, section)]


def _direction(
    old: list[str], new: list[str], listed: Sequence[Case], before: Callable[[Case], int], after: Callable[[Case], int]
) -> Label:
    order = _one_order(old, new)
    if order is None:
        changed = any(_name(old, before(case)) != _name(new, after(case)) for case in listed)
        return "mixed" if changed else "neutral"
    worse = better = unclear = False
    for case in listed:
        one, two = _place(old, before(case), order), _place(new, after(case), order)
        if one is None or two is None:
            unclear = unclear or one is not two
            continue
        worse, better = worse or two > one, better or two < one
    if unclear:
        return "mixed"
    return "mixed" if worse and better else "stricter" if worse else "looser" if better else "neutral"


def _one_order(old: list[str], new: list[str]) -> dict[str, int] | None:
    """The places of all names from best to worst, where both versions agree on it."""
    if [name for name in old if name in new] != [name for name in new if name in old]:
        return None
    merged = list(dict.fromkeys(old))
    for index, name in enumerate(new):
        if name not in merged:
            before = [other for other in new[:index] if other in merged]
            merged.insert(merged.index(before[-1]) + 1 if before else 0, name)
    return {name: place for place, name in enumerate(merged)}


def _name(names: list[str], row: int) -> str:
    return "" if row == NO_ROW else names[row]


def _place(names: list[str], row: int, order: dict[str, int]) -> int | None:
    """The place of a row, the last one for no grade at all; None where the regulation does not say what holds."""
    if row == NO_ROW:
        return len(order)
    return None if names[row] == UNSTATED_ROW else order[names[row]]


@lru_cache(maxsize=256)
def climbing(book: Book, section: str = "grades") -> bool:
    """Whether a member with more points (in the total or any node) never stands in a worse row."""
    try:
        found = axes((book,), ("grades", "bands") if section == "bands" else ("grades",))
        listed = list(cases(found))
    except TooManyCasesError:
        return False
    ruling = Ruling(book)
    rows = (*book.rulebook.grades, *(book.rulebook.bands if section == "bands" else ()))
    if any(_follows_unseen(book, test) for test in ruling.tests(rows)):
        return False
    decide = ruling.grade if section == "grades" else ruling.band
    names = _names(book, section)
    order = _one_order(names, names) or {}
    known: dict[tuple[object, ...], int | None] = {
        tuple(case.values()): _place(names, decide(case), order) for case in listed
    }
    return all(_rises(book, axis, index, known) for index, axis in enumerate(found))


def _follows_unseen(book: Book, test: Test) -> bool:
    """Whether a test moves with points in a way that no case shows: sets of rows, points of a window alone, measures
    that look at points."""
    rulebook = book.rulebook
    if test.name.split(".")[0] in rulebook.standings:
        return True
    points = test.name in point_names(rulebook) or test.name in rulebook.rankings or test.name in RANKS
    measure = rulebook.measures.get(test.name)
    return bool(test.over and points) or (measure is not None and over_points(rulebook, measure))


def _rises(book: Book, axis: Axis, index: int, known: dict[tuple[object, ...], int | None]) -> bool:
    """Along one axis of points, or of places won, no step up leads to a worse row."""
    totals = book.rulebook.totals or {}
    points = axis.name in ("total", *totals) or axis.name in book.nodes or axis.name.startswith("place ")
    if not points or axis.name in RANKS:
        return True  # facts, measures, history: the same before and after
    lines: dict[tuple[object, ...], list[int | None]] = {}
    for case, row in known.items():  # cases come with rising values: each line is in order
        if case[index] is None:
            continue  # not scored: no points make anybody so
        lines.setdefault((*case[:index], *case[index + 1 :]), []).append(row)
    return all(_never_worse(line) for line in lines.values())


def _never_worse(rows: Sequence[int | None]) -> bool:
    """Rows that get better or stay, past those of which the regulation does not say what they are."""
    stated = [row for row in rows if row is not None]
    return all(later <= earlier for earlier, later in itertools.pairwise(stated))
