"""What stands on issued texts agrees with the result; nothing from files can do harm, leave its folder or get lost."""

from __future__ import annotations

import json
import os
import re
import subprocess
import time
import zipfile
from decimal import Decimal
from html import unescape
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pytest

from dutyscore.cli import report_issue
from dutyscore.model.issued import Facts, Issue, Line, Room, Rows, Sheet, Signatures
from dutyscore.model.tableau import Cell, Column, Table
from dutyscore.output.formats import Paper
from dutyscore.output.formats.issued import ISSUED_FORMATS, issued
from dutyscore.rulebook.load import load_rulebook
from tests.cli.transcript import dutyscore
from tests.house.tree import ROOT
from tests.issue.office import PEOPLE, fact, members, office, report, sheets, table, totals
from tests.issue.test_file_names import assert_safe
from tests.outside import convert, needs

KINDS = (
    ("--per", "member"), ("--per", "group"), ("--per", "employer"), ("--form", "registration"), ("--form", "notice"),
)  # fmt: skip
FORMATS = ("html", "xlsx", "docx")
BOTH = [(kind, form) for kind in KINDS for form in FORMATS if not (kind[1] == "notice" and form == "xlsx")]


@pytest.fixture(autouse=True)
def _office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    office(tmp_path)


def exact(value: object) -> Decimal:
    return Decimal(str(value))


# ---------------------------------------------------------------- what stands on them


def test_a_score_sheet_adds_up_to_the_total() -> None:
    assert report("--per", "member", "-o", "sheets.xlsx")[0] == 0
    wanted = totals()
    seen = {}
    for rows in sheets(Path("sheets.xlsx")):
        member = fact(rows, "编号")
        seen[member] = exact(fact(rows, "总分"))
        categories = table(rows, "类别")
        last = rows[rows.index(list(categories[-1].values())) + 1]
        assert (last[0], exact(last[1])) == ("总分", wanted[member])
        assert sum(exact(row["得分"]) for row in categories) == wanted[member]
        assert exact(fact(rows, "自评")) - exact(fact(rows, "核定")) == exact(fact(rows, "核减"))
        assert exact(fact(rows, "核定")) == wanted[member]
    assert seen == wanted


def test_every_posting_stands_on_the_score_sheet_with_the_reason_of_each_cut() -> None:
    report("--per", "member", "--member", "01", "-o", "one.docx")
    tables = docx.Document("one.docx").tables
    header, *rows = [[cell.text for cell in row.cells] for row in tables[-1].rows]
    assert header == ["单元格", "日期", "条款", "项目", "得分", "累计", "说明"]
    amounts = [exact(row[4]) for row in rows]
    assert sum(amounts) == totals()["01"] == exact(rows[-1][5])
    cut = next(row for row in rows if row[4].startswith("-"))
    assert "少计 5.0" in cut[6]


def test_the_difference_that_weights_make_is_called_so() -> None:
    log = str(ROOT / "examples" / "jiuyuan" / "logs.xlsx")
    words = ["report", log, "--per", "member", "--member", "区司法局", "-o", "sheet.xlsx", "--lang", "zh"]
    assert dutyscore(words)[0] == 0
    rows = [[cell for cell in row if cell not in (None, "")] for rows in sheets(Path("sheet.xlsx")) for row in rows]
    start = next(place for place, row in enumerate(rows) if row[:1] == ["类别"])
    points = {row[0]: exact(row[-1]) for row in rows[start + 1 :][:9]}
    assert points["总分"] == sum(points.values()) - points["总分"] == Decimal("92.74")
    assert points["按权重合成的差"] == Decimal("-462.89")


