"""The comparison as build servers show it: a note beside each changed line, a check for each change."""

from __future__ import annotations

from typing import Final

from dutyscore.compare.change import Change, Label
from dutyscore.compare.report import Report
from dutyscore.model.diagnostic import Diagnostic, Severity
from dutyscore.model.place import Place
from dutyscore.output.findings import advice, title
from dutyscore.output.outcomes import Check, Note, Problem, Suite
from dutyscore.output.views.diff_words import about, argument, what
from dutyscore.output.wording import Wording

LEVELS: Final[dict[str, tuple[Label, ...]]] = {
    "never": (),
    "incompatible": ("incompatible",),
    "stricter": ("incompatible", "stricter"),
    "mixed": ("incompatible", "stricter", "mixed"),
    "any": ("incompatible", "stricter", "mixed", "looser", "neutral"),
}
"""The labels at or above each level of --fail-on."""


def failing(report: Report, level: str) -> tuple[Change, ...]:
    """The changes that nobody approved and that are at or above the level."""
    return tuple(change for change in report.open_changes() if change.label in LEVELS[level])


def diff_notes(report: Report, level: str, wording: Wording) -> list[Note]:
    fails = {change.number for change in failing(report, level)}
    notes = [_note(change, change.number in fails, report, wording) for change in report.changes]
    return [*notes, *(_found(finding, wording) for finding in report.findings)]


def _found(finding: Diagnostic, wording: Wording) -> Note:
    """A version that stayed, an approval that nobody needs: what a screen tells beside the changes."""
    told = "\n".join(text for text in (title(finding, wording), advice(finding, wording)) if text)
    return Note(finding.severity, finding.place, f"{finding.code} {finding.slug}", told)


def _note(change: Change, fails: bool, report: Report, wording: Wording) -> Note:
    severity: Severity = "error" if fails else "info" if change.label == "neutral" else "warning"
    place = change.new_place or change.old_place or Place(report.new.file)
    title = wording("diff.note", id=change.id, label=wording.word("diff.label", change.label))
    return Note(severity, place, title, _told(change, wording))


def _told(change: Change, wording: Wording) -> str:
    line = wording("diff.line", about=about(change, wording), what=what(change, wording))
    return "\n".join((line, argument(change, wording), change.fingerprint))


def diff_suites(report: Report, level: str, wording: Wording) -> list[Suite]:
    fails = {change.number for change in failing(report, level)}
    checks = tuple(
        Check(
            report.new.file,
            f"{change.id} {about(change, wording)}",
            (Problem("failure", change.label, what(change, wording), _told(change, wording)),)
            if change.number in fails
            else (),
        )
        for change in report.changes
    )
    return [Suite("dutyscore diff", checks)]
