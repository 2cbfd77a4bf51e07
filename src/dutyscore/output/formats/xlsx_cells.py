"""Cells of workbooks for people: exact numbers with the decimals of the points, text that can never be a formula."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final, NamedTuple

from dutyscore.model.tableau import Align, Cell
from dutyscore.output.formats.workbook_parts import plain

FILLS: Final = {
    "green": "C6EFCE", "yellow": "FFEB9C", "red": "FFC7CE", "blue": "CFE2F3", "orange": "FBD5A5", "purple": "E1D5EE",
    "grey": "DDDDDD", "gray": "DDDDDD", "black": "BFBFBF",
}  # fmt: skip
_DIGITS = 15
"""Digits that a spreadsheet keeps; longer numbers are written as text."""
_BEHIND = 40
"""Characters behind a number that a number format can carry."""
_GENERAL = "General"


class Look(NamedTuple):
    """How a cell looks. `size` 0 is the usual one; `border` draws a frame, `under` a line below, `head` the
    grey of headings; `top`, `low` are where text stands that does not fill its row, `apart` keeps it from
    the number before it."""

    tone: str = ""
    align: Align | str = "left"
    bold: bool = False
    form: str = _GENERAL
    wrapped: bool = False
    border: bool = False
    head: bool = False
    size: int = 0
    quoted: bool = False
    top: bool = False
    low: bool = False
    under: bool = False
    apart: bool = False


class Looks:
    """Makes cells. Each look is described once in a workbook and shared; `font` is a face for all of them."""

    def __init__(self, font: str = "") -> None:
        self._font = font
        self._made: dict[Look, Any] = {}

    def text(self, cell: Any, text: str, look: Look = Look()) -> Any:  # noqa: B008
        """Make a cell this text, whatever it looks like."""
        plain(cell, text, _GENERAL)
        return self._dressed(cell, look._replace(quoted=bool(cell.quotePrefix)))

    def value(self, cell: Any, content: Cell, decimals: int, look: Look) -> Any:
        """Make a cell what a report says in it: a number where it is one, as many decimals as its column has."""
        behind = _behind(content)
        if behind is None:
            return self.text(cell, content.text + content.mark, look)
        places = max(decimals, len(content.number.partition(".")[2]))
        cell.value = Decimal(content.number)
        form = "0" + ("." + "0" * places if places else "") + (f'"{behind}"' if behind else "")
        form = f"+{form};-{form};{form}" if content.text.startswith("+") else form
        return self._dressed(cell, look._replace(form=form))

    def blank(self, cell: Any, look: Look) -> Any:
        return self._dressed(cell, look)

    def _dressed(self, cell: Any, look: Look) -> Any:
        if look not in self._made:
            self._made[look] = self._style(cell, look)
        cell._style = self._made[look]
        return cell

    def _style(self, cell: Any, look: Look) -> Any:
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        if look.tone in FILLS or look.head:
            cell.fill = PatternFill("solid", start_color=FILLS.get(look.tone, "EEF2F6"))
        cell.alignment = Alignment(
            horizontal=None if look.align == "left" and not (look.wrapped or look.apart) else look.align,
            indent=int(look.apart),
            vertical="top" if look.top else "bottom" if look.low else "center", wrap_text=look.wrapped or None,
        )  # fmt: skip
        if look.bold or look.size or self._font:
            cell.font = Font(name=self._font or None, bold=look.bold, size=look.size or 11)
        if look.border:
            line = Side(style="thin", color="999999")
            cell.border = Border(left=line, right=line, top=line, bottom=line)
        elif look.under:
            cell.border = Border(bottom=Side(style="thin", color="444444"))
        cell.number_format = look.form
        cell.quotePrefix = look.quoted
        return cell._style


def _behind(content: Cell) -> str | None:
    """What stands behind the number of a cell (`*`, ` %`); None where the cell is text."""
    number = content.number
    if not number or sum(map(str.isdigit, number)) > _DIGITS:
        return None
    behind = content.text.removeprefix(number) if content.text.startswith(number) else ""
    behind += content.mark
    return behind if len(behind) <= _BEHIND and '"' not in behind else None


def apart(aligned: Sequence[str]) -> list[bool]:
    """For each column whether it is text right behind numbers."""
    return [align == "left" and before == "right" for before, align in zip(["", *aligned], aligned, strict=False)]
