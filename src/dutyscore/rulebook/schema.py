"""The rulebook as data: pydantic models of everything above the tree of nodes.

What is not written here is refused, so nothing in a rulebook is accepted and ignored.
"""

from fractions import Fraction
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from dutyscore.model.condition import Condition, When, parse_condition
from dutyscore.model.duration import Length
from dutyscore.model.written import (
    Apart,
    Day,
    Factor,
    MonthDay,
    Points,
    ReadBy,
    ReadFirst,
    RoundingWord,
    Text,
    Texts,
    Whole,
    Written,
    Yes,
    nearest,
    one_of,
    refuse,
    shape_of,
)
from dutyscore.rulebook.deciding import ListRow, Ranking, Requirement, Row, Standings, Veto
from dutyscore.rulebook.nodes import Group, Times
from dutyscore.rulebook.public import Public

FIELD_TYPES = ("number", "percent", "choice", "yes_no", "text", "date", "minutes", "member", "people")
MEMBER_WORDS = (
    "total", "grade", "points_grade", "rank", "rank_from_end", "slice", "value", "band", "veto", "requirement",
)  # fmt: skip
"""The words that member conditions may name besides roster facts, nodes, measures, requirements and rankings."""


def _listed(value: object) -> object:
    return value if isinstance(value, list) else [value]


class Source(Written):
    """Where the regulation is published."""

    text: Text
    url: Text | None = None
    note: Text | None = None


class Dates(Written):
    """From a day to a day, both included; an open end is left out."""

    from_: Day | None = Field(default=None, alias="from")
    to: Day | None = None


class NamedWindow(Written):
    """One stretch of a window that the calendar does not know: a term, a school term."""

    from_: Day = Field(alias="from")
    to: Day


class Fact(Written):
    """One declared fact of an entry or of a member."""

    type: Annotated[str, one_of(*FIELD_TYPES)] | None = None
    aliases: Texts = ()
    decimals: Whole = 0
    unit: Texts = ()
    min: Points | None = None
    max: Points | None = None
    choices: Texts = ()
    yes: Text = ""
    no: Text = ""
    default: Text | None = None
    group: Yes = False
    employer: Yes = False
    separator: Text | None = None
    required: Yes = False

    @model_validator(mode="after")
    def _fits_its_type(self) -> Self:
        if self.type is None and not (self.group or self.employer):
            refuse("DS202", key="type")
        allowed = {
            "number": {"decimals", "unit", "min", "max"}, "percent": {"decimals", "min", "max"},
            "minutes": {"min", "max"}, "choice": {"choices"}, "yes_no": {"yes", "no"},
        }.get(self.kind, set())  # fmt: skip
        for key in ("decimals", "unit", "min", "max", "choices", "yes", "no"):
            if key in self.model_fields_set and key not in allowed:
                refuse("DS201", (key,), key=key, nearest="")
        for key in {"choice": ("choices",), "yes_no": ("yes", "no")}.get(self.kind, ()):
            if not getattr(self, key):
                refuse("DS202", key=key)
        if (self.separator is None) == (self.kind == "people"):
            refuse("DS202" if self.kind == "people" else "DS201", key="separator", nearest="")
        if not 0 <= self.decimals <= 12:
            refuse("DS222", ("decimals",), value=str(self.decimals))
        return self

    @property
    def kind(self) -> str:
        """The fact that groups members, or names their employers, is text unless it says otherwise."""
        return self.type or "text"


class PointsScale(Written):
    """The unit of points and how awards are rounded to it; `total_step` rounds each total once more."""

    step: Points
    rounding: RoundingWord
    total_step: Points | None = None

    @model_validator(mode="after")
    def _real_step(self) -> Self:
        if self.step <= 0:
            refuse("DS222", ("step",), value=str(self.step))
        if self.total_step is not None and (self.total_step <= 0 or (self.total_step / self.step).denominator != 1):
            refuse("DS222", ("total_step",), value=str(self.total_step))
        return self


class Columns(Written):
    """Header words of the structural columns; `deed` and `quantity` name declared fields."""

    member: Texts
    date: Texts
    item: Texts
    reviewer: Texts = ()
    row: Texts = ()
    deed: Text | None = None
    quantity: Text | None = None


class Claimed(Written):
    """The field in which the claimant writes his own score."""

    field: Text


class Excluded(Written):
    """Entries that may not score, and why."""

    when: When
    why: Text


class Duplicates(Written):
    """Entries that agree in all these facts are one deed; a blank never equals anything."""

    fields_: Texts = Field(alias="fields")
    keep: Annotated[str, one_of("first", "last")]


