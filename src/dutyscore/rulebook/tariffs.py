"""How items value entries: the methods, factors and shares, and how long an award lasts."""

from __future__ import annotations

from fractions import Fraction

from dutyscore.methods.given import Given
from dutyscore.methods.lookup import Lookup
from dutyscore.methods.panel import Panel
from dutyscore.methods.per_unit import PerUnit
from dutyscore.methods.tiers import Tiers
from dutyscore.model.exact import decimal_text
from dutyscore.model.written import Path, nearest
from dutyscore.rulebook.course import Repairs, Valid
from dutyscore.rulebook.names import NUMBERS, WORDS
from dutyscore.rulebook.nodes import Credit, Item, Score, Split, Times
from dutyscore.rulebook.readings import Readings, Table


class Tariffs(Readings):
    """Checks the tariffs of one item; `path` leads to the item, or to a part of the rulebook that has factors."""

    def run(self, item: Item) -> None:
        if item.score.entry_method is not None:
            self._method(item.score, (*self.path, "score"))
        for index, times in enumerate(item.times):
            self.times(times, (*self.path, "times", index))
        if item.split:
            self._split(item.split, (*self.path, "split"))
        if item.valid:
            self._valid(item.valid, (*self.path, "valid"))
        if item.credit_to:
            self._credit(item.credit_to, (*self.path, "credit_to"))
        if item.repairs:
            self._repairs(item.repairs, (*self.path, "repairs"))

    def _method(self, score: Score, path: Path) -> None:
        if score.per_unit:
            self._per_unit(score.per_unit, (*path, "per_unit"))
        elif score.lookup:
            self._lookup(score.lookup, (*path, "lookup"))
        elif score.tiers:
            self._tiers(score.tiers, (*path, "tiers"))
        elif score.given:
            self._given(score.given, (*path, "given"))
        elif score.mean:
            self._panel(score.mean, (*path, "mean"))

    def _per_unit(self, method: PerUnit, path: Path) -> None:
        here = (*path, "field")
        if method.field is not None and not self.report.is_written(here) and not self._counts(method.field):
            return  # `entries.columns.quantity` names it, and is told there that it is no number
        meaning = self.need(here, method.field, NUMBERS, self.everything)
        fact = self.fact(method.field)
        if meaning and fact:
            self.part(method, path, method.field or "", Fraction(1, 10**fact.decimals))

    def _counts(self, name: str) -> bool:
        meaning = self.book.fields.get(name)
        return meaning is not None and meaning.type in NUMBERS

    def _lookup(self, method: Lookup, path: Path) -> None:
        names = method.fields()
        if not names:
            self.need((*path, "field"), None, (), {})
        places = [(*path, "field")] if method.field else [(*path, "fields", index) for index in range(len(names))]
        types = (*WORDS, *NUMBERS)
        levels = [self.need(place, name, types, self.everything) for place, name in zip(places, names, strict=True)]
        found = [level for level in levels if level is not None]
        if names and len(found) == len(names):
            self.table(method.points, found, names, path, "points", method.otherwise is not None)

    def _tiers(self, method: Tiers, path: Path) -> None:
        meaning = self.need((*path, "field"), method.field, NUMBERS, self.everything)
        fact = self.fact(method.field)
        self.bounds(method.steps, path)
        if meaning and fact and method.kind == "reached" and method.otherwise is None:
            self.gap(method.steps, fact.min, method.field or "", path)

    def _given(self, method: Given, path: Path) -> None:
        self.need((*path, "field"), method.field, NUMBERS, self.book.fields)
        self.need((*path, "note"), method.note, WORDS, self.book.fields)
        self.need((*path, "by"), method.by, WORDS, {**self.book.structural, **self.book.fields})
        for word, bound in (("min", method.min), ("max", method.max)):
            self.exact(bound, (*path, word))
        if method.min > method.max:
            self.report.add("DS218", (*path, "min"), value=decimal_text(method.min))

    def _panel(self, method: Panel, path: Path) -> None:
        """Marks are numbers of the entry, judges words; every group of judges has a weight."""
        self.need((*path, "of"), method.of, NUMBERS, self.book.fields)
        self.need((*path, "by"), method.by, WORDS, {**self.book.structural, **self.book.fields})
        if method.weights:
            here = (*path, "weights")
            meaning = self.need((*here, "field"), method.weights.field, WORDS, self.book.fields)
            if meaning:
                table: Table = {(word,): None for word in method.weights.by}
                self.table(table, [meaning], (method.weights.field,), here, "by", False)

    def times(self, times: Times, path: Path) -> None:
        if times.field is None:
            return
        if times.steps is not None:
            meaning = self.need((*path, "field"), times.field, NUMBERS, self.everything)
            self.rising(times.steps, path)
            fact = self.fact(times.field)
            if meaning and fact and times.otherwise is None:
                self.gap(times.steps, fact.min, times.field, path)
            return
        meaning = self.need((*path, "field"), times.field, WORDS, self.everything)
        if meaning and times.by is not None:
            table: Table = {(word,): None for word in times.by}
            self.table(table, [meaning], (times.field,), path, "by", times.otherwise is not None)

    def _split(self, split: Split, path: Path) -> None:
        if split.by is not None:
            meaning = self.need((*path, "by"), split.by, ("choice", "yes_no"), self.everything)
            if meaning:
                table: Table = {(word,): None for word in split.shares or {}}
                self.table(table, [meaning], (split.by,), path, "shares", False)
        if split.per is not None:
            self.need((*path, "per"), split.per, WORDS, self.book.fields)
        if split.among is not None:
            self.need((*path, "among"), split.among, ("people",), self.book.fields)
        if split.count is not None:
            self.need((*path, "count"), split.count, ("number",), self.book.fields)

    def _valid(self, valid: Valid, path: Path) -> None:
        """Every award that can occur has a length."""
        if valid.field is None:
            return
        meaning = self.need((*path, "field"), valid.field, NUMBERS if valid.steps else WORDS, self.everything)
        fact = self.fact(valid.field)
        if meaning and valid.by is not None:
            table: Table = {(word,): None for word in valid.by}
            self.table(table, [meaning], (valid.field,), path, "by", False)
        elif meaning and fact and valid.steps:
            least, bound = fact.min, valid.steps[0].at_least
            if least is None or least < bound:
                self.uncovered((*path, "steps"), valid.field, f"< {decimal_text(bound)}")

    def _credit(self, credit: Credit, path: Path) -> None:
        """The roster names a member, and the copy is valued by an item that takes entries."""
        self.need((*path, "roster"), credit.roster, WORDS, self.book.facts)
        takers = tuple(position.id for position, item in self.book.items if item.score.entry_method is not None)
        if credit.item not in takers:
            self.report.unknown((*path, "item"), credit.item, nearest(credit.item, takers), "item")

    def _repairs(self, repairs: Repairs, path: Path) -> None:
        self.need((*path, "of"), repairs.of, WORDS, self.book.fields)
        if repairs.keeps:
            self.exact(repairs.keeps.points, (*path, "keeps", "points"))
