"""G. Decide: requirements, vetoes in force, ranks, grades, bands, lists, in this order (M14 to M18)."""

from __future__ import annotations

import numpy as np

from dutyscore.model.arrays import Bool, Int32, Int64
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.frozen import dataclass
from dutyscore.model.history import History
from dutyscore.model.ledger import Kind
from dutyscore.model.place import Place
from dutyscore.model.result import GateInfo, ListInfo, MeasureValues, NextGrade, RankInfo, Rung, StandingSet
from dutyscore.rulebook.deciding import Veto
from dutyscore.scoring.exempt import Exemptions
from dutyscore.scoring.frame import Frame
from dutyscore.scoring.grade import NO_ROW, Contest, first_fitting, next_grades, winners
from dutyscore.scoring.held import group_codes, group_names
from dutyscore.scoring.lift import ladder
from dutyscore.scoring.measure import Evidence, measured_entries
from dutyscore.scoring.over import Asked, Over
from dutyscore.scoring.posting import Journal
from dutyscore.scoring.rank import Field, known, merged_key, rank, rankings_of, sort_key
from dutyscore.scoring.sets import UNSTATED_ROW, decide_sets, empty_rows, has_come, row_words, shown, slice_up
from dutyscore.scoring.standing import Standing
from dutyscore.scoring.unvalued import EVERYWHERE
from dutyscore.scoring.view import Sight


@dataclass(frozen=True, slots=True)
class Decisions:
    """All decisions about all members; indices of rows are -1 for none."""

    requirements: tuple[GateInfo, ...]
    vetoes: tuple[GateInfo, ...]
    rankings: tuple[RankInfo, ...]
    grade: Int32
    points_grade: Int32
    band: Int32
    lists: tuple[ListInfo, ...]
    next_grade: tuple[NextGrade | None, ...]
    ladder: tuple[Rung, ...]
    standings: tuple[StandingSet, ...]
    shown: dict[str, tuple[str, ...]]


def judge(standing: Standing, seen: Evidence, journal: Journal) -> None:
    """Requirements and vetoes: what follows for each member from what is his alone."""
    rulebook = standing.plan.rulebook
    for name, requirement in rulebook.requirements.items():
        standing.requirements[name] = standing.mask(requirement.when, name)
    for name, veto in rulebook.vetoes.items():
        standing.vetoes[name] = standing.mask(veto.when, name)
        _post_veto(standing, seen, list(rulebook.vetoes).index(name), veto, standing.vetoes[name], journal)


def decide(standing: Standing, exempt: Exemptions) -> Decisions:
    """Everything that follows from the totals of all members, once each was judged."""
    rulebook, frame = standing.plan.rulebook, standing.frame
    out = _effect(standing, "lose_grade") | _effect(standing, "direct")
    contest, points_contest = _rank_all(standing, out, exempt)
    sets = tuple(decide_sets(standing, contest, exempt))
    barred = np.where(exempt.grades, len(rulebook.grades), 0).astype(np.int32)  # no grade, so no place in one either
    points_grade = first_fitting(standing, points_contest, rulebook.grades, gates=False, ceiling=barred)
    points_grade[exempt.grades] = NO_ROW
    names = [row.name for row in rulebook.grades]
    standing.words["points_grade"] = row_words(points_grade, names)
    grade = _final_grade(standing, contest, barred)
    grade[exempt.grades] = NO_ROW
    standing.words["grade"] = row_words(grade, names)
    no_band = np.where(exempt.bands, len(rulebook.bands), 0).astype(np.int32)
    band = first_fitting(standing, contest, rulebook.bands, gates=True, ceiling=no_band)
    standing.words["band"] = row_words(band, [row.name for row in rulebook.bands])
    _report_rows(standing, grade, out | exempt.grades)
    _report_bands(standing, band, exempt.bands)
    for decided, rows in ((points_grade, rulebook.grades), (grade, rulebook.grades), (band, rulebook.bands)):
        empty_rows(decided, rows)
    return Decisions(
        requirements=tuple(
            GateInfo(name, name, rule.ref, standing.requirements[name]) for name, rule in rulebook.requirements.items()
        ),
        vetoes=tuple(
            GateInfo(name, rule.name, rule.ref, standing.vetoes[name]) for name, rule in rulebook.vetoes.items()
        ),
        rankings=tuple(standing.ranks.values()),
        grade=grade,
        points_grade=points_grade,
        band=band,
        lists=tuple(_lists(standing, contest, frame, exempt.lists)),
        next_grade=next_grades(standing, rulebook.grades, points_grade),
        ladder=ladder(standing, contest, rulebook.grades, grade, ~exempt.grades),
        standings=sets,
        shown=shown(standing, exempt),
    )


