"""Whom a row is about: ids first, then names; two members of one name need an id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from dutyscore.model.frozen import dataclass
from dutyscore.model.pattern import later
from dutyscore.tables.cells import LONGEST, Cell, Kind, RawColumn, RawTable, followed
from dutyscore.tables.faults import Fault, Noted, unreadable
from dutyscore.tables.findings import ColumnFaults
from dutyscore.tables.header import MEMBER_ID, MEMBER_NAME
from dutyscore.tables.spelling import Nearest, name_key, unseen_marks, visible
from dutyscore.tables.values import NEEDED, read_cells
from dutyscore.tables.words import has_lost_digits, text_of

if TYPE_CHECKING:
    from dutyscore.model.columns import Int32

_BETWEEN = later(r"[、,，;；/／|\n\t]|(?<=[^A-Za-z])(?:和|与|及|&)")
NOBODY = -1
_LONGEST = 200
_NO_NAMES: frozenset[str] = frozenset()
_TEXT, _BLANK = Kind.text, Kind.blank
_SEVERAL = ""
"""Key of the name of a member whose id stands beside several names; no name has it."""


def written_name(cell: Cell) -> str | Fault:
    """The id or name in a cell; a long number that has lost its last digits is none."""
    return Fault("DS324", {"value": cell.text}) if has_lost_digits(cell) else visible(text_of(cell))


@dataclass(frozen=True)
class Directory:
    """The members: `ids` and `names` are parallel, `keys` are those of the names."""

    ids: tuple[str, ...]
    names: tuple[str, ...]
    keys: tuple[str, ...]
    _by_id: Mapping[str, int] = field(repr=False)
    _by_name: Mapping[str, Sequence[int]] = field(repr=False)

    @staticmethod
    def of(ids: Sequence[str], names: Sequence[str], several: frozenset[str] = frozenset()) -> Directory:
        """Ids are unique by key; `several` are keys of ids that stand beside more than one name."""
        id_keys = list(map(name_key, ids))
        keys = id_keys if names is ids else list(map(name_key, names))
        if several:
            keys = [_SEVERAL if key in several else name for key, name in zip(id_keys, keys, strict=True)]
        by_name: dict[str, list[int]] = {}
        for member, key in enumerate(keys):
            by_name.setdefault(key, []).append(member)
        by_name.pop(_SEVERAL, None)
        by_id = {key: member for member, key in enumerate(id_keys)}
        return Directory(tuple(ids), tuple(names), tuple(keys), by_id, by_name)

    def known(self) -> Iterator[str]:
        yield from self.ids
        yield from self.names

    def member(self, text: str) -> int | None:
        """The member with this id."""
        return self._by_id.get(name_key(text))

    def namesakes(self, text: str) -> Sequence[int]:
        return self._by_name.get(name_key(text), ())

    def is_member(self, text: str) -> bool:
        return self.member(text) is not None or bool(self.namesakes(text))

    def numbers_like(self, text: str) -> bool:
        """Whether some member's id is of the same kind: as long, and of digits where it is."""
        return _kind_of(name_key(text)) in {_kind_of(key) for key in self._by_id}


def _kind_of(key: str) -> tuple[int, bool]:
    return len(key), key.isdecimal()


Names = tuple["Int32", list[ColumnFaults], list[ColumnFaults]]
"""The member of each row (int32, NOBODY where there is none), what is wrong with its cells, what is to be noted."""


