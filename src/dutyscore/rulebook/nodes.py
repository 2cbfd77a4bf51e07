"""The tree of a rulebook: categories, groups, items, and what may stand at every node."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from dutyscore.methods import ENTRY, GROUP, MEMBER, SCALES, EntryMethod, MeasureScale
from dutyscore.methods.by_rank import ByRank
from dutyscore.methods.carry import Carry
from dutyscore.methods.each import Each
from dutyscore.methods.fixed import Fixed
from dutyscore.methods.full import Full
from dutyscore.methods.given import Given
from dutyscore.methods.lookup import Lookup
from dutyscore.methods.panel import Panel
from dutyscore.methods.per_unit import PerUnit
from dutyscore.methods.target import Target
from dutyscore.methods.tiers import Step, Tiers
from dutyscore.methods.to_best import ToBest
from dutyscore.model.condition import When
from dutyscore.model.days import CALENDAR
from dutyscore.model.exact import parse_decimal, parse_factor
from dutyscore.model.frozen import dataclass
from dutyscore.model.written import (
    Apart,
    Factor,
    MonthDay,
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
    nearest,
    one_of,
    refuse,
    shape_of,
)
from dutyscore.rulebook.course import Repairs, Repeat, Valid

PERIOD = "period"
"""The window of a limit written as a plain number: the scored period."""
WINDOWS = (*CALENDAR, PERIOD)
NO_LIMIT = "none"


def _limits(value: object) -> dict[str, Fraction]:
    """`60`, `none` (no limit, said explicitly) or `{month: 5, year: 30}`; windows are checked with the other names."""
    if isinstance(value, dict):
        read: dict[str, Fraction] = {}
        for window, bound in value.items():
            read[window] = _bound(bound, (window,))
        return read
    return {} if value == NO_LIMIT else {PERIOD: _bound(value, ())}


def _bound(value: object, path: Path) -> Fraction:
    bound = parse_decimal(as_text(value, path))
    if bound is None:
        refuse("DS204", path, value=str(value))
    return bound


def _caps(value: object) -> dict[str, Fraction]:
    caps = _limits(value)
    for window, cap in caps.items():
        if cap < 0:
            refuse("DS218", (window,) if isinstance(value, dict) else (), value=str(cap))
    return caps


Limits = Annotated[dict[str, Fraction], ReadBy(_limits)]
Caps = Annotated[dict[str, Fraction], ReadBy(_caps)]


class Score(Written):
    """Exactly one method: an entry method, a member method, or a measure (`of`) with exactly one scale."""

    each: Each | None = None
    per_unit: PerUnit | None = None
    lookup: Apart[Lookup] | None = None
    tiers: Apart[Tiers] | None = None
    given: Apart[Given] | None = None
    mean: Apart[Panel] | None = None
    fixed: Fixed | None = None
    of: Text | None = None
    full: Full | None = None
    target: Apart[Target] | None = None
    carry: Apart[Carry] | None = None
    by_rank: Apart[ByRank] | None = None
    to_best: Apart[ToBest] | None = None
    missing: Annotated[str, one_of("zero", "skip", "mean_of_others", "not_scored", "error")] | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        written = [name for name in (*ENTRY, *MEMBER, "full") if getattr(self, name) is not None]
        allowed: tuple[str, ...] = SCALES if self.of is not None else (*ENTRY, *MEMBER)
        if len(written) != 1 or written[0] not in allowed:
            refuse("DS207", found=", ".join(written), allowed=", ".join(allowed))
        if self.missing is not None and not self.can_miss:
            refuse("DS201", ("missing",), key="missing", nearest="")
        cohort = self.by_rank or self.to_best
        if cohort and cohort.of is None:
            refuse("DS202", (written[0],), key="of")
        return self

    @property
    def can_miss(self) -> bool:
        """Whether a member can be without a value for this method."""
        return bool(self.of or self.mean or self.target or self.by_rank or self.to_best)

    @property
    def entry_method(self) -> EntryMethod | None:
        return None if self.of else self.each or self.per_unit or self.lookup or self.tiers or self.given or self.mean

    @property
    def scale(self) -> MeasureScale | None:
        return (self.per_unit or self.lookup or self.tiers or self.full) if self.of else None

    @property
    def measure(self) -> str | None:
        """The measure that a member method turns into points."""
        method = self.target or self.by_rank or self.to_best
        return method.of if method else self.of


class GroupScore(Written):
    """A method applied to the limited sum of a group's children: exactly one."""

    by_rank: Apart[ByRank] | None = None
    to_best: Apart[ToBest] | None = None
    per_unit: PerUnit | None = None
    tiers: Apart[Tiers] | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        written = [name for name in GROUP if getattr(self, name) is not None]
        if len(written) != 1:
            refuse("DS207", found=", ".join(written), allowed=", ".join(GROUP))
        for key in ("of", "field"):
            if getattr(getattr(self, written[0]), key, None) is not None:
                refuse("DS201", (written[0], key), key=key, nearest="")
        return self