def _post_veto(standing: Standing, seen: Evidence, number: int, veto: Veto, members: Bool, journal: Journal) -> None:
    """A posting of 0 for every entry that set the veto off; one without an entry where a state did."""
    measures = standing.plan.rulebook.measures
    guilty = np.zeros(len(seen.counted), bool)
    for name in veto.when.names():
        if name in measures and measures[name].kind in ("count", "sum"):
            guilty |= measured_entries(seen, measures[name])
    member = standing.sight.entries.member
    entry = standing.sight.as_logged(np.flatnonzero(guilty & members[member]))
    journal.post(Kind.veto, entry, member[entry], NO_ROW, np.zeros(len(entry), np.int64), number)
    rest = members.copy()
    rest[member[entry]] = False
    who = np.flatnonzero(rest)
    journal.post(Kind.veto, -1, who, NO_ROW, np.zeros(len(who), np.int64), number)


def inert_nodes(
    sight: Sight,
    history: History,
    file: str,
    frame: Frame,
    measures: tuple[MeasureValues, ...],
    over: dict[Asked, Over],
) -> dict[int, Int32]:
    """Nodes at which a veto in force makes entries worth nothing: per member the veto's index, -1 for none.

    Such a veto is decided before anything is valued, so its condition names measures and facts of the roster only.
    """
    plan, size = sight.plan, len(sight.roster)
    found: dict[int, Int32] = {}
    nothing = np.zeros((size, len(plan.nodes)), np.int64)
    by_id, nobody = {measure.id: measure for measure in measures}, {EVERYWHERE: np.zeros(size, bool)}
    early = Standing(sight, history, file, frame, nothing, nothing[:, 0], np.ones(size, bool), by_id, nobody, over=over)
    for number, veto in enumerate(plan.rulebook.vetoes.values()):
        if not veto.inert:
            continue
        hit = early.mask(veto.when, veto.name)
        for name in veto.inert:
            top = plan.nodes[plan.index(name)]
            for index in range(top.index, top.end):
                who = found.setdefault(index, np.full(size, -1, np.int32))
                who[(who < 0) & hit] = number
    return found


def _effect(standing: Standing, effect: str) -> Bool:
    hit = np.zeros(len(standing), bool)
    for name, veto in standing.plan.rulebook.vetoes.items():
        if getattr(veto.effect, effect):
            hit |= standing.vetoes[name]
    return hit


def _rank_all(standing: Standing, out: Bool, exempt: Exemptions) -> tuple[Contest, Contest]:
    """Every ranking of the book; the main one's keys also order who competes for places, with and without vetoes. Who
    has no value of a key has no place, and competes for none that go by it."""
    last = _effect(standing, "place")
    rankings = rankings_of(standing.plan.rulebook.rankings)
    facts = [name for name, fact in standing.plan.rulebook.roster.items() if fact.group]
    groups = {name: group_codes(standing.sight, name, standing.frame.last_held) for name in facts}
    names = {name: group_names(standing.sight, name, standing.frame.last_held) for name in facts}
    keys: list[Int64] = []
    valued: list[Bool] = []
    for name, ranking in rankings:
        amounts = [(standing.amounts(by.of, ranking.over), by.order == "low") for by in ranking.by]
        key = merged_key([sort_key(values, low_first) for values, low_first in amounts])
        has_values: Bool = np.logical_and.reduce([known(values) for values, _ in amounts])
        group = groups[ranking.within] if ranking.within else np.zeros(len(standing), np.int64)
        field = Field(standing.scored & has_values & ~out & ~exempt.ranks, last, group)
        standing.ranks[name] = rank(name, key, ranking.ties, ranking.within is not None, field)
        keys.append(key)
        valued.append(has_values)
        if ranking.slices:
            by_roster = [np.arange(len(standing))] if ranking.ties == "ordinal" else []
            slice_up(standing, name, ranking.slices, merged_key([key, *by_roster]), ranking.within is not None, field)
    roster_order = [np.arange(len(standing))] if rankings[0][1].ties == "ordinal" else []
    counted = standing.scored & ~exempt.quotas
    with_vetoes = merged_key([last.astype(np.int64), keys[0], *roster_order])
    competing = counted & valued[0]
    return (
        Contest(with_vetoes, competing & ~out, counted, groups, names),
        Contest(merged_key([keys[0], *roster_order]), competing, counted, groups, names),
    )