class MemberReader:
    """Finds the member of each row of a table."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._nearest = Nearest(directory.known(), names=True)

    def rows(self, table: RawTable) -> Names:
        ids, names = (table.header.position(target) for target in (MEMBER_ID, MEMBER_NAME))
        if ids and names:
            return self._both(table, ids, names)
        position = ids or names
        column = table.columns[position]
        written = self._all_as_written(column)
        if written is not None:
            return followed(written, column.codes), [], []
        found = read_cells(column, self._by_any, NEEDED)
        members = np.array([NOBODY if value is None else value for value in found.values], np.int32)
        faults, notes = (ColumnFaults(position, column.codes, told) for told in (found.faults, found.notes))
        return followed(members, column.codes), [faults], [notes]

    @cached_property
    def _as_written(self) -> dict[str, int]:
        """The members by their ids of nothing but letters and digits: each is its own key."""
        return {text: number for number, text in enumerate(self._directory.ids) if text.isalnum()}

    def _all_as_written(self, column: RawColumn) -> Int32 | None:
        """The member of each distinct cell, where every one is exactly such an id, and no number that may have lost its
        last digits."""
        found = [self._as_written.get(text) if kind is _TEXT else None for kind, text in column.cells]
        if None in found or any(map(has_lost_digits, column.cells)):
            return None
        return np.array(found, np.int32)

    def _by_any(self, cell: Cell) -> int | Fault | Noted:
        text = written_name(cell)
        if isinstance(text, Fault):
            return text
        member = self._directory.member(text)
        found = self._by_name(cell) if member is None else member
        return _noted(found, cell)

    def _by_name(self, cell: Cell) -> int | Fault:
        text = text_of(cell)
        members = self._directory.namesakes(text)
        if len(members) == 1:
            return members[0]
        if members:
            ids = ", ".join(self._directory.ids[member] for member in members)
            return Fault("DS309", {"value": text, "ids": ids})
        return self._unknown(text)

    def _unknown(self, text: str) -> Fault:
        parts = [part for part in map(str.strip, _BETWEEN.split(text[:_LONGEST])) if part]
        known = [part for part in parts if self._directory.is_member(part)]
        if len(parts) > 1 and len(known) * 2 > len(parts):
            return Fault("DS330", {"value": text, "names": ", ".join(parts)})
        near = self._nearest(text)
        return Fault("DS302", {"value": text, "nearest": near}, near)

    def _both(self, table: RawTable, ids: int, names: int) -> Names:
        """Rows with an id and a name: the id decides, the name must be its; where one is blank the other does."""
        pairs = Pairs.of(table.columns[ids], table.columns[names])
        members: list[int] = []
        id_faults: dict[int, Fault] = {}
        name_faults: dict[int, Fault] = {}
        id_notes: dict[int, Fault] = {}
        name_notes: dict[int, Fault] = {}
        for number, (id_cell, name_cell) in enumerate(pairs.cells):
            member = self._pair(id_cell, name_cell)
            if isinstance(member, Fault):
                by_name = id_cell.kind is Kind.blank and name_cell.kind is not Kind.blank
                (name_faults if by_name or member.code == "DS322" else id_faults)[number] = member
                member = NOBODY
            elif isinstance(member, Noted):
                (name_notes if member.code == "DS332" else id_notes)[number] = Fault(member.code, member.facts)
                member = int(member.value)
            members.append(member)
        if not members:
            return pairs.codes, [], []
        rows = np.take(np.array(members, np.int32), pairs.codes)
        faults = [ColumnFaults(ids, pairs.codes, id_faults), ColumnFaults(names, pairs.codes, name_faults)]
        notes = [ColumnFaults(ids, pairs.codes, id_notes), ColumnFaults(names, pairs.codes, name_notes)]
        return rows, faults, notes

    def _pair(self, id_cell: Cell, name_cell: Cell) -> int | Fault | Noted:
        if id_cell.kind is Kind.blank:
            if name_cell.kind is Kind.blank:
                return NEEDED
            return unreadable(name_cell) or _noted(self._by_name(name_cell), name_cell)
        text = unreadable(id_cell) or written_name(id_cell)
        if isinstance(text, Fault):
            return text
        member = self._directory.member(text)
        if member is None:
            return self._by_name_beside(text, name_cell)
        if name_cell.kind is Kind.blank:
            return member
        if name_key(text_of(name_cell)) != self._directory.keys[member]:
            facts = {"value": text_of(name_cell), "id": text, "name": self._directory.names[member]}
            return Fault("DS322", facts)
        return _noted(member, name_cell)

    def _by_name_beside(self, text: str, name_cell: Cell) -> int | Fault | Noted:
        """The member of an id that the roster does not have: that of the name, where the roster numbers its members in
        another way (a staff number here, an identity number there). An id of its own kind is simply unknown."""
        if name_cell.kind is Kind.blank or self._directory.numbers_like(text):
            return self._unknown(text)
        found = unreadable(name_cell) or self._by_name(name_cell)
        if isinstance(found, Fault):
            return found if found.code == "DS309" else self._unknown(text)
        return Noted(found, "DS331", {"value": text, "name": self._directory.names[found]})


def _noted(member: int | Fault, cell: Cell) -> int | Fault | Noted:
    """A member, with a note where characters that nobody sees had to be left out of the name."""
    marks = unseen_marks(cell.text)
    if isinstance(member, Fault) or not marks:
        return member
    return Noted(member, "DS332", {"value": visible(text_of(cell)), "marks": ", ".join(marks)})


@dataclass(frozen=True, slots=True)
class Pairs:
    """The distinct pairs of cells in two columns: `codes` (int32) index `cells`."""

    codes: Int32
    cells: tuple[tuple[Cell, Cell], ...]

    @staticmethod
    def of(first: RawColumn, second: RawColumn) -> Pairs:
        size = len(second.cells)
        distinct, codes = np.unique(first.codes.astype(np.int64) * size + second.codes, return_inverse=True)
        pairs = ((first.cells[pair // size], second.cells[pair % size]) for pair in distinct.tolist())
        return Pairs(codes.astype(np.int32), tuple(pairs))


def directory_of(tables: Sequence[RawTable]) -> Directory:
    """The members of logs without a roster, ordered by the code points of their ids; never by rows."""
    plain = [_plain_ids(table) for table in tables]
    if None not in plain:
        ids = sorted({text for texts in plain for text in texts or ()})
        return Directory.of(ids, ids)
    shown: dict[str, str] = {}  # of several spellings the shortest, and of these the first
    beside: dict[str, frozenset[str]] = {}  # key of an id -> names beside it
    alone: set[str] = set()

    def key_of(text: str) -> str:
        key = name_key(text)
        known = shown.setdefault(key, text)
        if known != text:
            shown[key] = min(known, text, key=lambda spelling: (len(spelling), spelling))
        return key

    for table in tables:
        for id_text, name_text in _written(table):
            if id_text:
                identity = key_of(id_text)
                names = beside.setdefault(identity, _NO_NAMES)
                if name_text and name_key(name_text):
                    beside[identity] = names | {key_of(name_text)}
            elif name_text:
                alone.add(key_of(name_text))
    named = {name for names in beside.values() for name in names}
    for name in alone - named - beside.keys():
        beside[name] = _NO_NAMES
    members = sorted((shown[key], key, names) for key, names in beside.items())
    several = frozenset(key for _, key, names in members if len(names) > 1)
    written = [" / ".join(sorted(shown[name] for name in names)) or text for text, _, names in members]
    return Directory.of([text for text, _, _ in members], written, several)


def _plain_ids(table: RawTable) -> list[str] | None:
    """The distinct ids of a table that has no names, where all are nothing but letters and digits of ASCII, and no
    numbers that may have lost their last digits: they are what they look like."""
    ids, names = (table.header.position(target) for target in (MEMBER_ID, MEMBER_NAME))
    cells = table.columns[ids].cells if ids and not names else ()
    texts = [text for kind, text in cells if kind is _TEXT]
    every = "".join(texts)
    if not texts or len(texts) < len(cells) or not (every.isascii() and every.isalnum()):
        return None
    if max(map(len, texts)) > LONGEST or not (every.isdecimal() or not any(map(has_lost_digits, cells))):
        return None
    return texts


def _written(table: RawTable) -> Iterator[tuple[str, str]]:
    """The distinct pairs of id and name in a table; a lone column holds ids or names by its heading."""
    ids, names = (table.header.position(target) for target in (MEMBER_ID, MEMBER_NAME))
    if ids and names:
        for id_cell, name_cell in Pairs.of(table.columns[ids], table.columns[names]).cells:
            yield _sound(id_cell), _sound(name_cell)
        return
    for cell in table.columns[ids or names].cells:
        yield (_sound(cell), "") if ids else ("", _sound(cell))


def _sound(cell: Cell) -> str:
    """The text of a cell that can name a member, empty for any other."""
    text = "" if cell.kind is _BLANK or unreadable(cell) else written_name(cell)
    return text if isinstance(text, str) else ""
