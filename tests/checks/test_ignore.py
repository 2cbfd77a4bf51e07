"""Comments that set a finding aside."""

from __future__ import annotations

import pytest

from dutyscore.checks.ignore import Sorted, sort_out
from dutyscore.checks.rulebook import lint, versions
from dutyscore.checks.sight import Beside
from dutyscore.rulebook.load import load_rulebook
from tests.checks.fixtures import HERE

GOOD = (HERE / "DS201" / "good.yaml").read_text(encoding="utf-8")
ITEM = "      meeting: {name: 会议, ref: 第四条, score: {each: 2}, max: 30}"
BAD = "      meeting: {name: 会议, score: {each: 2}, max: 30}"


def judged(text: str) -> Sorted:
    loaded = load_rulebook(text.encode(), "f.yaml")
    return sort_out("f.yaml", loaded.text.lines, [*loaded.findings, *lint(loaded, Beside())])


def codes(text: str) -> tuple[list[str], list[str]]:
    found = judged(text)
    return [each.code for each in found.kept], [each.code for each in found.silenced]


def test_without_a_comment_it_is_told() -> None:
    assert codes(GOOD.replace(ITEM, BAD)) == (["DS223"], [])


@pytest.mark.parametrize(
    "lines",
    [
        f"{BAD}  # dutyscore: ignore DS223 条文没有公布",
        f"{BAD} #dutyscore:ignore DS223 never published",
        f"      # dutyscore: ignore DS223 条文没有公布\n{BAD}",
        f"      # dutyscore: ignore DS223 条文没有公布\n\n      # 说明\n{BAD}",
    ],
)
def test_a_comment_with_a_reason_silences_its_line(lines: str) -> None:
    assert codes(GOOD.replace(ITEM, lines)) == ([], ["DS223"])


def test_without_a_reason_it_has_no_effect() -> None:
    assert codes(GOOD.replace(ITEM, f"{BAD}  # dutyscore: ignore DS223")) == (["DS223", "DS129"], [])


@pytest.mark.parametrize("code", ["DS220", "DS999", "ds223"])
def test_one_that_silences_nothing_is_told(code: str) -> None:
    assert codes(GOOD.replace(ITEM, f"{BAD}  # dutyscore: ignore {code} 理由")) == (["DS223", "DS130"], [])


def test_another_line_is_not_silenced() -> None:
    text = GOOD.replace(ITEM, BAD).replace("score: {fixed: 40}}", "score: {fixed: 40}}  # dutyscore: ignore DS223 理由")
    assert codes(text) == (["DS130", "DS223"], [])


def test_one_comment_silences_one_finding() -> None:
    line = "  columns: {member: [编号, 012], date: 011, item: 项目, deed: 事项}  # dutyscore: ignore DS111 原表如此"
    text = GOOD.replace("  columns: {member: [编号, 姓名], date: 日期, item: 项目, deed: 事项}", line)
    found = judged(text.replace("[姓名, 日期,", '["012", "011",'))
    assert [each.code for each in found.silenced] == ["DS111"]
    assert [each.code for each in found.kept] == ["DS111"]


def test_a_comment_inside_a_text_is_none() -> None:
    text = GOOD.replace("title: 委员履职积分办法", "title: |\n  办法 # dutyscore: ignore DS223 理由")
    assert codes(text) == ([], [])


def test_scoring_knows_nothing_of_comments() -> None:
    broken = f"{ITEM.replace('each: 2', 'each: 二')}  # dutyscore: ignore DS204 先这样"
    text = GOOD.replace(ITEM, broken)
    assert codes(text) == ([], ["DS204"])
    assert load_rulebook(text.encode(), "f.yaml").rulebook is None


def test_what_only_several_files_show_is_not_asked_of_one() -> None:
    """A hook checks files one by one; the comment about the other version is not unused for that."""
    lines = ["effective: {from: 2025-01-01}   # dutyscore: ignore DS237 kept for comparison"]
    assert [found.code for found in sort_out("a.yaml", lines, ()).kept] == ["DS130"]
    assert sort_out("a.yaml", lines, (), versions.CODES).kept == ()
