"""What became of cases, seen by a person, a program, a build server, or beside the lines of a pull request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dutyscore.compare.coverage import KINDS, Coverage
from dutyscore.compare.verdict import BookVerdict, Mismatch, Verdict
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.exact import decimal_text
from dutyscore.model.place import Place
from dutyscore.model.tableau import NOTHING, Block, Cell, Column, Paragraph, Table, Tableau
from dutyscore.output.findings import advice, rendered, sentence
from dutyscore.output.outcomes import Check, Note, Problem, Suite
from dutyscore.output.views.cases_form import cases_form
from dutyscore.output.views.run import SHORT
from dutyscore.output.wording import Wording


def cases_view(books: Sequence[BookVerdict], wording: Wording, *, gaps: bool) -> Tableau:
    """The report as text; `gaps` lists what no case shows."""
    blocks: list[Block] = []
    for book in books:
        blocks += [Paragraph(("",))] if blocks else []
        blocks += _book(book, wording, gaps or any(found.code == "DS504" for found in book.findings))
    if len(books) > 1:
        cases = sum(len(book.verdicts) for book in books)
        failed = sum(book.failed for book in books)
        line = wording("cases.all", books=len(books), cases=cases, passed=cases - failed, failed=failed)
        blocks.append(Paragraph(("", line)))
    return Tableau(wording("cases.title"), tuple(blocks), lambda: cases_form(books))


def _book(book: BookVerdict, wording: Wording, gaps: bool) -> Iterator[Block]:
    stamp = "  ".join(part for part in (book.title, book.version, book.file, book.digest[:SHORT]) if part)
    yield Paragraph((stamp,), "stamp")
    findings = rendered(book.findings, wording)
    if findings:
        yield Paragraph(("", *findings[:-1]))
    gap: tuple[str, ...] = ("",)  # a table brings a blank line with it
    for verdict in book.verdicts:
        for mismatch in verdict.mismatches:
            yield Paragraph((*gap, *rendered([finding_of(verdict, mismatch)], wording)[:-1]))
            gap = () if mismatch.suspects and not mismatch.more else ("",)
            if mismatch.suspects:
                yield _suspects(mismatch, wording)
            if mismatch.more:
                yield Paragraph((wording("cases.more", count=mismatch.more),), "note")
    passed = len(book.verdicts) - book.failed
    yield Paragraph(
        (
            *(gap if book.failed else ()),
            wording("cases.count", cases=len(book.verdicts), passed=passed, failed=book.failed),
        )
    )
    if book.coverage is not None:
        yield Paragraph((covered(book.coverage, wording),))
        if gaps and book.coverage.missing:
            yield _missing(book.coverage, wording)


def finding_of(verdict: Verdict, mismatch: Mismatch) -> Diagnostic:
    """A difference as a finding."""
    difference = mismatch.difference
    key, _, name = difference.what.partition(".")
    facts = {
        "case": verdict.case.name, "member": difference.member, "what": key, "name": name,
        "expected": difference.expected, "found": difference.found,
    }  # fmt: skip
    return Diagnostic("DS501", difference.place, facts, "", mismatch.excerpt, mismatch.places)


def _suspects(mismatch: Mismatch, wording: Wording) -> Table:
    keys = ("entry", "kind", "amount", "node", "place")
    columns = tuple(
        Column(key, wording(f"cases.column.{key}"), "right" if key in ("entry", "amount") else "left") for key in keys
    )
    rows = tuple(
        (
            Cell(str(suspect.entry) if suspect.entry else NOTHING),
            Cell(wording.word("kind", suspect.kind)),
            Cell(decimal_text(suspect.amount), decimal_text(suspect.amount)),
            Cell(suspect.node or NOTHING),
            Cell(str(suspect.place), mark=f"  <- {wording('cases.alone')}" if suspect.alone else ""),
        )
        for suspect in mismatch.suspects
    )
    return Table(wording("cases.postings"), columns, rows)


def covered(coverage: Coverage, wording: Wording) -> str:
    """`coverage 72% (87/120): items 23/23, edges of tiers 4/9`"""
    counts = [(kind, *coverage.count(kind)) for kind in KINDS]
    parts = wording.series(f"{wording(f'cases.kind.{kind}')} {found}/{all_}" for kind, found, all_ in counts if all_)
    reached, goals = len(coverage.reached), len(coverage.goals)
    return wording("cases.coverage", percent=coverage.percent, reached=reached, goals=goals, parts=parts)


def _missing(coverage: Coverage, wording: Wording) -> Table:
    columns = tuple(Column(key, wording(f"cases.column.{key}")) for key in ("missing", "name", "side", "place"))
    rows = tuple(
        (
            Cell(wording(f"cases.kind.{goal.kind}")),
            Cell(goal.name or NOTHING),
            Cell(wording(f"cases.side.{goal.side}") if goal.side else NOTHING),
            Cell(str(goal.place)),
        )
        for goal in coverage.missing
    )
    return Table(wording("cases.gaps"), columns, rows)


# ---------------------------------------------------------------- build servers, pull requests


def cases_suites(books: Sequence[BookVerdict], wording: Wording) -> list[Suite]:
    """One suite a rulebook; what is wrong with its files is a check of its own, in error."""
    suites = []
    for book in books:
        problems = tuple(_problem(finding, wording) for finding in book.findings if finding.severity == "error")
        checks = [Check(book.file, wording("cases.files"), problems)] if problems or not book.verdicts else []
        for verdict in book.verdicts:
            failures = tuple(_failure(verdict, mismatch, wording) for mismatch in verdict.mismatches)
            checks.append(Check(verdict.case.place.file, verdict.case.name, failures))
        suites.append(Suite(book.id or book.file, tuple(checks)))
    return suites


def _problem(finding: Diagnostic, wording: Wording) -> Problem:
    text = "\n".join(rendered([finding], wording)[:-1])
    return Problem("error", finding.code, sentence(finding, wording), text)


def _failure(verdict: Verdict, mismatch: Mismatch, wording: Wording) -> Problem:
    finding = finding_of(verdict, mismatch)
    text = "\n".join([*rendered([finding], wording)[:-1], *suspect_lines(mismatch, wording)])
    return Problem("failure", finding.code, sentence(finding, wording), text)


def suspect_lines(mismatch: Mismatch, wording: Wording) -> list[str]:
    """The postings concerned, one a line."""
    cells = (("".join((cell.text, cell.mark)) for cell in row) for row in _suspects(mismatch, wording).rows)
    return ["  ".join(row) for row in cells]


def cases_notes(books: Sequence[BookVerdict], wording: Wording) -> list[Note]:
    """Differences at the line of the case, and again at the line of the rulebook that they are about."""
    notes = []
    for book in books:
        for verdict in book.verdicts:
            for mismatch in verdict.mismatches:
                finding, more = finding_of(verdict, mismatch), suspect_lines(mismatch, wording)
                notes += [_note(finding, place, more, wording) for place in (finding.place, *finding.also)]
        notes += [_note(finding, finding.place, [], wording) for finding in book.findings]
    return notes


def _note(finding: Diagnostic, place: Place, more: Sequence[str], wording: Wording) -> Note:
    lines = [sentence(finding, wording), advice(finding, wording), *more]
    return Note(finding.severity, place, f"{finding.code} {finding.slug}", "\n".join(filter(None, lines)))
