"""A finding for programs: the same in every language."""

from __future__ import annotations

from typing import Any

from dutyscore.model.diagnostic import Diagnostic


def finding_form(finding: Diagnostic) -> dict[str, Any]:
    """A finding without sentences: machine words never change with the language."""
    place = finding.place
    return {
        "code": finding.code,
        "slug": finding.slug,
        "severity": finding.severity,
        "file": place.file,
        "sheet": place.sheet,
        "line": place.line,
        "column": place.column,
        "cell": place.cell if place.sheet else "",
        "also": [str(other) for other in finding.also],
        "facts": dict(sorted(finding.facts.items())),
        "fix": finding.fix,
    }
