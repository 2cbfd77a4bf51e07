"""Findings as a code quality report of GitLab, which shows them beside a merge request.

A fingerprint tells GitLab which findings of two runs are the same one: it is made of what stays when lines move.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Final

from dutyscore.model.diagnostic import Diagnostic, Severity
from dutyscore.model.place import Place
from dutyscore.output.checked import Checked
from dutyscore.output.findings import places_of, title
from dutyscore.output.formats.paper import Paper
from dutyscore.output.width import clean
from dutyscore.output.wording import Wording

_SEVERITIES: Final[dict[Severity, str]] = {"error": "critical", "warning": "minor", "info": "info"}


def write(checked: Checked, wording: Wording, paper: Paper) -> bytes:
    seen: dict[str, int] = {}
    issues = []
    for finding in checked.findings:
        for place in places_of(finding):
            print_ = _fingerprint(finding, place)
            seen[print_] = seen.get(print_, 0) + 1
            issues.append(_issue(finding, place, f"{print_}{seen[print_]:02d}", wording))
    return f"{json.dumps(issues, ensure_ascii=paper.ascii, indent=1)}\n".encode()


def _issue(finding: Diagnostic, place: Place, fingerprint: str, wording: Wording) -> dict[str, object]:
    cell = f"{place}: " if place.sheet else ""
    return {
        "description": clean(f"{cell}{title(finding, wording)}"),
        "check_name": f"{finding.code} {finding.slug}",
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[finding.severity],
        "location": {"path": clean(place.file.replace("\\", "/")) or "-", "lines": {"begin": max(1, place.line)}},
    }


def _fingerprint(finding: Diagnostic, place: Place) -> str:
    marked = finding.excerpt.lines[-1][1] if finding.excerpt and finding.excerpt.lines else ()
    parts = (finding.code, place.file, place.sheet, *sorted(f"{key}={value}" for key, value in finding.facts.items()))
    return sha256("\0".join((*parts, *marked)).encode("utf-8", "backslashreplace")).hexdigest()[:30]
