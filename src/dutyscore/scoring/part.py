"""The order of operations A to F on one page: entries, members and a plan in, everything summed and judged out.

What compares all members (ranks, quotas, grades) follows in `engine`, when all parts are there.
"""

from __future__ import annotations

import numpy as np

from dutyscore.model.arrays import Bool, Int64
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.frozen import dataclass
from dutyscore.model.history import History
from dutyscore.model.ledger import Kind, Ledger
from dutyscore.model.ratio import LIMIT, largest
from dutyscore.model.result import MeasureValues, TotalInfo, TotalPart
from dutyscore.scoring.admit import admit
from dutyscore.scoring.audit import check_gap, check_rows, check_totals, check_values, node_values
from dutyscore.scoring.award import Awards, Setting, award
from dutyscore.scoring.book import booked_days
from dutyscore.scoring.choose import Chooser
from dutyscore.scoring.claim import claims
from dutyscore.scoring.cohort import Play
from dutyscore.scoring.decide import inert_nodes, judge
from dutyscore.scoring.exempt import exemptions
from dutyscore.scoring.force import forces, gone_entries
from dutyscore.scoring.frame import Frame
from dutyscore.scoring.limit import Limiter
from dutyscore.scoring.match import Taken, match
from dutyscore.scoring.measure import evidence, measure_all
from dutyscore.scoring.member_award import MemberAwards
from dutyscore.scoring.order import Order
from dutyscore.scoring.over import Asked, Over, asked_over, measures_over, points_over
from dutyscore.scoring.partition import Part
from dutyscore.scoring.plan import Plan
from dutyscore.scoring.points_measure import with_points
from dutyscore.scoring.posting import Journal
from dutyscore.scoring.standing import Standing
from dutyscore.scoring.total import Totals
from dutyscore.scoring.uncounted import uncounted
from dutyscore.scoring.unvalued import unvalued
from dutyscore.scoring.view import Sight

_POSTINGS_AN_ENTRY = 2
"""What most logs stay below: an award, and less than one that takes something away again."""


@dataclass(frozen=True, slots=True)
class Share:
    """What a part gives, or several put together: ledgers and all that was summed and judged from them (shapes as in
    `Result`, one row per member). `found` are the totals by name, the empty name for the plain sum of the categories.
    """

    ledgers: tuple[Ledger, ...]
    values: Int64
    capped: Bool
    totals: Int64
    found: dict[str, Int64]
    named_totals: tuple[TotalInfo, ...]
    parts: tuple[TotalPart, ...]
    scored: Bool
    claimed: Int64
    gap: dict[str, Int64]
    reviewer_gap: dict[str, Int64]
    measures: tuple[MeasureValues, ...]
    requirements: dict[str, Bool]
    vetoes: dict[str, Bool]
    uncounted: dict[str, int]
    findings: tuple[Diagnostic, ...]
    over: dict[Asked, Over]
    unvalued: dict[str, Bool]


def score_part(
    plan: Plan, part: Part, history: History, frame: Frame, file: str, matched: tuple[list[Taken], Bool] | None = None
) -> Play[Share]:
    """Score entries that were cleared. `file` is the rulebook's name, for findings about it; `matched` is what `match`
    said of the part, if it was asked before. OverflowError when amounts leave int64."""
    sight, journal = Sight(plan, part.entries, part.roster), Journal(_POSTINGS_AN_ENTRY * len(part.entries))
    order = Order(sight)
    admission = admit(sight, order, booked_days(sight, plan.rulebook.entries.booked_by, None))  # A
    taken, free = matched or match(sight)  # B
    _post_free(sight, free, journal)
    found = forces(sight, order, taken, admission, frame)
    seen = evidence(sight, order, admission, frame, gone_entries(sight, taken, found, frame.as_of))
    measures, measure_findings = measure_all(seen)
    exempt = exemptions(sight, frame.last_held)
    asked, over_findings = asked_over(plan.rulebook), list[Diagnostic]()
    over = measures_over(seen, asked, over_findings)
    inert = inert_nodes(sight, history, file, frame, measures, over)
    awards = award(Setting(sight, order, admission, frame, exempt, inert, journal), taken, found)  # C
    _prove_sums(awards)
    Chooser(sight, awards, order, frame, journal).run()  # D
    members = MemberAwards(sight, frame, journal, exempt, history, {measure.id: measure for measure in measures}, file)
    yield from members.run(awards)
    limiter = Limiter(sight, awards, order, frame, members, journal)  # E
    yield from limiter.run()
    values = node_values(plan, journal.close(), len(part.roster))
    check_values(plan, values, limiter.values)
    sums = Totals(sight, frame, history, journal, values, awards, members.measures, file)  # F
    totals = sums.run()
    without = unvalued(plan, members, sums)
    measures = with_points(sight, frame, measures, values, sums.found, without)
    scored = ~members.unscored & ~exempt.scores & ~sums.unscored
    over |= points_over(sight, frame, history, file, journal.close(), awards, values, sums.found, asked, over_findings)
    known = {measure.id: measure for measure in measures}
    standing = Standing(sight, history, file, frame, values, totals, scored, known, without, sums.found, over=over)
    judge(standing, seen, journal)
    ledger = journal.close()
    claimed, gap, reviewer_gap = claims(sight, ledger, values, sums.parts)
    check_totals(plan, ledger, values, sums)
    check_rows(ledger, len(part.entries))
    check_gap(claimed, gap, reviewer_gap, totals)
    findings = (
        *measure_findings, *members.findings, *limiter.findings, *sums.findings, *over_findings, *standing.findings,
    )  # fmt: skip
    return Share(
        (ledger,), values, limiter.capped, totals, sums.found, sums.infos(), tuple(sums.parts), scored, claimed,
        gap, reviewer_gap, measures, standing.requirements, standing.vetoes,
        uncounted(ledger, len(part.entries)), findings, over, without,
    )  # fmt: skip


def _post_free(sight: Sight, free: Bool, journal: Journal) -> None:
    """Entries that no item takes: 0 points, and said so."""
    rows = sight.as_logged(np.flatnonzero(free))
    journal.post(Kind.no_clause, rows, sight.entries.member[rows], -1, np.zeros(len(rows), np.int64))


def _prove_sums(awards: Awards) -> None:
    """No sum of awards can leave int64; checked once, so that the steps need not ask."""
    if largest(awards.live) * max(len(awards.live), 1) >= LIMIT:
        raise OverflowError
