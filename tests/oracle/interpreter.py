"""The oracle: a question (book, log, roster, history, dates) in, every posting and every decision out."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from dutyscore.rulebook.nodes import Group
from tests.oracle.amounts import Amounts
from tests.oracle.awards import ELSEWHERE, Award, Posting, admit, award_all
from tests.oracle.choices import choose_all
from tests.oracle.days import rounded
from tests.oracle.decisions import Decisions
from tests.oracle.exempt import Exempt, exempt_members
from tests.oracle.facts import Names, Question
from tests.oracle.limits import Limits
from tests.oracle.measures import Measures
from tests.oracle.over import Over
from tests.oracle.sets import SetAnswer
from tests.oracle.totals import Totals

WORTH = ("award", "mark", "repeat", "per_entry")
"""Kinds of postings that make up what an entry is worth."""
CUTS = ("chosen_away", "before_start", "over_cap", "not_chosen", "repaired")
"""Kinds of postings that take points away from what was claimed (M13)."""


@dataclass(frozen=True)
class Answer:
    """What a run gives, by member id. Grades, bands: None for none. Ranks: (place, from the end), absent for none."""

    postings: tuple[Posting, ...]
    values: dict[str, dict[str, Fraction]]
    totals: dict[str, Fraction]
    named: dict[str, dict[str, Fraction]]
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
    sets: dict[str, SetAnswer]
    shown: dict[str, dict[str, str]]
    """Member -> value (total, rank, grade, band) -> what people read in its place."""
    unconfirmed: dict[str, dict[str, Fraction]]
    """Member -> reviewer (empty for none) -> what was claimed and not confirmed."""
    lists: dict[str, tuple[str, ...]]
    held_back: frozenset[str]
    scored: dict[str, bool]
    findings: frozenset[tuple[str, ...]]


def interpret(question: Question) -> Answer:
    """Score the log row by row, in the order of section 5 of the language document."""
    names = Names(question)
    admitted = admit(names)
    exempt = exempt_members(names)
    measures = Measures(names, admitted)
    quantities = measures.all()
    rules = {member: rule for member, rule in exempt.rules.items() if member in exempt.scores}
    awards, unfit = award_all(names, admitted, rules, inert_nodes(names, quantities, measures, exempt))
    choose_all(names, awards)
    amounts = Amounts(names, awards, measures, exempt)
    amounts.work_out()
    limits = Limits(names, awards, amounts)
    limits.finish_all()

    postings = [posting for award in awards for posting in award.postings] + unfit + limits.postings
    values = node_values(names, postings)
    sums = Totals(names, awards, values, quantities)
    totals = sums.work_out()
    postings += sums.postings
    claimed = {member: sum_claimed(names, awards, member) for member in names.members}
    not_scored = amounts.not_scored | sums.not_scored | exempt.scores
    without = {member: lacking(names, amounts, sums, exempt, member) for member in names.members}
    measures.worth = known(names, values, sums.found, totals, {}, without)
    quantities = measures.all()
    worth = known(names, values, sums.found, totals, quantities, without)
    decisions = Decisions(names, worth, not_scored, exempt)
    decisions.over = Over(names, awards, limits.postings, measures, worth).value
    decisions.decide()
    standing = decisions.standing
    for member, one in standing.items():
        postings += [Posting(None, member, None, "veto", Fraction(0), veto) for veto in one.vetoes]
    loose = [*limits.postings, *sums.own_postings()]
    return Answer(
        postings=tuple(postings),
        values=values,
        totals=totals,
        named={name: found for name, found in sums.found.items() if name},
        claimed=claimed,
        gap={member: gap_of(names, awards, loose, member, sums.outside(member)) for member in names.members},
        measures=quantities,
        requirements={name: {m: one.met[name] for m, one in standing.items()} for name in names.book.requirements},
        vetoes={name: {m: name in one.vetoes for m, one in standing.items()} for name in names.book.vetoes},
        main=decisions.main,
        ranks={
            name: {member: one.places[name] for member, one in standing.items() if name in one.places}
            for name in names.book.rankings or [""]
        },
        grades={member: one.grade for member, one in standing.items()},
        points_grades={member: one.points_grade for member, one in standing.items()},
        bands={member: one.band for member, one in standing.items()},
        sets=decisions.sets,
        shown={member: shown(names, exempt, one.vetoes, member) for member, one in standing.items()},
        unconfirmed={member: unconfirmed(names, awards, member) for member in names.members},
        lists=decisions.lists,
        held_back=frozenset(decisions.held_back),
        scored={member: one.scored for member, one in standing.items()},
        findings=frozenset(amounts.findings | sums.findings | measures.findings | decisions.findings),
    )


def shown(names: Names, exempt: Exempt, vetoes: list[str], member: str) -> dict[str, str]:
    """M24: `shown` of each rule of exemption that holds, in the place of what it leaves out, and of vetoes in force the
    first that says something of a value; who is exempt reads the former."""
    found: dict[str, str] = {}
    for rule in exempt.holding[member]:
        spoken = names.book.exempt[rule]
        places = (("grade", {"grades", "scores"}), ("band", {"bands"}), ("rank", {"ranks"}))
        place = next((place for place, left_out in places if left_out & set(spoken.from_)), None)
        if place:
            found.setdefault(place, spoken.shown)
    for veto in vetoes:
        for place, text in names.book.vetoes[veto].shown_as:
            if text:
                found.setdefault(place, text)
    return found


def unconfirmed(names: Names, awards: list[Award], member: str) -> dict[str, Fraction]:
    """M13: what was claimed and not confirmed, by who is named as reviewer."""
    found: dict[str, Fraction] = {}
    if names.book.entries.columns.reviewer:
        for number, entry in enumerate(names.question.entries):
            if entry.reviewer and ending(awards, number) == "not_confirmed":
                points = claim(names, awards, number, member)
                found[entry.reviewer] = found.get(entry.reviewer, Fraction(0)) + points
    return {reviewer: points for reviewer, points in found.items() if points}


def inert_nodes(
    names: Names, quantities: dict[str, dict[str, Fraction | None]], measures: Measures, exempt: Exempt
) -> dict[tuple[str, str], str]:
    """(member, node) -> the first veto in force that makes the node's entries worth nothing. It is decided before
    anything is valued, so its condition names facts, measures and earlier periods only."""
    nothing: dict[str, dict[str, Fraction]] = {member: {} for member in names.members}
    early = Decisions(names, known(names, nothing, {}, {}, quantities), set(), exempt)
    early.over = Over(names, [], [], measures, nothing).value
    found: dict[tuple[str, str], str] = {}
    for name, veto in names.book.vetoes.items():
        for member in names.members if veto.inert else ():
            if early.fits(member, veto.when):
                for node in names.nodes:
                    if any(step.id in veto.inert for step in node.path):
                        found.setdefault((member, node.id), name)
    return found


def node_values(names: Names, postings: list[Posting]) -> dict[str, dict[str, Fraction]]:
    """Member -> node -> the sum of the postings at and below it (M12)."""
    values = {member: {node.id: Fraction(0) for node in names.nodes} for member in names.members}
    paths = {node.id: node.path for node in names.nodes}
    for posting in postings:
        for node in paths[posting.node] if posting.node else ():
            values[posting.member][node.id] += posting.points
    return values


def known(
    names: Names,
    values: dict[str, dict[str, Fraction]],
    sums: dict[str, dict[str, Fraction]],
    totals: dict[str, Fraction],
    quantities: dict[str, dict[str, Fraction | None]],
    without: dict[str, set[str]] | None = None,
) -> dict[str, dict[str, Fraction]]:
    """Everything with a value that conditions over a member may name; `without` are the nodes and totals where a member
    is not scored."""
    found: dict[str, dict[str, Fraction]] = {}
    for member in names.members:
        found[member] = {**values[member], **{name: each[member] for name, each in sums.items() if name}}
        if member in totals:
            found[member]["total"] = totals[member]
        for name in without[member] if without else ():
            found[member].pop(name, None)
        for name, quantity in quantities.items():
            value = quantity[member]
            if value is not None:
                found[member][name] = value
    return found


def lacking(names: Names, amounts: Amounts, sums: Totals, exempt: Exempt, member: str) -> set[str]:
    """M16a: the nodes and totals of which a member has no value. He is not scored at an item below, or, where a group
    below turns its sum into points, not scored at any item; or he is exempt from scores."""
    if member in exempt.scores:
        return {"total", *sums.found, *(node.id for node in names.nodes)}
    found = {step.id for node in names.nodes if (member, node.id) in amounts.not_scored_at for step in node.path}
    if member in amounts.not_scored:
        converting = [node for node in names.nodes if isinstance(node.written, Group) and node.written.score]
        found |= {step.id for node in converting for step in node.path}
    for name, total in (names.book.totals or {}).items():
        parts = {*total.of, *(part.of for part in total.composite)}
        if (member, name) in sums.not_scored_in or parts & found:
            found.add(name)
    return found | ({"total"} if member in amounts.not_scored | sums.not_scored else set())


def worths(awards: list[Award], number: int, member: str) -> Fraction:
    """An entry's worth to a member after step C, over all items that take it."""
    mine = (award for award in awards if award.number == number and award.entry.member == member)
    return sum((award.worth for award in mine), Fraction(0))


