"""Findings for programs: machine words, no sentences, the same in every language."""

from __future__ import annotations

from dutyscore.model.tableau import Tableau
from dutyscore.model.version import __version__
from dutyscore.output.checked import Checked, counts
from dutyscore.output.finding_form import finding_form
from dutyscore.output.formats import json_text
from dutyscore.output.formats.paper import Paper
from dutyscore.output.wording import Wording


def write(checked: Checked, wording: Wording, paper: Paper) -> bytes:
    form = {
        "schema": "dutyscore.check/1",
        "version": __version__,
        "files": [{"file": looked.file, "kind": looked.kind, "count": looked.count} for looked in checked.files],
        "counts": {**counts(checked.findings), "silenced": len(checked.silenced)},
        "findings": [finding_form(finding) for finding in checked.findings],
        "silenced": [finding_form(finding) for finding in checked.silenced],
    }
    return json_text.write(Tableau("", (), lambda: form), paper)
