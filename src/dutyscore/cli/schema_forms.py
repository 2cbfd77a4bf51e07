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
Role = Literal["log", "roster", "rejects"]
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
    role: Role
    kind: Literal["csv", "xlsx", "xls", "parquet"]
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


class SetForm(TypedDict):
    name: str | None
    tone: str
    rank: int | None
    rank_from_end: int | None
    slice: int | None
    provisional: bool


class ShownForm(TypedDict, total=False):
    total: str
    rank: str
    grade: str
    band: str


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
    standings: dict[str, dict[str, SetForm]]
    shown: ShownForm
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
    standings: dict[str, dict[str, int]]
    mean: Decimal | None
    maximum: Decimal | None
    rows: RowsForm


class StampForm(TypedDict):
    file: str
    digest: Digest


class FileForm(TypedDict):
    name: str
    digest: Digest


class SourceForm(TypedDict):
    name: str
    role: Role
    digest: Digest


AskedForm = TypedDict(
    "AskedForm",
    {
        "sheet": str, "encoding": str, "year": str, "hidden": bool, "as_of": str, "period": str, "from": str, "to": str,
        "partial": bool,
    },
)  # fmt: skip


class PostingsForm(TypedDict):
    member: str
    digest: Digest
    postings: list[list[str | None]] | None


class ManifestForm(TypedDict):
    program: Literal["dutyscore"]
    version: str
    semantics: str
    rulebook: StampForm
    inputs: list[SourceForm]
    history: list[FileForm]
    map: FileForm | None
    asked: AskedForm
    members: list[str] | None
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
    ledger: list[PostingsForm] | None
    counts: CountsForm
    findings: list[FindingForm]
    manifest: ManifestForm


FORMS: Final[dict[str, Any]] = {"result": ResultForm, "diagnostic": FindingForm}
"""What programs write, by the word under which its schema is asked for."""
