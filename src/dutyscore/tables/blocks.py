"""A csv log in blocks of lines, for logs larger than memory: each block is read like a file of its own.

A block is the lines down to the header and a stretch of the lines below it; its rows get their true line numbers. Who
the members are must be known first: from the roster, or from one look through all blocks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from dutyscore.model.frozen import dataclass
from dutyscore.model.vocabulary import Vocabulary
from dutyscore.tables.cells import RawTable
from dutyscore.tables.logs import Members, members_met, read_tables, reading_of, whole_rows
from dutyscore.tables.members import Pairs
from dutyscore.tables.reading import Input, Options, Reading, RowCount


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a log: `head` are the bytes down to the header, `start` and `stop` where the lines begin and end,
    `above` how many lines of the log stand before them, `lines` their number."""

    log: Input
    head: bytes
    start: int
    stop: int
    above: int
    lines: int

    def bytes(self) -> bytes:
        """Its lines."""
        return bytes(memoryview(self.log.data)[self.start : self.stop])

    def input(self) -> Input:
        """The block as a file."""
        return Input(self.log.name, self.head + self.bytes())


def blocks_of(log: Input, header: int, size: int) -> Iterator[Block]:
    """A log whose header stands on line `header`, in blocks of about `size` bytes. Blocks end where lines end: a
    log with line breaks inside quotes cannot be cut and comes as one block."""
    data = memoryview(log.data)
    start = _after_lines(data, header)
    head, above = bytes(data[:start]), header
    while start < len(data):
        stop = _line_end(data, start + size)
        piece = bytes(data[start:stop])
        if piece.count(b'"') % 2:
            stop, piece = len(data), bytes(data[start:])
        lines = piece.count(b"\n")
        yield Block(log, head, start, stop, above, lines)
        start, above = stop, above + lines


def _after_lines(data: memoryview, lines: int) -> int:
    at = 0
    for _ in range(lines):
        at = _line_end(data, at)
    return at


def _line_end(data: memoryview, at: int) -> int:
    """Where the line after position `at` begins."""
    while at < len(data):
        found = bytes(data[at : at + 4096]).find(b"\n")
        if found >= 0:
            return at + found + 1
        at += 4096
    return len(data)


def header_line(log: Input, vocabulary: Vocabulary, options: Options) -> int:
    """The line of the header, found in the first lines; 0 if there is none."""
    tables = read_tables(_beginning(log), vocabulary, options)[0]
    return tables[0].header.row if len(tables) == 1 else 0


def _beginning(log: Input) -> Input:
    data = memoryview(log.data)
    return Input(log.name, bytes(data[: _line_end(data, 1 << 18)]))


def members_of(blocks: Iterable[Block], vocabulary: Vocabulary, options: Options) -> Members:
    """The members of a log without a roster, from the distinct members of its blocks."""
    met: list[RawTable] = []
    for block in blocks:
        met += [distinct_members(whole_rows(table)) for table in read_tables(block.input(), vocabulary, options)[0]]
    return members_met(met, vocabulary)


def distinct_members(table: RawTable) -> RawTable:
    """One row of a table for each distinct member; other columns are left out."""
    columns = {position: table.columns[position] for position in table.header.members}
    first = list(columns.values())
    codes = Pairs.of(first[0], first[1]).codes if len(first) > 1 else first[0].codes
    once = np.zeros(len(codes), bool)
    once[np.unique(codes, return_index=True)[1]] = True
    return replace(table, columns=columns).take(once)


def read_block(block: Block, members: Members, vocabulary: Vocabulary, options: Options) -> Reading:
    """The entries of a block; rows, findings and counts are those of the whole log."""
    tables, findings, _, usable = read_tables(block.input(), vocabulary, options)
    down = block.above - block.head.count(b"\n")
    moved = [
        replace(
            table,
            rows=table.rows + np.int32(down),
            broken=tuple(row._replace(row=row.row + down) for row in table.broken),
        )
        for table in tables
    ]
    reading = reading_of(moved, members, vocabulary, options.year)
    told = [finding for finding in findings if not down]  # of the lines above the header: once is enough
    above = sum(table.header.above for table in tables) if down else 0
    findings = (*told, *reading.findings)
    return replace(reading, findings=findings, rows=_without_titles(reading.rows, above), usable=usable)


def _without_titles(count: RowCount, above: int) -> RowCount:
    """The lines above the header stand before every block and count once."""
    skipped = {reason: rows - above if reason == "title" else rows for reason, rows in count.skipped.items()}
    return replace(count, read=count.read - above, skipped={reason: rows for reason, rows in skipped.items() if rows})
