"""Text files: encodings, separators, quotes, line ends, what Excel makes of a csv."""

from __future__ import annotations

from collections.abc import Sequence

from tests.tables.samples.parts import ENTRIES, FIRST, HEAD, SECOND, TABLE, THIRD, Case, changed, text

RARE = [HEAD, changed(FIRST, 姓名="王䶮", 佐证材料="㐂"), changed(SECOND, 姓名="𠮷田"), THIRD]


def _line(cells: Sequence[object], separator: str = ",") -> str:
    return separator.join(map(str, cells)) + "\r\n"


def _named(*names: str) -> str:
    return text([HEAD, *(changed(FIRST, 姓名=name) for name in names)])


def _dated(*days: str) -> str:
    return text([HEAD, *(changed(FIRST, 日期=day) for day in days)])


_UNCLOSED = text([HEAD, FIRST]) + '李四,2023-05-07,"参加会议,2,参会,区级,通过,附件2,4\r\n' + text([THIRD])
_SMART = text([HEAD, FIRST]) + "李四,2023-05-07,参加会议,2,参会,区级,通过,“附件1,附件2”,4\r\n" + text([THIRD])
_SEPARATED = [
    changed(FIRST, 佐证材料="附\u2028件"), changed(SECOND, 佐证材料="附\x85件"),
    changed(THIRD, 佐证材料="附\x0b件\x0c"),
]  # fmt: skip

TEXTS = [
    Case("d01_utf8.csv", lambda: text(TABLE).encode(), "accept", 3, 3),
    Case("d02_utf8_bom.csv", lambda: text(TABLE).encode("utf-8-sig"), "accept", 3, 3),
    Case("d03_gbk.csv", lambda: text(TABLE).encode("gbk"), "accept", 3, 3),
    Case("d04_gb18030_rare.csv", lambda: text(RARE).encode("gb18030"), "accept", 3, 3),
    Case("d06_utf16be.csv", lambda: b"\xfe\xff" + text(TABLE).encode("utf-16be"), "accept", 3, 3),
    Case("d07_utf16le_nobom.csv", lambda: text(TABLE).encode("utf-16le"), "reject"),
    Case("d08_semicolon.csv", lambda: text(TABLE, ";").encode(), "accept", 3, 3),
    Case("d10_fullwidth_comma.csv", lambda: "".join(_line(row, "，") for row in TABLE).encode("gbk"), "accept", 3, 3),
    Case(
        "d11_pipe_dunhao.csv", lambda: (_line(HEAD, "|") + "".join(_line(row, "、") for row in ENTRIES)).encode(),
        "reject", codes=("DS436",),
    ),
    Case(
        "d12_quoted_newlines.csv",
        lambda: text([HEAD, changed(FIRST, 佐证材料='附件1\n附件2,"重要"'), SECOND, THIRD]).encode(), "accept", 3, 3,
    ),
    Case("d14_unclosed_quote.csv", _UNCLOSED.encode, "reject", codes=("DS426",)),
    Case("d15_nul_bytes.csv", lambda: text(TABLE).replace("李四", "李\0四").encode(), "partial", 3, 2, ("DS302",)),
    Case(
        "d16_mixed_encoding.csv",
        lambda: text([HEAD, FIRST]).encode() + text([SECOND]).encode("gbk") + text([THIRD]).encode(),
        "reject", codes=("DS405",),
    ),
    Case("d18_cr_only.csv", lambda: text(TABLE, end="\r").encode(), "accept", 3, 3),
    Case(
        "d19_mixed_eol.csv",
        lambda: (text([HEAD, FIRST]) + text([SECOND], end="\n") + text([THIRD]).rstrip()).encode(), "accept", 3, 3,
    ),
    Case("d20_empty.csv", lambda: b"", "reject", codes=("DS407",)),
    Case("d22_header_only.csv", lambda: text([HEAD]).encode(), "reject"),
    Case("d23_blank_lines.csv", lambda: b"\r\n\r\n,,,,,\r\n", "reject", codes=("DS406",)),
    Case("d24_sep_hint.csv", lambda: ("sep=;\r\n" + text(TABLE, ";")).encode(), "accept", 3, 3),
    Case("d26_trailing_commas.csv", lambda: text([*row, *[""] * 5] for row in TABLE).encode(), "accept", 3, 3),
    Case(
        "d27_giant_field.csv", lambda: text([HEAD, changed(FIRST, 佐证材料="证" * 700_000), SECOND, THIRD]).encode(),
        "partial", 3, 2, ("DS323",),
    ),
    Case(
        "d28_short_gbk.csv", lambda: "姓名,日期,事项,数量,级别\r\n张三,2023-5-6,提交提案,1,市级\r\n".encode("gbk"),
        "accept", 1, 1,
    ),
    Case(
        "d30_sci_ids.csv",
        lambda: text([["身份证号", *HEAD], ["3.30106E+17", *FIRST], ["330106199001011234", *SECOND]]).encode(),
        "partial", 2, 1, ("DS324",),
    ),
    Case(
        "d31_excel_dates.csv",
        lambda: _dated("2023/5/6", "2023/5/6 0:00", "6-May-23", "May-23", "5月6日", "45052").encode(),
        "partial", 6, 3, ("DS304", "DS328"),
    ),
    Case(
        "d32_title_rows.csv",
        lambda: ("2023年度履职登记表,,,,,,,,\r\n填报单位：某街道,,,,,,,,\r\n" + text(TABLE)).encode(), "accept", 3, 3,
    ),
    Case("d34_smart_quotes.csv", _SMART.encode, "partial", 3, 2, ("DS321",)),
    Case(
        "d35_formula_cells.csv", lambda: _named("=1+1", "+张三", "-张三", "@张三", "\t张三").encode(),
        "partial", 5, 1, ("DS302",),
    ),
    Case(
        "d36_utf8_cut.csv", lambda: text([HEAD, FIRST]).encode() + "李四".encode()[:-1], "reject", codes=("DS405",)
    ),
    Case("d38_line_separators.csv", lambda: text([HEAD, *_SEPARATED]).encode(), "accept", 3, 3),
]  # fmt: skip