def test_the_registration_form_adds_up_category_by_category() -> None:
    assert report("--form", "registration", "-o", "forms.docx")[0] == 0
    document = docx.Document("forms.docx")
    by_category = {member["id"]: member["categories"] for member in members()}
    tables = [[[cell.text for cell in row.cells] for row in found.rows] for found in document.tables]
    frames = [number for number, rows in enumerate(tables) if rows[0][0] == "姓名"]
    assert len(frames) == len(PEOPLE)
    for start, end in zip(frames, [*frames[1:], len(tables)], strict=True):
        member = tables[start][0][3]
        forms = [rows for rows in tables[start + 1 : end] if rows[0] == ["日期", "项目", "内容与说明", "得分"]]
        ends = [exact(rows[-1][3]) for rows in forms if rows[-1][1] == "小计"]
        assert ends == [exact(points) for points in by_category[member].values()]
        for rows in forms:
            if rows[-1][1] == "小计":
                assert sum(exact(row[3]) for row in rows[1:-1]) == exact(rows[-1][3])
        rooms = [rows[0][0] for rows in tables[start + 1 : end] if len(rows) == 1]
        assert rooms == ["本人小结", "小组（界别）意见", "考核意见", "备注"]


def test_group_sheets_hold_everybody_once_with_his_total() -> None:
    assert report("--per", "group", "-o", "groups.xlsx")[0] == 0
    found = [row for rows in sheets(Path("groups.xlsx")) for row in table(rows, "组内名次")]
    assert sorted(row["编号"] for row in found) == sorted(totals())
    assert {row["编号"]: exact(row["总分"]) for row in found} == totals()


def test_places_within_a_group_follow_the_places_among_all() -> None:
    report("--per", "group", "-o", "groups.xlsx")
    for rows in sheets(Path("groups.xlsx")):
        found = [row for row in table(rows, "组内名次") if row["名次"] != "-" and rows[0] != ["未分组委员履职情况"]]
        places = [int(row["名次"]) for row in found]
        assert [int(row["组内名次"]) for row in found] == [places.index(place) + 1 for place in places]


def test_an_employer_is_told_about_its_own_people_and_the_lists_meant_for_it() -> None:
    code, _, said = report("--per", "employer", "-o", "letters.docx", "--issuer", "区政协", "--date", "2026-01-05")
    assert code == 0
    document = docx.Document("letters.docx")
    tables = [[[cell.text for cell in row.cells] for row in found.rows] for found in document.tables]
    told = [row[rows[0].index("编号")] for rows in tables for row in rows[1:]]
    assert sorted(told) == sorted(person[0] for person in PEOPLE)
    text = [paragraph.text for paragraph in document.paragraphs]
    bank = text.index("市商业银行：")
    assert "贵单位有委员2名" in text[bank + 1]
    assert [row[1:3] for row in tables[0]] == [["编号", "姓名"], ["01", "张三"], ["02", "张三"]]
    assert "表彰名单：张三。" in text
    assert not any("约谈名单" in line for line in text)
    assert text.count("区政协") == text.count("2026年1月5日") == len({person[3] for person in PEOPLE if person[3]})
    without = next(line for line in text if line.startswith("名册里有"))
    assert "2名委员没有写单位" in without
    assert "DS448" in said
    assert "nul.html" in said


def test_the_notice_has_the_numbers_and_the_whole_roll() -> None:
    assert report("-o", "notice.docx")[0] == 0
    document = docx.Document("notice.docx")
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    found = totals()
    mean = (sum(found.values()) / len(found)).quantize(Decimal("0.1"), "ROUND_HALF_UP")
    assert f"平均{mean}分" in text
    assert f"最高{max(found.values())}分，最低{min(found.values())}分" in text
    assert "名单" not in text  # the rulebook names none that everybody may see
    code, _, said = report("-o", "again.docx")
    assert (code, "DS453" in said, "约谈名单" in said) == (0, True, True)
    roll = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    number, total = roll[0].index("编号"), roll[0].index("总分")
    assert {row[number]: exact(row[total].rstrip("!")) for row in roll[1:]} == found
    assert "　　年　　月　　日" in text  # no date was given: the clock is not asked


def test_a_notice_to_an_audience_has_only_its_lists() -> None:
    report("--form", "notice", "--addressee", "全体会议", "-o", "notice.docx")
    text = "\n".join(paragraph.text for paragraph in docx.Document("notice.docx").paragraphs)
    assert "表彰名单" in text
    assert "约谈名单" not in text


