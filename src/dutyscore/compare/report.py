"""Everything that `dutyscore diff` found, for the views."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from dutyscore.compare.change import Change
from dutyscore.compare.impact import Impact
from dutyscore.compare.probed import Probe
from dutyscore.compare.solve import Solution
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Version:
    """One side of the comparison. `settings` are the values that --set wrote into it."""

    id: str
    version: str
    title: str
    file: str
    digest: str
    settings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """Rows that only one version accepts (`by` is the version that refuses them, old or new): how many, why, and the
    changes that made it so (empty where nothing could be named)."""

    by: str
    rows: int
    finding: Diagnostic
    changes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Report:
    old: Version
    new: Version
    changes: tuple[Change, ...]
    approved: Mapping[str, str] = field(default_factory=dict)
    """Reasons by fingerprint."""
    impact: Impact | None = None
    refused: tuple[Refused, ...] = ()
    probes: tuple[Probe, ...] = ()
    solution: Solution | None = None
    findings: tuple[Diagnostic, ...] = ()
    shown: frozenset[str] | None = None
    """Ids of the members to print, None for all."""

    def open_changes(self) -> tuple[Change, ...]:
        """Changes that nobody has approved."""
        return tuple(change for change in self.changes if change.fingerprint not in self.approved)


def meaning_changed(changes: tuple[Change, ...]) -> bool:
    return any(change.proof.argument != "said_only" for change in changes)


def version_changed(changes: tuple[Change, ...]) -> bool:
    return any(change.keys == ("version",) and not change.anchor.section for change in changes)
