"""The machine form of a comparison: every fact of it, machine words, numbers as decimal text."""

from __future__ import annotations

from typing import Final

from dutyscore.compare.change import Change, Value
from dutyscore.compare.impact import Impact, Moved, Standing, distribution, grouped
from dutyscore.compare.report import Report, Version
from dutyscore.model.days import Stretch, iso
from dutyscore.model.exact import decimal_text
from dutyscore.output.views.diff_words import facts_of

SCHEMA: Final = "dutyscore.diff/1"


def diff_form(report: Report, *, anonymous: bool) -> dict[str, object]:
    solution = report.solution
    return {
        "schema": SCHEMA,
        "old": _version(report.old),
        "new": _version(report.new),
        "changes": [_change(change, report) for change in report.changes],
        "probes": [
            {"kind": probe.kind, "about": probe.about, "value": probe.value, "old": probe.old, "new": probe.new}
            for probe in report.probes
        ],
        "refused": [
            {"by": each.by, "rows": each.rows, "code": each.finding.code,
             "facts": facts_of(each.finding, anonymous=anonymous),
             "changes": [f"D{number}" for number in each.changes]}
            for each in report.refused
        ],
        "impact": None if report.impact is None else _impact(report.impact, report, anonymous),
        "solution": None if solution is None else {
            "path": solution.path, "grade": solution.grade, "wanted": solution.wanted,
            "value": None if solution.value is None else decimal_text(solution.value),
            "tried": [{"value": decimal_text(value), "members": count} for value, count in solution.tried],
            "cost": None if solution.cost is None else decimal_text(solution.cost), "members": solution.members,
        },
        "findings": [
            {"code": each.code, "slug": each.slug, "severity": each.severity, "place": str(each.place),
             "facts": facts_of(each, anonymous=anonymous)}
            for each in report.findings
        ],
    }  # fmt: skip


def _version(version: Version) -> dict[str, object]:
    return {
        "id": version.id, "version": version.version, "title": version.title, "file": version.file,
        "digest": version.digest, "settings": list(version.settings),
    }  # fmt: skip


def _change(change: Change, report: Report) -> dict[str, object]:
    return {
        "id": change.id, "kind": change.kind, "label": change.label, "argument": change.proof.argument,
        "places": change.proof.places, "lists": change.proof.lists, "section": change.anchor.section,
        "name": change.anchor.name, "keys": list(change.keys), "title": change.title, "ref": list(change.ref),
        "old_line": change.old_place.line if change.old_place else None,
        "new_line": change.new_place.line if change.new_place else None,
        "old": change.old, "new": change.new,
        "parts": [
            {"keys": list(part.keys), "old": _value(part.old), "new": _value(part.new)} for part in change.parts
        ],
        "fingerprint": change.fingerprint, "approved": report.approved.get(change.fingerprint),
    }  # fmt: skip


def _value(value: Value | None) -> str | dict[str, str] | None:
    """A value that changed on a day stays what it is in the rulebook: texts by day."""
    return dict(value) if isinstance(value, tuple) else value


def _impact(impact: Impact, report: Report, anonymous: bool) -> dict[str, object]:
    attribution = impact.attribution
    scope = impact.scope
    return {
        "scope": {
            "period": _stretch(scope.period), "selection": _stretch(scope.selection), "as_of": iso(scope.as_of),
            "roster_declared": scope.declared, "refused": scope.refused,
        },
        "counts": {what: impact.count(what) for what in ("total", "rank", "grade", "band", "lists")},
        "grades": [{"old": old, "new": new, "members": count} for (old, new), count in sorted(impact.grades.items())],
        "bands": [{"old": old, "new": new, "members": count} for (old, new), count in sorted(impact.bands.items())],
        "attribution": None if attribution is None else {
            "checked": True, "ordered": [f"D{number}" for number in sorted(attribution.ordered)],
            "scorings": attribution.scorings,
        },
        "members": [
            _member(member, index, impact, anonymous)
            for index, member in enumerate(impact.members)
            if report.shown is None or member.id in report.shown
        ],
        "distribution": [
            {"from": decimal_text(first), "below": decimal_text(last), "old": old, "new": new}
            for first, last, old, new in (distribution(impact.members, impact.scale) if impact.ranked else ())
        ],
        "near": [
            {"member": _called(impact, near.member, anonymous), "grade": near.line, "line": decimal_text(near.bound),
             "distance": decimal_text(near.distance)}
            for near in impact.near
            if report.shown is None or impact.members[near.member].id in report.shown
        ],
        "groups": [
            {"group": each.name, "members": each.members, "total": each.moved, "grade": each.graded,
             "change": impact.scale.text(each.points)}
            for each in grouped(impact.members)
        ],
    }  # fmt: skip


def _stretch(stretch: Stretch) -> dict[str, str]:
    return {"label": stretch.label, "first": iso(stretch.first), "last": iso(stretch.last)}


def _called(impact: Impact, index: int, anonymous: bool) -> str:
    return f"M{index + 1}" if anonymous else impact.members[index].id


def _member(member: Moved, index: int, impact: Impact, anonymous: bool) -> dict[str, object]:
    called = _called(impact, index, anonymous)
    return {
        "id": called,
        "name": called if anonymous else member.name,
        "group": member.group,
        "old": _standing(member.old, impact),
        "new": _standing(member.new, impact),
        "change": impact.scale.text(member.difference),
        "causes": [
            {"changes": [f"D{number}" for number in numbers], "points": impact.scale.text(steps)}
            for numbers, steps in member.parts
        ],
    }


def _standing(standing: Standing, impact: Impact) -> dict[str, object]:
    return {
        "total": None if standing.total is None else impact.scale.text(standing.total),
        "rank": standing.rank or None, "grade": standing.grade, "band": standing.band, "lists": list(standing.lists),
    }  # fmt: skip
