"""The fast engine against the oracle: every posting, value and decision of random books over random logs."""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Iterator
from random import Random

import pytest

from dutyscore.model.ledger import Kind
from tests.oracle.compare import Difference, difference, report
from tests.oracle.draw import FEATURES, World, world_of
from tests.oracle.profiles import DEEP
from tests.oracle.smaller import smaller

EACH, TOGETHER, DEEP_WORLDS = 7, 90, 8000
MORE = {"repeat": 16, "valid": 12, "repairs": 24, "inert": 16, "exempt": 12, "totals": 30, "credit": 12, "among": 12,
        "past": 14, "dated": 14, "shown": 12}  # fmt: skip
"""Worlds of a construct alone, more of those that seldom meet an entry that they can do something to."""
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


def _worlds() -> Iterator[World]:
    """Always the same worlds by default: some of every construct alone, and some with a few of them together. With
    DUTYSCORE_DEEP=1 thousands that nobody has seen before."""
    if DEEP:
        seeds = Random()
        for _ in range(DEEP_WORLDS):
            yield world_of(seeds.randrange(2**32))
        return
    for number, feature in enumerate(FEATURES):
        yield from (
            world_of(1000 * number + seed, features=(feature,), share=100) for seed in range(MORE.get(feature, EACH))
        )
    yield from (world_of(seed) for seed in range(TOGETHER))


def test_the_engine_says_what_the_oracle_says() -> None:
    differing: list[World] = []
    seen: Counter[str] = Counter()
    looked_at = 0
    for world in _worlds():
        looked_at += 1
        if _found(world, seen) is not None:
            differing.append(world)
    if differing:
        first = min(differing, key=World.size)
        found = _found(first)
        assert found
        pytest.fail(
            f"{len(differing)} of {looked_at} worlds differ, for example that of seed {first.seed}\n\n"
            f"{_readable(first, found)}",
            pytrace=False,
        )
    # a comparison that never sees a floor proves nothing about floors
    assert not [kind.name for kind in CAUSED if not seen[kind.name]], seen
