"""The comparison of two rulebooks as a document: changes, probes, who is concerned and why, the draft of a notice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dutyscore.compare.change import LABELS
from dutyscore.compare.report import Report, Version
from dutyscore.model.exact import decimal_text
from dutyscore.model.frozen import dataclass
from dutyscore.model.tableau import Block, Cell, Column, Paragraph, Section, Table, Tableau
from dutyscore.output.findings import title
from dutyscore.output.views.diff_impact import concerned, figures
from dutyscore.output.views.diff_machine import diff_form
from dutyscore.output.views.diff_words import about, argument, facts_of, lines, sentence, what
from dutyscore.output.views.run import SHORT
from dutyscore.output.wording import Wording

_HEADED = ("probes", "refused")
"""Parts of a screen that stand under a name; the others begin with a line of their own."""
TONES = {"incompatible": "red", "stricter": "yellow", "looser": "green"}


@dataclass(frozen=True, slots=True)
class Notice:
    """The draft of a changelog is written in each of these languages."""

    wordings: tuple[Wording, ...]


def diff_view(report: Report, wording: Wording, notice: Notice, *, anonymous: bool = False) -> Tableau:
    """Screens get the changes and their effect; the document for the meeting has them in sections, and the notice."""
    document = bool(notice.wordings)
    blocks: list[Block] = [Paragraph((f"{_named(report.old)}  ->  {_named(report.new)}",), "title")]
    for key, found in (
        ("changes", _changes(report, wording)),
        ("probes", _probes(report, wording)),
        ("refused", _refused(report, wording, anonymous=anonymous)),
        ("impact", concerned(report, wording, anonymous=anonymous)),
        ("figures", figures(report, wording, anonymous=anonymous)),
        ("solution", _solution(report, wording)),
        ("notice", _changelog(report, notice)),
    ):
        inside = list(found)
        if inside and document:
            blocks.append(Section(key, wording(f"diff.table.{key}")))
        elif key in _HEADED and any(isinstance(block, Table) or key == "refused" for block in inside):
            blocks.append(Paragraph((wording(f"diff.table.{key}"),), "heading"))
        blocks += inside
    words = tuple((key, wording(f"report.page.{key}")) for key in ("contents", "closed")) if document else ()
    return Tableau(wording("diff.title"), tuple(blocks), lambda: diff_form(report, anonymous=anonymous), words=words)


def _named(version: Version) -> str:
    return "  ".join((version.file, version.version, version.digest[:SHORT], *version.settings))


def _changes(report: Report, wording: Wording) -> Iterator[Block]:
    if not report.changes:
        if report.solution is None:  # what is asked of one version is no comparison
            yield Paragraph((wording("diff.none"),))
        return
    columns = (
        Column("id", wording("diff.column.id"), label=True),
        Column("label", wording("diff.column.label")),
        Column("lines", wording("diff.column.lines")),
        Column("change", wording("diff.column.change"), wrapped=True),
        *(Column(key, key, people=False) for key in ("argument", "fingerprint", "approved")),
    )
    rows = tuple(
        (
            Cell(change.id),
            Cell(wording.word("diff.label", change.label), tone=TONES.get(change.label, "")),
            Cell(lines(change)),
            Cell(wording("diff.line", about=about(change, wording), what=what(change, wording))),
            Cell(argument(change, wording)),
            Cell(change.fingerprint),
            Cell(report.approved.get(change.fingerprint, "")),
        )
        for change in report.changes
    )
    yield Table(wording("diff.table.changes"), columns, rows)
    counts = [(label, sum(change.label == label for change in report.changes)) for label in LABELS]
    told = wording.series(f"{wording.word('diff.label', label)} {count}" for label, count in counts if count)
    notes = [wording("diff.counts", count=len(report.changes), labels=told)]
    if any(change.proof.places for change in report.changes):
        notes.append(wording("diff.places"))
    approved = [change for change in report.changes if change.fingerprint in report.approved]
    notes += [wording("diff.approved", id=change.id, reason=report.approved[change.fingerprint]) for change in approved]
    yield Paragraph(tuple(notes), "note")


def _probes(report: Report, wording: Wording) -> Iterator[Block]:
    changed = [probe for probe in report.probes if probe.changed]
    if not report.probes:
        return
    if changed:
        columns = (
            Column("kind", wording("diff.column.probe"), label=True),
            Column("about", wording("diff.column.about"), label=True),
            Column("value", wording("diff.column.value"), "right"),
            Column("old", wording("diff.column.old"), "right"),
            Column("new", wording("diff.column.new"), "right"),
        )
        rows = tuple(
            (
                Cell(wording.word("diff.probe", probe.kind)),
                Cell(wording.word("diff.section", probe.about)),
                Cell(probe.value),
                Cell(_outcome(probe.old, wording)),
                Cell(_outcome(probe.new, wording)),
            )
            for probe in changed
        )
        yield Table(wording("diff.table.probes"), columns, rows)
    yield Paragraph((wording("diff.probes", changed=len(changed), count=len(report.probes)),), "note")


def _outcome(text: str, wording: Wording) -> str:
    return wording("diff.refused_word") if text == "refused" else text


def _refused(report: Report, wording: Wording, *, anonymous: bool) -> Iterator[Block]:
    if report.refused:
        told = (
            wording(
                f"diff.refused_by_{each.by}",
                rows=each.rows,
                changes=wording.series(f"D{number}" for number in each.changes),
                why=title(replace(each.finding, facts=facts_of(each.finding, anonymous=anonymous)), wording),
            )
            for each in report.refused
        )
        yield Paragraph(tuple(told))


def _solution(report: Report, wording: Wording) -> Iterator[Block]:
    found = report.solution
    if found is None:
        return
    if found.cost is not None:
        yield Paragraph(
            (wording("diff.cost", path=found.path, points=decimal_text(found.cost), members=found.members),)
        )
        return
    tried = wording.series(
        wording("diff.tried", value=decimal_text(value), count=count) for value, count in found.tried
    )
    exact = any(value == found.value and count == found.wanted for value, count in found.tried)
    key = "diff.unsolved" if found.value is None else "diff.solved" if exact else "diff.solved_near"
    value = "" if found.value is None else decimal_text(found.value)
    facts = {"path": found.path, "value": value, "grade": found.grade, "wanted": found.wanted, "tried": tried}
    yield Paragraph((wording(key, **facts),))


def _changelog(report: Report, notice: Notice) -> Iterator[Block]:
    """One sentence a change with its clause, in each language."""
    for wording in notice.wordings if report.changes else ():
        heading = wording("diff.changelog", old=report.old.version, new=report.new.version)
        yield Paragraph((heading,), "heading")
        yield Paragraph(tuple(sentence(change, wording) for change in report.changes))
