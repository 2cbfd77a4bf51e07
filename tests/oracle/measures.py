"""Measures: exact quantities of a member that are not points (section 4, M7)."""

from __future__ import annotations

from fractions import Fraction

from dutyscore.model.condition import Condition
from dutyscore.rulebook.schema import Measure
from tests.oracle.awards import Admission, timing
from tests.oracle.facts import Entry, Names


class Measures:
    """Values of measures over the admitted entries in force, whether an item takes them or not."""

    def __init__(self, names: Names, admitted: list[Admission]) -> None:
        self.names = names
        self.findings: set[tuple[str, ...]] = set()
        question = names.question
        self.entries = [
            entry
            for entry, verdict in zip(question.entries, admitted, strict=True)
            if not verdict.kind and not timing(question, entry, names.booked(entry, None))
        ]

    def all(self) -> dict[str, dict[str, Fraction | None]]:
        """Measure -> member -> value."""
        return {
            name: {member: self.value(name, member) for member in self.names.members}
            for name in self.names.book.measures
        }

    def value(self, name: str, member: str) -> Fraction | None:
        """The exact quantity; None where it is missing."""
        measure = self.names.book.measures[name]
        if measure.count is not None:
            return _beyond(measure, Fraction(len(self._of(member, measure.count))))
        if measure.sum is not None:
            return _beyond(measure, self._sum(member, measure.sum, measure.of))
        if measure.value is not None:
            return self._single(name, member, measure.value)
        assert measure.share is not None
        assert measure.among is not None
        part = self._quantity(member, measure.share, measure.among)
        whole = self._quantity(member, measure.among, None)
        return None if part is None or not whole else part / whole

    def _of(self, member: str, condition: Condition | None) -> list[Entry]:
        own = [entry for entry in self.entries if entry.member == member]
        return [entry for entry in own if condition is None or self.names.entry_fits(entry, condition)]

    def _sum(self, member: str, name: str, condition: Condition | None) -> Fraction:
        values = [self.names.entry_value(entry, name) for entry in self._of(member, condition)]
        return sum((value for value in values if isinstance(value, Fraction)), Fraction(0))

    def _quantity(self, member: str, wanted: Condition | str, among: Condition | str | None) -> Fraction | None:
        """Rows of a condition (a share counts them among those of the other condition), a field's sum, or a fact."""
        if isinstance(wanted, Condition):
            rows = self._of(member, wanted)
            if isinstance(among, Condition):
                rows = [entry for entry in rows if self.names.entry_fits(entry, among)]
            return Fraction(len(rows))
        if wanted in self.names.book.fields_:
            return self._sum(member, wanted, None)
        return self._fact(member, wanted)

    def _fact(self, member: str, name: str) -> Fraction | None:
        """The fact held on the last day of the selected stretch, or on `as_of` where that is earlier."""
        question = self.names.question
        value = self.names.held(member, name, min(question.selection.last, question.as_of))
        return value if isinstance(value, Fraction) else None

    def _single(self, measure: str, member: str, name: str) -> Fraction | None:
        if name in self.names.book.roster:
            return self._fact(member, name)
        values = [self.names.entry_value(entry, name) for entry in self._of(member, None)]
        filled = [value for value in values if isinstance(value, Fraction)]
        if len(filled) > 1:
            self.findings.add(("DS608", member, measure))
        return filled[0] if len(filled) == 1 else None


def _beyond(measure: Measure, amount: Fraction) -> Fraction:
    return amount if measure.beyond is None else max(Fraction(0), amount - measure.beyond)
