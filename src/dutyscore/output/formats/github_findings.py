"""Findings as notes beside the lines of a pull request."""

from __future__ import annotations

from dutyscore.output.checked import Checked
from dutyscore.output.findings import advice, places_of, title
from dutyscore.output.formats import github
from dutyscore.output.formats.paper import Paper
from dutyscore.output.outcomes import Note
from dutyscore.output.wording import Wording


def write(checked: Checked, wording: Wording, paper: Paper) -> bytes:
    notes = []
    for finding in checked.findings:
        what, text = title(finding, wording), advice(finding, wording)
        told = f"{what}\n{wording('findings.advice', text=text)}" if text else what
        for place in places_of(finding):
            cell = f"{place}\n" if place.sheet else ""
            notes.append(Note(finding.severity, place, f"{finding.code} {finding.slug}", f"{cell}{told}"))
    return github.write(notes)
