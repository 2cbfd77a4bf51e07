"""Making a failing world small enough to be read: parts of the book, rows and members are left out one after the other.

Faster than shrinking the draws, and what is left is still a book that loads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from typing import Any

from dutyscore.model.history import History
from tests.oracle.draw import World

_KEPT = ("rulebook", "version", "title", "source", "effective", "semantics", "subject", "period", "points")
"""Keys without which no book loads, or the period is another one."""


def smaller(world: World, fails: Callable[[World], bool], most_trials: int = 1500) -> World:
    """A world from which nothing can be left out without its failure going away."""
    trials = 0
    again = True
    while again and trials < most_trials:
        again = False
        for candidate in _candidates(world):
            trials += 1
            if trials >= most_trials:
                break
            if fails(candidate):
                world, again = candidate, True
                break
    return _only_used_cells(world)


def _candidates(world: World) -> Iterator[World]:
    """The world with one part less, large parts first."""
    if world.history.periods:
        yield replace(world, history=History())
    if world.roster is not None:
        yield replace(world, roster=None)
    if world.selection:
        yield replace(world, selection=None)
    if world.as_of is not None:
        yield replace(world, as_of=None)
    for number in range(len(world.records)):
        yield replace(world, records=world.records[:number] + world.records[number + 1 :])
    for number in range(len(world.roster or [])):
        yield replace(world, roster=(world.roster or [])[:number] + (world.roster or [])[number + 1 :])
    for path in list(_paths(world.book, ())):
        book = deepcopy(world.book)
        part: Any = book
        for step in path[:-1]:
            part = part[step]
        del part[path[-1]]
        yield replace(world, book=book)


def _paths(part: Any, path: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    """Ways to everything that can be left out: keys and positions in lists."""
    steps = part if isinstance(part, dict) else range(len(part)) if isinstance(part, list) else ()
    for step in steps:
        here = (*path, step)
        if here[0] in _KEPT or (here[0] in ("fields", "roster") and len(here) > 2):
            continue
        yield here
        yield from _paths(part[step], here)


def _only_used_cells(world: World) -> World:
    """Cells of fields that the book no longer declares are noise."""
    columns = {"姓名", "日期", "项目", *world.book.get("fields", {})}
    records = [{key: text for key, text in record.items() if key in columns} for record in world.records]
    return replace(world, records=records)
