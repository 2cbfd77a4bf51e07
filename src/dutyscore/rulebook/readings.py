"""What every method asks of the rulebook: the fields it reads, the words of its table, the rungs of its ladder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise, product

from dutyscore.methods.per_unit import PerUnit
from dutyscore.methods.tiers import Step
from dutyscore.model.exact import decimal_text, parse_decimal
from dutyscore.model.written import Path, nearest
from dutyscore.rulebook.names import NUMBERS, Book, Meaning
from dutyscore.rulebook.nodes import FactorStep
from dutyscore.rulebook.placing import Report
from dutyscore.rulebook.schema import Fact

_SHOWN = 8
"""How many uncovered words a finding names."""

Table = Mapping[tuple[str, ...], object]
"""A tariff: the words of every level, and something."""


class Readings:
    """Checks that methods share; `path` leads to the part of the rulebook that is looked at."""

    def __init__(self, book: Book, report: Report, path: Path) -> None:
        self.book, self.report, self.path = book, report, path

    def exact(self, value: Fraction, path: Path) -> None:
        """A bound or a fixed amount is a whole number of steps: nobody could reach it otherwise."""
        step = self.book.rulebook.points.step
        if (value / step).denominator != 1:
            self.report.add("DS212", path, value=decimal_text(value), step=decimal_text(step))

    def need(self, path: Path, name: str | None, types: Sequence[str], known: Mapping[str, Meaning]) -> Meaning | None:
        """The meaning of a name that must be one of the known ones and of a fitting type."""
        if name is None:
            self.report.add("DS202", path[:-1], at_key=True, key=str(path[-1]))
            return None
        meaning = known.get(name)
        if meaning is None:
            self.report.unknown(path, name, nearest(name, tuple(known)), "field")
        elif meaning.type not in types:
            self.report.add("DS221", path, name=name, type=meaning.type, expected=", ".join(types))
            return None
        return meaning

    @property
    def everything(self) -> dict[str, Meaning]:
        """What a method can read of a row: entry fields, and facts of the member."""
        return {**self.book.facts, **self.book.fields}

    def fact(self, name: str | None) -> Fact | None:
        rulebook = self.book.rulebook
        return rulebook.fields_.get(name or "") or rulebook.roster.get(name or "")

    def part(self, method: PerUnit, path: Path, name: str, grain: Fraction | None) -> None:
        """What a part of a unit is worth must be said where a part of a unit can occur: where the quantity does not
        come in multiples of a grain that is a multiple of the unit."""
        whole = grain is not None and (grain / method.unit).denominator == 1
        if method.part is None and not whole:
            self.report.add("DS217", path, at_key=True, field=name, unit=decimal_text(method.unit))

    def rising(self, steps: Sequence[FactorStep], path: Path) -> None:
        for index, (lower, upper) in enumerate(pairwise(steps), start=1):
            low, high = bound_of(lower), bound_of(upper)
            if high < low or (high == low and not (lower.above is None and upper.above is not None)):
                self.report.add("DS211", (*path, "steps", index), value=decimal_text(high))

    def table(
        self, table: Table, levels: Sequence[Meaning], names: Sequence[str], path: Path,
        word: str, otherwise: bool,
    ) -> None:  # fmt: skip
        """The words of a table exist, and it lists all of them unless it says `otherwise`."""
        before = len(self.report.findings)
        for steps in dict.fromkeys(words[: depth + 1] for words in table for depth in range(len(words))):
            self._table_word((*path, word, *steps), steps[-1], levels[len(steps) - 1])
        if otherwise or len(self.report.findings) > before:
            return
        open_level = next((name for level, name in zip(levels, names, strict=True) if not level.words), None)
        uncovered = [] if open_level else list(_uncovered(table, levels))
        if open_level or uncovered:
            shown = ", ".join(uncovered[:_SHOWN]) + (", …" if len(uncovered) > _SHOWN else "")
            self.uncovered((*path, word), open_level or ", ".join(names), shown)

    def _table_word(self, path: Path, word: str, level: Meaning) -> None:
        if level.words:
            if word not in level.words:
                self.report.wrong_word(path, word, level.words, nearest(word, level.words), at_key=True)
        elif level.type in (*NUMBERS, "measure"):
            number = parse_decimal(word)
            plain = "" if number is None else decimal_text(number)
            if plain != word and not (number is not None and level.type == "measure"):
                self.report.add("DS204", path, at_key=True, fix=plain, value=word)

    def gap(self, steps: Sequence[Step | FactorStep], least: Fraction | None, name: str, path: Path) -> None:
        """Values below the first rung need `otherwise`, unless there are none."""
        if not steps:
            self.report.add("DS202", (*path, "steps"), at_key=True, key="at_least")
            return
        first = steps[0]
        bound = bound_of(first)
        if least is None or not (least >= bound if first.above is None else least > bound):
            sign = "<" if first.above is None else "<="
            self.uncovered(path, name, f"{sign} {decimal_text(bound)}")

    def bounds(self, steps: Sequence[Step], path: Path, *, shares: bool = False) -> None:
        """Bounds written as percents belong to shares only: of percentage points 90% would be a hundredth."""
        for index, step in enumerate(steps):
            if step.is_share and not shares:
                word = "at_least" if step.above is None else "above"
                self.report.add("DS204", (*path, "steps", index, word), value=f"{decimal_text(step.bound * 100)}%")

    def within(self, name: str | None, path: Path) -> None:
        """A fact of the roster that is declared as a group."""
        groups = tuple(fact for fact, declared in self.book.rulebook.roster.items() if declared.group)
        if name is not None and name not in groups:
            self.report.unknown(path, name, nearest(name, groups), "group")

    def uncovered(self, path: Path, name: str, shown: str) -> None:
        """Values that a table or ladder says nothing about."""
        self.report.add("DS210", path, at_key=True, field=name, uncovered=shown)


def bound_of(step: Step | FactorStep) -> Fraction:
    bound = step.above if step.at_least is None else step.at_least
    assert bound is not None
    return bound


def _uncovered(table: Table, levels: Sequence[Meaning]) -> Iterator[str]:
    """Combinations of words that a table does not list, a few of them."""
    found = 0
    for words in product(*(level.words for level in levels)):
        if words not in table:
            yield "/".join(words)
            found += 1
            if found > _SHOWN:
                return
