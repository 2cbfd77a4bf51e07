"""The edges of a rulebook: bounds of tiers, and lines of grades and bands on the total; who stands on which side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Final, Literal

from dutyscore.methods.tiers import Step
from dutyscore.model.columns import Numbers
from dutyscore.model.exact import decimal_text, parse_decimal
from dutyscore.model.frozen import dataclass
from dutyscore.model.ledger import Kind
from dutyscore.model.result import Result
from dutyscore.model.written import Path
from dutyscore.rulebook.names import Position, measure_decimals
from dutyscore.rulebook.nodes import FactorStep, Group, Item
from dutyscore.rulebook.schema import Rulebook

Side = Literal["below", "at", "above"]
SIDES: Final[tuple[Side, ...]] = ("below", "at", "above")
Reader = Callable[[Result], Iterable[Fraction]]


@dataclass(frozen=True, slots=True)
class Edge:
    """A bound of a value. `just below` is one `grain` less, anything less where the value has no smallest unit (None);
    nothing lies below `least` or above `most`."""

    kind: Literal["edge", "line"]
    name: str
    bound: Fraction
    path: Path
    values: Reader
    grain: Fraction | None
    least: Fraction | None = None
    most: Fraction | None = None

    @property
    def bound_text(self) -> str:
        return decimal_text(self.bound)

    def sides(self) -> tuple[Side, ...]:
        """The sides that a value can be on; of a line only the line itself and just below it are asked for."""
        low = self.bound - (self.grain or 0)
        below = self.least is None or (low >= self.least if self.grain else self.bound > self.least)
        above = self.kind == "edge" and (self.most is None or self.bound < self.most)
        can = {"below": below, "at": True, "above": above}
        return tuple(side for side in SIDES if can[side])

    def shown_by(self, value: Fraction) -> Iterator[Side]:
        if value == self.bound:
            yield "at"
        elif value > self.bound:
            yield "above"
        elif self.grain is None or value == self.bound - self.grain:
            yield "below"


def edges(rulebook: Rulebook, positions: Sequence[Position]) -> Iterator[Edge]:
    """Every edge, in the order of the file."""
    for position in positions:
        if isinstance(position.node, Item):
            yield from _of_item(rulebook, position.id, position.node, position.path)
        else:
            yield from _of_group(rulebook, position.id, position.node, position.path)
    yield from _lines(rulebook)


def _of_item(rulebook: Rulebook, name: str, item: Item, path: Path) -> Iterator[Edge]:
    tiers = item.score.tiers
    if tiers and item.score.of in rulebook.measures and item.score.of:
        measure = rulebook.measures[item.score.of]
        decimals = measure_decimals(rulebook, measure)
        grain = None if decimals is None else Fraction(1, 10**decimals)
        least = Fraction(0) if measure.kind in ("count", "share") else None
        most = Fraction(1) if measure.kind == "share" else None
        yield from _steps(name, tiers.steps, (*path, "score", "tiers"), _measure(item.score.of), grain, least, most)
    elif tiers and tiers.field:
        yield from _over_field(rulebook, name, tiers.field, tiers.steps, (*path, "score", "tiers"))
    for index, times in enumerate(item.times):
        if times.steps and times.field:
            yield from _over_field(rulebook, name, times.field, times.steps, (*path, "times", index))


def _over_field(
    rulebook: Rulebook, name: str, field: str, steps: Sequence[Step | FactorStep], path: Path
) -> Iterator[Edge]:
    """Edges over a fact of the entries that an item takes; facts of the roster are not looked at."""
    fact = rulebook.fields_.get(field)
    if fact:
        grain = Fraction(1, 10**fact.decimals)
        yield from _steps(name, steps, path, _fact(name, field), grain, fact.min, fact.max)


def _of_group(rulebook: Rulebook, name: str, group: Group, path: Path) -> Iterator[Edge]:
    if group.score and group.score.tiers:
        step = rulebook.points.step
        yield from _steps(name, group.score.tiers.steps, (*path, "score", "tiers"), _children(name), step, None, None)


def _steps(
    name: str, steps: Sequence[Step | FactorStep], path: Path, values: Reader, grain: Fraction | None,
    least: Fraction | None, most: Fraction | None,
) -> Iterator[Edge]:  # fmt: skip
    for index, step in enumerate(steps):
        bound = step.above if step.at_least is None else step.at_least
        if bound is not None:
            yield Edge("edge", name, bound, (*path, "steps", index), values, grain, least, most)


def _lines(rulebook: Rulebook) -> Iterator[Edge]:
    """Lines on the main total; each of them once."""
    grain = rulebook.points.total_step or rulebook.points.step
    seen: set[Fraction] = set()
    for section, rows in (("grades", rulebook.grades), ("bands", rulebook.bands)):
        for index, row in enumerate(rows):
            for test in row.when.tests() if row.when else ():
                if test.name != "total" or test.last_period:
                    continue
                for word, text in test.bounds:
                    bound = parse_decimal(text)
                    if bound is not None and bound not in seen:
                        seen.add(bound)
                        path = (section, index, "when", *test.path, word)
                        yield Edge("line", "total", bound, path, _totals, grain)


# ---------------------------------------------------------------- what values there are


def _measure(name: str) -> Reader:
    def read(result: Result) -> Iterator[Fraction]:
        found = next(measure for measure in result.measures if measure.id == name)
        return (value for value in found.values if value is not None)

    return read


def _fact(item: str, field: str) -> Reader:
    """The values of the entries that were valued at an item."""

    def read(result: Result) -> Iterator[Fraction]:
        column = result.entries.facts[field]
        assert isinstance(column, Numbers)
        ledger = result.ledger
        for row in ((ledger.kind == int(Kind.award)) & (ledger.entry >= 0)).nonzero()[0].tolist():
            entry = int(ledger.entry[row])
            if result.nodes[int(ledger.node[row])].id == item and not column.blank[entry]:
                yield Fraction(int(column.values[entry]), 10**column.decimals)

    return read


def _children(group: str) -> Reader:
    """The sums of a group's children, before its own method."""

    def read(result: Result) -> Iterator[Fraction]:
        index = next(number for number, node in enumerate(result.nodes) if node.id == group)
        below = [number for number, node in enumerate(result.nodes) if node.parent == index]
        return (result.scale.points(int(steps)) for steps in result.values[:, below].sum(axis=1).tolist())

    return read


def _totals(result: Result) -> Iterator[Fraction]:
    pairs = zip(result.totals.tolist(), result.scored.tolist(), strict=True)
    return (result.scale.points(steps) for steps, scored in pairs if scored)
