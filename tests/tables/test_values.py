"""What people write into cells, and what it must become."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from dutyscore.model.columns import Columns, Numbers
from dutyscore.model.vocabulary import Field
from dutyscore.tables import Options
from dutyscore.tables.values import Part, coded_column
from tests.tables.office import HEAD, OFFICE, codes, facts, lines, read, told


def day(text: str, year: int | None = None) -> str:
    """The day that a date cell becomes, or the reason why it is refused."""
    reading = read(f'{HEAD}张三,"{text}",提案\n', options=Options(year=year))
    return reading.findings[0].facts["reason"] if reading.findings else lines(reading)[0].split()[1]


@pytest.mark.parametrize(
    "text",
    [
        *("2025-01-03", "2025-1-3", "2025/1/3", "2025/01/03", "2025.1.3", "2025.01.03", "20250103", " 2025-01-03 "),
        *("2025年1月3日", "2025年01月03日", "2025 年 1 月 3 日", "2025年1月3号"),
        *("２０２５年１月３日", "２０２５－０１－０３", "２０２５．１．３"),
        *("2025-01-03 14:30", "2025-01-03T14:30:00", "2025/1/3 0:00", "2025年1月3日 14:30", "2025年1月3日14时30分"),
        *("20250103 09:05:07", "2025-01-03\u200b", "\u30002025-01-03"),
    ],
)
def test_dates(text: str) -> None:
    assert day(text) == "2025-01-03"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2025-02-30", "no-such-day"),
        ("2025-13-01", "no-such-day"),
        ("20250230", "no-such-day"),
        ("25.1.3", "year"),
        ("25-1-3", "year"),
        ("1899-12-31", "year"),
        ("1月3日", "no-year"),
        ("1-3", "no-year"),
        ("2025-1/3", "form"),
        ("2025年1月", "form"),
        ("1/3/2025", "form"),
        ("2025.1.3-1.5", "form"),
        ("待定", "form"),
        ("45660", "form"),
        ("2025103", "form"),
        ("2025²-01-03", "form"),
        ("٢٠٢٥-٠١-٠٣", "form"),
        ("2025-01-03 25", "form"),
    ],
)
def test_dates_that_are_none(text: str, reason: str) -> None:
    assert day(text) == reason


@pytest.mark.parametrize(
    ("text", "day_of_2024"),
    [
        ("2月29日", "2024-02-29"),
        ("1-3", "2024-01-03"),
        ("1/3", "2024-01-03"),
        ("１月３号", "2024-01-03"),
        ("2-30", "no-such-day"),
    ],
)
def test_a_missing_year_comes_from_the_option_alone(text: str, day_of_2024: str) -> None:
    assert day(text, 2024) == day_of_2024


def number(text: str, **more: object) -> str:
    """What a cell of the number field becomes, or the code with which it is refused."""
    field = replace(OFFICE.fields[0], **more)  # type: ignore[arg-type]
    reading = read(f'姓名,日期,项目,数量\n张三,2025-01-03,提案,"{text}"\n', vocabulary=replace(OFFICE, fields=(field,)))
    return (codes(reading) or facts(reading, "数量"))[0]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("3", "3"), ("３", "3"), (" 3 ", "3"), ("3.0", "3"), ("+3", "3"), ("0.50", "0.5"), ("３．５", "3.5")),
        *(("007", "7"), ("1,000", "1000"), ("1，000", "1000"), ("0", "0"), ("-0", "0"), ("", "1"), (" ", "1")),
        *(("-1", "DS307"), ("\u22121", "DS307"), ("1000.01", "DS307"), ("0.001", "DS308"), ("1" + "0" * 40, "DS315")),
        *((word, "DS305") for word in ("三", "约3", "3-5", "3/4", "3。5", "(3)", "1e3", "∞", "nan", "—", "0x10")),
        *((word, "DS305") for word in ("½", "3．", "5²", "①", "٣", "1_000", "1,00", "1,0000", "1 200", ".5", "%")),
        *(("5%", "0.05"), ("５０％", "0.5"), ("150 %", "1.5"), ("5.5%", "DS308")),
    ],
)
def test_numbers(text: str, value: str) -> None:
    assert number(text) == value


def test_the_largest_number() -> None:
    free = {"min": None, "max": None, "decimals": 0}
    assert number(str(2**63 - 1), **free) == str(2**63 - 1)
    assert number(str(-(2**63 - 1)), **free) == str(-(2**63 - 1))
    assert number(str(2**63), **free) == "DS315"


def test_a_blank_number_is_not_zero() -> None:
    assert number("", default=None) == ""


def test_bounds_are_exact_and_told() -> None:
    field = Field("数量", "number", decimals=1, min=Fraction(1, 2), max=Fraction(19, 2))
    rows = "".join(f"张三,2025-01-03,提案,{value}\n" for value in ("0.5", "9.5", "0.4", "9.6", "0.55"))
    reading = read("姓名,日期,项目,数量\n" + rows, vocabulary=replace(OFFICE, fields=(field,)))
    assert facts(reading, "数量") == ["0.5", "9.5"]
    assert told(reading.findings) == [
        "DS307 a:4:4 value=0.4 min=0.5 max=9.5",
        "DS307 a:5:4 value=9.6 min=0.5 max=9.5",
        "DS308 a:6:4 value=0.55 decimals=1",
    ]


def test_a_number_may_carry_the_unit_of_its_field() -> None:
    field = Field("数量", "number", decimals=1, unit=("次", "人次", "kg"))
    cells = ["3次", "3 人次", "３次", "1,200次", "2.5kg", "-1次", "次", "3件", "3次次", "3~4次", "三次"]
    rows = "".join(f'张三,2025-01-03,提案,"{cell}"\n' for cell in cells)
    reading = read("姓名,日期,项目,数量\n" + rows, vocabulary=replace(OFFICE, fields=(field,)))
    assert facts(reading, "数量") == ["3", "3", "3", "1200", "2.5", "-1"]
    assert [line.split()[2] for line in told(reading.findings)] == [f"value={cell}" for cell in cells[6:]]


def test_choices_and_yes_no() -> None:
    rows = ["省级,是", "省 级,否", "国家级,", ",是", "厅级,对", "省,是", "省级、市级,是"]
    reading = read("姓名,日期,项目,级别,本职\n" + "".join(f"张三,2025-01-03,提案,{row}\n" for row in rows))
    assert facts(reading, "级别") == ["省级", "省级", "国家级", ""]
    assert facts(reading, "本职") == ["是", "否", "", "是"]
    assert reading.entries.facts["级别"].words == ("国家级", "省级", "市级")  # type: ignore[union-attr]
    assert told(reading.findings) == [
        "DS303 a:6:4 value=厅级 nearest= allowed=国家级, 省级, 市级",
        "DS312 a:6:5 value=对 yes=是 no=否",
        "DS303 a:7:4 value=省 nearest=省级 allowed=国家级, 省级, 市级",
        "DS303 a:8:4 value=省级、市级 nearest= allowed=国家级, 省级, 市级",
    ]
    assert (reading.rows.taken, reading.rows.refused) == (4, 3)


def test_items_by_every_spelling() -> None:
    rows = ["提案", " 提案 ", "Ｉ０１", "开会", "参加\u200b会议", "参加 会议", "参加会仪", "l01", ""]
    reading = read(HEAD + "".join(f"张三,2025-01-03,{row}\n" for row in rows))
    assert [line.split()[2] for line in lines(reading)] == ["提案"] * 3 + ["参加会议"] * 3
    assert reading.entries.project.words == ("参加会议", "提案")
    assert told(reading.findings) == [
        "DS301 a:8:3 value=参加会仪 nearest=参加会议",
        "DS301 a:9:3 value=l01 nearest=I01",
        "DS306 a:10:3 item=",
    ]


def test_texts_are_trimmed_and_ordered_whatever_the_rows() -> None:
    rows = [" 乙 ", "甲", "", "乙", "\u200b", "e\u0301"]
    reading = read("姓名,日期,项目,事由\n" + "".join(f"张三,2025-01-03,提案,{row}\n" for row in rows))
    assert facts(reading, "事由") == ["乙", "甲", "", "乙", "", "é"]
    assert reading.entries.facts["事由"].words == ("é", "乙", "甲")  # type: ignore[union-attr]


def test_words_of_refused_rows_are_not_kept() -> None:
    reading = read("姓名,日期,项目,事由\n张三,2025-01-03,提案,甲\n张三,2025-99-03,开会,乙\n")
    assert reading.entries.project.words == ("提案",)
    assert reading.entries.facts["事由"].words == ("甲",)  # type: ignore[union-attr]


def test_a_field_that_a_sheet_has_not() -> None:
    reading = read(HEAD + "张三,2025-01-03,提案\n", "姓名,日期,项目,事由,数量\n张三,2025-01-03,提案,甲,7\n")
    assert facts(reading, "事由") == ["", "甲"]
    assert facts(reading, "数量") == ["1", "7"]
    assert reading.entries.place(0, "数量").column == 0


def test_dates_in_a_field() -> None:
    rows = "".join(f"张三,2025-01-03,提案,{text}\n" for text in ("2025年1月9日", "", "下周"))
    reading = read("姓名,日期,项目,报送日期\n" + rows)
    assert facts(reading, "报送日期") == ["2025-01-09", ""]
    assert told(reading.findings) == ["DS304 a:4:4 value=下周 reason=form"]


def test_a_column_that_is_field_and_structure_at_once() -> None:
    fields = (Field("项目", "choice", choices=("提案",)), Field("审核人", "text"), Field("姓名", "text"))
    rows = "姓名,日期,项目,审核人\n张三,2025-01-03,提案,王五\n张三,2025-01-03,开会,王五\n"
    reading = read(rows, vocabulary=replace(OFFICE, fields=fields))
    assert facts(reading, "项目") == ["提案"]
    assert reading.entries.facts["reviewer"] is reading.entries.facts["审核人"]
    assert told(reading.findings) == ["DS303 a:3:3 value=开会 nearest= allowed=提案"]
    assert (reading.rows.taken, reading.rows.refused) == (1, 1)


def test_headers_that_differ_only_in_a_remark() -> None:
    fields = (Field("得分(自评)", "number"), Field("得分(核定)", "number"), Field("地点（必填）", "text"))
    rows = "姓名,日期,项目,得分（核定）,得分（自评）,得分,地点\n张三,2025-01-03,提案,1,2,3,甲\n"
    reading = read(rows, vocabulary=replace(OFFICE, fields=fields))
    assert [facts(reading, field.name) for field in fields] == [["2"], ["1"], ["甲"]]


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, 65_535, 65_536, 65_537])
def test_a_column_of_any_number_of_values_says_what_it_said(size: int) -> None:
    """Codes take as few bits as hold them all."""
    numbers = list(range(size))
    rows = np.array([*numbers, *reversed(numbers)], np.int32)
    found = Columns({"n": coded_column(Field("n", "number"), [Part(numbers, rows)])})["n"]
    assert isinstance(found, Numbers)
    assert found.values.tolist() == rows.tolist()
