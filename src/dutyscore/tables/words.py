"""Words: items, choices, yes and no, free text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from dutyscore.model.vocabulary import Field
from dutyscore.tables.cells import Cell, Kind
from dutyscore.tables.faults import Fault
from dutyscore.tables.spelling import Nearest, trimmed, word_key

WordReader = Callable[[Cell], str | Fault]
ChoiceReader = Callable[[Cell], int | Fault]


def _lookup(words: Iterable[tuple[str, int]]) -> Callable[[str], int | None]:
    """Finds a word as it is written, else by its key where only one word has that key."""
    exact: dict[str, int] = {}
    keyed: dict[str, int] = {}
    doubtful: set[str] = set()
    for word, number in words:
        exact.setdefault(word, number)
        if keyed.setdefault(word_key(word), number) != number:
            doubtful.add(word_key(word))

    def find(text: str) -> int | None:
        number = exact.get(trimmed(text))
        if number is not None:
            return number
        key = word_key(text)
        return None if key in doubtful else keyed.get(key)

    return find


def choice_reader(field: Field) -> ChoiceReader:
    """Reads a cell that is not blank as the index of one of the field's choices."""
    find = _lookup((word, number) for number, word in enumerate(field.choices))
    nearest, allowed = Nearest(field.choices), ", ".join(field.choices)

    def read(cell: Cell) -> int | Fault:
        number = find(cell.text)
        if number is not None:
            return number
        near = nearest(cell.text)
        return Fault("DS303", {"value": cell.text, "nearest": near, "allowed": allowed}, near)

    return read


def yes_no_reader(field: Field) -> ChoiceReader:
    """Reads a cell that is not blank as 0 (yes) or 1 (no): the rulebook's words, or a cell that is true or false."""
    find = _lookup(((field.yes, 0), (field.no, 1)))

    def read(cell: Cell) -> int | Fault:
        number = find(cell.text)
        if number is None and cell.kind is Kind.flag:
            number = int(cell.text == "FALSE")
        if number is None:
            return Fault("DS312", {"value": cell.text, "yes": field.yes, "no": field.no})
        return number

    return read


def item_reader(projects: Mapping[str, str]) -> WordReader:
    """Reads a cell that is not blank as the word that stands for an item."""
    canonical = list(dict.fromkeys(projects.values()))
    numbers = {word: number for number, word in enumerate(canonical)}
    find = _lookup((spelling, numbers[word]) for spelling, word in projects.items())
    nearest = Nearest(projects)

    def read(cell: Cell) -> str | Fault:
        number = find(cell.text)
        if number is not None:
            return canonical[number]
        near = nearest(cell.text)
        return Fault("DS301", {"value": cell.text, "nearest": near}, near)

    return read


def text_of(cell: Cell) -> str:
    """The text of a cell that is not blank, as people see it."""
    kind, text = cell
    return trimmed(text) if kind is _TEXT else text


_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?[eE]\+?(1[1-9]|2[0-9])", re.ASCII)
_SIGNIFICANT = 15
_TEXT, _NUMBER = Kind.text, Kind.number


def has_lost_digits(cell: Cell) -> bool:
    """Whether a long number, such as an id, has lost its last digits in a spreadsheet."""
    kind, text = cell
    if kind is _NUMBER:
        return len(text.lstrip("-").partition(".")[0]) > _SIGNIFICANT
    return not text.isdecimal() and bool(_SCIENTIFIC.fullmatch(text))


def text_reader(cell: Cell) -> str | Fault:
    """Reads a cell that is not blank as text."""
    return Fault("DS324", {"value": cell.text}) if has_lost_digits(cell) else text_of(cell)
