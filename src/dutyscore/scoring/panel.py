"""The marks of a panel: which entries count, one mark a judge, the quorum (clause type C48)."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from dutyscore.methods.panel import Panel
from dutyscore.model.columns import Numbers, Words
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.place import Place
from dutyscore.scoring.award import Awards
from dutyscore.scoring.plan import PlanNode
from dutyscore.scoring.view import Sight


def panel_marks(
    sight: Sight, node: PlanNode, panel: Panel, awards: Awards, file: str
) -> tuple[list[Fraction | None], list[Diagnostic]]:
    """Each member's mean (None without a valid one), and what is wrong with the panels."""
    start, end = awards.span[node.index]
    rows = np.flatnonzero(awards.counted[start:end]) + start
    entry = awards.entry[rows]
    marks, judges = sight.column(panel.of, entry), sight.column(panel.by, entry)
    assert isinstance(marks, Numbers)
    assert isinstance(judges, Words)
    groups = sight.column(panel.weights.field, entry) if panel.weights else judges
    assert isinstance(groups, Words)
    means: list[Fraction | None] = [None] * len(sight.roster)
    findings: list[Diagnostic] = []
    members = awards.member[rows]
    order = np.argsort(members, kind="stable")
    ends: list[int] = (np.flatnonzero(np.append(np.diff(members[order]) != 0, True)) + 1).tolist() if len(order) else []
    begin = 0
    for stop in ends:  # one round per member: a panel is a handful of marks
        some = order[begin:stop]
        begin = stop
        who = int(members[some[0]])
        problem = _problem(sight, node, panel, who, judges.codes[some].tolist(), judges, file)
        if problem:
            findings.append(problem)
            continue
        values = [Fraction(int(marks.values[row]), 10**marks.decimals) for row in some.tolist()]
        if panel.weights is None:
            means[who] = panel.mean(values)
            continue
        by_group: dict[str, list[Fraction]] = {}
        for row, value in zip(some.tolist(), values, strict=True):
            by_group.setdefault(groups.words[int(groups.codes[row])], []).append(value)
        means[who] = panel.weighted(by_group)
        if means[who] is None:
            findings.append(_finding("DS609", sight, node, who, file, found=str(len(by_group)), needed="weights"))
    return means, findings


def _problem(
    sight: Sight, node: PlanNode, panel: Panel, who: int, judges: list[int], names: Words, file: str
) -> Diagnostic | None:
    if len(judges) < panel.at_least:
        return _finding("DS609", sight, node, who, file, found=str(len(judges)), needed=str(panel.at_least))
    twice = [judge for judge in set(judges) if judges.count(judge) > 1]
    if twice:
        return _finding("DS610", sight, node, who, file, value=names.words[min(twice)])
    return None


def _finding(code: str, sight: Sight, node: PlanNode, who: int, file: str, **facts: str) -> Diagnostic:
    return Diagnostic(code, Place(file), {"member": sight.roster.names[who], "node": node.info.name, **facts})
