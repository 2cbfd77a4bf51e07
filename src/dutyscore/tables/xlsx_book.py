"""A workbook: its sheets with their names and states, and each as a table of cells."""

from __future__ import annotations

from array import array
from bisect import bisect, bisect_left
from collections.abc import Hashable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dutyscore.model.frozen import dataclass
from dutyscore.tables.cells import BLANK, LAST_ROW, Cell, RawColumn, RawTable, encoded, table_of
from dutyscore.tables.header import HEAD_ROWS, Header, Row
from dutyscore.tables.marks import Marks
from dutyscore.tables.package import Package, local, parse
from dutyscore.tables.refusal import FileRefusedError
from dutyscore.tables.styles import styles
from dutyscore.tables.xlsx_beside import Beside
from dutyscore.tables.xlsx_cells import CellTexts, Stored, shared_strings
from dutyscore.tables.xlsx_plain import Plain, PlainRows, stored_of
from dutyscore.tables.xlsx_rows import Cells, RowParser, span_of

if TYPE_CHECKING:
    from dutyscore.model.columns import Int32


_HEAD_PIECE = 1 << 14
_MOST_COMMENTS = 10_000
_HEAD_END = 200
"""Row below which no header is searched, even if nothing stands above: sheets have many formatted empty rows."""


@dataclass(frozen=True, slots=True)
class XlsxSheet:
    """One sheet of a workbook. Reading it may raise FileRefusedError DS408, DS409."""

    file: str
    name: str
    hidden: bool
    package: Package
    part: str
    texts: CellTexts

    def head(self, first: int = 1) -> list[Row]:
        """The first rows that say something, from row `first` on."""
        parser = RowParser(self.part, self._content)
        rows: list[tuple[int, Cells]] = []
        for chunk in self.package.chunks(self.part):
            for start in range(0, len(chunk), _HEAD_PIECE):
                rows += [row for row in parser.feed(chunk[start : start + _HEAD_PIECE]) if row[0] >= first]
                if len(rows) >= HEAD_ROWS or parser.row > first + _HEAD_END:
                    return self._first_rows(rows)
        return self._first_rows(rows)

    def _first_rows(self, rows: list[tuple[int, Cells]]) -> list[Row]:
        found: list[Row] = []
        for number, cells in rows:
            texts = {position: self._content(stored) for position, stored in cells.items()}
            if any(texts.values()):
                found.append((number, texts))
        return found[:HEAD_ROWS]

    def table(self, header: Header, until: int = 0) -> RawTable:
        """The rows below the header, and above row `until` if it is given."""
        parser = RowParser(self.part, self._content)
        gathered = _Gathered(header, until, Beside(header, self.part, self._content))
        for piece in PlainRows(header, parser).pieces(self.package.chunks(self.part)):
            if isinstance(piece, list):
                gathered.add_parsed(piece)
            else:
                gathered.add_plain(piece)
        broken = [row for row in parser.broken if header.row < row.row and not 0 < until <= row.row]
        columns: dict[int, RawColumn] = {}
        struck: set[int] = set()
        for position in header.kept:
            codes, keys = gathered.encoded(position)
            columns[position] = encoded(codes, [self._cell(key) for key in keys])
            if self.texts.any_struck:
                flags = np.array([self._struck(key) for key in keys], bool)
                struck.update(gathered.numbers()[np.take(flags, codes)].tolist())
        marks = Marks(
            tuple(parser.merges),
            frozenset(parser.hidden_rows),
            tuple(parser.hidden_columns),
            parser.filter,
            frozenset(struck),
            tuple(self._comments()),
        )
        return table_of(self.file, self.name, header, columns, gathered.numbers(), broken, gathered.beside, marks)

    def rows(self) -> Iterator[tuple[int, dict[int, Cell]]]:
        """Every row that holds something, cell by cell, as it stands."""
        parser = RowParser(self.part, self._content)
        for chunk in chain(self.package.chunks(self.part), [b""]):
            for number, cells in parser.feed(chunk, last=not chunk):
                yield number, {position: self.texts.cell(stored) for position, stored in cells.items()}

    def _content(self, stored: Stored) -> str:
        return self.texts.cell(stored).text

    def _cell(self, key: Hashable) -> Cell:
        stored = self._stored(key)
        return self.texts.cell(stored) if stored else BLANK

    def _struck(self, key: Hashable) -> bool:
        stored = self._stored(key)
        return stored is not None and self.texts.is_struck(stored)

    def _stored(self, key: Hashable) -> Stored | None:
        if isinstance(key, bytes):
            return stored_of(key, self.part)
        return key if isinstance(key, Stored) else None

    def _comments(self) -> list[tuple[int, int]]:
        """The addresses of the sheet's comments."""
        found: list[tuple[int, int]] = []

        def start(tag: str, attributes: dict[str, str]) -> None:
            if local(tag) == "comment" and (span := span_of(attributes.get("ref", ""))) and len(found) < _MOST_COMMENTS:
                found.append((span.top, span.left))

        try:
            for _, kind, part in self.package.relations(self.part):
                if kind == "comments" and part in self.package:
                    parse(part, self.package.chunks(part), start)
        except FileRefusedError:
            pass  # nothing that is scored stands there
        return found