def _final_grade(standing: Standing, contest: Contest, barred: Int32) -> Int32:
    """Rows from the top under ceilings (from `barred` on); then what vetoes lose or give directly."""
    rulebook = standing.plan.rulebook
    number = {row.name: index for index, row in reversed(list(enumerate(rulebook.grades)))}
    ceiling = barred.copy()
    for name, veto in rulebook.vetoes.items():
        if veto.effect.ceiling:
            hit = standing.vetoes[name]
            ceiling[hit] = np.maximum(ceiling[hit], number[veto.effect.ceiling])
    grade = first_fitting(standing, contest, rulebook.grades, gates=True, ceiling=ceiling)
    direct = np.full(len(standing), NO_ROW, np.int32)
    for name, veto in rulebook.vetoes.items():
        if veto.effect.direct:
            hit = standing.vetoes[name]
            direct[hit] = np.maximum(direct[hit], number[veto.effect.direct])
    grade[direct != NO_ROW] = direct[direct != NO_ROW]
    grade[_effect(standing, "lose_grade")] = NO_ROW
    return grade


def _report_rows(standing: Standing, grade: Int32, out: Bool) -> None:
    """Who fits no grade, and whom the regulation says nothing about."""
    rows = standing.plan.grades
    tied = {name for finding in standing.findings for name in finding.facts.get("members", "").split(", ")}
    for member in np.flatnonzero(standing.scored).tolist() if rows else []:
        name = standing.sight.roster.names[member]
        if grade[member] == NO_ROW:
            if not out[member] and name not in tied:
                _report(standing, "DS601", member, "", ())
        elif rows[grade[member]].name == UNSTATED_ROW:
            _report(standing, "DS605", member, rows[grade[member]].name, rows[grade[member]].ref)


def _report_bands(standing: Standing, band: Int32, out: Bool) -> None:
    rows = standing.plan.bands
    for member in np.flatnonzero(standing.scored & ~out).tolist() if rows else []:
        if band[member] == NO_ROW:
            _report(standing, "DS602", member, "", ())
        elif rows[band[member]].name == UNSTATED_ROW:
            _report(standing, "DS605", member, rows[band[member]].name, rows[band[member]].ref)


def _report(standing: Standing, code: str, member: int, name: str, ref: tuple[str, ...]) -> None:
    facts = {
        "member": standing.sight.roster.names[member], "name": name, "ref": " ".join(ref),
        "total": standing.plan.scale.text(int(standing.totals[member])),
    }  # fmt: skip
    standing.findings.append(Diagnostic(code, Place(standing.file), facts))


def _lists(standing: Standing, contest: Contest, frame: Frame, out: Bool) -> list[ListInfo]:
    found = []
    for name, row in standing.plan.rulebook.lists.items():
        held_back = not row.unstated and not has_come(row.at, frame, standing.plan.rulebook)
        members: list[int] = []
        if not held_back and not row.unstated:
            candidates = standing.mask(row.when, name) & ~out
            won, _ = winners(standing, contest, name, candidates, row.top, row.quota)
            who = np.flatnonzero(won)
            unranked = next(iter(standing.ranks.values())).places[who] == 0
            place = np.where(unranked, len(standing), contest.key[who])  # those without a place stand in roster order
            members = who[np.lexsort((who, place))].tolist()
        found.append(ListInfo(name, row.to, row.ref, tuple(members), held_back, row.unstated))
    return found
