"""What the next grade asks, held against what happens when it is given."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dutyscore.model.result import Result
from dutyscore.output.views.lifting import Lift, lift_line, lift_of
from dutyscore.output.views.postings import postings
from dutyscore.output.views.standing_among import costs_of, position_of
from dutyscore.output.wording import load
from dutyscore.pipeline import Request, score
from dutyscore.tables import Input

BOOK = """
rulebook: lift
version: "1"
title: 考核办法
source: {text: 本簿设定}
effective: {from: 2025-01-01}
semantics: 1
subject: 委员
period: year
points: {step: 0.5, rounding: half_up}
fields:
  分值: {type: number, decimals: 1, min: -50, max: 100}
roster:
  小组: {group: true}
entries: {columns: {member: 姓名, date: 日期, item: 项目}}
measures:
  出席: {count: {项目: 会议}}
  处分: {count: {项目: 处分}}
categories:
  all:
    name: 全部
    items:
      work: {name: 工作, ref: 第一条, score: {per_unit: {field: 分值, points: 1, unit: 1, part: proportional}}}
      meeting: {name: 会议, ref: 第二条, score: {each: 0}}
      punished: {name: 处分, ref: 第三条, score: {each: 0}}
requirements:
  到会: {when: {出席: {at_least: 2}}, ref: 第四条}
vetoes:
  处分否决: {name: 受处分, ref: 第五条, when: {处分: {at_least: 1}}, effect: lose_grade, points: keep}
"""
GRADES = """grades:
  - {name: 优秀, when: {total: {at_least: 85}, requirement: met, veto: none}}
  - {name: 良好, when: {total: {above: 70}}}
  - {name: 合格, otherwise: true}
"""
TOP = """grades:
  - {name: 优秀, when: {total: {at_least: 60}}, top: {places: 2, ties: leave_out}}
  - {name: 合格, otherwise: true}
"""
QUOTA = """grades:
  - name: 优秀
    when: {total: {at_least: 60}}
    quota: {share: 50%, of: members, rounding: down, ties: leave_out, within: 小组}
  - {name: 合格, otherwise: true}
