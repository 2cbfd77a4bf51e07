"""What a rulebook decides about members: gates, vetoes, rankings, the rows of grades and bands, lists."""

from fractions import Fraction
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from dutyscore.model.condition import Condition, When, parse_condition
from dutyscore.model.exact import parse_factor
from dutyscore.model.written import (
    UNSTATED,
    ReadBy,
    ReadFirst,
    Text,
    Texts,
    Unstated,
    Whole,
    Written,
    Yes,
    as_text,
    nearest,
    one_of,
    refuse,
)


class Requirement(Written):
    """A gate: it acts on the grade, never on points."""

    when: When
    ref: Texts = ()


class Effect(Written):
    """What a veto does: exactly one."""

    lose_grade: Yes = False
    ceiling: Text | None = None
    direct: Text | None = None
    place: Annotated[str, one_of("last")] | None = None

    @model_validator(mode="before")
    @classmethod
    def _word(cls, value: Any) -> Any:
        if isinstance(value, str):
            if value != "lose_grade":
                refuse("DS205", value=value, allowed="lose_grade, ceiling, direct, place",
                       nearest=nearest(value, ["lose_grade", "ceiling", "direct", "place"]))  # fmt: skip
            return {"lose_grade": "true"}
        return value

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        written = [key for key in ("lose_grade", "ceiling", "direct", "place") if getattr(self, key)]
        if len(written) != 1:
            refuse("DS207", found=", ".join(written), allowed="lose_grade, ceiling, direct, place")
        return self


class ShownAs(Written):
    """What outputs print in the place of a value while a veto is in force; what was computed stays in the result."""

    total: Text | None = None
    rank: Text | None = None
    grade: Text | None = None
    band: Text | None = None


SHOWN = tuple(ShownAs.model_fields)


class Veto(Written):
    """One-vote veto: points stay, the grade does not."""

    name: Text
    when: When
    effect: Effect
    points: Annotated[str, one_of("keep")]
    inert: Texts = ()
    shown_as: ShownAs = Field(default_factory=ShownAs)
    ref: Texts = ()


def _key(value: object) -> object:
    return {"of": value} if isinstance(value, str) else value


class RankKey(Written):
    """One key of a ranking; the largest value is first unless `order: low`."""

    of: Text
    order: Annotated[str, one_of("high", "low")] = "high"


def _keys(value: object) -> object:
    return [_key(key) for key in (value if isinstance(value, list) else [value])]


class Slices(Written):
    """A ranking cut into `count` slices of one size, the best slice is 1. `floor` leaves members over, who go to the
    first or the last slice, or one each to the first slices (`spread`); `ceiling` makes the last slices smaller. Who is
    tied across a border goes with the better ones (`let_in`), with the others (`leave_out`), or nowhere (`stop`)."""

    count: Whole
    size: Annotated[str, one_of("floor", "ceiling")]
    rest: Annotated[str, one_of("first", "last", "spread")] | None = None
    ties: Annotated[str, one_of("leave_out", "let_in", "stop")]

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.count < 2:
            refuse("DS222", ("count",), value=str(self.count))
        if self.size == "floor" and self.rest is None:
            refuse("DS202", key="rest")
        if self.size == "ceiling" and self.rest is not None:
            refuse("DS201", ("rest",), key="rest", nearest="")
        return self

    def sizes(self, members: int) -> list[int]:
        """How many stand in each slice."""
        size, left = divmod(members, self.count)
        if self.size == "ceiling":
            size += left > 0
            return [min(size, max(members - number * size, 0)) for number in range(self.count)]
        sizes = [size] * self.count
        if self.rest == "spread":
            return [size + (number < left) for number in range(self.count)]
        sizes[0 if self.rest == "first" else -1] += left
        return sizes


class Ranking(Written):
    """Places by one or several keys; `within` ranks inside each group, `over` by what a window alone gave. Exactly one
    ranking is `main`."""

    by: Annotated[tuple[RankKey, ...], ReadFirst(_keys)]
    ties: Annotated[str, one_of("competition", "dense", "ordinal")] = "competition"
    within: Text | None = None
    over: Text | None = None
    slices: Slices | None = None
    main: Yes = False


OTHERWISE = "otherwise"


def _shares(value: object) -> Fraction | dict[str, Fraction]:
    """One share, or one for each group, with `otherwise` for groups that are not listed."""
    if not isinstance(value, dict):
        return _one_share(value, ())
    return {str(group): _one_share(share, (str(group),)) for group, share in value.items()}


