"""A result does not know into how many parts its members were divided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dutyscore.model.ledger import Ledger
from dutyscore.pipeline import Outcome, Request, score_reading
from dutyscore.rulebook.words import vocabulary
from dutyscore.scoring.partition import divisible, member_ends
from dutyscore.scoring.plan import compile_versions
from dutyscore.tables import read_records
from tests.oracle.draw import World, worlds
from tests.oracle.engine_adapter import load
from tests.oracle.profiles import worlds_drawn
from tests.oracle.records import FROM, ID, TO


def plain(value: Any) -> Any:
    """A value as nested lists that can be compared. A ledger is told member by member, in order of operations."""
    if isinstance(value, Ledger):
        order = np.argsort(value.member, kind="stable")
        return [getattr(value, column.name)[order].tolist() for column in fields(Ledger)]
    if isinstance(value, np.ndarray):
        return value.tolist()
    if is_dataclass(value):
        return {column.name: plain(getattr(value, column.name)) for column in fields(value)}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    return {key: plain(one) for key, one in value.items()} if isinstance(value, Mapping) else value


def told(outcome: Outcome) -> Any:
    result = outcome.result
    if result is None:
        return plain(outcome)
    whole = {column.name: plain(getattr(result, column.name)) for column in fields(result) if column.name != "ledgers"}
    return plain(outcome.findings), outcome.rows, whole, plain(result.ledger)


def score(world: World, parts: int) -> tuple[bool, Any]:
    """Whether the world can be divided, and its outcome in so many parts."""
    loaded = load(world.book)
    assert loaded.rulebook
    head = loaded.rulebook.entries.columns.member[0]
    roster = world.roster and [
        {FROM: "", TO: "", **{head if key == ID else key: text for key, text in record.items()}}
        for record in world.roster
    ]
    reading = read_records(world.records, roster, vocabulary(loaded.rulebook), "log")
    request = Request(world.selection, world.as_of, partial=True, parts=parts)
    plan = compile_versions(loaded.versions, loaded.versions[-1][0])
    return divisible(plan), told(score_reading(loaded, reading, world.history, request))


@given(world=worlds(), parts=st.integers(2, 4))
@worlds_drawn(60, 1000)
def test_parts_leave_no_trace(world: World, parts: int) -> None:
    can_be_divided, whole = score(world, 1)
    if can_be_divided:
        assert score(world, parts)[1] == whole


@given(sizes=st.lists(st.integers(0, 9), min_size=1, max_size=12), count=st.integers(1, 5))
def test_every_member_stands_in_one_part(sizes: list[int], count: int) -> None:
    ends = member_ends(np.array(sizes), count)
    assert ends == sorted(set(ends))
    assert 0 < ends[0] <= ends[-1] == len(sizes)
    assert len(ends) <= count + 1
