"""Who has no value of what a ranking goes by has no place in it; sets look at the value of their own thing alone."""

from __future__ import annotations

from dutyscore.output import wording
from dutyscore.output.views.standings import standings
from tests.oracle.engine_adapter import load, run_engine
from tests.oracle.interpreter import Answer

HEAD = """
rulebook: no-value
version: "1"
title: 考核办法
source: {text: 测试}
effective: {from: 2025-01-01, to: 2025-12-31}
semantics: 1
subject: 单位
period: year
points: {step: 1, rounding: half_up}
entries: {columns: {member: 单位, date: 日期, item: 项目}}
"""
BOOK = (
    HEAD
    + """\
roster:
  得分: {type: number}
  类别: {group: true, type: text}
measures: {指标: {value: 得分}}
rankings: {位次: {by: 指标, order: ORDER, within: 类别, main: true, slices: {count: 2, size: ceiling, ties: let_in}}}
categories: {base: {name: 基础, ref: 一, items: {visit: {name: 走访, ref: 一, score: {each: 1}}}}}
grades:
  - {name: 先进, top: {places: 2, ties: let_in}}
  - {name: 一般, otherwise: true}
lists: {第一段: {when: {slice: 1}, to: 全体}, 前二: {top: {places: 2, ties: let_in}, to: 全体}}
"""
)


def _scored(order: str, **points: str) -> Answer:
    text = BOOK.replace("{by: 指标, order: ORDER,", f"{{by: [{{of: 指标, order: {order}}}],")
    roster = [{"id": name, "name": name, "得分": value, "类别": "部门"} for name, value in points.items()]
    run = run_engine(load(text), [{"单位": "甲", "日期": "2025-12-31", "项目": "走访"}], roster)
    assert run.answer, [str(finding) for finding in run.outcome.findings]
    return run.answer


def test_no_value_is_neither_the_best_nor_the_worst() -> None:
    for order, ranks in (("high", {"甲": (2, 1), "丙": (1, 2)}), ("low", {"甲": (1, 2), "丙": (2, 1)})):
        answer = _scored(order, 甲="3", 乙="", 丙="5", 丁="")
        assert answer.ranks["位次"] == ranks
        assert answer.grades == {"甲": "先进", "乙": "一般", "丙": "先进", "丁": "一般"}
        assert set(answer.lists["前二"]) == {"甲", "丙"}
        assert set(answer.lists["第一段"]) == {next(name for name in ranks if ranks[name][0] == 1)}


def test_where_nobody_has_a_value_nobody_has_a_place() -> None:
    answer = _scored("high", 甲="", 乙="")
    assert answer.ranks["位次"] == {}
    assert answer.lists == {"第一段": (), "前二": ()}
    assert answer.grades == {"甲": "一般", "乙": "一般"}


SETS = (
    HEAD
    + """\
roster:
  增速: {type: number}
  水质: {type: number}
  挂靠: {type: yes_no, yes: 是, no: 否, default: 否}
exempt: [{when: {挂靠: 是}, from: [scores], shown: 不计分}]
measures: {增速值: {value: 增速}, 水质值: {value: 水质}}
categories:
  base: {name: 基础, ref: 一, items: {visit: {name: 走访, ref: 一, score: {each: 1}}}}
  growth:
    name: 增长
    ref: 二
    items:
      g: {name: 增速分, ref: 二, score: {of: 增速值, per_unit: {points: 1, part: full}, missing: not_scored}}
totals:
  综合: {main: true, composite: [{of: base, weight: 50%}, {of: growth, weight: 50%}]}
  基础分: {of: [base]}
requirements: {有增长: {when: {growth: {at_least: 0}}, ref: 三}}
standings:
  灯:
    kind: bands
    of: [水质值, base, growth, 基础分, total]
    rows:
      - {name: 绿, when: {rank: 1}}
      - {name: 黄, when: {value: {blank: false}}}
      - {name: none, otherwise: true}
"""
)


def test_a_set_looks_at_the_value_of_its_own_thing() -> None:
    roster = [
        {"id": "甲", "name": "甲", "增速": "3", "水质": "1", "挂靠": "否"},
        {"id": "乙", "name": "乙", "增速": "", "水质": "2", "挂靠": "否"},
        {"id": "丙", "name": "丙", "增速": "9", "水质": "9", "挂靠": "是"},
    ]
    run = run_engine(load(SETS), [{"单位": "乙", "日期": "2025-12-31", "项目": "走访"}], roster)
    assert run.answer, [str(finding) for finding in run.outcome.findings]
    assert run.answer.scored == {"甲": True, "乙": False, "丙": False}
    rows = {thing: {who: found[0] for who, found in one.items()} for thing, one in run.answer.sets.items()}
    assert rows["灯.水质值"] == {"甲": "黄", "乙": "绿", "丙": None}
    assert rows["灯.base"] == rows["灯.基础分"] == {"甲": "黄", "乙": "绿", "丙": None}
    assert rows["灯.growth"] == rows["灯.total"] == {"甲": "绿", "乙": None, "丙": None}
    assert run.answer.requirements["有增长"] == {"甲": True, "乙": False, "丙": False}


def test_the_table_prints_nothing_for_no_value_unless_other_points_stand_there() -> None:
    roster = [
        {"id": "甲", "name": "甲", "增速": "3", "水质": "1", "挂靠": "否"},
        {"id": "乙", "name": "乙", "增速": "", "水质": "2", "挂靠": "否"},
        {"id": "丙", "name": "丙", "增速": "9", "水质": "9", "挂靠": "是"},
        {"id": "丁", "name": "丁", "增速": "", "水质": "2", "挂靠": "否"},
    ]
    book = SETS.replace("      g: {name", "      more: {name: 追加, ref: 二, score: {each: 2}}\n      g: {name")
    records = [
        {"单位": "乙", "日期": "2025-12-31", "项目": "走访"},
        {"单位": "丁", "日期": "2025-12-31", "项目": "追加"},
    ]
    result = run_engine(load(book), records, roster).outcome.result
    assert result
    table = standings(result, [0, 1, 2, 3], wording.load("zh"))
    found = {
        column.key: [row[place].text for row in table.rows]
        for place, column in enumerate(table.columns)
        if column.key in ("base", "growth", "基础分", "total")
    }
    assert found == {
        "base": ["0", "1", "-", "0"],
        "growth": ["3", "-", "-", "2"],
        "基础分": ["0", "1", "-", "0"],
        "total": ["2", "-", "-", "-"],
    }
