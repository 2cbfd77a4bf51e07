"""Weights of a composite that differ by a fact of the roster (M32)."""

from __future__ import annotations

import pytest

from tests.oracle.engine_adapter import Run, load, run_engine
from tests.oracle.records import Record

BOOK = """
rulebook: weights
version: "1"
title: 考核办法
source: {text: 测试}
effective: {from: 2025-01-01, to: 2025-12-31}
semantics: 1
subject: 单位
period: year
points: {step: 0.01, rounding: half_up}
roster: {类别: {type: choice, choices: [部门, 乡镇]}}
entries: {columns: {member: 单位, date: 日期, item: 项目}}
categories:
  party: {name: 党建, ref: 一, items: {a: {name: 党建分, ref: 一, score: {fixed: 90}}}}
  growth: {name: 发展, ref: 二, items: {b: {name: 发展分, ref: 二, score: {fixed: 60}}}}
  visit: {name: 走访, ref: 三, items: {c: {name: 走访, ref: 三, score: {each: 10}}}}
totals:
  综合:
    main: true
    composite:
      - {of: party, weight: {field: 类别, by: PARTY}}
      - {of: growth, weight: {field: 类别, by: {部门: 20%, 乡镇: 50%}}}
      - {of: visit, weight: 10%}
"""
PARTY = "{部门: 70%, 乡镇: 40%}"


def _run(party: str = PARTY, **kinds: str) -> Run:
    roster: list[Record] = [{"id": name, "name": name, "类别": kind} for name, kind in kinds.items()]
    roster.append({"id": "撤并", "name": "撤并", "类别": "乡镇", "to": "2025-06-30"})
    log = [{"单位": "甲", "日期": "2025-12-31", "项目": "走访"}]
    return run_engine(load(BOOK.replace("PARTY", party)), log, roster)


def test_each_class_has_its_own_weights() -> None:
    answer = _run(甲="部门", 乙="乡镇").answer
    assert answer
    assert answer.totals["甲"] == 63 + 12 + 1
    assert answer.totals["乙"] == 36 + 30
    assert answer.scored == {"甲": True, "乙": True, "撤并": False}, "who has no class on the last day has no weights"


def test_a_blank_class_is_an_error() -> None:
    run = _run(甲="部门", 乙="")
    blanks = [dict(one.facts) for one in run.outcome.findings if one.code == "DS607"]
    assert blanks == [{"member": "乙", "measure": "类别", "node": "综合"}]


@pytest.mark.parametrize(
    ("party", "code"),
    [("{部门: 70%, 乡镇: 50%}", "DS224"), ("{部门: 70%}", "DS224"), ("{部门: 70%, 乡镇: 40%, 村: 90%}", "DS205")],
)
def test_every_class_has_100_percent(party: str, code: str) -> None:
    found = load(BOOK.replace("PARTY", party)).findings
    assert code in {one.code for one in found}


def test_the_words_of_a_table_are_those_of_the_fact() -> None:
    book = BOOK.replace("PARTY", "{部门: 70%}").replace("{部门: 20%, 乡镇: 50%}", "{部门: 20%}")
    assert "DS210" in {one.code for one in load(book).findings}, "a class without weights"
    other = BOOK.replace("PARTY", PARTY).replace("field: 类别, by: {部门: 70%", "field: 级别, by: {部门: 70%")
    assert "DS205" in {one.code for one in load(other).findings}, "weights by two facts have no one meaning"