def test_the_notice_is_laid_out_as_an_official_document() -> None:
    report("-o", "notice.docx", "--number", "区协〔2026〕1号")
    document = docx.Document("notice.docx")
    section = document.sections[0]
    assert [round(length.mm) for length in (section.page_width, section.page_height)] == [210, 297]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(length.mm) for length in margins] == [37, 35, 28, 26]
    title = next(paragraph for paragraph in document.paragraphs if paragraph.text.startswith("关于"))
    assert (title.runs[0].font.size.pt, title.alignment) == (22, 1)
    body = next(paragraph for paragraph in document.paragraphs if paragraph.text.startswith("根据"))
    assert (body.runs[0].font.size.pt, body.paragraph_format.first_line_indent.pt) == (16, 32)
    assert 'w:eastAsia="FangSong"' in body.runs[0]._r.xml
    assert document.settings.odd_and_even_pages_header_footer
    for footer in (section.footer, section.even_page_footer):
        assert "PAGE" in footer._element.xml


def test_provisional_results_say_so_on_every_sheet() -> None:
    with Path("logs.csv").open("a", encoding="utf-8") as file:
        file.write("01,2025-02-30,参加会议,,核定,\n")
    for kind in KINDS:
        assert report(*kind, "--partial", "-o", "out.html", "--force")[0] == 1
        text = Path("out.html").read_text(encoding="utf-8")
        assert text.count('class="state"') == text.count('<section class="sheet">') > 0
        assert "暂定: 1 行被拒收" in text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_both_languages_fill_every_place(lang: str) -> None:
    for kind in KINDS:
        assert report(*kind, "-o", "out.html", "--force", lang=lang)[0] == 0
        text = Path("out.html").read_text(encoding="utf-8").partition("<body>")[2]
        assert not re.search(r"\{\w+\}", text)


# ---------------------------------------------------------------- safe


class Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind[1])
def test_nothing_from_files_becomes_markup_or_steers(kind: tuple[str, str]) -> None:
    report(*kind, "-o", "out.html")
    page = Page()
    page.feed(Path("out.html").read_text(encoding="utf-8"))
    assert page.tags <= {
        "html", "head", "meta", "title", "style", "body", "section", "h1", "h2", "p", "table", "thead", "tbody", "tr",
        "th", "td", "div", "span", "b", "br",
    }  # fmt: skip
    assert page.attributes <= {"lang", "charset", "http-equiv", "content", "name", "class"}
    assert "<script>alert(1)</script>" in page.text
    assert not re.search("[\u202a-\u202e\x00-\x08]", page.text)


@pytest.mark.parametrize("kind", KINDS[:4], ids=lambda kind: kind[1])
def test_no_text_becomes_a_formula(kind: tuple[str, str]) -> None:
    report(*kind, "-o", "out.xlsx")
    book = openpyxl.load_workbook("out.xlsx")
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} == {"s", "n"}
    assert len({name.casefold() for name in book.sheetnames}) == len(book.sheetnames)
    assert all(len(name) <= 31 for name in book.sheetnames)
    with zipfile.ZipFile("out.xlsx") as parts:
        assert not any(b"<f>" in parts.read(name) for name in parts.namelist() if "worksheets" in name)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("kind", KINDS[:4], ids=lambda kind: kind[1])
def test_a_folder_gets_a_file_each_and_nothing_leaves_it(kind: tuple[str, str], form: str) -> None:
    before = {path.name for path in Path().iterdir()}
    code, out, said = report(*kind, "-o", "out/", "-f", form)
    assert code == 0, said
    assert {path.name for path in Path().iterdir()} == {*before, "out"}
    names = sorted(os.listdir("out"))
    assert sorted(out.splitlines()) == [f"out/{name}" for name in names]
    assert len(names) == {"member": 12, "registration": 12, "group": 6, "employer": 9}[kind[1]]
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert name.endswith(f".{form}")
        assert_safe(name)
    if kind[1] == "member":
        assert {"张三-01", "张三-02", "escape", "_CON", "etc_passwd"} & {name[: -len(form) - 1] for name in names}


