"""Boundary probes: made-up members just below, at and above every line, tier edge, cap and quota of either version.

No log is needed. Tiers, tables and caps are scored by the real engine over made-up entries; lines of grades and bands
are asked of the decisions themselves; places of top and quota are counted for made-up cohorts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from dutyscore.compare.book import Book
from dutyscore.compare.probe_entries import entry_probes
from dutyscore.compare.probed import Probe, ScoreRecords
from dutyscore.compare.ruling import NO_ROW, RANKS, Axis, Case, Ruling, TooManyCasesError, Value, axes, number, passes
from dutyscore.model.condition import Condition
from dutyscore.model.exact import decimal_text, parse_factor
from dutyscore.rulebook.deciding import ListRow, Row
from dutyscore.rulebook.nodes import Item, Score

_COHORTS = (5, 10, 20, 24, 50, 100, 170, 200)


def probes(old: Book, new: Book, score: ScoreRecords) -> tuple[Probe, ...]:
    """Every probe, in the order of the book; those that change nothing as well."""
    found = (
        *entry_probes(old, new, score), *_measure_probes(old, new), *_line_probes(old, new), *_place_probes(old, new),
    )  # fmt: skip
    return tuple(dict.fromkeys(found))


# ---------------------------------------------------------------- measures


def _measure_probes(old: Book, new: Book) -> Iterator[Probe]:
    """Tiers and goals over measures: what the method gives for a measure on and beside each of its bounds."""
    for name in dict.fromkeys((*new.nodes, *old.nodes)):
        one, two = (book.nodes[name].item if name in book.nodes else None for book in (old, new))
        if one is None or two is None or _measure_of(one) is None or _measure_of(one) != _measure_of(two):
            continue
        title, measure = two.name, _measure_of(two) or ""
        spec = new.rulebook.measures.get(measure)
        grain = Fraction(1, 100) if spec and spec.is_part and not two.score.target else Fraction(1)
        bounds = _bounds(one.score) | _bounds(two.score)
        for value in sorted({each for bound in bounds for each in (bound - grain, bound, bound + grain)}):
            yield Probe("tier", title, f"{measure} {decimal_text(value)}", _given(one.score, value),
                        _given(two.score, value))  # fmt: skip


def _measure_of(item: Item) -> str | None:
    if item.score.target:
        return item.score.target.of
    return item.score.of if item.score.tiers else None


def _bounds(score: Score) -> set[Fraction]:
    if score.target:
        goal = parse_factor(score.target.goal)
        return set() if goal is None else {goal}
    return {step.bound for step in score.tiers.steps} if score.tiers else set()


def _given(score: Score, value: Fraction) -> str:
    """The points for a measure, before rounding; `-` where the method says nothing."""
    goal = parse_factor(score.target.goal) if score.target else None
    points = (
        score.target.points_for(value, goal) if score.target and goal is not None
        else score.tiers.points_for(value) if score.tiers else None
    )  # fmt: skip
    return decimal_text(points) if isinstance(points, Fraction) else "-"


# ---------------------------------------------------------------- lines


def _line_probes(old: Book, new: Book) -> Iterator[Probe]:
    """Members who differ in one number alone, the total or whatever else rows, requirements and vetoes look at:
    everything else is as the rows want it."""
    for section in ("grades", "bands"):
        if not any(getattr(book.rulebook, section) for book in (old, new)):
            continue
        try:
            found = axes((old, new), (section,))
        except TooManyCasesError:
            continue
        step = min(book.rulebook.points.step for book in (old, new))
        for axis in found:
            if not axis.number or axis.name in RANKS:
                continue
            friendly = _friendly(old, new, [each for each in found if each is not axis])
            lines = _lines(old, new, section, axis.name)
            near = step if axis.name == "total" or axis.name in new.nodes else _grain(new, axis.name)
            for value in sorted({edge for line in lines for edge in (line - near, line, line + near)}):
                case = {**friendly, axis.name: value}
                about = section if axis.name == "total" else _called(new, axis.name)
                yield Probe("line", about, decimal_text(value), _named(old, section, case), _named(new, section, case))


def _called(book: Book, name: str) -> str:
    return book.called(name) if name in book.nodes else name


def _grain(book: Book, name: str) -> Fraction:
    """One more or less of a measure; of a part of something, one in a hundred."""
    measure = book.rulebook.measures.get(name)
    return Fraction(1, 100) if measure and measure.is_part else Fraction(1)


def _lines(old: Book, new: Book, section: str, name: str) -> set[Fraction]:
    found = set()
    for book in (old, new):
        for test in Ruling(book).tests(getattr(book.rulebook, section)):
            if test.name == name:
                texts = (*(text for _, text in test.bounds), *test.equals)
                found |= {value for text in texts if (value := number(text)) is not None}
    return found


def _friendly(old: Book, new: Book, others: Sequence[Axis]) -> dict[str, Value]:
    """Values under which most requirements are met and no veto holds."""
    return {axis.name: _friendliest(old, new, axis) for axis in others}


def _friendliest(old: Book, new: Book, axis: Axis) -> Value:
    options = axis.values[::-1] if axis.number else axis.values  # of equally friendly values the largest
    return max(options, key=lambda value: _score_of(old, new, axis.name, value))


def _score_of(old: Book, new: Book, name: str, value: Value) -> int:
    """How friendly one value is: places are won, requirements that look at this name alone are met, vetoes are not."""
    if name.startswith("place "):
        return int(value is True)
    if name.startswith("past "):
        return int(value is False)
    points = 0
    for book in (old, new):
        for rule in book.rulebook.requirements.values():
            points += _holds_alone(rule.when, name, value)
        for veto in book.rulebook.vetoes.values():
            points -= 2 * _holds_alone(veto.when, name, value)
    return points


def _holds_alone(condition: Condition | None, name: str, value: Value) -> int:
    return sum(passes(value, test) for test in condition.tests() if test.name == name) if condition else 0


def _named(book: Book, section: str, case: Case) -> str:
    ruling = Ruling(book)
    row = ruling.grade(case) if section == "grades" else ruling.band(case)
    return "-" if row == NO_ROW else str(getattr(book.rulebook, section)[row].name)


# ---------------------------------------------------------------- places


def _place_probes(old: Book, new: Book) -> Iterator[Probe]:
    """How many places a row has among cohorts of several sizes."""
    for section in ("grades", "bands", "lists"):
        names: dict[str, None] = {}
        for book in (old, new):
            names.update(dict.fromkeys(name for name, row in _placed(book, section)))
        for name in names:
            one, two = (dict(_placed(book, section)).get(name) for book in (old, new))
            for size in _COHORTS:
                yield Probe("places", name, str(size), _places(one, size), _places(two, size))


def _placed(book: Book, section: str) -> list[tuple[str, Row | ListRow]]:
    rows = getattr(book.rulebook, section)
    pairs = rows.items() if isinstance(rows, dict) else ((row.name, row) for row in rows)
    return [(name, row) for name, row in pairs if row.top or row.quota]


def _places(row: Row | ListRow | None, size: int) -> str:
    if row is None:
        return "-"
    if row.top:
        return str(min(row.top.places, size))
    quota = row.quota
    assert quota
    if isinstance(quota.share, dict):  # each group has its own
        return ", ".join(f"{group} {decimal_text(share)}" for group, share in quota.share.items())
    whole, rest = divmod(quota.share * size, 1)
    up = {"down": False, "up": rest > 0, "half_up": 2 * rest >= 1}[quota.rounding]
    return str(whole + up)
