"""Formats read back: nothing lost, nothing obeyed, the same bytes for the same report."""

from __future__ import annotations

import csv
import json
import re
import time
import zipfile
from html.parser import HTMLParser
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from dutyscore.cli import check
from dutyscore.cli import report as report_command
from dutyscore.model.tableau import Cell, Column, Paragraph, Table, Tableau
from dutyscore.output.formats import FORMATS, SUFFIXES, Paper, printed
from dutyscore.output.formats.csv_text import harmless
from dutyscore.output.views.explain import explain_view
from dutyscore.output.views.score import score_view
from dutyscore.output.width import clean
from dutyscore.output.wording import load
from tests.output.sample import made, run

HOSTILE = (
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "－1", "[/x][bold red]", "<script>alert(1)</script>",
    "a|b", "*b*_i_`c`",
    "![x](http://x/)", "\x1b[31mred", "\u202eabc", "a\nb", '"quoted", and more', "'=1", "&amp;", "\udc80",
    "~~x~~", "# x", "- x", "1. x", "\x00", "\ufffe", "{{x}}", "%s",
)  # fmt: skip


def hostile() -> Tableau:
    columns = (Column("=key", "=title"), Column("points", "Points", "right", decimals=2))
    rows = tuple((Cell(text), Cell("-1.50", "-1.50", mark="*")) for text in HOSTILE)
    blocks = (
        Paragraph((HOSTILE[8], HOSTILE[9]), "title"), Table("[a]/b:c*?\\" + "x" * 40, columns, rows),
        Paragraph(HOSTILE, "note"),
    )  # fmt: skip
    return Tableau(HOSTILE[9], blocks, lambda: {"names": [{"name": text} for text in HOSTILE]})


def report() -> Tableau:
    return score_view(made(), run(made()), load("zh"))


@pytest.mark.parametrize("name", list(FORMATS))
def test_the_same_report_gives_the_same_bytes(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first = printed(report(), name, Paper("zh", file=True))
    moment = time.time() + 86_400 * 400
    monkeypatch.setattr(time, "time", lambda: moment)
    assert printed(report(), name, Paper("zh", file=True)) == first


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "xlsx"])
def test_nothing_that_steers_a_terminal_gets_out(name: str) -> None:
    text = printed(hostile(), name, Paper(file=False)).decode("utf-8")
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\ufeff]", text)


def test_every_suffix_has_a_format() -> None:
    of_findings = set(SUFFIXES.values()) - set(FORMATS)
    assert set(FORMATS) <= set(SUFFIXES.values())
    elsewhere = {*check.FORMATS.written, *report_command.FORMATS.written}
    assert of_findings <= elsewhere  # what only `check` and `test` write, and the notice of `report`


# ---------------------------------------------------------------- table


def test_piped_and_coloured_text_differ_in_colour_only() -> None:
    plain = printed(report(), "table", Paper("zh")).decode()
    painted = printed(report(), "table", Paper("zh", colour=True)).decode()
    assert re.sub(r"\x1b\[[0-9;]*m", "", painted) == plain
    assert set(re.findall(r"\x1b\[(?!0m)[0-9;]+m([^\x1b]+)", painted)) == {"绿", "黄", "红"}


def test_markup_in_data_is_text_also_in_colour() -> None:
    painted = printed(hostile(), "table", Paper(colour=True)).decode()
    assert "[/x][bold red]" in painted
    assert "<U+001B>[31mred" in painted


def test_piped_text_is_never_cut() -> None:
    wide = Table("t", tuple(Column(str(index), "标题" * 20, "right", essential=False) for index in range(20)), ())
    text = printed(Tableau("", (wide,)), "table", Paper(columns=None)).decode()
    assert max(map(len, text.splitlines())) > 800


def test_on_a_narrow_terminal_every_column_is_somewhere() -> None:
    columns = (
        Column("name", "姓名", label=True),
        *(Column(f"c{index}", f"类{index}", "right", essential=False) for index in range(9)),
        Column("total", "总分", "right"),
    )  # fmt: skip
    rows = ((Cell("张三"), *(Cell(f"{index}.5") for index in range(9)), Cell("40.5")),)
    text = printed(Tableau("", (Table("t", columns, rows),)), "table", Paper(columns=40)).decode()
    assert max(map(len, text.splitlines())) <= 40
    assert all(f"类{index}" in text for index in range(9))
    assert text.split("\n")[0].split() == ["姓名", "总分"]
    assert text.count("张三") == 3


# ---------------------------------------------------------------- json, csv, md


def test_json_keeps_every_character() -> None:
    for ascii_only in (False, True):
        data = printed(hostile(), "json", Paper(ascii=ascii_only))
        assert json.loads(data) == {"names": [{"name": text} for text in HOSTILE]}
        assert data.isascii() or not ascii_only


