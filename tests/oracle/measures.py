"""Measures: exact quantities of a member that are not points (section 4, M7)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from dutyscore.model.condition import Condition
from dutyscore.model.days import Stretch
from tests.oracle.awards import Admission, timing
from tests.oracle.course import force
from tests.oracle.facts import Entry, Names, Node
from tests.oracle.methods import factor


@dataclass(frozen=True)
class Seen:
    """An entry that measures may read, by its number in the log."""

    number: int
    entry: Entry
    booked: int
    inside: bool
    """Booked in the selected part of the period."""


class Measures:
    """Values of measures over the admitted entries in force, whether an item takes them or not."""

    def __init__(self, names: Names, admitted: list[Admission]) -> None:
        self.names = names
        self.findings: set[tuple[str, ...]] = set()
        self.worth: dict[str, dict[str, Fraction]] = {}
        """What nodes and totals are worth, member by member, once they are known."""
        book = names.book
        self._points = {"total", *(book.totals or {}), *(node.id for node in names.nodes)}
        passed = [number for number, verdict in enumerate(admitted) if not verdict.kind]
        self.entries: list[Seen] = []
        for number in passed:
            entry = names.question.entries[number]
            booked = names.booked(entry, None)
            assert booked is not None
            if entry.day <= names.question.as_of and not self._gone(passed, number, entry):
                self.entries.append(Seen(number, entry, booked, not timing(names.question, entry, booked)))

    def _gone(self, passed: list[int], number: int, entry: Entry) -> bool:
        """Out of force at `as_of` for an item that takes the entry."""
        nodes: list[Node] = self.names.taken_by(entry)
        return any(force(self.names, passed, entry, node).ended(self.names.question.as_of) for node in nodes)

    def all(self) -> dict[str, dict[str, Fraction | None]]:
        """Measure -> member -> value."""
        return {
            name: {member: self.value(name, member) for member in self.names.members}
            for name in self.names.book.measures
        }

    def hundredths(self, name: str) -> int:
        """What turns a value into percentage points: 100 for a share, and for a gap in percent of its plan."""
        measure = self.names.book.measures[name]
        return 100 if measure.kind == "share" or measure.in_ == "percent_of_plan" else 1

    def value(self, name: str, member: str, over: str | None = None) -> Fraction | None:
        """The exact quantity, in its own window or in another; None where it is missing."""
        measure = self.names.book.measures[name]
        if self.looks_at_points(name):
            return self._of_points(name, member)
        over = over or measure.over
        rows = self._of(member, name, "of", over)
        if measure.count is not None:
            return _beyond(measure.beyond, Fraction(len(self._of(member, name, "count", over))))
        if measure.sum is not None:
            return _beyond(measure.beyond, sum((self._weighed(name, one) for one in rows), Fraction(0)))
        if measure.value is not None:
            return self._single(name, member, measure.value, rows)
        if measure.last is not None:
            return self._last(measure.last, rows)
        if measure.mean is not None:
            values = self._numbers(measure.mean, rows)
            return sum(values, Fraction(0)) / len(values) if values else None
        if measure.behind is not None:
            done = self._single(name, member, measure.behind, rows)
            plan = self._single(name, member, measure.plan or "", rows)
            if done is None or plan is None or (measure.in_ == "percent_of_plan" and not plan):
                return None
            return (plan - done) / (plan if measure.in_ == "percent_of_plan" else 1)
        assert measure.share is not None
        assert measure.among is not None
        part = self._quantity(member, name, "share", over)
        whole = self._quantity(member, name, "among", over)
        return None if part is None or not whole else part / whole

    def looks_at_points(self, name: str) -> bool:
        """M28: whether a measure is known only when the totals are."""
        one = self.names.book.measures[name]
        return bool(
            {one.value, one.share, one.among, one.behind, one.plan} & self._points if one.count is None else set()
        )

    def _of_points(self, name: str, member: str) -> Fraction | None:
        """A node or total as a value, a part of another one, or behind a plan."""
        one = self.names.book.measures[name]
        if one.value is not None:
            return self._worth(member, one.value)
        part, whole = (one.behind, one.plan) if one.behind is not None else (one.share, one.among)
        mine, other = self._worth(member, str(part)), self._worth(member, str(whole))
        if mine is None or other is None:
            return None
        gap = mine if one.behind is None else other - mine
        if one.in_ == "points":
            return gap
        return gap / other if other else None

    def _worth(self, member: str, name: str) -> Fraction | None:
        return self.worth.get(member, {}).get(name) if name in self._points else self._fact(member, name)

    def rows(self, name: str, member: str) -> list[int]:
        """The entries that make up a count or a sum."""
        measure = self.names.book.measures[name]
        return [one.number for one in self._of(member, name, "count" if measure.count else "of", measure.over)]

    # ------------------------------------------------------------ entries

    def _of(self, member: str, name: str, key: str, over: str | None) -> list[Seen]:
        """Entries of a member in the selected stretch, or in the window `over` that holds the last day of the run, that
        satisfy what the measure says under a key; all of them where it says nothing there."""
        own = [one for one in self.entries if one.entry.member == member]
        if over is None:
            own = [one for one in own if one.inside]
        else:
            window = self.names.window_of(self.names.held_on, over)
            own = [one for one in own if window and self._within(one, window)]
        return [one for one in own if self._fits(one.entry, name, key)]

    def _fits(self, entry: Entry, name: str, key: str) -> bool:
        """M31: a condition of a measure takes the numbers in force on the entry's event date."""
        condition = getattr(self.names.question.book_on(entry.day).measures[name], key, None)
        return not isinstance(condition, Condition) or self.names.entry_fits(entry, condition)

    def _within(self, one: Seen, window: Stretch) -> bool:
        return one.booked in window and one.booked <= self.names.question.as_of

    def _numbers(self, name: str, rows: list[Seen]) -> list[Fraction]:
        values = [self.names.entry_value(one.entry, name) for one in rows]
        return [value for value in values if isinstance(value, Fraction)]

    def _weighed(self, name: str, one: Seen) -> Fraction:
        """An entry's part of a sum, by the factors in force on its date."""
        measure = self.names.question.book_on(one.entry.day).measures[name]
        value = self.names.entry_value(one.entry, measure.sum or "")
        if not isinstance(value, Fraction):
            return Fraction(0)
        for times in measure.times:
            value *= factor(self.names, times, one.entry)
        return value

    def _quantity(self, member: str, name: str, key: str, over: str | None) -> Fraction | None:
        """Rows of a condition (a share counts them among those of the other condition), a field's sum, or a fact."""
        wanted = getattr(self.names.book.measures[name], key)
        if isinstance(wanted, Condition):
            rows = self._of(member, name, key, over)
            return Fraction(sum(self._fits(one.entry, name, "among") for one in rows))
        if wanted in self.names.book.fields_:
            return sum(self._numbers(wanted, self._of(member, name, "", over)), Fraction(0))
        return self._fact(member, wanted)

    def _fact(self, member: str, name: str) -> Fraction | None:
        """The fact held on the last day of the selected stretch, or on `as_of` where that is earlier."""
        value = self.names.held(member, name, self.names.held_on)
        return value if isinstance(value, Fraction) else None

    def _single(self, measure: str, member: str, name: str, rows: list[Seen]) -> Fraction | None:
        """Exactly one value; two are an error, none is missing."""
        if name in self.names.book.roster:
            return self._fact(member, name)
        filled = self._numbers(name, rows)
        if len(filled) > 1:
            self.findings.add(("DS608", member, measure))
        return filled[0] if len(filled) == 1 else None

    def _last(self, name: str, rows: list[Seen]) -> Fraction | None:
        """The value of the latest entry that has one."""
        filled = [one for one in rows if isinstance(self.names.entry_value(one.entry, name), Fraction)]
        if not filled:
            return None
        value = self.names.entry_value(max(filled, key=lambda one: self.names.entry_order(one.number)).entry, name)
        return value if isinstance(value, Fraction) else None


def _beyond(free: Fraction | None, amount: Fraction) -> Fraction:
    return amount if free is None else max(Fraction(0), amount - free)
