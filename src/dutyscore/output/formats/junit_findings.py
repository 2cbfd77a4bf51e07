"""Findings as a test report: one check for each file, which passes when nothing is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from dutyscore.model.diagnostic import Diagnostic
from dutyscore.output.checked import Checked
from dutyscore.output.findings import rendered, title
from dutyscore.output.formats import junit
from dutyscore.output.formats.paper import Paper
from dutyscore.output.outcomes import Check, Problem, Suite
from dutyscore.output.wording import Wording


def write(checked: Checked, wording: Wording, paper: Paper) -> bytes:
    """Notes are no failures: they stand in no report of what went wrong."""
    checks = [_check(looked.file, looked.kind, checked.of_file(looked.file), wording) for looked in checked.files]
    strangers = dict.fromkeys(finding.place.file for finding in checked.elsewhere)
    checks += [_check(file, "file", checked.of_file(file), wording) for file in strangers]
    return junit.write([Suite("dutyscore check", tuple(checks))])


def _check(file: str, kind: str, findings: Sequence[Diagnostic], wording: Wording) -> Check:
    told = [finding for finding in findings if finding.severity != "info"]
    return Check(kind, file or "-", tuple(_problem(finding, wording) for finding in told))


def _problem(finding: Diagnostic, wording: Wording) -> Problem:
    kind: Literal["failure", "error"] = "error" if finding.code.startswith("DS4") else "failure"
    text = "\n".join(rendered([finding], wording))
    return Problem(kind, f"{finding.code} {finding.slug}", title(finding, wording), text)