class Credit(Written):
    """A copy of every entry for the member that a fact of the roster names, valued under another item."""

    roster: Text
    item: Text


class Need(Written):
    """Fewer than `count` entries at the node: its value becomes `else`."""

    count: Whole
    else_: Points = Field(alias="else")
    why: Text


class FactorStep(Written):
    """A rung of a factor ladder."""

    at_least: Points | None = None
    above: Points | None = None
    factor: Factor

    @model_validator(mode="after")
    def _one_bound(self) -> Self:
        if (self.at_least is None) == (self.above is None):
            refuse("DS202", key="at_least")
        return self


class Times(Written):
    """One factor of an award: a constant, a table over a fact (`by`), or a ladder over a number (`steps`)."""

    constant: Factor | None = None
    field: Text | None = None
    by: dict[str, Factor] | None = None
    steps: tuple[Apart[FactorStep], ...] | None = None
    otherwise: Factor | None = None
    blank: Factor | None = None

    @model_validator(mode="before")
    @classmethod
    def _constant(cls, value: Any) -> Any:
        return {"constant": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        if self.constant is not None:
            if self.field or self.by or self.steps or self.otherwise is not None or self.blank is not None:
                refuse("DS201", ("constant",), key="constant", nearest="")
        elif self.field is None:
            refuse("DS202", key="field")
        elif (self.by is None) == (self.steps is None):
            refuse("DS202", key="by")
        return self

    def ladder(self) -> Tiers:
        """The ladder as tiers whose points are the factors."""
        steps = tuple(
            Step.model_construct(at_least=step.at_least, above=step.above, points=step.factor, unit=None)
            for step in self.steps or ()
        )
        return Tiers.model_construct(
            field=self.field, kind="reached", steps=steps, otherwise=self.otherwise, blank=self.blank
        )


def _several(value: object) -> object:
    return value if isinstance(value, list) else [value]


class Rest:
    """`rest`: an equal part of what the other shares leave."""

    def __repr__(self) -> str:
        return "rest"


REST = Rest()


def _share(value: object) -> Fraction | Rest:
    text = as_text(value)
    if text == "rest":
        return REST
    share = parse_factor(text)
    if share is None or not 0 <= share <= 1:
        refuse("DS204", value=text)
    return share


def _how(value: object) -> str | tuple[Fraction, ...]:
    """`equally`, `half_first`, or the shares in order of listing."""
    if isinstance(value, list):
        shares = tuple(_listed_share(share, (index,)) for index, share in enumerate(value))
        if sum(shares) > 1:
            refuse("DS219", value=str(sum(shares)))
        return shares
    text = as_text(value)
    if text not in ("equally", "half_first"):
        refuse("DS205", value=text, allowed="equally, half_first", nearest=nearest(text, ("equally", "half_first")))
    return text


def _listed_share(value: object, path: Path) -> Fraction:
    share = parse_factor(as_text(value, path))
    if share is None or not 0 <= share <= 1:
        refuse("DS204", path, value=str(value))
    return share


class Split(Written):
    """An award divided among the authors of one deed.

    Where each author has a row of his own, each share stands alone: `by` and `shares` give a share per role, `rest`
    divides what is left equally among the authors of that role; `equally` divides the whole. The authors are the
    members with a row of the same `per` fact under this item, or their number stands in the field `count`. Roles that
    never stand beside another one (`alone`) leave nothing out for the others.

    Where one row names several people, `among` is the field with their names and `how` divides the award in whole
    steps: shares add up, steps left over go in order of listing.
    """

    by: Text | None = None
    shares: dict[str, Annotated[Fraction | Rest, ReadBy(_share)]] | None = None
    alone: Texts = ()
    equally: Yes = False
    per: Text | None = None
    count: Text | None = None
    among: Text | None = None
    how: Annotated[str | tuple[Fraction, ...], ReadBy(_how)] | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.among is not None:
            for key in ("by", "shares", "alone", "equally", "per", "count"):
                if getattr(self, key):
                    refuse("DS201", (key,), key=key, nearest="")
            if self.how is None:
                refuse("DS202", key="how")
            return self
        if self.how is not None:
            refuse("DS202", key="among")
        if self.equally == (self.shares is not None) or (self.by is None) != (self.shares is None):
            refuse("DS202", key="shares" if self.by else "equally")
        if (self.per is None) == (self.count is None) and self.divides:
            refuse("DS202", key="per")
        if not self.divides and (self.per or self.count):
            refuse("DS201", ("per" if self.per else "count",), key="per" if self.per else "count", nearest="")
        for index, role in enumerate(self.alone):
            if not isinstance((self.shares or {}).get(role), Fraction):
                known = [name for name, share in (self.shares or {}).items() if isinstance(share, Fraction)]
                refuse("DS205", ("alone", index), value=role, allowed=", ".join(known), nearest=nearest(role, known))
        if self.fixed_sum > 1:
            refuse("DS219", ("shares",), value=str(self.fixed_sum))
        return self

    @property
    def divides(self) -> bool:
        """Whether the number of authors matters."""
        return self.equally or any(isinstance(share, Rest) for share in (self.shares or {}).values())

    @property
    def fixed_count(self) -> int:
        """How many authors have a share of their own; with `count`, one of each such role."""
        return len(self._beside_others())

    @property
    def fixed_sum(self) -> Fraction:
        return sum(self._beside_others(), Fraction(0))

    def _beside_others(self) -> list[Fraction]:
        """The shares of roles that can stand in one deed."""
        shares = (self.shares or {}).items()
        return [share for role, share in shares if isinstance(share, Fraction) and role not in self.alone]


@dataclass(frozen=True, slots=True)
class Keep:
    """What a pick keeps: `word` is highest, largest_deduction, first, last, best or order."""

    word: str
    best: int = 1
    order: tuple[str, ...] = ()
    field: str = ""


_KEEPS = ("highest", "largest_deduction", "first", "last")


def _keep(value: object) -> Keep:
    if isinstance(value, str):
        if value not in _KEEPS:
            allowed = (*_KEEPS, "best", "order")
            refuse("DS205", value=value, allowed=", ".join(allowed), nearest=nearest(value, allowed))
        return Keep(value)
    if not isinstance(value, dict):
        refuse("DS203", expected="mapping", found=shape_of(value))
    for key in value:
        if key not in ("best", "order", "field"):
            refuse("DS201", (key,), key=str(key), nearest=nearest(str(key), ("best", "order", "field")))
    if "best" in value and "order" not in value and "field" not in value:
        count = parse_decimal(as_text(value["best"], ("best",)))
        if count is None or count.denominator != 1 or count < 1:
            refuse("DS204", ("best",), value=str(value["best"]))
        return Keep("best", best=count.numerator)
    order = value.get("order")
    if order is None or "best" in value:
        refuse("DS202", key="best")
    if not isinstance(order, list) or not order:
        refuse("DS203", ("order",), expected="list", found=shape_of(order))
    words = tuple(as_text(word, ("order", index)) for index, word in enumerate(order))
    return Keep("order", order=words, field=as_text(value.get("field", ""), ("field",)))


class Pick(Written):
    """One link of a chain of choices: of the awards with the same `per`, keep some and cut the others.

    `of: children` chooses among child nodes after their limits. Awards outside `where` pass untouched; a blank key
    never equals anything.
    """

    keep: Annotated[Keep, ReadBy(_keep)]
    per: Texts = ()
    where: When | None = None
    of: Annotated[str, one_of("children")] | None = None

    @model_validator(mode="after")
    def _children(self) -> Self:
        if self.of and (self.per or self.where or self.keep.word not in ("best", "highest")):
            refuse("DS201", ("of",), key="of", nearest="")
        return self


class Starting(Written):
    """The clause counts from the n-th occurrence on (per window or fact), in order of date or of value."""

    nth: Whole
    per: Texts = ()
    by: Annotated[str, one_of("date", "value")] = "date"

    @model_validator(mode="after")
    def _second_or_later(self) -> Self:
        if self.nth < 2:
            refuse("DS222", ("nth",), value=str(self.nth))
        return self


class Booking(Written):
    """Days of the year that are booked to one period: `{from: 12-01, to: 11-30}`."""

    from_: MonthDay = Field(alias="from")
    to: MonthDay


def _others(value: object) -> Fraction | str:
    """What members outside `for` get where an amount needs no entry: `nothing`, points, or the `mean` of the others."""
    text = as_text(value)
    points = parse_decimal(text)
    if points is None and text not in ("nothing", "mean"):
        refuse("DS205", value=text, allowed="nothing, mean", nearest=nearest(text, ("nothing", "mean")))
    return text if points is None else points


class NodeBase(Written):
    """What may stand at any node. `for` restricts to members, `when` to entries."""

    name: Text
    ref: Texts = ()
    for_: When | None = Field(default=None, alias="for")
    when: When | None = None
    as_held: Annotated[str, one_of("at_start", "at_end", "by_days", "by_months")] | None = None
    others: Annotated[Fraction | str, ReadBy(_others)] = "nothing"
    min: Limits = Field(default_factory=dict)
    max: Caps | None = None
    pick: Annotated[tuple[Apart[Pick], ...], ReadFirst(_several)] = ()
    need: Apart[Need] | None = None
    booked_by: Text | None = None
    window: Apart[Booking] | None = None

    @model_validator(mode="after")
    def _floor_below_cap(self) -> Self:
        for window, floor in self.min.items():
            if window in (self.max or {}) and floor > (self.max or {})[window]:
                refuse("DS218", ("min",), value=str(floor))
        return self


class Item(NodeBase):
    """One scored clause. It takes the entries whose project is its id, name, an alias or a word of `takes`."""

    aliases: Texts = ()
    takes: Texts = ()
    score: Score
    times: Annotated[tuple[Apart[Times], ...], ReadFirst(_several)] = ()
    split: Apart[Split] | None = None
    per_entry: Caps | None = None
    starting: Apart[Starting] | None = None
    repeat: Apart[Repeat] | None = None
    valid: Apart[Valid] | None = None
    repairs: Apart[Repairs] | None = None
    credit_to: Apart[Credit] | None = None

    @model_validator(mode="after")
    def _entries_only(self) -> Self:
        if self.score.entry_method is None:
            self._refuse("takes", "aliases", "when", "valid", "repairs", "credit_to")
        if self.score.entry_method is None or self.score.mean:
            self._refuse("times", "split", "per_entry", "starting", "pick", "repeat")
        if self.split and self.split.among:
            self._refuse("repeat", "valid", "repairs", "per_entry", "credit_to")
        if self.per_entry and set(self.per_entry) != {PERIOD}:
            refuse("DS203", ("per_entry",), expected="text", found="mapping")
        return self

    def _refuse(self, *keys: str) -> None:
        for key in keys:
            if getattr(self, key):
                refuse("DS201", (key,), key=key, nearest="")


class Group(NodeBase):
    """A node with children. `stages: true` says that several of its items may take one entry and add up."""

    groups: "dict[str, Group]" = Field(default_factory=dict)
    items: dict[str, Item] = Field(default_factory=dict)
    stages: Yes = False
    score: Apart[GroupScore] | None = None

    def children(self) -> "Iterator[tuple[str, Group | Item]]":
        """Groups first, then items, each in the order of the file."""
        yield from self.groups.items()
        yield from self.items.items()

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        if not self.groups and not self.items:
            refuse("DS202", key="items")
        return self
