"""The workbook that an office fills in: drop-downs over names on a hidden sheet, validated numbers and dates.

A drop-down that depends on the item finds its list by a name: the hidden sheet has, beside each item, the name of the
list that fits. The same rulebook and roster give the same bytes.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from dutyscore.model.place import column_letters
from dutyscore.output.formats.workbook_parts import TEXT, named, plain, rule, saved, sheet_name
from dutyscore.output.views.template import FIRST_DAY, LAST_DAY, Form, FormColumn, Rule
from dutyscore.output.width import width

ROWS: Final = 5_000
"""Rows below the header that are prepared."""
_LISTS, _ITEMS, _IDS, _NAMES = "lists", "ds_items", "ds_ids", "ds_names"
_NOTHING: Final = "ds_nothing"
_BLANK: Final = "\u3000"
"""Looks empty and counts as empty: what a list offers where a field is of no use."""
_ROOMS: Final = (34, 52, 24, 28, 20)
"""Widths of the columns of the instructions."""
_EPOCH: Final = date(1899, 12, 30)
_HEADING, _GROUP = "DDE6F0", "F2F2F2"
_FORMS: Final = {"date": "yyyy-mm-dd", "number": "General", "percent": "General", "minutes": "General"}


def write(form: Form, properties: dict[str, str]) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    log: Any = book.active
    log.title = sheet_name(form.names["log"], [])
    roster: Any = book.create_sheet(sheet_name(form.names["roster"], book.sheetnames))
    guide: Any = book.create_sheet(sheet_name(form.names["guide"], book.sheetnames))
    lists = _Lists(book, form)
    lists.members(roster.title)
    _table(log, form.log, lists)
    _table(roster, form.roster, lists)
    for number, texts in enumerate(form.roster_rows, 2):
        for position, (text, column) in enumerate(zip(texts, form.roster, strict=True), 1):
            _value(roster.cell(number, position), text, column)
    _guide(guide, form)
    lists.close()
    return saved(book, form.title, properties)


class _Lists:
    """The hidden sheet with the words of all drop-downs, each list a column under a name."""

    def __init__(self, book: Any, form: Form) -> None:
        self._book, self._form = book, form
        self._sheet: Any = book.create_sheet(sheet_name(_LISTS, book.sheetnames))
        self._sheet.sheet_state = "hidden"
        self._known: dict[tuple[str, ...], str] = {}
        self._columns = 0
        self.item_column = 0
        self._put(_ITEMS, form.items or (_BLANK,))
        self._put(_NOTHING, (_BLANK,))
        self._known[()] = _NOTHING

    def members(self, roster: str) -> None:
        """The drop-downs of members grow with the roster."""
        for name, kind in ((_IDS, "id"), (_NAMES, "name")):
            title = next((column.title for column in self._form.log if column.rule.kind == kind), None)
            position = next((at for at, column in enumerate(self._form.roster, 1) if column.title == title), 0)
            if position:
                letter = column_letters(position)
                cells = f"'{roster}'!${letter}$2:${letter}${ROWS + 1}"
                start = f"'{roster}'!${letter}$2"
                named(self._book, name, f"OFFSET({start},0,0,MAX(1,COUNTA({cells})),1)")

    def of(self, words: tuple[str, ...]) -> str:
        """The name of a list of words."""
        if words not in self._known:
            self._known[words] = self._put(f"ds_list_{len(self._known)}", words)
        return self._known[words]

    def beside_items(self, rule: Rule) -> str:
        """The name of the column that tells for each item which list fits."""
        assert rule.by_item is not None
        return self.of(tuple(self.of(rule.by_item[item]) for item in self._form.items))

    def _put(self, name: str, words: tuple[str, ...]) -> str:
        self._columns += 1
        for number, word in enumerate(words, 1):
            plain(self._sheet.cell(number, self._columns), word)
        letter = column_letters(self._columns)
        named(self._book, name, f"'{self._sheet.title}'!${letter}$1:${letter}${len(words)}")
        return name

    def close(self) -> None:
        for at in range(1, self._columns + 1):
            self._sheet.column_dimensions[column_letters(at)].width = 20


def _table(sheet: Any, columns: tuple[FormColumn, ...], lists: _Lists) -> None:
    """Header words with fixed panes, and what may stand below them."""
    from openpyxl.styles import Alignment, Font, PatternFill

    item = next((at for at, column in enumerate(columns, 1) if column.rule.kind == "item"), 0)
    for position, column in enumerate(columns, 1):
        letter = column_letters(position)
        dimension = sheet.column_dimensions[letter]
        dimension.width = min(40, max(10, width(column.title) + 4, *map(width, column.rule.choices)))
        dimension.number_format = _form(column)
        cell = plain(sheet.cell(1, position), column.title)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", start_color=_HEADING)
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        found = _validation(column, f"{letter}2", f"{letter}2:{letter}{ROWS + 1}", item, lists)
        if found is not None:
            sheet.add_data_validation(found)
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.paperSize, sheet.page_setup.orientation = 9, "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _form(column: FormColumn) -> str:
    if column.rule.kind == "number" and column.rule.decimals:
        return f"0.{'#' * column.rule.decimals}"
    return _FORMS.get(column.rule.kind, TEXT)


def _validation(column: FormColumn, first: str, cells: str, item: int, lists: _Lists) -> Any:
    """The validation of a column; None where anything may stand."""
    said = {"error": column.error, "title": column.title, "prompt": column.prompt}
    kind, found = column.rule.kind, column.rule
    if kind == "item":
        return rule("list", _ITEMS, cells, **said)
    if kind in ("id", "name"):
        return rule("list", _IDS if kind == "id" else _NAMES, cells, **said)
    if kind == "choice" and found.by_item is not None and item:
        which = f"INDEX({lists.beside_items(found)},MATCH(${column_letters(item)}2,{_ITEMS},0))"
        return rule("list", f'INDIRECT(IFERROR({which},"{lists.of(found.choices)}"))', cells, **said)
    if kind == "choice":
        return rule("list", lists.of(found.choices), cells, **said)
    if kind == "date":
        bounds = {"operator": "between", "formula2": str(_serial(LAST_DAY))}
        return rule("date", str(_serial(FIRST_DAY)), cells, **said, **bounds)
    if kind in ("number", "percent", "minutes"):
        return _number(found, first, cells, said)
    return None


def _number(found: Rule, first: str, cells: str, said: dict[str, str]) -> Any:
    """Whole numbers and open decimals by their own kind; where decimals are counted, a formula does it."""
    if found.kind == "number" and found.decimals:
        tests = [f"ISNUMBER({first})", f"ROUND({first},{found.decimals})={first}"]
        tests += [f"{first}>={found.min}"] if found.min else []
        tests += [f"{first}<={found.max}"] if found.max else []
        return rule("custom", f"AND({','.join(tests)})", cells, **said)
    kind = "whole" if found.kind == "number" else "decimal"
    if found.min and found.max:
        return rule(kind, found.min, cells, **said, operator="between", formula2=found.max)
    if found.min:
        return rule(kind, found.min, cells, **said, operator="greaterThanOrEqual")
    if found.max:
        return rule(kind, found.max, cells, **said, operator="lessThanOrEqual")
    return rule(kind, "-999999999999", cells, **said, operator="greaterThanOrEqual")


def _serial(day: str) -> int:
    return max(1, (date.fromisoformat(day) - _EPOCH).days)


def _value(cell: Any, text: str, column: FormColumn) -> None:
    """A value of the roster as its column holds it: days and numbers as such, everything else as text."""
    from decimal import Decimal

    kind = column.rule.kind
    if not text:
        return
    if kind == "date":
        cell.value, cell.number_format = date.fromisoformat(text), _FORMS["date"]
    elif kind in ("number", "percent", "minutes") and sum(map(str.isdigit, text)) <= 15:
        cell.value, cell.number_format = Decimal(text), _form(column)
    else:
        plain(cell, text)


def _guide(sheet: Any, form: Form) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    for number, line in enumerate(form.lines, 1):
        cell = plain(sheet.cell(number, 1), line)
        cell.font = Font(bold=number == 1, size=14 if number == 1 else 11)
    head = len(form.lines) + 2
    for position, title in enumerate(form.guide, 1):
        cell = plain(sheet.cell(head, position), title)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", start_color=_HEADING)
    for number, row in enumerate(form.guide_rows, head + 1):
        for position, text in enumerate(row.cells, 1):
            cell = plain(sheet.cell(number, position), text)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if row.heading:
                cell.font, cell.fill = Font(bold=True), PatternFill("solid", start_color=_GROUP)
        lines = max(-(-width(text) // (room - 2)) for text, room in zip(row.cells, _ROOMS, strict=True))
        sheet.row_dimensions[number].height = 15 * max(1, lines)
    for position, room in enumerate(_ROOMS, 1):
        sheet.column_dimensions[column_letters(position)].width = room
    sheet.freeze_panes = f"A{head + 1}"
    sheet.page_setup.paperSize, sheet.page_setup.orientation = 9, "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
