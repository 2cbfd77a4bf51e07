"""The JSON that `diff -f json` writes, as types: `dutyscore schema diff` is read off them."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypedDict

from pydantic import WithJsonSchema

from dutyscore.cli.schema_forms import Code, DayText, Decimal, Digest, StretchForm
from dutyscore.compare.change import ChangeKind, Label

ChangeId = Annotated[str, WithJsonSchema({"type": "string", "pattern": "^D[0-9]+$"})]
"""The number of a change in this comparison."""


class BookVersionForm(TypedDict):
    id: str
    version: str
    title: str
    file: str
    digest: Digest
    settings: list[str]


class ChangePartForm(TypedDict):
    """A value that is written with dates stands as texts by day."""

    keys: list[str]
    old: str | dict[str, str] | None
    new: str | dict[str, str] | None


class ChangeForm(TypedDict):
    id: ChangeId
    kind: ChangeKind
    label: Label
    argument: str
    places: bool
    lists: bool
    section: str
    name: str
    keys: list[str]
    title: str
    ref: list[str]
    old_line: int | None
    new_line: int | None
    old: Any
    new: Any
    parts: list[ChangePartForm]
    fingerprint: str
    approved: str | None


class ProbeForm(TypedDict):
    kind: Literal["line", "tier", "table", "day", "cap", "limit", "places"]
    about: str
    value: str
    old: str
    new: str


class RefusedForm(TypedDict):
    by: Literal["old", "new"]
    rows: int
    code: Code
    facts: dict[str, str]
    changes: list[ChangeId]


class MovedCountsForm(TypedDict):
    total: int
    rank: int
    grade: int
    band: int
    lists: int


class AttributionForm(TypedDict):
    checked: Literal[True]
    ordered: list[ChangeId]
    scorings: int


class PlacedForm(TypedDict):
    total: Decimal | None
    rank: int | None
    grade: str
    band: str
    lists: list[str]


class CauseForm(TypedDict):
    changes: list[ChangeId]
    points: Decimal


class MovedForm(TypedDict):
    id: str
    name: str
    group: str
    old: PlacedForm
    new: PlacedForm
    change: Decimal
    causes: list[CauseForm]


class MovesForm(TypedDict):
    old: str
    new: str
    members: int


ClassForm = TypedDict("ClassForm", {"from": Decimal, "below": Decimal, "old": int, "new": int})
"""A class of totals, and how many members have one in it."""


class NearForm(TypedDict):
    member: str
    grade: str
    line: Decimal
    distance: Decimal


class GroupMovedForm(TypedDict):
    group: str
    members: int
    total: int
    grade: int
    change: Decimal


class ScopeForm(TypedDict):
    period: StretchForm
    selection: StretchForm
    as_of: DayText
    roster_declared: bool
    refused: int


class ImpactForm(TypedDict):
    scope: ScopeForm
    counts: MovedCountsForm
    grades: list[MovesForm]
    bands: list[MovesForm]
    attribution: AttributionForm | None
    members: list[MovedForm]
    distribution: list[ClassForm]
    near: list[NearForm]
    groups: list[GroupMovedForm]


class TriedForm(TypedDict):
    value: Decimal
    members: int


class SolutionForm(TypedDict):
    path: str
    grade: str
    wanted: int | None
    value: Decimal | None
    tried: list[TriedForm]
    cost: Decimal | None
    members: int


class DiffFindingForm(TypedDict):
    code: Code
    slug: str
    severity: Literal["error", "warning", "info"]
    place: str
    facts: dict[str, str]


class DiffForm(TypedDict):
    schema: Literal["dutyscore.diff/1"]
    old: BookVersionForm
    new: BookVersionForm
    changes: list[ChangeForm]
    probes: list[ProbeForm]
    refused: list[RefusedForm]
    impact: ImpactForm | None
    solution: SolutionForm | None
    findings: list[DiffFindingForm]
