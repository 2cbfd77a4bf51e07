"""Where something stands: a position in a text file or a cell of a sheet."""

from __future__ import annotations

from dutyscore.model.frozen import dataclass


def column_letters(column: int) -> str:
    """Spreadsheet letters of a 1-based column: 1 -> A, 27 -> AA."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """One position. `sheet` is empty for text files; `line` and `column` count from 1, 0 means the whole of it.

    A text file (YAML, csv) is written `file:line:column`, a workbook cell `file!sheet!C112`.
    """

    file: str
    sheet: str = ""
    line: int = 0
    column: int = 0

    @property
    def cell(self) -> str:
        """`C112`, `112` without a column; empty for the whole sheet."""
        return f"{column_letters(self.column)}{self.line}" if self.line else ""

    def __str__(self) -> str:
        if self.sheet:
            return "!".join(part for part in (self.file, self.sheet, self.cell) if part)
        return ":".join([self.file, *(str(number) for number in (self.line, self.column) if number)])
