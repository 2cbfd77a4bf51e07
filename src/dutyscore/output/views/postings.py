"""The postings of one member in the order in which they are told, each with the words that say why it exists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from dutyscore.model.columns import NO_DAY
from dutyscore.model.days import CALENDAR, Stretch, iso, stretch_of, to_date
from dutyscore.model.exact import decimal_text
from dutyscore.model.frozen import dataclass
from dutyscore.model.ledger import Kind
from dutyscore.model.place import Place
from dutyscore.model.result import LimitInfo, Result
from dutyscore.output.views.run import Amounts

CAUSED_BY_ENTRY = (Kind.duplicate, Kind.chosen_away, Kind.repeat, Kind.repaired)
"""Postings whose cause is another entry."""
AT_TOTALS = (Kind.total_rounding, Kind.opening, Kind.reset, Kind.total_floor, Kind.composite)
"""Postings at a total, behind everything at nodes."""
_AMONG_ENTRIES, _AT_THE_END = 1, 2


@dataclass(frozen=True, slots=True)
class Posting:
    """One row of the ledger; -1 stands for no entry, no node, no cause."""

    kind: Kind
    entry: int
    node: int
    amount: int
    cause: int
    window: int
    running: int
    """Sum of this posting and all before it."""


@dataclass(frozen=True, slots=True)
class Account:
    """A total: the sum of its nodes, and the postings that made the total of it."""

    total: str
    start: int
    postings: list[Posting]


def accounts(result: Result, member: int, told: list[Posting]) -> list[Account]:
    """Every named total of a member, the main one last, so that the running sum ends at it; of a book with one plain
    total that total, if something was posted at it."""
    main = [info.id for info in result.named_totals[:1]]
    found: dict[str, list[Posting]] = {name: [] for name in [*(info.id for info in result.named_totals[1:]), *main]}
    for posting in told:
        if posting.kind in AT_TOTALS:
            found.setdefault(result.parts[posting.cause].total, []).append(posting)
    ends = {info.id: int(info.values[member]) for info in result.named_totals}
    made = []
    for total, posted in found.items():
        running = start = ends.get(total, int(result.totals[member])) - sum(posting.amount for posting in posted)
        summed = []
        for posting in posted:
            running += posting.amount
            summed.append(replace(posting, running=running))
        made.append(Account(total, start, summed))
    return made


def part_name(result: Result, posting: Posting) -> str:
    """What people call the part of a composite that a posting at a total stands for; empty where it is no part."""
    of = result.parts[posting.cause].of
    names = {**{one.id: one.name for one in result.measures}, **{node.id: node.name for node in result.nodes}}
    return names.get(of, of)


def part_value(result: Result, member: int, posting: Posting) -> str:
    """What a member has at that part, before it is weighted; empty for what has no value."""
    of = result.parts[posting.cause].of
    amounts = Amounts(result.scale)
    for place, node in enumerate(result.nodes):
        if node.id == of:
            return amounts(int(result.values[member, place]))
    for info in result.named_totals:
        if info.id == of:
            return amounts(int(info.values[member]))
    found = next((measure.values[member] for measure in result.measures if measure.id == of), None)
    return "" if found is None else decimal_text(found)


def postings(result: Result, member: int) -> list[Posting]:
    """Points without entries first, then each entry by date with its cuts behind it; what limits do to a window as a
    whole stands behind the last entry of that window."""
    return next(of for _, of in postings_of(result, [member]))


def postings_of(result: Result, members: Iterable[int]) -> Iterator[tuple[int, list[Posting]]]:
    """The same for several members, each with his own; the ledger is put in order once."""
    import numpy as np

    ledger = result.ledger
    order = np.argsort(ledger.member, kind="stable")
    bounds = np.searchsorted(ledger.member[order], np.arange(len(result.roster) + 1))
    columns = (ledger.kind, ledger.entry, ledger.node, ledger.amount, ledger.cause, ledger.window)
    key = _order_of(result)
    for member in members:
        rows = order[bounds[member] : bounds[member + 1]]
        found = [
            (Kind(kind), *rest) for kind, *rest in zip(*(column[rows].tolist() for column in columns), strict=True)
        ]
        found.sort(key=key)
        running, told = 0, []
        for kind, entry, node, amount, cause, window in found:
            running += amount
            told.append(Posting(kind, entry, node, amount, cause, window, running))
        yield member, told


def _order_of(result: Result) -> Callable[[tuple[Kind, int, int, int, int, int]], tuple[int, ...]]:
    """Where a posting stands among those of its member."""
    days = result.entries.day
    depth = _depths(result)

    def order(row: tuple[Kind, int, int, int, int, int]) -> tuple[int, ...]:
        kind, entry, node, _, cause, window = row
        level = -depth[node] if node >= 0 else 1
        if entry >= 0:
            whole = node < 0 or result.nodes[node].kind != "item"
            return (_AMONG_ENTRIES, int(days[entry]), entry, whole, level if whole else node, kind)
        if kind == Kind.member_award:
            return (0, node)
        last = limit_window(result, cause, window)
        if kind in (Kind.over_cap, Kind.below_floor) and last is not None:
            return (_AMONG_ENTRIES, last.last, len(days), 1, level, kind)
        if kind in AT_TOTALS:
            return (_AT_THE_END, 2, cause, kind)
        return (_AT_THE_END, int(kind == Kind.veto), level, kind)

    return order


def limit_window(result: Result, cause: int, window: int) -> Stretch | None:
    """The calendar window of a limit's posting; None where the limit holds for the period as a whole."""
    limit = limit_of(result, cause)
    if limit is None or window == NO_DAY:
        return None
    return next((stretch_of(window, name) for name in CALENDAR if name == limit.window), None)


def limit_of(result: Result, cause: int) -> LimitInfo | None:
    return result.limits[cause] if 0 <= cause < len(result.limits) else None


def _depths(result: Result) -> list[int]:
    depth: list[int] = []
    for node in result.nodes:
        depth.append(0 if node.parent < 0 else depth[node.parent] + 1)
    return depth


def short_day(result: Result, day: int) -> str:
    """`01-09` for a day of the one year that is scored, else with its year."""
    if day == NO_DAY:
        return ""
    years = {to_date(day).year, to_date(result.period.first).year, to_date(result.period.last).year}
    return iso(day)[5:] if len(years) == 1 else iso(day)


def address(result: Result, entry: int) -> Place:
    """The first cell of an entry's row that the log reader knows; the row of a text file."""
    origin = result.entries.origins[int(result.entries.origin[entry])]
    column = min(origin.columns.values(), default=0) if origin.sheet else 0
    return Place(origin.file, origin.sheet, int(result.entries.row[entry]), column)


def short_address(result: Result, entry: int) -> str:
    """The address without what is the same for all entries: the file of a single file."""
    place = address(result, entry)
    files = {origin.file for origin in result.entries.origins}
    return f"{place.sheet}!{place.cell}" if place.sheet and len(files) == 1 else str(place)


def cell_name(result: Result, entry: int) -> str:
    """The address as it is called among entries of one sheet: `A47`, or the whole of it where sheets differ."""
    place = address(result, entry)
    return place.cell if place.sheet and len(result.entries.origins) == 1 else short_address(result, entry)


def clause_of(result: Result, posting: Posting) -> tuple[str, ...]:
    """The clause of the node, or of the veto, that a posting stands at."""
    if posting.kind == Kind.veto and 0 <= posting.cause < len(result.vetoes):
        return result.vetoes[posting.cause].ref
    return result.nodes[posting.node].ref if posting.node >= 0 else ()
