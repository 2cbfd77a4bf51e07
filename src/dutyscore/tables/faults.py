"""What can be wrong with one cell, before anyone knows where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from dutyscore.tables.cells import LONGEST, Cell, Kind

_ERROR, _FORMULA = Kind.error, Kind.formula  # of a million cells each is asked; an enumeration answers slowly


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
    kind, text = cell
    if kind is _ERROR:
        return Fault("DS316", {"value": text})
    if kind is _FORMULA:
        return Fault("DS317", {"value": text[:LONGEST]})
    if len(text) > LONGEST:
        return Fault("DS323", {})
    return None
