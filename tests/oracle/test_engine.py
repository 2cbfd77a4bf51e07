"""The fast engine against the oracle: every posting, value and decision of random books over random logs."""

from __future__ import annotations

import traceback
from collections import Counter

import pytest
from hypothesis import given

from dutyscore.model.ledger import Kind
from tests.oracle.compare import Difference, difference, report
from tests.oracle.draw import World, worlds
from tests.oracle.profiles import worlds_drawn
from tests.oracle.smaller import smaller

CAUSED = tuple(Kind)
"""Kinds of postings that the drawn books can cause: all of them."""


def _found(world: World, seen: Counter[str] | None = None) -> Difference | None:
    """The difference, a crash of the engine included."""
    try:
        return difference(world, seen)
    except Exception as error:
        return Difference(
            f"{type(error).__name__}: {error}", "a result", "".join(traceback.format_exception(error)[-3:])
        )


def _readable(world: World, found: Difference) -> str:
    """A report of the same difference in a smaller world; a book that does not load has none."""
    if found.what == "rulebook":
        return report(world, found)

    def same(candidate: World) -> bool:
        again = _found(candidate)
        return again is not None and again.what == found.what

    world = smaller(world, same)
    return report(world, _found(world) or found)


def test_the_engine_says_what_the_oracle_says() -> None:
    differing: list[World] = []
    seen: Counter[str] = Counter()
    looked_at = 0

    @worlds_drawn(usual=250, deep=8000)
    @given(worlds())
    def look(world: World) -> None:
        nonlocal looked_at
        looked_at += 1
        if _found(world, seen) is not None:
            differing.append(world)

    look()
    if differing:
        first = min(differing, key=World.size)
        found = _found(first)
        assert found
        pytest.fail(
            f"{len(differing)} of {looked_at} worlds differ, for example\n\n{_readable(first, found)}", pytrace=False
        )
    # a comparison that never sees a floor proves nothing about floors
    assert not [kind.name for kind in CAUSED if not seen[kind.name]], seen
