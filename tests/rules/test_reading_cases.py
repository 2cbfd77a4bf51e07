"""What a person gets wrong in cases.yaml is found, and placed where it stands."""

import pytest

from dutyscore.rulebook.cases import Cases, case_records, load_cases
from dutyscore.rulebook.load import load_rulebook
from tests.rules.playing import ROOT

BOOK = load_rulebook((ROOT / "rules" / "jinan" / "rulebook.yaml").read_bytes(), "rulebook.yaml")
ROW = "{日期: 2015-01-26, 项目: 参加视察}"
CASE = f"- case: 甲\n  entries: {{甲: [{ROW}]}}\n  expect: {{甲: {{total: 70}}}}\n"


def read(text: str) -> Cases:
    assert BOOK.rulebook
    return load_cases(text.encode(), "cases.yaml", BOOK.rulebook)


def test_a_sound_case() -> None:
    found = read(CASE)
    assert found.findings == ()
    (case,) = found.cases
    assert (case.name, str(case.place), str(case.places[1]), str(case.places["甲"])) == (
        "甲", "cases.yaml:1:9", "cases.yaml:2:17", "cases.yaml:3:12",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "code", "place", "fact"),
    [
        ("expect", "expct", "DS201", "3:3", ("nearest", "expect")),
        ("total", "totl", "DS201", "3:16", ("nearest", "total")),
        ("total: 70", "total: 七十", "DS204", "3:23", ("value", "七十")),
        ("total: 70", "total: 7e1", "DS204", "3:23", ("value", "7e1")),
        ("total: 70", "nodes: {bse: 70}", "DS208", "3:24", ("nearest", "base")),
        ("total: 70", "grade: 优良", "DS208", "3:23", ("expected", "grade")),
        ("total: 70", "lists: [市政协约谈名]", "DS208", "3:24", ("nearest", "市政协约谈名单")),
        ("total: 70", "requirements: {一次全会: yes}", "DS205", "3:37", ("allowed", "met, unmet")),
        ("total: 70", "measures: {提案: 1}", "DS208", "3:27", ("expected", "measure")),
        ("total: 70", "postings: [{kind: over_caps}]", "DS205", "3:34", ("nearest", "over_cap")),
        ("甲: {total: 70}", "diagnostic: {code: DS999}", "DS205", "3:31", ("value", "DS999")),
        ("项目", "事由", "DS208", "2:34", ("expected", "column")),
        ("项目: 参加视察", "项目: [参加视察]", "DS203", "2:38", ("found", "list")),
        ("entries", "roster: {乙: {}}\n  entries", "DS208", "4:12", ("name", "甲")),
        ("entries", "roster: {甲: {级别: 高}}\n  entries", "DS208", "2:16", ("expected", "fact")),
        ("entries", "as_of: 2015-02-30\n  entries", "DS206", "2:10", ("value", "2015-02-30")),
        ("entries", "period: 2015H3\n  entries", "DS206", "2:11", ("value", "2015H3")),
        ("entries", "history: {甲: {last_period: {totl: 3}}}\n  entries", "DS201", "2:31", ("nearest", "total")),
        ("- case: 甲\n  entries", "- entries", "DS202", "1:3", ("key", "case")),
    ],
)
def test_faults(old: str, new: str, code: str, place: str, fact: tuple[str, str]) -> None:
    findings = read(CASE.replace(old, new, 1)).findings
    assert [(found.code, str(found.place), found.facts.get(fact[0])) for found in findings][-1:] == [
        (code, f"cases.yaml:{place}", fact[1])
    ], findings


def test_a_case_with_a_fault_is_left_out_and_the_others_stay() -> None:
    found = read(CASE.replace("total", "totl") + CASE.replace("case: 甲", "case: 乙"))
    assert [case.name for case in found.cases] == ["乙"]
    assert [finding.code for finding in found.findings] == ["DS201"]


def test_not_a_list_of_cases() -> None:
    assert [found.code for found in read("case: 甲\n").findings] == ["DS203"]


def test_records_are_confirmed_unless_they_say_otherwise() -> None:
    assert BOOK.rulebook
    rows = "{日期: 2015-01-26, 项目: 参加视察, 审核: 待审}"
    (case,) = read(CASE.replace(ROW, f"{ROW}, {rows}")).cases
    records, roster, _ = case_records(case, BOOK.rulebook)
    assert [record["审核"] for record in records] == ["核定", "待审"]
    assert [record["姓名"] for record in records] == ["甲", "甲"]
    assert roster == [{"姓名": "甲"}]


def test_history_looks_back_period_by_period() -> None:
    last_year = "{total: 82.5, grade: 称职, rank: 3, n: 5, nodes: {base: 70}}"
    written = f"history: {{甲: [{last_year}, {{total: 40}}], 乙: {{last_period: {{total: 1}}}}}}"
    (case,) = read(CASE.replace("entries", f"{written}\n  entries")).cases
    last, before = case.history.past("甲", 1), case.history.past("甲", 2)
    assert last
    assert before
    assert (last.grade, last.rank, last.rank_from_end) == ("称职", 3, 3)
    assert {name: str(value) for name, value in last.values.items()} == {"base": "70", "total": "165/2"}
    assert before.values == {"total": 40}
    assert case.history.past("乙", 2) is None
    assert [*case.roster] == ["甲", "乙"]  # without a roster everybody the case names
