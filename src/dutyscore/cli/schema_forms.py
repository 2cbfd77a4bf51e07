"""The JSON that `score` and `check` write, as types: `dutyscore schema result` and `diagnostic` are read off them."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, TypedDict

from pydantic import WithJsonSchema

from dutyscore.model.codes import CODES

Decimal = Annotated[str, WithJsonSchema({"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"})]
"""Points as decimal text."""
Exact = Annotated[str, WithJsonSchema({"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+|/[0-9]+)?$"})]
"""An exact value; a fraction where no decimal is exact."""
DayText = Annotated[str, WithJsonSchema({"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"})]
Digest = Annotated[str, WithJsonSchema({"type": "string", "pattern": "^[0-9a-f]{64}$"})]
Code = Annotated[str, WithJsonSchema({"enum": list(CODES)})]


class FindingForm(TypedDict):
    code: Code
    slug: str
    severity: Literal["error", "warning", "info"]
    file: str
    sheet: str
    line: int
    column: int
    cell: str
    also: list[str]
    facts: dict[str, str]
    fix: str


class BookForm(TypedDict):
    id: str
    version: str
    digest: Digest
    title: str
    file: str
    source: str


class SheetForm(TypedDict):
    name: str
    rows: int


class InputForm(TypedDict):
    name: str
    role: Literal["log", "roster", "rejects"]
    kind: Literal["csv", "xlsx"]
    digest: Digest
    sheets: list[SheetForm]


class StretchForm(TypedDict):
    label: str
    first: DayText
    last: DayText


class BandForm(TypedDict):
    name: str
    tone: str


class PlaceForm(TypedDict):
    rank: int | None
    rank_from_end: int | None


class MemberForm(TypedDict):
    id: str
    name: str
    group: str | None
    scored: bool
    total: Decimal | None
    claimed: Decimal
    rank: int | None
    rank_from_end: int | None
    grade: str | None
    points_grade: str | None
    band: BandForm | None
    categories: dict[str, Decimal]
    nodes: dict[str, Decimal]
    totals: dict[str, Decimal | None]
    measures: dict[str, Exact | None]
    requirements: dict[str, bool]
    vetoes: list[str]
    rankings: dict[str, PlaceForm]
    lists: list[str]
    capped: list[str]
    gap: dict[str, Decimal]


class RowsForm(TypedDict):
    read: int
    scored: int
    not_counted: dict[str, int]
    refused: int
    skipped: dict[str, int]


class CountsForm(TypedDict):
    members: int
    scored: int
    ranked: int
    grades: dict[str, int]
    bands: dict[str, int]
    mean: Decimal | None
    maximum: Decimal | None
    rows: RowsForm


class StampForm(TypedDict):
    file: str
    digest: Digest


class FileForm(TypedDict):
    name: str
    digest: Digest


class ManifestForm(TypedDict):
    program: Literal["dutyscore"]
    version: str
    semantics: str
    rulebook: StampForm
    inputs: list[FileForm]
    history: list[FileForm]
    as_of: DayText
    selection: StretchForm
    partial: bool


class ResultForm(TypedDict):
    schema: Literal["dutyscore.result/1"]
    rulebook: BookForm
    inputs: list[InputForm]
    period: StretchForm
    selection: StretchForm
    as_of: DayText
    provisional: bool
    partial: bool
    roster_declared: bool
    members: list[MemberForm]
    counts: CountsForm
    findings: list[FindingForm]
    manifest: ManifestForm


FORMS: Final[dict[str, Any]] = {"result": ResultForm, "diagnostic": FindingForm}
"""What programs write, by the word under which its schema is asked for."""
