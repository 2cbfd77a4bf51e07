"""Files of cases beside a rulebook: their names, and reading those that are sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dutyscore.output.wording import LANGUAGES, load

if TYPE_CHECKING:
    from dutyscore.compare.case_sheet import Spoken
    from dutyscore.model.diagnostic import Diagnostic
    from dutyscore.rulebook.cases import Case
    from dutyscore.rulebook.schema import Rulebook
    from dutyscore.tables import Input

FILES: Final = ("cases.yaml", "cases.csv", "cases.xlsx")
"""Names of the files of cases beside a rulebook."""
_CASE: Final = "case"
"""The column that a sheet of cases has, and no log."""


def read_sheet(file: Input, rulebook: Rulebook) -> tuple[tuple[Case, ...], tuple[Diagnostic, ...]]:
    """The cases of a sheet, and what is wrong with it."""
    from dutyscore.compare.case_sheet import known_words, load_case_sheet
    from dutyscore.tables.grid import read_grid

    spoken = spoken_words()
    grid, findings = read_grid(file, known_words(rulebook, spoken))
    return ((), findings) if grid is None else load_case_sheet(grid, rulebook, spoken)


def is_sheet(file: Input) -> bool:
    """Whether a table, whatever its name, is a sheet of cases: its header has their column."""
    from dutyscore.tables.grid import read_grid

    words = [word for word, key in spoken_words().columns.items() if key == _CASE]
    grid, _ = read_grid(file, words)
    return grid is not None


def spoken_words() -> Spoken:
    """What columns of a sheet and kinds of postings are called in every language."""
    from dutyscore.compare.case_sheet import Spoken

    columns: dict[str, str] = {}
    kinds: dict[str, str] = {}
    nothing = {"none"}
    for language in LANGUAGES:
        wording = load(language)
        columns |= {word: key for key, word in wording.at("cases.sheet").items()}
        kinds |= {word: kind for kind, word in wording.at("kind").items()}
        nothing.add(wording("cases.nothing"))
    columns |= {key: key for key in columns.values()}
    return Spoken(columns, kinds, frozenset(nothing))
