"""Finding the row of header words, and what each of its columns means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from dutyscore.model.frozen import dataclass
from dutyscore.model.vocabulary import DATE, ITEM, MEMBER, REVIEWER, ROW, Field, Vocabulary
from dutyscore.tables.spelling import header_keys, is_blank

HEAD_ROWS = 30
"""Rows that say something among which the header must be."""

_ID_WORD = re.compile(r"编号|号|代码|ID|Id$|(?:^|[^a-z])id(?:$|[^a-z])")
_NOISE = re.compile(r"^\(?[0-9]{1,2}[.、:)]?|[:：;；,，。.]+$|[/|].*$")
"""What stands around a header word without meaning anything: a number before it, a mark or a second language after."""
_LONGEST_WORD = 200
_FROM_WORDS = ("起", "from", "开始")
_TO_WORDS = ("止", "to", "结束")


class Target(NamedTuple):
    """What a column can mean: a declared field (of the log or the roster), or a structural column."""

    kind: Literal["field", "column"]
    name: str


MEMBER_ID, MEMBER_NAME = Target("column", "member_id"), Target("column", "member_name")
EVENT_DATE, PROJECT = Target("column", DATE), Target("column", ITEM)
FROM, TO = Target("column", "from"), Target("column", "to")
ROW_NUMBER = Target("column", ROW)
NOTES = (Target("column", REVIEWER), ROW_NUMBER)
"""Structural columns that a log may do without."""

Row = tuple[int, Mapping[int, str]]
"""A row as the header is searched in: its line or row number, and the texts by 1-based position."""


class Lexicon:
    """The header words of a log or of a roster."""

    def __init__(self, words: Iterable[tuple[str, Target]]) -> None:
        self._exact: dict[str, dict[Target, None]] = {}
        self._bare: dict[str, dict[Target, None]] = {}
        meanings: dict[str, set[str]] = {}
        for word, target in words:
            whole, bare = header_keys(word)
            self._exact.setdefault(whole, {})[target] = None
            self._bare.setdefault(bare, {})[target] = None
            meanings.setdefault(bare, set()).add(whole)
        for bare, wholes in meanings.items():
            if len(wholes) > 1:  # the remark in brackets is what tells these words apart
                del self._bare[bare]

    def targets(self, text: str) -> tuple[Target, ...]:
        """What a header cell means; nothing if the word is not known."""
        if len(text) > _LONGEST_WORD:
            return ()
        whole, bare = header_keys(text)
        found = self._exact.get(whole) or self._bare.get(bare)
        if not found and (noise := _NOISE.sub("", bare)) != bare:
            found = self._exact.get(noise) or self._bare.get(noise)
        return tuple(found or ())

    def known(self, texts: Iterable[str]) -> int:
        """How many things the texts name, taken as a header row."""
        return len({target for text in texts if text for target in self.targets(text)})


def member_words(vocabulary: Vocabulary) -> list[tuple[str, Target]]:
    """Header words of members; a word that speaks of a number or code heads ids, the others head names."""
    words = vocabulary.columns.get(MEMBER, ())
    return [(word, MEMBER_ID if _ID_WORD.search(word) else MEMBER_NAME) for word in words]


def _field_words(fields: Iterable[Field]) -> list[tuple[str, Target]]:
    return [(word, Target("field", field.name)) for field in fields for word in (field.name, *field.aliases)]


def log_lexicon(vocabulary: Vocabulary) -> Lexicon:
    structural = [
        (word, target) for target in (EVENT_DATE, PROJECT, *NOTES) for word in vocabulary.columns.get(target.name, ())
    ]
    return Lexicon(member_words(vocabulary) + structural + _field_words(vocabulary.fields))


def roster_lexicon(vocabulary: Vocabulary) -> Lexicon:
    dates = [(word, FROM) for word in _FROM_WORDS] + [(word, TO) for word in _TO_WORDS]
    return Lexicon(member_words(vocabulary) + dates + _field_words(vocabulary.roster))


@dataclass(frozen=True, slots=True)
class Header:
    """The row of header words: its number, its width in cells, its texts by 1-based position, what they mean.

    `places` gives for each target the positions that name it: more than one is a fault. `titles` are the texts of the
    rows over the header, `above` counts those rows. Of a header of several rows `row` is the lowest.
    """

    row: int
    width: int
    texts: Mapping[int, str]
    places: Mapping[Target, tuple[int, ...]]
    above: int
    titles: tuple[str, ...] = ()
    raw: tuple[Mapping[int, str], ...] = ()
    """The row, or the two or three rows, as they stand."""
    fill_down: tuple[str, ...] = ()
    """Structural columns in which a blank cell is the one above, as a column map says."""

    @property
    def kept(self) -> tuple[int, ...]:
        """Positions of the columns that mean something."""
        return tuple(sorted({position for places in self.places.values() for position in places}))

    @property
    def last(self) -> int:
        """The last column with a header word."""
        return max((position for position, text in self.texts.items() if not is_blank(text)), default=0)

    def position(self, target: Target) -> int:
        """The column of a target, 0 if there is none."""
        return self.places[target][0] if target in self.places else 0

    @property
    def member(self) -> int:
        """The column that shows the member best: the id, else the name; 0 if there is neither."""
        return self.position(MEMBER_ID) or self.position(MEMBER_NAME)

    @property
    def members(self) -> tuple[int, ...]:
        """The columns that name the member."""
        return tuple(position for position in map(self.position, (MEMBER_ID, MEMBER_NAME)) if position)

    @property
    def structural(self) -> int:
        """How many of member, date and item there are."""
        return sum(bool(position) for position in (self.member, self.position(EVENT_DATE), self.position(PROJECT)))

    @property
    def twice(self) -> list[tuple[int, int]]:
        """Pairs of columns that mean the same."""
        pairs = {(places[0], other): None for places in self.places.values() for other in places[1:]}
        return list(pairs)


def find_header(rows: Sequence[Row], lexicon: Lexicon) -> Header | None:
    """The row with most known words, the first of several, or two or three rows, one below the other, that name more
    together than fewer of them do.

    None if no row has any known word.
    """
    known = [lexicon.known(texts.values()) for _, texts in rows]
    if not any(known):  # nor are there any rows
        return None
    best = known.index(max(known))
    found, most = (best, best, rows[best][1]), known[best]
    for first, last in ((best - 1, best), (best, best + 1), (best - 2, best), (best - 1, best + 1), (best, best + 2)):
        joined = _stacked(rows, first, last, lexicon)
        if joined and (named := lexicon.known(joined.values())) > most:
            found, most = (first, last, joined), named
    return _header(rows, *found, lexicon)


def _stacked(rows: Sequence[Row], first: int, last: int, lexicon: Lexicon) -> Mapping[int, str] | None:
    """Rows one directly below the other as one header."""
    if first < 0 or last >= len(rows) or rows[last][0] - rows[first][0] != last - first:
        return None
    joined: Mapping[int, str] | None = rows[first][1]
    for at in range(first + 1, last + 1):
        joined = _joined(joined, rows[at][1], lexicon) if joined else None
    return joined


def _header(rows: Sequence[Row], first: int, last: int, texts: Mapping[int, str], lexicon: Lexicon) -> Header:
    places: dict[Target, tuple[int, ...]] = {}
    for position, text in sorted(texts.items()):
        for target in lexicon.targets(text) if text else ():
            places[target] = (*places.get(target, ()), position)
    titles = [text for _, texts in rows[:first] for text in texts.values() if not is_blank(text)]
    above = sum(any(text for text in texts.values()) for _, texts in rows[:first])
    raw = tuple(texts for _, texts in rows[first : last + 1])
    width = max((position for row in raw for position in row), default=0)
    return Header(rows[last][0], width, texts, places, above, tuple(titles), raw)


def _joined(upper: Mapping[int, str], lower: Mapping[int, str], lexicon: Lexicon) -> dict[int, str] | None:
    """Two rows, of which the upper may be joined already, as one header: the lower words, those above where nothing
    stands below, a group's word before a word that says nothing without it. None if the lower row covers a known word
    with an unknown one: it is no header."""
    joined: dict[int, str] = {}
    group = ""
    for position in range(1, max([*upper, *lower], default=0) + 1):
        above, below = upper.get(position, ""), lower.get(position, "")
        group = group if is_blank(above) else above
        if is_blank(below):
            joined[position] = above
        elif lexicon.targets(below):
            joined[position] = below
        elif lexicon.targets(above):
            return None
        else:
            full = f"{group}{below}"
            joined[position] = full if lexicon.targets(full) else below
    return {position: text for position, text in joined.items() if text}
