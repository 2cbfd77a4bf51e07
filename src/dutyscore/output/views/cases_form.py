"""The JSON form of what became of cases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from dutyscore.compare.coverage import KINDS, Coverage
from dutyscore.compare.verdict import BookVerdict, Mismatch, Suspect
from dutyscore.model.exact import decimal_text
from dutyscore.model.place import Place
from dutyscore.output.finding_form import finding_form

SCHEMA: Final = "dutyscore.cases/1"

Json = dict[str, Any]


def cases_form(books: Sequence[BookVerdict]) -> Json:
    """All rulebooks, their cases one by one."""
    cases = sum(len(book.verdicts) for book in books)
    failed = sum(book.failed for book in books)
    return {
        "schema": SCHEMA,
        "counts": {"rulebooks": len(books), "cases": cases, "passed": cases - failed, "failed": failed},
        "rulebooks": [_book(book) for book in books],
    }


def _book(book: BookVerdict) -> Json:
    return {
        "rulebook": {"id": book.id, "version": book.version, "digest": book.digest, "file": book.file},
        "files": list(book.cases_files),
        "findings": [finding_form(finding) for finding in book.findings],
        "cases": [
            {
                "case": verdict.case.name,
                "ref": list(verdict.case.ref),
                **_place(verdict.case.place),
                "passed": verdict.passed,
                "differences": [_difference(mismatch) for mismatch in verdict.mismatches],
            }
            for verdict in book.verdicts
        ],
        "coverage": _coverage(book.coverage) if book.coverage is not None else None,
    }


def _difference(mismatch: Mismatch) -> Json:
    difference = mismatch.difference
    return {
        "member": difference.member,
        "what": difference.what,
        "expected": difference.expected,
        "found": difference.found,
        **_place(difference.place),
        "rulebook": [_place(place) for place in mismatch.places],
        "postings": [_posting(suspect) for suspect in mismatch.suspects],
    }


def _posting(suspect: Suspect) -> Json:
    return {
        "entry": suspect.entry or None,
        "kind": suspect.kind,
        "amount": decimal_text(suspect.amount),
        "node": suspect.node or None,
        "alone": suspect.alone,
        **_place(suspect.place),
    }


def _coverage(coverage: Coverage) -> Json:
    return {
        "percent": coverage.percent,
        "reached": len(coverage.reached),
        "goals": len(coverage.goals),
        "kinds": {
            kind: {"reached": found, "goals": goals}
            for kind in KINDS
            for found, goals in [coverage.count(kind)]
            if goals
        },
        "missing": [
            {"kind": goal.kind, "name": goal.name, "side": goal.side or None, **_place(goal.place)}
            for goal in coverage.missing
        ],
    }


def _place(place: Place) -> Json:
    cell = {"sheet": place.sheet, "cell": place.cell} if place.sheet else {}
    return {"file": place.file, "line": place.line, "column": place.column, **cell}
