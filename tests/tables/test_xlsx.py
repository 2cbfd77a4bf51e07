"""Awkward workbooks, and what they must become."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence

import pytest

from dutyscore.tables import Options, carried_rulebook
from tests.tables.office import LINKS, MAIN, book, codes, facts, lines, packed, read, sheet, styles, told

TOP = ["姓名", "日期", "项目", "数量"]
ROW = ["张三", "2025-01-03", "提案", 2]
ENTRY = "张三 2025-01-03 提案 2 @a!一!2"


def one(*rows: Sequence[object], **parts: object) -> bytes:
    """A workbook with the sheet 一: the header and these rows."""
    return book({"一": sheet([TOP, *rows])}, **parts)  # type: ignore[arg-type]


def prefixed(part: str) -> str:
    """The same XML with a prefix before every tag."""
    return part.replace("<", "<x:").replace("<x:/", "</x:").replace("xmlns=", "xmlns:x=")


def test_a_plain_sheet() -> None:
    reading = read(one(ROW))
    assert (lines(reading, "数量"), codes(reading)) == ([ENTRY], [])
    assert [(stamp.kind, stamp.sheets[0].name, stamp.sheets[0].rows) for stamp in reading.inputs] == [("xlsx", "一", 1)]


@pytest.mark.parametrize(
    "part",
    [
        pytest.param(prefixed(sheet([TOP, ROW])), id="prefixes"),
        pytest.param(sheet([TOP, ROW]).replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main"), id="strict"),
        pytest.param(sheet([TOP, ROW], before='<?xml version="1.0" encoding="UTF-16"?>').encode("utf-16"), id="UTF-16"),
        pytest.param(sheet([TOP, ROW], before='<?xml version="1.0"?>\n').encode("utf-8-sig"), id="byte order mark"),
        pytest.param(sheet([TOP, ROW]).replace("<row", "\n <row").replace("<c ", "\n  <c "), id="pretty-printed"),
        pytest.param(sheet([TOP, ROW]).replace("提案", "<![CDATA[提案]]>"), id="CDATA"),
        pytest.param(sheet([TOP, ROW]).replace('<row r="2"', '<!-- <row r="2"></row> --><row r="2"'), id="a comment"),
        pytest.param(sheet([TOP, ROW]).replace("提", "&#x63D0;"), id="character references"),
        pytest.param(
            sheet([TOP, ROW]).replace('<c r="D2">', '<c r="D2" s="0" cm="1" vm="2">'), id="attributes nobody needs"
        ),
        pytest.param(
            sheet([TOP, ROW]).replace("<sheetData>", '<dimension ref="A1"/><sheetData>'), id="a wrong dimension"
        ),
        pytest.param(
            sheet([TOP, ROW], after='<f>1</f><row r="1"/><c r="A1"><v>9</v></c>'), id="rows and cells outside the data"
        ),
    ],
)
def test_the_same_sheet_in_many_dresses(part: str | bytes) -> None:
    assert lines(read(book({"一": part})), "数量") == [ENTRY]


def test_rows_and_cells_without_addresses() -> None:
    part = re.sub(r' r="[A-Z]*\d+"', "", sheet([TOP, ROW, [None, None, None, None], ROW]))
    assert lines(read(book({"一": part})), "数量") == [ENTRY, "张三 2025-01-03 提案 2 @a!一!4"]


def test_shared_strings_with_rich_text_and_phonetic_guides() -> None:
    strings = (
        f'<sst xmlns="{MAIN}"><si><r><t>张</t></r><r><rPr/><t>三</t></r></si>'
        "<si><t>提案</t><rPh><t>ti an</t></rPh><phoneticPr/></si>"
        "<si><t>a_x000D_b_x005F_x0041_ _xD842__xDFB7_ _xD842_</t></si></sst>"
    )
    name, item, reason = (f'<c r="{at}2" t="s"><v>{number}</v></c>' for number, at in enumerate("ACE"))
    reading = read(book({"一": sheet([[*TOP, "事由"], [name, "2025-01-03", item, 2, reason]])}, strings=strings))
    assert lines(reading, "数量") == [ENTRY]
    assert facts(reading, "事由") == ["a\rb_x0041_ 𠮷 \ufffd"]


def test_a_string_that_does_not_exist_is_an_error_in_the_cell() -> None:
    reading = read(one(['<c r="A2" t="s"><v>7</v></c>', *ROW[1:]], ROW))
    assert told(reading.findings) == ["DS316 a!一!A2 value=<7>"]
    assert len(reading.entries) == 1


@pytest.mark.parametrize(
    ("style", "stored", "day"),
    [
        (14, "45660", "2025-01-03"),
        (22, "45660.604166666664", "2025-01-03"),
        (31, "45660", "2025-01-03"),
        (57, "45660", "2025-01-03"),
        (58, "45660", "2025-01-03"),
        ('yyyy"年"m"月"d"日";@', "45660", "2025-01-03"),
        ("[$-804]yyyy/m/d dddd", "45660", "2025-01-03"),
        ('[Red]d\\-mmm;"无;"', "45660", "2025-01-03"),
        (14, "61", "DS304 year"),
        (14, "59", "DS304 year"),
        (14, "10959", "1930-01-01"),
        (14, "10958", "DS304 year"),
        (14, "60", "DS304 no-such-day"),
        (14, "0", "DS304 no-such-day"),
        (14, "-1", "DS304 no-such-day"),
        (14, "2958466", "DS304 no-such-day"),
        (14, "1e10", "DS304 no-such-day"),
        (0, "45660", "DS304 form"),
        (0, "20250103", "2025-01-03"),
        ("0.00E+00", "45660", "DS304 form"),
        ("G/通用格式", "20250103", "2025-01-03"),
        (20, "45660", "DS304 form"),
        ("[h]:mm", "45660", "DS304 form"),
        (9, "45660", "DS304 form"),
    ],
)
def test_dates_by_their_number_format(style: int | str, stored: str, day: str) -> None:
    made = one(["张三", f'<c r="B2" s="1"><v>{stored}</v></c>', "提案"], styles=styles(0, style))
    reading = read(made)
    found = [f"{finding.code} {finding.facts['reason']}" for finding in reading.findings]
    assert (found or [lines(reading)[0].split()[1]]) == [day]


def test_days_that_count_from_1904() -> None:
    made = one(["张三", '<c r="B2" s="0"><v>44198</v></c>', "提案"], styles=styles(14), properties='date1904="1"')
    assert lines(read(made)) == ["张三 2025-01-03 提案 @a!一!2"]


def test_iso_dates_and_dates_as_text_in_a_date_format() -> None:
    rows = [
        ["张三", '<c r="B2" t="d"><v>2025-01-03T00:00:00</v></c>', "提案"],
        ["李四", '<c r="B3" s="0" t="inlineStr"><is><t>2025.1.4</t></is></c>', "提案"],
    ]
    made = one(*rows, styles=styles(14))
    assert lines(read(made)) == ["张三 2025-01-03 提案 @a!一!2", "李四 2025-01-04 提案 @a!一!3"]


@pytest.mark.parametrize(
    ("stored", "said"),
    [
        ("<v>12.340000000000001</v>", "12.34"),
        ("<v>0.10000000000000001</v>", "0.1"),
        ("<v>0.30000000000000004</v>", "0.3"),
        ("<v>4.999999999999999</v>", "5"),
        ("<v>-0.0</v>", "0"),
        ("<v>1.5E2</v>", "150"),
        ("<v>2.5000000001</v>", "DS308"),
        ("<v>1E-17</v>", "DS308"),
        ("<v>1E308</v>", "DS315"),
        ("<v>1_000</v>", "DS305"),
        ("<v>٣</v>", "DS305"),
        ("<v>nan</v>", "DS305"),
        ("<f>1+1</f><v>2</v>", "2"),
        ("<f>1+1</f>", "DS317"),
        ("<f>1+1</f><v></v>", "DS317"),
        ("<f>1+1</f><v/>", "DS317"),
        ('<f t="shared" si="0"/>', "DS317"),
        ("", "1"),  # the default
        ("<v/>", "1"),
    ],
)
def test_stored_numbers(stored: str, said: str) -> None:
    reading = read(one([*ROW[:3], f'<c r="D2">{stored}</c>']))
    assert (codes(reading) or facts(reading, "数量")) == [said]


@pytest.mark.parametrize(
    ("type", "value", "said"),
    [
        ("str", "<f>A1</f><v>3</v>", "3"),
        ("str", "<f>A1</f><v></v>", "1"),  # a formula whose result is no text at all
        ("b", "<v>1</v>", "DS305"),
        ("e", "<v>#DIV/0!</v>", "DS316"),
    ],
)
def test_types_of_cells(type: str, value: str, said: str) -> None:
    reading = read(one([*ROW[:3], f'<c r="D2" t="{type}">{value}</c>']))
    assert (codes(reading) or facts(reading, "数量")) == [said]


def test_a_date_in_a_number_column_is_no_number() -> None:
    reading = read(one([*ROW[:3], '<c r="D2" s="0"><v>45660</v></c>'], styles=styles(16)))
    assert told(reading.findings) == ["DS305 a!一!D2 value=2025-01-03"]


def test_leading_zeros_that_a_format_shows() -> None:
    rows: list[list[object]] = [["委员编号", "日期", "项目"], ['<c r="A2" s="0"><v>123</v></c>', "2025-01-03", "提案"]]
    assert lines(read(book({"一": sheet(rows)}, styles=styles("000000")))) == ["000123 2025-01-03 提案 @a!一!2"]


def test_ids_that_have_lost_their_last_digits() -> None:
    rows: list[list[object]] = [["委员编号", "日期", "项目"], [330106199001011234, "2025-01-03", "提案"]]
    assert told(read(book({"一": sheet(rows)})).findings) == ["DS324 a!一!A2 value=330106199001011000"]
    assert codes(read("委员编号,日期,项目\n3.30106E+17,2025-01-03,提案\n")) == ["DS324"]


def test_percentages_and_times() -> None:
    rows: list[list[object]] = [
        ["姓名", "日期", "项目", "完成率", "迟到"],
        [*ROW[:3], '<c r="D2" s="1"><v>0.95499999999999996</v></c>', '<c r="E2" s="2"><v>6.25E-2</v></c>'],
        [*ROW[:3], 95, 15],
        [*ROW[:3], "９５％", "1:05"],
        [*ROW[:3], None, '<c r="E5" s="2"><v>6.94444444444444E-4</v></c>'],
    ]
    reading = read(book({"一": sheet(rows)}, styles=styles(0, 10, 20)))
    assert codes(reading) == []
    assert facts(reading, "完成率") == ["95.5", "95", "95", ""]
    assert facts(reading, "迟到") == ["90", "15", "65", "1"]


def test_rows_that_stand_far_apart_and_empty_ones() -> None:
    part = sheet([TOP, ROW]).replace("</sheetData>", '<row r="5"><c r="A5" s="1"/></row><row r="9"/></sheetData>')
    assert read(book({"一": part})).rows.read == 1
    far = part.replace('<row r="9"/>', '<row r="9"><c r="A9"><v>1</v></c></row>')
    assert read(book({"一": far})).rows.skipped == {"blank": 6}


def test_a_cell_twice_refuses_its_row() -> None:
    part = sheet([TOP, ROW, ROW]).replace('<c r="D2">', '<c r="A2" t="inlineStr"><is><t>王五</t></is></c><c r="D2">')
    reading = read(book({"一": part}))
    assert told(reading.findings) == ["DS325 a!一!A2 value=张三 / 王五"]
    assert (reading.rows.read, reading.rows.taken, reading.rows.refused) == (2, 1, 1)


def test_cells_out_of_order_are_told_apart_by_their_addresses() -> None:
    texts = {"C2": "提案", "A2": "张三", "B2": "2025-01-03"}
    cells = '<c r="D2"><v>2</v></c>' + "".join(f'<c r="{at}" t="str"><v>{text}</v></c>' for at, text in texts.items())
    part = sheet([TOP]).replace("</sheetData>", f'<row r="2">{cells}</row></sheetData>')
    assert lines(read(book({"一": part})), "数量") == [ENTRY]


def test_addresses_outside_the_sheet() -> None:
    outside = '<row r="1048577"><c r="XFE1048577"><v>1</v></c></row></sheetData>'
    reading = read(book({"一": sheet([TOP, ROW]).replace("</sheetData>", outside)}))
    assert told(reading.findings) == ["DS326 a!一!1048577 value=XFE1048577"]
    assert (reading.rows.read, reading.rows.taken, reading.rows.refused) == (2, 1, 1)


def test_hidden_sheets_are_told_and_read_only_when_asked() -> None:
    sheets = {"一": sheet([TOP, ROW]), "旧": sheet([TOP, ROW, ROW]), "词": sheet([["国家级"], ["省级"]])}
    made = book(sheets, states={"旧": "hidden", "词": "veryHidden"})
    assert told(read(made).findings) == ["DS429 a!旧 sheet=旧"]
    assert len(read(made).entries) == 1
    assert len(read(made, options=Options(hidden=True)).entries) == 3
    assert len(read(made, options=Options(sheet="旧")).entries) == 2


def test_sheets_without_a_table_are_passed_over_and_told() -> None:
    reading = read(book({"说明": sheet([["一、请填写姓名、日期。"]]), "一": sheet([TOP, ROW]), "图": sheet([])}))
    assert told(reading.findings) == ["DS425 a!图 sheet=图", "DS425 a!说明 sheet=说明"]
    assert (len(reading.entries), reading.usable) == (1, True)


def test_a_workbook_without_any_table() -> None:
    reading = read(book({"说明": sheet([["一、请填写", "二"]])}))
    assert told(reading.findings)[0].endswith("found=一、请填写, 二")
    assert (codes(reading), reading.usable) == (["DS406"], False)


def test_every_sheet_has_its_own_order_of_columns() -> None:
    second = sheet([["序号", "活动日期", "委员姓名", "履职事项", "完成数"], [1, "2025-01-05", "李四", "开会", 3]])
    reading = read(book({"一": sheet([TOP, ROW]), "二": second}))
    assert lines(reading, "数量") == [ENTRY, "李四 2025-01-05 参加会议 3 @a!二!2"]
    assert str(reading.entries.place(1, "数量")) == "a!二!E2"
    assert str(reading.entries.place(0, "item")) == "a!一!C2"


def test_one_sheet_by_name() -> None:
    made = book({"一": sheet([TOP, ROW]), "二": sheet([TOP, ROW, ROW])})
    assert len(read(made, options=Options(sheet="二")).entries) == 2
    reading = read(made, options=Options(sheet="三"))
    assert (told(reading.findings), reading.usable) == (["DS418 a value=三 nearest= found=一, 二"], False)


def test_chart_sheets_have_no_rows() -> None:
    links = f'<Relationship Id="rIdC" Type="{LINKS}/chartsheet" Target="chartsheets/sheet1.xml"/></Relationships>'
    made = book({"一": sheet([TOP, ROW])})
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace("<sheets>", '<sheets><sheet name="图" r:id="rIdC"/>')
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace("</Relationships>", links)
    assert lines(read(packed(parts)), "数量") == [ENTRY]


def test_part_names_in_another_case() -> None:
    made = book({"一": sheet([TOP, ROW])}).replace(b"xl/worksheets/sheet1.xml", b"xl/Worksheets/Sheet1.xml")
    assert lines(read(made), "数量") == [ENTRY]


def test_the_rulebook_that_a_workbook_carries() -> None:
    custom = (
        '<Properties xmlns="x" xmlns:vt="y"><property name="other"><vt:lpwstr>no</vt:lpwstr></property>'
        '<property fmtid="{0}" pid="2" name="dutyscore.rulebook"><vt:lpwstr> demo </vt:lpwstr></property></Properties>'
    )
    assert carried_rulebook(one(ROW, extra={"docProps/custom.xml": custom})) == "demo"
    assert carried_rulebook(one(ROW)) == ""
    assert carried_rulebook(b"no workbook") == ""


def test_a_sheet_with_only_a_header() -> None:
    reading = read(one())
    assert (len(reading.entries), reading.rows.read, codes(reading), reading.usable) == (0, 0, [], True)


def test_a_repeated_header_and_the_rows_above() -> None:
    reading = read(book({"一": sheet([["登记表"], [], TOP, ROW, TOP, [], ROW])}))
    assert [line.partition("@")[2] for line in lines(reading)] == ["a!一!4", "a!一!7"]
    assert reading.rows.skipped == {"blank": 1, "repeated_header": 1, "title": 1}


def test_files_in_any_buffer() -> None:
    made = one(ROW)
    for data in (memoryview(made), bytearray(made)):
        assert lines(read(data), "数量") == [ENTRY]  # type: ignore[arg-type]