FillDown = Annotated[tuple[Annotated[str, one_of("member")], ...], ReadFirst(_listed)]
"""Structural columns in which a blank cell is the one above."""


class Entries(Written):
    """What a row of a log is and which rows count."""

    columns: Columns
    confirmed: When | None = None
    claimed: Apart[Claimed] | None = None
    excluded: tuple[Apart[Excluded], ...] = ()
    duplicate_of: Apart[Duplicates] | None = None
    booked_by: Text | None = None
    order_by: Texts = ()
    fill_down: FillDown = ()


def _fact_or_condition(value: object) -> object:
    """A condition over entries, or the name of a number: a field (its sum) or a fact of the roster."""
    return value if isinstance(value, str) else parse_condition(value)


FactOrWhen = Annotated[Condition | str, ReadBy(_fact_or_condition)]


MEASURES = ("count", "sum", "share", "value", "last", "mean", "behind")
_OWNERS = {
    "of": ("sum", "last", "mean"), "among": ("share",), "beyond": ("count", "sum"), "times": ("sum",),
    "plan": ("behind",), "in_": ("behind",),
}  # fmt: skip


class Measure(Written):
    """An exact quantity of a member that is not points: exactly one of `MEASURES`.

    `sum`, `value`, `last`, `mean` and `behind` name a number; `of` says over which entries.
    """

    name: Text | None = None
    count: When | None = None
    sum: Text | None = None
    share: FactOrWhen | None = None
    among: FactOrWhen | None = None
    value: Text | None = None
    last: Text | None = None
    mean: Text | None = None
    behind: Text | None = None
    plan: Text | None = None
    in_: Annotated[str, one_of("points", "percent_of_plan")] | None = Field(default=None, alias="in")
    of: When | None = None
    times: Annotated[tuple[Apart[Times], ...], ReadFirst(_listed)] = ()
    beyond: Points | None = None
    over: Text | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        kinds = [kind for kind in MEASURES if getattr(self, kind) is not None]
        if len(kinds) != 1:
            refuse("DS207", found=", ".join(kinds), allowed=", ".join(MEASURES))
        for key, owners in _OWNERS.items():
            if getattr(self, key) and kinds[0] not in owners:
                refuse("DS201", (key.rstrip("_"),), key=key.rstrip("_"), nearest="")
        for key, kind in (("among", "share"), ("plan", "behind"), ("in_", "behind")):
            if kinds[0] == kind and getattr(self, key) is None:
                refuse("DS202", key=key.rstrip("_"))
        if self.beyond is not None and self.beyond < 0:
            refuse("DS222", ("beyond",), value=str(self.beyond))
        return self

    @property
    def kind(self) -> str:
        return next(kind for kind in MEASURES if getattr(self, kind) is not None)

    @property
    def is_part(self) -> bool:
        """Whether the value is a part of something, 1 for all of it; 100% is 1 here, and 100 everywhere else."""
        return self.kind == "share" or self.in_ == "percent_of_plan"


EXEMPTIONS = ("scores", "ranks", "quotas", "means", "grades", "bands", "lists")


class Exempt(Written):
    """Members that are printed but left out of scores, ranks, quotas, means, grades, bands or lists."""

    when: When
    from_: Annotated[tuple[Annotated[str, one_of(*EXEMPTIONS)], ...], ReadFirst(_listed)] = Field(alias="from")
    shown: Text


