"""Findings as people read them, grouped by cause, with the lines around each; the whole report is what was found."""

from __future__ import annotations

from dutyscore.output.checked import Checked
from dutyscore.output.findings import rendered
from dutyscore.output.formats.paper import Paper
from dutyscore.output.wording import Wording


def write(checked: Checked, wording: Wording, paper: Paper) -> bytes:
    lines = rendered(checked.findings, wording)
    return "".join(f"{line}\n" for line in lines[:-1]).encode()
