"""Coverage: each thing that a rulebook has is shown by a case, or is named as missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from dutyscore.compare.coverage import KINDS, Goal
from tests.cases.playing import RULEBOOK, verdict


def shown(folder: Path, entries: str, rulebook: str = RULEBOOK) -> set[tuple[str, str, str]]:
    """What a case with these entries shows of the book."""
    found = verdict(folder, f"- case: 例\n  entries: {entries}\n  expect: {{}}\n", rulebook=rulebook)
    assert found.coverage
    assert found.findings == ()
    return {(goal.kind, goal.name, goal.side) for goal in found.coverage.reached}


def visits(*days: str) -> str:
    return "{甲: [" + ", ".join(f"{{日期: 2025-{day}, 项目: 走访}}" for day in days) + "]}"


def gift(*amounts: str) -> str:
    return "{甲: [" + ", ".join(f"{{日期: 2025-01-02, 项目: 捐赠, 数量: {amount}}}" for amount in amounts) + "]}"


def test_what_there_is_to_show(tmp_path: Path) -> None:
    found = verdict(tmp_path, "- {case: 例, entries: {}, expect: {}}\n").coverage
    assert found
    assert {goal.kind for goal in found.goals} == set(KINDS) - {"band", "veto"}
    assert [(goal.name, goal.side) for goal in found.goals if goal.kind == "edge"] == [
        ("gift 10", "below"), ("gift 10", "at"), ("gift 10", "above"),
        ("gift 50", "below"), ("gift 50", "at"), ("gift 50", "above"),
        ("often 2", "below"), ("often 2", "at"), ("often 2", "above"),
    ]  # fmt: skip
    assert [(goal.name, goal.side) for goal in found.goals if goal.kind in ("cap", "floor")] == [
        ("work.period", "hit"), ("work.period", "not_hit"), ("visit.month", "hit"), ("visit.month", "not_hit"),
        ("visit.month", "hit"), ("visit.month", "not_hit"),
    ]  # fmt: skip


def test_every_goal_stands_at_its_line(tmp_path: Path) -> None:
    found = verdict(tmp_path, "- {case: 例, entries: {}, expect: {}}\n").coverage
    assert found
    lines = (tmp_path / "rulebook.yaml").read_text(encoding="utf-8").splitlines()
    for goal, word in (
        (Goal("item", "gift"), "gift:"), (Goal("cap", "visit.month", "hit"), "month: 6}"),
        (Goal("floor", "visit.month", "hit"), "month: 3}}"), (Goal("edge", "gift 50", "at"), "{above: 50"),
        (Goal("line", "total 10", "below"), "at_least: 10"), (Goal("grade", "称职"), "称职"),
        (Goal("list", "表扬"), "表扬:"), (Goal("tie", "名次"), "名次:"), (Goal("requirement", "走访", "met"), "走访:"),
    ):  # fmt: skip
        (place,) = [each.place for each in found.goals if each == goal]
        assert lines[place.line - 1][place.column - 1 :].find(word) in range(12), goal


@pytest.mark.parametrize(
    ("amount", "sides"),
    [
        ("9.8", set()),
        ("9.9", {("gift 10", "below")}),
        ("10", {("gift 10", "at")}),
        ("10.1", {("gift 10", "above")}),
        ("49.9", {("gift 10", "above"), ("gift 50", "below")}),
        ("50", {("gift 10", "above"), ("gift 50", "at")}),
        ("50.1", {("gift 10", "above"), ("gift 50", "above")}),
    ],
)
def test_edges_of_tiers_over_a_field(amount: str, sides: set[tuple[str, str]], tmp_path: Path) -> None:
    assert {(name, side) for kind, name, side in shown(tmp_path, gift(amount)) if kind == "edge"} == sides


@pytest.mark.parametrize(("count", "side"), [(1, "below"), (2, "at"), (3, "above")])
def test_edges_of_tiers_over_a_measure(count: int, side: str, tmp_path: Path) -> None:
    days = [f"0{month}-02" for month in range(1, count + 1)]
    assert ("edge", "often 2", side) in shown(tmp_path, visits(*days))


def test_a_bound_at_the_least_value_has_nothing_below(tmp_path: Path) -> None:
    rulebook = RULEBOOK.replace("at_least: 10, p", "at_least: 0, p")
    found = verdict(tmp_path, "- {case: 例, entries: {}, expect: {}}\n", rulebook=rulebook)
    assert found.coverage
    assert [goal.side for goal in found.coverage.goals if goal.name == "gift 0"] == ["at", "above"]


def test_a_cap_is_hit_by_one_and_left_alone_by_another(tmp_path: Path) -> None:
    hit, left = ("cap", "visit.month", "hit"), ("cap", "visit.month", "not_hit")
    assert {hit, left} & shown(tmp_path, visits("01-02", "01-03", "01-04")) == {hit}
    assert {hit, left} & shown(tmp_path, visits("01-02")) == {left}
    assert {hit, left} & shown(tmp_path, gift("10")) == set()  # no points under the cap


def test_a_cap_over_other_caps(tmp_path: Path) -> None:
    months = [f"{month:02}-0{day}" for month in range(1, 5) for day in (1, 2)]
    assert ("cap", "work.period", "hit") in shown(tmp_path, visits(*months))
    assert ("cap", "work.period", "not_hit") in shown(tmp_path, gift("10"), FLOORLESS)


FLOORLESS = RULEBOOK.replace(", min: {month: 3}", "")


def test_floors(tmp_path: Path) -> None:
    assert ("floor", "visit.month", "hit") in shown(tmp_path, gift("10"))


def test_lines_on_the_total(tmp_path: Path) -> None:
    def lines(months: int, more: str = "") -> set[str]:
        days = [f"{month:02}-01" for month in range(1, months + 1)]
        found = shown(tmp_path, visits(*days), FLOORLESS.replace("points: 1}", f"points: {more or 1}}}"))
        return {side for kind, name, side in found if (kind, name) == ("line", "total 10")}

    assert lines(3) == {"at"}  # 9 + 1
    assert lines(3, "0.5") == {"below"}
    assert lines(2) == set()


def test_ties_grades_lists_requirements(tmp_path: Path) -> None:
    both = "{甲: [{日期: 2025-01-02, 项目: 走访}], 乙: [{日期: 2025-01-02, 项目: 走访}]}"
    found = shown(tmp_path, both, FLOORLESS)
    assert {("tie", "名次", ""), ("grade", "称职", ""), ("requirement", "走访", "met")} <= found
    assert not {("grade", "优秀", ""), ("list", "表扬", ""), ("requirement", "走访", "unmet")} & found
    found = shown(tmp_path, gift("10"), FLOORLESS)
    assert ("tie", "名次", "") not in found
    assert ("requirement", "走访", "unmet") in found
    found = shown(tmp_path, visits("01-01", "02-01", "03-01"), FLOORLESS)
    assert {("grade", "优秀", ""), ("list", "表扬", "")} <= found


def test_an_item_without_an_entry_is_not_shown(tmp_path: Path) -> None:
    found = shown(tmp_path, gift("10"))
    assert ("item", "gift", "") in found
    assert ("item", "often", "") in found  # a member has its points without an entry
    assert ("item", "visit", "") not in found
