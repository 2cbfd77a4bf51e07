"""Small cases on which engine and oracle once disagreed, with what the clauses mean worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import yaml

from dutyscore.model.history import History, PastResult
from tests.oracle.awards import faults
from tests.oracle.dated import versions_of
from tests.oracle.engine_adapter import load, run_engine
from tests.oracle.facts import Names
from tests.oracle.interpreter import Answer, interpret
from tests.oracle.records import Record, book_of, question_of

HEAD = """
rulebook: found
version: "1"
title: 示例
source: {text: 示例}
effective: {from: 2025-01-01, to: 2025-12-31}
semantics: 1
subject: 委员
period: year
points: {step: 0.5, rounding: half_up}
fields:
  数量: {type: number, default: 1}
  级别: {type: choice, choices: [国, 省]}
  审核: {type: choice, choices: [核定, 退回]}
  事项: {type: text}
  评委: {type: text}
  给分: {type: number}
  参与人: {type: people, separator: 、}
  完成率: {type: percent}
  计划: {type: number}
roster: {身份: {type: choice, choices: [常委, 委员]}, 进度: {type: number}}
"""
ENTRIES = "entries: {columns: {member: 姓名, date: 日期, item: 项目, quantity: 数量}}\n"
CONFIRMED = ENTRIES.replace("}}", "}, confirmed: {审核: 核定}}")


def row(member: str, day: str, item: str, **facts: str) -> Record:
    return {"姓名": member, "日期": f"2025-{day}", "项目": item, "审核": "核定", **facts}


def both(
    book: str,
    records: Sequence[Record],
    roster: Sequence[Record] | None = None,
    history: History | None = None,
    parts: int = 0,
) -> Answer:
    """What both say, which is the same."""
    book = HEAD + book
    run = run_engine(load(book), records, roster, history, parts=parts)
    assert run.answer, run.outcome.findings
    oracle = interpret(question_of(book_of(book), records, roster, history=history))
    for name in ("values", "totals", "grades", "requirements", "sets", "bands", "shown", "unconfirmed", "named"):
        assert getattr(oracle, name) == getattr(run.answer, name), name
    return run.answer


def items(text: str, more: str = "") -> str:
    return f"categories: {{c: {{name: 类, {more} items: {{{text}}}}}}}\n"


def test_all_words_of_an_item_are_one_project_for_copies() -> None:
    entries = ENTRIES.replace("}}", "}, duplicate_of: {fields: [委员, 日期, 项目], keep: first}}")
    book = entries + items("visit: {name: 走访, aliases: [慰问], score: {each: 3}}")
    answer = both(book, [row("甲", "03-01", "走访"), row("甲", "03-01", "慰问"), row("甲", "03-02", "visit")])
    assert answer.totals == {"甲": 6}


def test_repetition_goes_by_event_date_then_by_the_larger_award() -> None:
    """Of two of one day the larger is the first; one that is not confirmed is no deed, and none is asked of it."""
    book = CONFIRMED + items("bad: {name: 缺席, score: {per_unit: {field: 数量, points: -1}}, repeat: {factor: 2}}")
    records = [row("甲", "03-01", "缺席", 数量="3"), row("甲", "03-01", "缺席", 数量="1")]
    assert both(book, records).totals == {"甲": -1 - 2 * 3}
    assert both(book, [*records, row("甲", "02-01", "缺席", 审核="退回")]).totals == {"甲": -7}


def test_what_was_repaired_on_its_own_day_was_never_in_force() -> None:
    text = "bad: {name: 缺席, score: {each: -2}, repeat: {factor: 2}, repairs: {entry: 修复, of: 事项}}"
    records = [
        row("甲", "03-01", "缺席", 事项="一"),
        row("甲", "03-01", "修复", 事项="一"),
        row("甲", "03-01", "缺席", 事项="二"),
    ]
    assert both(ENTRIES + items(text), records).totals == {"甲": -2}


def test_of_a_repaired_award_nothing_is_left_to_be_chosen() -> None:
    text = "bad: {name: 缺席, score: {each: 2}, repairs: {entry: 修复, of: 事项}, pick: {keep: first}}"
    records = [
        row("甲", "03-01", "缺席", 事项="一"),
        row("甲", "03-05", "缺席", 事项="二"),
        row("甲", "04-01", "修复", 事项="一"),
    ]
    assert both(ENTRIES + items(text), records).totals == {"甲": 2}


def test_a_blank_level_has_no_validity() -> None:
    book = ENTRIES + items("prize: {name: 表彰, score: {each: 2}, valid: {field: 级别, by: {国: 1y, 省: 6m}}}")
    run = run_engine(load(HEAD + book), [row("甲", "03-01", "表彰")], None)
    assert run.refused == {0: {"DS306"}}


def test_a_row_that_names_nobody_is_refused() -> None:
    book = ENTRIES + items("joint: {name: 联名, score: {each: 2}, split: {among: 参与人, how: equally}}")
    run = run_engine(load(HEAD + book), [row("甲", "03-01", "联名")], None)
    assert run.refused == {0: {"DS306"}}


def test_a_measure_needs_the_factors_of_what_it_adds() -> None:
    """Nothing is counted as 0 because a fact is blank; a blank number adds nothing and needs no factor."""
    times = "times: {field: 级别, by: {国: 2, 省: 1}}"
    text = f"measures: {{工时: {{sum: 数量, of: {{姓名: 甲}}, {times}}}}}\n"
    score = "score: {of: 工时, per_unit: {points: 1, part: full}, missing: zero}"
    text += ENTRIES + items(f"work: {{name: 工时分, {score}}}, visit: {{name: 走访, score: {{each: 0}}}}")
    book = HEAD.replace("number, default: 1", "number") + text
    records = [
        row("甲", "03-01", "走访", 数量="3", 级别="国"),
        row("甲", "03-02", "走访", 数量="5"),
        row("甲", "03-03", "走访"),
        row("乙", "03-04", "走访", 数量="7"),
    ]
    run = run_engine(load(book), records, None)
    assert run.refused == faults(Names(question_of(book_of(book), records, None))) == {1: {"DS306"}}
    assert run.answer
    assert run.answer.totals == {"甲": 6, "乙": 0}
    said = run_engine(load(book.replace("省: 1}}", "省: 1}, blank: 1}")), records, None)
    assert said.refused == {}
    assert said.answer
    assert said.answer.totals == {"甲": 11, "乙": 0}


def test_what_a_repair_keeps_is_what_stands_there_on_its_day() -> None:
    keeps = "keeps: {points: {2025-01-01: -1, 2025-06-01: -2, 2025-11-01: -3}}"
    text = f"bad: {{name: 缺席, score: {{each: -5}}, repairs: {{entry: 修复, of: 事项, {keeps}}}}}"
    text += ", mend: {name: 修复, score: {each: 0}}"
    records = [
        row("甲", "03-01", "缺席", 事项="一"),
        row("甲", "05-31", "修复", 事项="一"),
        row("乙", "03-01", "缺席", 事项="二"),
        row("乙", "06-01", "修复", 事项="二"),
        row("丙", "03-01", "缺席", 事项="三"),
    ]
    book = HEAD + ENTRIES + items(text)
    versions = versions_of(yaml.load(book, Loader=yaml.BaseLoader))  # noqa: S506 - BaseLoader makes text only
    oracle = interpret(question_of(versions[-1][1], records, versions=versions))
    run = run_engine(load(book), records, None)
    assert run.answer, run.outcome.findings
    assert run.answer.totals == oracle.totals == {"甲": -1, "乙": -2, "丙": -5}


def test_each_total_is_rounded_once() -> None:
    """A composite takes the rounded total that it names, and is rounded itself."""
    text = ENTRIES + items("visit: {name: 走访, score: {each: 1.5}}")
    halves = "[{of: 走访分, weight: 50%}, {of: 走访分, weight: 50%}]"
    text += f"totals: {{走访分: {{of: [c]}}, 半数: {{composite: {halves}, main: true}}}}\n"
    book = HEAD.replace("step: 0.5, rounding", "step: 0.5, total_step: 2, rounding") + text
    records = [row("甲", "03-01", "走访"), row("甲", "03-02", "走访"), row("乙", "03-02", "走访")]
    run = run_engine(load(book), records, None)
    assert run.answer, run.outcome.findings
    oracle = interpret(question_of(book_of(book), records, None))
    assert run.answer.named == oracle.named == {"走访分": {"甲": 4, "乙": 2}, "半数": {"甲": 4, "乙": 2}}
    assert run.answer.totals == oracle.totals == {"甲": 4, "乙": 2}


def test_a_group_has_a_rate_over_its_sum() -> None:
    """The column of quantities is no matter of a group."""
    score = "score: {per_unit: {points: 1, unit: 2, part: full}},"
    answer = both(ENTRIES + items("visit: {name: 走访, score: {each: 5}}", score), [row("甲", "03-01", "走访")])
    assert answer.totals == {"甲": 2}


def test_a_mark_is_no_award() -> None:
    text = "talk: {name: 述职, score: {mean: {of: 给分, by: 评委, kind: mean, at_least: 2}, missing: zero}}"
    text += ", visit: {name: 走访, score: {each: 3}}"
    records = [
        row("甲", "03-01", "述职", 评委="子", 给分="80"),
        row("甲", "03-01", "述职", 评委="丑", 给分="90"),
        row("甲", "03-02", "走访"),
    ]
    assert both(ENTRIES + items(text, "pick: {keep: first},"), records).totals == {"甲": 88}


def test_days_in_a_role_count_for_who_has_left_it() -> None:
    text = "start: {name: 起点, for: {身份: 常委}, as_held: by_days, others: mean, score: {fixed: 73}}"
    roster = [
        {"id": "甲", "身份": "常委", "from": "", "to": "2025-03-14"},
        {"id": "甲", "身份": "委员", "from": "2025-03-15", "to": ""},
        {"id": "乙", "身份": "委员"},
    ]
    for parts in (1, 2):
        answer = both(ENTRIES + items(text), [row("甲", "03-01", "起点")][:0], roster, parts=parts)
        assert answer.totals == {"甲": Fraction(29, 2), "乙": Fraction(29, 2)}  # 73 of 365 days: 14.6


def test_percents_of_a_field_are_percentage_points() -> None:
    measures = "measures: {完成: {last: 完成率}}\nrequirements: {达标: {when: {完成: {at_least: 90%}}}}\n"
    book = ENTRIES + measures + items("work: {name: 工作, score: {each: 0}}")
    answer = both(book, [row("甲", "03-01", "工作", 完成率="89%"), row("乙", "03-01", "工作", 完成率="90")])
    assert answer.requirements["达标"] == {"甲": False, "乙": True}


def test_a_gap_in_percent_of_the_plan_has_a_goal_in_percent() -> None:
    measures = "measures: {落后: {behind: 进度, plan: 计划, in: percent_of_plan}}\n"
    target = "{of: 落后, goal: 5%, better: lower, full: 10, miss: {points: 1, unit: 1, part: proportional}}"
    text = (
        f"lag: {{name: 进展, score: {{target: {target}, missing: zero}}}}, plan: {{name: 计划表, score: {{each: 0}}}}"
    )
    answer = both(
        ENTRIES + measures + items(text), [row("甲", "03-01", "计划表", 计划="50")], [{"id": "甲", "进度": "46"}]
    )
    assert answer.totals == {"甲": 10 - (8 - 5)}


def test_who_gets_no_grade_takes_no_place_in_one() -> None:
    rules = "exempt: {when: {身份: 常委}, from: grades, shown: 不定等次}\n"
    rules += "grades: [{name: 优秀, top: {places: 1, ties: stop}}, {name: 称职, otherwise: true}]\n"
    book = ENTRIES + rules + items("visit: {name: 走访, score: {per_unit: {field: 数量, points: 1}}}")
    roster = [{"id": "甲", "身份": "常委"}, {"id": "乙", "身份": "委员"}]
    answer = both(book, [row("甲", "03-01", "走访", 数量="9"), row("乙", "03-01", "走访", 数量="5")], roster)
    assert answer.grades == {"甲": None, "乙": "优秀"}


def test_a_period_that_began_before_a_window_is_not_in_it() -> None:
    windows = "windows: {任期: [{from: 2024-07-01, to: 2026-06-30}]}\n"
    book = ENTRIES + windows + items("visit: {name: 走访, score: {each: 5}, max: {任期: 8}}")
    past = History(({"甲": PastResult({"visit": Fraction(7), "c": Fraction(7), "total": Fraction(7)})},))
    assert both(book, [row("甲", "03-01", "走访")], history=past).totals == {"甲": 5}
    whole = book.replace("2024-07-01", "2024-01-01")
    assert both(whole, [row("甲", "03-01", "走访")], history=past).totals == {"甲": 1}


def test_a_roster_order_leaves_no_tie_across_slices() -> None:
    slices = "slices: {count: 2, size: ceiling, ties: stop}"
    rules = f"standings: {{档: {{kind: bands, of: total, ties: ordinal, {slices}, rows: ROWS}}}}\n"
    rules = rules.replace("ROWS", "[{name: 上, when: {slice: 1}}, {name: 下, otherwise: true}]")
    book = ENTRIES + rules + items("visit: {name: 走访, score: {each: 5}}")
    answer = both(book, [row("甲", "03-01", "走访"), row("乙", "03-01", "走访")], [{"id": "甲"}, {"id": "乙"}])
    assert answer.sets["档.total"] == {"甲": ("上", 1, 2, 1), "乙": ("下", 2, 1, 2)}


def test_who_has_no_total_has_no_measure_of_it() -> None:
    measures = "measures: {进展: {value: 进度}, 总分: {value: total}}\n"
    book = ENTRIES + measures + items("work: {name: 进展, score: {of: 进展, full: 1, missing: not_scored}}")
    answer = both(book, [], [{"id": "甲", "进度": "3"}, {"id": "乙"}])
    assert answer.measures["总分"] == {"甲": 3, "乙": None}


def test_marks_of_who_gets_no_amount_stop_nothing() -> None:
    """In the role on the day of the mark, not at the start of the period: too few marks are then nobody's matter."""
    score = "score: {mean: {of: 给分, by: 评委, kind: mean, at_least: 2}, missing: skip}"
    book = ENTRIES + items(f"talk: {{name: 述职, for: {{身份: 常委}}, as_held: at_start, {score}}}")
    roster = [{"id": "甲", "身份": "常委", "from": "2025-02-01", "to": ""}]
    answer = both(book, [row("甲", "03-01", "述职", 评委="子", 给分="80")], roster)
    assert answer.totals == {"甲": 0}
    assert not answer.findings


