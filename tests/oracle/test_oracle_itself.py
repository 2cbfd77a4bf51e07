"""The oracle against totals computed by hand: the worked examples of eight published regulations.

The books are written from the fact sheets, as small as the example allows; what a sheet leaves open is not used.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from dutyscore.model.history import History, PastResult
from tests.oracle.interpreter import Answer, interpret
from tests.oracle.records import ID, Record, book_of, question_of

HEAD = """
rulebook: demo
version: "1"
title: 示例
source: {text: 示例}
effective: {from: 2025-01-01, to: 2025-12-31}
semantics: 1
subject: 委员
period: year
points: {step: 0.01, rounding: half_up}
"""
COLUMNS = "columns: {member: [姓名], date: [日期], item: [项目]}"
"""Stands where a book below says COLUMNS."""


def rows(member: str, *entries: str | tuple[str, Mapping[str, str]], **facts: str) -> list[Record]:
    """Rows of one member: `会议`, `会议x3` or (`会议x3`, facts); one day after the other from 1 March on."""
    found: list[Record] = []
    for entry in entries:
        word, more = (entry, {}) if isinstance(entry, str) else entry
        project, _, times = word.partition("x")
        for _ in range(int(times or 1)):
            found.append({"姓名": member, "日期": f"2025-03-{len(found) + 1:02d}", "项目": project, **facts, **more})
    return found


def score(book: str, *logs: list[Record], roster: list[Record] | None = None, history: History | None = None) -> Answer:
    records = [record for log in logs for record in log]
    return interpret(question_of(book_of(HEAD + book.replace("COLUMNS", COLUMNS)), records, roster, history=history))


def numbers(found: Mapping[str, Fraction]) -> dict[str, str]:
    """Totals as decimal text."""
    return {member: f"{float(points):g}" for member, points in found.items()}


def people(*members: str, **facts: str) -> list[Record]:
    return [{ID: member, **facts} for member in members]


def test_jintai() -> None:
    """Category subtotals as input; the 50 line, the 80 list, two years below 40."""
    book = """
fields: {分: {type: number, decimals: 1}, 说明: {type: text}, 决定: {type: text}}
entries: {COLUMNS}
categories:
  base: {name: 基础分值, max: none, items: {base-given: {name: 基础, score: GIVEN}}}
  bonus: {name: 履职加分, items: {bonus-given: {name: 加分, score: GIVEN}}}
  negative: {name: 负面清单, items: {negative-given: {name: 负面, score: GIVEN}}}
  other: {name: 其他情况, items: {other-given: {name: 其他, score: GIVEN}}}
grades:
- {name: 不称职, when: {total: {below: 50}}}
- {name: 一般, otherwise: true}
lists:
  奖励八十: {when: {bonus: {at_least: 80}}, to: [大会]}
  约谈: {when: {total: {below: 50}}, to: [本人]}
  劝辞: {when: {total: {below: 40, running: 2}}, to: [本人]}
""".replace("GIVEN", "{given: {field: 分, min: -200, max: 200, note: 说明, by: 决定}}")
    given = {"说明": "小计", "决定": "办公室"}
    subtotals = {"白": ("60", "92.5", "-2", "2"), "程": ("42", "6", "-3", "0"), "丁": ("30", "8.5", "0", "0")}
    logs = [
        rows(
            member,
            *((word, {"分": points}) for word, points in zip(("基础", "加分", "负面", "其他"), four, strict=True)),
            **given,
        )
        for member, four in subtotals.items()
    ]
    past = {member: PastResult({"total": Fraction(total)}) for member, total in (("白", 110), ("程", 38), ("丁", 39))}
    answer = score(book, *logs, history=History((past,)))
    assert numbers(answer.totals) == {"白": "152.5", "程": "45", "丁": "38.5"}
    assert answer.grades == {"白": "一般", "程": "不称职", "丁": "不称职"}
    assert answer.lists == {"奖励八十": ("白",), "约谈": ("程", "丁"), "劝辞": ("丁",)}


def test_shigu() -> None:
    """Claimed and confirmed side by side; a veto keeps the points and loses the place."""
    book = """
fields:
  审核: {type: choice, choices: [核定, 退回]}
  自评分: {type: number}
  数量: {type: number, default: 1}
roster: {违禁: {type: yes_no, yes: 是, no: 否}}
entries: {COLUMNS, confirmed: {审核: 核定}, claimed: {field: 自评分}}
categories:
  eight:
    name: 八要
    items:
      station: {name: 接待, score: {each: 5}}
      suggestion: {name: 建议, score: {per_unit: {field: 数量, points: 1}}}
      research: {name: 调研, aliases: [宣传], score: {each: 4}}
      donation: {name: 助学, takes: [走访], score: {each: 5}}
      plenary: {name: 大会, score: {each: 35}}
      school: {name: 党校接待, score: {each: 20}}
