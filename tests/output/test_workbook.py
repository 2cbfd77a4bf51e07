"""The workbook of a report: a sheet per section, numbers as numbers, charts from cells, and every total as the engine
has it, whoever opens it."""

from __future__ import annotations

import re
import subprocess
import zipfile
from decimal import Decimal
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from dutyscore.model.tableau import Cell, Chart, Column, Mark, Paragraph, Section, Series, Table, Tableau
from dutyscore.output.formats import Paper, printed, xlsx
from tests.cli.transcript import dutyscore
from tests.house.tree import ROOT
from tests.output.test_formats import HOSTILE
from tests.outside import convert, needs

JINTAI = [
    str(ROOT / "examples" / "jintai" / "logs.csv"), "--roster", str(ROOT / "examples" / "jintai" / "roster.csv"),
    "-r", str(ROOT / "rules" / "jintai" / "rulebook.yaml"), "--lang", "zh",
]  # fmt: skip
RECALCULATED = "xlsx:Calc MS Excel 2007 XML"


def written(*blocks: Any, title: str = "报告", margin: tuple[str, str] = ("", ""), **more: Any) -> bytes:
    return printed(Tableau(title, blocks, margin=margin, **more), "xlsx", Paper("zh", file=True))


def table(*rows: tuple[Cell, ...], titles: str = "姓名 总分 灯") -> Table:
    name, total, band = titles.split()
    columns = (Column("name", name, label=True), Column("total", total, "right", decimals=1), Column("band", band))
    return Table("表", columns, rows)


def row(name: str, total: str, band: str = "绿", tone: str = "green") -> tuple[Cell, ...]:
    return (Cell(name), Cell(total, total), Cell(band, tone=tone))


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(data))


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(BytesIO(data)) as book:
        return unescape(book.read(name).decode())


# ---------------------------------------------------------------- sheets


def test_every_section_is_a_sheet_and_the_head_stands_on_the_first() -> None:
    head = Paragraph(("某办法", "摘要"), "title")
    data = written(
        head, Section("a", "概况"), table(row("张三", "1.5")), Section("b", "台账"), table(row("李四", "2.0"))
    )
    book = opened(data)
    assert book.sheetnames == ["概况", "台账"]
    first = [cell.value for cell in book["概况"]["A"]]
    assert first == ["某办法", "摘要", "概况", "姓名", "张三"]
    assert [cell.value for cell in book["台账"]["A"]] == ["台账", "姓名", "李四"]


def test_more_rows_than_a_sheet_holds_go_on_on_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 3)
    rows = [row(f"成员{number}", f"{number}.0") for number in range(7)]
    book = opened(written(Section("a", "台账"), Paragraph(("说明",)), table(*rows), Section("b", "规则")))
    assert book.sheetnames == ["台账", "台账 2", "台账 3", "规则"]
    found = [sheet.cell(line, 1).value for sheet in book for line in range(1, sheet.max_row + 1)]
    assert [text for text in found if str(text).startswith("成员")] == [f"成员{number}" for number in range(7)]
    assert found.count("姓名") == 3


def test_names_of_sheets_are_safe_and_different() -> None:
    titles = [
        "a/b:c*?[x]\\" + "长" * 60,
        "A/B:C*?[X]\\" + "长" * 60,
        "'=1+1'",
        "History",
        "\x00",
        "\u202e",
        "张三",
        "张三",
        "",
    ]
    blocks = [
        block for number, title in enumerate(titles) for block in (Section(f"s{number}", title), Paragraph(("x",)))
    ]
    names = opened(written(*blocks)).sheetnames
    assert len({name.casefold() for name in names}) == len(titles)
    assert all(0 < len(name) <= 31 and not re.search(r"[\[\]:*?/\\\x00-\x1f\u202e]", name) for name in names)
    assert not any(name.startswith("'") or name.endswith("'") or name.casefold() == "history" for name in names)


def test_one_table_has_its_header_fixed_filtered_and_repeated() -> None:
    rows = [row(f"成员{number}", f"{number}.0") for number in range(40)]
    sheet = opened(written(Section("a", "排名"), table(*rows))).worksheets[0]
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("B3", "A2:C42", "$2:$2")
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == (
        9,
        "landscape",
        1,
    )
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.sheet_properties.pageSetUpPr.fitToPage is True