def test_files_of_namesakes_are_told_apart_by_their_ids() -> None:
    report("--per", "member", "-o", "out/")
    for member in ("01", "02"):
        text = Path(f"out/张三-{member}.html").read_text(encoding="utf-8")
        assert f"<td>{member}</td>" in text.replace(' class="short"', "")


HOSTILE = "\x1b[31m\u202e=1+1<b>\x00\udc80\ufffe&"


@pytest.mark.parametrize("form", list(ISSUED_FORMATS))
def test_every_part_of_an_issue_is_made_safe(form: str) -> None:
    cell = Cell(HOSTILE)
    parts = (
        Line(HOSTILE, "title"), Facts(((HOSTILE, cell),), 1), Room(HOSTILE, 2, HOSTILE), Signatures((HOSTILE,)),
        Rows(Table(HOSTILE, (Column(HOSTILE, HOSTILE),), ((cell,),))),
    )  # fmt: skip
    issue = Issue(HOSTILE, (Sheet(HOSTILE, parts, HOSTILE),), margin=(HOSTILE, HOSTILE), properties=(("x", HOSTILE),))
    data = issued(issue, form, Paper("zh"))
    if form == "html":
        texts = [data.decode()]
    else:
        with zipfile.ZipFile(BytesIO(data)) as parts_of_file:
            texts = [parts_of_file.read(name).decode() for name in parts_of_file.namelist() if name.endswith(".xml")]
    for text in texts:
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e\udc80\ufffe]", text)
    assert sum(unescape(text).count("<U+202E>=1+1<b><U+0000>") for text in texts) >= 7


# ---------------------------------------------------------------- files


@pytest.mark.parametrize(("kind", "form"), BOTH, ids=lambda value: value if isinstance(value, str) else value[1])
def test_the_same_result_gives_the_same_bytes(
    kind: tuple[str, str], form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    report(*kind, "-o", f"one.{form}")
    moment = time.time() + 86_400 * 400
    monkeypatch.setattr(time, "time", lambda: moment)
    report(*kind, "-o", f"two.{form}")
    assert Path(f"one.{form}").read_bytes() == Path(f"two.{form}").read_bytes()


def test_several_files_of_one_run() -> None:
    code, out, _ = report("--per", "group", "-o", "a.html", "-o", "b.xlsx", "-o", "c.docx", "-o", "d/")
    assert code == 0
    assert out.splitlines()[:3] == ["a.html", "b.xlsx", "c.docx"]
    assert len(out.splitlines()) == 3 + len(os.listdir("d"))


def test_a_report_and_its_notice_in_one_run() -> None:
    code, out, _ = report("-o", "report.html", "-o", "notice.docx", "--issuer", "区政协")
    assert (code, out) == (0, "report.html\nnotice.docx\n")
    assert "区政协" in [paragraph.text for paragraph in docx.Document("notice.docx").paragraphs]


def test_nothing_is_overwritten_without_force_and_an_input_never() -> None:
    assert report("--per", "member", "-o", "out/")[0] == 0
    kept = Path("out/张三-01.html").read_bytes()
    code, out, said = report("--per", "member", "-o", "out/")
    assert (code, out) == (3, "")
    assert said.count("DS413") == 1
    assert Path("out/张三-01.html").read_bytes() == kept
    assert report("--per", "member", "-o", "out/", "--force")[0] == 0
    os.unlink("out/张三-01.html")
    Path("out/张三-01.html").symlink_to(Path("logs.csv").resolve())
    before = Path("logs.csv").read_bytes()
    code, _, said = report("--per", "member", "-o", "out/", "--force")
    assert (code, "DS415" in said) == (3, True)
    assert Path("logs.csv").read_bytes() == before


def test_a_dry_run_writes_nothing() -> None:
    before = sorted(os.listdir())
    code, out, _ = report("--per", "member", "-o", "out/", "-o", "all.xlsx", "--dry-run")
    assert (code, len(out.splitlines())) == (0, 13)
    assert sorted(os.listdir()) == before


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("--per", "member", "-o", "x.md"), 2, "DS419"),
        (("--form", "notice", "-o", "x.xlsx"), 2, "DS419"),
        (("--form", "registre", "-o", "x.html"), 2, "registration"),
        (("--form", "notice", "--per", "member", "-o", "x.html"), 2, "--per member"),
        (("--per", "member", "--public", "-o", "x.html"), 2, "--public"),
        (("--per", "member", "-f", "docx", "-o", "x.html"), 2, "-f"),
        (("--per", "member", "-f", "md", "-o", "x/"), 2, "-f"),
        (("--per", "member", "-o", "roster.csv/"), 3, "DS413"),
        (("--per", "member", "-o", "no/such/"), 3, "DS414"),
        (("--form", "notice", "--date", "2026-02-30", "-o", "x.html"), 2, "--date"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_written(words: tuple[str, ...], code: int, told: str) -> None:
    before = sorted(os.listdir())
    found = report(*words)
    assert (found[0], found[1]) == (code, ""), found
    assert told in found[2]
    assert sorted(os.listdir()) == before


def test_a_rulebook_without_employers_says_what_to_write() -> None:
    book = Path("rulebook.yaml").read_text(encoding="utf-8")
    Path("rulebook.yaml").write_text(book.replace("{employer: true}", "{type: text}"), encoding="utf-8")
    code, out, said = report("--per", "employer", "-o", "x.html")
    assert (code, out) == (2, "")
    assert "DS447" in said
    assert "employer: true" in said
    assert not Path("x.html").exists()


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("  单位: {employer: true}", "  单位: {employer: true}\n  部门: {employer: true}", "DS207"),
        ("  单位: {employer: true}", "  单位: {employer: true, type: number}", "DS221"),
        ("[待审, 核定, 退回]}", "[待审, 核定, 退回], employer: true}", "DS201"),
    ],
)
def test_one_column_of_words_in_the_roster_names_the_employer(before: str, after: str, code: str) -> None:
    book = Path("rulebook.yaml").read_text(encoding="utf-8")
    assert before in book
    loaded = load_rulebook(book.replace(before, after).encode(), "rulebook.yaml")
    assert [finding.code for finding in loaded.findings if finding.severity == "error"] == [code]


