"""A sheet as plain rows of texts, for tables that are no logs: what stands under each of some known header words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.frozen import dataclass
from dutyscore.model.place import Place
from dutyscore.tables.books import Sheet, open_book
from dutyscore.tables.cells import Cell, Kind
from dutyscore.tables.header import HEAD_ROWS, Lexicon, Target
from dutyscore.tables.reading import Input
from dutyscore.tables.refusal import FileRefusedError
from dutyscore.tables.words import text_of

_SHOWN = 8
"""Header words that a finding names."""


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet. `header` gives the text at each 1-based position that says something; `rows` the row or line number
    and the text by position; blank cells are left out."""

    file: str
    sheet: str
    line: int
    header: Mapping[int, str]
    rows: tuple[tuple[int, Mapping[int, str]], ...]

    def place(self, row: int, position: int) -> Place:
        return Place(self.file, self.sheet, row, position)


def read_grid(source: Input, words: Iterable[str]) -> tuple[Grid | None, tuple[Diagnostic, ...]]:
    """The first visible sheet with a row of the words among its first; the columns of other words are there too."""
    known = [*words]
    lexicon = Lexicon((word, Target("field", word)) for word in known)
    try:
        for sheet in open_book(source, "", lexicon.known).sheets:
            grid = None if sheet.hidden else _grid(sheet, lexicon)
            if grid is not None:
                return grid, ()
    except FileRefusedError as refusal:
        return None, (refusal.finding(source.name),)
    facts = {"words": ", ".join(known[:_SHOWN]), "found": ""}
    return None, (Diagnostic("DS406", Place(source.name), facts),)


def _grid(sheet: Sheet, lexicon: Lexicon) -> Grid | None:
    rows = [(number, _texts(cells)) for number, cells in sheet.rows()]
    filled = [(number, texts) for number, texts in rows if texts]
    counts = [lexicon.known(texts.values()) for _, texts in filled[:HEAD_ROWS]]
    if not any(counts):
        return None
    best = counts.index(max(counts))
    line, header = filled[best]
    return Grid(sheet.file, sheet.name, line, header, tuple(filled[best + 1 :]))


def _texts(cells: Mapping[int, Cell]) -> dict[int, str]:
    """The cells that say something, as people see them."""
    shown = ((position, text_of(cell).strip()) for position, cell in cells.items() if cell.kind is not Kind.blank)
    return {position: text for position, text in shown if text}
