"""An invented office: its rulebook's words, files made in code, and readings told in lines that people can read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from xml.sax.saxutils import escape, quoteattr

from dutyscore.model.columns import NO_DAY, Column, Days, EntryTable, Numbers, Roster
from dutyscore.model.days import iso
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.exact import decimal_text
from dutyscore.model.vocabulary import Field, Vocabulary
from dutyscore.tables import Input, Options, Reading, read_logs

OFFICE = Vocabulary(
    columns={
        "member": ("委员编号", "姓名", "委员姓名"),
        "date": ("日期", "活动日期"),
        "item": ("项目", "履职事项"),
        "reviewer": ("审核人",),
        "row": ("编号",),
    },
    fields=(
        Field("数量", "number", aliases=("完成数",), decimals=2, min=Fraction(0), max=Fraction(1000), default="1"),
        Field("级别", "choice", choices=("国家级", "省级", "市级")),
        Field("本职", "yes_no", yes="是", no="否"),
        Field("事由", "text"),
        Field("完成率", "percent", decimals=1),
        Field("迟到", "minutes"),
        Field("报送日期", "date"),
    ),
    roster=(Field("身份", "choice", choices=("常委", "委员")), Field("小组", "text", group=True)),
    projects={"参加会议": "参加会议", "开会": "参加会议", "提案": "提案", "I01": "提案"},
    subject="委员",
)
HEAD = "姓名,日期,项目\n"


def read(
    *logs: str | bytes,
    roster: str | bytes | None = None,
    vocabulary: Vocabulary = OFFICE,
    options: Options | None = None,
) -> Reading:
    """Read files named a, b, ... and a roster named r; text stands for a csv in UTF-8."""
    inputs = [Input(name, _bytes(data)) for name, data in zip("abcdef", logs, strict=False)]
    given = None if roster is None else Input("r", _bytes(roster))
    return read_logs(inputs, given, vocabulary, options or Options())


def _bytes(data: str | bytes) -> bytes:
    return data.encode() if isinstance(data, str) else data


def written(column: Column, entry: int) -> str:
    """A fact as text, empty for blank."""
    if isinstance(column, Numbers):
        value = Fraction(int(column.values[entry]), 10**column.decimals)
        return "" if column.blank[entry] else decimal_text(value)
    if isinstance(column, Days):
        return "" if column.values[entry] == NO_DAY else iso(int(column.values[entry]))
    code = int(column.codes[entry])
    return "" if code < 0 else column.words[code]


def lines(reading: Reading, *facts: str) -> list[str]:
    """Each entry as `member date item fact ... @place`."""
    table, names = reading.entries, reading.roster.names
    return [
        " ".join(
            [names[table.member[entry]], iso(int(table.day[entry])), written(table.project, entry)]
            + [written(table.facts[fact], entry) or "-" for fact in facts]
            + [f"@{table.place(entry)}"]
        )
        for entry in range(len(table))
    ]


def facts(reading: Reading, fact: str) -> list[str]:
    """One fact of every entry."""
    return [written(reading.entries.facts[fact], entry) for entry in range(len(reading.entries))]


def told(findings: Sequence[Diagnostic]) -> list[str]:
    """Each finding as `code places facts`, without the column."""
    return [
        " ".join(
            [finding.code, "+".join(str(place) for place in (finding.place, *finding.also))]
            + [f"{key}={value}" for key, value in finding.facts.items() if key != "column"]
        )
        for finding in findings
    ]


def codes(reading: Reading) -> list[str]:
    return [finding.code for finding in reading.findings]


def people(roster: Roster, *facts: str) -> list[str]:
    """Each validity of the roster as `id name first..last fact ...`."""
    return [
        " ".join(
            [roster.ids[roster.member[row]], roster.names[roster.member[row]]]
            + [f"{_end(int(roster.first[row]))}..{_end(int(roster.last[row]))}"]
            + [written(roster.facts[fact], row) or "-" for fact in facts]
        )
        for row in range(len(roster.member))
    ]


def _end(day: int) -> str:
    return "" if abs(day) > 2**30 else iso(day)


def same(one: EntryTable, other: EntryTable) -> bool:
    """Whether two tables hold the same entries at the same rows, with the same facts."""

    def told(table: EntryTable) -> list[object]:
        columns = {"day": Days(table.day), "project": table.project, **table.facts}
        texts = [[written(column, entry) for entry in range(len(table))] for column in columns.values()]
        words = [getattr(column, "words", ()) for column in columns.values()]
        return [list(columns), texts, words, table.member.tolist(), table.row.tolist(), table.origin.tolist()]

    return told(one) == told(other)


# ---------------------------------------------------------------- workbooks with full control over their parts

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def cell(address: str, value: object) -> str:
    """The XML of a cell; text that begins with `<c` is taken as it is, None is no cell."""
    if value is None:
        return ""
    if isinstance(value, str) and value.startswith("<c"):
        return value
    if isinstance(value, int | Fraction):
        return f'<c r="{address}"><v>{value}</v></c>'
    return f'<c r="{address}" t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'


def sheet(rows: Sequence[Sequence[object]], before: str = "", after: str = "") -> str:
    """A sheet part."""
    made = "".join(
        f'<row r="{number}">{"".join(cell(f"{chr(64 + at)}{number}", value) for at, value in enumerate(row, 1))}</row>'
        for number, row in enumerate(rows, 1)
    )
    return f'{before}<worksheet xmlns="{MAIN}"><sheetData>{made}</sheetData>{after}</worksheet>'


def styles(*formats: int | str) -> str:
    """A style part whose cell format i has the built-in number, or the code, at place i."""
    codes = [(164 + place, code) for place, code in enumerate(formats) if isinstance(code, str)]
    numbers = [164 + place if isinstance(code, str) else code for place, code in enumerate(formats)]
    custom = "".join(f'<numFmt numFmtId="{number}" formatCode={quoteattr(code)}/>' for number, code in codes)
    cells = "".join(f'<xf numFmtId="{number}"/>' for number in numbers)
    return (
        f'<styleSheet xmlns="{MAIN}"><numFmts>{custom}</numFmts>'
        f'<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>{cells}</cellXfs></styleSheet>'
    )


def book(
    sheets: Mapping[str, str | bytes],
    states: Mapping[str, str] | None = None,
    styles: str = "",
    strings: str = "",
    properties: str = "",
    extra: Mapping[str, str | bytes] | None = None,
    method: int = zipfile.ZIP_DEFLATED,
) -> bytes:
    """A workbook out of its sheet parts by name; `properties` are attributes of workbookPr."""
    parts: dict[str, str | bytes] = {}
    listed, related = "", ""
    for number, (name, part) in enumerate(sheets.items(), 1):
        parts[f"xl/worksheets/sheet{number}.xml"] = part
        state = f' state="{states[name]}"' if states and name in states else ""
        listed += f'<sheet name="{escape(name)}" sheetId="{number}"{state} r:id="rId{number}"/>'
        related += f'<Relationship Id="rId{number}" Type="{LINKS}/worksheet" Target="worksheets/sheet{number}.xml"/>'
    for name, part in (("styles", styles), ("sharedStrings", strings)):
        if part:
            parts[f"xl/{name}.xml"] = part
            related += f'<Relationship Id="{name}" Type="{LINKS}/{name}" Target="/xl/{name}.xml"/>'
    parts["xl/workbook.xml"] = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><workbookPr {properties}/><sheets>{listed}</sheets></workbook>'
    )
    parts["xl/_rels/workbook.xml.rels"] = f'<Relationships xmlns="{_PACKAGE}">{related}</Relationships>'
    parts["_rels/.rels"] = (
        f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" Type="{LINKS}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>'
    )
    parts["[Content_Types].xml"] = _content_types(parts)
    return packed({**parts, **(extra or {})}, method)


_TYPES = {"workbook": "sheet.main", "styles": "styles", "sharedStrings": "sharedStrings"}


def _content_types(parts: Iterable[str]) -> str:
    """What other readers want to know of each part; ours does not."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    listed = "".join(
        f'<Override PartName="/{part}" ContentType="{kind}{_TYPES.get(part[3:-4], "worksheet")}+xml"/>'
        for part in parts
        if part.endswith(".xml")
    )
    rels = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    xml = '<Default Extension="xml" ContentType="application/xml"/>'
    return f'<Types xmlns="{_PACKAGE.replace("relationships", "content-types")}">{rels}{xml}{listed}</Types>'


def packed(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file out of parts by name."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return made.getvalue()
