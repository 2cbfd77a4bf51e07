"""The oracle: a question (book, log, roster, history, dates) in, every posting and every decision out."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from tests.oracle.awards import ELSEWHERE, Award, Posting, admit, award_all
from tests.oracle.choices import choose_all
from tests.oracle.decisions import Decisions
from tests.oracle.facts import Names, Question, rounded
from tests.oracle.limits import Limits, total_of
from tests.oracle.measures import Measures

CUTS = ("chosen_away", "before_start", "over_cap", "not_chosen")
"""Kinds of postings that take points away from what was claimed (M13)."""


@dataclass(frozen=True)
class Answer:
    """What a run gives, by member id. Grades, bands: None for none. Ranks: (place, from the end), absent for none."""

    postings: tuple[Posting, ...]
    values: dict[str, dict[str, Fraction]]
    totals: dict[str, Fraction]
    claimed: dict[str, Fraction]
    gap: dict[str, dict[str, Fraction]]
    measures: dict[str, dict[str, Fraction | None]]
    requirements: dict[str, dict[str, bool]]
    vetoes: dict[str, dict[str, bool]]
    main: str
    ranks: dict[str, dict[str, tuple[int, int]]]
    grades: dict[str, str | None]
    points_grades: dict[str, str | None]
    bands: dict[str, str | None]
    lists: dict[str, tuple[str, ...]]
    held_back: frozenset[str]
    scored: dict[str, bool]
    findings: frozenset[tuple[str, ...]]


def interpret(question: Question) -> Answer:
    """Score the log row by row, in the order of section 5 of the language document."""
    names = Names(question)
    admitted = admit(names)
    awards, unfit = award_all(names, admitted)
    choose_all(names, awards)
    measures = Measures(names, admitted)
    limits = Limits(names, awards, measures)
    limits.finish_all()

    postings = [posting for award in awards for posting in award.postings] + unfit + limits.postings
    values = node_values(names, postings)
    totals: dict[str, Fraction] = {}
    for member in names.members:
        raw = sum((values[member][category] for category in question.book.categories), Fraction(0))
        totals[member], correction = total_of(names, raw)
        if correction:
            postings.append(Posting(None, member, None, "total_rounding", correction))
    claimed = {member: sum_claimed(names, awards, member) for member in names.members}
    quantities = measures.all()
    decisions = decide(names, values, totals, quantities, limits.not_scored)
    standing = decisions.standing
    for member, one in standing.items():
        postings += [Posting(None, member, None, "veto", Fraction(0), veto) for veto in one.vetoes]
    return Answer(
        postings=tuple(postings),
        values=values,
        totals=totals,
        claimed=claimed,
        gap={member: gap_of(names, awards, limits.postings, member, totals[member] - raw_total(names, values, member))
             for member in names.members},
        measures=quantities,
        requirements={name: {m: one.met[name] for m, one in standing.items()} for name in question.book.requirements},
        vetoes={name: {m: name in one.vetoes for m, one in standing.items()} for name in question.book.vetoes},
        main=decisions.main,
        ranks={
            name: {member: one.places[name] for member, one in standing.items() if name in one.places}
            for name in question.book.rankings or [""]
        },
        grades={member: one.grade for member, one in standing.items()},
        points_grades={member: one.points_grade for member, one in standing.items()},
        bands={member: one.band for member, one in standing.items()},
        lists=decisions.lists,
        held_back=frozenset(decisions.held_back),
        scored={member: one.scored for member, one in standing.items()},
        findings=frozenset(limits.findings | measures.findings | decisions.findings),
    )  # fmt: skip


def node_values(names: Names, postings: list[Posting]) -> dict[str, dict[str, Fraction]]:
    """Member -> node -> the sum of the postings at and below it (M12)."""
    values = {member: {node.id: Fraction(0) for node in names.nodes} for member in names.members}
    paths = {node.id: node.path for node in names.nodes}
    for posting in postings:
        for node in paths[posting.node] if posting.node else ():
            values[posting.member][node.id] += posting.points
    return values


def decide(
    names: Names,
    values: dict[str, dict[str, Fraction]],
    totals: dict[str, Fraction],
    quantities: dict[str, dict[str, Fraction | None]],
    not_scored: set[str],
) -> Decisions:
    known: dict[str, dict[str, Fraction]] = {}
    for member in names.members:
        known[member] = {**values[member], "total": totals[member]}
        for name, found in quantities.items():
            value = found[member]
            if value is not None:
                known[member][name] = value
    decisions = Decisions(names, known, not_scored)
    decisions.decide()
    return decisions


def raw_total(names: Names, values: dict[str, dict[str, Fraction]], member: str) -> Fraction:
    return sum((values[member][category] for category in names.book.categories), Fraction(0))


def worths(awards: list[Award], number: int) -> Fraction:
    """An entry's worth after step C, over all items that take it."""
    return sum((award.worth for award in awards if award.number == number), Fraction(0))


def claim(names: Names, awards: list[Award], number: int) -> Fraction:
    """What was claimed for an entry: the claimant's field, rounded to the step like an award, else its worth (M13)."""
    rule, points = names.book.entries.claimed, names.book.points
    written = names.entry_value(names.question.entries[number], rule.field) if rule else None
    return rounded(written, points.step, points.rounding) if isinstance(written, Fraction) else worths(awards, number)


def ending(awards: list[Award], number: int) -> str:
    """Why an entry does not count: the first reason where no item counts it, `no_clause` where none takes it."""
    mine = [award for award in awards if award.number == number]
    return "" if any(not award.ended for award in mine) else mine[0].ended if mine else "no_clause"


def sum_claimed(names: Names, awards: list[Award], member: str) -> Fraction:
    own = [number for number, entry in enumerate(names.question.entries) if entry.member == member]
    here = [number for number in own if ending(awards, number) not in ELSEWHERE]
    return sum((claim(names, awards, number) for number in here), Fraction(0))


def gap_of(
    names: Names, awards: list[Award], loose: list[Posting], member: str, rounding: Fraction
) -> dict[str, Fraction]:
    """Claimed minus total by reason (M13); reasons of 0 are left out."""
    gap: dict[str, Fraction] = {}

    def lose(reason: str, points: Fraction) -> None:
        gap[reason] = gap.get(reason, Fraction(0)) + points

    for number, entry in enumerate(names.question.entries):
        if entry.member != member:
            continue
        reason = ending(awards, number)
        if reason not in ELSEWHERE:
            lose(reason or "other_value", claim(names, awards, number))
        if not reason:
            lose("other_value", -worths(awards, number))
            for award in awards:
                if award.number == number:
                    for posting in award.postings:
                        if posting.kind not in ("award", "per_entry"):
                            kind = posting.kind if posting.kind in CUTS else award.ended
                            lose(kind, -posting.points)
    for posting in loose:
        if posting.member == member:
            lose(posting.kind if posting.kind in CUTS else "without_entry", -posting.points)
    lose("without_entry", -rounding)
    return {reason: points for reason, points in gap.items() if points}
