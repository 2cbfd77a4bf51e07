"""What `report` is asked for beside the files that every command reads."""

from __future__ import annotations

from typing import Final

from dutyscore.model.frozen import dataclass

PER: Final = ("member", "group", "employer")
"""Whom documents may be written for, one each."""
BY: Final = ("month", "quarter", "half")
"""Stretches of time at whose ends the standing is told."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What `report` is asked for beside the files: stretches of time, documents per whom, the archive's folder, a
    version for posting, whom to print."""

    by: tuple[str, ...] = ()
    per: str = ""
    archive: str = ""
    public: bool = False
    members: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    form: str = ""
    """A form instead of the usual text: registration, notice."""
    format: str = ""
    """The format of the files of a folder."""
    issuer: str = ""
    addressee: str = ""
    number: str = ""
    date: str = ""
    """Of letters: who writes, to whom, its number, its date."""
