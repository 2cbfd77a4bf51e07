"""The whole program on one page: files in, Result out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace
from typing import TYPE_CHECKING

from dutyscore.model.columns import EntryTable, Origin, Roster
from dutyscore.model.days import Stretch
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.frozen import dataclass
from dutyscore.model.history import History
from dutyscore.model.place import Place
from dutyscore.model.result import Result, Reviews, RulebookStamp
from dutyscore.rulebook.load import Loaded, load_rulebook
from dutyscore.rulebook.nodes import Item
from dutyscore.rulebook.schema import Rulebook
from dutyscore.rulebook.words import vocabulary
from dutyscore.tables import (
    DIGEST_PROPERTY,
    RULEBOOK_PROPERTY,
    Correction,
    Input,
    InputStamp,
    Options,
    Reading,
    RowCount,
    carried_properties,
    read_logs,
)

if TYPE_CHECKING:
    from dutyscore.scoring.engine import Scored, Screened
    from dutyscore.scoring.frame import Frame
    from dutyscore.scoring.plan import Plan


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asks of a run beside the files. `selection` is --period, --from, --to; None = the whole period.
    `parts` is into how many parts the members are divided to be scored, 0 = as the number of entries suggests; the
    result does not depend on it."""

    selection: Stretch | None = None
    as_of: int | None = None
    partial: bool = False
    reading: Options = field(default_factory=Options)
    parts: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run gives. `result` is None when nothing could be scored; the findings then say why.

    `rulebook_findings` are those of the rulebook (its errors make the input unusable, exit 3), `findings` those of
    logs, roster, history and result.
    """

    result: Result | None
    rulebook: RulebookStamp | None
    rulebook_findings: tuple[Diagnostic, ...]
    findings: tuple[Diagnostic, ...]
    rows: RowCount
    inputs: tuple[InputStamp, ...]
    usable: bool
    """False when a file as a whole could not be used (exit 3)."""
    origins: tuple[Origin, ...] = ()
    """The log sheets: errors at their rows are refusals of rows."""
    corrections: tuple[Correction, ...] = ()
    """Decided rows of workbooks of rejects."""


def score(
    rulebook: Input, logs: Sequence[Input], roster: Input | None, history: History | None, request: Request
) -> Outcome:
    """Score logs by a rulebook: all files as bytes, named as the user named them."""
    loaded = load_rulebook(rulebook.data, rulebook.name)
    if loaded.rulebook is None:
        return Outcome(None, None, loaded.findings, (), RowCount(0, 0, 0, {}), (), False)
    import dutyscore.scoring.engine  # noqa: F401  # what comes next is loaded while a large log is still being parsed

    reading = read_logs(logs, roster, vocabulary(loaded.rulebook), request.reading)
    reading = replace(reading, findings=(*reading.findings, *_made_before(loaded, loaded.rulebook, logs)))
    if reading.usable and not reading.rows.taken + reading.rows.refused:
        nothing = Diagnostic("DS432", Place(logs[0].name if logs else ""))
        reading = replace(reading, findings=(*reading.findings, nothing), usable=False)
    return score_reading(loaded, reading, history or History(), request)


def score_reading(loaded: Loaded, reading: Reading, history: History, request: Request) -> Outcome:
    """Score what was read. The rulebook of `loaded` has no errors."""
    from dutyscore.scoring.engine import parts_of, screen
    from dutyscore.scoring.plan import compile_versions

    assert loaded.rulebook
    stamp = stamp_of(loaded, loaded.rulebook)
    plan = compile_versions(loaded.versions, loaded.versions[-1][0])
    count = parts_of(plan, len(reading.entries), request.parts)
    screened = screen(plan, reading.entries, reading.roster, count)
    refused = int(screened.refused.sum())
    rows = replace(reading.rows, taken=reading.rows.taken - refused, refused=reading.rows.refused + refused)
    findings = (*reading.findings, *screened.findings)
    outcome = Outcome(
        None, stamp, loaded.findings, findings, rows, reading.inputs, reading.usable, reading.entries.origins,
        reading.corrections,
    )  # fmt: skip
    if not (reading.usable and reading.roster_sound) or (rows.refused and not request.partial):
        return outcome
    if refused:
        reading = replace(reading, entries=reading.entries.take(~screened.refused))
        screened = screen(plan, reading.entries, reading.roster, count)
    result = _result(loaded, reading, screened, history, request, bool(rows.refused))
    if isinstance(result, Diagnostic):
        return replace(outcome, findings=(*findings, result), usable=False)
    outcome = replace(outcome, findings=(*findings, *result.findings))
    if not any(finding.code in BLOCKING for finding in result.findings):
        return replace(outcome, result=result)
    return replace(outcome, result=replace(result, partial=True)) if request.partial else outcome


def look_over(loaded: Loaded, reading: Reading) -> tuple[Diagnostic, ...]:
    """Everything that is wrong with a log short of scoring it, and what is only odd. The rulebook has no errors."""
    from dutyscore.checks.log import look
    from dutyscore.scoring.engine import parts_of, screen
    from dutyscore.scoring.plan import compile_versions

    assert loaded.rulebook
    if not reading.usable:
        return reading.findings
    plan = compile_versions(loaded.versions, loaded.versions[-1][0])
    count = parts_of(plan, len(reading.entries))
    refused = screen(plan, reading.entries, reading.roster, count).findings if len(reading.entries) else ()
    return (*reading.findings, *refused, *look(loaded.rulebook, reading.entries))


BLOCKING = ("DS319", "DS320", "DS607", "DS608", "DS609", "DS610", "DS611", "DS612")
"""Findings about a member's value without which his total would be a guess: like a refused row, they stop the run."""