class _Numbering(dict[Hashable, int]):
    """Numbers the distinct cells of a column, in either of the two forms in which they come."""

    def __missing__(self, key: Hashable) -> int:
        number = self[key] = len(self)
        return number


class _Gathered:
    """The rows of a sheet so far, each wanted column dictionary-encoded."""

    def __init__(self, header: Header, until: int, beside: Beside) -> None:
        self._header = header.row
        self._until = until or LAST_ROW + 1
        self._beside = beside
        self._rows = array("i")
        self._codes = {position: array("i") for position in header.kept}
        self._index = {position: _Numbering() for position in header.kept}

    def add_parsed(self, rows: list[tuple[int, Cells]]) -> None:
        within = [(number, cells) for number, cells in rows if self._header < number < self._until]
        self._rows.extend(number for number, _ in within)
        for position, index in self._index.items():
            self._codes[position].extend(index[cells.get(position)] for _, cells in within)
        self._beside.parsed(within)

    def add_plain(self, piece: Plain) -> None:
        first, last = bisect(piece.numbers, self._header), bisect_left(piece.numbers, self._until)
        self._rows.extend(piece.numbers[first:last])
        for (position, index), keys in zip(self._index.items(), piece.columns, strict=True):
            self._codes[position].extend(map(index.__getitem__, keys[first:last]))
        self._beside.plain(piece, first, last)

    @property
    def beside(self) -> dict[int, dict[int, str]]:
        return self._beside.found

    def numbers(self) -> Int32:
        return np.frombuffer(self._rows, np.int32)

    def encoded(self, position: int) -> tuple[Int32, list[Hashable]]:
        return np.frombuffer(self._codes[position], np.int32), list(self._index[position])


class _Listed(NamedTuple):
    name: str
    hidden: bool
    relation: str


def xlsx_sheets(file: str, package: Package) -> list[XlsxSheet]:
    """The worksheets of a workbook in their order; FileRefusedError DS408, DS409."""
    workbook = next((name for _, kind, name in package.relations("") if kind == "officeDocument"), "xl/workbook.xml")
    relations = package.relations(workbook)
    listed, from_1904 = _workbook(workbook, package)

    def named(kind: str) -> list[str]:
        return [name for _, found, name in relations if found == kind and name in package][:1]

    texts = CellTexts(
        tuple(text for part in named("sharedStrings") for text in shared_strings(part, package.chunks(part))),
        tuple(style for part in named("styles") for style in styles(part, package.chunks(part))),
        from_1904,
    )
    parts = {relation: name for relation, kind, name in relations if kind == "worksheet"}
    others = {relation for relation, kind, _ in relations if kind != "worksheet"}  # charts, dialogues, macros
    for sheet in listed:
        if sheet.relation not in others and parts.get(sheet.relation, "") not in package:
            raise FileRefusedError("DS408", reason="part", part=sheet.name)
    return [
        XlsxSheet(file, sheet.name, sheet.hidden, package, parts[sheet.relation], texts)
        for sheet in listed
        if sheet.relation in parts
    ]


def _workbook(part: str, package: Package) -> tuple[list[_Listed], bool]:
    """The sheets that the workbook lists, and whether its days count from 1904."""
    listed: list[_Listed] = []
    from_1904 = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal from_1904
        name = local(tag)
        if name == "sheet":
            relation = next((value for key, value in attributes.items() if ":" in key and local(key) == "id"), "")
            hidden = attributes.get("state", "visible") != "visible"
            listed.append(_Listed(attributes.get("name", ""), hidden, relation))
        elif name == "workbookPr":
            from_1904 = attributes.get("date1904", "0") in ("1", "true")

    parse(part, package.chunks(part), start)
    return listed, from_1904