vetoes: {bans: {name: 十严禁, when: {违禁: 是}, effect: lose_grade, points: keep}}
lists: {先进: {top: {places: 1, ties: stop}, to: [公示]}}
"""
    yes = {"审核": "核定"}
    logs = [
        rows("姚", "接待x2", ("建议", {"数量": "7"}), "调研", "助学", **yes),
        rows("周", "接待", ("建议", {"数量": "3"}), "宣传", "走访", ("党校接待", {"审核": "退回"}), **yes),
        rows("朱", "大会", "接待", **yes),
    ]
    answer = score(book, *logs, roster=people("姚", "周", 违禁="否") + people("朱", 违禁="是"))
    assert numbers(answer.totals) == {"姚": "26", "周": "17", "朱": "40"}
    assert numbers(answer.claimed) == {"姚": "26", "周": "37", "朱": "40"}
    assert answer.gap == {"姚": {}, "周": {"not_confirmed": 20}, "朱": {}}
    assert answer.lists == {"先进": ("姚",)}
    assert answer.vetoes["bans"] == {"姚": False, "周": False, "朱": True}
    assert answer.ranks == {"": {"姚": (1, 2), "周": (2, 1)}}


def test_jinan() -> None:
    """70 base and at most 50 reward points, the first proposal for free, `three ones` as a gate, two years running."""
    book = """
fields: {状态: {type: choice, choices: [出席, 请假, 缺席]}}
entries: {COLUMNS}
measures:
  到会: {count: {项目: 大会, 状态: 出席}}
  提案数: {count: {项目: 提案}}
  视察数: {count: {项目: 视察}}
categories:
  base:
    name: 基本
    items:
      seventy: {name: 起分, score: {fixed: 70}}
      plenary: {name: 大会, score: {lookup: {field: 状态, points: {出席: 0, 请假: -10, 缺席: -30}}}}
      visit: {name: 视察, score: {each: 0}}
  reward:
    name: 奖励
    max: 50
    items:
      filed: {name: 提案, score: {each: 5}, starting: {nth: 2}}
      key: {name: 重点, score: {each: 5}}
      excellent: {name: 优秀提案, score: {each: 10}}
      welfare: {name: 公益, score: {each: 2}, max: 10}
requirements: {三个一: {when: {到会: {at_least: 1}, 提案数: {at_least: 1}, 视察数: {at_least: 1}}}}
grades:
- {name: 优秀, when: {total: {at_least: 85}, requirement: met}}
- {name: 称职, when: {total: {at_least: 60}, requirement: met}}
- {name: 不称职, otherwise: true}
lists:
  召集人约谈: {when: {total: {below: 60}}, to: [召集人]}
  市政协约谈: {when: {total: {below: 60, running: 2}}, to: [市政协]}
"""
    logs = [
        rows("纪", ("大会", {"状态": "出席"}), "提案x7", "重点", "优秀提案", "公益x7", "视察x2"),
        rows("孔", ("大会", {"状态": "出席"}), "提案", "公益x3", "视察"),
        rows("兰", ("大会", {"状态": "缺席"}), "提案x2", "公益x2", "视察"),
    ]
    past = {member: PastResult({"total": Fraction(total)}) for member, total in (("纪", 90), ("孔", 61), ("兰", 55))}
    answer = score(book, *logs, history=History((past,)))
    assert numbers(answer.totals) == {"纪": "120", "孔": "76", "兰": "49"}
    assert answer.requirements["三个一"] == {"纪": True, "孔": True, "兰": False}
    assert answer.grades == {"纪": "优秀", "孔": "称职", "兰": "不称职"}
    assert answer.lists == {"召集人约谈": ("兰",), "市政协约谈": ("兰",)}
    cuts = [posting for posting in answer.postings if posting.kind == "over_cap" and posting.node == "reward"]
    assert [cut.points for cut in cuts] == [-1, -2, -2]  # the latest of 公益 first
    assert {cut.cause for cut in cuts} == {("reward", "period", 50)}


def test_tongcheng() -> None:
    """A joint proposal: half to the first proposer, the rest equally; stages add up; caps per category."""
    book = """
fields:
  状态: {type: choice, choices: [出席, 请假, 缺席]}
  角色: {type: choice, choices: [独立, 第一, 联名], default: 独立}
  事项: {type: text}
  立案: {type: yes_no, yes: 是, no: 否}
  采用: {type: yes_no, yes: 是, no: 否}
