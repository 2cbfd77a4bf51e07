"""How a sheet of a report is set up: widths, the fixed header, the filter, paper, what every printed page carries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from dutyscore.model.place import column_letters
from dutyscore.model.tableau import Table
from dutyscore.output.width import width

A4: Final = 9
NARROWEST: Final = 8
_WIDEST, _WIDEST_WRAPPED = 44, 60
_IN_MARGIN = 75
"""Characters of each text in the margin: the three of a line may have 255 with their codes."""
_DEEPEST = 14
"""A header further down is not fixed: it would take the screen from the rows."""


def set_paper(sheet: Any, orientation: str) -> None:
    """A4, as wide as the page, as many pages as it takes."""
    sheet.page_setup.paperSize, sheet.page_setup.orientation = A4, orientation
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.5
    margins.top, margins.bottom, margins.header, margins.footer = 0.75, 0.7, 0.3, 0.3


def set_margin(sheet: Any, above: tuple[str, str], below: tuple[str, str], page: str = "&P / &N") -> None:
    """Texts in the margin of every printed page, left and right; the page number between the lower ones. `&P` counts
    the pages, `&N` is how many there are."""
    header, footer = sheet.oddHeader, sheet.oddFooter
    header.left.text, header.right.text = map(_in_margin, above)
    footer.left.text, footer.right.text = map(_in_margin, below)
    footer.center.text = page


def _in_margin(text: str) -> str:
    """Set small, so that two texts and the number of the page have room side by side. `&` begins a code there; digits
    right behind a size would be part of it."""
    shown = text[:_IN_MARGIN].replace("&", "&&")
    return f"&8{' ' if shown[:1].isdigit() else ''}{shown}" if shown else ""


def widths(tables: Iterable[Table]) -> list[int]:
    """The width of each column of a sheet: what its widest text takes; wide characters take two."""
    found: list[int] = []
    for table in tables:
        for place, column in enumerate(table.columns):
            widest = max((_shown(row[place].text, column.wrapped) for row in table.rows), default=0)
            limit = _WIDEST_WRAPPED if column.wrapped else _WIDEST
            here = min(limit, max(NARROWEST, width(column.title) + 5, widest + 3))
            found[place : place + 1] = [max([here, *found[place : place + 1]])]
    return found


def _shown(text: str, wrapped: bool) -> int:
    return width(text) if not wrapped or len(text) < _WIDEST_WRAPPED else _WIDEST_WRAPPED


def set_widths(sheet: Any, sizes: Sequence[int]) -> None:
    for place, size in enumerate(sizes, 1):
        sheet.column_dimensions[column_letters(place)].width = size


def set_header(sheet: Any, header: int, table: Table) -> None:
    """The one table of a sheet: its header stays on screen and stands on every page, its rows can be filtered."""
    if header <= _DEEPEST:
        labels = 0
        for column in table.columns:
            if not column.label and column.key != "rank":
                break
            labels += 1
        sheet.freeze_panes = f"{column_letters(labels + 1)}{header + 1}"
    sheet.print_title_rows = f"{header}:{header}"
    if table.rows:
        sheet.auto_filter.ref = f"A{header}:{column_letters(len(table.columns))}{header + len(table.rows)}"
