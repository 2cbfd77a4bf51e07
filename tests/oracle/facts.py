"""What a name means: entries, members, the tree, windows of days, conditions, the order (M1, M4, M5, M14)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from dutyscore.model.condition import Condition, Test
from dutyscore.model.days import Stretch
from dutyscore.model.history import History
from dutyscore.rulebook.nodes import Group, Item
from dutyscore.rulebook.schema import Fact, Rulebook

Plain = str | Fraction | int | None
"""A fact: a word, a number, a day (int), or blank."""
Value = Plain | frozenset[str]
"""What a condition looks at; a set of words where several words are true at once (project words, vetoes)."""

CALENDAR_WINDOWS = ("day", "week", "month", "quarter", "half", "year")
WINDOWS = (*CALENDAR_WINDOWS, "period")
NUMERIC = ("number", "percent", "minutes")


@dataclass(frozen=True)
class Entry:
    """One row of the log."""

    member: str
    day: int
    project: str
    facts: Mapping[str, Plain]


@dataclass(frozen=True)
class Held:
    """Facts of a member from a day to a day, both included; None is open."""

    first: int | None
    last: int | None
    facts: Mapping[str, Plain]

    def on(self, day: int) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class Member:
    """Who is scored."""

    id: str
    held: tuple[Held, ...] = ()


@dataclass(frozen=True)
class Question:
    """Everything a run is given. `declared` is False where the members were taken from the log."""

    book: Rulebook
    entries: tuple[Entry, ...]
    members: tuple[Member, ...]
    declared: bool
    period: Stretch
    selection: Stretch
    as_of: int
    history: History = field(default_factory=History)


@dataclass(frozen=True)
class Node:
    """A node of the tree; `path` leads from the node itself up to its category."""

    id: str
    index: int
    written: Group | Item
    kind: str
    parent: Node | None

    @property
    def path(self) -> tuple[Node, ...]:
        return (self, *(self.parent.path if self.parent else ()))


def tree(book: Rulebook) -> tuple[Node, ...]:
    """All nodes, parents first, in the order of the file (groups before items, as `children` gives them)."""
    nodes: list[Node] = []

    def walk(name: str, written: Group | Item, parent: Node | None) -> None:
        kind = "item" if isinstance(written, Item) else "group" if parent else "category"
        node = Node(name, len(nodes), written, kind, parent)
        nodes.append(node)
        if isinstance(written, Group):
            for child, inner in written.children():
                walk(child, inner, node)

    for name, category in book.categories.items():
        walk(name, category, None)
    return tuple(nodes)


def children_first(nodes: tuple[Node, ...]) -> Iterator[Node]:
    """Each node after all nodes below it."""
    return reversed(nodes)


# ---------------------------------------------------------------- days


def day_of(text: str) -> int:
    return (date.fromisoformat(text) - date(1970, 1, 1)).days


def date_of(day: int) -> date:
    return date(1970, 1, 1) + timedelta(days=day)


def calendar_window(day: int, window: str) -> Stretch:
    """The day, ISO week, month, quarter, half or year that holds a day."""
    when = date_of(day)
    if window == "day":
        return Stretch(day, day)
    if window == "week":
        return Stretch(day - when.weekday(), day - when.weekday() + 6)
    months = {"month": 1, "quarter": 3, "half": 6, "year": 12}[window]
    start = date(when.year, (when.month - 1) // months * months + 1, 1)
    end = date(start.year, start.month + months - 1, 28) + timedelta(days=4)
    return Stretch((start - date(1970, 1, 1)).days, (end.replace(day=1) - date(1970, 1, 1)).days - 1)


def window_of(day: int, window: str, period: Stretch) -> Stretch:
    return Stretch(period.first, period.last) if window == "period" else calendar_window(day, window)


def windows_in(window: str, period: Stretch) -> Iterator[Stretch]:
    """Every such window that has a day in the period."""
    day = period.first
    while day <= period.last:
        stretch = window_of(day, window, period)
        yield stretch
        day = stretch.last + 1


def rounded(value: Fraction, step: Fraction, how: str) -> Fraction:
    """`value` as a multiple of `step`: the size is rounded, the sign kept."""
    size = abs(value) / step
    whole = size.numerator // size.denominator
    rest = size - whole
    up = {
        "down": False,
        "up": rest > 0,
        "half_up": rest >= Fraction(1, 2),
        "half_even": rest > Fraction(1, 2) or (rest == Fraction(1, 2) and whole % 2 == 1),
    }[how]
    return (whole + up) * step * (-1 if value < 0 else 1)


# ---------------------------------------------------------------- names


class Names:
    """Looks up what a name of the rulebook means for an entry or for a member on a day."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.book = question.book
        self.nodes = tree(self.book)
        self.members = {member.id: member for member in question.members}
        columns = self.book.entries.columns
        self._header = {self.book.subject: "member"}
        for meaning in ("member", "date", "item"):
            self._header.update(dict.fromkeys(getattr(columns, meaning), meaning))
        self._items = [node for node in self.nodes if isinstance(node.written, Item)]

    def held(self, member: str, name: str, day: int) -> Plain:
        """The roster fact on that day; blank where no row of the roster is valid."""
        for row in self.members[member].held if member in self.members else ():
            if row.on(day):
                value = row.facts.get(name)
                return defaulted(self.book.roster[name], value)
        return None

    def entry_value(self, entry: Entry, name: str) -> Value:
        """A field, a structural column by its header word, or a roster fact on the event date (section 2)."""
        if name in self.book.fields_:
            return defaulted(self.book.fields_[name], entry.facts.get(name))
        if name in self.book.roster:
            return self.held(entry.member, name, entry.day)
        meaning = self._header[name]
        if meaning == "item":
            return self.meant_by(entry.project)
        return entry.member if meaning == "member" else entry.day

    def key_value(self, entry: Entry, name: str) -> Plain:
        """The same as something that can equal another: the item word stands for its item (M3)."""
        value = self.entry_value(entry, name)
        if isinstance(value, frozenset):
            return self.canonical(entry.project)
        return value

    def own_words(self, node: Node) -> tuple[str, ...]:
        assert isinstance(node.written, Item)
        return (node.id, node.written.name, *node.written.aliases)

    def canonical(self, word: str) -> str:
        """The id of the item that is called so; a word that only `takes` names stands for itself."""
        return next((node.id for node in self._items if word in self.own_words(node)), word)

    def meant_by(self, word: str) -> frozenset[str]:
        """Every word under which a condition finds an entry with this project word."""
        called = [self.own_words(node) for node in self._items if word in self.own_words(node)]
        return frozenset({word, *(other for words in called for other in words)})

    def takes(self, node: Node, entry: Entry) -> bool:
        """M1: the word, and every `when` and `for` from the item up to its category."""
        item = node.written
        if not isinstance(item, Item) or item.score.entry_method is None:
            return False
        if entry.project not in (*self.own_words(node), *item.takes):
            return False
        conditions = [written for step in node.path for written in (step.written.when, step.written.for_) if written]
        return all(self.entry_fits(entry, condition) for condition in conditions)

    def taken_by(self, entry: Entry) -> list[Node]:
        return [node for node in self._items if self.takes(node, entry)]

    def entry_fits(self, entry: Entry, condition: Condition) -> bool:
        return holds(condition, lambda test: passes(test, self.entry_value(entry, test.name)))

    def in_for(self, node: Node, member: str) -> bool:
        """Whether amounts without entries of the node reach the member: `for` of the node and of all above it, judged
        on the day that the node's own `as_held` says (M8, M11)."""
        day = self.question.period.first if node.written.as_held == "at_start" else self.question.period.last
        conditions = [step.written.for_ for step in node.path if step.written.for_]
        return all(self._member_fits(member, condition, day) for condition in conditions)

    def _member_fits(self, member: str, condition: Condition, day: int) -> bool:
        return holds(condition, lambda test: passes(test, self.held(member, test.name, day)))

    def booked(self, entry: Entry, node: Node | None) -> int | None:
        """M5: the booked date at an item (None: the book's own); None when it belongs to no year of its window."""
        path = node.path if node else ()
        name = next((step.written.booked_by for step in path if step.written.booked_by), self.book.entries.booked_by)
        day = entry.day if name is None else self.entry_value(entry, name)
        if not isinstance(day, int):
            raise RefusedError("DS306", name or "")
        window = next((step.written.window for step in path if step.written.window), None)
        return day if window is None else moved(day, window.from_, window.to)

    def order(self, entry: Entry, number: int, booked: int, amount: Fraction, place: int = 0) -> tuple[object, ...]:
        """M4: the key by which entries stand in order, whatever the order of rows."""
        return (
            booked,
            entry.day,
            tuple(self._sortable(entry, name) for name in self.book.entries.order_by),
            -amount,
            tuple(self._sortable(entry, name) for name in self.book.fields_),
            entry.project,
            entry.member,
            number,
            place,
        )

    def _sortable(self, entry: Entry, name: str) -> tuple[object, ...]:
        value = self.entry_value(entry, name)
        if isinstance(value, frozenset):
            value = entry.project
        if value is None:
            return (0,)
        fact = self.book.fields_.get(name)
        declared = () if fact is None else fact.choices or ((fact.yes, fact.no) if fact.kind == "yes_no" else ())
        return (1, declared.index(str(value)) if declared else value)


