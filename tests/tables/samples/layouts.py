"""How tables lie in sheets: titles, headers, merges, rows that are no entries, what is hidden."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Font, PatternFill

from tests.tables.office import book
from tests.tables.samples.parts import (
    DATE,
    ENTRIES,
    FIRST,
    HEAD,
    SECOND,
    STYLES,
    TABLE,
    THIRD,
    Case,
    formula,
    logged,
    merges,
    part,
    styled,
    workbook,
)

BLANKS = [None] * 9


def saved(change: Any) -> bytes:
    """The standard table in a workbook that openpyxl writes, after a change to book and sheet."""
    made = openpyxl.Workbook()
    page = made.active
    assert page is not None
    page.title = "活动记录"
    for row in TABLE:
        page.append(row)
    change(made, page)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def _hidden_row(made: Any, page: Any) -> None:
    page.row_dimensions[3].hidden = True


def _hidden_column(made: Any, page: Any) -> None:
    page.column_dimensions["F"].hidden = True


def _filtered(made: Any, page: Any) -> None:
    page.auto_filter.ref = "A1:I4"
    page.auto_filter.add_filter_column(6, ["通过"])
    page.row_dimensions[4].hidden = True


def _hidden_sheets(made: Any, page: Any) -> None:
    for name, state in (("旧数据", "hidden"), ("系统", "veryHidden")):
        other = made.create_sheet(name)
        other.sheet_state = state
        other.append(HEAD)
        other.append(FIRST)


def _strays(made: Any, page: Any) -> None:
    page["XFD1"] = " "
    page["AZ900"] = "误填"


def _chart(made: Any, page: Any) -> None:
    chart = BarChart()
    chart.add_data(Reference(page, min_col=4, min_row=2, max_row=4))
    made.create_chartsheet("图", 0).add_chart(chart)


def _struck(made: Any, page: Any) -> None:
    for cell in page[3]:
        cell.font = Font(strike=True)
    for cell in page[4]:
        cell.fill = PatternFill("solid", fgColor="FFFF0000")


def _two_streets() -> bytes:
    west = ["序号", "活动日期", "委员姓名", "履职事项", "完成数", "级别", "角色", "审核", "自评", "佐证"]
    rows = [
        [1, "2023-05-06", "赵六", "提交提案", 1, "市级", "第一提案人", "通过", 5, "附件1"],
        [2, "2023-05-07", "钱七", "参加会议", 1, "区级", "参会", "通过", 4, None],
    ]
    return book({"东街": part([HEAD, FIRST, SECOND]), "西街": part([west, *rows])}, styles=STYLES)


def _two_rows() -> bytes:
    groups = ["姓名", "活动情况", None, None, None, None, "评定", None, None]
    return workbook([groups, [None, *HEAD[1:]], *ENTRIES], tail=merges("A1:A2", "B1:F1", "G1:I1"))


def _subtotals() -> bytes:
    def total(word: str, sum_: object, claimed: object) -> list[object]:
        return [word, None, None, sum_, None, None, None, None, claimed]

    return logged(
        FIRST,
        total("小计", 1, 5),
        SECOND,
        THIRD,
        total("合　计", formula("SUM(D2:D5)", 6), formula("SUM(I2:I5)", 12)),
        total("总 计", 6, 12),
    )


LAYOUTS = [
    Case("a01_plain.xlsx", lambda: logged(*ENTRIES), "accept", 3, 3),
    Case(
        "a02_title_rows.xlsx",
        lambda: workbook(
            [["2023年度委员履职情况登记表"], ["填报单位：某某街道", *BLANKS[:4], "填报日期：2023年12月31日"], *TABLE],
            tail=merges("A1:I1", "A2:E2", "F2:I2"),
        ),
        "accept", 3, 3,
    ),
    Case("a03_two_row_header.xlsx", _two_rows, "accept", 3, 3),
    Case(
        "a04_merged_member_down.xlsx",
        lambda: workbook([HEAD, FIRST, [None, *SECOND[1:]], THIRD], tail=merges("A2:A3")),
        "accept", 3, 3, ("DS334",),
    ),
    Case("a05_blank_member_down.xlsx", lambda: logged(FIRST, [None, *SECOND[1:]], THIRD), "partial", 3, 2, ("DS306",)),
    Case("a06_subtotals.xlsx", _subtotals, "accept", 3, 3, ("DS335",)),
    Case("a08_hidden_rows.xlsx", lambda: saved(_hidden_row), "accept", 3, 3, ("DS337",)),
    Case("a09_hidden_sheet.xlsx", lambda: saved(_hidden_sheets), "accept", 3, 3, ("DS429",)),
    Case("a10_filtered.xlsx", lambda: saved(_filtered), "accept", 3, 3, ("DS337", "DS339")),
    Case("a12_sheet_per_street.xlsx", _two_streets, "accept", 4, 4),
    Case(
        "a13_notes_below.xlsx",
        lambda: logged(
            *ENTRIES, [], ["备注：1.数量按次计。2.佐证材料附后。"],
            ["填表人：张三", None, None, None, "审核人：李四", None, None, "2023年12月31日"],
        ),
        "accept", 3, 3, ("DS335",),
    ),
    Case("a14_repeated_header.xlsx", lambda: logged(FIRST, HEAD, SECOND, THIRD), "accept", 3, 3),
    Case(
        "a16_duplicate_headers.xlsx",
        lambda: workbook([[*HEAD, "日期"], *([*row, "2023-06-01"] for row in ENTRIES)]),
        "reject", codes=("DS311",),
    ),
    Case(
        "a17_missing_header_cell.xlsx",
        lambda: workbook([[*HEAD[:3], None, *HEAD[4:]], *ENTRIES]),
        "reject", codes=("DS435",),
    ),
    Case("a18_stray_far_cell.xlsx", lambda: saved(_strays), "accept", 3, 3, ("DS336",)),
    Case("a20_empty_sheet.xlsx", lambda: workbook([]), "reject", codes=("DS406",)),
    Case(
        "a21_side_by_side.xlsx",
        lambda: workbook([[*HEAD, None, *HEAD], [*FIRST, None, *SECOND], [*THIRD, None, *FIRST]]),
        "reject", codes=("DS433",),
    ),
    Case(
        "a22_crosstab.xlsx",
        lambda: workbook([["姓名", "提交提案", "参加会议", "社情民意"], ["张三", 1, 2, 3], ["李四", None, 4, 1]]),
        "reject", codes=("DS434",),
    ),
    Case("a24_hidden_column.xlsx", lambda: saved(_hidden_column), "accept", 3, 3, ("DS338",)),
    Case(
        "a25_instructions_first.xlsx",
        lambda: book({"填表说明": part([["一、请如实填写姓名、日期。"], ["二、数量填数字。"]]), "数据": part(TABLE)}),
        "accept", 3, 3, ("DS425",),
    ),
    Case("a26_chartsheet.xlsx", lambda: saved(_chart), "accept", 3, 3),
    Case(
        "a28_two_tables_stacked.xlsx",
        lambda: workbook(
            [HEAD, FIRST, [], ["西街"], ["日期", "姓名", *HEAD[2:]], ["2023-05-07", "李四", *SECOND[2:]],
             ["2023-05-08", "王小明", *THIRD[2:]]]
        ),
        "accept", 3, 3, ("DS342", "DS335"),
    ),
    Case(
        "a29_merged_across.xlsx",
        lambda: workbook(
            [HEAD, FIRST, ["李四", "2023-05-07", "缺席", None, None, None, "通过", None, 0], THIRD],
            tail=merges("C3:F3"),
        ),
        "partial", 3, 2, ("DS327",),
    ),
    Case("a30_struck_and_coloured.xlsx", lambda: saved(_struck), "accept", 3, 3, ("DS340",)),
    Case(
        "a32_ghost_rows.xlsx", lambda: logged(*ENTRIES, *[[styled(DATE, None)] * 9] * 50_000), "accept", 3, 3
    ),
    Case(
        "a33_section_labels.xlsx",
        lambda: workbook(
            [HEAD, ["一、提案类"], FIRST, ["二、会议类"], SECOND, THIRD], tail=merges("A2:I2", "A4:I4")
        ),
        "accept", 3, 3, ("DS335",),
    ),
    Case(
        "a34_serial_number_only_rows.xlsx",
        lambda: workbook(
            [["序号", *HEAD], *([at, *row] for at, row in enumerate(ENTRIES, 1)), *([at] for at in range(4, 51))]
        ),
        "accept", 3, 3,
    ),
]  # fmt: skip
