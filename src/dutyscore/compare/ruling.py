"""Grades and bands of a rulebook as functions of everything they look at: totals, nodes, measures, facts, states.

What a row asks of one number depends on a few bounds only, and what it asks of a fact on a few words: so all cases can
be listed. Requirements and vetoes are resolved into what they look at. Places (top, quota, ranks) are decided among
members; for one member they are a state of their own, the same in both versions: other members are held fixed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise, product

from dutyscore.compare.book import Book
from dutyscore.model.condition import Condition, Test
from dutyscore.model.exact import parse_factor
from dutyscore.model.frozen import dataclass
from dutyscore.rulebook.deciding import Row

Value = Fraction | str | bool | None
Case = Mapping[str, Value]
MOST_CASES = 40_000
NO_ROW = -1
RANKS = ("rank", "rank_from_end")


@dataclass(frozen=True, slots=True)
class Axis:
    """One thing that rows look at, with the values that make a difference, numbers rising."""

    name: str
    values: tuple[Value, ...]
    number: bool


class TooManyCasesError(ValueError):
    """More cases than can be listed: nothing is proved."""


@dataclass(frozen=True)
class Ruling:
    """The decisions of one version. What a test says of a value is found once: many cases share their values, which
    live as long as the cases do, so that their identity is enough to know them by."""

    book: Book
    _known: dict[tuple[int, int], bool] = field(default_factory=dict)

    def tests(self, rows: Sequence[Row]) -> list[Test]:
        """Every test that the rows depend on, requirements and vetoes resolved, down to the grades that they name."""
        rulebook = self.book.rulebook
        found: list[Test] = []
        waiting: list[Condition | None] = [row.when for row in rows]
        waiting += [veto.when for veto in rulebook.vetoes.values()]
        seen: set[str] = set()
        while waiting:
            condition = waiting.pop()
            for test in condition.tests() if condition else []:
                found.append(test)
                if test.name in rulebook.requirements and test.name not in seen:
                    seen.add(test.name)
                    waiting.append(rulebook.requirements[test.name].when)
                if test.name == "requirement" and test.name not in seen:
                    seen.add(test.name)
                    waiting += [rule.when for rule in rulebook.requirements.values()]
                if test.name in ("grade", "points_grade") and not seen & {"grade", "points_grade"}:
                    seen.add(test.name)
                    waiting += [row.when for row in rulebook.grades]
        return found

    def grade(self, case: Case) -> int:
        """Index of the row of grades in a case, NO_ROW for none."""
        rulebook = self.book.rulebook
        names = [row.name for row in rulebook.grades]
        hit = [veto for name, veto in rulebook.vetoes.items() if self._veto(name, case)]
        if any(veto.effect.lose_grade for veto in hit):
            return NO_ROW
        direct = [names.index(veto.effect.direct) for veto in hit if veto.effect.direct in names]
        if direct:
            return max(direct)
        ceiling = max((names.index(veto.effect.ceiling) for veto in hit if veto.effect.ceiling in names), default=0)
        return self._first("grades", rulebook.grades, case, ceiling)

    def points_grade(self, case: Case) -> int:
        """The row that points alone would give: tests of vetoes and requirements pass, none of `points_grade` does."""
        gates = ("veto", "requirement", *self.book.rulebook.requirements)

        def passes_for_points(test: Test) -> bool:
            return test.name in gates or (test.name != "points_grade" and self._test(test, case))

        for index, row in enumerate(self.book.rulebook.grades):
            groups = row.when.any_of if row.when else ((),)
            fits = any(all(map(passes_for_points, group)) for group in groups)
            if fits and (not (row.top or row.quota) or case[_place("grades", row)]):
                return index
        return NO_ROW

    def band(self, case: Case) -> int:
        """Who has lost the grade, or is given one, is no candidate for the places of a band."""
        vetoes = self.book.rulebook.vetoes
        barred = any(
            (veto.effect.lose_grade or veto.effect.direct) and self._veto(name, case) for name, veto in vetoes.items()
        )
        return self._first("bands", self.book.rulebook.bands, case, 0, barred=barred)

    def _first(self, section: str, rows: Sequence[Row], case: Case, ceiling: int, *, barred: bool = False) -> int:
        for index, row in enumerate(rows):
            shared = bool(row.top or row.quota)
            fits = index >= ceiling and not (shared and barred) and self.holds(row.when, case)
            if fits and (not shared or case[_place(section, row)]):
                return index
        return NO_ROW

    def _veto(self, name: str, case: Case) -> bool:
        return self.holds(self.book.rulebook.vetoes[name].when, case)

    def holds(self, condition: Condition | None, case: Case) -> bool:
        if condition is None:
            return True
        return any(all(self._test(test, case) for test in group) for group in condition.any_of)

    def _test(self, test: Test, case: Case) -> bool:
        rulebook = self.book.rulebook
        if test.last_period or test.over:
            return bool(case[past_name(test)])
        now = self._now(test, case, rulebook.requirements)
        return now and (test.running == 1 or bool(case[past_name(test)]))

    def _now(self, test: Test, case: Case, requirements: Mapping[str, object]) -> bool:
        if test.name == "veto":
            found = {name for name in self.book.rulebook.vetoes if self._veto(name, case)}
            words = {"any": bool(found), "none": not found}
            hit = any(words.get(word, word in found) for word in test.equals)
            return hit != test.negated
        if test.name == "requirement" or test.name in requirements:
            rules = self.book.rulebook.requirements
            asked = rules if test.name == "requirement" else (test.name,)
            met = all(self.holds(rules[name].when, case) for name in asked)
            return (("met" if met else "unmet") in test.equals) != test.negated
        if test.name in ("grade", "points_grade"):
            row = self.grade(case) if test.name == "grade" else self.points_grade(case)
            word: Value = None if row == NO_ROW else self.book.rulebook.grades[row].name
            return passes(word, test)
        value = case[test.name]
        key = id(test), id(value)
        if key not in self._known:
            self._known[key] = passes(value, test)
        return self._known[key]


def passes(value: Value, test: Test) -> bool:
    if test.blank is not None:
        return (value is None) == test.blank
    if value is None:
        return False
    if isinstance(value, Fraction):
        hit = not test.equals or value in [number(text) for text in test.equals]
        hit = hit and all(_compare(value, word, number(text)) for word, text in test.bounds)
    else:
        hit = value in test.equals
    return hit != test.negated


def _compare(value: Fraction, word: str, bound: Fraction | None) -> bool:
    if bound is None:
        return False
    return {"at_least": value >= bound, "above": value > bound, "at_most": value <= bound, "below": value < bound}[word]


@lru_cache(maxsize=1024)
def number(text: str) -> Fraction | None:
    return parse_factor(text)


def past_name(test: Test) -> str:
    """The name under which a case holds what earlier periods answer to a test."""
    asked = (test.name, test.equals, test.bounds, test.negated, test.last_period, test.running, test.over)
    return " ".join(map(str, ("past", *asked)))


def _place(section: str, row: Row) -> str:
    """The name under which a case holds whether a member gets one of the places of a row."""
    return f"place {section} {row.name}"


# ---------------------------------------------------------------- all cases

_RESOLVED = ("veto", "requirement", "grade", "points_grade")


def axes(books: Sequence[Book], sections: Sequence[str] = ("grades", "bands")) -> list[Axis]:
    """Everything that the rows of any of the books look at, with the values that matter."""
    asked: dict[str, list[Test]] = {}
    states: dict[str, None] = {}
    step = min(book.rulebook.points.step for book in books)
    for book in books:
        rows = [row for section in sections for row in getattr(book.rulebook, section)]
        for section in sections:
            states.update(
                {_place(section, row): None for row in getattr(book.rulebook, section) if row.top or row.quota}
            )
        for test in Ruling(book).tests(rows):
            if test.last_period or test.running > 1 or test.over:
                states[past_name(test)] = None
            elsewhere = test.last_period or test.over
            if not elsewhere and test.name not in _RESOLVED and test.name not in book.rulebook.requirements:
                asked.setdefault(test.name, []).append(test)
    found = [_axis(name, tests, step, books) for name, tests in asked.items()]
    return [*found, *(Axis(name, (False, True), False) for name in states)]


def _axis(name: str, tests: Sequence[Test], step: Fraction, books: Sequence[Book]) -> Axis:
    points = name == "total" or any(name in book.nodes or name in (book.rulebook.totals or {}) for book in books)
    measured = name in RANKS or any(name in {**book.rulebook.measures, **book.rulebook.rankings} for book in books)
    if not points and not measured and not any(test.bounds for test in tests):
        words = dict.fromkeys(word for test in tests for word in test.equals)
        return Axis(name, (*words, "", None), False)
    values = _representatives(tests, step)
    known = all(
        _all_scored(book) if points else name in book.rulebook.measures and book.rulebook.measures[name].kind in _ALWAYS
        for book in books
    )
    return Axis(name, tuple(values) if known else (None, *values), True)


def _all_scored(book: Book) -> bool:
    """Whether nobody is without points: not scored is blank, not 0."""
    rulebook = book.rulebook
    parts = [part for total in (rulebook.totals or {}).values() for part in total.composite]
    return (
        not any("scores" in rule.from_ for rule in rulebook.exempt)
        and not any(part.missing == "not_scored" or part.weight.field for part in parts)
        and not any(node.item and node.item.score.missing == "not_scored" for node in book.items)
    )


_ALWAYS = ("count", "sum")
"""Measures that every member has."""


def _representatives(tests: Sequence[Test], step: Fraction) -> list[Fraction]:
    """A number out of every stretch on which no test changes its mind: each bound that belongs to what is above it,
    and one beside it, or the bound and one beyond where it belongs to what is below."""
    below: set[Fraction] = set()
    beyond: set[Fraction] = set()
    for test in tests:
        for word, text in (*test.bounds, *(("equals", text) for text in test.equals)):
            bound = number(text)
            if bound is not None:
                below |= {bound} if word in ("at_least", "below", "equals") else set()
                beyond |= {bound} if word in ("above", "at_most", "equals") else set()
    bounds = sorted(below | beyond)
    near = min([step, *((right - left) / 2 for left, right in pairwise(bounds))])
    return sorted({*bounds, *(bound - near for bound in below), *(bound + near for bound in beyond)} or {Fraction(0)})


def cases(found: Sequence[Axis]) -> Iterator[dict[str, Value]]:
    """Every combination of the values."""
    size = 1
    for axis in found:
        size *= len(axis.values)
    if size > MOST_CASES:
        raise TooManyCasesError
    for values in product(*(axis.values for axis in found)):
        yield dict(zip((axis.name for axis in found), values, strict=True))