class RefusedError(Exception):
    """An entry that cannot be valued: the finding's code and the field at fault."""

    def __init__(self, code: str, name: str) -> None:
        super().__init__(code, name)
        self.code = code
        self.name = name


def defaulted(fact: Fact, value: Plain) -> Plain:
    """A blank takes the field's written default, if there is one (section 2)."""
    if value is not None or fact.default is None:
        return value
    if fact.kind in NUMERIC:
        return Fraction(fact.default)
    return day_of(fact.default) if fact.kind == "date" else fact.default


def moved(day: int, start: tuple[int, int], end: tuple[int, int]) -> int | None:
    """M5: a day moved into the year that a booking window assigns it to, on that year's nearest day.

    A window over the turn of the year belongs to the year in which its larger part lies.
    """
    when = date_of(day)
    here = (when.month, when.day)
    if start <= end:
        return day if start <= here <= end else None
    if end < here < start:
        return None
    if start[0] > 6:  # the part after `from` counts for the year that follows
        return day if here <= end else (date(when.year + 1, 1, 1) - date(1970, 1, 1)).days
    return day if here >= start else (date(when.year - 1, 12, 31) - date(1970, 1, 1)).days


# ---------------------------------------------------------------- conditions


def holds(condition: Condition, passed: Callable[[Test], bool]) -> bool:
    """Any group of tests in which all hold."""
    return any(all(passed(test) for test in group) for group in condition.any_of)


