"""A case as data: pydantic models of what stands in `cases.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Any

from pydantic import Field

from dutyscore.model.codes import CODES
from dutyscore.model.days import Stretch, parse_stretch
from dutyscore.model.exact import parse_decimal
from dutyscore.model.history import PastResult, PastStanding
from dutyscore.model.ledger import Kind
from dutyscore.model.written import (
    Day,
    Path,
    Points,
    ReadBy,
    ReadFirst,
    Text,
    Texts,
    Whole,
    Written,
    Yes,
    as_text,
    one_of,
    refuse,
    shape_of,
)
from dutyscore.rulebook.schema import Dates

NONE = "none"
"""Asks that there is no grade, band, rank, value or entry."""

Facts = Mapping[str, str]


def _facts(value: object, path: Path = ()) -> Facts:
    if not isinstance(value, dict):
        refuse("DS203", path, expected="mapping", found=shape_of(value))
    return {str(name): as_text(text, (*path, str(name))) for name, text in value.items()}


def _rows(value: object) -> tuple[Facts, ...]:
    if not isinstance(value, list):
        refuse("DS203", expected="list", found=shape_of(value))
    return tuple(_facts(row, (index,)) for index, row in enumerate(value))


def _validities(value: object) -> tuple[Facts, ...]:
    """The facts of a member, or a list of them, each with the dates `from` and `to` which they hold."""
    return _rows(value) if isinstance(value, list) else (_facts(value),)


def _stretch(value: object) -> Stretch:
    """`2023`, `2023H1`, `2023-05`, or `{from: 2023-03-01, to: 2023-04-15}`."""
    if isinstance(value, dict):
        dates = Dates.model_validate(value)
        if dates.from_ is None or dates.to is None:
            refuse("DS202", key="from" if dates.from_ is None else "to")
        return Stretch(dates.from_, dates.to)
    text = as_text(value)
    found = parse_stretch(text)
    if found is None:
        refuse("DS206", value=text)
    return found


def _number_or_none(value: object) -> Fraction | str:
    text = as_text(value)
    number = NONE if text == NONE else parse_decimal(text)
    if number is None:
        refuse("DS204", value=text)
    return number


def _past(value: object) -> object:
    """Several earlier periods may be written as a list, the latest first."""
    return {"last_period": value[0], "before": value[1:]} if isinstance(value, list) and value else value


NumberOrNone = Annotated[Fraction | str, ReadBy(_number_or_none)]
Rows = Annotated[tuple[Facts, ...], ReadBy(_rows)]
Validities = Annotated[tuple[Facts, ...], ReadBy(_validities)]


class Standing(Written):
    """A member's result in an earlier period with `n` places in all."""

    total: Points | None = None
    grade: Text = ""
    band: Text = ""
    rank: Whole = 0
    n: Whole = 0
    nodes: dict[str, Points] = Field(default_factory=dict)
    totals: dict[str, Points] = Field(default_factory=dict)
    measures: dict[str, Points] = Field(default_factory=dict)
    requirements: dict[str, Annotated[str, one_of("met", "unmet")]] = Field(default_factory=dict)
    vetoes: Texts = ()
    standings: dict[str, Text] = Field(default_factory=dict)

    def result(self) -> PastResult:
        """`standings` may name a set that stands on one thing without the thing."""
        values = {**self.nodes, **self.totals, **self.measures, **({} if self.total is None else {"total": self.total})}
        from_end = self.n - self.rank + 1 if self.n and self.rank else 0
        met = {name: word == "met" for name, word in self.requirements.items()}
        sets = {name: PastStanding(row) for name, row in self.standings.items()}
        return PastResult(values, self.grade, self.band, self.rank, from_end, met, self.vetoes, sets)


class Past(Written):
    """The results of the last period and of those before it, the latest first."""

    last_period: Standing
    before: tuple[Standing, ...] = ()


class ExpectedPosting(Written):
    """A posting that must stand in a member's ledger; what is not written may be anything. `entry: none` asks for a
    posting without an entry."""

    entry: NumberOrNone | None = None
    kind: Annotated[str, one_of(*(kind.name for kind in Kind))] | None = None
    amount: Points | None = None
    node: Text | None = None


class Expectation(Written):
    """What must come out for one member; what is not written is not asked."""

    total: Points | None = None
    claimed: Points | None = None
    scored: Yes | None = None
    grade: Text | None = None
    points_grade: Text | None = None
    band: Text | None = None
    rank: NumberOrNone | None = None
    nodes: dict[str, Points] = Field(default_factory=dict)
    totals: dict[str, Points] = Field(default_factory=dict)
    standings: dict[str, Text] = Field(default_factory=dict)
    shown: dict[str, Text] = Field(default_factory=dict)
    measures: dict[str, NumberOrNone] = Field(default_factory=dict)
    requirements: dict[str, Annotated[str, one_of("met", "unmet")]] = Field(default_factory=dict)
    vetoes: Texts | None = None
    lists: Texts | None = None
    postings: tuple[ExpectedPosting, ...] = ()
    postings_only: Yes = False


class ExpectedFinding(Written):
    """A finding that must be made, about an entry where one is named."""

    code: Annotated[str, one_of(*CODES)]
    entry: Whole | None = None


class WrittenCase(Written):
    """A case as it stands in the file. The keys under `expect` are members, or `diagnostic` for expected findings; what
    stands behind them is read in a second step, as `Expectation` and `ExpectedFinding`."""

    case: Text
    ref: Texts = ()
    as_of: Day | None = None
    period: Annotated[Stretch, ReadBy(_stretch)] | None = None
    roster: dict[str, Validities] | None = None
    history: dict[str, Annotated[Past, ReadFirst(_past)]] = Field(default_factory=dict)
    entries: dict[str, Rows] = Field(default_factory=dict)
    expect: dict[str, Any]