def test_the_margin_carries_title_pages_and_digest_and_obeys_no_code() -> None:
    margin = ('&D &"x"&K FF0000', "12 截至 2025-12-31 digest")
    sheet = opened(written(Section("a", "R&D"), Paragraph(("x",)), title="A&B", margin=margin)).worksheets[0]
    raw = part(written(Section("a", "R&D"), Paragraph(("x",)), title="A&B", margin=margin), "xl/worksheets/sheet1.xml")
    header = re.search("<oddHeader>(.*?)</oddHeader>", raw)
    footer = re.search("<oddFooter>(.*?)</oddFooter>", raw)
    assert header
    assert footer
    assert header[1] == "&L&8A&&B&R&8R&&D"
    assert footer[1] == '&L&8&&D &&"x"&&K FF0000&C&P / &N&R&8 12 截至 2025-12-31 digest'
    assert sheet.title == "R&D"


def test_wide_letters_take_two_columns_of_width() -> None:
    sheet = opened(written(table(row("欧阳欧阳欧阳欧阳", "1.0")))).worksheets[0]
    assert sheet.column_dimensions["A"].width >= 16


# ---------------------------------------------------------------- cells


def test_numbers_have_the_decimals_of_the_points_and_text_is_never_a_formula() -> None:
    long = "1234567890123456.5"
    rows = [row(text, "7.5") for text in HOSTILE] + [row("x", "-0.5"), row("y", long)]
    sheet = opened(written(table(*rows))).worksheets[0]
    assert {cell.data_type for line in sheet.iter_rows() for cell in line} <= {"s", "n"}
    assert {sheet.cell(2, 2).number_format, sheet.cell(2, 2).value} == {"0.0", 7.5}
    assert sheet.cell(len(HOSTILE) + 2, 2).value == -0.5
    assert sheet.cell(len(HOSTILE) + 3, 2).value == long
    raw = part(written(table(*rows)), "xl/worksheets/sheet1.xml")
    assert "<f>" not in raw


def test_what_stands_behind_a_number_stays_behind_it() -> None:
    columns = tuple(
        Column(key, key, "right", decimals=places) for key, places in (("share", 0), ("total", 2), ("up", 1))
    )
    cells = (Cell("29.3 %", "29.3"), Cell("5.00", "5.00", mark="!"), Cell("+1.5", "1.5"))
    sheet = opened(written(Table("t", columns, (cells,)))).worksheets[0]
    forms = [(cell.value, cell.number_format) for cell in sheet[2]]
    assert forms == [(29.3, '0.0" %"'), (5, '0.00"!"'), (1.5, "+0.0;-0.0;0.0")]


def test_a_text_that_looks_like_an_escape_of_the_format_stays_as_it_is() -> None:
    data = written(table(row("_x0041_", "1.0")))
    rows = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()
    assert rows[1][0] in ("_x0041_", "_x005F_x0041_")  # a reader that knows the escape, one that does not
    assert "_x005F_x0041_" in part(data, "xl/worksheets/sheet1.xml")


def test_colours_follow_the_words() -> None:
    rows = [row("a", "1.0"), row("b", "2.0", '红"灯', "red"), row("c", "3.0", "无", "")]
    sheet = opened(written(table(*rows))).worksheets[0]
    ((cells, rules),) = [(str(found.sqref), found.rules) for found in sheet.conditional_formatting]
    assert cells == "C2:C4"
    assert [rule.formula for rule in rules] == [['"绿"'], ['"红""灯"']]
    assert [rule.dxf.fill.start_color.rgb[-6:] for rule in rules] == ["C6EFCE", "FFC7CE"]
    assert sheet.cell(2, 3).fill.start_color.rgb.endswith("C6EFCE")
    assert sheet.cell(4, 3).fill.fill_type is None


def test_the_file_says_by_which_rulebook_it_was_made() -> None:
    data = written(Paragraph(("x",)), properties=(("dutyscore.rulebook", "demo"), ("dutyscore.digest", "7c1e")))
    found = {prop.name: prop.value for prop in opened(data).custom_doc_props.props}
    assert found == {"dutyscore.rulebook": "demo", "dutyscore.digest": "7c1e"}


# ---------------------------------------------------------------- charts


def chart(kind: Any, *values: str, marks: tuple[Mark, ...] = (), edges: tuple[str, ...] = ()) -> Chart:
    labels = tuple(f"标{number}" for number in range(len(values)))
    series = (Series("人数", values), Series("去年", values, "red"))
    return Chart("c", kind, "图", "说明", "档", "人", labels, series, marks, edges)


