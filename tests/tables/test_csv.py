"""Awkward csv files, and what they must become."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dutyscore.tables import Options
from tests.tables.office import HEAD, OFFICE, codes, facts, lines, read, told

PLAIN = HEAD + "张三,2025-01-03,提案\n李四,2025-01-04,参加会议\n"
ENTRIES = ["张三 2025-01-03 提案 @a:2", "李四 2025-01-04 参加会议 @a:3"]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(PLAIN.encode(), id="UTF-8"),
        pytest.param(PLAIN.encode("utf-8-sig"), id="UTF-8 with a byte order mark"),
        pytest.param(PLAIN.encode("gb18030"), id="GB18030"),
        pytest.param(PLAIN.encode("utf-16"), id="UTF-16 with a byte order mark"),
        pytest.param(b"\xfe\xff" + PLAIN.encode("utf-16-be"), id="UTF-16, the other way round"),
        pytest.param(PLAIN.replace("\n", "\r\n").encode(), id="CRLF"),
        pytest.param(PLAIN.replace("\n", "\r").encode(), id="CR of an old Mac"),
        pytest.param(PLAIN.rstrip("\n").encode(), id="no line end at the end"),
        pytest.param((PLAIN + "\n\n,,\n").encode(), id="empty lines at the end are no rows"),
        pytest.param(PLAIN.replace(",", ";").encode(), id="semicolon"),
        pytest.param(PLAIN.replace(",", "\t").encode(), id="tab"),
        pytest.param(PLAIN.replace(",", "，").encode(), id="full-width comma"),
        pytest.param(PLAIN.replace(",", "|").encode(), id="pipe"),
        pytest.param(PLAIN.replace("项目", '"项目（必填）*"').encode(), id="header with a remark"),
        pytest.param(PLAIN.replace("姓名", "姓 名").encode(), id="header with a blank"),
        pytest.param(PLAIN.replace("姓名", "\u200b姓名").encode(), id="header with an invisible character"),
        pytest.param(PLAIN.replace("张三", '"张三"').replace("提案", '"提案"').encode(), id="quoted cells"),
    ],
)
def test_the_same_table_in_many_dresses(data: bytes) -> None:
    reading = read(data)
    assert (lines(reading), told(reading.findings), reading.usable) == (ENTRIES, [], True)
    assert reading.rows.read == reading.rows.taken == 2


def test_separator_named_in_the_first_line() -> None:
    assert lines(read("sep=;\n" + PLAIN.replace(",", ";"))) == [
        "张三 2025-01-03 提案 @a:3",
        "李四 2025-01-04 参加会议 @a:4",
    ]


def test_encoding_by_option() -> None:
    log = "姓名,日期,履職\n陳三,2025-01-03,提案\n".encode("big5")
    assert codes(read(log)) == ["DS405"]
    words = replace(OFFICE, columns={**OFFICE.columns, "item": ("履職",)})
    assert lines(read(log, vocabulary=words, options=Options(encoding="big5"))) == ["陳三 2025-01-03 提案 @a:2"]


def test_bytes_in_no_encoding_are_told_with_line_and_position() -> None:
    reading = read(PLAIN.encode() + "王五,2025-01-05,提案\n".encode("gbk"))
    assert told(reading.findings) == [f"DS405 a:4 position={len(PLAIN.encode())}"]
    assert not reading.usable


def test_gb18030_needs_a_header_that_proves_it() -> None:
    """ASCII headers say nothing about the bytes below: a damaged UTF-8 file could read as nonsense."""
    words = replace(OFFICE, columns={"member": ("name",), "date": ("date",), "item": ("item",)})
    log = b"name,date,item\n" + "张三,2025-01-03,提案\n".encode("gbk")
    assert codes(read(log, vocabulary=words)) == ["DS405"]
    assert codes(read(log, vocabulary=words, options=Options(encoding="gbk"))) == []


def test_unknown_encoding() -> None:
    assert told(read(PLAIN, options=Options(encoding="klingon")).findings) == ["DS427 a value=klingon"]


def test_rows_of_another_width_are_refused_with_their_line() -> None:
    rows = "张三,2025-01-03,提案\n李四,2025-01-04,参加会议,多\n王五,2025-01-05\n\n赵六,2025-01-06,提案\n"
    reading = read(HEAD + rows)
    assert told(reading.findings) == ["DS321 a:3 expected=3 found=4", "DS321 a:4 expected=3 found=2"]
    assert lines(reading) == ["张三 2025-01-03 提案 @a:2", "赵六 2025-01-06 提案 @a:6"]
    assert (reading.rows.read, reading.rows.refused, reading.rows.skipped) == (5, 2, {"blank": 1})


def test_line_breaks_in_quotes_keep_the_line_numbers() -> None:
    reading = read('姓名,日期,项目,事由\n张三,2025-01-03,提案,"一\n二,""三"""\n李四,2025-01-04,提案,\n')
    assert lines(reading) == ["张三 2025-01-03 提案 @a:2", "李四 2025-01-04 提案 @a:4"]
    assert facts(reading, "事由") == ['一\n二,"三"', ""]


@pytest.mark.parametrize("row", ['李四,"2025-01-04,提案\n王五,2025-01-05,提案\n', '李四,"2025"-01-04,提案\n'])
def test_quotes_that_do_not_fit_refuse_the_file_at_their_line(row: str) -> None:
    reading = read(HEAD + "张三,2025-01-03,提案\n" + row)
    assert (told(reading.findings), reading.usable, len(reading.entries)) == (["DS426 a:3"], False, 0)


