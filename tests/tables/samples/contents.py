"""What stands in cells: dates, numbers, names, ids, marks, formulas, pictures."""

from __future__ import annotations

from typing import Any

from openpyxl.comments import Comment

from tests.tables.office import book
from tests.tables.samples.layouts import saved
from tests.tables.samples.parts import (
    CN31,
    CN57,
    CN58,
    DATE,
    DATE_CN,
    DAY_MONTH,
    FIRST,
    HEAD,
    HOURS,
    PERCENT,
    SECOND,
    SIX_ZEROS,
    STYLES,
    TEXT,
    THIRD,
    TIME,
    Case,
    Raw,
    cell,
    changed,
    error,
    flag,
    formula,
    logged,
    number,
    part,
    styled,
    workbook,
)

NAMES = [
    "张　三", "张 三", " 张三", "张三 ", "张\u00a0三", "张\u200b三", "\ufeff张三", "张三\u200f", "张\u2003三",
    "张三\u00ad", "张三\n", "张三\ue000", "张\u0301三", "张三\u202e", "张三️\ufe0f",
]  # fmt: skip
RARE = ["𠮷田", "王䶮", "李㛃", "阿卜杜拉·买买提", "阿卜杜拉•买买提", "阿卜杜拉・买买提", "呂布", "\uf9da山"]
ATTACKS = [
    "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1)", "\t=1+1", "\r=1+1", "＝1+1", '=HYPERLINK("http://127.0.0.1/?"&A1,"x")',
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "[red]张三[/red]", "_x001B_[31m张三",
    "../../../evil", "CON", "a/b\\c:d*e?f", "张三{{7*7}}", "{% raw %}", "%s%n", "';DROP TABLE x;--", "𝓐" * 300,
]  # fmt: skip


def entries(word: str, *values: object) -> list[list[object]]:
    """The first entry once for each value of one of its cells."""
    return [changed(FIRST, **{word: value}) for value in values]


def _ids() -> bytes:
    ids = [
        styled(TEXT, "000123"), styled(SIX_ZEROS, 123), number("330106199001011234"),
        styled(TEXT, "330106199001011234"),
        "33010619900101123X", "３３０１０６１９９００１０１１２３４", "3.30106E+17",
    ]  # fmt: skip
    return workbook([["工号", *HEAD], *([one, *FIRST] for one in ids)])


def _links(made: Any, page: Any) -> None:
    page["H2"].hyperlink = "file:///C:/材料/1.pdf"
    page["H3"].hyperlink = "javascript:alert(1)"
    page["H4"] = "见链接"
    page["H4"].hyperlink = "http://127.0.0.1/x"
    page["D2"].comment = Comment("少报一次", "审核员")


def _no_string() -> bytes:
    strings = "<sst><si><t>张三</t></si></sst>"
    rows = [HEAD, [Raw('t="s"', "<v>9</v>"), *FIRST[1:]], SECOND]
    return book({"一": part(rows)}, styles=STYLES, strings=strings)


def _cell_twice() -> bytes:
    values = zip("CABADEFG", ("参加会议", "李四", "2023-05-07", "王五", 2, "参会", "区级", "通过"), strict=True)
    row = "".join(cell(f"{letter}3", value) for letter, value in values)
    return workbook([HEAD, FIRST], more=f'<row r="3">{row}</row>')


