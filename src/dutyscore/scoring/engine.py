"""A whole log scored: cut into parts, every part on its own (see `part`), put together, all members compared (G)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

import numpy as np

from dutyscore.model.arrays import Bool, Int64
from dutyscore.model.columns import EntryTable, Roster
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.frozen import dataclass
from dutyscore.model.history import History
from dutyscore.model.ledger import Ledger
from dutyscore.model.place import Place
from dutyscore.model.result import MeasureValues, TotalInfo, TotalPart
from dutyscore.model.threads import THREADS, in_threads
from dutyscore.scoring.cohort import Play, alone, together
from dutyscore.scoring.decide import Decisions, decide
from dutyscore.scoring.demand import demand
from dutyscore.scoring.exempt import exemptions
from dutyscore.scoring.frame import Frame
from dutyscore.scoring.join import joined, placed
from dutyscore.scoring.match import Taken, match
from dutyscore.scoring.part import Share, score_part
from dutyscore.scoring.partition import Part, divisible, no_entries, split
from dutyscore.scoring.plan import Plan
from dutyscore.scoring.standing import Standing
from dutyscore.scoring.unvalued import by_id
from dutyscore.scoring.view import Sight

ROWS = 500_000
"""Most entries of a part: few enough for their columns to stay near the processor."""
FEW = 200_000
"""Entries up to which a log is not worth being divided."""


@dataclass(frozen=True, slots=True)
class Scored:
    """What the engine gives: the ledger and all that was summed and decided from it (shapes as in `Result`)."""

    ledgers: tuple[Ledger, ...]
    values: Int64
    capped: Bool
    totals: Int64
    named_totals: tuple[TotalInfo, ...]
    parts: tuple[TotalPart, ...]
    scored: Bool
    claimed: Int64
    gap: dict[str, Int64]
    reviewer_gap: dict[str, Int64]
    measures: tuple[MeasureValues, ...]
    decisions: Decisions
    uncounted: dict[str, int]
    findings: tuple[Diagnostic, ...]
    unvalued: dict[str, Bool]


@dataclass(frozen=True, slots=True)
class Screened:
    """Entries looked at before they are scored: which (bool) cannot be valued, and why. The parts in which they were
    looked at, and what each item takes of them, are kept for `run`."""

    plan: Plan
    roster: Roster
    refused: Bool
    findings: tuple[Diagnostic, ...]
    parts: tuple[Part, ...]
    matched: tuple[tuple[list[Taken], Bool], ...]


def parts_of(plan: Plan, entries: int, wanted: int = 0) -> int:
    """Into how many parts a log is cut, if nobody wants another number: as many as keep all threads busy to the end,
    and one where members cannot be told apart or where there is nothing to gain."""
    if not divisible(plan):
        return 1
    return wanted or (1 if entries <= FEW else THREADS * -(-entries // (THREADS * ROWS)))


def screen(plan: Plan, entries: EntryTable, roster: Roster, count: int) -> Screened:
    """Look for entries that cannot be valued. They must be taken out before `run`, by screening what is left."""
    parts = split(entries, roster, count)
    found = in_threads(partial(screened_part, plan), parts)
    refused = np.zeros(len(entries), bool)
    for part, (bad, _, _) in zip(parts, found, strict=True):
        refused[part.rows[bad]] = True
    findings = grouped(finding for _, said, _ in found for finding in said)
    return Screened(plan, roster, refused, findings, parts, tuple(matched for _, _, matched in found))


def screened_part(plan: Plan, part: Part) -> tuple[Bool, list[Diagnostic], tuple[list[Taken], Bool]]:
    """Which entries (bool) of a part cannot be valued, why, and what each item takes of it."""
    sight = Sight(plan, part.entries, part.roster)
    matched = match(sight)
    return *demand(sight, matched[0]), matched


def run(plan: Plan, screened: Screened, history: History, frame: Frame, file: str) -> Scored:
    """Score entries of which none was refused. `file` is the rulebook's name, for findings about it.

    OverflowError when amounts leave int64.
    """
    matched = screened.matched if plan is screened.plan else (None,) * len(screened.parts)
    starts = [
        partial(_placed, plan, part, history, frame, file, taken)
        for part, taken in zip(screened.parts, matched, strict=True)
    ]
    shares = [alone(starts[0]())] if len(starts) == 1 else together(starts, in_threads)
    return decided(plan, screened.roster, joined(shares), history, frame, file)


def _placed(
    plan: Plan, part: Part, history: History, frame: Frame, file: str, matched: tuple[list[Taken], Bool] | None
) -> Play[Share]:
    """A part scored, its ledger with the numbers of the whole log."""
    share = yield from score_part(plan, part, history, frame, file, matched)
    return replace(share, ledgers=tuple(placed(part, ledger) for ledger in share.ledgers))


def decided(plan: Plan, roster: Roster, share: Share, history: History, frame: Frame, file: str) -> Scored:
    """What follows once the totals of all members are known (G)."""
    sight = Sight(plan, no_entries(), roster)
    measures = {measure.id: measure for measure in share.measures}
    standing = Standing(sight, history, file, frame, share.values, share.totals, share.scored, measures, share.unvalued,
                        share.found, over=share.over)  # fmt: skip
    standing.requirements, standing.vetoes = share.requirements, share.vetoes
    decisions = decide(standing, exemptions(sight, frame.last_held))
    return Scored(
        share.ledgers, share.values, share.capped, share.totals, share.named_totals, share.parts, share.scored,
        share.claimed, share.gap, share.reviewer_gap, share.measures, decisions, share.uncounted,
        grouped((*share.findings, *standing.findings)), by_id(plan, share.unvalued),
    )  # fmt: skip


def grouped(findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Findings that differ in nothing but their places as one, sorted by place: no part is to be seen in them."""
    alike: dict[tuple[str, tuple[tuple[str, str], ...]], list[Diagnostic]] = {}
    for finding in findings:
        alike.setdefault((finding.code, tuple(sorted(finding.facts.items()))), []).append(finding)
    firsts = (min(group, key=lambda one: one.place) for group in alike.values())
    merged = []
    for first, group in zip(firsts, alike.values(), strict=True):
        places = {place for one in group for place in (one.place, *one.also)} - {first.place}
        merged.append(replace(first, also=tuple(sorted(places))))
    return tuple(sorted(merged, key=lambda one: (one.place, one.code, sorted(one.facts.items()))))


def unusable(file: str) -> Diagnostic:
    """The finding for amounts that cannot be held."""
    return Diagnostic("DS606", Place(file), {"node": ""})
