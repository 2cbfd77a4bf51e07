"""Facts about members as held on a day."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from dutyscore.model.arrays import Int64
from dutyscore.model.columns import Numbers, Words
from dutyscore.scoring.view import Sight, held_on, pick_rows


def roster_numbers(sight: Sight, fact: str, day: int) -> list[Fraction | None]:
    """A number of the roster as held on a day; None where it is blank."""
    member = np.arange(len(sight.roster), dtype=np.int32)
    held = held_on(sight.roster, member, np.full(len(member), day, np.int32))
    column = pick_rows(sight.roster.facts[fact], held)
    assert isinstance(column, Numbers)
    pairs = zip(column.values.tolist(), column.blank.tolist(), strict=True)
    return [None if blank else Fraction(value, 10**column.decimals) for value, blank in pairs]


def _group_column(sight: Sight, fact: str, day: int) -> Words:
    member = np.arange(len(sight.roster), dtype=np.int32)
    column = pick_rows(sight.roster.facts[fact], held_on(sight.roster, member, np.full(len(member), day, np.int32)))
    assert isinstance(column, Words)
    return column


def group_codes(sight: Sight, fact: str, day: int) -> Int64:
    """Code of the group each member is in on a day, -1 for none."""
    return _group_column(sight, fact, day).codes.astype(np.int64)


def group_names(sight: Sight, fact: str, day: int) -> tuple[str, ...]:
    """The words that the codes of a group fact stand for."""
    return _group_column(sight, fact, day).words


def group_words(sight: Sight, fact: str, day: int) -> tuple[str, ...]:
    """Name of the group each member is in on a day, empty for none."""
    column = _group_column(sight, fact, day)
    return tuple(column.words[code] if code >= 0 else "" for code in column.codes.tolist())
