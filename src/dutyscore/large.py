"""Logs larger than memory: read in blocks, divided by member into parts that wait in a store, scored part by part.

Every step is one of the pure functions that score a log in one piece; what differs is only how much is held at a time.
The ledger is handed out part by part, in the order of the roster.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from functools import partial
from typing import Any, Protocol

import numpy as np

from dutyscore.model.arrays import Bool
from dutyscore.model.columns import Column, Days, EntryTable, Numbers, Origin, Roster, Words
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.frozen import dataclass
from dutyscore.model.history import History
from dutyscore.model.ledger import Ledger
from dutyscore.pipeline import BLOCKING, Outcome, Request, result_of, stamp_of
from dutyscore.rulebook.load import Loaded
from dutyscore.rulebook.words import vocabulary
from dutyscore.scoring.audit import check_members
from dutyscore.scoring.book import booked_days
from dutyscore.scoring.cohort import Play, together
from dutyscore.scoring.engine import decided, grouped, screened_part, unusable
from dutyscore.scoring.frame import Frame
from dutyscore.scoring.gather import gathered
from dutyscore.scoring.join import joined
from dutyscore.scoring.part import Share, score_part
from dutyscore.scoring.partition import Part, divisible, member_ends, members_between, no_entries, renumbered
from dutyscore.scoring.period import frame_of
from dutyscore.scoring.plan import Plan, compile_versions
from dutyscore.scoring.present import kept_part, kept_roster, left_out, named_by, present
from dutyscore.scoring.view import Sight
from dutyscore.tables import Input, InputStamp, RowCount, SheetStamp
from dutyscore.tables.blocks import Block, blocks_of, header_line, members_of, read_block
from dutyscore.tables.findings import whole_columns
from dutyscore.tables.logs import read_members
from dutyscore.tables.reading import Reading, total
from dutyscore.tables.roster import whole_validity

BYTES_PER_ENTRY = 400
"""What an entry takes while its part is scored: facts, award, postings and what is reckoned with them. Measured."""
BLOCK_SHARE = 24
"""A block may have this part of the memory: reading one takes about eight times its size."""

Arrays = Mapping[str, Any]


class Store(Protocol):
    """Where tables wait: a folder, or anything else that keeps arrays by name."""

    def put(self, name: str, arrays: Arrays) -> None: ...

    def get(self, name: str) -> Arrays: ...


@dataclass(frozen=True, slots=True)
class Desk:
    """What a large run needs beside its files: how much memory (bytes), where to lay things down, whom to tell how far
    it is (stage, done, of how many), and who takes the ledger of each part with its members and entries."""

    memory: int
    store: Store
    tell: Callable[[str, int, int], None]
    ledger: Callable[[Part, Ledger, Roster, Plan], None]
    release: Callable[[Input, int, int], None]
    """Told when a stretch of a file is not needed any more for the moment."""


@dataclass(slots=True)
class Found:
    """What blocks or partitions said when they were read, and parts when they were screened: `refused` entries that
    cannot be valued, the days that entries are `booked` on and fall on (`days`), the members that they name (places in
    the roster)."""

    counts: list[RowCount] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)
    origin: Origin | None = None
    usable: bool = True
    refused: int = 0
    screened: list[Diagnostic] = field(default_factory=list)
    booked: set[int] = field(default_factory=set)
    days: set[int] = field(default_factory=set)
    named: set[int] = field(default_factory=set)

    def read(self, count: RowCount, findings: Sequence[Diagnostic], origins: Sequence[Origin], usable: bool) -> None:
        self.counts.append(count)
        self.findings += findings
        self.origin = self.origin or next(iter(origins), None)
        self.usable = self.usable and usable

    def look(self, plan: Plan, part: Part) -> Bool:
        """Screen a part; which of its entries (bool) are refused."""
        bad, said, _ = screened_part(plan, part)
        self.refused += int(bad.sum())
        self.screened += said
        sight = Sight(plan, part.entries.take(~bad), part.roster)
        self.booked |= set(np.unique(booked_days(sight, plan.rulebook.entries.booked_by, None)).tolist())
        self.days |= set(np.unique(sight.entries.day).tolist())
        self.named |= set((named_by(plan, sight.entries, part.roster) + part.first).tolist())
        return bad


def can_be_divided(loaded: Loaded) -> bool:
    """Whether a rulebook lets members be scored apart from each other."""
    return divisible(compile_versions(loaded.versions, loaded.versions[-1][0]))


def score_large(
    loaded: Loaded, log: Input, roster: Input | None, history: History, request: Request, desk: Desk
) -> Outcome | None:
    """Score one csv log. None where it cannot be done in blocks: no csv, no single header, a rulebook that ties
    members together; such a log has to fit in memory."""
    words = vocabulary(_book(loaded))
    line = header_line(log, words, request.reading)
    if not line or not can_be_divided(loaded):
        return None
    blocks = []
    for block in blocks_of(log, line, max(desk.memory // BLOCK_SHARE, 1 << 10)):
        desk.release(log, block.start, block.stop)
        blocks.append(block)
    named = read_members(roster, words, request.reading) if roster else None
    if isinstance(named, Reading):
        return _outcome(loaded, named.findings, named.rows, named.inputs, usable=False)
    stamps = (named[1],) if named else ()
    members = named[0] if named else members_of(_told(desk, "members", log, blocks), words, request.reading)
    ends = _ends(members[0], blocks, desk.memory)
    digest = hashlib.sha256(blocks[0].head if blocks else b"")
    found, pieces = Found(), list[list[str]]([] for _ in ends)
    for block in _told(desk, "read", log, blocks):
        digest.update(block.bytes())
        reading = read_block(block, members, words, request.reading)
        found.read(reading.rows, reading.findings, reading.entries.origins, reading.usable)
        _lay_down(reading.entries, ends, pieces, desk.store)
    sheet = SheetStamp("", total(found.counts).read)
    stamp = InputStamp(log.name, digest.hexdigest(), "csv", (sheet,), encoding="utf-8")
    parts = [partial(_part, pieces, found, members[0], ends, desk.store, number) for number in range(len(ends))]
    plan = compile_versions(loaded.versions, loaded.versions[-1][0])
    refused = [found.look(plan, make()) for make in parts] if found.usable else []

    def shares(plan: Plan, frame: Frame, kept: Bool) -> list[Share]:
        mine = kept_roster(members[0], kept)
        starts = [
            partial(_posted, plan, make, bad, kept, mine, history, frame, loaded.text.file, desk)
            for make, bad in zip(parts, refused, strict=True)
        ]
        return together(starts, partial(_each, desk, sum(count.taken for count in found.counts)))

    return concluded(loaded, found, members[0], (stamp, *stamps), request, history, shares)


def _told(desk: Desk, stage: str, log: Input, blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks, with word of how many lines are done and of what is not needed any more."""
    lines, done = sum(block.lines for block in blocks), 0
    for block in blocks:
        desk.tell(stage, done, lines)
        yield block
        desk.release(log, block.start, block.stop)
        done += block.lines
    desk.tell(stage, done, lines)


