"""Text records (a header word -> a cell) as the oracle reads them: plain spellings only, no dialects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import yaml

from dutyscore.model.days import Stretch
from dutyscore.model.history import History
from dutyscore.rulebook.schema import Fact, Rulebook
from tests.oracle.conditions import Plain
from tests.oracle.days import calendar_window, day_of
from tests.oracle.facts import NUMERIC, Entry, Held, Member, Question

Record = Mapping[str, str]
ID, NAME, FROM, TO = "id", "name", "from", "to"
"""Keys of roster records beside the declared facts."""


def book_of(text: str) -> Rulebook:
    """A rulebook from YAML text whose scalars all stay text."""
    return Rulebook.model_validate(yaml.load(text, Loader=yaml.BaseLoader))  # noqa: S506 - BaseLoader makes text only


def typed(fact: Fact, text: str) -> Plain:
    """The value of a cell: a word, a number, a day; None for an empty one. Percent counts in percentage points."""
    if not text:
        return None
    if fact.kind in NUMERIC:
        return Fraction(text.removesuffix("%"))
    return day_of(text) if fact.kind == "date" else text


def entry_of(book: Rulebook, record: Record) -> Entry:
    columns = book.entries.columns
    member, day, item = (
        next(record[word] for word in words if word in record) for words in (columns.member, columns.date, columns.item)
    )
    facts = {name: typed(fact, record.get(name, "")) for name, fact in book.fields_.items()}
    reviewer = next((record[word] for word in columns.reviewer if word in record), "")
    return Entry(member, day_of(day), item, facts, reviewer)


def members_of(book: Rulebook, roster: Sequence[Record] | None, entries: Sequence[Entry]) -> tuple[Member, ...]:
    """The members of the roster, one row a validity; without a roster those of the log, by code point."""
    if roster is None:
        return tuple(Member(member) for member in sorted({entry.member for entry in entries}))
    held: dict[str, list[Held]] = {}
    for record in roster:
        first, last = (day_of(record[key]) if record.get(key) else None for key in (FROM, TO))
        facts = {name: typed(fact, record.get(name, "")) for name, fact in book.roster.items()}
        held.setdefault(record[ID], []).append(Held(first, last, facts))
    return tuple(Member(member, tuple(rows)) for member, rows in held.items())


def question_of(
    book: Rulebook,
    records: Sequence[Record],
    roster: Sequence[Record] | None = None,
    period: Stretch | None = None,
    selection: Stretch | None = None,
    as_of: int | None = None,
    history: History | None = None,
    versions: tuple[tuple[int, Rulebook], ...] = (),
) -> Question:
    """A question with the defaults of M6: the period that `effective` begins in, all of it, as of its last day."""
    entries = tuple(entry_of(book, record) for record in records)
    if period is None:
        assert book.effective.from_ is not None
        assert isinstance(book.period, str)
        period = calendar_window(book.effective.from_, book.period)
    selection = selection or period
    return Question(
        book=book,
        entries=entries,
        members=members_of(book, roster, entries),
        declared=roster is not None,
        period=period,
        selection=selection,
        as_of=selection.last if as_of is None else as_of,
        history=history or History(),
        versions=versions,
    )
