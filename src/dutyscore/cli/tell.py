"""What is said on standard error: complaints, findings, and one line that sums them up."""

from __future__ import annotations

from collections.abc import Sequence

from dutyscore.cli import usage
from dutyscore.cli.shell import Shell
from dutyscore.cli.terminal import tell
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.output.findings import Ending, rendered, summary


def tell_trouble(
    complaints: Sequence[str], findings: Sequence[Diagnostic], shell: Shell, ending: Ending, hidden: int = 0
) -> None:
    """Complaints first, then findings. Notes are counted unless -v asks for them, with -q only errors are told;
    `hidden` counts what was left out before."""
    if complaints:
        tell(usage.told(complaints, shell.wording, shell.command))
    levels = ("error",) if shell.quiet else ("error", "warning", *(["info"] if shell.verbose else []))
    told = [finding for finding in findings if finding.severity in levels]
    if told:
        tell([*([""] if complaints else []), *rendered(told, shell.wording)])
    if any(finding.severity == "error" for finding in told) and (ending != "summary" or len(told) > 1):
        tell([summary(told, shell.wording, ending)])
    left = len(findings) - len(told) + hidden
    if left and not shell.quiet:
        tell([shell.wording("run.notes", count=left)])
