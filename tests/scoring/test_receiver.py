"""Awards of opened rows and of copies are their receiver's: conditions and facts of the roster ask him (M2c)."""

from __future__ import annotations

from dutyscore.model.ledger import Kind
from tests.oracle.engine_adapter import load, run_engine
from tests.oracle.interpreter import Answer
from tests.oracle.records import Record

BOOK = """
rulebook: receiver
version: "1"
title: 考核办法
source: {text: 测试}
effective: {from: 2025-01-01, to: 2025-12-31}
semantics: 1
subject: 委员
period: year
points: {step: 1, rounding: half_up}
fields:
  级别: {type: choice, choices: [国, 省]}
  参与人: {type: people, separator: 、}
roster:
  身份: {type: choice, choices: [委员, 职工]}
  组长: {type: member}
entries: {columns: {member: 姓名, date: 日期, item: 项目}}
categories:
  deeds:
    name: 联名
    ref: 一
    PICK
    items:
      joint: {name: 联名, ref: 一, FOR score: {each: 9}, split: {among: 参与人, how: [1/3, 1/3]}}
      led: {name: 带队, ref: 二, score: {each: 1}, credit_to: {roster: 组长, item: lead}}
      lead: {name: 指导, ref: 二, for: {身份: 委员}, score: {lookup: {field: 身份, points: {委员: 5, 职工: 7}}}}
"""
ROSTER: list[Record] = [
    {"id": "甲", "name": "甲", "身份": "委员", "组长": "乙"},
    {"id": "乙", "name": "乙", "身份": "委员", "组长": "丙"},
    {"id": "丙", "name": "丙", "身份": "职工", "组长": ""},
]


def _scored(records: list[Record], pick: str = "", who: str = "") -> Answer:
    run = run_engine(load(BOOK.replace("PICK", pick).replace("FOR", who)), records, ROSTER)
    assert run.answer, [str(finding) for finding in run.outcome.findings]
    return run.answer


def _row(member: str, project: str, level: str = "国", people: str = "") -> Record:
    return {"姓名": member, "日期": "2025-06-01", "项目": project, "级别": level, "参与人": people}


def test_a_choice_asks_whose_award_it_is() -> None:
    pick = "pick: [{keep: {best: 1}, where: [{级别: 国}, {姓名: 乙}]}]"
    answer = _scored([_row("丙", "联名", people="甲、丙、乙"), _row("乙", "联名", "省", "丙")], pick)
    assert answer.values["丙"]["joint"] == 6  # of the second row, 省 and 丙's, the choice knows nothing
    assert not [one for one in answer.postings if one.kind == Kind.chosen_away.name]


def test_a_row_is_opened_for_those_the_item_is_for() -> None:
    rows = [_row("丙", "联名", people="甲、丙、乙"), _row("丙", "联名", people="丙")]
    answer = _scored(rows, who="for: {身份: 委员},")
    assert {member: values["joint"] for member, values in answer.values.items()} == {"甲": 3, "乙": 0, "丙": 0}
    kinds = {(one.entry, one.member, one.kind) for one in answer.postings}
    assert kinds == {(0, "甲", "award"), (0, "乙", "award"), (1, "丙", "no_clause")}


def test_a_copy_is_valued_as_the_heads_own() -> None:
    answer = _scored([_row("甲", "带队"), _row("乙", "带队")])
    assert {member: values["lead"] for member, values in answer.values.items()} == {"甲": 0, "乙": 5, "丙": 0}
    assert [(one.entry, one.member) for one in answer.postings if one.node == "lead"] == [(0, "乙")]
