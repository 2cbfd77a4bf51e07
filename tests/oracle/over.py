"""Values over another window than the period: what a condition or a ranking asks with `over` (M21)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from dutyscore.model.days import Stretch
from tests.oracle.awards import Award, Posting
from tests.oracle.days import calendar_window
from tests.oracle.facts import Names
from tests.oracle.measures import Measures

LIMITS = ("over_cap", "below_floor")


@dataclass(frozen=True)
class Over:
    """`worth` are the values of the period by member and word; `loose` are postings without an entry."""

    names: Names
    awards: list[Award]
    loose: list[Posting]
    measures: Measures
    worth: dict[str, dict[str, Fraction]]

    def value(self, member: str, name: str, window: str) -> Fraction | None:
        """The value over the window of this kind that holds the last day of the run; None where it is not known."""
        if name in self.names.book.measures:
            return self.measures.value(name, member, window)
        period, stretch = self.names.question.period, self.names.window_of(self.names.held_on, window)
        mine = self.worth[member].get(name)
        if mine is None or stretch is None:
            return None if mine is None else Fraction(0)
        if stretch.first < period.first:
            return self._with_past(member, name, stretch, mine)
        if stretch.first == period.first and stretch.last >= period.last:
            return mine
        return self._part(member, self._nodes(name), window, stretch)

    def _with_past(self, member: str, name: str, stretch: Stretch, mine: Fraction) -> Fraction | None:
        if period_kind(self.names) is None:  # the periods before a declared stretch of days are not told apart
            return None
        for back in range(1, periods_before(self.names, stretch) + 1):
            past = self.names.question.history.past(member, back)
            if past is None or name not in past.values:
                return None
            mine += past.values[name]
        return mine

    def _nodes(self, name: str) -> set[str]:
        """The nodes at and below what is asked."""
        totals, book = self.names.book.totals or {}, self.names.book
        tops = {name}
        if name == "total":
            tops = set(totals[book.main_total].of) if totals else set(book.categories)
        elif name in totals:
            tops = set(totals[name].of)
        return {node.id for node in self.names.nodes if any(step.id in tops for step in node.path)}

    def _part(self, member: str, nodes: set[str], window: str, stretch: Stretch) -> Fraction:
        """Postings of what was booked in the window; cuts and floors of windows that are no larger and begin in it."""
        order, found = self.names.windows, Fraction(0)
        for award in self.awards:
            if award.entry.member == member and award.booked is not None and award.booked in stretch:
                found += sum((one.points for one in award.postings if one.node in nodes), Fraction(0))
        for one in self.loose:
            if one.member == member and one.node in nodes and one.kind in LIMITS and isinstance(one.cause, tuple):
                fits = order.index(one.cause[1]) <= order.index(window)
                found += one.points if fits and one.window is not None and one.window in stretch else 0
        return found


def period_kind(names: Names) -> str | None:
    """The calendar window that the period is; None for a declared or rolling one, whose earlier ones have no dates."""
    kind = names.book.period
    return kind if isinstance(kind, str) else None


def periods_before(names: Names, stretch: Stretch) -> int:
    """How many earlier periods lie in a window; 0 where the period is no calendar window."""
    kind, count, day = period_kind(names), 0, names.question.period.first - 1
    while kind and calendar_window(day, kind).first >= stretch.first:
        count, day = count + 1, calendar_window(day, kind).first - 1
    return count
