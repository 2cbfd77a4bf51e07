"""Workbooks made by hand, part by part, so that every oddity of other programs can be written."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from xml.sax.saxutils import escape

from tests.tables.office import LINKS, MAIN, book, styles

Verdict = Literal["accept", "partial", "reject"]
Rows = Sequence[Sequence[object]]

HEAD = ["姓名", "日期", "事项", "数量", "角色", "级别", "审核状态", "佐证材料", "自评分"]
FIRST = ["张三", "2023-05-06", "提交提案", 1, "第一提案人", "市级", "通过", "附件1", 5]
SECOND = ["李四", "2023-05-07", "参加会议", 2, "参会", "区级", "通过", "附件2", 4]
THIRD = ["王小明", "2023-05-08", "社情民意", 3, "报送", "区级", "待审", "", 3]
ENTRIES = [FIRST, SECOND, THIRD]
TABLE = [HEAD, *ENTRIES]

STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_LINKS = "http://purl.oclc.org/ooxml/officeDocument/relationships"

FORMATS: tuple[int | str, ...] = (
    0, 14, 'yyyy"年"m"月"d"日";@', 31, 58, 57, 22, 9, 49, "000000", "[h]:mm", "d\\-mmm",
)  # fmt: skip
GENERAL, DATE, DATE_CN, CN31, CN58, CN57, TIME, PERCENT, TEXT, SIX_ZEROS, HOURS, DAY_MONTH = range(12)
STYLES = styles(*FORMATS)


@dataclass(frozen=True)
class Case:
    """A sample: its bytes, what must become of it, and codes that must be among its findings.

    `rows` are the entries to account for (taken and refused), `clean` those without any fault; None = not said.
    """

    name: str
    make: Callable[[], bytes]
    verdict: Verdict
    rows: int | None = None
    clean: int | None = None
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Raw:
    """A cell as it is written, after its address."""

    attributes: str = ""
    inner: str = ""


def styled(style: int, value: object) -> Raw:
    """A value under one of `FORMATS`; None is a formatted empty cell."""
    if isinstance(value, str):
        return Raw(f's="{style}" t="inlineStr"', f"<is><t>{escape(value)}</t></is>")
    return Raw(f's="{style}"', "" if value is None else f"<v>{value}</v>")


def number(stored: str) -> Raw:
    return Raw("", f"<v>{stored}</v>")


def formula(text: str, result: object = None, kind: str = "") -> Raw:
    stored = "" if result is None else f"<v>{escape(str(result))}</v>"
    return Raw(f't="{kind}"' if kind else "", f"<f>{escape(text)}</f>{stored}")


def error(text: str) -> Raw:
    return Raw('t="e"', f"<v>{text}</v>")


def flag(value: bool) -> Raw:
    return Raw('t="b"', f"<v>{value:d}</v>")


def letters(column: int) -> str:
    made = ""
    while column:
        column, rest = divmod(column - 1, 26)
        made = chr(65 + rest) + made
    return made


def cell(address: str, value: object, prefix: str = "") -> str:
    p = prefix
    where = f' r="{address}"' if address else ""
    if value is None:
        return ""
    if isinstance(value, Raw):
        attributes = f" {value.attributes}" if value.attributes else ""
        return f"<{p}c{where}{attributes}>{value.inner}</{p}c>"
    if isinstance(value, int):
        return f"<{p}c{where}><{p}v>{value}</{p}v></{p}c>"
    text = f'<{p}t xml:space="preserve">{escape(str(value))}</{p}t>'
    return f'<{p}c{where} t="inlineStr"><{p}is>{text}</{p}is></{p}c>'


def part(
    rows: Rows,
    *,
    addresses: bool = True,
    prefix: str = "",
    namespace: str = MAIN,
    before: str = "",
    head: str = "",
    tail: str = "",
    more: str = "",
    first: int = 1,
    left: int = 1,
    attributes: Mapping[int, str] | None = None,
) -> str:
    """A sheet part: `before` the root, `head` before and `tail` after the rows, `more` rows behind the others."""
    p, bound = prefix, f":{prefix[:-1]}" if prefix else ""
    made = []
    for row, values in enumerate(rows, first):
        where = f' r="{row}"' if addresses else ""
        cells = "".join(
            cell(f"{letters(at)}{row}" if addresses else "", value, prefix) for at, value in enumerate(values, left)
        )
        made.append(f"<{p}row{where}{(attributes or {}).get(row, '')}>{cells}</{p}row>")
    body = f"{head}<{p}sheetData>{''.join(made)}{more}</{p}sheetData>{tail}"
    return f'{before}<{p}worksheet xmlns{bound}="{namespace}" xmlns:r="{LINKS}">{body}</{p}worksheet>'


def merges(*spans: str) -> str:
    """The tail of a sheet part with merged cells."""
    return "<mergeCells>" + "".join(f'<mergeCell ref="{span}"/>' for span in spans) + "</mergeCells>"


def workbook(rows: Rows, sheet: str = "活动记录", **more: object) -> bytes:
    """A workbook of one sheet under the standard styles; the arguments are those of `part`."""
    return book({sheet: part(rows, **more)}, styles=STYLES)  # type: ignore[arg-type]


def logged(*rows: Sequence[object]) -> bytes:
    """A workbook of the standard header and some rows."""
    return workbook([HEAD, *rows])


def changed(entry: Sequence[object], **cells: object) -> list[object]:
    """An entry with other cells, by header word."""
    return [cells.get(word, value) for word, value in zip(HEAD, entry, strict=True)]


def text(rows: Iterable[Sequence[object]], separator: str = ",", end: str = "\r\n") -> str:
    """A text file as spreadsheets save it."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=separator, lineterminator=end).writerows(rows)
    return stream.getvalue()
