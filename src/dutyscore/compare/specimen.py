"""Entries made to order: rows of a log that an item takes, with every fact it needs, for probes and for tests.

Rows are text, like those of a real log: whatever is made here is read and refused by the same rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from dutyscore.compare.book import Book, BookNode
from dutyscore.model.condition import Condition, Test
from dutyscore.model.days import iso, stretch_of, to_day
from dutyscore.model.exact import decimal_text, parse_decimal
from dutyscore.rulebook.schema import Fact

Record = dict[str, str]
_YEAR = stretch_of(20000, "year")


def first_day(book: Book) -> int:
    """The first day of a period that the rulebook scores."""
    from datetime import date

    period, effective = book.rulebook.period, book.rulebook.effective
    declared = getattr(period, "from_", None)
    if declared is not None:
        return int(declared)
    if effective.from_ is not None:
        year = stretch_of(effective.from_, "year")
        return year.first if year.first >= effective.from_ else max(effective.from_, year.first)
    return to_day(date(2025, 1, 1)) if effective.to is None else stretch_of(effective.to, "year").first


def specimen(book: Book, node: BookNode, member: str, day: int, facts: Mapping[str, str] | None = None) -> Record:
    """An entry of an item: its id (which no renaming takes away), the day, facts that pass every condition on
    the way, then those asked for."""
    assert node.item
    columns = book.rulebook.entries.columns
    record = {columns.member[-1]: member, columns.date[0]: iso(day), columns.item[0]: node.id}
    for name, fact in book.rulebook.fields_.items():
        record.setdefault(name, plain_value(name, fact, day))
    conditions = [each.spec.when for each in book.chain(node.id)]
    for condition in (book.rulebook.entries.confirmed, *conditions):
        satisfy(book, record, condition)
    for rule in book.rulebook.entries.excluded:
        avoid(book, record, rule.when)
    record.update(facts or {})
    return record


def plain_value(name: str, fact: Fact, day: int) -> str:
    """A value that the field can have; texts are its own name."""
    if fact.default is not None:
        return fact.default
    if fact.kind == "choice":
        return fact.choices[0]
    if fact.kind == "yes_no":
        return fact.no
    if fact.kind == "date":
        return iso(day)
    if fact.kind in ("number", "percent", "minutes"):
        value = Fraction(1)
        value = max(value, fact.min) if fact.min is not None else value
        return decimal_text(min(value, fact.max) if fact.max is not None else value)
    return name if fact.kind == "text" else ""


def satisfy(book: Book, record: Record, condition: Condition | None) -> None:
    """Make the first alternative of a condition true, as far as it asks for plain values of fields."""
    for test in condition.any_of[0] if condition else ():
        fact = book.rulebook.fields_.get(test.name)
        if fact is not None:
            record[test.name] = _passing(record[test.name], test, fact)


def avoid(book: Book, record: Record, condition: Condition) -> None:
    """Make a condition false by its first test."""
    test = condition.any_of[0][0]
    fact = book.rulebook.fields_.get(test.name)
    if fact is None or not test.equals or record[test.name] not in test.equals:
        return
    others = [word for word in (*fact.choices, fact.no, fact.yes) if word and word not in test.equals]
    record[test.name] = others[0] if others else ""


def _passing(value: str, test: Test, fact: Fact) -> str:
    if test.blank is not None:
        return "" if test.blank else value
    if test.equals and not test.negated:
        return test.equals[0]
    if test.equals:
        words = [word for word in (value, *fact.choices, fact.yes, fact.no) if word and word not in test.equals]
        return words[0] if words else value
    grain = Fraction(1, 10**fact.decimals)
    for word, text in test.bounds:
        bound = parse_decimal(text.rstrip("%"))
        if bound is not None:
            value = decimal_text(bound + {"above": grain, "below": -grain}.get(word, Fraction(0)))
    return value
