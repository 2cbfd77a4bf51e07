"""What can be wrong with a rulebook that is legal: one check a file, and the one list of them.

Where a check says `never`, `always` or `no row`, it has proved it by exact arithmetic over everything the rulebook
admits; where it cannot prove that, it says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from dutyscore.checks.rulebook import (
    awards_under_limits,
    caps_above_parts,
    caps_below_award,
    caps_never_reached,
    cases,
    clauses,
    deductions,
    gaps,
    limits_in_force,
    lines,
    overlaps,
    rounded,
    silence,
    small_numbers,
    unreachable,
    unused,
    versions,
)
from dutyscore.checks.sight import Beside, Sight, sights
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.rulebook.load import Loaded

CHECKS: Final[dict[str, Callable[[Sight], None]]] = {
    "awards_under_limits": awards_under_limits.check,
    "caps_above_parts": caps_above_parts.check,
    "caps_below_award": caps_below_award.check,
    "caps_never_reached": caps_never_reached.check,
    "cases": cases.check,
    "clauses": clauses.check,
    "deductions": deductions.check,
    "gaps": gaps.check,
    "limits_in_force": limits_in_force.check,
    "lines": lines.check,
    "overlaps": overlaps.check,
    "rounded": rounded.check,
    "silence": silence.check,
    "small_numbers": small_numbers.check,
    "unreachable": unreachable.check,
    "unused": unused.check,
}
"""Checks of one rulebook, by the name of their file. `versions` looks at several and stands apart."""


def lint(loaded: Loaded, beside: Beside) -> list[Diagnostic]:
    """Everything that the checks find in a rulebook without errors, by place; what holds in several versions once."""
    found: dict[object, Diagnostic] = {}
    for sight in sights(loaded, beside):
        for check in CHECKS.values():
            check(sight)
        for finding in sight.report.findings:
            found.setdefault((finding.code, finding.place, tuple(sorted(finding.facts.items()))), finding)
    return sorted(found.values(), key=lambda finding: (finding.place, finding.code))


def lint_versions(books: Sequence[Loaded]) -> list[Diagnostic]:
    """What is wrong between several rulebook files of one id."""
    return versions.check(books)
