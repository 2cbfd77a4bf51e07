"""Reports of files that mean harm: text of every field is shown as text, in every format."""

from __future__ import annotations

import json
import re
from functools import cache
from html.parser import HTMLParser
from io import BytesIO, StringIO

import openpyxl
import pytest

from dutyscore.output.formats import Paper, printed
from dutyscore.output.views.report import report_view
from tests.output.reports import Told, jintai_report, scored, told_of

BAD = (
    "<script>alert(1)</script>", "</style><script>alert(2)</script>", "=cmd|'/C calc'!A0", "a|b**c**", "[x](http://x.example)",
    "\u202egnp.exe", "\"><img src=x onerror=alert(3)>", "![i](http://x.example/i.png)", "\"; } body { display: none }",
    "@SUM(A1)", "&lt;b&gt;", "\x1b[31m", "`c`", "+1",
)  # fmt: skip


def bad(number: int) -> str:
    """A hostile word that is unique."""
    return f"{BAD[number % len(BAD)]} {number}"


def _book() -> bytes:
    """A rulebook in which every free text is hostile. JSON is YAML."""
    names = iter(range(1000))

    def word() -> str:
        return bad(next(names)).replace("\x1b", "")

    takes_a = {"name": word(), "takes": ["A"], "ref": [word(), word()], "score": {"each": "10"}, "max": "15"}
    book = {
        "rulebook": "hostile", "version": "1", "title": word(), "source": {"text": word()},
        "effective": {"from": "2025-01-01", "to": "2025-12-31"}, "semantics": "1", "subject": "M", "period": "year",
        "points": {"step": "0.5", "rounding": "half_up"},
        "fields": {"state": {"type": "choice", "choices": ["yes", "no"]}, "matter": {"type": "text"}},
        "roster": {"group": {"group": "true"}},
        "entries": {
            "columns": {"member": ["member"], "date": ["date"], "item": ["item"], "deed": "matter", "reviewer": "by"},
            "confirmed": {"state": "yes"},
            "duplicate_of": {"fields": ["M", "date", "item", "matter"], "keep": "first"},
        },
        "categories": {
            "one": {"name": word(), "ref": word(), "items": {
                "first": takes_a,
                "second": {"name": word(), "takes": ["B"], "ref": word(), "score": {"each": "-1"}},
            }},
        },
        "grades": [
            {"name": word(), "tone": "green", "when": {"total": {"at_least": "12"}}, "ref": word()},
            {"name": word(), "tone": word(), "otherwise": "true", "ref": word()},
        ],
        "bands": [{"name": word(), "tone": "red", "otherwise": "true", "ref": word()}],
        "lists": {word(): {"when": {"total": {"at_least": "1"}}, "to": [word()], "ref": word()}},
    }  # fmt: skip
    return json.dumps(book, ensure_ascii=True).encode()


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


@cache
def hostile() -> Told:
    members = [bad(number) for number in range(200, 214)]
    log = StringIO("member,date,item,state,matter,by\n")
    log.seek(0, 2)
    for number, member in enumerate(members):
        for day in (1, 2):
            for state in ("yes", "yes", "no"):
                cells = (member, f"2025-03-0{day}", "A", state, bad(300 + number), bad(400 + number % 3))
                log.write(",".join(map(_quoted, cells)) + "\n")
    roster = "member,group\n" + "".join(
        f"{_quoted(one)},{_quoted(bad(500 + place % 2))}\n" for place, one in enumerate(members)
    )
    outcome = scored(_book(), log.getvalue().encode(), roster.encode())
    assert outcome.result, outcome.findings
    return told_of(_book(), outcome)


class Page(HTMLParser):
    """Elements, attributes and text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.attributes: dict[str, set[str]] = {}
        self.texts: list[str] = []
        self.scripts = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.scripts += tag == "script"
        for name, value in attrs:
            self.attributes.setdefault(name, set()).add(value or "")

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def page_of(data: bytes) -> Page:
    page = Page()
    page.feed(data.decode())
    return page


def test_a_hostile_page_has_the_elements_of_a_harmless_one() -> None:
    data = printed(report_view(hostile(), "html"), "html", Paper("zh"))
    mean, good = page_of(data), page_of(printed(jintai_report(), "html", Paper("zh")))
    assert mean.elements <= good.elements
    assert set(mean.attributes) <= set(good.attributes)
    assert mean.scripts == 1
    assert not {"onclick", "onerror", "style", "src"} & set(mean.attributes)
    assert mean.attributes["href"] <= {f"#{key}" for key in mean.attributes["id"]}
    told = "".join(mean.texts)
    for number in (200, 206, 400, 500):
        assert bad(number) in told  # what it says is there to be read
    assert "\u202e" not in told
    assert "<U+202E>gnp.exe" in told
    assert "\x1b" not in data.decode()


def test_the_style_sheet_ends_where_it_should() -> None:
    """The title of the rulebook stands in the margin of printed pages, which is part of the style sheet."""
    data = printed(report_view(hostile(), "html"), "html", Paper("zh")).decode()
    style = re.search("<style>(.*?)</style>", data, re.DOTALL)
    assert style
    content = re.search(r'@top-left \{ content: "((?:[^"\\]|\\.)*)"', style[1])
    assert content
    assert "<" not in content[1]
    spelled = re.sub(r"\\([0-9a-f]{6}) ", lambda found: chr(int(found[1], 16)), content[1])
    assert spelled == hostile().result.rulebook.title
    assert style[1].count("{") == style[1].count("}")


def test_markdown_makes_no_markup_of_it() -> None:
    text = printed(report_view(hostile(), "md"), "md", Paper("zh")).decode()
    assert not re.search(r"(?<!\\)<(?!br)", text)
    assert not re.search(r"(?<!\\)\[|(?<!\\)!\[", text)
    tables = [line for line in text.splitlines() if line.startswith("|")]
    widths: dict[int, int] = {}
    for number, line in enumerate(tables):
        cells = len(re.findall(r"(?<!\\)\|", line)) - 1
        if number and re.fullmatch(r"\|( -+:? \|)+", line):
            widths[number - 1] = cells
            assert len(re.findall(r"(?<!\\)\|", tables[number - 1])) - 1 == cells
    assert len(widths) > 10
    assert "\u202e" not in text


def test_no_cell_of_the_workbook_is_a_formula() -> None:
    data = printed(report_view(hostile(), "xlsx"), "xlsx", Paper("zh"))
    book = openpyxl.load_workbook(BytesIO(data))
    texts = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    assert any(text.startswith("=cmd|") for text in texts)
    assert not any("\u202e" in text for text in texts)


@pytest.mark.parametrize("format_", ["html", "md", "xlsx"])
def test_the_same_report_gives_the_same_bytes(format_: str) -> None:
    first = printed(report_view(hostile(), format_), format_, Paper("zh"))
    assert printed(report_view(hostile(), format_), format_, Paper("zh")) == first
