"""Column maps: tables whose headers no alias covers, and what is wrong with a map."""

from __future__ import annotations

from collections.abc import Sequence

from dutyscore.rulebook.layouts import load_layouts
from dutyscore.tables import Options
from tests.tables.office import book
from tests.tables.samples.parts import ENTRIES, STYLES, changed, part
from tests.tables.test_samples import LOADED
from tests.tables.test_troubles import EXPECTED, reading, said, sound

WORDS = ("姓名", "日期", "事项", "数量", "角色", "级别", "审核状态", "佐证材料", "自评分")
STRANGE = ("甲栏", "乙栏", "丙栏", "丁栏", "戊栏", "己栏", "庚栏", "辛栏", "壬栏")


def mapped(columns: Sequence[str], header: int, more: str = "", sheet: str = "一") -> Options:
    """Reading by a map that names the columns in order."""
    lines = "".join(f"      {column}: {word}\n" for column, word in zip(columns, WORDS, strict=True))
    text = f"map: samples\nsheets:\n  {sheet}:\n    header: {header}\n    columns:\n{lines}{more}"
    assert LOADED.rulebook
    layouts, findings = load_layouts(text.encode(), "map.yaml", LOADED.rulebook)
    assert findings == []
    return Options(layouts=layouts)


def log(*rows: Sequence[object]) -> bytes:
    return book({"一": part([list(row) for row in rows])}, styles=STYLES)


def test_columns_by_header_word_and_by_letter() -> None:
    for columns in (STRANGE, "ABCDEFGHI"):
        sound(reading(log(["登记表"], STRANGE, *ENTRIES), options=mapped(columns, 2)))


def test_a_table_without_header_words() -> None:
    sound(reading(log(*ENTRIES), options=mapped("ABCDEFGHI", 0)))


def test_every_sheet_by_a_star() -> None:
    sound(reading(log(STRANGE, *ENTRIES), options=mapped("ABCDEFGHI", 1, sheet='"*"')))


def test_blank_members_are_filled_down_only_where_the_map_says_so() -> None:
    data = log(STRANGE, ENTRIES[0], changed(ENTRIES[1], 姓名=None), ENTRIES[2])
    assert reading(data, options=mapped("ABCDEFGHI", 1)).rows.refused == 1
    filled = reading(data, options=mapped("ABCDEFGHI", 1, "    fill_down: [member]\n"))
    assert (filled.rows.taken, filled.rows.refused) == (3, 0)
    assert [day for _, day, _ in sorted(said(filled))] != []
    assert sorted(day for _, day, _ in said(filled)) == sorted(day for _, day, _ in EXPECTED)
    assert [str(finding.place) for finding in filled.findings if finding.code == "DS334"] == ["log!一!A3"]


def test_what_the_table_does_not_have_is_told_at_the_map() -> None:
    beyond = reading(log(STRANGE, *ENTRIES), options=mapped((*"ABCDEFGH", "Z"), 1))
    assert not beyond.usable
    assert [(finding.code, str(finding.place)) for finding in beyond.findings] == [("DS445", "map.yaml:14:7")]
    word = reading(log(STRANGE, *ENTRIES), options=mapped((*STRANGE[:8], "任栏"), 1))
    assert [(finding.code, finding.facts["nearest"]) for finding in word.findings if finding.code == "DS445"] != []
    row = reading(log(STRANGE, *ENTRIES), options=mapped("ABCDEFGHI", 40))
    assert "DS444" in {finding.code for finding in row.findings}


def test_a_map_wider_than_a_csv_is_told_and_nothing_breaks() -> None:
    data = "姓名,日期,事项\n张三,2023-05-06,参加会议\n".encode()
    found = reading(data, options=mapped("ABCDEFGHI", 1, sheet='"*"'))
    assert {finding.code for finding in found.findings} == {"DS445"}


def test_faults_of_a_map() -> None:
    assert LOADED.rulebook
    text = "map: other\nsheets:\n  一:\n    header: 1\n    fill_down: [date]\n    columns: {A: 姓明}\n"
    layouts, findings = load_layouts(text.encode(), "map.yaml", LOADED.rulebook)
    assert layouts is None
    assert [finding.code for finding in findings] == ["DS205"]
    text = text.replace("fill_down: [date]", "fill_down: [member]")
    layouts, findings = load_layouts(text.encode(), "map.yaml", LOADED.rulebook)
    assert layouts is None
    assert {finding.code for finding in findings} == {"DS205", "DS208"}