"""


def scored(grades: str, points: dict[str, str], meetings: dict[str, int] | None = None, punished: str = "") -> Result:
    """Members with those points, of two groups in turn."""
    lines = ["姓名,日期,项目,分值"]
    lines += [f"{name},2025-03-01,工作,{amount}" for name, amount in points.items()]
    for name, count in (meetings or {}).items():
        lines += [f"{name},2025-04-{day:02d},会议," for day in range(1, count + 1)]
    lines += [f"{punished},2025-05-01,处分,"] if punished else []
    roster = ["姓名,小组", *(f"{name},{'甲乙'[place % 2]}组" for place, name in enumerate(points))]
    outcome = score(
        Input("rulebook.yaml", (BOOK + grades).encode()), [Input("log.csv", "\n".join(lines).encode())],
        Input("roster.csv", "\n".join(roster).encode()), None, Request(),
    )  # fmt: skip
    assert outcome.result, (outcome.rulebook_findings, outcome.findings)
    return outcome.result


def lift(result: Result, name: str) -> Lift | None:
    return lift_of(result, result.roster.names.index(name))


def grade(result: Result, name: str) -> str:
    return result.grades[int(result.grade[result.roster.names.index(name)])].name


def told(found: Lift | None, language: str = "zh") -> str:
    assert found
    return lift_line(found, load(language))


def test_points_short_are_told_to_the_step() -> None:
    result = scored(GRADES, {"张三": "62.5"})
    found = lift(result, "张三")
    assert found
    assert [(need.word, need.short) for need in found.needs] == [("total", "8.0")]  # above 70: one step more
    assert told(found) == "距 良好 (70 分) 还差 8.0"


@settings(deadline=None)
@given(st.integers(-100, 139))
def test_what_is_short_is_exactly_enough(steps: int) -> None:
    """Given what is short the member has the grade; given a step less he has not."""
    amount = steps / 2
    found = lift(scored(GRADES, {"张三": str(amount)}), "张三")
    assert found
    short = float(found.needs[0].short)
    assert grade(scored(GRADES, {"张三": str(amount + short)}), "张三") == found.grade
    assert grade(scored(GRADES, {"张三": str(amount + short - 0.5)}), "张三") != found.grade


def test_a_requirement_is_named_and_met_it_lifts() -> None:
    found = lift(scored(GRADES, {"张三": "90"}), "张三")
    assert told(found) == "升到 优秀: 到会 未达到"
    assert told(found, "en") == "to reach 优秀: 到会 not met"
    assert grade(scored(GRADES, {"张三": "90"}, {"张三": 2}), "张三") == "优秀"


def test_points_and_a_requirement_together() -> None:
    found = lift(scored(GRADES, {"张三": "80"}), "张三")
    assert told(found) == "升到 优秀: 总分 还差 5.0 (要 ≥ 85), 到会 未达到"


def test_a_veto_is_named_and_what_the_points_lack_without_it() -> None:
    below = lift(scored(GRADES, {"张三": "75"}, {"张三": 2}, punished="张三"), "张三")
    assert told(below) == "若无否决: 距 优秀 (85 分) 还差 10.0"
    best = lift(scored(GRADES, {"张三": "90"}, {"张三": 2}, punished="张三"), "张三")
    assert told(best) == "升到 优秀: 一票否决 受处分 不再生效"


def test_places_short_in_the_whole() -> None:
    points = {"张三": "90", "李四": "80", "王五": "70", "赵六": "65", "孙七": "10"}
    result = scored(TOP, points)
    assert [grade(result, name) for name in points] == ["优秀", "优秀", "合格", "合格", "合格"]
    assert told(lift(result, "王五")) == "升到 优秀: 有 2 个名额, 前面已有 2 人, 差 1 名"
    assert told(lift(result, "赵六")) == "升到 优秀: 有 2 个名额, 前面已有 3 人, 差 2 名"
    assert told(lift(result, "孙七")) == "距 优秀 (60 分) 还差 50.0"
    assert lift(result, "张三") is None


def test_places_short_in_the_group() -> None:
    points = {"张三": "90", "李四": "80", "王五": "70", "赵六": "65", "孙七": "64", "周八": "63"}
    result = scored(QUOTA, points)
    assert [grade(result, name) for name in points] == ["优秀", "优秀", "合格", "合格", "合格", "合格"]
    found = lift(result, "孙七")
    assert found
    assert found.places == (1, 2)


def test_the_one_who_passes_the_last_winner_gets_the_place() -> None:
    points = {"张三": "90", "李四": "80", "王五": "70"}
    assert grade(scored(TOP, {**points, "王五": "80.5"}), "王五") == "优秀"


def test_position_counts_those_ahead_in_the_group() -> None:
    result = scored(GRADES, {"张三": "90", "李四": "80", "王五": "80", "赵六": "65", "孙七": "64"})
    found = [position_of(result, member) for member in range(5)]
    assert [(each.rank, each.rank_in_group, each.ranked_in_group) for each in found if each] == [
        (1, 1, 3), (2, 1, 2), (2, 2, 3), (4, 2, 2), (5, 3, 3),
    ]  # fmt: skip
    assert position_of(scored(GRADES, {"张三": "90", "李四": "1"}, punished="张三"), 0) is None


def test_costs_are_the_postings_below_zero() -> None:
    result = scored(GRADES, {"张三": "-12.5", "李四": "3"})
    told_of: list[Any] = [costs_of(postings(result, member)) for member in range(2)]
    assert [(cost.amount, cost.count) for cost in told_of[0]] == [(-25, 1)]
    assert told_of[1] == []


def test_whoever_is_exempt_from_grades_is_told_of_none() -> None:
    exempt = "exempt: [{when: {小组: 乙组}, from: [grades], shown: 不评}]\n"
    result = scored(exempt + GRADES, {"张三": "62", "李四": "62"})
    assert lift(result, "张三")
    assert lift(result, "李四") is None


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_sentence_lacks_a_fact(language: str) -> None:
    for grades in (GRADES, TOP, QUOTA):
        result = scored(grades, {"张三": "62", "李四": "61", "王五": "70", "赵六": "20"}, punished="王五")
        for member in range(4):
            found = lift_of(result, member)
            text = lift_line(found, load(language)) if found else "x"
            assert text
            assert "{" not in text
            assert "  " not in text
