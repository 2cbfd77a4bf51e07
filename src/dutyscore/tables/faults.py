"""What can be wrong with one cell, before anyone knows where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from dutyscore.tables.cells import LONGEST, Cell, Kind


class Fault(NamedTuple):
    """A finding's code and facts (its `column` comes later), and the corrected text where there is one."""

    code: str
    facts: Mapping[str, str]
    fix: str = ""


class Noted(NamedTuple):
    """A value that was read, and what a person should know about how: a finding's code and facts."""

    value: int | str
    code: str
    facts: Mapping[str, str]


def unreadable(cell: Cell) -> Fault | None:
    """What makes a cell useless whatever is asked of it."""
    if cell.kind is Kind.error:
        return Fault("DS316", {"value": cell.text})
    if cell.kind is Kind.formula:
        return Fault("DS317", {"value": cell.text[:LONGEST]})
    if len(cell.text) > LONGEST:
        return Fault("DS323", {})
    return None