def test_without_the_extra_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_issue, "available", lambda: False)
    for words in (
        ("-o", "x.docx"),
        ("--per", "member", "-o", "x/", "-f", "docx"),
        ("--form", "notice", "-o", "x.docx"),
    ):
        code, out, said = report(*words)
        assert (code, out, said.count("DS446")) == (3, "", 1)
        assert "pip install dutyscore[docx]" in said
    assert report("--form", "notice", "-o", "x.html")[0] == 0


def test_names_stand_on_the_sheets_as_they_are() -> None:
    report("--per", "member", "-o", "sheets.xlsx")
    names = [fact(rows, "姓名").replace("_x005F", "") for rows in sheets(Path("sheets.xlsx"))]  # the escape of "_"
    assert names == [person[1].replace("\u202e", "").strip() for person in PEOPLE]  # the reader tells of it (DS332)


# ---------------------------------------------------------------- through other eyes


@needs("soffice", "pdftotext")
@pytest.mark.parametrize("form", ["xlsx", "docx"])
def test_libreoffice_prints_every_total_of_the_score_sheets(form: str, tmp_path: Path) -> None:
    report("--per", "member", "-o", f"sheets.{form}")
    text = printed(convert(Path(f"sheets.{form}"), "pdf", tmp_path / "pdf"))
    assert text.count("委员履职成绩单") == len(PEOPLE)
    found = re.findall(r"^ *总分 +(-?[0-9]+\.[0-9]) *$", text, re.MULTILINE)  # the last row of each table of categories
    assert sorted(map(Decimal, found)) == sorted(totals().values())