entries: {COLUMNS}
categories:
  meetings:
    name: 会议
    max: 50
    items:
      plenary: {name: 全会, score: {lookup: {field: 状态, points: {出席: 50, 请假: 30, 缺席: 0}}}}
      standing: {name: 常委会, score: {lookup: {field: 状态, points: {出席: 0, 请假: -2, 缺席: -5}}}}
  proposals:
    name: 提案
    max: 25
    stages: true
    items:
      submitted: {name: 提交联名, takes: [提案], when: {角色: [第一, 联名]}, score: {each: 10}, split: SPLIT}
      filed: {name: 联名立案, takes: [提案], when: {角色: [第一, 联名], 立案: 是}, score: {each: 15}, split: SPLIT}
      own: {name: 提交个人, takes: [提案], when: {角色: 独立}, score: {each: 10}}
      own-filed: {name: 个人立案, takes: [提案], when: {角色: 独立, 立案: 是}, score: {each: 15}}
  activities:
    name: 活动
    max: 10
    items: {activity: {name: 活动参加, score: {each: 2}}, speech: {name: 书面发言, score: {each: 5}}}
  information:
    name: 信息
    max: 15
    items:
      item: {name: 社情民意, score: {each: 10}}
      adopted: {name: 采用加分, takes: [社情民意], when: {采用: 是}, score: {each: 5}}
grades: [{name: 合格, when: {total: {at_least: 60}}}, {name: 不合格, otherwise: true}]
"""
    joint = {"事项": "X", "立案": "是"}
    book = book.replace("SPLIT", "{by: 角色, shares: {第一: 1/2, 联名: rest}, per: 事项}")
    logs = [
        rows("陆", ("全会", {"状态": "出席"}), ("常委会", {"状态": "请假"}), ("提案", {"立案": "是", "事项": "L"}),
             "活动参加x3", "书面发言", ("社情民意", {"采用": "是"})),
        rows("梅", ("全会", {"状态": "请假"}), ("提案", {"角色": "第一", **joint}), "活动参加x4", "社情民意"),
        rows("宁", ("全会", {"状态": "缺席"}), ("提案", {"角色": "联名", **joint}), "提案", "活动参加x5", "社情民意x2"),
        rows("欧", ("提案", {"角色": "联名", **joint})),
    ]  # fmt: skip
    answer = score(book, *logs)
    assert numbers(answer.totals) == {"陆": "98", "梅": "60.5", "宁": "41.25", "欧": "6.25"}
    assert answer.grades == {"陆": "合格", "梅": "合格", "宁": "不合格", "欧": "不合格"}


def test_minhang() -> None:
    """Filing counts once, the highest role; key and excellent by role; half-days; a gate of four parts."""
    book = """
fields:
  数量: {type: number, default: 1}
  角色: {type: choice, choices: [主笔, 参与]}
entries: {COLUMNS}
measures:
  活动数: {count: {项目: 活动}}
  提案数: {count: {项目: 提案}}
  信息数: {count: {项目: 信息}}
  半天: {sum: 数量, of: {项目: 全会}}
categories:
  all:
    name: 履职
    items:
      plenary: {name: 全会, score: {per_unit: {field: 数量, points: 5, part: full}}}
      activity: {name: 活动, score: {each: 5}}
      training: {name: 集训, score: {each: 10}}
      filing:
        name: 提案
        score: {lookup: {field: 角色, points: {主笔: 15, 参与: 3}}}
        pick: {keep: highest, per: year}
      key: {name: 重点, score: {lookup: {field: 角色, points: {主笔: 15, 参与: 3}}}}
      excellent: {name: 优秀, score: {lookup: {field: 角色, points: {主笔: 10, 参与: 2}}}}
      information: {name: 信息, score: {each: 0}}
requirements:
  基本要求: {when: {半天: {above: 0}, 活动数: {at_least: 3}, 提案数: {at_least: 1}, 信息数: {at_least: 1}}}
"""
    lead, part = {"角色": "主笔"}, {"角色": "参与"}
    logs = [
        rows("项", ("全会", {"数量": "6"}), "活动x4", "集训", ("提案", part), ("提案", lead), ("重点", part), "信息"),
        rows("严", ("全会", {"数量": "5"}), "活动x2", ("提案x2", part), "信息"),
        rows("臧", ("全会", {"数量": "6"}), "活动x3", ("提案x2", lead), ("优秀", lead), "信息x2"),
    ]
    answer = score(book, *logs)
    assert numbers(answer.totals) == {"项": "78", "严": "38", "臧": "70"}
    assert answer.requirements["基本要求"] == {"项": True, "严": False, "臧": True}
    away = [
        (posting.entry, posting.cause, posting.points) for posting in answer.postings if posting.kind == "chosen_away"
    ]
    assert away == [(6, 7, Fraction(-3)), (14, 13, Fraction(-3)), (21, 20, Fraction(-15))]


def test_jiangbei() -> None:
    """A plain sum that may go down; three members in order."""
    book = """
