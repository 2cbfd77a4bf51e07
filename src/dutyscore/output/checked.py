"""What a check looked at and what it found: one value, which any format of findings can write."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.frozen import dataclass

FileKind = Literal["rulebook", "cases", "log", "roster", "history"]


@dataclass(frozen=True, slots=True)
class LookedAt:
    """A file that was checked; `rows` of a log, items of a rulebook, cases of a file of cases."""

    file: str
    kind: FileKind
    count: int = 0


@dataclass(frozen=True, slots=True)
class Checked:
    """`silenced` are findings that a comment with a reason sets aside: they count for nothing and are not told."""

    files: tuple[LookedAt, ...]
    findings: tuple[Diagnostic, ...]
    silenced: tuple[Diagnostic, ...] = ()

    def of_file(self, file: str) -> list[Diagnostic]:
        return [finding for finding in self.findings if finding.place.file == file]

    @property
    def elsewhere(self) -> list[Diagnostic]:
        """Findings about files that could not be looked at, and about none."""
        names = {looked.file for looked in self.files}
        return [finding for finding in self.findings if finding.place.file not in names]


def counts(findings: Sequence[Diagnostic]) -> dict[str, int]:
    """How many findings of each severity."""
    return {level: sum(each.severity == level for each in findings) for level in ("error", "warning", "info")}