def test_a_period_without_vetoes_had_no_veto_blank_or_not() -> None:
    head = items("a: {name: 走访, score: {each: 1}}") + "vetoes: {v: {name: 否决, when: {a: {above: 50}}, effect: "
    head += "lose_grade, points: keep}}\n"
    rows = [row(name, "03-01", "走访") for name in ("甲", "乙")]
    past = History(({"甲": PastResult({}, vetoes=("v",)), "乙": PastResult({})},))
    for blank, who in (("true", "乙"), ("false", "甲")):
        book = ENTRIES + head + f"requirements: {{r: {{when: {{veto: {{blank: {blank}, in: last_period}}}}}}}}\n"
        assert both(book, rows, history=past).requirements["r"] == {"甲": who == "甲", "乙": who == "乙"}


def test_every_rule_of_exemption_speaks_in_its_own_place() -> None:
    rules = "exempt: [{when: {身份: 常委}, from: [quotas], shown: 甲}, {when: {进度: 1}, from: [grades], shown: 乙},"
    rules += " {when: {身份: 常委}, from: [grades, bands], shown: 丙},"
    rules += " {when: {身份: 常委}, from: [ranks], shown: 丁}]\n"
    book = ENTRIES + items("a: {name: 走访, score: {each: 1}}") + rules
    roster = [{"id": "甲", "身份": "常委", "进度": "1"}, {"id": "乙", "身份": "委员", "进度": "1"}]
    answer = both(book, [row("甲", "03-01", "走访")], roster)
    assert answer.shown == {"甲": {"grade": "乙", "rank": "丁"}, "乙": {"grade": "乙"}}


def test_a_reset_clears_what_its_own_nodes_have_whatever_is_cut_above_them() -> None:
    book = ENTRIES + items("a: {name: 走访, score: {each: 3}}", "max: 1,")
    book += "totals: {账: {of: [a], resets: 02-01}, 总: {of: [c], main: true}}\n"
    answer = both(book, [row("甲", "01-10", "走访"), row("甲", "03-10", "走访")])
    assert answer.named == {"账": {"甲": 3}, "总": {"甲": 1}}