def test_other_line_separators_are_part_of_a_cell() -> None:
    reading = read("姓名,日期,项目,事由\n张三,2025-01-03,提案,一\u2028二\x85三\x0b四\n")
    assert facts(reading, "事由") == ["一\u2028二\x85三\x0b四"]


def test_a_cell_longer_than_a_workbook_can_hold() -> None:
    reading = read(f"姓名,日期,项目,事由\n张三,2025-01-03,提案,{'长' * 32_768}\n李四,2025-01-03,提案,{'长' * 32_767}\n")
    assert told(reading.findings) == ["DS323 a:2:4"]
    assert len(reading.entries) == 1


def test_error_texts_of_spreadsheets_are_errors_in_csv_too() -> None:
    assert told(read("姓名,日期,项目,事由\n张三,2025-01-03,提案,#N/A\n").findings) == ["DS316 a:2:4 value=#N/A"]


def test_nothing_at_all() -> None:
    assert told(read("").findings) == ["DS407 a"]


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "doc advice=not_a_table"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "encrypted advice=remove_password",
        ),
        (b"<html><table><tr><td>x</td></tr></table></html>", "html advice=save_as_xlsx"),
        (b"%PDF-1.7", "pdf advice=not_a_table"),
    ],
)
def test_other_formats_are_known_by_their_content(data: bytes, found: str) -> None:
    assert told(read(data).findings) == [f"DS404 a found={found}"]


def test_no_known_header_word() -> None:
    reading = read("甲,乙,丙\n1,2,3\n")
    assert told(reading.findings) == [
        "DS406 a words=委员编号, 姓名, 委员姓名, 日期, 活动日期, 项目, 履职事项 found=甲, 乙, 丙"
    ]
    assert not reading.usable


def test_missing_columns_are_told_with_the_words_that_would_do() -> None:
    reading = read("姓名,日期,事由\n张三,2025-01-03,会\n")
    assert told(reading.findings) == ["DS310 a:1 words=项目, 履职事项 found=姓名, 日期, 事由"]
    assert not reading.usable


def test_two_columns_that_mean_the_same() -> None:
    reading = read("姓名,日期,项目,活动日期\n张三,2025-01-03,提案,2025-01-04\n")
    assert told(reading.findings) == ["DS311 a:1:4+a:1:2"]
    assert not reading.usable


def test_findings_of_one_cell_are_one_finding_with_all_places() -> None:
    rows = "张三,2025-01-03,题案\n李四,2025-02-30,题案\n王五,2025-01-05,提案\n" * 2
    reading = read(HEAD + rows)
    assert told(reading.findings) == [
        "DS301 a:2:3+a:3:3+a:5:3+a:6:3 value=题案 nearest=提案",
        "DS304 a:3:2+a:6:2 value=2025-02-30 reason=no-such-day month=2025-02 days=28",
    ]
    assert (reading.rows.taken, reading.rows.refused) == (2, 4)
    assert reading.findings[0].fix == "提案"


def test_the_excerpt_shows_the_row_before_and_the_columns_that_matter() -> None:
    reading = read("序号,姓名,日期,项目,事由,数量\n1,张三,2025-01-03,提案,甲,1\n2,李四,2025-01-04,提案,乙,两\n")
    excerpt = reading.findings[0].excerpt
    assert excerpt is not None
    assert excerpt.header == ("B 姓名", "C 日期", "D 项目", "F 数量")
    assert excerpt.lines == ((2, ("张三", "2025-01-03", "提案", "1")), (3, ("李四", "2025-01-04", "提案", "两")))
    assert (excerpt.mark, excerpt.start) == (3, 3)


def test_blank_and_repeated_rows_are_counted() -> None:
    rows = ",,\n张三,2025-01-03,提案\n姓名,日期,项目\n \u3000,,\n李四,2025-01-04,提案\n,,\n"
    reading = read("年度登记表,,\n" + HEAD + rows)
    assert lines(reading) == ["张三 2025-01-03 提案 @a:4", "李四 2025-01-04 提案 @a:7"]
    assert reading.rows.skipped == {"blank": 2, "repeated_header": 1, "title": 1}
    assert reading.rows.read == 6
    assert codes(reading) == []


def test_several_files_keep_their_order_and_names() -> None:
    reading = read(PLAIN, "项目,日期,委员姓名\n开会,2025-02-01,张三\n")
    assert lines(reading) == [*ENTRIES, "张三 2025-02-01 参加会议 @b:2"]
    assert [(stamp.name, stamp.kind, stamp.sheets[0].rows) for stamp in reading.inputs] == [
        ("a", "csv", 2),
        ("b", "csv", 1),
    ]
    assert len(reading.inputs[0].digest) == 64


def test_one_bad_file_does_not_silence_the_others() -> None:
    reading = read(HEAD + "张三,2025-02-30,提案\n", b"", PLAIN)
    day = "DS304 a:2:2 value=2025-02-30 reason=no-such-day month=2025-02 days=28"
    assert told(reading.findings) == [day, "DS407 b"]
    assert not reading.usable


def test_reviewer_and_row_columns() -> None:
    reading = read("姓名,日期,项目,审核人,编号\n张三,2025-01-03,提案,王五, 7 \n李四,2025-01-03,提案,,8\n")
    assert (facts(reading, "reviewer"), facts(reading, "row")) == (["王五", ""], ["7", "8"])
    assert reading.entries.place(0, "reviewer").column == 4
