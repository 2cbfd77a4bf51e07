"""What is wrong with a run, collected so that all of it is told at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

from dutyscore.cli.shell import Code
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.frozen import dataclass


@dataclass(slots=True)
class Trouble:
    """What is wrong so far: complaints about the command line, findings about files, and the exit code they make."""

    complaints: list[str] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)
    code: Code = Code.done

    def complain(self, complaints: Sequence[str]) -> None:
        self.complaints += complaints
        self.worsen(Code.usage if complaints else Code.done)

    def find(self, findings: Sequence[Diagnostic], code: Code = Code.unusable) -> None:
        """Take up findings; errors among them make the exit code `code`, if it is not worse already."""
        self.findings += findings
        self.worsen(code if any(finding.severity == "error" for finding in findings) else Code.done)

    def worsen(self, code: Code) -> None:
        self.code = max(self.code, code)