@pytest.mark.parametrize("kind", ["distribution", "columns", "bars", "trend", "profile"])
def test_charts_are_drawn_from_cells(kind: str) -> None:
    drawn = chart(kind, "1", "", "3", marks=(Mark("2", "及格线"),), edges=("0", "1", "2", "3"))
    data = written(Section("a", "图"), drawn, table(row("张三", "1.0")))
    sheet = opened(data).worksheets[0]
    values = [[cell.value for cell in line] for line in sheet.iter_rows()]
    header = next(number for number, line in enumerate(values, 1) if line[0] == "档")
    assert values[header - 1][1:3] == ["人数", "去年"]
    assert [line[1] for line in values[header : header + 3]] == [1, None, 3]
    assert len(sheet._charts) == 1
    text = part(data, "xl/charts/chart1.xml")
    assert f"'图'!$B${header + 1}:$B${header + 3}" in text
    assert ("及格线" in str(values)) == (kind in ("columns", "profile", "trend"))
    assert sheet.auto_filter.ref == "A2:C3"  # charts stand below: the table stays near its title
    assert any("说明" in str(line[0]) for line in values)


@pytest.mark.parametrize("kind", ["distribution", "bars", "profile"])
@pytest.mark.parametrize("count", [2, 8, 24, 70])
def test_no_page_break_goes_through_a_chart(kind: str, count: int) -> None:
    values = tuple(map(str, range(count)))
    drawn = [chart(kind, *values, edges=tuple(map(str, range(count + 1)))) for _ in range(2)]
    sheet = opened(written(Section("a", "图"), table(row("张三", "1.0")), *drawn)).worksheets[0]
    breaks = [each.id for each in sheet.row_breaks.brk]
    page = 595 - 72 * (sheet.page_margins.top + sheet.page_margins.bottom)  # points of A4, landscape
    for number, each in enumerate(sheet._charts):
        first = each.anchor._from.row + 1
        above = max(each for each in breaks if each < first)
        used = 16 * (first - 1 - above) + each.anchor.ext.height / 12700
        assert used < page, (kind, count)
        last = first + int(each.anchor.ext.height / 12700 / 15)
        assert {sheet.row_dimensions[place].height for place in range(first, last + 1)} == {15}
        assert not any(first <= each <= last for each in breaks)
        assert number or last < sheet._charts[1].anchor._from.row


# ---------------------------------------------------------------- the whole report


@pytest.fixture(scope="module")
def jintai(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Decimal]]:
    """The workbook of a real report, and each member's total as the engine prints it."""
    import json

    folder = tmp_path_factory.mktemp("report")
    book = folder / "report.xlsx"
    code, _, said = dutyscore(["report", *JINTAI, "--by", "quarter", "-o", str(book)])
    assert code == 0, said
    code, out, _ = dutyscore(["score", *JINTAI, "-f", "json"])
    assert code == 0
    return book, {member["name"]: Decimal(member["total"]) for member in json.loads(out)["members"]}


def totals(rows: list[list[Any]]) -> dict[str, Decimal]:
    header = next(row for row in rows if "姓名" in row and "总分" in row)
    name, total = header.index("姓名"), header.index("总分")
    start = rows.index(header) + 1
    return {row[name]: Decimal(str(row[total])) for row in rows[start:] if isinstance(row[total], int | float)}


def test_two_readers_find_every_total(jintai: tuple[Path, dict[str, Decimal]]) -> None:
    book, wanted = jintai
    sheet = openpyxl.load_workbook(book, read_only=True)["排名"]
    assert totals([list(row) for row in sheet.iter_rows(values_only=True)]) == wanted
    assert totals(CalamineWorkbook.from_path(str(book)).get_sheet_by_name("排名").to_python()) == wanted
    assert len(wanted) == 200


@needs("soffice")
def test_libreoffice_recalculates_every_total(jintai: tuple[Path, dict[str, Decimal]], tmp_path: Path) -> None:
    book, wanted = jintai
    again = CalamineWorkbook.from_path(str(convert(book, RECALCULATED, tmp_path)))
    assert again.sheet_names == CalamineWorkbook.from_path(str(book)).sheet_names
    assert totals(again.get_sheet_by_name("排名").to_python()) == wanted


@needs("soffice", "pdftotext")
def test_libreoffice_prints_it_with_header_page_and_digest(
    jintai: tuple[Path, dict[str, Decimal]], tmp_path: Path
) -> None:
    paper = convert(jintai[0], "pdf", tmp_path)
    text = subprocess.run(["pdftotext", "-layout", str(paper), "-"], check=True, capture_output=True).stdout.decode()
    pages = text.split("\f")[:-1]
    assert len(pages) > 10
    numbers = [re.search(r"(\d+) / (\d+)", page) for page in pages]
    assert [int(found[1]) for found in numbers if found] == list(range(1, len(pages) + 1))
    assert all("规则指纹" in page and "截至 2023-12-31" in page for page in pages)
    ranked = [page for page in pages if re.search(r"^.*考核报告 +排名$", page, re.MULTILINE)]
    assert len(ranked) > 1
    assert all("名次" in page and "总分" in page for page in ranked)