@needs("soffice", "pdftotext")
def test_libreoffice_prints_the_notice_with_page_numbers(tmp_path: Path) -> None:
    report("-o", "notice.docx", "--issuer", "区政协", "--date", "2026-01-05")
    pages = printed(convert(Path("notice.docx"), "pdf", tmp_path / "pdf")).split("\f")[:-1]
    assert len(pages) >= 3
    for number, page in enumerate(pages, 1):
        assert f"—{number}—" in page.replace(" ", "")
    assert "2026年1月5日" in "".join(pages).replace(" ", "")


@needs("soffice", "pdftotext")
def test_names_of_the_roll_stand_on_one_line(tmp_path: Path) -> None:
    """Ten columns on a narrow official page: the type gets smaller before a word is broken."""
    log = str(ROOT / "examples" / "jintai" / "logs.xlsx")
    assert dutyscore(["report", log, "--form", "notice", "-o", "notice.docx", "--lang", "zh"])[0] == 0
    words = set(printed(convert(Path("notice.docx"), "pdf", tmp_path / "pdf")).split())
    named = [member["name"] for member in json.loads(dutyscore(["score", log, "-f", "json"])[1])["members"]]
    assert len(named) == 200
    assert {*named, "基础分值", "履职加分", "文化艺术界", "社会福利界"} <= words


@needs("soffice", "chromium", "pdftotext")
@pytest.mark.parametrize("form", ["docx", "html", "xlsx"])
def test_labels_stand_on_one_line_in_english_too(form: str, tmp_path: Path) -> None:
    log = str(ROOT / "examples" / "shigu" / "logs.xlsx")
    file = f"sheet.{form}"
    assert dutyscore(["report", log, "--per", "member", "--member", "闵澄茗", "-o", file, "--lang", "en"])[0] == 0
    made = by_chromium(Path(file), tmp_path) if form == "html" else convert(Path(file), "pdf", tmp_path / "pdf")
    assert {"Claimed", "Confirmed", "Points", "Sum", "01-05", "活动日志!A36"} <= set(printed(made).split())


@needs("soffice", "pdftotext")
def test_every_letter_has_its_own_page_numbers(tmp_path: Path) -> None:
    report("--per", "employer", "-o", "letters.docx")
    letters = [
        paragraph
        for paragraph in docx.Document("letters.docx").paragraphs
        if paragraph.text.startswith(("关于", "没有写"))
    ]
    pages = printed(convert(Path("letters.docx"), "pdf", tmp_path / "pdf")).split("\f")[:-1]
    numbers = [re.findall(r"—(\d+)—$", page.replace(" ", "").strip()) for page in pages]
    assert sum(number == ["1"] for number in numbers) == len(letters) == 9


@needs("soffice", "pdftotext")
def test_libreoffice_recalculates_the_same_numbers(tmp_path: Path) -> None:
    report("--per", "group", "-o", "groups.xlsx")
    again = convert(Path("groups.xlsx"), "xlsx:Calc MS Excel 2007 XML", tmp_path / "again")
    numbers = [
        [[cell for cell in row if not isinstance(cell, str)] for rows in sheets(path) for row in rows]
        for path in (again, Path("groups.xlsx"))
    ]
    assert numbers[0] == numbers[1]
    assert sum(map(len, numbers[0])) > 6 * len(PEOPLE)


@needs("chromium", "pdftotext")
def test_chromium_prints_each_sheet_from_the_top_of_a_page(tmp_path: Path) -> None:
    report("--per", "member", "-o", "sheets.html")
    made = by_chromium(Path("sheets.html"), tmp_path)
    pages = printed(made).split("\f")[:-1]
    heads = [page for page in pages if page.lstrip().startswith("委员履职成绩单")]
    assert len(heads) == len(PEOPLE)
    assert sum(page.count("委员履职成绩单") for page in pages) == len(PEOPLE)


def by_chromium(page: Path, folder: Path) -> Path:
    """The page on paper."""
    made = page.with_suffix(".pdf")
    browser = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    command = [*browser, f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={made}", str(page)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return made


def printed(paper: Path) -> str:
    return subprocess.run(["pdftotext", "-layout", str(paper), "-"], check=True, capture_output=True).stdout.decode()
