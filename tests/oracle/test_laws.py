"""The laws of section 10, held against the engine alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields, replace
from fractions import Fraction
from random import Random
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from tests.oracle.draw import World, worlds
from tests.oracle.engine_adapter import content, load, run_engine, run_files, translate
from tests.oracle.interpreter import Answer
from tests.oracle.profiles import worlds_drawn
from tests.oracle.tame import CALM, NEGATIVE, tamed


def answer_of(world: World, parts: int = 0) -> Answer:
    """What the engine says, entries told by what their rows say."""
    run = run_engine(load(world.book), world.records, world.roster, world.history, world.selection, world.as_of, parts)
    result = run.outcome.result
    assume(result is not None)
    assert result
    labels = [content(world.records[row - 1]) for row in result.entries.row.tolist()]
    return translate(result, run.outcome.findings, labels)


def same(one: Answer, other: Answer) -> None:
    """All that is said is the same; postings as a multiset, because their order follows the rows."""
    assert Counter(one.postings) == Counter(other.postings)
    for each in fields(Answer):
        if each.name != "postings":
            assert getattr(one, each.name) == getattr(other, each.name), each.name


@worlds_drawn(usual=60, deep=3000)
@given(worlds())
def test_a_total_is_the_sum_of_its_postings(world: World) -> None:
    """Every posting counts once where a book has one total; a named one is what its nodes are worth and what is posted
    at itself."""
    answer = answer_of(world)
    sums: dict[str, Fraction] = dict.fromkeys(answer.totals, Fraction(0))
    for posting in answer.postings:
        sums[posting.member] += posting.points
    for member, gap in answer.gap.items():
        assert sum(gap.values(), answer.totals[member]) == answer.claimed[member]
    if not answer.named:
        assert sums == answer.totals
    for name, totals in answer.named.items():
        nodes = world.book["totals"][name].get("of", [])
        own: dict[str, Fraction] = {}
        for member in totals:
            own[member] = sum((answer.values[member][node] for node in nodes), Fraction(0))
        for posting in answer.postings:
            if posting.node is None and isinstance(posting.cause, tuple) and posting.cause[0] == name:
                own[posting.member] += posting.points
        assert own == totals
    assert not answer.named or answer.totals in answer.named.values()


@worlds_drawn(usual=40, deep=2000)
@given(worlds())
def test_a_node_is_the_sum_of_the_postings_at_and_below_it(world: World) -> None:
    answer = answer_of(world)
    sums: Counter[tuple[str, str]] = Counter()
    for posting in answer.postings:
        for node in above(world.book["categories"], posting.node or "", ()):
            sums[posting.member, node] += posting.points  # type: ignore[assignment]
    for member, values in answer.values.items():
        assert {node: sums[member, node] for node in values} == values


def above(nodes: dict[str, Any], wanted: str, path: tuple[str, ...]) -> tuple[str, ...]:
    """A node and all nodes above it; nothing where there is no such node."""
    for name, node in nodes.items():
        if name == wanted:
            return (*path, name)
        found = above({**node.get("groups", {}), **node.get("items", {})}, wanted, (*path, name))
        if found:
            return found
    return ()


@worlds_drawn(usual=40, deep=2000)
@given(worlds(), st.integers(0, 2**32))
def test_the_order_of_rows_does_not_matter(world: World, seed: int) -> None:
    records = list(world.records)
    Random(seed).shuffle(records)
    same(answer_of(world), answer_of(replace(world, records=records)))


@worlds_drawn(usual=25, deep=1000)
@given(worlds(), st.data())
def test_splitting_a_log_changes_nothing(world: World, data: Any) -> None:
    assume(len(world.records) > 1)
    cut = data.draw(st.integers(1, len(world.records) - 1))
    whole = run_files(world.book, [world.records], world.roster, world)
    first, second = world.records[:cut], world.records[cut:]
    for logs in ([first, second], [second, first]):
        parts = run_files(world.book, logs, world.roster, world)
        assume(whole is not None and parts is not None)
        assert whole
        assert parts
        same(whole, parts)


@worlds_drawn(usual=25, deep=1000)
@given(worlds())
def test_members_can_be_scored_in_parts(world: World) -> None:
    same(answer_of(world, 1), answer_of(world, 3))


@worlds_drawn(usual=25, deep=1000)
@given(worlds())
def test_the_same_inputs_give_the_same_bytes(world: World) -> None:
    assert _bytes(world, 0) == _bytes(world, 0)


def _bytes(world: World, parts: int) -> list[bytes]:
    """The ledger as it is stored, and everything else in one spelling."""
    run = run_engine(load(world.book), world.records, world.roster, world.history, world.selection, world.as_of, parts)
    result = run.outcome.result
    findings = repr(run.outcome.findings).encode()
    if result is None:
        return [findings]
    ledger = result.ledger
    return [*(getattr(ledger, each.name).tobytes() for each in fields(ledger)), repr(run.answer).encode(), findings]


@worlds_drawn(usual=60, deep=3000)
@given(worlds(CALM), st.data())
def test_an_added_negative_entry_never_raises_a_total(world: World, data: Any) -> None:
    """For books without the constructs that `tame` names."""
    assume(world.records)
    world = replace(world, book=tamed(world.book), history=replace(world.history, periods=()))
    row = {**data.draw(st.sampled_from(world.records)), "审核": "核定"}
    if data.draw(st.booleans()):
        row["项目"] = NEGATIVE
    before = answer_of(world)
    after = answer_of(replace(world, records=[*world.records, row]))
    added = Counter(after.postings) - Counter(before.postings)
    mine: object = content(row)
    worth = [one.points for one in added if one.kind in ("award", "per_entry") and one.entry == mine]
    assume(worth and all(points <= 0 for points in worth))
    for member, total in after.totals.items():
        assert total <= before.totals.get(member, total), member
