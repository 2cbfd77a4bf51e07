"""What a check says: the findings in a format on standard output, one line with counts on standard error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dutyscore.checks.typography import CODES
from dutyscore.cli import writing
from dutyscore.cli.asked import Where
from dutyscore.cli.shell import Code, Shell
from dutyscore.cli.terminal import paper_of, tell, write_out
from dutyscore.output.checked import Checked, counts
from dutyscore.output.findings import rendered
from dutyscore.output.formats import Paper
from dutyscore.output.formats.of_findings import printed

_FOR_PEOPLE = ("text", "concise", "table")
"""Formats from which notes are left out unless -v asks for them, and warnings with -q."""


def report(checked: Checked, shell: Shell, where: Where, targets: Sequence[tuple[str, str]]) -> Code:
    """Print, write, sum up; the exit code that writing makes."""
    if where.format or not targets:
        name = where.format or "text"
        screen = paper_of(shell.wording.language, shell.color)
        write_out(printed(_shown(checked, name, shell), name, shell.wording, screen))
    paper = Paper(shell.wording.language, file=True)
    contents = [(path, printed(_shown(checked, name, shell), name, shell.wording, paper)) for path, name in targets]
    failed = [] if where.dry_run else writing.write(contents, where.force)
    if failed:
        tell(rendered(failed, shell.wording))
    elif contents and not shell.quiet:
        key = "run.would_write_file" if where.dry_run else "run.wrote_file"
        tell([shell.wording(key, file=path) for path, _ in contents])
    if not shell.quiet:
        tell(_sums(checked, where.format or "text", shell))
    return Code.unusable if failed else Code.done


def _shown(checked: Checked, name: str, shell: Shell) -> Checked:
    if name not in _FOR_PEOPLE:
        return checked
    levels = ("error",) if shell.quiet else ("error", "warning", *(["info"] if shell.verbose else []))
    return replace(checked, findings=tuple(each for each in checked.findings if each.severity in levels))


def _sums(checked: Checked, name: str, shell: Shell) -> list[str]:
    wording, found = shell.wording, counts(checked.findings)
    files = len(checked.files)
    lines = [wording("check.found", files=files, **found) if checked.findings else wording("check.done", files=files)]
    if found["info"] and name in _FOR_PEOPLE and not shell.verbose:
        lines.append(wording("check.hidden", count=found["info"]))
    slips = [each for each in checked.findings if each.code in CODES and each.fix]
    if slips and name in _FOR_PEOPLE:
        lines.append(wording("check.fixable", count=len(slips)))
    if checked.silenced:
        lines.append(wording("check.silenced", count=len(checked.silenced)))
    if any(finding.severity == "error" for finding in checked.silenced):
        lines.append(wording("check.unscorable"))
    return lines
