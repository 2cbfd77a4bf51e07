"""Two items that can take the same entry without saying that this is meant."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from fractions import Fraction

from dutyscore.model.condition import Condition, Test
from dutyscore.model.exact import parse_decimal
from dutyscore.rulebook.names import Book, Position
from dutyscore.rulebook.placing import Report
from dutyscore.rulebook.words import taken_words

_Bound = tuple[Fraction, bool]
_Interval = tuple[_Bound | None, _Bound | None]


def check_takers(book: Book, report: Report) -> None:
    """Items that answer to one word need `stages: true` or a `pick` above both, or conditions apart."""
    known: dict[str, list[Position]] = {}
    told: set[tuple[str, str]] = set()
    for position, item in book.items:
        for word in dict.fromkeys(_spelling(word) for word in taken_words(position.id, item)):
            for other in known.setdefault(word, []):
                if (other.id, position.id) in told or _meant(other, position) or _apart(other, position):
                    continue
                told.add((other.id, position.id))
                also = (report.place(other.path, at_key=True),)
                items = f"{other.node.name}, {position.node.name}"
                report.add("DS220", position.path, at_key=True, also=also, project=word, items=items)
            known[word].append(position)


def _spelling(word: str) -> str:
    return unicodedata.normalize("NFKC", word).strip()


def _meant(one: Position, other: Position) -> bool:
    """Whether a group that holds both says that their points add up, or chooses among them."""
    shared = [group for group in one.above if any(group is above for above in other.above)]
    return any(group.stages or group.pick for group in shared)


def _conditions(position: Position) -> Iterator[Condition]:
    for node in (*position.above, position.node):
        yield from (condition for condition in (node.when, node.for_) if condition)


def _apart(one: Position, other: Position) -> bool:
    """Whether no entry satisfies the conditions of both."""
    return any(_exclude(left, right) for left in _conditions(one) for right in _conditions(other))


def _exclude(left: Condition, right: Condition) -> bool:
    return all(
        any(_contradict(a, b) for a in some for b in others if a.name == b.name)
        for some in left.any_of
        for others in right.any_of
    )


def _contradict(a: Test, b: Test) -> bool:
    """Whether no value passes both tests."""
    if a.blank is not None or b.blank is not None:
        return _empty(a) != _empty(b) and (a.blank is True or b.blank is True)
    if a.equals and b.equals:
        mine, theirs = set(a.equals), set(b.equals)
        if a.negated and b.negated:
            return False
        if a.negated or b.negated:
            return theirs <= mine if a.negated else mine <= theirs
        return not mine & theirs
    if a.negated or b.negated:
        return False
    return bool(a.bounds or b.bounds) and _disjoint(_interval(a), _interval(b))


def _empty(test: Test) -> bool:
    return test.blank is True


def _interval(test: Test) -> _Interval:
    """What a test admits, as a lower and an upper bound with whether each is included; None is open."""
    if len(test.equals) == 1 and (value := parse_decimal(test.equals[0])) is not None:
        return (value, True), (value, True)
    bounds = [(bound, word) for word, text in test.bounds if (bound := parse_decimal(text)) is not None]
    lows = [(bound, word == "at_least") for bound, word in bounds if word in ("at_least", "above")]
    highs = [(bound, word == "at_most") for bound, word in bounds if word in ("at_most", "below")]
    return (
        max(lows, key=lambda low: (low[0], not low[1]), default=None),
        min(highs, key=lambda high: (high[0], high[1]), default=None),
    )


def _disjoint(one: _Interval, other: _Interval) -> bool:
    for low, high in ((one[0], other[1]), (other[0], one[1])):
        if low and high and (low[0] > high[0] or (low[0] == high[0] and not (low[1] and high[1]))):
            return True
    return False
