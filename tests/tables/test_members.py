"""Whom a row is about, and the roster."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutyscore.tables import Options, members
from tests.tables.office import HEAD, book, codes, lines, people, read, sheet, told

ROSTER = """\
委员编号,姓名,身份,小组
001,张三,委员,一组
002,李四,常委,二组
003,李　四,委员,一组
004,阿卜杜拉·买买提,,
"""


def log(*names: str, head: str = "姓名") -> str:
    return f"{head},日期,项目\n" + "".join(f"{name},2025-01-03,提案\n" for name in names)


def who(*names: str, head: str = "姓名", roster: str | None = ROSTER) -> list[str]:
    """Members of the entries by id, then what is told."""
    reading = read(log(*names, head=head), roster=roster)
    return [reading.roster.ids[member] for member in reading.entries.member] + told(reading.findings)


def test_names_and_ids_in_one_column() -> None:
    assert who("张三", "001", "００１", "阿卜杜拉•买买提", "004") == ["001", "001", "001", "004", "004"]


def test_names_with_blanks_and_invisible_characters() -> None:
    assert who("张　三", "张 三", "张\u00a0三") == ["001"] * 3
    assert who("\u200b张三", "张三\u200f", "张三\ufe0f") == [
        *["001"] * 3,
        "DS332 a:2:1 value=张三 marks=U+200B",
        "DS332 a:3:1 value=张三 marks=U+200F",
        "DS332 a:4:1 value=张三 marks=U+FE0F",
    ]


def test_invisible_characters_are_told_at_the_name_beside_an_id() -> None:
    assert who("001,张\u202e三", head="委员编号,姓名") == ["001", "DS332 a:2:2 value=张三 marks=U+202E"]


def test_names_that_only_look_alike_are_unknown() -> None:
    assert who("张三\ue000", "张\u0301三", "呂布") == [
        "DS302 a:2:1 value=张三\ue000 nearest=张三",
        "DS302 a:3:1 value=张\u0301三 nearest=张三",
        "DS302 a:4:1 value=呂布 nearest=",
    ]


def test_namesakes_need_an_id() -> None:
    assert who("李四", "002") == ["002", "DS309 a:2:1 value=李四 ids=002, 003"]


def test_an_unknown_member_and_the_nearest() -> None:
    assert who("0O1", "阿卜杜拉·买买题", "") == [
        "DS302 a:2:1 value=0O1 nearest=001",
        "DS302 a:3:1 value=阿卜杜拉·买买题 nearest=阿卜杜拉·买买提",
        "DS306 a:4:1 item=",
    ]


def test_id_and_name_must_agree() -> None:
    rows = ["001,张三", "002,李四", "003,李四", "001,李四", ",张三", "004,", ",李四", "009,张三", ",", "001,王五"]
    assert who(*rows, head="委员编号,姓名") == [
        *("001", "002", "003", "001", "004"),
        "DS322 a:5:2 value=李四 id=001 name=张三",
        "DS309 a:8:2 value=李四 ids=002, 003",
        "DS302 a:9:1 value=009 nearest=",
        "DS306 a:10:1 item=",
        "DS322 a:11:2 value=王五 id=001 name=张三",
    ]


def test_without_a_roster_the_members_are_those_of_the_log() -> None:
    one, other = read(log("李四", "张三", "张　三", "丁")), read(log("丁", "张　三", "张三", "李四"))
    assert one.roster.ids == other.roster.ids == ("丁", "张三", "李四")
    assert not one.roster.declared
    assert lines(one)[2] == "张三 2025-01-03 提案 @a:4"
    assert people(one.roster, "身份") == ["丁 丁 .. -", "张三 张三 .. -", "李四 李四 .. -"]


def test_without_a_roster_ids_and_names_belong_together() -> None:
    reading = read(log("002,李四", "001,张三", "001,", ",张三", "003,李四", ",李四", ",王五", head="委员编号,姓名"))
    assert people(reading.roster) == ["001 张三 ..", "002 李四 ..", "003 李四 ..", "王五 王五 .."]
    assert told(reading.findings) == ["DS309 a:7:2 value=李四 ids=002, 003"]


def test_without_a_roster_an_id_beside_two_names_is_nobody_in_particular() -> None:
    reading = read(log("001,张三", "001,李四", "001,", head="委员编号,姓名"))
    assert told(reading.findings) == [
        "DS322 a:2:2 value=张三 id=001 name=张三 / 李四",
        "DS322 a:3:2 value=李四 id=001 name=张三 / 李四",
    ]
    assert (reading.rows.taken, reading.rows.refused) == (1, 2)


def test_a_member_whose_every_row_is_refused_is_a_member() -> None:
    assert read("姓名,日期,项目\n张三,2025-02-30,提案\n").roster.ids == ("张三",)


def test_members_across_files() -> None:
    reading = read(log("001,张三", head="委员编号,姓名"), log("张三", "李四"))
    assert reading.roster.ids == ("001", "李四")


# ---------------------------------------------------------------- the roster


def test_a_roster() -> None:
    roster = read(log(), roster=ROSTER).roster
    assert people(roster, "身份", "小组") == [
        "001 张三 .. 委员 一组",
        "002 李四 .. 常委 二组",
        "003 李　四 .. 委员 一组",
        "004 阿卜杜拉·买买提 .. - -",
    ]
    assert roster.declared


def test_members_keep_the_order_of_the_roster() -> None:
    assert read(log(), roster="姓名\n王五\n丁\n李四\n").roster.ids == ("王五", "丁", "李四")


def test_validity() -> None:
    roster = "委员编号,姓名,起,止,身份\n1,张三,2025-03-15,,常委\n2,李四,,,委员\n1,张三,,2025-03-14,委员\n"
    assert people(read(log(), roster=roster).roster, "身份") == [
        "1 张三 ..2025-03-14 委员",
        "1 张三 2025-03-15.. 常委",
        "2 李四 .. 委员",
    ]


def test_faults_of_a_roster() -> None:
    roster = (
        "委员编号,姓名,from,to,身份\n"
        "1,张三,2025-01-01,2025-06-30,委员\n"
        "1,张三,2025-06-30,,常委\n"
        "1,张四,2026-01-01,,委员\n"
        "2,李四,2025-06-30,2025-01-01,\n"
        "3,王五,待定,,\n"
        "4,赵六,,,主席\n"
        ",钱七,,,\n"
    )
    reading = read(log("张三", "李四", "王五", "赵六"), roster=roster)
    assert told(reading.findings) == [
        "DS313 r:3:3+r:2:3 member=张三",
        "DS314 r:4:1+r:2:1 value=1",
        "DS304 r:5:4 value=2025-01-01 reason=order",
        "DS304 r:6:3 value=待定 reason=form",
        "DS303 r:7:5 value=主席 nearest= allowed=常委, 委员",
        "DS306 r:8:1 item=",
    ]
    assert people(reading.roster, "身份") == ["1 张三 2025-01-01..2025-06-30 委员", "4 赵六 .. -"]
    assert reading.rows.taken == 4  # a fault of the roster is told once, not again for every row of the log
    assert reading.usable


def test_a_roster_without_members() -> None:
    empty = read(log("张三"), roster="姓名,小组\n")
    assert (codes(empty), empty.usable) == (["DS428"], False)
    foreign = read(log("张三"), roster="甲,乙\n1,2\n")
    assert (told(foreign.findings), foreign.usable) == (["DS421 r found=甲, 乙"], False)


LOG = sheet([["姓名", "日期", "项目"], ["张三", "2025-01-03", "提案"]])
PAGE = sheet([["委员编号", "姓名", "身份"], ["001", "张三", "委员"], ["002", "李四", "常委"]])


def test_the_roster_sheet_of_a_workbook() -> None:
    reading = read(book({"日志": LOG, "名册": PAGE}))
    assert people(reading.roster, "身份") == ["001 张三 .. 委员", "002 李四 .. 常委"]
    assert (codes(reading), len(reading.entries)) == ([], 1)
    assert [stamp.name for stamp in reading.inputs[0].sheets] == ["日志", "名册"]


def test_a_roster_of_its_own_comes_before_the_sheet() -> None:
    reading = read(book({"日志": LOG, "Roster": PAGE}), roster="姓名\n张三\n")
    assert reading.roster.ids == ("张三",)
    assert told(reading.findings) == ["DS425 a!Roster sheet=Roster"]


def test_workbooks_that_carry_the_same_roster() -> None:
    more = sheet([["委员编号", "姓名", "身份"], ["001", "张三", "委员"], ["003", "王五", ""]])
    reading = read(book({"日志": LOG, "名册": PAGE}), book({"日志": LOG, "名册": more}))
    assert reading.roster.ids == ("001", "002", "003")
    assert codes(reading) == []


def test_a_hidden_roster_is_told() -> None:
    made = book({"日志": LOG, "名册": PAGE}, states={"名册": "hidden"})
    assert (codes(read(made)), read(made).roster.declared) == (["DS429"], False)
    assert read(made, options=Options(hidden=True)).roster.declared


def test_a_workbook_as_the_roster() -> None:
    made = book({"说明": sheet([["请勿改动"]]), "人员": PAGE})
    assert read(HEAD + "001,2025-01-03,提案\n", roster=made).roster.ids == ("001", "002")


def test_a_log_given_twice_would_count_twice() -> None:
    log_ = "姓名,日期,项目\n张三,2025-01-03,提案\n"
    reading = read(log_, log_)
    assert not reading.usable
    assert [(one.code, one.facts["other"]) for one in reading.findings] == [("DS439", "a")]


IDS = st.text(st.sampled_from("01Aae+.·　 \u200b张é１"), max_size=5) | st.sampled_from(
    ["1e12", "1E+12", "12345678901234567"]
)


@given(st.lists(IDS, min_size=1, max_size=8), st.booleans())
def test_plain_ids_are_members_as_any_others_are(ids: list[str], plain: bool) -> None:
    """Ids of nothing but letters and digits are found without asking how else they may be written."""
    some = [text for text in ids if text.isascii() and text.isalnum()] if plain else ids
    data = "委员编号,日期,项目\n" + "".join(f"{text},2025-01-03,提案\n" for text in some)
    with pytest.MonkeyPatch.context() as patch:
        quick = read(data)
        patch.setattr(members, "_plain_ids", lambda table: None)
        slow = read(data)
    assert (quick.roster.ids, quick.roster.names) == (slow.roster.ids, slow.roster.names)
    assert quick.entries.member.tolist() == slow.entries.member.tolist()
    assert quick.findings == slow.findings
