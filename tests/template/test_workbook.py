"""`dutyscore template -o FILE.xlsx`: made from the rulebook, filled in by an office, read back without a question."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from dutyscore.rulebook.load import load_rulebook
from dutyscore.rulebook.words import vocabulary
from dutyscore.tables import Input, Options, carried_properties, read_logs
from tests.cli.transcript import FILES, dutyscore
from tests.house.tree import ROOT
from tests.outside import convert, needs

DEMO = str(FILES / "rules" / "demo" / "rulebook.yaml")
ROSTER = str(FILES / "roster.csv")
BOOKS = sorted((ROOT / "rules").glob("*/rulebook.yaml"))


def template(target: Path, rules: str = DEMO, *words: str, lang: str = "zh") -> Any:
    code, _, said = dutyscore(["template", "-o", str(target), "-r", rules, "--lang", lang, "--force", *words])
    assert code == 0, said
    return openpyxl.load_workbook(target) if target.suffix == ".xlsx" else None


def rules_of(sheet: Any) -> dict[str, Any]:
    """The validations of a sheet by the header word of their column."""
    found = sheet.data_validations.dataValidation
    return {sheet.cell(1, next(iter(each.sqref.ranges)).min_col).value: each for each in found}


def listed(book: Any, name: str) -> list[str]:
    """The words behind a name."""
    sheet, cells = book.defined_names[name].attr_text.split("!")
    return [cell.value for row in book[sheet.strip("'")][cells.replace("$", "")] for cell in row]


@pytest.fixture
def made(tmp_path: Path) -> Any:
    return template(tmp_path / "t.xlsx", DEMO, "--roster", ROSTER)


def test_sheets_and_headers(made: Any) -> None:
    assert [(sheet.title, sheet.sheet_state) for sheet in made.worksheets] == [
        ("日志", "visible"), ("名册", "visible"), ("说明", "visible"), ("lists", "hidden"),
    ]  # fmt: skip
    assert [cell.value for cell in made["日志"][1]] == ["编号", "姓名", "日期", "项目", "审核", "数量", "自评分"]
    assert [cell.value for cell in made["名册"][1]] == ["编号", "姓名", "小组", "起", "止"]
    assert [cell.value for cell in made["名册"][2]] == ["01", "张三", "一组", None, None]


def test_drop_downs_and_bounds(made: Any) -> None:
    found = rules_of(made["日志"])
    assert all(rule.showErrorMessage and rule.errorStyle == "stop" and rule.error for rule in found.values())
    assert {title: rule.type for title, rule in found.items()} == {
        "编号": "list", "姓名": "list", "日期": "date", "项目": "list", "审核": "list", "数量": "custom",
        "自评分": "custom",
    }  # fmt: skip
    assert listed(made, found["项目"].formula1) == [
        "提交调研报告", "志愿服务", "参加会议", "无故缺席会议", "受处分",
    ]  # fmt: skip
    assert listed(made, found["审核"].formula1) == ["待审", "核定", "退回"]
    assert found["数量"].formula1 == "AND(ISNUMBER(F2),ROUND(F2,1)=F2,F2>=0,F2<=99)"
    assert made.defined_names["ds_ids"].attr_text == "OFFSET('名册'!$A$2,0,0,MAX(1,COUNTA('名册'!$A$2:$A$5001)),1)"


def test_choices_depend_on_the_item(tmp_path: Path) -> None:
    book = template(tmp_path / "t.xlsx", str(ROOT / "rules" / "jintai" / "rulebook.yaml"))
    found = rules_of(book["日志"])
    formula = found["级别"].formula1
    assert formula.startswith("INDIRECT(IFERROR(INDEX(ds_list_")
    names = listed(book, formula.split("INDEX(")[1].split(",")[0])
    by_item = dict(zip(listed(book, "ds_items"), (listed(book, name) for name in names), strict=True))
    assert by_item["获得表彰荣誉"] == ["国家级", "省级", "市级", "区级"]
    assert by_item["参加协商会议"] == ["\u3000"]  # the item has no use for a level
    assert not found["审核"].formula1.startswith("INDIRECT")  # every entry is reviewed


def test_the_guide_tells_points_caps_and_clauses(made: Any) -> None:
    rows = [[cell.value for cell in row] for row in made["说明"].iter_rows(min_row=6)]
    assert rows[0] == ["项目与类别", "计分", "上限和保底", "要填的栏", "条款"]
    assert ["    提交调研报告", "每次 10 分", "全期封顶 15", None, "第八条"] in rows
    assert ["    志愿服务", "数量 每 1 计 1 分", "每月封顶 6", "数量", "第九条"] in rows


def test_the_rulebook_is_in_the_file(made: Any, tmp_path: Path) -> None:
    loaded = load_rulebook(Path(DEMO).read_bytes(), DEMO)
    carried = carried_properties((tmp_path / "t.xlsx").read_bytes())
    assert carried == {"dutyscore.rulebook": "demo-cppcc", "dutyscore.digest": loaded.digest}


@pytest.mark.parametrize("name", ["t.xlsx", "t.csv"])
def test_the_same_input_gives_the_same_bytes(tmp_path: Path, name: str) -> None:
    contents = []
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        template(tmp_path / folder / name, DEMO, "--roster", ROSTER)
        contents.append((tmp_path / folder / name).read_bytes())
    assert contents[0] == contents[1]


def test_text_is_never_a_formula(tmp_path: Path) -> None:
    hostile = Path(DEMO).read_text(encoding="utf-8").replace("name: 参加会议", 'name: "=1+1"')
    hostile = hostile.replace("{项目: 参加会议}", '{项目: "=1+1"}')
    (tmp_path / "rulebook.yaml").write_text(hostile, encoding="utf-8")
    roster = tmp_path / "roster.csv"
    roster.write_text("编号,姓名,小组\n01,@张三,=cmd\n", encoding="utf-8")
    book = template(tmp_path / "t.xlsx", str(tmp_path / "rulebook.yaml"), "--roster", str(roster))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {"=1+1", "@张三", "=cmd"} <= {cell.value for cell in cells}
    assert all(cell.data_type == "s" for cell in cells)
    assert all(cell.quotePrefix for cell in cells if str(cell.value)[0] in "=+-@")


def filled(path: Path) -> None:
    """An office fills in the template: ids as text, days as days, numbers as numbers."""
    book = openpyxl.load_workbook(path)
    sheet = book["日志"]
    for number, line in enumerate((FILES / "logs.csv").read_text(encoding="utf-8-sig").splitlines()[1:], 2):
        id_, name, day, item, count, review, claimed = line.split(",")
        values = (
            id_,
            name,
            date.fromisoformat(day),
            item,
            review,
            *(float(n) if n else None for n in (count, claimed)),
        )
        for column, value in enumerate(values, 1):
            sheet.cell(number, column).value = value
    book.save(path)


def test_a_filled_template_scores_like_the_log(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    template(path, DEMO, "--roster", ROSTER)
    filled(path)
    log = [str(FILES / "logs.csv"), "--roster", ROSTER]
    options = ["-r", DEMO, "-f", "csv"]
    code, out, said = dutyscore(["score", str(path), *options])
    assert (code, out) == (0, dutyscore(["score", *log, *options])[1]), said
    assert "DS4" not in said  # sheets beside the log are told with -v only


def test_a_later_version_of_the_rulebook_warns(tmp_path: Path) -> None:
    path, later = tmp_path / "t.xlsx", tmp_path / "rulebook.yaml"
    template(path, DEMO, "--roster", ROSTER)
    filled(path)
    later.write_text(Path(DEMO).read_text(encoding="utf-8").replace("each: 10", "each: 8"), encoding="utf-8")
    code, out, said = dutyscore(["score", str(path), "-r", str(later), "--lang", "zh"])
    assert (code, "DS440" in said, "DS440" in out) == (0, True, False)
    assert "警告" in said
    other = tmp_path / "other.yaml"
    other.write_text(later.read_text(encoding="utf-8").replace("rulebook: demo-cppcc", "rulebook: other"), "utf-8")
    assert "DS440" not in dutyscore(["score", str(path), "-r", str(other)])[2]


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.parent.name)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_template_is_understood_column_by_column(path: Path, lang: str, tmp_path: Path) -> None:
    book = template(tmp_path / "t.xlsx", str(path), lang=lang)
    sheet = book.worksheets[0]
    members = [cell.column for cell in sheet[1]]
    sheet.append([f"x{column}" for column in members])  # one row, so that there is a table
    book.save(tmp_path / "t.xlsx")
    rulebook = load_rulebook(path.read_bytes(), str(path)).rulebook
    assert rulebook
    words = vocabulary(rulebook)
    reading = read_logs([Input("t.xlsx", (tmp_path / "t.xlsx").read_bytes())], None, words, Options())
    assert {finding.code for finding in reading.findings if finding.code.startswith("DS4")} <= {"DS425", "DS428"}
    (origin,) = reading.entries.origins
    assert origin.sheet == sheet.title
    assert {field.name for field in words.fields} <= set(origin.columns)
    assert {"member", "date", "item"} <= set(origin.columns)


def test_every_formula_and_message_fits_into_excel(tmp_path: Path) -> None:
    for path in BOOKS:
        book = template(tmp_path / "t.xlsx", str(path))
        for sheet in book.worksheets:
            for rule in sheet.data_validations.dataValidation:
                assert len(rule.formula1) <= 255
                assert len(rule.error) <= 255
                assert len(rule.prompt or "") <= 255
                assert len(rule.errorTitle or "") <= 32


@needs("soffice")
def test_libreoffice_opens_it_and_the_lists_resolve(tmp_path: Path) -> None:
    """LibreOffice counts the words that the drop-down of each item offers, by the formula of the drop-down itself."""
    book = template(tmp_path / "t.xlsx", str(ROOT / "rules" / "jintai" / "rulebook.yaml"))
    sheet, items = book["日志"], listed(book, "ds_items")
    formula = rules_of(sheet)["级别"].formula1
    item = next(cell.column for cell in sheet[1] if cell.value == "项目")
    for number, word in enumerate(items, 2):
        sheet.cell(number, item).value = word
        sheet.cell(number, 30).value = f"=ROWS({formula.replace('2,ds_items', f'{number},ds_items')})"
    sheet.cell(len(items) + 2, 30).value = f"=ROWS({formula.replace('2,ds_items', f'{len(items) + 2},ds_items')})"
    book.save(tmp_path / "t.xlsx")
    saved = convert(tmp_path / "t.xlsx", "xlsx:Calc MS Excel 2007 XML", tmp_path / "out")
    again = openpyxl.load_workbook(saved, data_only=True)["日志"]
    counts = {word: again.cell(number, 30).value for number, word in enumerate(items, 2)}
    assert counts["获得表彰荣誉"] == 4
    assert counts["参加协商会议"] == 1
    assert again.cell(len(items) + 2, 30).value == 4  # without an item every level is offered
    assert len(rules_of(again)) == len(rules_of(sheet))