class PartWeight(Written):
    """Weight of a part: one for all, or a table over a fact of the roster."""

    constant: Factor | None = None
    field: Text | None = None
    by: dict[str, Factor] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, value: Any) -> Any:
        return {"constant": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if self.constant is None and not (self.field and self.by):
            refuse("DS202", key="by" if self.field else "field")
        if self.constant is not None and (self.field or self.by):
            refuse("DS201", ("constant",), key="constant", nearest="")
        return self

    def of(self, word: str) -> Fraction:
        """The weight for members of whom the fact says this word."""
        return self.by.get(word, Fraction(0)) if self.constant is None else self.constant

    @property
    def every(self) -> tuple[Fraction, ...]:
        return (*self.by.values(), *(() if self.constant is None else (self.constant,)))


class Part(Written):
    """A weighted part of a composite: weight x value, brought to 100 where `full_marks` are given.

    `of` is a node, another total or a measure; `clip` limits the value to 0 and the full marks.
    """

    of: Text
    weight: PartWeight
    full_marks: Points | None = None
    clip: Yes = False
    missing: Annotated[str, one_of("zero", "not_scored", "error")] = "error"

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.full_marks is not None and self.full_marks <= 0:
            refuse("DS222", ("full_marks",), value=str(self.full_marks))
        if self.clip and self.full_marks is None:
            refuse("DS202", key="full_marks")
        return self


class Total(Written):
    """A sum of nodes, or a composite. `opening: history` begins with last period's balance, `resets` takes out what was
    booked before a day of the year, `never_below` is a floor; `unit` is what it counts where that is not points."""

    of: Texts = ()
    composite: tuple[Apart[Part], ...] = ()
    opening: Annotated[str, one_of("history")] | None = None
    resets: MonthDay | None = None
    never_below: Points | None = None
    unit: Text | None = None
    main: Yes = False

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if bool(self.of) == bool(self.composite):
            refuse("DS202", key="of")
        facts = [(index, part.weight.field) for index, part in enumerate(self.composite) if part.weight.field]
        for index, fact in facts:
            if fact != facts[0][1]:
                first = facts[0][1] or ""
                here = ("composite", index, "weight", "field")
                refuse("DS205", here, value=fact or "", allowed=first, nearest=first)
        for word in dict.fromkeys(word for part in self.composite for word in part.weight.by) or ("",):
            whole = sum((part.weight.of(word) for part in self.composite), Fraction(0))
            if self.composite and whole != 1:
                refuse("DS224", ("composite",), value=f"{word} {whole}".strip())
        if self.composite and (self.opening or self.resets):
            refuse("DS201", ("opening" if self.opening else "resets",), key="opening", nearest="")
        return self

    @property
    def weighed_by(self) -> str:
        """The fact of the roster on which the weights of a composite depend; empty where all have the same."""
        return next((part.weight.field for part in self.composite if part.weight.field), "")


def _totals(value: object) -> object:
    """`none` for books that give no points."""
    return {} if value == "none" else value


class Rolling(Written):
    """A period that ends on the day from which a run looks (`--as-of`) and is so long: `{rolling: 12m}`."""

    rolling: Length


PERIODS = ("year", "half", "quarter", "month")


def _period(value: object) -> object:
    if isinstance(value, str):
        if value not in PERIODS:
            refuse("DS205", value=value, allowed=", ".join(PERIODS), nearest=nearest(value, PERIODS))
        return value
    if not isinstance(value, dict):
        refuse("DS203", expected="mapping", found=shape_of(value))
    return Rolling.model_validate(value) if "rolling" in value else Dates.model_validate(value)


class Rulebook(Written):
    """One published regulation, ready to be compiled."""

    rulebook: Text
    version: Text
    title: Text
    source: Source
    effective: Dates
    semantics: Annotated[str, one_of("1")]
    subject: Text
    period: Annotated[Any, ReadBy(_period)]
    points: PointsScale
    fields_: dict[str, Fact] = Field(default_factory=dict, alias="fields")
    roster: dict[str, Fact] = Field(default_factory=dict)
    entries: Entries
    exempt: Annotated[tuple[Apart[Exempt], ...], ReadFirst(_listed)] = ()
    windows: dict[str, tuple[Apart[NamedWindow], ...]] = Field(default_factory=dict)
    measures: dict[str, Apart[Measure]] = Field(default_factory=dict)
    categories: dict[str, Group]
    requirements: dict[str, Apart[Requirement]] = Field(default_factory=dict)
    totals: Annotated[dict[str, Apart[Total]] | None, ReadFirst(_totals)] = None
    vetoes: dict[str, Apart[Veto]] = Field(default_factory=dict)
    rankings: dict[str, Apart[Ranking]] = Field(default_factory=dict)
    grades: tuple[Apart[Row], ...] = ()
    bands: tuple[Apart[Row], ...] = ()
    standings: dict[str, Apart[Standings]] = Field(default_factory=dict)
    lists: dict[str, Apart[ListRow]] = Field(default_factory=dict)
    public: Apart[Public] = Field(default_factory=Public)

    @model_validator(mode="after")
    def _something_to_score(self) -> Self:
        if not self.categories:
            refuse("DS202", key="categories")
        if self.totals and sum(total.main for total in self.totals.values()) != 1:
            refuse("DS202", ("totals",), key="main")
        return self

    @property
    def main_total(self) -> str:
        """Id of the total that ranks and grades; empty for the plain sum of all categories."""
        return next((name for name, total in (self.totals or {}).items() if total.main), "")

    @property
    def pointless(self) -> bool:
        """`totals: none`: nothing is summed up, members have no total."""
        return self.totals is not None and not self.totals
