"""Records in memory read like rows of a file; and no row is ever lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dutyscore.tables import RowCount, read_records
from dutyscore.tables.reading import RowsLostError, balanced
from tests.tables.office import HEAD, OFFICE, facts, lines, people, read, told


def test_records() -> None:
    records = [
        {"姓名": "张三", "日期": "2025-01-03", "项目": "提案", "数量": "2"},
        {"姓名": "李四", "日期": "2025-01-04", "项目": "开会", "事由": "会"},
        {"姓名": "王五", "日期": "2025-02-30", "项目": "提案"},
    ]
    reading = read_records(records, None, OFFICE, "cases.yaml")
    assert lines(reading, "数量", "事由") == [
        "张三 2025-01-03 提案 2 - @cases.yaml:1",
        "李四 2025-01-04 参加会议 1 会 @cases.yaml:2",
    ]
    assert told(reading.findings) == ["DS304 cases.yaml:3:2 value=2025-02-30 reason=no-such-day month=2025-02 days=28"]
    assert (reading.usable, reading.inputs) == (True, ())


def test_a_roster_of_records() -> None:
    roster = [
        {"姓名": "张三", "身份": "委员", "to": "2025-03-14"},
        {"姓名": "张三", "身份": "常委", "from": "2025-03-15"},
        {"姓名": "李四", "身份": "主席"},
    ]
    reading = read_records([], roster, OFFICE, "cases.yaml")
    assert people(reading.roster, "身份") == [
        "张三 张三 ..2025-03-14 委员",
        "张三 张三 2025-03-15.. 常委",
        "李四 李四 .. -",
    ]
    assert told(reading.findings) == ["DS303 cases.yaml!roster!B3 value=主席 nearest= allowed=常委, 委员"]
    assert len(reading.entries) == 0


def test_nothing_at_all() -> None:
    reading = read_records([], None, OFFICE, "cases.yaml")
    assert (reading.usable, len(reading.entries), len(reading.roster), reading.findings) == (True, 0, 0, ())
    assert list(reading.entries.facts) == [field.name for field in OFFICE.fields]


def test_records_without_a_needed_key() -> None:
    reading = read_records([{"姓名": "张三", "日期": "2025-01-03"}], None, OFFICE, "cases.yaml")
    assert told(reading.findings) == ["DS310 cases.yaml words=项目, 履职事项 found=姓名, 日期"]
    assert not reading.usable


ROW = st.tuples(
    st.sampled_from(["张三", "李四", "李 四", "", "姓名"]),
    st.sampled_from(["2025-01-03", "2025-02-30", "", "日期"]),
    st.sampled_from(["提案", "开会", "题案", "", "项目"]),
    st.sampled_from(["", "甲", "乙"]),
)


@given(st.lists(ROW, max_size=15), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_rows_are_never_lost_and_their_order_does_not_matter(rows: list[tuple[str, ...]], draw: object) -> None:
    def told_of(rows: list[tuple[str, ...]]) -> list[str]:
        reading = read("姓名,日期,项目,事由\n" + "".join(",".join(row) + "\n" for row in rows))
        count = reading.rows
        assert count.read == count.taken + count.refused + sum(count.skipped.values())
        assert count.taken == len(reading.entries)
        ids = [reading.roster.ids, reading.entries.project.words, str(count.taken), str(count.refused)]
        return sorted(line.partition(" @")[0] for line in lines(reading, "事由")) + [str(part) for part in ids]

    shuffled = list(rows)
    draw.shuffle(shuffled)  # type: ignore[attr-defined]
    assert told_of(rows) == told_of(shuffled)


@given(st.lists(ROW, min_size=1, max_size=10), st.integers(0, 10))
@settings(max_examples=60, deadline=None)
def test_splitting_a_log_changes_nothing(rows: list[tuple[str, ...]], cut: int) -> None:
    def text(rows: list[tuple[str, ...]]) -> str:
        return "姓名,日期,项目,事由\n" + "".join(",".join(row) + "\n" for row in rows)

    whole, parts = read(text(rows)), read(text(rows[:cut]), text(rows[cut:]))
    assert [line.partition(" @")[0] for line in lines(whole, "事由")] == [
        line.partition(" @")[0] for line in lines(parts, "事由")
    ]
    assert whole.roster.ids == parts.roster.ids
    assert facts(whole, "事由") == facts(parts, "事由")
    assert (whole.rows.taken, whole.rows.refused) == (parts.rows.taken, parts.rows.refused)


@pytest.mark.parametrize(
    ("count", "entries"),
    [(RowCount(3, 1, 1, {}), 1), (RowCount(2, 1, 1, {"blank": 1}), 1), (RowCount(2, 1, 1, {}), 2)],
)
def test_a_count_that_does_not_add_up_ends_the_program(count: RowCount, entries: int) -> None:
    with pytest.raises(RowsLostError):
        balanced(count, entries)


def test_a_count_that_adds_up() -> None:
    count = RowCount(4, 1, 1, {"blank": 2})
    assert balanced(count, 1) is count


def test_no_field_at_all() -> None:
    assert lines(read(HEAD + "张三,2025-01-03,提案\n", vocabulary=replace(OFFICE, fields=(), roster=()))) == [
        "张三 2025-01-03 提案 @a:2"
    ]
