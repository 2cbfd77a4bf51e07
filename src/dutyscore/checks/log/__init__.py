"""What can be wrong with a log that can be read and scored: one check a file, and the one list of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from dutyscore.checks.log import effective, repeated
from dutyscore.model.columns import EntryTable
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.rulebook.schema import Rulebook

CHECKS: Final[dict[str, Callable[[Rulebook, EntryTable], Iterator[Diagnostic]]]] = {
    "effective": effective.check,
    "repeated": repeated.check,
}
"""Checks of a log, by the name of their file."""


def look(rulebook: Rulebook, entries: EntryTable) -> list[Diagnostic]:
    """Everything that the checks find in the rows that can be scored."""
    return [finding for check in CHECKS.values() for finding in check(rulebook, entries)]
