"""What a run of the engine gives: totals, standings, statistics and where everything came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from fractions import Fraction
from typing import TYPE_CHECKING

from dutyscore.model.columns import EntryTable, Roster
from dutyscore.model.days import Stretch
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.exact import Scale
from dutyscore.model.frozen import dataclass
from dutyscore.model.ledger import Ledger, chained

if TYPE_CHECKING:
    from dutyscore.model.columns import Bool, Int32, Int64


@dataclass(frozen=True, slots=True)
class NodeInfo:
    """A node of the tree, in preorder: `parent` is an index or -1, `kind` is category, group or item."""

    id: str
    name: str
    ref: tuple[str, ...]
    kind: str
    parent: int


@dataclass(frozen=True, slots=True)
class LimitInfo:
    """A cap or floor of a node in a window, in steps; `cause` of over_cap and below_floor postings."""

    node: int
    window: str
    bound: int


@dataclass(frozen=True, slots=True)
class RowInfo:
    """A row of grades or bands: its name, tone (empty if none), clause."""

    name: str
    tone: str
    ref: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListInfo:
    """A consequence list with its audience and members (indices into the roster, best first)."""

    name: str
    to: tuple[str, ...]
    ref: tuple[str, ...]
    members: tuple[int, ...]
    held_back: bool
    """True when `at` lies after `as_of`, so that the list stays empty."""
    unstated: bool = False
    """True where the regulation does not say who stands on the list: it is empty."""


@dataclass(frozen=True, slots=True)
class GateInfo:
    """A veto or requirement: name, clause and, per member (bool), whether it is in force / met."""

    id: str
    name: str
    ref: tuple[str, ...]
    members: Bool


@dataclass(frozen=True, slots=True)
class MeasureValues:
    """An exact quantity per member; None where nothing was found (value, share)."""

    id: str
    name: str
    values: tuple[Fraction | None, ...]


@dataclass(frozen=True, slots=True)
class RankInfo:
    """Places per member (int32, 0 = none), counted from the top and from the end."""

    name: str
    places: Int32
    from_end: Int32
    ranked: int


@dataclass(frozen=True, slots=True)
class StandingSet:
    """A set of grades or bands beside the main ones, on one thing; a set on several things is several of these, one
    after the other, with the same `name` and `rows`.

    `name` is the set's own, `of` the id of the total, node or measure it stands on, `title` what people call that;
    `kind` is grades or bands. Per member: `row` (int32, index of `rows`, -1 for none), `rank` (places by this thing, 0
    where it has no value), `slice` (int32 from 1, 0 = none). `provisional`: the moment `at` has not come.
    """

    name: str
    of: str
    title: str
    kind: str
    ref: tuple[str, ...]
    rows: tuple[RowInfo, ...]
    row: Int32
    rank: RankInfo
    slice: Int32
    single: bool
    """True where the set stands on one thing only: then its name alone says which."""
    provisional: bool


@dataclass(frozen=True, slots=True)
class TotalInfo:
    """A named total: int64 steps per member; `unit` is empty for points. The main total is first."""

    id: str
    unit: str
    values: Int64


@dataclass(frozen=True, slots=True)
class TotalPart:
    """What a posting at a total names as its cause: the total and, in a composite, the part."""

    total: str
    of: str


@dataclass(frozen=True, slots=True)
class RulebookStamp:
    id: str
    version: str
    title: str
    file: str
    digest: str
    """sha256, whole; outputs print the first 12 digits."""
    subject: str
    source: str


@dataclass(frozen=True, slots=True)
class Reviews:
    """Claims and cuts of entries by the reviewer named in them: `names` (empty = nobody is named), `claimed` and each
    column of `gap` (int64, steps, one per name)."""

    names: tuple[str, ...]
    claimed: Int64
    gap: Mapping[str, Int64]


@dataclass(frozen=True, slots=True)
class NextGrade:
    """The line that a member is below: the nearest better grade that points alone would give."""

    grade: str
    line: int
    short: int


@dataclass(frozen=True, slots=True)
class Need:
    """One test of a row's condition and, per member, whether it is met (bool). `equals`, `bounds`, `negated`, `blank`,
    `over` are as written; `earlier` asks of periods before. Where it is a lower bound on a number, `lower` is that
    bound, and `amounts` (int64 steps) or `values` is what each member has."""

    name: str
    equals: tuple[str, ...]
    bounds: tuple[tuple[str, str], ...]
    negated: bool
    blank: bool | None
    earlier: bool
    over: str
    met: Bool
    amounts: Int64 | None = None
    values: tuple[Fraction | None, ...] | None = None
    lower: Fraction | None = None


@dataclass(frozen=True, slots=True)
class PlacesNeed:
    """Places of a row by top or quota, per member: `places` there are (in his group), `ahead` of him stand so many
    candidates (both int32), and whether he has one (bool)."""

    places: Int32
    ahead: Int32
    won: Bool


@dataclass(frozen=True, slots=True)
class Rung:
    """What a row of grades asks: any one of the `alternatives`, in it every need, and a place where there are few.
    `graded` (bool per member) leaves out who is exempt from grades."""

    row: int
    alternatives: tuple[tuple[Need, ...], ...]
    places: PlacesNeed | None
    graded: Bool


@dataclass(frozen=True, slots=True)
class Result:
    """Everything that outputs need; they compute nothing. Amounts are int64 steps of `scale`, one row per member.

    `nodes` is the tree in preorder and `values` (int64, members x nodes) holds each node's value; `totals` the main
    total; `claimed` the sum of what was claimed; `gap` splits claimed minus total by reason (kind name, `other_value`,
    `without_entry`), each int64 per member. `grade`, `points_grade`, `band` are indices of rows, -1 for none.
    `capped` (bool, members x nodes) marks nodes at which a cap cut something.
    """

    rulebook: RulebookStamp
    scale: Scale
    period: Stretch
    selection: Stretch
    as_of: int
    partial: bool
    roster: Roster
    group: tuple[str, ...]
    """Group of each member on the last day of the period; empty without a group fact."""
    entries: EntryTable
    ledgers: tuple[Ledger, ...]
    """The ledger, in as many pieces as the members were scored in; no entry stands in two of them."""
    nodes: tuple[NodeInfo, ...]
    limits: tuple[LimitInfo, ...]
    excluded: tuple[str, ...]
    """The `why` of each exclusion rule."""
    values: Int64
    capped: Bool
    totals: Int64
    named_totals: tuple[TotalInfo, ...]
    """Every total of the book, the main one first; empty where the total is the plain sum of the categories."""
    parts: tuple[TotalPart, ...]
    pointless: bool
    """True for books without points (`totals: none`): the total means nothing."""
    claimed: Int64
    gap: Mapping[str, Int64]
    scored: Bool
    """False for members whose result is `not_scored`: printed, outside ranks, quotas, means."""
    measures: tuple[MeasureValues, ...]
    requirements: tuple[GateInfo, ...]
    vetoes: tuple[GateInfo, ...]
    rankings: tuple[RankInfo, ...]
    """The main ranking first."""
    grades: tuple[RowInfo, ...]
    bands: tuple[RowInfo, ...]
    grade: Int32
    points_grade: Int32
    band: Int32
    lists: tuple[ListInfo, ...]
    next_grade: tuple[NextGrade | None, ...]
    findings: tuple[Diagnostic, ...]
    uncounted: Mapping[str, int]
    """How many entries no item counts, by the kind of posting that comes first."""
    reviewer_gap: Mapping[str, Int64]
    """Points cut by not being confirmed, per reviewer named in the log (int64 per member)."""
    employer: tuple[str, ...] = ()
    """Where each member works, as of the same day as the group; empty without an employer fact."""
    other_groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The group of each member by every further group fact of the roster, as of the same day."""
    marks: Mapping[int, str] = field(default_factory=dict)
    """Of every item that takes the marks of a panel (index of the node) the field with the mark."""
    standings: tuple[StandingSet, ...] = ()
    """Further sets of grades and bands in the order of the rulebook, each thing of a set on its own."""
    ladder: tuple[Rung, ...] = ()
    """What each row of grades that has conditions asks, best first."""
    shown: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What people see in the place of a value, per member, by `total`, `rank`, `grade` or `band`: the `shown` of who is
    exempt, the `shown_as` of a veto in force; empty for the value itself. Keys without any text are left out."""

    unvalued: Mapping[str, Bool] = field(default_factory=dict)
    """Who (bool per member) has no value of a node or a named total, by its id; ids that everybody has are left out."""

    @property
    def ledger(self) -> Ledger:
        """The whole ledger; made anew out of the pieces whenever it is asked for."""
        return chained(self.ledgers)

    @property
    def rank(self) -> RankInfo:
        return self.rankings[0]

    @property
    def provisional(self) -> bool:
        """Whether the standing can still change: rows left out, or the period not yet over at `as_of`."""
        return self.partial or self.as_of < self.period.last or self.selection != self.period
