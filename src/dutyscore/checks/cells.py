"""Everything that rows of grades or bands can tell apart: each name a condition asks about, cut where answers change.

A row looks at bounds, words and yes/no only. So the values of a name fall into few parts inside which every row says
the same; one value of each part stands for all of it, and looking at every combination is a proof.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product

from dutyscore.checks import reach
from dutyscore.checks.sight import Sight
from dutyscore.checks.span import OPEN, Span
from dutyscore.model.condition import Condition, Test
from dutyscore.model.exact import decimal_text, parse_factor
from dutyscore.model.frozen import dataclass
from dutyscore.rulebook.deciding import Row
from dutyscore.rulebook.names import measure_decimals, measure_meaning

MOST = 20_000
"""Combinations that are looked at; a list of rows with more is not judged."""
BLANK = "(blank)"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the values of a name: a number or words that stand for it, and how people call it. `low` and `high`
    are the first and the last number of the part, None = without end."""

    value: Fraction | frozenset[str]
    text: str
    low: Fraction | None = None
    high: Fraction | None = None


Cell = Mapping[str, Part]


@dataclass(frozen=True, slots=True)
class Axis:
    """A name, or one test of an earlier period (`history`), with the parts of its values."""

    name: str
    parts: tuple[Part, ...]


def axes(sight: Sight, rows: Sequence[Row], *, blanks: bool) -> list[Axis] | None:
    """Every name that the rows ask about; None if there are too many combinations. With `blanks` facts may be missing
    and totals may be anything; without, totals stay where the rulebook lets them be."""
    tests = [test for row in rows for test in (row.when.tests() if row.when else ())]
    found = [_axis(sight, name, [test for test in tests if test.name == name], blanks) for name in _names(tests)]
    found += [Axis(key, (_word("no"), _word("yes"))) for key in dict.fromkeys(filter(None, map(history, tests)))]
    size = 1
    for axis in found:
        size *= len(axis.parts)
    return found if size <= MOST else None


def cells(sight: Sight, found: Sequence[Axis]) -> Iterator[Cell]:
    """Every combination that can occur."""
    names = [axis.name for axis in found]
    gates = [name for name in names if name in sight.rulebook.requirements]
    every = set(gates) == set(sight.rulebook.requirements)
    for parts in product(*(axis.parts for axis in found)):
        cell = dict(zip(names, parts, strict=True))
        if "requirement" in cell and gates:
            met = all("met" in _words(cell[name]) for name in gates)
            said = "met" in _words(cell["requirement"])
            if said != met and (every or said):
                continue
        yield cell


def takes(row: Row, cell: Cell) -> bool:
    """Whether the conditions of a row hold in a cell; places and quotas are left out."""
    return row.otherwise or row.when is None or _holds(row.when, cell)


def _holds(condition: Condition, cell: Cell) -> bool:
    return any(all(passes(test, cell) for test in group) for group in condition.any_of)


def passes(test: Test, cell: Cell) -> bool:
    key = history(test)
    if key and "yes" not in _words(cell[key]):
        return False
    return test.last_period or bool(test.over) or _answers(test, cell[test.name].value)


def _answers(test: Test, value: Fraction | frozenset[str]) -> bool:
    missing = isinstance(value, frozenset) and BLANK in value
    if test.blank is not None:
        return test.blank == missing
    if missing:
        return False
    if isinstance(value, Fraction):
        return _equals(test, value) != test.negated if test.equals else _within(test, value) != test.negated
    words = set(test.equals)
    hit = bool(words & value) or ("any" in words and bool(value - {"none"}) and "none" not in value)
    return hit != test.negated


def _equals(test: Test, value: Fraction) -> bool:
    return any(parse_factor(text) == value for text in test.equals)


def _within(test: Test, value: Fraction) -> bool:
    for word, text in test.bounds:
        bound = parse_factor(text)
        if bound is None:
            return True
        kept = {"at_least": value >= bound, "above": value > bound, "at_most": value <= bound, "below": value < bound}
        if not kept[word]:
            return False
    return True


def history(test: Test) -> str:
    """The name of what a test asks about earlier periods or another window: nobody knows, so both answers are
    possible."""
    if not test.last_period and test.running == 1 and not test.over:
        return ""
    return f"{test.name}/{test.equals}/{test.bounds}/{test.negated}/{test.last_period}/{test.running}/{test.over}"


def _names(tests: Sequence[Test]) -> list[str]:
    return list(dict.fromkeys(test.name for test in tests if not (test.last_period or test.over)))


def _words(part: Part) -> frozenset[str]:
    return part.value if isinstance(part.value, frozenset) else frozenset()


def _word(*words: str) -> Part:
    return Part(frozenset(words), "/".join(words))


def _axis(sight: Sight, name: str, tests: Sequence[Test], blanks: bool) -> Axis:
    meaning = _meaning(sight, name)
    if meaning == "number":
        span, grid = (OPEN, grain(sight, name)) if blanks else (domain(sight, name), grain(sight, name))
        parts = _number_parts(tests, span, grid)
        return Axis(name, (*parts, _word(BLANK)) if blanks else parts)
    words = list(_listed(sight, name))
    asked = [word for test in tests for word in test.equals if word not in ("any", "none")]
    parts = tuple(_word(word) for word in dict.fromkeys([*words, *asked]))
    if name == "veto":
        parts = (_word("none"), *parts)
    elif not words:
        parts = (*parts, _word("(other)"))
    return Axis(name, (*parts, _word(BLANK)) if blanks and name != "veto" else parts)