def _one_share(value: object, path: tuple[str, ...]) -> Fraction:
    share = parse_factor(as_text(value, path))
    if share is None:
        refuse("DS204", path, value=str(value))
    if share <= 0:
        refuse("DS222", path, value=str(value))
    if share > 1:
        refuse("DS219", path, value=str(value))
    return share


class Quota(Written):
    """A ceiling on how many may stand in a row: `share` of all members or of the row's candidates. It may differ by
    group where `within` names one."""

    share: Annotated[Fraction | dict[str, Fraction], ReadBy(_shares)]
    of: Annotated[str, one_of("members", "candidates")]
    rounding: Annotated[str, one_of("down", "half_up", "up")]
    ties: Annotated[str, one_of("leave_out", "let_in", "stop")]
    within: Text | None = None

    @model_validator(mode="after")
    def _by_group(self) -> Self:
        if isinstance(self.share, dict) and self.within is None:
            refuse("DS202", key="within")
        return self

    def share_of(self, group: str) -> Fraction:
        """The share of a group; a group that is not listed and has no `otherwise` has none."""
        if isinstance(self.share, Fraction):
            return self.share
        return self.share.get(group, self.share.get(OTHERWISE, Fraction(0)))


class Top(Written):
    """The first `places` candidates by the main ranking."""

    places: Whole
    ties: Annotated[str, one_of("leave_out", "let_in", "stop")]
    within: Text | None = None


class Row(Written):
    """A row of grades, bands or lists. `otherwise: true` takes everybody the rows above leave."""

    name: Text
    tone: Text | None = None
    when: When | None = None
    top: Top | None = None
    quota: Quota | None = None
    otherwise: Yes = False
    ref: Texts = ()

    @model_validator(mode="after")
    def _some_condition(self) -> Self:
        if self.otherwise == bool(self.when or self.top or self.quota):
            refuse("DS214", name=self.name)
        if self.top and self.quota:
            refuse("DS201", ("quota",), key="quota", nearest="top")
        return self


class Each(Written):
    """At the end of every window of a kind: `{each: quarter}`."""

    each: Text


def _moment(value: object) -> str | Each:
    """`period_end`, `any_run`, or `{each: quarter}`."""
    if isinstance(value, dict):
        return Each.model_validate(value)
    text = as_text(value)
    if text not in MOMENTS:
        refuse("DS205", value=text, allowed=", ".join((*MOMENTS, "each")), nearest=nearest(text, (*MOMENTS, "each")))
    return text


MOMENTS = ("period_end", "any_run")
Moment = Annotated[str | Each, ReadBy(_moment)]


class Standings(Written):
    """A named set of grades or bands beside the main ones: the same rows for every thing of `of` (a total, a node, a
    measure). Members are ordered by the thing's value; `value`, `rank`, `rank_from_end` and `slice` in the rows speak
    of this order."""

    kind: Annotated[str, one_of("grades", "bands")]
    of: Texts
    order: Annotated[str, one_of("high", "low")] = "high"
    ties: Annotated[str, one_of("competition", "dense", "ordinal")] = "competition"
    within: Text | None = None
    slices: Slices | None = None
    at: Moment = "period_end"
    ref: Texts = ()
    rows: tuple[Row, ...]

    @model_validator(mode="after")
    def _something(self) -> Self:
        for key in ("of", "rows"):
            if not getattr(self, key):
                refuse("DS202", key=key)
        return self


def _condition_or_unstated(value: object) -> Condition | Unstated:
    return UNSTATED if value == "unstated" else parse_condition(value)


ListWhen = Annotated[Condition | Unstated, ReadBy(_condition_or_unstated)]


class ListRow(Written):
    """A consequence list: every member that fits stands on it; `to` is its audience. `when: unstated` names a list of
    which the regulation does not say who stands on it: it is printed and empty."""

    when_: ListWhen | None = Field(default=None, alias="when")
    top: Top | None = None
    quota: Quota | None = None
    to: Texts
    ref: Texts = ()
    at: Moment = "period_end"

    @model_validator(mode="after")
    def _some_condition(self) -> Self:
        if not (self.when_ or self.top or self.quota):
            refuse("DS214", name="")
        if self.unstated and (self.top or self.quota):
            key = "top" if self.top else "quota"
            refuse("DS201", (key,), key=key, nearest="")
        if self.top and self.quota:
            refuse("DS201", ("quota",), key="quota", nearest="top")
        return self

    @property
    def unstated(self) -> bool:
        return isinstance(self.when_, Unstated)

    @property
    def when(self) -> Condition | None:
        """The condition, where one is stated."""
        return None if isinstance(self.when_, Unstated) else self.when_
