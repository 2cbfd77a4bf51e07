"""What a name means: entries, members, the tree, declared windows, the order (M1, M4, M5, M14)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from dutyscore.model.condition import Condition
from dutyscore.model.days import Stretch
from dutyscore.model.history import History
from dutyscore.rulebook.nodes import Group, Item
from dutyscore.rulebook.schema import Fact, Rulebook
from tests.oracle.conditions import Plain, Value, holds, passes
from tests.oracle.days import LENGTHS, calendar_window, day_of, moved

NUMERIC = ("number", "percent", "minutes")


@dataclass(frozen=True)
class Entry:
    """One row of the log."""

    member: str
    day: int
    project: str
    facts: Mapping[str, Plain]
    reviewer: str = ""


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
    """Everything a run is given. `declared` is False where the members were taken from the log; `versions` are the
    rulebooks that hold from a day on, where values change with the date."""

    book: Rulebook
    entries: tuple[Entry, ...]
    members: tuple[Member, ...]
    declared: bool
    period: Stretch
    selection: Stretch
    as_of: int
    history: History = field(default_factory=History)
    versions: tuple[tuple[int, Rulebook], ...] = ()

    def book_on(self, day: int) -> Rulebook:
        """The rulebook as it reads on a day; before the first change it reads as from there on."""
        found = self.versions[0][1] if self.versions else self.book
        for first, book in self.versions:
            found = book if first <= day else found
        return found


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


# ---------------------------------------------------------------- names


class Names:
    """Looks up what a name of the rulebook means for an entry or for a member on a day."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.book = question.book_on(question.period.last)
        self.nodes = tree(self.book)
        self._trees = {id(book): tree(book) for _, book in question.versions}
        self.members = {member.id: member for member in question.members}
        columns = self.book.entries.columns
        self._header = {self.book.subject: "member"}
        for meaning in ("member", "date", "item"):
            self._header.update(dict.fromkeys(getattr(columns, meaning), meaning))
        self._found: dict[str, list[Stretch]] = {}
        self._items = [node for node in self.nodes if isinstance(node.written, Item)]
        named = self._named()
        self.members = {name: member for name, member in self.members.items() if name in named or self._present(member)}
        lengths = {name: max(one.to - one.from_ + 1 for one in every) for name, every in self.book.windows.items()}
        lengths.update(LENGTHS)
        self.windows = (*sorted(lengths, key=lambda name: (lengths[name], name)), "period")

    # ------------------------------------------------------------ members

    def _present(self, member: Member) -> bool:
        """M30: whether a row of the roster holds on a day of the period; who has no row has no dates."""
        period = self.question.period
        days = range(period.first, period.last + 1)
        return not member.held or any(row.on(day) for row in member.held for day in days)

    def _named(self) -> set[str]:
        """Whom the entries name: their members, the people of rows that are opened, the heads that get copies."""
        found: set[str] = set()
        for entry in self.question.entries:
            found.add(entry.member)
            for node in self._items:
                item = node.written
                assert isinstance(item, Item)
                if item.split and item.split.among:
                    cell = self.entry_value(entry, item.split.among)
                    separator = self.book.fields_[item.split.among].separator or ""
                    found.update(name.strip() for name in str(cell or "").split(separator))
                if item.credit_to:
                    found.add(str(self.held(entry.member, item.credit_to.roster, entry.day)))
        return found

    # ------------------------------------------------------------ values that change, windows

    def on(self, node: Node, day: int) -> Node:
        """The node as it reads on a day."""
        book = self.question.book_on(day)
        return self._trees[id(book)][node.index] if self._trees else node

    def window_of(self, day: int, window: str) -> Stretch | None:
        """The window of a kind that holds a day; None for a day in none of the declared ones."""
        if window == "period":
            return Stretch(self.question.period.first, self.question.period.last)
        if window not in self.book.windows:
            return calendar_window(day, window)
        declared = (Stretch(one.from_, one.to) for one in self.book.windows[window])
        return next((stretch for stretch in declared if day in stretch), None)

    def windows_in(self, window: str) -> list[Stretch]:
        """Every such window that has a day in the period, in order of time."""
        period = self.question.period
        if window not in self._found:
            found = (self.window_of(day, window) for day in range(period.first, period.last + 1))
            self._found[window] = list(dict.fromkeys(stretch for stretch in found if stretch))
        return self._found[window]

    # ------------------------------------------------------------ facts

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

    def projects(self) -> set[str]:
        """Every project word that the book knows: those of items with entries, and of repairs."""
        known: set[str] = set()
        for node in self._items:
            assert isinstance(node.written, Item)
            if node.written.score.entry_method is not None:
                known |= {*self.own_words(node), *node.written.takes}
            if node.written.repairs:
                known.add(node.written.repairs.entry)
        return known

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
        return any(self.fits(node, replace(entry, member=owner)) for owner in self.owners(node, entry))

    def owners(self, node: Node, entry: Entry) -> list[str]:
        """Whose the entry would be at an item: the people of a row that is opened, else its own member; he answers for
        people whom nobody knows, too."""
        item = node.written
        assert isinstance(item, Item)
        if item.split is None or item.split.among is None:
            return [entry.member]
        cell = self.entry_value(entry, item.split.among)
        people = str(cell or "").split(self.book.fields_[item.split.among].separator or "")
        known = [name.strip() for name in people]
        return [name if name in self.members else entry.member for name in known]

    def fits(self, node: Node, entry: Entry) -> bool:
        """Every `when` and `for` from an item up to its category, asked of the entry's member."""
        path = self.on(node, entry.day).path
        conditions = [written for step in path for written in (step.written.when, step.written.for_) if written]
        return all(self.entry_fits(entry, condition) for condition in conditions)

    def taken_by(self, entry: Entry) -> list[Node]:
        return [node for node in self._items if self.takes(node, entry)]

    def entry_fits(self, entry: Entry, condition: Condition) -> bool:
        return holds(condition, lambda test: passes(test, self.entry_value(entry, test.name)))

    def in_for(self, node: Node, member: str) -> bool:
        """Whether amounts without entries of the node reach the member: `for` of the node and of all above it, judged
        on the day that the node's own `as_held` says (M8, M11)."""
        day = self.question.period.first if node.written.as_held == "at_start" else self.question.period.last
        return self.in_for_on(node, member, day)

    def in_for_on(self, node: Node, member: str, day: int) -> bool:
        conditions = [step.written.for_ for step in node.path if step.written.for_]
        return all(self.member_fits(member, condition, day) for condition in conditions)

    @property
    def held_on(self) -> int:
        """The day on which facts about members are read (M7, M14)."""
        return min(self.question.selection.last, self.question.as_of)

    def member_fits(self, member: str, condition: Condition, day: int) -> bool:
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

    def entry_order(self, number: int) -> tuple[object, ...]:
        """The same where no amount exists yet (M3)."""
        entry = self.question.entries[number]
        return self.order(entry, number, self.booked(entry, None) or 0, Fraction(0))

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
