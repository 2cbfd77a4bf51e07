"""One finding a line, `file:line:column: severity DS104 slug: what`: for editors, grep and eyes in a hurry."""

from __future__ import annotations

from dutyscore.model.diagnostic import Diagnostic
from dutyscore.output.checked import Checked
from dutyscore.output.findings import places_of, title
from dutyscore.output.formats.paper import Paper
from dutyscore.output.width import clean
from dutyscore.output.wording import Wording


def write(checked: Checked, wording: Wording, paper: Paper) -> bytes:
    lines = [clean(_line(finding, str(place), wording)) for finding in checked.findings for place in places_of(finding)]
    return "".join(f"{line}\n" for line in lines).encode()


def _line(finding: Diagnostic, place: str, wording: Wording) -> str:
    severity = wording.word("severity", finding.severity)
    return f"{place}: {severity} {finding.code} {finding.slug}: {title(finding, wording)}"
