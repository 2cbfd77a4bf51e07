"""How items value entries and measures: the fields their methods read, the words and numbers their tables list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise, product

from dutyscore.methods.given import Given
from dutyscore.methods.lookup import Lookup
from dutyscore.methods.per_unit import PerUnit
from dutyscore.methods.tiers import Step, Tiers
from dutyscore.model.exact import decimal_text, parse_decimal
from dutyscore.model.written import Path, nearest
from dutyscore.rulebook.names import NUMBERS, WORDS, Book, Meaning, measure_decimals
from dutyscore.rulebook.nodes import FactorStep, Item, Split, Times
from dutyscore.rulebook.placing import Report
from dutyscore.rulebook.schema import Fact, Measure

_Table = Mapping[tuple[str, ...], object]
_SHOWN = 8
"""How many uncovered words a finding names."""


class Tariffs:
    """Checks the tariffs of one item; `path` leads to the item."""

    def __init__(self, book: Book, report: Report, path: Path) -> None:
        self.book, self.report, self.path = book, report, path

    def run(self, item: Item) -> None:
        path = (*self.path, "score")
        score = item.score
        if score.of is not None:
            self._measured(item, path, score.of)
        elif score.fixed is not None:
            self.exact(score.fixed.points, (*path, "fixed"))
        for method in (score.per_unit, score.lookup, score.tiers, score.given) if score.of is None else ():
            if isinstance(method, PerUnit):
                self._per_unit(method, (*path, "per_unit"))
            elif isinstance(method, Lookup):
                self._lookup(method, (*path, "lookup"))
            elif isinstance(method, Tiers):
                self._tiers(method, (*path, "tiers"))
            elif isinstance(method, Given):
                self._given(method, (*path, "given"))
        for index, times in enumerate(item.times):
            self._times(times, (*self.path, "times", index))
        if item.split:
            self._split(item.split, (*self.path, "split"))

    def exact(self, value: Fraction, path: Path) -> None:
        """A bound or a fixed amount is a whole number of steps: nobody could reach it otherwise."""
        step = self.book.rulebook.points.step
        if (value / step).denominator != 1:
            self.report.add("DS212", path, value=decimal_text(value), step=decimal_text(step))

    # ---------------------------------------------------------------------------------------- names of fields

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
    def _all(self) -> dict[str, Meaning]:
        """What a method can read of a row: entry fields, and facts of the member."""
        return {**self.book.facts, **self.book.fields}

    def _fact(self, name: str | None) -> Fact | None:
        rulebook = self.book.rulebook
        return rulebook.fields_.get(name or "") or rulebook.roster.get(name or "")

    # ---------------------------------------------------------------------------------------- methods over entries

    def _per_unit(self, method: PerUnit, path: Path) -> None:
        meaning = self.need((*path, "field"), method.field, NUMBERS, self._all)
        fact = self._fact(method.field)
        if meaning and fact:
            self._part(method, path, method.field or "", fact.decimals)

    def _part(self, method: PerUnit, path: Path, name: str, decimals: int | None) -> None:
        """What a part of a unit is worth must be said where a part of a unit can occur."""
        whole = decimals is not None and (Fraction(1, 10**decimals) / method.unit).denominator == 1
        if method.part is None and not whole:
            self.report.add("DS217", path, at_key=True, field=name, unit=decimal_text(method.unit))

    def _lookup(self, method: Lookup, path: Path) -> None:
        names = method.fields()
        if not names:
            self.need((*path, "field"), None, (), {})
        places = [(*path, "field")] if method.field else [(*path, "fields", index) for index in range(len(names))]
        levels = [
            self.need(place, name, (*WORDS, *NUMBERS), self._all) for place, name in zip(places, names, strict=True)
        ]
        found = [level for level in levels if level is not None]
        if names and len(found) == len(names):
            self._table(method.points, found, names, path, "points", method.otherwise is not None)

    def _tiers(self, method: Tiers, path: Path) -> None:
        meaning = self.need((*path, "field"), method.field, NUMBERS, self._all)
        fact = self._fact(method.field)
        if meaning and fact and method.kind == "reached" and method.otherwise is None:
            self._gap(method.steps, fact.min, method.field or "", path)

    def _given(self, method: Given, path: Path) -> None:
        self.need((*path, "field"), method.field, NUMBERS, self.book.fields)
        self.need((*path, "note"), method.note, WORDS, self.book.fields)
        self.need((*path, "by"), method.by, WORDS, {**self.book.structural, **self.book.fields})
        for word, bound in (("min", method.min), ("max", method.max)):
            self.exact(bound, (*path, word))
        if method.min > method.max:
            self.report.add("DS218", (*path, "min"), value=decimal_text(method.min))

    # ---------------------------------------------------------------------------------------- measures with a scale

    def _measured(self, item: Item, path: Path, name: str) -> None:
        measures = self.book.rulebook.measures
        measure = measures.get(name)
        if measure is None:
            self.report.unknown((*path, "of"), name, nearest(name, tuple(measures)), "measure")
        score = item.score
        for word, method in (("per_unit", score.per_unit), ("lookup", score.lookup), ("tiers", score.tiers)):
            for field in sorted(method.model_fields_set & {"field", "fields_"}) if method else ():
                if getattr(method, field):
                    key = field.rstrip("_")
                    self.report.add("DS201", (*path, word, key), at_key=True, key=key, nearest="")
        if measure is None:
            return
        if score.per_unit:
            self._part(score.per_unit, (*path, "per_unit"), name, measure_decimals(self.book.rulebook, measure))
        if score.lookup:
            self._table(score.lookup.points, [Meaning("measure")], (name,), (*path, "lookup"), "points",
                        score.lookup.otherwise is not None)  # fmt: skip
        if score.tiers and score.tiers.kind == "reached" and score.tiers.otherwise is None:
            self._gap(score.tiers.steps, self._least(measure), name, (*path, "tiers"))

    def _least(self, measure: Measure) -> Fraction | None:
        """A number that no value of a measure is below, if there is one."""
        fact = self._fact(measure.sum or measure.value)
        if measure.kind in ("sum", "value"):
            least = fact.min if fact else None
            return least if least is None or measure.kind == "value" else Fraction(0) if least >= 0 else None
        return None if isinstance(measure.share, str) else Fraction(0)

    # ---------------------------------------------------------------------------------------- factors and shares

    def _times(self, times: Times, path: Path) -> None:
        if times.field is None:
            return
        if times.steps is not None:
            meaning = self.need((*path, "field"), times.field, NUMBERS, self._all)
            self._rising(times.steps, path)
            fact = self._fact(times.field)
            if meaning and fact and times.otherwise is None:
                self._gap(times.steps, fact.min, times.field, path)
            return
        meaning = self.need((*path, "field"), times.field, WORDS, self._all)
        if meaning and times.by is not None:
            table: _Table = {(word,): None for word in times.by}
            self._table(table, [meaning], (times.field,), path, "by", times.otherwise is not None)

    def _rising(self, steps: Sequence[FactorStep], path: Path) -> None:
        for index, (lower, upper) in enumerate(pairwise(steps), start=1):
            low, high = _bound(lower), _bound(upper)
            if high < low or (high == low and not (lower.above is None and upper.above is not None)):
                self.report.add("DS211", (*path, "steps", index), value=decimal_text(high))

    def _split(self, split: Split, path: Path) -> None:
        if split.by is not None:
            meaning = self.need((*path, "by"), split.by, ("choice", "yes_no"), self._all)
            if meaning:
                table: _Table = {(word,): None for word in split.shares or {}}
                self._table(table, [meaning], (split.by,), path, "shares", False)
        if split.per is not None:
            self.need((*path, "per"), split.per, WORDS, self.book.fields)
        if split.count is not None:
            self.need((*path, "count"), split.count, ("number",), self.book.fields)

    # ---------------------------------------------------------------------------------------- tables and ladders

    def _table(
        self, table: _Table, levels: Sequence[Meaning], names: Sequence[str], path: Path,
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
            self.report.add("DS210", (*path, word), at_key=True, field=open_level or ", ".join(names), uncovered=shown)

    def _table_word(self, path: Path, word: str, level: Meaning) -> None:
        if level.words:
            if word not in level.words:
                self.report.wrong_word(path, word, level.words, nearest(word, level.words), at_key=True)
        elif level.type in (*NUMBERS, "measure"):
            number = parse_decimal(word)
            plain = "" if number is None else decimal_text(number)
            if plain != word and not (number is not None and level.type == "measure"):
                self.report.add("DS204", path, at_key=True, fix=plain, value=word)

    def _gap(self, steps: Sequence[Step | FactorStep], least: Fraction | None, name: str, path: Path) -> None:
        """Values below the first rung need `otherwise`, unless there are none."""
        if not steps:
            self.report.add("DS202", (*path, "steps"), at_key=True, key="at_least")
            return
        first = steps[0]
        bound = _bound(first)
        if least is None or not (least >= bound if first.above is None else least > bound):
            sign = "<" if first.above is None else "<="
            self.report.add("DS210", path, at_key=True, field=name, uncovered=f"{sign} {decimal_text(bound)}")


def _bound(step: Step | FactorStep) -> Fraction:
    bound = step.above if step.at_least is None else step.at_least
    assert bound is not None
    return bound


def _uncovered(table: _Table, levels: Sequence[Meaning]) -> Iterator[str]:
    """Combinations of words that a table does not list, a few of them."""
    found = 0
    for words in product(*(level.words for level in levels)):
        if words not in table:
            yield "/".join(words)
            found += 1
            if found > _SHOWN:
                return
