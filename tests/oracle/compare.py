"""One world through both: what the oracle says, what the engine says, and a small report of the first difference."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from dutyscore.pipeline import BLOCKING
from tests.oracle.awards import Posting, faults
from tests.oracle.dated import versions_of
from tests.oracle.draw import World
from tests.oracle.engine_adapter import Run, load, run_engine, yaml_of
from tests.oracle.facts import Names
from tests.oracle.interpreter import Answer, interpret
from tests.oracle.records import question_of

COMPARED = (
    "values", "totals", "named", "claimed", "gap", "scored", "measures", "requirements", "vetoes", "main", "ranks",
    "points_grades", "grades", "sets", "bands", "lists",
    "shown", "unconfirmed", "held_back", "findings",
)  # fmt: skip
"""Fields of an answer in the order in which they follow from one another; postings come before them."""
BY_ENTRY = ("duplicate", "chosen_away", "repeat", "repaired")
"""Kinds whose cause is an entry."""
_SHOWN = 8
_HEAD = ("rulebook", "version", "title", "source", "semantics", "subject")


@dataclass(frozen=True)
class Difference:
    """The first thing on which the two disagree."""

    what: str
    oracle: object
    engine: object


def difference(world: World, seen: Counter[str] | None = None) -> Difference | None:
    """None where both agree on every posting, value and decision. `seen` counts worlds by their kinds of postings."""
    loaded = load(world.book)
    if loaded.rulebook is None:
        faults_of_book = [(found.code, str(found.place), dict(found.facts)) for found in loaded.findings]
        return Difference("rulebook", "accepted", faults_of_book)
    run = run_engine(loaded, world.records, world.roster, world.history, world.selection, world.as_of)
    question = question_of(
        loaded.rulebook, world.records, world.roster, world.period, world.selection, world.as_of, world.history,
        versions_of(world.book),
    )  # fmt: skip
    refused = faults(Names(question))
    if refused.keys() != run.refused.keys() or any(not codes & run.refused[row] for row, codes in refused.items()):
        return Difference("refused", refused, run.refused)
    if run.answer is None:
        return Difference("outcome", "a result", [(found.code, dict(found.facts)) for found in run.outcome.findings])
    if seen is not None:
        seen.update({posting.kind for posting in run.answer.postings})
    kept = [number for number in range(len(question.entries)) if number not in refused]
    answer = interpret(replace(question, entries=tuple(question.entries[number] for number in kept)))
    return _answers(answer, run.answer, kept)


def _answers(oracle: Answer, engine: Answer, kept: list[int]) -> Difference | None:
    said, heard = ({found[0] for found in one.findings} & set(BLOCKING) for one in (oracle, engine))
    if said or heard:  # such a run gives no total: what it would have been is nobody's matter
        return None if said == heard else Difference("findings", said, heard)
    mine, theirs = _ledger(oracle.postings, kept), _ledger(engine.postings, None)
    if mine != theirs:
        return Difference(
            "postings", sorted((mine - theirs).elements(), key=str), sorted((theirs - mine).elements(), key=str)
        )
    for what in COMPARED:
        left, right = getattr(oracle, what), getattr(engine, what)
        if what == "findings":
            left = frozenset((found[0],) for found in left if found[0] != "DS604")
        if left != right:
            return Difference(what, *_narrowed(left, right))
    return None


def _ledger(postings: tuple[Posting, ...], kept: list[int] | None) -> Counter[tuple[object, ...]]:
    """Postings as a multiset; entries by their number in the log, causes where they mean something."""
    found: Counter[tuple[object, ...]] = Counter()
    for one in postings:
        entry, cause = one.entry, one.cause
        if kept is not None:
            entry = entry if entry is None else kept[entry]
            if one.kind in BY_ENTRY and isinstance(cause, int):
                cause = kept[cause]
        if one.kind == "veto":
            entry = None  # a veto is set off by a state, or by one or several entries: each has a posting
        if one.kind == "not_chosen":
            cause = None
        found[(entry, one.member, one.node, one.kind, str(one.points), cause, one.window)] += 1
    for key in found:
        if key[3] == "veto":
            found[key] = 1
    return found


def _narrowed(left: Any, right: Any) -> tuple[object, object]:
    """Only what differs of two mappings."""
    if not (isinstance(left, dict) and isinstance(right, dict)):
        return left, right
    keys = [key for key in {**left, **right} if left.get(key) != right.get(key)]
    return {key: left.get(key) for key in keys}, {key: right.get(key) for key in keys}


def report(world: World, found: Difference) -> str:
    """Book, rows and the first differing facts, to be read by a person."""
    lines = [
        yaml_of({key: part for key, part in world.book.items() if key not in _HEAD}),
        f"period {world.period}, selection {world.selection}, as of {world.as_of}",
    ]
    for number, record in enumerate(world.records):
        lines.append(f"{number:3} " + " ".join(f"{key}={text}" for key, text in record.items() if text))
    lines.append("no roster" if world.roster is None else "roster:")
    lines += [
        "    " + " ".join(f"{key}={text}" for key, text in record.items() if text) for record in world.roster or []
    ]
    lines += [f"history -{back}: {dict(period)}" for back, period in enumerate(world.history.periods, start=1)]
    lines.append(f"--- {found.what} ---")
    for who, what in (("oracle", found.oracle), ("engine", found.engine)):
        shown = what[:_SHOWN] if isinstance(what, list) else [what]
        lines += [f"{who}: {one}" for one in shown]
    return "\n".join(lines)


__all__ = ["Difference", "Run", "difference", "report"]
