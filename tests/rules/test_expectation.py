"""An expectation that is wrong must be seen: each kind of it once right and once wrong."""

import pytest

from dutyscore.rulebook.cases import load_cases
from dutyscore.rulebook.load import load_rulebook
from tests.rules.playing import ROOT, compared

BOOK = load_rulebook((ROOT / "rules" / "shigu" / "rulebook.yaml").read_bytes(), "rulebook.yaml")
ENTRIES = """
  entries:
    甲:
      - {日期: 2023-05-06, 项目: 走访联系选民, 自评分: 9}
      - {日期: 2023-05-06, 项目: 走访联系选民, 自评分: 2, 复核: 退回}
      - {日期: 2023-05-06, 项目: 违反坚持依法履职}
    乙: [{日期: 2023-05-07, 项目: 参加调研}]
"""


def differing(expect: str, entries: str = ENTRIES) -> list[tuple[str, str, str, str]]:
    assert BOOK.rulebook
    found = load_cases(f"- case: 例{entries}  expect: {expect}\n".encode(), "cases.yaml", BOOK.rulebook)
    assert found.findings == ()
    (case,) = found.cases
    return [(each.member, each.what, each.expected, each.found) for each in compared(BOOK, case)]


@pytest.mark.parametrize(
    ("right", "wrong", "what", "found"),
    [
        ("total: 2", "total: 2.5", "total", "2"),
        ("claimed: 11", "claimed: 9", "claimed", "11"),
        ("rank: none", "rank: 1", "rank", "none"),
        ("grade: none", None, "", ""),
        ("nodes: {voters: 2, meet: 0}", "nodes: {voters: 4, meet: 0}", "nodes.voters", "2"),
        ("measures: {依法履职问题: 1}", "measures: {依法履职问题: 0}", "measures.依法履职问题", "1"),
        ("vetoes: [坚持依法履职]", "vetoes: []", "vetoes", "[坚持依法履职]"),
        ("vetoes: [veto_law]", "vetoes: [veto_party]", "vetoes", "[坚持依法履职]"),
        ("lists: [一票否决名单]", "lists: [履职先进个人]", "lists", "[一票否决名单]"),
        ("postings: [{kind: veto, entry: 3}]", "postings: [{kind: veto, entry: 1}]", "postings", None),
        ("postings: [{amount: 2}, {amount: 2}]", "postings: [{amount: 2}, {amount: 2}, {amount: 2}]", "postings", None),
        ("postings: [{node: voters_contact, amount: -2}]", "postings: [{node: voters, amount: -2}]", "postings", None),
    ],
)
def test_one_member(right: str, wrong: str | None, what: str, found: str | None) -> None:
    assert differing(f"{{甲: {{{right}}}}}") == []
    if wrong is not None:
        ((member, told, _, came),) = differing(f"{{甲: {{{wrong}}}}}")
        assert (member, told) == ("甲", what)
        assert found in (None, came)


def test_postings_only() -> None:
    assert differing("{乙: {postings: [{entry: 4, kind: award, amount: 4}], postings_only: true}}") == []
    assert differing("{乙: {postings: [], postings_only: true}}") == [
        ("乙", "postings", "none", "{entry: 4, kind: award, amount: 4, node: act_research}")
    ]


def test_a_precise_posting_chooses_before_a_vague_one() -> None:
    assert differing("{甲: {postings: [{amount: 2}, {entry: 1, amount: 2}]}}") == []


def test_a_member_nobody_named() -> None:
    roster = "  roster: {甲: {}, 乙: {}, 丙: {}}\n  entries"
    assert differing("{丙: {total: 0}}", ENTRIES.replace("  entries", roster)) == []


FAULTY = ENTRIES.replace("参加调研", "参加调查")


def test_findings() -> None:
    assert differing("{diagnostic: {code: DS301, entry: 4}}", FAULTY) == []
    assert differing("{diagnostic: [{code: DS301}]}", FAULTY) == []
    assert differing("{diagnostic: {code: DS301, entry: 3}}", FAULTY) == [
        ("", "finding", "DS301 (entry 3)", "DS301 (entry 4)"),
        ("", "finding", "none", "DS301 (entry 4)"),
    ]
    assert differing("{diagnostic: {code: DS302}}") == [("", "finding", "DS302", "none")]


def test_an_error_that_nobody_expects() -> None:
    assert differing("{甲: {total: 2}}", FAULTY) == [("", "finding", "none", "DS301 (entry 4)")]


def test_no_result_although_one_is_expected() -> None:
    assert differing("{diagnostic: {code: DS301}, 甲: {total: 2}}", FAULTY) == [("甲", "result", "", "none")]
