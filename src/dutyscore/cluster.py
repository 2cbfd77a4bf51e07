"""The same scoring on a Dask cluster (extra `dask`): a log in partitions, anywhere, scored by any number of machines.

    from dask.distributed import Client
    from dutyscore.cluster import score
    scores = score(rulebook_text, dask_frame, client=Client(address), roster=roster_frame)

Partitions are read where they are; their entries are divided by member; each part is scored by the functions that
score it on one machine; where members are compared, parts ask and are answered (`scoring.cohort`). Every task is a
pure function, so that what a lost worker held is computed again elsewhere.
"""

from __future__ import annotations

import operator
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from dutyscore.api import LOG, ScoreError, Scores, coded, day_of, loaded_book, stretch_of
from dutyscore.large import Found, concluded
from dutyscore.model.arrays import Bool
from dutyscore.model.columns import NO_DAY, EntryTable, Words
from dutyscore.model.history import History
from dutyscore.pipeline import Outcome, Request
from dutyscore.rulebook.load import Loaded
from dutyscore.rulebook.words import vocabulary
from dutyscore.scoring.cohort import Ask, Play, played, together
from dutyscore.scoring.frame import Frame
from dutyscore.scoring.gather import gathered
from dutyscore.scoring.join import placed
from dutyscore.scoring.part import Share, score_part
from dutyscore.scoring.partition import Part, divisible, member_ends, members_between, renumbered
from dutyscore.scoring.plan import Plan, compile_versions
from dutyscore.scoring.present import kept_part
from dutyscore.tables.blocks import distinct_members
from dutyscore.tables.logs import Members, held_log, held_members, members_met, reading_of, whole_rows
from dutyscore.tables.reading import Reading

PARTS_PER_CORE = 4
"""Parts for each core of the cluster: enough to balance, few enough for the tasks to be worth sending."""


def score(
    rulebook: str | bytes,
    log: Any,
    *,
    client: Any,
    roster: pd.DataFrame | None = None,
    period: str | tuple[str, str] | None = None,
    as_of: str | None = None,
    partial: bool = False,
    parts: int = 0,
) -> Scores:
    """Score a Dask DataFrame, or delayed pandas DataFrames in the order of their rows. Entries are numbered from 0 over
    all partitions. The rest is as in `dutyscore.score`."""
    loaded = loaded_book(rulebook)
    request = Request(stretch_of(period), day_of(as_of), partial, parts=parts)
    outcome, rows = score_partitions(client, loaded, log, roster, History(), request)
    if outcome.result is None:
        raise ScoreError((*outcome.rulebook_findings, *outcome.findings))
    return Scores(outcome.result, pd.RangeIndex(rows), outcome)


def score_partitions(
    client: Any,
    loaded: Loaded,
    log: Any,
    roster: pd.DataFrame | None,
    history: History,
    request: Request,
) -> tuple[Outcome, int]:
    """The outcome, and the number of rows of the log. ValueError for a rulebook that ties members together."""
    plan = compile_versions(loaded.versions, loaded.versions[-1][0])
    if not divisible(plan):
        raise ValueError("this rulebook ties members together (shares of authors, credits): score it on one machine")
    frames = client.compute(log.to_delayed() if hasattr(log, "to_delayed") else list(log))
    sizes = client.gather(client.map(len, frames, pure=False))
    members = _members(client, loaded, frames, roster)
    cores = sum(client.ncores().values())
    count = request.parts or max(cores * PARTS_PER_CORE, 1)
    ends = member_ends(np.ones(max(len(members[0]), 1), np.int64), min(count, max(len(members[0]), 1)))
    known = client.scatter(members, broadcast=True, hash=False)
    above = [0, *np.cumsum(sizes).tolist()][: len(frames)]
    readings = client.map(partial(_read, loaded), frames, [known] * len(frames), above, pure=False)
    pieces = client.map(partial(_pieces, ends), readings, pure=False)
    told = client.gather(client.map(_said, readings, pure=False))
    columns = [client.map(operator.itemgetter(number), pieces, pure=False) for number in range(len(ends))]
    made = [
        client.submit(_part, column, known, first, last, pure=False)
        for column, first, last in zip(columns, [0, *ends], ends, strict=False)
    ]
    screened = client.map(partial(_screen, plan), made, pure=False)
    kept = client.map(operator.itemgetter(0), screened, pure=False)
    found = Found()
    for reading in told:
        found.read(*reading)
    for looked in client.gather(client.map(operator.itemgetter(1), screened, pure=False)):
        found.refused += looked.refused
        found.screened += looked.screened
        found.booked |= looked.booked
        found.days |= looked.days
        found.named |= looked.named
    shares = partial(_shares, client, kept, history, loaded.text.file)
    outcome = concluded(loaded, found, members[0], (), request, history, shares)
    if outcome.result is not None:
        dated = client.gather(client.map(_days, kept, pure=False))
        outcome = replace(outcome, result=replace(outcome.result, entries=_numbered(dated, sum(sizes), found)))
    return outcome, sum(sizes)


