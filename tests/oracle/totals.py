"""Step F: the plain sum, or named totals: accounts with an opening balance and resets, composites by weight (M12)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from math import floor

from dutyscore.rulebook.schema import Part, Total
from tests.oracle.awards import Award, Posting
from tests.oracle.days import date_of, number_of, rounded
from tests.oracle.facts import Names

Values = dict[str, dict[str, Fraction]]
"""Member -> name -> points."""


@dataclass
class Totals:
    """`values` are those of the nodes (sums of postings); `found` the totals by name, the empty name for the sum of all
    categories."""

    names: Names
    awards: list[Award]
    values: Values
    measures: dict[str, dict[str, Fraction | None]]
    found: dict[str, dict[str, Fraction]] = field(default_factory=dict)
    postings: list[Posting] = field(default_factory=list)
    not_scored: set[str] = field(default_factory=set)
    not_scored_in: set[tuple[str, str]] = field(default_factory=set)
    """The same by composite: (member, total)."""
    findings: set[tuple[str, ...]] = field(default_factory=set)

    def work_out(self) -> dict[str, Fraction]:
        """The main total of every member."""
        book = self.names.book
        for name, total in (book.totals or {}).items():
            one = self._composite if total.composite else self._sum
            self.found[name] = {member: one(name, total, member) for member in self.names.members}
        if book.totals:
            return self.found[book.main_total]
        self.found[""] = {}
        for member in self.names.members:
            raw = sum((self.values[member][category] for category in book.categories), Fraction(0))
            self.found[""][member] = raw if book.pointless else raw + self._rounding("", "", raw, member)
        return self.found[""]

    def own_postings(self) -> list[Posting]:
        """What was posted at the main total, beside the parts of a composite."""
        return [
            one
            for one in self.postings
            if isinstance(one.cause, tuple) and one.cause[0] == self.names.book.main_total and one.kind != "composite"
        ]

    def outside(self, member: str) -> Fraction:
        """M13: what the nodes have less what the main total takes of them."""
        book, values = self.names.book, self.values[member]
        if not book.main_total:
            return Fraction(0)
        taken = sum((values[node] for node in (book.totals or {})[book.main_total].of), Fraction(0))
        parts = (one for one in self.postings if one.member == member and one.kind == "composite")
        for one in parts:
            taken += one.points if isinstance(one.cause, tuple) and one.cause[0] == book.main_total else 0
        return sum((values[category] for category in book.categories), Fraction(0)) - taken

    def _post(self, kind: str, member: str, points: Fraction, name: str, of: str = "") -> Fraction:
        if points:
            self.postings.append(Posting(None, member, None, kind, points, (name, of)))
        return points

    def _sum(self, name: str, total: Total, member: str) -> Fraction:
        value = sum((self.values[member][node] for node in total.of), Fraction(0))
        opening = Fraction(0)
        if total.opening:
            past = self.names.question.history.past(member, 1)
            if past is None or name not in past.values:
                self.findings.add(("DS604", member))
            else:
                opening = self._post("opening", member, past.values[name], name)
        value += opening
        if total.resets:
            value += self._post("reset", member, -self._before(total, member, opening), name)
        return self._closed(name, "", total, member, value)

    def _before(self, total: Total, member: str, opening: Fraction) -> Fraction:
        """What was booked before the last day of reset that has come: the opening, and postings of entries at and below
        the total's nodes."""
        assert total.resets
        day = self._reset_day(total.resets)
        if day is None:
            return Fraction(0)
        inside = {node.id for node in self.names.nodes if any(step.id in total.of for step in node.path)}
        mine = [
            one for one in self.awards if one.entry.member == member and one.booked is not None and one.booked < day
        ]
        return opening + sum(
            (posting.points for award in mine for posting in award.postings if posting.node in inside), Fraction(0)
        )

    def _reset_day(self, month_day: tuple[int, int]) -> int | None:
        period = self.names.question.period
        days = []
        for year in range(date_of(period.first).year, date_of(period.last).year + 1):
            try:
                day = number_of(date(year, *month_day))
            except ValueError:  # 29 February of most years
                continue
            if day in period and day <= self.names.question.as_of:
                days.append(day)
        return max(days, default=None)

    def _closed(self, name: str, of: str, total: Total, member: str, value: Fraction) -> Fraction:
        """The floor of a total, and its rounding."""
        if total.never_below is not None and value < total.never_below:
            value += self._post("total_floor", member, total.never_below - value, name, of)
        return value + self._rounding(name, of, value, member)

    def _rounding(self, name: str, of: str, raw: Fraction, member: str) -> Fraction:
        points = self.names.book.points
        if points.total_step is None:
            return Fraction(0)
        return self._post("total_rounding", member, rounded(raw, points.total_step, points.rounding) - raw, name, of)

    # ------------------------------------------------------------ composites

    def _composite(self, name: str, total: Total, member: str) -> Fraction:
        """Each part exact, the sum rounded once, the parts posted in whole steps so that they add up: left-over steps
        go to the largest remainders, of equal ones to the earlier part."""
        points = self.names.book.points
        exact = [self._weighted(name, part, member) / points.step for part in total.composite]
        whole = rounded(sum(exact, Fraction(0)), Fraction(1), points.rounding)
        parts = [floor(part) for part in exact]
        order = sorted(range(len(parts)), key=lambda number: (parts[number] - exact[number], number))
        for number in range(int(whole) - sum(parts)):
            parts[order[number % len(parts)]] += 1
        for part, steps in zip(total.composite, parts, strict=True):
            self._post("composite", member, steps * points.step, name, part.of)
        return self._closed(name, total.composite[0].of, total, member, whole * points.step)

    def _weight(self, name: str, part: Part, member: str) -> Fraction:
        """M32: a constant, or by a fact of the roster; nothing for who has no word."""
        if part.weight.constant is not None:
            return part.weight.constant
        fact = part.weight.field or ""
        word = self.names.held(member, fact, self.names.held_on)
        if word is None:
            rows = self.names.members[member].held
            if not self.names.question.declared or any(row.on(self.names.held_on) for row in rows):
                self.findings.add(("DS607", member, fact))
            else:
                self.not_scored.add(member)
                self.not_scored_in.add((member, name))
        return part.weight.by.get(str(word), Fraction(0))

    def _weighted(self, name: str, part: Part, member: str) -> Fraction:
        value: Fraction | None
        weight = self._weight(name, part, member)
        if part.of in self.measures:
            value = self.measures[part.of][member]
        elif part.of in self.found:
            value = self.found[part.of][member]
        else:
            value = self.values[member][part.of]
        if value is None:
            if part.missing == "not_scored":
                self.not_scored.add(member)
                self.not_scored_in.add((member, name))
            elif part.missing == "error":
                self.findings.add(("DS607", member, part.of))
            value = Fraction(0)
        if part.full_marks is None:
            return value * weight
        if part.clip:
            value = min(max(value, Fraction(0)), part.full_marks)
        return value / part.full_marks * 100 * weight
