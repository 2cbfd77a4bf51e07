"""The JSON form of results: stable machine words, points as decimal text, counts and places as whole numbers."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

from dutyscore import __version__
from dutyscore.compare.history import SCHEMA
from dutyscore.model.days import Stretch, iso
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.exact import decimal_text
from dutyscore.model.result import RankInfo, Result, RowInfo
from dutyscore.output.views.counts import by_row, not_counted
from dutyscore.output.views.run import Amounts, Run, categories, ranked

EXPLANATION_SCHEMA: Final = "dutyscore.explanation/1"
SEMANTICS: Final = "1"

Json = dict[str, Any]


def result_form(result: Result, run: Run) -> Json:
    """The whole result; `compare.history` reads it back."""
    return {
        "schema": SCHEMA,
        **stamps(result, run),
        "members": members_form(result, ranked(result, run)),
        "counts": _counts(result, run),
        "findings": [finding_form(finding) for finding in run.findings],
        "manifest": _manifest(result, run),
    }


def stamps(result: Result, run: Run) -> Json:
    book = result.rulebook
    return {
        "rulebook": {
            "id": book.id,
            "version": book.version,
            "digest": book.digest,
            "title": book.title,
            "file": book.file,
            "source": book.source,
        },
        "inputs": [
            {
                "name": stamp.name,
                "role": "log" if stamp.name in run.logs else "roster",
                "kind": stamp.kind,
                "digest": stamp.digest,
                "sheets": [{"name": sheet.name, "rows": sheet.rows} for sheet in stamp.sheets],
            }
            for stamp in run.inputs
        ],
        "period": _stretch(result.period),
        "selection": _stretch(result.selection),
        "as_of": iso(result.as_of),
        "provisional": result.provisional,
        "partial": result.partial,
        "roster_declared": result.roster.declared,
    }


def _stretch(stretch: Stretch) -> Json:
    return {"label": stretch.label, "first": iso(stretch.first), "last": iso(stretch.last)}


def members_form(result: Result, members: list[int]) -> list[Json]:
    """One mapping a member, in the order given."""
    amounts = Amounts(result.scale)
    nodes = result.nodes
    totals_by_name = [(info.id, info.values.tolist()) for info in result.named_totals]
    roots = categories(result)
    inner = [index for index, node in enumerate(nodes) if node.parent >= 0]
    values, capped = result.values.tolist(), result.capped.tolist()
    totals, claimed, scored = result.totals.tolist(), result.claimed.tolist(), result.scored.tolist()
    grade, points_grade, band = result.grade.tolist(), result.points_grade.tolist(), result.band.tolist()
    main, *others = [(ranking.name, _places(ranking)) for ranking in result.rankings]
    measures = [(measure.id, measure.values) for measure in result.measures]
    requirements = [(gate.id, gate.members.tolist()) for gate in result.requirements]
    vetoes = [(gate.id, gate.members.tolist()) for gate in result.vetoes]
    lists = [(row.name, set(row.members)) for row in result.lists]
    gaps = [(reason, column.tolist()) for reason, column in result.gap.items()]

    def form(member: int) -> Json:
        tone = result.bands[band[member]] if band[member] >= 0 else None
        total = amounts(totals[member]) if scored[member] and not result.pointless else None
        return {
            "id": result.roster.ids[member],
            "name": result.roster.names[member],
            "group": result.group[member] if result.group else None,
            "scored": scored[member],
            "total": total,
            "claimed": amounts(claimed[member]),
            "rank": main[1][member]["rank"],
            "rank_from_end": main[1][member]["rank_from_end"],
            "grade": _name(result.grades, grade[member]),
            "points_grade": _name(result.grades, points_grade[member]),
            "band": {"name": tone.name, "tone": tone.tone} if tone else None,
            "categories": {nodes[index].id: amounts(values[member][index]) for index in roots},
            "nodes": {nodes[index].id: amounts(values[member][index]) for index in inner},
            "totals": {"total": total, **{name: amounts(column[member]) for name, column in totals_by_name}},
            "measures": {name: _exact(found[member]) for name, found in measures},
            "requirements": {name: found[member] for name, found in requirements},
            "vetoes": [name for name, found in vetoes if found[member]],
            "rankings": {name: places[member] for name, places in others},
            "lists": [name for name, listed in lists if member in listed],
            "capped": [nodes[index].id for index, cut in enumerate(capped[member]) if cut],
            "gap": {reason: amounts(column[member]) for reason, column in gaps if column[member]},
        }

    return [form(member) for member in members]


def _exact(value: Fraction | None) -> str | None:
    return None if value is None else decimal_text(value)


def _name(rows: tuple[RowInfo, ...], index: int) -> str | None:
    return rows[index].name if index >= 0 else None


def _places(ranking: RankInfo) -> list[Json]:
    pairs = zip(ranking.places.tolist(), ranking.from_end.tolist(), strict=True)
    return [{"rank": place or None, "rank_from_end": from_end or None} for place, from_end in pairs]


def _counts(result: Result, run: Run) -> Json:
    scored = result.scored.tolist()
    totals = [total for total, counts in zip(result.totals.tolist(), scored, strict=True) if counts]
    amounts = Amounts(result.scale)
    parts = not_counted(result)
    return {
        "members": len(result.roster),
        "scored": sum(scored),
        "ranked": result.rank.ranked,
        "grades": by_row(result.grades, result.grade.tolist()),
        "bands": by_row(result.bands, result.band.tolist()),
        "mean": amounts.mean(totals) if totals and not result.pointless else None,
        "maximum": amounts.maximum(totals) if totals and not result.pointless else None,
        "rows": {
            "read": run.rows.read,
            "scored": run.rows.taken - sum(parts.values()),
            "not_counted": parts,
            "refused": run.rows.refused,
            "skipped": dict(run.rows.skipped),
        },
    }


def finding_form(finding: Diagnostic) -> Json:
    """A finding without sentences: machine words never change with the language."""
    place = finding.place
    return {
        "code": finding.code,
        "slug": finding.slug,
        "severity": finding.severity,
        "file": place.file,
        "sheet": place.sheet,
        "line": place.line,
        "column": place.column,
        "cell": place.cell if place.sheet else "",
        "also": [str(other) for other in finding.also],
        "facts": dict(sorted(finding.facts.items())),
        "fix": finding.fix,
    }


def _manifest(result: Result, run: Run) -> Json:
    """What it takes to compute this again."""
    return {
        "program": "dutyscore",
        "version": __version__,
        "semantics": SEMANTICS,
        "rulebook": {"file": result.rulebook.file, "digest": result.rulebook.digest},
        "inputs": [{"name": stamp.name, "digest": stamp.digest} for stamp in run.inputs],
        "history": [{"name": stamp.name, "digest": stamp.digest} for stamp in run.history],
        "as_of": iso(result.as_of),
        "selection": _stretch(result.selection),
        "partial": result.partial,
    }
