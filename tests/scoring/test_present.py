"""Former and future members: not in the result unless the log names them, and never lost without a word (M30)."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.oracle.engine_adapter import Run, load, run_engine
from tests.oracle.records import Record

BOOK = """
rulebook: present
version: "1"
title: 考核办法
source: {text: 测试}
effective: {from: 2025-01-01, to: 2025-12-31}
semantics: 1
subject: 委员
period: year
points: {step: 1, rounding: half_up}
fields: {参与人: {type: people, separator: 、}}
roster: {组长: {type: member}, 小组: {group: true, type: text}}
entries: {columns: {member: 姓名, date: 日期, item: 项目}}
categories:
  base:
    name: 基础
    ref: 一
    items:
      start: {name: 基础分, ref: 一, score: {fixed: 10}}
      visit: {name: 走访, ref: 二, score: {each: 1}}
MORE
rankings: {名次: {by: total, within: 小组, main: true}}
"""
TIED = """      led: {name: 带队, ref: 三, score: {each: 1}, credit_to: {roster: 组长, item: lead}}
      lead: {name: 指导, ref: 三, score: {each: 2}}
      joint: {name: 联名, ref: 四, score: {each: 6}, split: {among: 参与人, how: equally}}"""
ROSTER: list[Record] = [
    {"id": "在任", "name": "在任", "组长": "老组长", "小组": "一"},
    {"id": "离任", "name": "离任", "to": "2024-12-31", "小组": "一"},
    {"id": "老组长", "name": "老组长", "to": "2024-12-31", "小组": "一"},
    {"id": "年中离任", "name": "年中离任", "to": "2025-01-01", "小组": "一"},
    {"id": "未到任", "name": "未到任", "from": "2026-01-01", "小组": "二"},
    {"id": "年末到任", "name": "年末到任", "from": "2025-12-31", "小组": "二"},
]


def _run(records: Sequence[Record], tied: bool = False, parts: int = 0) -> Run:
    run = run_engine(load(BOOK.replace("MORE", TIED if tied else "")), records, ROSTER, parts=parts)
    assert run.answer, [str(finding) for finding in run.outcome.findings]
    return run


def _row(member: str, project: str = "走访", **more: str) -> Record:
    return {"姓名": member, "日期": "2025-06-01", "项目": project, "参与人": "", **more}


@pytest.mark.parametrize("parts", [1, 2, 5])
def test_who_was_never_a_member_in_the_period_has_no_result(parts: int) -> None:
    run = _run([_row("年末到任"), _row("在任")], parts=parts)
    assert run.answer
    assert run.answer.totals == {"在任": 11, "年中离任": 10, "年末到任": 11}
    assert run.answer.ranks["名次"] == dict.fromkeys(("在任", "年中离任", "年末到任"), (1, 1))
    notes = [dict(one.facts) for one in run.outcome.findings if one.code == "DS343"]
    assert notes == [{"count": "3", "names": "离任, 老组长, 未到任", "more": "", "period": "2025"}]


def test_an_entry_keeps_a_former_member_with_its_warning() -> None:
    run = _run([_row("离任"), _row("在任")])
    assert run.answer
    assert run.answer.totals["离任"] == 11
    assert "未到任" not in run.answer.totals
    assert [one.facts["member"] for one in run.outcome.findings if one.code == "DS333"] == ["离任"]


def test_whom_an_entry_names_or_credits_is_kept() -> None:
    run = _run([_row("在任", "带队"), _row("在任", "联名", 参与人="在任、离任、未到任")], tied=True)
    assert run.answer
    assert run.answer.totals == {"在任": 13, "离任": 12, "老组长": 12, "年中离任": 10, "未到任": 12, "年末到任": 10}
    assert not [one for one in run.outcome.findings if one.code == "DS343"]