def claim(names: Names, awards: list[Award], number: int, member: str) -> Fraction:
    """What was claimed for an entry: the claimant's field, rounded to the step like an award, which the row's own
    member claims; where nothing is written, its worth to each who gets it (M13)."""
    rule, points, entry = names.book.entries.claimed, names.book.points, names.question.entries[number]
    written = names.entry_value(entry, rule.field) if rule else None
    if not isinstance(written, Fraction):
        return worths(awards, number, member)
    return rounded(written, points.step, points.rounding) if entry.member == member else Fraction(0)


def ending(awards: list[Award], number: int) -> str:
    """Why an entry does not count: the first reason where no item counts it, `no_clause` where none takes it."""
    mine = [award for award in awards if award.number == number]
    return "" if any(not award.ended for award in mine) else mine[0].ended if mine else "no_clause"


def sum_claimed(names: Names, awards: list[Award], member: str) -> Fraction:
    here = [number for number in range(len(names.question.entries)) if ending(awards, number) not in ELSEWHERE]
    return sum((claim(names, awards, number, member) for number in here), Fraction(0))


def gap_of(
    names: Names, awards: list[Award], loose: list[Posting], member: str, outside: Fraction
) -> dict[str, Fraction]:
    """Claimed minus the main total by reason (M13); reasons of 0 are left out."""
    gap: dict[str, Fraction] = {}

    def lose(reason: str, points: Fraction) -> None:
        gap[reason] = gap.get(reason, Fraction(0)) + points

    for number in range(len(names.question.entries)):
        reason = ending(awards, number)
        if reason not in ELSEWHERE:
            lose(reason or "other_value", claim(names, awards, number, member))
        if not reason:
            lose("other_value", -worths(awards, number, member))
            for award in awards:
                if award.number == number and award.entry.member == member:
                    for posting in award.postings:
                        if posting.kind not in WORTH:
                            kind = posting.kind if posting.kind in CUTS else award.ended
                            lose(kind, -posting.points)
    for posting in loose:
        if posting.member == member:
            lose(posting.kind if posting.kind in CUTS else "without_entry", -posting.points)
    lose("outside_total", outside)
    return {reason: points for reason, points in gap.items() if points}