def _meaning(sight: Sight, name: str) -> str:
    fact = sight.rulebook.roster.get(name)
    if fact:
        return "number" if fact.kind in ("number", "percent", "minutes") else "words"
    if name in ("grade", "points_grade", "band", "veto", "requirement") or name in sight.rulebook.requirements:
        return "words"
    if name.split(".")[0] in sight.rulebook.standings:
        return "words"
    return "number"


def _listed(sight: Sight, name: str) -> Iterator[str]:
    rulebook = sight.rulebook
    if name in ("grade", "points_grade"):
        yield from (row.name for row in rulebook.grades)
    elif name == "band":
        yield from (row.name for row in rulebook.bands)
    elif name == "veto":
        yield from rulebook.vetoes
    elif name.split(".")[0] in rulebook.standings:
        yield from (row.name for row in rulebook.standings[name.split(".")[0]].rows if row.name != "none")
    elif name == "requirement" or name in rulebook.requirements:
        yield from ("met", "unmet")
    elif fact := rulebook.roster.get(name):
        yield from (fact.yes, fact.no) if fact.kind == "yes_no" else fact.choices


def domain(sight: Sight, name: str) -> Span:
    """Where the numbers of a name can be at all."""
    rulebook = sight.rulebook
    if name == "total" or (name == rulebook.main_total and name):
        return reach.total(sight)
    if any(place.id == name for place in sight.book.places):
        return reach.node_value(sight, name)
    measure = rulebook.measures.get(name)
    if measure:
        part = measure_meaning(measure).part
        positive = part or measure.kind == "count"
        return Span(Fraction(0) if positive else None, Fraction(1) if part else None)
    if fact := rulebook.roster.get(name):
        return Span(fact.min, fact.max)
    if name == "slice":
        return Span(Fraction(1), Fraction(max((one.slices or 1 for one in sight.row_sets), default=1)))
    ranked = name in ("rank", "rank_from_end") or name in rulebook.rankings
    return Span(Fraction(1), None) if ranked else OPEN


def grain(sight: Sight, name: str) -> Fraction | None:
    """The step in which the numbers of a name come; None where they can be anything."""
    rulebook = sight.rulebook
    if name == "total" or name in (rulebook.totals or {}):
        return rulebook.points.total_step or rulebook.points.step
    if any(place.id == name for place in sight.book.places):
        return rulebook.points.step
    measure = rulebook.measures.get(name)
    if measure:
        decimals = measure_decimals(rulebook, measure)
        return None if decimals is None else Fraction(1, 10**decimals)
    if fact := rulebook.roster.get(name):
        return Fraction(1, 10**fact.decimals)
    return Fraction(1)


def _number_parts(tests: Sequence[Test], span: Span, grid: Fraction | None) -> tuple[Part, ...]:
    """Numbers cut at every bound: below the first, each bound, between two, above the last."""
    texts = [text for test in tests for text in (*test.equals, *(text for _, text in test.bounds))]
    bounds = sorted({bound for text in texts if (bound := parse_factor(text)) is not None})
    ends: list[Fraction | None] = [None, *bounds, None]
    parts: list[Part | None] = []
    for index, lower in enumerate(ends[:-1]):
        upper = ends[index + 1]
        if lower is not None:
            parts.append(Part(lower, decimal_text(lower), lower, lower))
        parts.append(_between(lower, upper, grid))
    return tuple(part for part in parts if part is not None and _possible(part, span, grid))


def _between(lower: Fraction | None, upper: Fraction | None, grid: Fraction | None) -> Part | None:
    """The numbers strictly between two bounds, as far as there are any."""
    step = grid or Fraction(1)
    low = None if lower is None else (lower // step + 1) * step
    high = None if upper is None else -((-upper) // step + 1) * step
    if grid is None and lower is not None and upper is not None:
        middle = (lower + upper) / 2
        return Part(middle, f"{decimal_text(lower)} < ... < {decimal_text(upper)}", lower, upper)
    if low is not None and high is not None:
        text = decimal_text(low) if low == high else f"{decimal_text(low)} - {decimal_text(high)}"
        return Part(low, text, low, high) if low <= high else None
    if low is not None and lower is not None:
        return Part(low, f"> {decimal_text(lower)}", low, None)
    if high is not None and upper is not None:
        return Part(high, f"< {decimal_text(upper)}", None, high)
    return Part(Fraction(0), "...", None, None)


def _possible(part: Part, span: Span, grid: Fraction | None) -> bool:
    """Whether the part holds a number that can occur."""
    if span.low is not None and part.high is not None and part.high < span.low:
        return False
    if span.high is not None and part.low is not None and part.low > span.high:
        return False
    return part.low is None or part.low != part.high or grid is None or part.low % grid == 0
