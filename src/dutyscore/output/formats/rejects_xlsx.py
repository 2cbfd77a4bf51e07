"""The workbook of refused rows. `dutyscore.tables.replacing` reads it back by the keys of its hidden first row."""

from __future__ import annotations

from typing import Any, Final

from dutyscore.model.place import column_letters
from dutyscore.output.formats.workbook_parts import named, plain, rule, saved, sheet_name
from dutyscore.output.views.rejects import RejectedRow, RejectedSheet, Rejects
from dutyscore.output.width import width
from dutyscore.tables.replacing import (
    ADVICE,
    CELL,
    DECISION,
    DIGEST,
    FILE,
    LISTS,
    REASON,
    ROW,
    SEAL,
    SHEET,
    sealed,
)

_BEFORE: Final = {"decision": DECISION, "reason": REASON, "advice": ADVICE, "row": ROW}
_AFTER: Final = {"file": FILE, "sheet": SHEET, "digest": DIGEST, "seal": SEAL}
_WIDTHS: Final = {"decision": 10, "reason": 44, "advice": 30, "row": 8, "file": 24, "sheet": 14, "digest": 16}
_LINE: Final = 15
"""Height of a line."""
_NAME: Final = "ds_decisions"
_FAULTY, _HEADING = "FFEB9C", "DDE6F0"


def write(rejects: Rejects, properties: dict[str, str]) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    names: list[str] = [LISTS]
    for sheet in rejects.sheets:
        names.append(sheet_name(sheet.sheet or sheet.file.replace("\\", "/").rpartition("/")[2], names))
        _Writer(book.create_sheet(names[-1]), sheet, rejects).write()
    lists: Any = book.create_sheet(LISTS)
    lists.sheet_state = "hidden"
    for machine, shown in rejects.decisions.items():
        lists.append([_text(lists, machine), _text(lists, shown)])
    named(book, _NAME, f"'{LISTS}'!$B$1:$B${len(rejects.decisions)}")
    return saved(book, rejects.sheets[0].lines[0] if rejects.sheets else LISTS, properties)


def _text(sheet: Any, text: str) -> Any:
    from openpyxl.cell import WriteOnlyCell

    return plain(WriteOnlyCell(sheet), text)


def _lines(row: RejectedRow, key: str) -> int:
    """Lines that a note takes in its column."""
    room = _WIDTHS[key] - 2
    return sum(max(1, -(-width(line) // room)) for line in getattr(row, key).split("\n"))


class _Writer:
    """Writes one sheet: hidden keys, what to do, headings, rows."""

    def __init__(self, sheet: Any, content: RejectedSheet, rejects: Rejects) -> None:
        self._sheet, self._content, self._rejects = sheet, content, rejects
        self._heading = 2 + len(content.lines)
        self._looks: dict[str, Any] = {}

    def write(self) -> None:
        sheet, content = self._sheet, self._content
        last = self._heading + len(content.rows)
        self._set_up(last)
        keys = [*_BEFORE.values(), *(f"{CELL}{position}" for position in content.positions), *_AFTER.values()]
        sheet.append([_text(sheet, key) for key in keys])
        for line in content.lines:
            sheet.append([_text(sheet, line)])
        headings = [content.headings.get(position, column_letters(position)) for position in content.positions]
        labels = self._rejects.labels
        shown = [*(labels[key] for key in _BEFORE), *headings, *(labels[key] for key in _AFTER)]
        sheet.append([self._styled(_text(sheet, text), "heading") for text in shown])
        for number, row in enumerate(content.rows, self._heading + 1):
            sheet.row_dimensions[number].height = _LINE * max(_lines(row, key) for key in ("reason", "advice"))
            sheet.append(self._cells(row))
        choice = rule(
            "list", _NAME, f"A{self._heading + 1}:A{max(last, self._heading + 1)}",
            error=self._rejects.refuse, title=labels["decision"], prompt=self._rejects.ask,
        )  # fmt: skip
        sheet.data_validations.append(choice)

    def _cells(self, row: RejectedRow) -> list[Any]:
        sheet, content = self._sheet, self._content
        cells = [
            self._styled(_text(sheet, row.decision), "input"),
            self._styled(_text(sheet, row.reason), "note"),
            self._styled(_text(sheet, row.advice), "note"),
            self._styled(_text(sheet, str(row.row)), "address"),
        ]
        for position in content.positions:
            look = "faulty" if position in row.faulty else "input"
            cells.append(self._styled(_text(sheet, row.cells.get(position, "")), look))
        address = (content.file, content.sheet, row.digest, sealed(row.digest, content.sheet, row.row))
        return [*cells, *(self._styled(_text(sheet, text), "address") for text in address)]

    def _set_up(self, last: int) -> None:
        sheet, content = self._sheet, self._content
        for place, key in enumerate(_BEFORE, 1):
            sheet.column_dimensions[column_letters(place)].width = _WIDTHS[key]
        for place, position in enumerate(content.positions, len(_BEFORE) + 1):
            texts = [content.headings.get(position, ""), *(row.cells.get(position, "") for row in content.rows[:200])]
            sheet.column_dimensions[column_letters(place)].width = min(40, max(8, max(map(width, texts)) + 3))
        for place, key in enumerate(_AFTER, len(_BEFORE) + len(content.positions) + 1):
            sheet.column_dimensions[column_letters(place)].width = _WIDTHS.get(key, 14)
            sheet.column_dimensions[column_letters(place)].hidden = key == "seal"
        sheet.row_dimensions[1].hidden = True
        columns = len(_BEFORE) + len(content.positions) + len(_AFTER)
        sheet.freeze_panes = f"B{self._heading + 1}"
        sheet.auto_filter.ref = f"A{self._heading}:{column_letters(columns)}{last}"
        sheet.page_setup.paperSize, sheet.page_setup.orientation = 9, "landscape"
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True

    def _styled(self, cell: Any, look: str) -> Any:
        """Give a cell its look; looks are made once, the mark of a text that looks like a formula stays."""
        from openpyxl.styles import Alignment, Font, PatternFill

        key = f"{look}{bool(cell.quotePrefix)}"
        if key not in self._looks:
            cell.alignment = Alignment(vertical="top", wrap_text=look in ("note", "heading"))
            if look == "faulty":
                cell.fill = PatternFill("solid", start_color=_FAULTY)
            elif look == "heading":
                cell.fill, cell.font = PatternFill("solid", start_color=_HEADING), Font(bold=True)
            elif look == "address":
                cell.font = Font(color="808080")
            self._looks[key] = cell._style
        cell._style = self._looks[key]
        return cell
