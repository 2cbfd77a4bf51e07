"""`--update` writes what came out over what was expected, nothing else; what it cannot write it leaves and tells."""

from __future__ import annotations

from pathlib import Path

import pytest

from dutyscore.cli.test_books import differing
from dutyscore.cli.test_update import planned
from dutyscore.compare.case_edit import edited
from dutyscore.rulebook.cases import load_cases
from tests.cases.playing import RULEBOOK, book

BOOK = RULEBOOK.replace(", min: {month: 3}", "")
CASE = """\
# 两次走访
- case: 例
  entries: {{甲: [{{日期: 2025-01-02, 项目: 走访}}, {{日期: 2025-02-02, 项目: 走访}}]}}   # 备注
  expect:
    甲: {}   # 应得
"""


def updated(folder: Path, expect: str, text: str = CASE) -> tuple[str, list[tuple[str, str]]]:
    """What becomes of the expectation, and what is refused: what and why."""
    written = text.format(expect).encode()
    (source,) = (found := book(folder, written, rulebook=BOOK)).sources
    assert found.findings == []
    plan = planned(found.loaded, source)
    after = edited(written, plan.edits)
    if not plan.refused:
        assert found.loaded.rulebook
        again = load_cases(after, "cases.yaml", found.loaded.rulebook)
        assert [differing(found.loaded, case)[1] for case in again.cases] == [()]
    refused = [(each.facts["what"], each.facts["reason"]) for each in plan.refused]
    return after.decode().splitlines()[-1].removeprefix("    甲: ").removesuffix("   # 应得"), refused


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{total: 9}", "{total: 7}"),
        ("{total: 7.50, grade: 优秀}", "{total: 7, grade: 称职}"),
        ("{total: '9', rank: none}", "{total: 7, rank: 1}"),
        ('{nodes: {visit: 3, "often": 0}}', '{nodes: {visit: 6, "often": 1}}'),
        ("{measures: {次数: 3}}", "{measures: {次数: 2}}"),
        ("{requirements: {走访: unmet}}", "{requirements: {走访: met}}"),
        ("{lists: [表扬]}", "{lists: []}"),
        ("{lists: 表扬}", "{lists: []}"),
        ("{postings: [{entry: 2, kind: award, amount: 4}]}", "{postings: [{entry: 2, kind: award, amount: 3}]}"),
        ("{total: 7}", "{total: 7}"),
    ],
)
def test_what_is_written(before: str, after: str, tmp_path: Path) -> None:
    assert updated(tmp_path, before) == (after, [])


def test_comments_line_ends_and_the_mark_of_windows_stay(tmp_path: Path) -> None:
    written = b"\xef\xbb\xbf" + CASE.format("{total: 9}").replace("\n", "\r\n").encode()
    (source,) = (found := book(tmp_path, written, rulebook=BOOK)).sources
    plan = planned(found.loaded, source)
    assert edited(written, plan.edits) == written.replace(b"total: 9", b"total: 7")


@pytest.mark.parametrize(
    ("before", "what", "reason"),
    [
        ("{postings: [{entry: 1, kind: over_cap, amount: -1}]}", "postings", "posting"),
        ("{postings: [{kind: member_award}], postings_only: true}", "postings", "posting"),
        ("{total: 7}\n    diagnostic: {code: DS301}", "finding", "finding"),
        ("\n      lists:\n        - 表扬", "lists", "shape"),
    ],
)
def test_what_is_refused(before: str, what: str, reason: str, tmp_path: Path) -> None:
    assert (what, reason) in updated(tmp_path, before)[1]


def test_a_case_is_changed_as_a_whole_or_not_at_all(tmp_path: Path) -> None:
    after, refused = updated(tmp_path, "{total: 9, postings: [{entry: 1, kind: over_cap, amount: -1}]}")
    assert "total: 9" in after
    assert refused == [("postings", "posting")]


def test_a_sheet_is_left_to_a_person(tmp_path: Path) -> None:
    sheet = "案例,成员,日期,项目,期望总分\n例,甲,2025-01-02,走访,9\n"
    (source,) = (found := book(tmp_path, sheet, "cases.csv", BOOK)).sources
    plan = planned(found.loaded, source)
    assert (plan.edits, [each.facts["reason"] for each in plan.refused]) == ((), ["sheet"])
