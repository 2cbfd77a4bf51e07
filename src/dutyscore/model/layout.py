"""Where an office keeps its columns: sheets and columns of a log by the words of the rulebook (`--map`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dutyscore.model.frozen import dataclass
from dutyscore.model.place import Place

ANY: Final = '"*"'
"""Every sheet that has no layout of its own, as a map file writes it; the table of a csv file has no name."""
ANY_SHEET: Final = "*"


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of one sheet: by letters or by header word, what each of them is. `header` is the row of the header
    words, 0 where there is none; `fill_down` the structural columns (`member`) in which a blank cell is the one above.
    """

    header: int
    columns: Mapping[str, str]
    fill_down: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layouts:
    """Layouts by sheet name; `places` are those of the columns in the map file, by sheet and column."""

    file: str
    sheets: Mapping[str, Layout]
    places: Mapping[tuple[str, str], Place]

    def of(self, sheet: str) -> tuple[str, Layout] | None:
        """The layout of a sheet and the name under which it is written."""
        for name in (sheet, ANY_SHEET):
            if name in self.sheets:
                return name, self.sheets[name]
        return None