def passes(test: Test, value: Value, percent: Fraction = Fraction(1)) -> bool:
    """One test of one value. A blank fails everything but `blank`, also under `not` (section 2).

    `percent` is what 1% means for this value: facts count in percentage points, shares do not.
    """
    if value is None:
        return test.blank is True and not test.bounds and not test.equals
    if test.blank is True:
        return False
    found = True
    if test.equals:
        found = any(_equal(value, text, percent) for text in test.equals)
    for word, text in test.bounds:
        found = found and _within(value, word, text, percent)
    return found != test.negated


def _number(text: str, percent: Fraction) -> Fraction:
    return Fraction(text.removesuffix("%").strip()) * (percent if text.endswith("%") else 1)


def _equal(value: Value, text: str, percent: Fraction) -> bool:
    if isinstance(value, frozenset):
        return text in value
    if isinstance(value, Fraction):
        return value == _number(text, percent)
    return value == (day_of(text) if isinstance(value, int) else text)


def _within(value: Value, word: str, text: str, percent: Fraction) -> bool:
    assert isinstance(value, Fraction | int), "bounds are for numbers and dates"
    bound = _number(text, percent) if isinstance(value, Fraction) else day_of(text)
    return {
        "at_least": value >= bound, "above": value > bound, "at_most": value <= bound, "below": value < bound,
    }[word]  # fmt: skip