CONTENTS = [
    Case(
        "b02_dates_serial.xlsx",
        lambda: logged(
            *entries(
                "日期", *(styled(style, 45052) for style in (DATE, DATE_CN, CN31, CN58, CN57)),
                Raw(f's="{TIME}"', "<v>45052.604166666664</v>"), 45052, number("45052.604166666664"),
            )
        ),
        "accept", 8, 8, ("DS328",),
    ),
    Case(
        "b03_dates_1904.xlsx",
        lambda: book(
            {"一": part([HEAD, changed(FIRST, 日期=styled(DATE, 43590)), changed(SECOND, 日期=styled(CN31, 43590))])},
            styles=STYLES, properties='date1904="1"',
        ),
        "accept", 2, 2,
    ),
    Case(
        "b04_dates_edge.xlsx",
        lambda: logged(
            *entries("日期", *(styled(DATE, value) for value in (0, 1, 60, 61, -1, 2958465, 2958466, 10**10))),
            *entries("日期", Raw(f's="{TIME}"', "<v>0.5</v>"), Raw(f's="{HOURS}"', "<v>1.5</v>")),
        ),
        "partial", 10, 0, ("DS304",),
    ),
    Case(
        "b06_fullwidth.xlsx",
        lambda: logged(
            ["张三", "２０２３－０５－０６", "提交提案", "１", "第一提案人", "市级", "通过", "附件（１）", "５．５"],
            ["李四", "2023／5／7", "参加会议", "２", "参会", "区级", "通　过", "附件２", "４"],
            ["王小明", "2023．5．8", "社情民意", "１，２００", "报送", "区级", "待审", "", "３"],
        ),
        "accept", 3, 3,
    ),
    Case("b07_name_invisibles.xlsx", lambda: logged(*entries("姓名", *NAMES)), "partial", 15, 13, ("DS332", "DS302")),
    Case("b08_rare_names.xlsx", lambda: logged(*entries("姓名", *RARE)), "partial", 8, 7, ("DS302",)),
    Case("b10_ids.xlsx", _ids, "partial", 7, 5, ("DS324",)),
    Case(
        "b11_float_noise.xlsx",
        lambda: logged(
            *(
                changed(FIRST, 数量=number(value), 自评分=number(value))
                for value in (
                    *("2.5000000001", "0.30000000000000004", "4.999999999999999"),
                    *("1e-17", "1e308", "-0.0", "5.0"),
                )
            )
        ),
        "partial", 7, 4, ("DS308", "DS315"),
    ),
    Case(
        "b12_formula_no_cache.xlsx",
        lambda: logged(
            FIRST, changed(SECOND, 数量=formula("1+1"), 自评分=formula("D3*2")),
            changed(THIRD, 姓名=formula('"王"&"小明"')),
        ),
        "partial", 3, 1, ("DS317",),
    ),
    Case(
        "b14_error_cells.xlsx",
        lambda: logged(
            FIRST,
            *entries("数量", *map(error, ("#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!"))),
            changed(FIRST, 姓名="#N/A"),
        ),
        "partial", 9, 1, ("DS316",),
    ),
    Case(
        "b15_percent.xlsx",
        lambda: logged(
            *entries("自评分", Raw(f's="{PERCENT}"', "<v>0.85</v>"), styled(PERCENT, 1), "85%", "８５％", 85)
        ),
        "partial", 5, 4, ("DS329",),
    ),
    Case(
        "b16_booleans.xlsx",
        lambda: logged(*entries("审核状态", flag(True), flag(False), "是", "否", "√", "×", "☑", "Y", 1)),
        "partial", 9, None, ("DS303",),
    ),
    Case("b18_links_comments.xlsx", lambda: saved(_links), "accept", 3, 3, ("DS341",)),
    Case(
        "b19_wps_dispimg.xlsx",
        lambda: logged(
            changed(FIRST, 佐证材料=formula('_xlfn.DISPIMG("ID_1A2B3C",1)', '=DISPIMG("ID_1A2B3C",1)', "str")),
            SECOND, THIRD,
        ),
        "accept", 3, 3,
    ),
    Case(
        "b20_escapes.xlsx",
        lambda: logged(
            changed(FIRST, 佐证材料="附件_x000D_\n1"), changed(SECOND, 佐证材料="a_x0007_b\tc"),
            changed(THIRD, 佐证材料="_x005F_x0041_"),
        ),
        "accept", 3, 3,
    ),
    Case("b22_injection_names.xlsx", lambda: logged(*entries("姓名", *ATTACKS)), "partial", 20, 0, ("DS302",)),
    Case(
        "b23_quantity_as_date.xlsx",
        lambda: logged(FIRST, changed(SECOND, 数量=styled(DAY_MONTH, 44928))),
        "partial", 2, 1, ("DS305",),
    ),
    Case("b24_duplicates.xlsx", lambda: logged(FIRST, FIRST, changed(FIRST, 姓名="张　三"), SECOND), "accept", 4, 4),
    Case("b26_sst_index_out_of_range.xlsx", _no_string, "partial", 2, 1, ("DS316",)),
    Case("b27_cells_out_of_order.xlsx", _cell_twice, "partial", 2, 1, ("DS325",)),
    Case(
        "b28_number_precision_text.xlsx",
        lambda: logged(
            changed(FIRST, 数量=number("0.10000000000000001")), changed(SECOND, 数量=number("5.2999999999999998"))
        ),
        "accept", 2, 2,
    ),
    Case(
        "b30_date_as_text_in_date_format.xlsx",
        lambda: logged(
            changed(FIRST, 日期=styled(DATE, "2023-05-06")), changed(SECOND, 日期=styled(TEXT, "2023-05-07"))
        ),
        "accept", 2, 2,
    ),
]  # fmt: skip