def _members(client: Any, loaded: Loaded, frames: Sequence[Any], roster: pd.DataFrame | None) -> Members:
    assert loaded.rulebook
    words = vocabulary(loaded.rulebook)
    if roster is not None:
        named = held_members(coded(roster), words, LOG)
        if isinstance(named, Reading):
            raise ScoreError(named.findings)
        return named
    return members_met(client.gather(client.map(partial(_met, loaded), frames, pure=False)), words)


def _met(loaded: Loaded, frame: pd.DataFrame) -> Any:
    assert loaded.rulebook
    return distinct_members(whole_rows(held_log(coded(frame), vocabulary(loaded.rulebook), LOG)))


def _read(loaded: Loaded, frame: pd.DataFrame, members: Members, above: int) -> Reading:
    """The entries of a partition; rows are numbered over all partitions."""
    assert loaded.rulebook
    words = vocabulary(loaded.rulebook)
    table = held_log(coded(frame), words, LOG)
    return reading_of([replace(table, rows=table.rows + np.int32(above))], members, words, None)


def _said(reading: Reading) -> tuple[Any, ...]:
    """What is small of a reading: its count, findings, sheets, and whether it can be used."""
    return reading.rows, reading.findings, reading.entries.origins, reading.usable


def _pieces(ends: Sequence[int], reading: Reading) -> list[EntryTable]:
    """The entries of each part, with the places that they have in this partition."""
    number = np.searchsorted(np.array(ends), reading.entries.member, side="right")
    firsts = [0, *ends]
    taken = (reading.entries.take(number == part) for part in range(len(ends)))
    return [renumbered(entries, firsts[part]) for part, entries in enumerate(taken)]


def _part(pieces: Sequence[EntryTable], members: Members, first: int, last: int) -> Part:
    entries = gathered(pieces)
    return Part(entries, members_between(members[0], first, last), first, entries.row.astype(np.int64) - 1)


def _screen(plan: Plan, part: Part) -> tuple[Part, Found]:
    """The part without what is refused, and what was found."""
    found = Found()
    bad = found.look(plan, part)
    return replace(part, entries=part.entries.take(~bad), rows=part.rows[~bad]), found


def _days(part: Part) -> tuple[Any, Any]:
    return part.rows, part.entries.day


def _numbered(dated: Sequence[tuple[Any, Any]], rows: int, found: Found) -> EntryTable:
    """One entry for each row of the log, of which nothing but the day is known: what a ledger refers to."""
    day = np.full(rows, NO_DAY, np.int32)
    for places, days in dated:
        day[places] = days
    none = np.zeros(rows, np.int32)
    origins = (found.origin,) if found.origin else ()
    number = np.arange(1, rows + 1, dtype=np.int32)
    return EntryTable(origins, none.astype(np.int16), number, none, day, Words(none - np.int32(1), ()), {})


def _shares(
    client: Any, parts: Sequence[Any], history: History, file: str, plan: Plan, frame: Frame, kept: Bool
) -> list[Share]:
    """Play all parts on the cluster."""

    def mapper(work: Any, starts: Sequence[Any], told: Sequence[Any]) -> list[Any]:
        found: list[Any] = client.gather(
            client.map(partial(_played, plan, history, frame, kept, file), list(starts), list(told), pure=False)
        )
        return found

    return together(parts, mapper)


def _played(
    plan: Plan, history: History, frame: Frame, kept: Bool, file: str, part: Part, told: Sequence[Any]
) -> Ask | Share:
    return played(partial(_placed, plan, history, frame, file, kept_part(part, kept)), told)


def _placed(plan: Plan, history: History, frame: Frame, file: str, part: Part) -> Play[Share]:
    share = yield from score_part(plan, part, history, frame, file)
    return replace(share, ledgers=tuple(placed(part, ledger) for ledger in share.ledgers))
