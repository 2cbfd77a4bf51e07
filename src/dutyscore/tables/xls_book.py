"""An old workbook (.xls, and .et of WPS), read through xlrd where that is installed: the extra `dutyscore[xls]`."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from dutyscore.model.frozen import dataclass
from dutyscore.tables.asides import MOST_ROWS
from dutyscore.tables.cells import BLANK, ERRORS, Cell, Kind, RawColumn, RawTable, encoded, outside, table_of
from dutyscore.tables.header import HEAD_ROWS, Header, Row
from dutyscore.tables.marks import Marks, Span
from dutyscore.tables.refusal import FileRefusedError
from dutyscore.tables.spelling import is_blank
from dutyscore.tables.styles import GENERAL, Style, style_of
from dutyscore.tables.xlsx_cells import CellTexts, text_of_workbook

if TYPE_CHECKING:
    from dutyscore.model.columns import Int32

_TEXT, _NUMBER, _DATE, _FLAG, _ERROR = 1, 2, 3, 4, 5
_ERROR_CODES = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


@dataclass(frozen=True, slots=True)
class XlsSheet:
    """One sheet; `number` is its place in the book. Reading it may raise FileRefusedError DS408."""

    file: str
    name: str
    hidden: bool
    book: Any
    number: int
    texts: CellTexts

    def head(self, first: int = 1) -> list[Row]:
        """The first rows that say something, from row `first` on."""
        sheet = self._sheet()
        found: list[Row] = []
        for row in range(first - 1, sheet.nrows):
            texts = {at: cell.text for at, cell in enumerate(self._cells(sheet, row), 1) if cell.kind is not Kind.blank}
            if texts:
                found.append((row + 1, texts))
            if len(found) == HEAD_ROWS:
                break
        return found

    def table(self, header: Header, until: int = 0) -> RawTable:
        """The rows below the header, and above row `until` if it is given."""
        sheet = self._sheet()
        numbers: list[int] = []
        struck: set[int] = set()
        beside: dict[int, dict[int, str]] = {}
        index: dict[Cell, int] = {}
        codes: dict[int, list[int]] = {position: [] for position in header.kept}
        for row in range(header.row, min(sheet.nrows, until - 1 if until else sheet.nrows)):
            cells = self._cells(sheet, row)
            numbers.append(row + 1)
            for position, column in codes.items():
                cell = cells[position - 1] if position <= len(cells) else BLANK
                column.append(index.setdefault(cell, len(index)))
            nameless = not any(cells[at - 1].kind is not Kind.blank for at in header.members if at <= len(cells))
            if (nameless or len(cells) > header.last) and len(beside) < MOST_ROWS:
                texts = outside(((at, cell.text) for at, cell in enumerate(cells, 1)), header, nameless)
                if texts:
                    beside[row + 1] = texts
            if self._is_struck(sheet, row, header):
                struck.add(row + 1)
        rows = np.array(numbers, np.int32)
        columns = {position: self._column(column, list(index)) for position, column in codes.items()}
        return table_of(self.file, self.name, header, columns, rows, (), beside, _marks(sheet, struck))

    def rows(self) -> Iterator[tuple[int, dict[int, Cell]]]:
        """Every row, cell by cell, as it stands."""
        sheet = self._sheet()
        for row in range(sheet.nrows):
            yield row + 1, dict(enumerate(self._cells(sheet, row), 1))

    def _column(self, codes: Sequence[int], cells: Sequence[Cell]) -> RawColumn:
        distinct, renumbered = np.unique(np.array(codes, np.int32), return_inverse=True)
        numbers: Int32 = renumbered.astype(np.int32)
        return encoded(numbers, [cells[code] for code in distinct.tolist()])

    def _sheet(self) -> Any:
        with _Damage():
            return self.book.sheet_by_index(self.number)

    def _cells(self, sheet: Any, row: int) -> list[Cell]:
        with _Damage():
            return [self._cell(cell) for cell in sheet.row(row)]

    def _cell(self, cell: Any) -> Cell:
        if cell.ctype == _TEXT:
            return text_of_workbook(cell.value)
        if cell.ctype in (_NUMBER, _DATE):
            return self.texts.number(repr(cell.value), self._style(cell.xf_index))
        if cell.ctype == _FLAG:
            return Cell(Kind.flag, "TRUE" if cell.value else "FALSE")
        if cell.ctype == _ERROR:
            text = _ERROR_CODES.get(cell.value, f"#{cell.value}")
            return Cell(Kind.error, text if text in ERRORS else "#VALUE!")
        return BLANK

    def _style(self, number: int | None) -> Style:
        return GENERAL if number is None or number >= len(self.texts.styles) else self.texts.styles[number]

    def _is_struck(self, sheet: Any, row: int, header: Header) -> bool:
        return self.texts.any_struck and any(
            self._style(cell.xf_index).struck and cell.ctype in (_TEXT, _NUMBER, _DATE)
            for cell in sheet.row(row)[: header.width]
        )


class _Damage:
    """What xlrd raises over a damaged file is of every kind; all of it means that the file is damaged."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, Exception) and not isinstance(error, FileRefusedError):
            raise FileRefusedError("DS408", reason="records", part="") from error


def _marks(sheet: Any, struck: set[int]) -> Marks:
    merges = tuple(Span(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells)
    rows = frozenset(row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden)
    columns = tuple((column + 1, column + 1) for column, info in sheet.colinfo_map.items() if info.hidden)
    comments = tuple((row + 1, column + 1) for row, column in sorted(sheet.cell_note_map))
    return Marks(merges, rows, columns, "", frozenset(struck), comments)


def xls_sheets(file: str, data: bytes) -> list[XlsSheet]:
    """The worksheets of an old workbook in their order; FileRefusedError DS404, DS408, DS438."""
    try:
        import xlrd
    except ImportError:
        raise FileRefusedError("DS438", found="xls", extra="xls") from None
    with _Damage():
        try:
            book = xlrd.open_workbook(
                file_contents=bytes(data), formatting_info=True, on_demand=True, logfile=io.StringIO()
            )
        except xlrd.XLRDError as error:
            if "encrypted" in str(error).lower():
                raise FileRefusedError("DS404", found="encrypted", advice="remove_password") from error
            raise
        texts = CellTexts((), tuple(_styles(book)), bool(book.datemode))
        names = book.sheet_names()
        return [
            XlsSheet(file, name, book._sheet_visibility[number] != 0, book, number, texts)
            for number, name in enumerate(names)
        ]


def _styles(book: Any) -> list[Style]:
    found: list[Style] = []
    for xf in book.xf_list:
        known = book.format_map.get(xf.format_key)
        style = style_of(xf.format_key, known.format_str if known and not is_blank(known.format_str) else "")
        font = xf.font_index < len(book.font_list) and book.font_list[xf.font_index].struck_out
        found.append(style._replace(struck=bool(font)))
    return found