fields: {半天: {type: number}}
entries: {COLUMNS}
categories:
  all:
    name: 履职
    items:
      suggestion: {name: 建议, score: {each: 3}}
      key: {name: 重点建议, score: {each: 2}}
      excellent: {name: 优秀建议, score: {each: 2}}
      inspection: {name: 视察, score: {each: 3}}
      leave: {name: 大会请假, score: {per_unit: {field: 半天, points: -1}}}
"""
    logs = [
        rows("安", "建议x3", "重点建议", "优秀建议", "视察x4"),
        rows("鲍", "建议", "视察", ("大会请假", {"半天": "3"})),
        rows("岑", "视察x2", ("大会请假", {"半天": "2"})),
    ]
    answer = score(book, *logs)
    assert numbers(answer.totals) == {"安": "25", "鲍": "3", "岑": "4"}
    assert answer.ranks == {"": {"安": (1, 3), "岑": (2, 2), "鲍": (3, 1)}}


def test_anqing() -> None:
    """A starting balance of 50 used up and no further; subtotals as input; grade lines."""
    book = """
fields:
  分: {type: number}
  说明: {type: text}
  决定: {type: text}
  准假: {type: yes_no, yes: 是, no: 否, default: 否}
entries: {COLUMNS}
categories:
  meetings:
    name: 会议
    min: 0
    items:
      start: {name: 起分, score: {fixed: 50}}
      plenary: {name: 全会缺席, when: {准假: 否}, score: {each: -10}}
      other: {name: 会议缺席, when: {准假: 否}, score: {each: -5}}
  proposals: {name: 提案, items: {p: {name: 提案小计, score: {given: {field: 分, min: 0, max: 30, OF}}}}}
  rest: {name: 其余, items: {r: {name: 其余小计, score: {given: {field: 分, min: 0, max: 20, OF}}}}}
grades:
- {name: 优秀, when: {total: {at_least: 90}}}
- {name: 良好, when: {total: {at_least: 80}}}
- {name: 称职, when: {total: {at_least: 60}}}
- {name: 不称职, when: {total: {below: 60}}}
""".replace("OF", "note: 说明, by: 决定")
    why = {"说明": "审定", "决定": "主席会议"}
    logs = [
        rows("邵", "全会缺席", "会议缺席", ("提案小计", {"分": "30"}), ("其余小计", {"分": "18"}), **why),
        rows("汤", "全会缺席", "会议缺席x10", ("提案小计", {"分": "30"}), ("其余小计", {"分": "20"}), **why),
        rows("万", ("会议缺席x2", {"准假": "是"}), ("提案小计", {"分": "30"}), ("其余小计", {"分": "12"}), **why),
    ]
    answer = score(book, *logs)
    assert numbers(answer.totals) == {"邵": "83", "汤": "50", "万": "92"}
    assert answer.grades == {"邵": "良好", "汤": "不称职", "万": "优秀"}
    floors = [
        (posting.member, posting.points, posting.cause) for posting in answer.postings if posting.kind == "below_floor"
    ]
    assert floors == [("汤", Fraction(10), ("meetings", "period", Fraction(0)))]
    assert sum(posting.kind == "no_clause" for posting in answer.postings) == 2


def test_party_branch() -> None:
    """100 to start with, additions and deductions; inferred caps that are not reached."""
    book = """
fields: {备注: {type: text}}
entries: {COLUMNS}
categories:
  start: {name: 起分, items: {hundred: {name: 百分, score: {fixed: 100}}}}
  plus:
    name: 加分
    items:
      lecture: {name: 讲党课, score: {each: 5}, max: 5}
      speech: {name: 发言, score: {each: 2}, max: 6}
      talk: {name: 谈心, score: {each: 1}, max: 4}
      report: {name: 心得, score: {each: 3}}
      published: {name: 发表, score: {each: 5}}
  minus:
    name: 扣分
    min: -15
    items:
      meeting: {name: 缺三会, score: {each: -3}, min: -5}
      theme: {name: 缺主题日, score: {each: -3}, min: -5}
      dues: {name: 党费, score: {each: -5}, min: -5}
      notebook: {name: 笔记, score: {each: -1}, min: -5}
      late: {name: 逾期, score: {each: -2}, min: -5}
"""
    logs = [
        rows("甘", "发言x2", "谈心x3", "心得"),
        rows("侯", "缺三会", "笔记", "党费"),
        rows("季", "讲党课", "发表", "缺主题日", "逾期"),
    ]
    assert numbers(score(book, *logs).totals) == {"甘": "110", "侯": "91", "季": "105"}
