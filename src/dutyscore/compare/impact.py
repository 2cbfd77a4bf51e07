"""What the change of rules does to the members of a log: scores, ranks, grades, bands, lists, before and after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from math import gcd

from dutyscore.compare.attribution import Attribution
from dutyscore.model.days import Stretch
from dutyscore.model.exact import Scale
from dutyscore.model.frozen import dataclass
from dutyscore.model.result import Result, RowInfo

NEAR = Fraction(1)
"""Points from a line up to which a member stands near it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One member in one version; amounts are in steps of the comparison's unit, None where he is not scored."""

    total: int | None
    rank: int
    grade: str
    band: str
    lists: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """One member in both versions; `parts` says which changes made how many steps of the difference."""

    id: str
    name: str
    group: str
    old: Standing
    new: Standing
    parts: tuple[tuple[tuple[int, ...], int], ...] = ()

    @property
    def difference(self) -> int:
        return (self.new.total or 0) - (self.old.total or 0)

    @property
    def changed(self) -> bool:
        return self.old != self.new


@dataclass(frozen=True, slots=True)
class Near:
    """A member at most one point from a line of the new version: `distance` in points, below 0 under the line."""

    member: int
    line: str
    bound: Fraction
    distance: Fraction


@dataclass(frozen=True, slots=True)
class Scope:
    """What a reader must know before he trusts the numbers: rows that neither version takes, a selection, an open
    period, no roster. Days are those of the new version."""

    refused: int
    selection: Stretch
    period: Stretch
    as_of: int
    declared: bool


@dataclass(frozen=True, slots=True)
class Impact:
    """`members` in the order of the new ranking; transitions count members by (old, new) grade and band."""

    scale: Scale
    members: tuple[Moved, ...]
    grades: dict[tuple[str, str], int]
    bands: dict[tuple[str, str], int]
    near: tuple[Near, ...]
    attribution: Attribution | None
    ranked: bool
    rows: tuple[str, ...]
    """Names of grades and bands in their order, those that only the old version has behind them."""
    scope: Scope

    def count(self, what: str) -> int:
        """Members whose total, rank, grade, band or lists change."""
        return sum(getattr(member.old, what) != getattr(member.new, what) for member in self.members)


def common_scale(old: Result, new: Result) -> Scale:
    """The unit in which both versions' points are whole."""
    one, two = old.scale.step, new.scale.step
    step = Fraction(
        gcd(one.numerator * two.denominator, two.numerator * one.denominator), one.denominator * two.denominator
    )
    return Scale(step, new.scale.rounding)


def factor(result: Result, scale: Scale) -> int:
    """Steps of the comparison in one step of a result."""
    ratio = result.scale.step / scale.step
    assert ratio.denominator == 1
    return ratio.numerator


def impact(old: Result, new: Result, attribution: Attribution | None, scale: Scale, refused: int) -> Impact:
    """Compare two results over the same members; `refused` counts the rows that neither takes."""
    before, after = _standings(old, scale), _standings(new, scale)
    groups = new.group or old.group or ("",) * len(new.roster)
    moved = [
        Moved(new.roster.ids[index], new.roster.names[index], groups[index], before[index], after[index],
              _parts(attribution, index))
        for index in range(len(after))
    ]  # fmt: skip
    order = sorted(range(len(moved)), key=lambda index: (after[index].rank or len(after) + 1, index))
    members = tuple(moved[index] for index in order)
    return Impact(
        scale=scale,
        members=members,
        grades=dict(Counter((member.old.grade, member.new.grade) for member in members))
        if new.grades or old.grades
        else {},
        bands=dict(Counter((member.old.band, member.new.band) for member in members)) if new.bands or old.bands else {},
        near=tuple(_near(members, new, scale)),
        attribution=attribution,
        ranked=not new.pointless,
        scope=Scope(refused, new.selection, new.period, new.as_of, new.roster.declared),
        rows=tuple(dict.fromkeys(row.name for row in (*new.grades, *new.bands, *old.grades, *old.bands))),
    )


def _parts(attribution: Attribution | None, member: int) -> tuple[tuple[tuple[int, ...], int], ...]:
    if attribution is None:
        return ()
    found = ((tuple(sorted(player)), int(steps[member])) for player, steps in attribution.steps.items())
    return tuple((player, steps) for player, steps in found if steps)


def _standings(result: Result, scale: Scale) -> list[Standing]:
    size, many = len(result.roster), factor(result, scale)
    totals, scored, places = result.totals.tolist(), result.scored.tolist(), result.rank.places.tolist()
    grades, bands = _names(result.grades, result.grade.tolist()), _names(result.bands, result.band.tolist())
    lists: list[list[str]] = [[] for _ in range(size)]
    for row in result.lists:
        for member in row.members:
            lists[member].append(row.name)
    return [
        Standing(
            totals[index] * many if scored[index] else None, places[index], grades[index], bands[index],
            tuple(lists[index]),
        )
        for index in range(size)
    ]  # fmt: skip


def _names(rows: Sequence[RowInfo], chosen: Sequence[int]) -> list[str]:
    return [rows[index].name if index >= 0 else "" for index in chosen]


def _near(members: Sequence[Moved], new: Result, scale: Scale) -> list[Near]:
    found = []
    for name, bound in lines_of(new):
        for index, member in enumerate(members):
            if member.new.total is not None and abs(member.new.total * scale.step - bound) <= NEAR:
                found.append(Near(index, name, bound, member.new.total * scale.step - bound))
    return found


def lines_of(result: Result) -> list[tuple[str, Fraction]]:
    """The lines on the total that members are below of, as the result knows them."""
    lines = {(step.grade, step.line * result.scale.step) for step in result.next_grade if step is not None}
    return sorted(lines, key=lambda line: -line[1])


@dataclass(frozen=True, slots=True)
class Grouped:
    """The members of one group: how many, how many have another total or grade, and how many steps in all."""

    name: str
    members: int
    moved: int
    graded: int
    points: int


def grouped(members: Sequence[Moved]) -> list[Grouped]:
    """The groups by name; nothing where no member has one."""
    return [_group(name, [member for member in members if member.group == name])
            for name in sorted({member.group for member in members if member.group})]  # fmt: skip


def _group(name: str, inside: Sequence[Moved]) -> Grouped:
    return Grouped(
        name, len(inside), sum(member.old.total != member.new.total for member in inside),
        sum(member.old.grade != member.new.grade for member in inside), sum(member.difference for member in inside),
    )  # fmt: skip


def distribution(members: Sequence[Moved], scale: Scale, bins: int = 10) -> list[tuple[Fraction, Fraction, int, int]]:
    """How many members have a total from (included) to (not included), before and after, in even steps."""
    totals = [side.total for member in members for side in (member.old, member.new) if side.total is not None]
    if not totals:
        return []
    low, high = min(totals), max(totals)
    width = _even((high - low) * scale.step / bins)
    first = (low * scale.step // width) * width
    rows = []
    while first <= high * scale.step:
        last = first + width
        counts = [
            sum(side.total is not None and first <= side.total * scale.step < last for side in sides)
            for sides in ([member.old for member in members], [member.new for member in members])
        ]
        rows.append((first, last, counts[0], counts[1]))
        first = last
    return rows


def _even(width: Fraction) -> Fraction:
    """The next larger of 1, 2, 5, 10, 20, 50, …"""
    size = Fraction(1)
    while True:
        for digit in (1, 2, 5):
            if digit * size >= width:
                return digit * size
        size *= 10
