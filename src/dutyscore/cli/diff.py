"""`dutyscore diff OLD [NEW]`: two versions of a rulebook, compared in meaning."""

from __future__ import annotations

from typing import Final

from dutyscore.cli.asked import Asked, Formats, Where
from dutyscore.cli.diff_options import (
    Anonymous,
    Approve,
    FailOn,
    LogFiles,
    New,
    Old,
    Settings,
    Solve,
)
from dutyscore.cli.options import (
    AsOf,
    Encoding,
    FromDay,
    Hidden,
    HistoryFiles,
    MapFile,
    OnlyGroups,
    OnlyMembers,
    Partial,
    Period,
    RosterFile,
    Sheet,
    ToDay,
    Year,
)
from dutyscore.cli.shell import Shell

FORMATS: Final = Formats(("table", "json", "md", "html", "github", "junit"), ("table", "json", "md", "html", "xlsx"))


def command(
    shell: Shell,
    old: Old,
    where: Where,
    new: New = "",
    logs: LogFiles = None,
    roster: RosterFile = "",
    history: HistoryFiles = None,
    sheet: Sheet = "",
    encoding: Encoding = "",
    year: Year = "",
    hidden: Hidden = False,
    map_: MapFile = "",
    as_of: AsOf = "",
    period: Period = "",
    first: FromDay = "",
    last: ToDay = "",
    partial: Partial = False,
    member: OnlyMembers = None,
    group: OnlyGroups = None,
    settings: Settings = None,
    solve: Solve = "",
    approve: Approve = "",
    fail_on: FailOn = "never",
    anonymous: Anonymous = False,
) -> int:
    from dutyscore.cli.diff_run import Wanted, compare

    asked = Asked(
        logs=tuple(logs or ()), roster=roster, history=tuple(history or ()), sheet=sheet, encoding=encoding, year=year,
        hidden=hidden, map=map_, as_of=as_of, period=period, first=first, last=last, partial=partial,
    )  # fmt: skip
    wanted = Wanted(
        old, new, tuple(settings or ()), solve, approve, fail_on, anonymous, tuple(member or ()), tuple(group or ())
    )
    return compare(shell, asked, where, wanted, FORMATS)
