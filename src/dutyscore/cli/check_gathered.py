"""What a check is asked, and what it has found so far."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import field

from dutyscore.checks import ignore
from dutyscore.cli import inputs
from dutyscore.cli.asked import HowToRead
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.frozen import dataclass
from dutyscore.output.checked import LookedAt
from dutyscore.rulebook.load import Loaded, load_rulebook


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the user wants to be checked, as typed, and how logs are to be read."""

    paths: tuple[str, ...]
    rules: str = ""
    roster: str = ""
    reading: HowToRead = field(default_factory=HowToRead)
    map: str = ""


@dataclass(slots=True)
class Gathered:
    """What has been found so far. `books` are the rulebooks of the run by their path."""

    looked: list[LookedAt] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)
    silenced: list[Diagnostic] = field(default_factory=list)
    books: dict[str, Loaded] = field(default_factory=dict)
    unusable: bool = False

    def refuse(self, findings: Iterable[Diagnostic]) -> None:
        """Findings because of which a file could not be checked at all."""
        told = list(findings)
        self.findings += told
        self.unusable = self.unusable or any(finding.severity == "error" for finding in told)

    def take(
        self, file: str, lines: Sequence[str], findings: Iterable[Diagnostic], unasked: Collection[str] = ()
    ) -> None:
        """Findings about a YAML file, whose comments may set some of them aside."""
        sorted_out = ignore.sort_out(file, lines, findings, unasked)
        self.findings += sorted_out.kept
        self.silenced += sorted_out.silenced


def book(path: str, gathered: Gathered) -> Loaded | None:
    """The rulebook at a path, read once; one that is not among the files of the run tells its errors all the same."""
    if path not in gathered.books:
        file = inputs.read(path)
        if isinstance(file, Diagnostic):
            gathered.refuse([file])
            return None
        loaded = gathered.books[path] = load_rulebook(file.data, path)
        gathered.findings += [finding for finding in loaded.findings if finding.severity == "error"]
    return gathered.books[path]
