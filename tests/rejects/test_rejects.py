"""`--rejects`: refused rows leave as they stood and come back decided; nothing is scored twice, nothing is lost."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from dutyscore.tables.replacing import LISTS
from tests.cli.transcript import FILES
from tests.outside import convert, needs
from tests.rejects.office import decided, rows_line, score, standings, workbook


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a log of four refused rows (3, 4, 9, 17) and the same log without faults."""
    for name in ("bad.csv", "logs.csv"):
        shutil.copy(FILES / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def right(row: int, cells: dict[int, Any]) -> str:
    """Corrects the faults of bad.csv."""
    if cells[4].value == "参加会仪":
        cells[4].value = "参加会议"
    if cells[3].value == "2025-02-30":
        cells[3].value = date(2025, 3, 20)  # typed as a date, whatever the format of the cell
    return "corrected"


def test_rows_leave_as_they_stood(office: Path) -> None:
    code, _, said = score("bad.csv", "--rejects", "rejects.xlsx")
    assert code == 1
    assert "已写出 rejects.xlsx: 拒收 4 行" in said
    book = openpyxl.load_workbook("rejects.xlsx")
    assert [(sheet.title, sheet.sheet_state) for sheet in book.worksheets] == [
        ("bad.csv", "visible"),
        (LISTS, "hidden"),
    ]
    sheet = book.worksheets[0]
    assert sheet.row_dimensions[1].hidden
    assert [cell.value for cell in sheet[4]][:11] == [
        "决定", "原因", "建议", "行", "编号", "姓名", "日期", "项目", "数量", "审核", "自评分",
    ]  # fmt: skip
    row = [cell.value for cell in sheet[5]]
    assert row[:12] == [
        None, '项目 "参加会仪" 在规则里不存在 [DS301]', "参加会议", "3", "01", "张三", "2025-02-11", "参加会仪", None,
        "核定", "2", "bad.csv",
    ]  # fmt: skip
    assert all(cell.number_format == "@" for cell in sheet[5])
    (choice,) = sheet.data_validations.dataValidation
    assert (choice.type, choice.formula1, choice.showErrorMessage) == ("list", "ds_decisions", True)
    assert [cell.value for cell in book[LISTS]["B"]] == ["改正", "作废"]
    assert sheet["H5"].fill.start_color.rgb == "00FFEB9C"  # the cell at fault


def test_the_same_run_writes_the_same_bytes(office: Path) -> None:
    score("bad.csv", "--rejects", "a.xlsx")
    score("bad.csv", "--rejects", "b.xlsx")
    assert Path("a.xlsx").read_bytes() == Path("b.xlsx").read_bytes()


def test_corrected_rows_give_the_totals_of_a_clean_log(office: Path) -> None:
    score("bad.csv", "--rejects", "rejects.xlsx")
    decided(Path("rejects.xlsx"), right)
    assert standings("bad.csv", "rejects.xlsx") == standings("rejects.xlsx", "bad.csv") == standings("logs.csv")
    assert rows_line("bad.csv", "rejects.xlsx") == rows_line("logs.csv")
    assert "rejects.xlsx  改正 4 行, 作废 0 行, 未决定 0 行" in score("bad.csv", "rejects.xlsx")[1]


def test_a_void_row_is_skipped_and_counted_as_such(office: Path) -> None:
    score("bad.csv", "--rejects", "rejects.xlsx")
    decided(Path("rejects.xlsx"), lambda row, cells: "void" if row == 9 else right(row, cells))
    assert rows_line("bad.csv", "rejects.xlsx") == (
        "行数 16 = 计分 13 + 不计 2 (未核定 1, 重复 1) + 拒收 0 + 跳过 1 (作废 1)"
    )


def test_an_undecided_row_stays_refused(office: Path) -> None:
    score("bad.csv", "--rejects", "rejects.xlsx")
    decided(Path("rejects.xlsx"), lambda row, cells: "" if row == 9 else right(row, cells))
    code, out, said = score("bad.csv", "rejects.xlsx")
    assert (code, out) == (1, "")
    assert "DS304" in said
    assert "DS301" not in said
    assert "DS349" not in said
    line = rows_line("bad.csv", "rejects.xlsx", "--partial")
    assert line == "行数 16 = 计分 13 + 不计 2 (未核定 1, 重复 1) + 拒收 1 + 跳过 0"


def test_a_changed_row_without_a_decision_is_told(office: Path) -> None:
    score("bad.csv", "--rejects", "rejects.xlsx")
    decided(Path("rejects.xlsx"), lambda row, cells: "" if right(row, cells) and row == 9 else "corrected")
    code, _, said = score("bad.csv", "rejects.xlsx")
    assert code == 1
    assert "DS349" in said
    assert "rejects.xlsx!bad.csv!A7" in said


def test_a_correction_that_is_still_wrong_is_refused_at_its_old_address(office: Path) -> None:
    score("bad.csv", "--rejects", "rejects.xlsx")

    def wrong(row: int, cells: dict[int, Any]) -> str:
        right(row, cells)
        cells[1].value = "99" if row == 3 else cells[1].value
        return "corrected"

    decided(Path("rejects.xlsx"), wrong)
    code, _, said = score("bad.csv", "rejects.xlsx", "--rejects", "again.xlsx")
    assert code == 1
    assert "bad.csv:3:1" in said
    assert '"99" 不在名册里' in said
    # The new workbook stands in place of the old one: it has the rows decided before, too.
    shown = {int(row[3].value): row for row in openpyxl.load_workbook("again.xlsx").worksheets[0].iter_rows(min_row=5)}
    assert sorted(shown) == [3, 4, 9, 17]
    assert [shown[row][0].value for row in (3, 4, 9, 17)] == [None, "改正", "改正", "改正"]
    assert shown[3][4].value == "99"

    def again(row: int, cells: dict[int, Any]) -> str:
        cells[1].value = "01" if row == 3 else cells[1].value
        return "corrected"

    decided(Path("again.xlsx"), again)
    assert standings("bad.csv", "again.xlsx") == standings("logs.csv")


def test_two_workbooks_must_agree(office: Path) -> None:
    score("bad.csv", "--rejects", "rejects.xlsx")
    shutil.copy("rejects.xlsx", "undecided.xlsx")
    decided(Path("rejects.xlsx"), right)
    shutil.copy("rejects.xlsx", "same.xlsx")
    assert standings("bad.csv", "undecided.xlsx", "rejects.xlsx", "same.xlsx") == standings("logs.csv")
    decided(Path("same.xlsx"), lambda row, cells: "void")
    code, out, said = score("bad.csv", "rejects.xlsx", "same.xlsx")
    assert (code, out) == (3, "")
    assert "DS442" in said


def test_a_log_that_has_changed_is_an_error(office: Path) -> None:
    score("bad.csv", "--rejects", "rejects.xlsx")
    decided(Path("rejects.xlsx"), right)
    log = Path("bad.csv")
    log.write_bytes(log.read_bytes() + "06,孙七,2025-08-02,参加会议,,核定,2\n".encode())
    code, out, said = score("bad.csv", "rejects.xlsx")
    assert (code, out) == (3, "")
    assert "DS441" in said
    assert "与写拒收表时不同" in said
    code, _, said = score("logs.csv", "rejects.xlsx")
    assert code == 3
    assert "不在这次的日志里" in said
    assert score("rejects.xlsx")[0] == 3


def test_a_renamed_log_is_still_the_same(office: Path) -> None:
    score("bad.csv", "--rejects", "rejects.xlsx")
    decided(Path("rejects.xlsx"), right)
    Path("bad.csv").rename("renamed.csv")
    assert standings("renamed.csv", "rejects.xlsx") == standings("logs.csv")


@pytest.mark.parametrize("column", ["D", "L", "N", "O"], ids=["row", "file", "digest", "seal"])
def test_an_address_changed_by_hand_is_an_error(office: Path, column: str) -> None:
    score("bad.csv", "--rejects", "rejects.xlsx")
    decided(Path("rejects.xlsx"), right)
    book = openpyxl.load_workbook("rejects.xlsx")
    book.worksheets[0][f"{column}5"].value = "2"
    book.save("rejects.xlsx")
    code, out, said = score("bad.csv", "rejects.xlsx")
    if column == "L":  # the name of the file is for people; the digest says which log is meant
        assert (code, said) == (0, "")
    else:
        assert (code, out) == (3, "")
        assert "DS442" in said


def test_an_unknown_decision_is_told_with_the_nearest(office: Path) -> None:
    score("bad.csv", "--rejects", "rejects.xlsx")
    decided(Path("rejects.xlsx"), lambda row, cells: "改证")
    code, _, said = score("bad.csv", "rejects.xlsx")
    assert code == 3
    assert '"改证" 不是决定' in said
    assert "建议: 改正" in said


def test_a_row_that_could_not_be_cut_into_cells(office: Path) -> None:
    log = Path("ragged.csv")
    ragged = ["01,张三,2025-01-10,参加会议,,核定,2,,多出", "02,李四,2025-01-10,参加会议,,核定,2"]
    log.write_text("\n".join(["编号,姓名,日期,项目,数量,审核,自评分", *ragged, ""]), encoding="utf-8")
    score("ragged.csv", "--rejects", "rejects.xlsx", code=1)
    decided(Path("rejects.xlsx"), lambda row, cells: "corrected")
    assert score("ragged.csv", "rejects.xlsx")[0] == 1  # the cells too many are still there

    def cut(row: int, cells: dict[int, Any]) -> str:
        cells[9].value = None
        return "corrected"

    decided(Path("rejects.xlsx"), cut)
    code, out, _ = score("ragged.csv", "rejects.xlsx")
    assert code == 0
    assert "行数 2 = 计分 2 + 不计 0 + 拒收 0 + 跳过 0" in out


def test_a_workbook_of_several_sheets_with_columns_of_its_own(office: Path) -> None:
    good = ("01", "张三", date(2025, 1, 10), "提交调研报告", None, "核定", 10)
    bad = ("02", "李四", date(2025, 2, 3), "提交调研报告", 1.25, "核定", "=1+1")
    Path("book.xlsx").write_bytes(
        workbook({"一月": [good, bad], "二月": [(*good[:2], date(2025, 2, 1), *good[3:]), bad]})
    )
    code, _, said = score("book.xlsx", "--rejects", "rejects.xlsx")
    assert code == 1, said
    book = openpyxl.load_workbook("rejects.xlsx")
    assert [sheet.title for sheet in book.worksheets] == ["一月", "二月", LISTS]
    row = [cell.value for cell in book["二月"][5]]
    assert row[3:11] == ["4", "02", "李四", "2025-02-03", "提交调研报告", "1.25", "核定", "=1+1"]
    assert book["二月"]["K5"].data_type == "s"

    def mend(row: int, cells: dict[int, Any]) -> str:
        cells[5].value, cells[7].value = 1.5, "10"
        return "corrected"

    decided(Path("rejects.xlsx"), mend)
    line = rows_line("book.xlsx", "rejects.xlsx")
    assert line == "行数 6 = 计分 3 + 不计 1 (重复 1) + 拒收 0 + 跳过 2 (标题行 2)"


@needs("soffice")
def test_a_workbook_saved_by_libreoffice_comes_back(office: Path) -> None:
    """Another program writes every part anew; keys, hidden sheet, texts and decisions must survive."""
    score("bad.csv", "--rejects", "rejects.xlsx")
    decided(Path("rejects.xlsx"), right)
    convert(Path("rejects.xlsx"), "xlsx:Calc MS Excel 2007 XML", Path("saved"))
    assert standings("bad.csv", "saved/rejects.xlsx") == standings("logs.csv")


def test_nothing_refused_writes_nothing(office: Path) -> None:
    code, _, said = score("logs.csv", "--rejects", "rejects.xlsx")
    assert code == 0
    assert "没有拒收的行, 不写 rejects.xlsx" in said
    assert not Path("rejects.xlsx").exists()


def test_what_is_in_the_way(office: Path) -> None:
    assert score("bad.csv", "--rejects", "rejects.csv")[0] == 2
    assert score("bad.csv", "--rejects", "a.xlsx", "-o", "a.xlsx")[0] == 2
    score("bad.csv", "--rejects", "rejects.xlsx")
    assert "DS413" in score("bad.csv", "--rejects", "rejects.xlsx")[2]
    assert "DS415" in score("bad.csv", "rejects.xlsx", "--rejects", "rejects.xlsx", "--force")[2]
    _, _, said = score("bad.csv", "--rejects", "dry.xlsx", "--dry-run")
    assert "将写出 dry.xlsx" in said
    assert not Path("dry.xlsx").exists()


def test_a_word_that_is_no_decision_is_told_with_the_nearest(office: Path) -> None:
    score("bad.csv", "--rejects", "rejects.xlsx")
    decided(Path("rejects.xlsx"), lambda row, cells: "改证")
    code, out, said = score("bad.csv", "rejects.xlsx")
    assert (code, out) == (3, "")
    assert 'DS443 unknown-decision] "改证" 不是决定' in said
    assert " 建议: 改正\n" in said
