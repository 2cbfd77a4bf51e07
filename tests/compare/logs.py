"""Random logs for any rulebook: many members, few days, facts on the edges, so that rules meet and ties occur."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import cast

from dutyscore.compare.book import Book
from dutyscore.compare.specimen import Record, first_day, specimen
from dutyscore.model.days import Calendar, iso, stretch_of
from dutyscore.model.exact import decimal_text, parse_decimal
from dutyscore.rulebook.schema import Fact
from dutyscore.rulebook.words import taken_words

_DAYS = (0, 1, 5, 9, 20, 31, 33, 60, 89, 95, 130, 181, 182, 200, 270, 300, 364, 364, 364)


def days(book: Book) -> list[int]:
    """Days of one period of the rulebook: a log of several could not be scored."""
    first, period = first_day(book), book.rulebook.period
    last = stretch_of(first, cast(Calendar, period)).last if isinstance(period, str) else getattr(period, "to", None)
    return [first + day for day in _DAYS if last is None or first + day <= last]


def edges(book: Book) -> list[Fraction]:
    """Every number that the rulebook writes, and its neighbours: there rules change their mind."""
    found: set[Fraction] = set()
    waiting = [book.data]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            waiting += [*part.values()]
        elif isinstance(part, list):
            waiting += part
        elif (value := parse_decimal(part)) is not None and abs(value) < 10_000:
            found |= {value, value + 1, value - 1}
    return sorted(found)


def random_log(book: Book, members: int, seed: int, most: int = 24) -> list[Record]:
    """Rows of `members` members. Some like one item and do it again and again, some do a bit of everything."""
    dice = random.Random(seed)
    inside, numbers = days(book), edges(book)
    items = [node for node in book.items if node.item and node.item.score.entry_method]
    rows = []
    for member in range(members):
        liked = dice.sample(items, min(len(items), dice.choice((1, 1, 2, 3, 6, len(items)))))
        for _ in range(dice.randrange(most)):
            node = dice.choice(liked)
            row = specimen(book, node, f"m{member}", dice.choice(inside))
            row[book.rulebook.entries.columns.item[0]] = dice.choice(taken_words(node.id, node.spec))  # type: ignore[arg-type]
            for name, fact in book.rulebook.fields_.items():
                if fact.kind in ("people", "member"):
                    named = dice.sample(range(members), min(members, dice.choice((1, 1, 2, 3))))
                    several = named if fact.kind == "people" else named[:1]
                    row[name] = (fact.separator or "").join(f"m{number}" for number in several)
                elif dice.random() < 0.7:
                    row[name] = _value(dice, fact, row[name], numbers, inside)
            rows.append(row)
    return rows


def _value(dice: random.Random, fact: Fact, now: str, numbers: list[Fraction], inside: list[int]) -> str:
    if fact.kind == "choice":
        return dice.choice((now, *fact.choices))
    if fact.kind == "yes_no":
        return dice.choice((now, fact.yes, fact.no))
    if fact.kind == "text":
        return dice.choice(("甲", "乙", "丙"))
    if fact.kind == "date":
        return iso(dice.choice(inside))
    if fact.kind not in ("number", "percent", "minutes"):
        return now
    fitting = [
        value for value in numbers
        if (value * 10**fact.decimals).denominator == 1
        and (fact.min is None or value >= fact.min) and (fact.max is None or value <= fact.max)
    ]  # fmt: skip
    return decimal_text(dice.choice(fitting)) if fitting else now


def random_roster(book: Book, members: int, seed: int) -> list[Record]:
    """One row a member with a value of every fact."""
    dice = random.Random(seed)
    header = book.rulebook.entries.columns.member[-1]
    rows = []
    for member in range(members):
        row = {header: f"m{member}"}
        for name, fact in book.rulebook.roster.items():
            row[name] = _value(dice, fact, dice.choice(fact.choices) if fact.choices else "1", edges(book), days(book))
        rows.append(row)
    return rows