def _ends(roster: Roster, blocks: Sequence[Block], memory: int) -> list[int]:
    """Where to cut the roster so that each part fits into a third of the memory, should entries be spread evenly."""
    lines = sum(block.lines for block in blocks)
    count = max(1, -(-lines * BYTES_PER_ENTRY * 3 // max(memory, 1)))
    return member_ends(np.ones(max(len(roster), 1), np.int64), min(count, max(len(roster), 1)))


def _lay_down(entries: EntryTable, ends: Sequence[int], pieces: list[list[str]], store: Store) -> None:
    """Put the entries of a block into the store, each part for itself. Of the first block every part gets a piece: an
    empty one still knows the fields."""
    number = np.searchsorted(np.array(ends), entries.member, side="right")
    everyone = not any(pieces)
    for part in range(len(ends)) if everyone else np.unique(number).tolist():
        name = f"{part}-{len(pieces[part])}"
        store.put(name, arrays_of(renumbered(entries.take(number == part), ends[part - 1] if part else 0)))
        pieces[part].append(name)


def concluded(
    loaded: Loaded,
    found: Found,
    roster: Roster,
    stamps: tuple[InputStamp, ...],
    request: Request,
    history: History,
    shares: Callable[[Plan, Frame, Bool], Sequence[Share]],
) -> Outcome:
    """The outcome of parts that were read and screened: `shares` scores them, if they may be scored; it is told which
    members (bool) are in the result."""
    file, rulebook = loaded.text.file, _book(loaded)
    rows = total(found.counts)
    rows = replace(rows, taken=rows.taken - found.refused, refused=rows.refused + found.refused)
    read = whole_columns(whole_validity(found.findings))
    findings = (*sorted(read, key=lambda one: (one.place, one.code)), *grouped(found.screened))
    outcome = _outcome(loaded, findings, rows, stamps, found.usable, found.origin)
    if not found.usable or (rows.refused and not request.partial):
        return outcome
    booked = np.array(sorted(found.booked), np.int32)
    frame = frame_of(rulebook, booked, request.selection, request.as_of, file)
    if isinstance(frame, Diagnostic):
        return replace(outcome, findings=(*findings, frame), usable=False)
    plan = compile_versions(loaded.versions, frame.period.last)
    kept = present(roster, frame.period, np.array(sorted(found.named), np.int64))
    members = kept_roster(roster, kept)
    try:
        scored = decided(plan, members, joined(shares(plan, frame, kept)), history, frame, file)
    except OverflowError:
        return replace(outcome, findings=(*findings, unusable(file)), usable=False)
    check_members(kept, no_entries(), scored.totals)
    scored = replace(scored, findings=(*left_out(roster, kept, frame.period), *scored.findings))
    result = result_of(loaded, plan, frame, scored, members, _calendar(found), bool(rows.refused))
    outcome = replace(outcome, findings=(*findings, *result.findings))
    blocked = any(finding.code in BLOCKING for finding in result.findings)
    if blocked and not request.partial:
        return outcome
    return replace(outcome, result=replace(result, partial=result.partial or blocked))


def _part(
    pieces: list[list[str]], found: Found, roster: Roster, ends: Sequence[int], store: Store, number: int
) -> Part:
    """A part out of the store."""
    first = ends[number - 1] if number else 0
    entries = gathered([entries_of(store.get(name), found.origin) for name in pieces[number]])
    return Part(entries, members_between(roster, first, ends[number]), first, np.arange(len(entries)))


def _posted(
    plan: Plan, make: Callable[[], Part], refused: Bool, kept: Bool, roster: Roster, history: History, frame: Frame,
    file: str, desk: Desk,
) -> Play[Share]:  # fmt: skip
    """A part scored; its ledger is handed out and not kept. `roster` is that of the members who are in the result."""
    part = make()
    if refused.any():
        part = replace(part, entries=part.entries.take(~refused), rows=np.arange(int((~refused).sum())))
    part = kept_part(part, kept)
    share = yield from score_part(plan, part, history, frame, file)
    for ledger in share.ledgers:
        desk.ledger(part, ledger, roster, plan)
    return replace(share, ledgers=())


def _each(desk: Desk, entries: int, work: Callable[..., Any], starts: Sequence[Any], told: Sequence[Any]) -> Any:
    """`map`, one part after the other, with word of how far it is."""
    for number, (start, known) in enumerate(zip(starts, told, strict=True)):
        desk.tell("score", entries * number // len(starts), entries)
        yield work(start, known)
    desk.tell("score", entries, entries)


def _calendar(found: Found) -> EntryTable:
    """In place of all entries: one on each day that has any, which is what outputs ask of them."""
    days = np.array(sorted(found.days), np.int32)
    none = np.zeros(len(days), np.int32)
    origins = (found.origin,) if found.origin else ()
    return EntryTable(origins, none.astype(np.int16), none, none, days, Words(none - np.int32(1), ()), {})


def _outcome(
    loaded: Loaded, findings: Sequence[Diagnostic], rows: RowCount, stamps: tuple[InputStamp, ...], usable: bool,
    origin: Origin | None = None,
) -> Outcome:  # fmt: skip
    origins = (origin,) if origin else ()
    stamp = stamp_of(loaded, _book(loaded))
    return Outcome(None, stamp, loaded.findings, tuple(findings), rows, stamps, usable, origins)


def _book(loaded: Loaded) -> Any:
    assert loaded.rulebook
    return loaded.rulebook


# ---------------------------------------------------------------- tables as arrays


def arrays_of(entries: EntryTable) -> dict[str, Any]:
    """A table as plain arrays; words as one array of UTF-8 bytes and the places where they end."""
    arrays: dict[str, Any] = {"row": entries.row, "member": entries.member, "day": entries.day}
    for name, column in {"": entries.project, **entries.facts}.items():
        if isinstance(column, Words):
            texts = [word.encode() for word in column.words]
            arrays[f"c:{name}"] = column.codes
            arrays[f"w:{name}"] = np.frombuffer(b"".join(texts), np.uint8)
            arrays[f"e:{name}"] = np.cumsum([len(text) for text in texts], dtype=np.int64)
        elif isinstance(column, Days):
            arrays[f"d:{name}"] = column.values
        else:
            arrays[f"n:{name}"], arrays[f"b:{name}"] = column.values, column.blank
            arrays[f"p:{name}"] = np.array([column.decimals])
    return arrays


def entries_of(arrays: Arrays, origin: Origin | None) -> EntryTable:
    """The table again."""
    columns: dict[str, Column] = {}
    for key, array in arrays.items():
        kind, _, name = key.partition(":")
        if kind == "c":
            columns[name] = Words(array, _texts(arrays[f"w:{name}"], arrays[f"e:{name}"]))
        elif kind == "d":
            columns[name] = Days(array)
        elif kind == "n":
            columns[name] = Numbers(array, arrays[f"b:{name}"], int(arrays[f"p:{name}"][0]))
    project = columns.pop("")
    assert isinstance(project, Words)
    none = np.zeros(len(arrays["row"]), np.int16)
    origins = (origin,) if origin else ()
    return EntryTable(origins, none, arrays["row"], arrays["member"], arrays["day"], project, columns)


def _texts(data: Any, ends: Any) -> tuple[str, ...]:
    text, stops = data.tobytes(), ends.tolist()
    return tuple(text[start:stop].decode() for start, stop in zip([0, *stops], stops, strict=False))