def test_csv_has_no_formula_and_exact_numbers() -> None:
    rows = list(csv.reader(StringIO(printed(hostile(), "csv", Paper()).decode())))
    assert rows[0] == ["'=key", "points"]
    assert all(row[1] == "-1.50" for row in rows[1:])
    assert not [row[0] for row in rows[1:] if re.match(r"[=+\-@＝＋－＠\t\r]", row[0])]
    assert rows[1][0] == "'=1+1"


def test_csv_files_begin_with_a_mark_for_excel_and_pipes_do_not() -> None:
    assert printed(report(), "csv", Paper(file=True)).startswith(b"\xef\xbb\xbfrank,")
    assert printed(report(), "csv", Paper()).startswith(b"rank,")


def test_csv_has_what_a_program_needs() -> None:
    rows = list(csv.DictReader(StringIO(printed(report(), "csv", Paper()).decode())))
    last = rows[-1]
    found = [last[key] for key in ("id", "rank", "total", "vetoes", "capped")]
    assert found == ["03", "", "75.0", "punished", "bonus"]
    assert (last["rulebook"], last["version"], last["digest"]) == ("demo", "2025.1", "7c1e04ab93d2")


def test_markdown_escapes_what_would_be_markup() -> None:
    text = printed(hostile(), "md", Paper()).decode()
    assert r"\<script\>" in text
    assert "<script" not in text.replace(r"\<", "")
    assert r"a\|b" in text
    assert r"!\[x\](http://x/)" in text
    table = [line for line in text.splitlines() if line.startswith("| ")]
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in table} == {3}


# ---------------------------------------------------------------- xlsx


def sheet(data: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(data)).worksheets[0]


def test_xlsx_text_is_text_and_numbers_are_numbers() -> None:
    page = sheet(printed(hostile(), "xlsx", Paper(file=True)))
    cells = [row[0] for row in page.iter_rows(min_row=4, max_row=3 + len(HOSTILE))]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [bool(cell.quotePrefix) for cell in cells] == [harmless(clean(text)) != clean(text) for text in HOSTILE]
    assert cells[0].value == "=1+1"
    points = page.cell(4, 2)
    assert (points.value, points.number_format) == (-1.5, '0.00"*"')


def test_xlsx_is_what_another_reader_reads() -> None:
    data = printed(report(), "xlsx", Paper("zh", file=True))
    rows = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()
    header = rows.index(["名次", "姓名", "组", "基础", "加分", "负面", "总分", "等次", "灯"])
    assert rows[header + 1] == [1.0, "欧阳小明", "二组", 60.0, 16.0, 0.0, 76.0, "优秀", "绿"]
    page = sheet(data)
    assert page.freeze_panes == f"C{header + 2}"  # places and names stay, too
    assert page.auto_filter.ref == f"A{header + 1}:I{header + 6}"
    assert page.cell(header + 2, 9).fill.start_color.rgb.endswith("C6EFCE")
    assert page.cell(header + 2, 7).number_format == "0.0"


def test_numbers_too_long_for_a_spreadsheet_stay_exact_text() -> None:
    long = "1234567890123456.25"
    table = Table("t", (Column("n", "N", "right", decimals=2),), ((Cell(long, long),),))
    assert sheet(printed(Tableau("", (table,)), "xlsx", Paper())).cell(2, 1).value == long


def test_xlsx_holds_nothing_of_the_clock() -> None:
    with zipfile.ZipFile(BytesIO(printed(report(), "xlsx", Paper()))) as book:
        assert {part.date_time[0] for part in book.infolist()} == {1980}
        assert b"dcterms" not in book.read("docProps/core.xml").replace(b"xmlns:dcterms", b"")


# ---------------------------------------------------------------- html


class Page(HTMLParser):
    """Elements and text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def test_html_holds_no_script_and_loads_nothing() -> None:
    data = printed(hostile(), "html", Paper("zh"))
    page = Page()
    page.feed(data.decode())
    assert set(page.tags) <= {
        "html", "head", "meta", "title", "style", "body", "h1", "p", "br", "div", "table", "thead", "tbody", "tr", "th",
        "td", "span", "main",
    }  # fmt: skip
    assert page.attributes <= {"lang", "charset", "http-equiv", "content", "name", "class", "scope"}
    assert "<script>alert(1)</script>" in "".join(page.text)
    assert b"default-src 'none'" in data


def test_the_policy_of_html_names_its_style() -> None:
    from base64 import b64encode
    from hashlib import sha256

    text = printed(report(), "html", Paper("zh")).decode()
    style = re.search("<style>(.*?)</style>", text, re.DOTALL)
    assert style
    assert f"sha256-{b64encode(sha256(style[1].encode()).digest()).decode()}" in text
    assert '<html lang="zh-CN">' in text
    assert 'class="tone tone-green">绿<' in text


@pytest.mark.parametrize("name", ["table", "json", "md", "html"])
def test_an_explanation_prints_in_every_format(name: str) -> None:
    data = printed(explain_view(made(), 2, run(made()), load("zh")), name, Paper("zh"))
    assert "提交调研报告" in data.decode() or name == "json"