def _result(
    loaded: Loaded, reading: Reading, screened: Screened, history: History, request: Request, partial: bool
) -> Result | Diagnostic:
    import numpy as np

    from dutyscore.scoring.audit import check_members
    from dutyscore.scoring.book import booked_days
    from dutyscore.scoring.engine import run, screen, unusable
    from dutyscore.scoring.partition import Part
    from dutyscore.scoring.period import frame_of
    from dutyscore.scoring.plan import compile_versions
    from dutyscore.scoring.present import kept_part, left_out, named_by, present
    from dutyscore.scoring.view import Sight

    assert loaded.rulebook
    rulebook, file = loaded.rulebook, loaded.text.file
    sight = Sight(screened.plan, reading.entries, reading.roster)
    booked = booked_days(sight, rulebook.entries.booked_by, None)
    frame = frame_of(rulebook, booked, request.selection, request.as_of, file)
    if isinstance(frame, Diagnostic):
        return frame
    plan = compile_versions(loaded.versions, frame.period.last) if len(loaded.versions) > 1 else screened.plan
    kept = present(reading.roster, frame.period, np.zeros(0, np.int64))
    if not kept.all():
        kept = present(reading.roster, frame.period, named_by(plan, reading.entries, reading.roster))
    everybody = Part(reading.entries, reading.roster, 0, np.arange(len(reading.entries)))
    members = kept_part(everybody, kept)
    if members is not everybody:
        screened = screen(screened.plan, members.entries, members.roster, len(screened.parts))
    try:
        scored = run(plan, screened, history, frame, file)
    except OverflowError:
        return unusable(file)
    check_members(kept, reading.entries, scored.totals)
    scored = replace(scored, findings=(*left_out(reading.roster, kept, frame.period), *scored.findings))
    return result_of(loaded, plan, frame, scored, members.roster, members.entries, partial)


def result_of(
    loaded: Loaded, plan: Plan, frame: Frame, scored: Scored, roster: Roster, entries: EntryTable, partial: bool
) -> Result:
    """What the engine gave, with everything that outputs need beside it."""
    from dutyscore.scoring.held import group_words
    from dutyscore.scoring.view import Sight

    rulebook, decisions = plan.rulebook, scored.decisions
    sight = Sight(plan, entries, roster)
    groups = group_words(sight, plan.group_fact, frame.last_held) if plan.group_fact else ()
    others = [name for name, fact in rulebook.roster.items() if fact.group and name != plan.group_fact]
    works_at = next((name for name, fact in rulebook.roster.items() if fact.employer), "")
    return Result(
        rulebook=stamp_of(loaded, rulebook),
        scale=plan.scale,
        period=frame.period,
        selection=frame.selection,
        as_of=frame.as_of,
        partial=partial,
        roster=roster,
        group=groups,
        entries=entries,
        ledgers=scored.ledgers,
        nodes=tuple(node.info for node in plan.nodes),
        limits=plan.limits,
        excluded=tuple(rule.why for rule in rulebook.entries.excluded),
        values=scored.values,
        capped=scored.capped,
        totals=scored.totals,
        named_totals=scored.named_totals,
        parts=scored.parts,
        pointless=rulebook.pointless,
        claimed=scored.claimed,
        gap=scored.gap,
        scored=scored.scored,
        measures=scored.measures,
        requirements=decisions.requirements,
        vetoes=decisions.vetoes,
        rankings=decisions.rankings,
        grades=plan.grades,
        bands=plan.bands,
        grade=decisions.grade,
        points_grade=decisions.points_grade,
        band=decisions.band,
        lists=decisions.lists,
        next_grade=decisions.next_grade,
        ladder=decisions.ladder,
        standings=decisions.standings,
        shown=decisions.shown,
        findings=scored.findings,
        uncounted=scored.uncounted,
        reviewer_gap=scored.reviewer_gap,
        employer=group_words(sight, works_at, frame.last_held) if works_at else (),
        other_groups={name: group_words(sight, name, frame.last_held) for name in others},
        marks={
            node.index: node.spec.score.mean.of
            for node in plan.nodes
            if isinstance(node.spec, Item) and node.spec.score.mean
        },
        unvalued=scored.unvalued,
    )


def reviews_of(loaded: Loaded, result: Result) -> Reviews | None:
    """What was claimed and cut by reviewer; None for a result that keeps no ledger."""
    from dutyscore.scoring.claim import reviews
    from dutyscore.scoring.plan import compile_versions
    from dutyscore.scoring.view import Sight

    if not result.ledgers:
        return None
    plan = compile_versions(loaded.versions, result.period.last)
    return reviews(Sight(plan, result.entries, result.roster), result.ledger)


def _made_before(loaded: Loaded, rulebook: Rulebook, logs: Sequence[Input]) -> list[Diagnostic]:
    """Workbooks that were made from another version of this rulebook: their lists may offer what it does not know."""
    found = []
    for log in logs:
        carried = carried_properties(log.data) if bytes(log.data[:2]) == b"PK" else {}
        digest = carried.get(DIGEST_PROPERTY, loaded.digest)
        if carried.get(RULEBOOK_PROPERTY) == rulebook.rulebook and digest != loaded.digest:
            facts = {"file": log.name, "digest": digest[:12], "current": loaded.short}
            found.append(Diagnostic("DS440", Place(log.name), facts))
    return found


def stamp_of(loaded: Loaded, rulebook: Rulebook) -> RulebookStamp:
    return RulebookStamp(
        id=rulebook.rulebook, version=rulebook.version, title=rulebook.title, file=loaded.text.file,
        digest=loaded.digest, subject=rulebook.subject, source=rulebook.source.text,
    )  # fmt: skip
