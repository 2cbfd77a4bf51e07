"""Further sets of grades and bands as people and programs see them, and slices of every size."""

from __future__ import annotations

import json

import numpy as np
import pytest
from jsonschema import Draft7Validator

from dutyscore.cli.schema import schema_of, told_in
from dutyscore.compare.history import read_history
from dutyscore.model.days import parse_iso
from dutyscore.model.result import Result
from dutyscore.output.formats import Paper, printed
from dutyscore.output.views.explain import explain_view
from dutyscore.output.views.machine import result_form
from dutyscore.output.views.run import Run
from dutyscore.output.views.score import score_view
from dutyscore.output.wording import load
from dutyscore.pipeline import Request, score
from dutyscore.rulebook.deciding import Slices
from dutyscore.scoring.rank import Field, sliced
from dutyscore.tables import Input

BOOK = """\
rulebook: lights
version: "1"
title: 晾晒办法
source: {text: 测试}
effective: {from: 2025-01-01, to: 2025-12-31}
semantics: 1
subject: 区
period: year
points: {step: 1, rounding: half_up}
roster: {零售: {type: number}, 水质: {type: number}, 新设: {type: yes_no, yes: 是, no: 否, default: 否}}
exempt: [{when: {新设: 是}, from: [scores, ranks, quotas, means, grades], shown: 新设不评}]
entries: {columns: {member: 区, date: 日期, item: 项目}}
measures: {零售增速: {value: 零售}, 水质指数: {value: 水质}, 事故数: {count: {项目: 事故}}}
categories:
  work:
    name: 工作
    ref: 第一条
    items:
      a: {name: 走访, ref: 第一条, score: {each: 2}}
      b: {name: 事故, ref: 第一条, score: {each: 0}}
vetoes:
  accident: {name: 事故, when: {事故数: {at_least: 1}}, effect: lose_grade, points: keep, shown_as: {grade: 一票否决}}
standings:
  亮灯:
    kind: bands
    of: [零售增速, 水质指数]
    rows:
      - {name: 绿, tone: green, when: {rank: {at_most: 1}}}
      - {name: 黄, tone: yellow, when: {value: {blank: false}}}
      - {name: none, otherwise: true}
  工作等次:
    kind: grades
    of: work
    at: {each: quarter}
    rows: [{name: 好, when: {value: {at_least: 2}}}, {name: 差, otherwise: true}]
grades: [{name: 优, when: {total: {at_least: 2}}}, {name: 良, otherwise: true}]
"""
LOG = "区,日期,项目\n甲,2025-01-01,走访\n乙,2025-02-01,事故\n"
ROSTER = "区,零售,水质,新设\n甲,5,1,否\n乙,4,,否\n丙,9,9,是\n"


def scored(as_of: int | None = None) -> tuple[Result, Run]:
    log, roster = Input("log.csv", LOG.encode()), Input("roster.csv", ROSTER.encode())
    outcome = score(Input("rules.yaml", BOOK.encode()), [log], roster, None, Request(as_of=as_of))
    assert outcome.result, [(found.code, found.facts) for found in (*outcome.rulebook_findings, *outcome.findings)]
    return outcome.result, Run(outcome.rows, outcome.inputs, ("log.csv",), outcome.findings)


def test_what_a_set_holds() -> None:
    result, _ = scored()
    assert [(one.name, one.of, one.title, one.kind, one.single) for one in result.standings] == [
        ("亮灯", "零售增速", "零售增速", "bands", False),
        ("亮灯", "水质指数", "水质指数", "bands", False),
        ("工作等次", "work", "工作", "grades", True),
    ]
    shop, water, work = result.standings
    assert [shop.row.tolist(), water.row.tolist(), work.row.tolist()] == [[0, 1, -1], [0, -1, -1], [0, 1, -1]]
    assert [shop.rank.places.tolist(), shop.rank.from_end.tolist()] == [[1, 2, 0], [2, 1, 0]]
    assert result.shown == {"grade": ("", "一票否决", "新设不评")}
    assert not work.provisional


def test_the_moment_of_a_set() -> None:
    inside, end = (scored(parse_iso(day))[0].standings[2] for day in ("2025-02-15", "2025-03-31"))
    assert (inside.provisional, end.provisional) == (True, False)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_people_see_every_set(language: str) -> None:
    """A set on one thing is a column of the table; of one on several the table tells how many stand in each row."""
    result, run = scored()
    wide = Paper(columns=None)
    text = printed(score_view(result, run, load(language)), "table", wide).decode()
    assert "工作等次" in text
    assert "亮灯: 绿 2  黄 1" in text
    assert "一票否决" in text
    assert "新设不评" in text
    told = printed(explain_view(result, 0, run, load(language)), "table", wide).decode()
    assert "亮灯.零售增速" in told


def test_programs_read_sets_back() -> None:
    result, run = scored()
    form = json.loads(json.dumps(result_form(result, run)))
    member = next(one for one in form["members"] if one["id"] == "甲")
    light = {"name": "绿", "tone": "green", "rank": 1, "rank_from_end": 2, "slice": None, "provisional": False}
    assert member["standings"]["亮灯"]["零售增速"] == light
    assert next(one for one in form["members"] if one["id"] == "乙")["shown"] == {"grade": "一票否决"}
    faults = list(Draft7Validator(schema_of("result", told_in(load("en")))).iter_errors(form))
    assert [error.message for error in faults] == []
    past, findings = read_history(json.dumps(form).encode(), "past.json")
    assert past is not None, findings
    then = past.members["乙"]
    assert (then.sets["亮灯.零售增速"].row, then.sets["亮灯.零售增速"].rank, then.vetoes) == ("黄", 2, ("accident",))


@pytest.mark.parametrize(
    ("written", "members", "sizes"),
    [
        ({"count": "7", "size": "floor", "rest": "last"}, 23, [3, 3, 3, 3, 3, 3, 5]),
        ({"count": "7", "size": "floor", "rest": "first"}, 23, [5, 3, 3, 3, 3, 3, 3]),
        ({"count": "7", "size": "floor", "rest": "spread"}, 23, [4, 4, 3, 3, 3, 3, 3]),
        ({"count": "7", "size": "ceiling"}, 23, [4, 4, 4, 4, 4, 3, 0]),
        ({"count": "4", "size": "floor", "rest": "last"}, 3, [0, 0, 0, 3]),
        ({"count": "4", "size": "ceiling"}, 0, [0, 0, 0, 0]),
    ],
)
def test_sizes_of_slices(written: dict[str, str], members: int, sizes: list[int]) -> None:
    found = Slices.model_validate({**written, "ties": "stop"}).sizes(members)
    assert found == sizes
    assert sum(found) == members


@pytest.mark.parametrize(
    ("ties", "slices", "stopped"),
    [("let_in", [1, 1, 1, 2], 0), ("leave_out", [1, 2, 2, 2], 0), ("stop", [1, 0, 0, 2], 2)],
)
def test_a_tie_across_the_border_of_a_slice(ties: str, slices: list[int], stopped: int) -> None:
    spec = Slices.model_validate({"count": "2", "size": "floor", "rest": "last", "ties": ties})
    everybody, nobody = np.ones(4, bool), np.zeros(4, bool)
    found, tied = sliced(spec, np.array([0, 1, 1, 2]), False, Field(everybody, nobody, np.zeros(4, np.int64)))
    assert (found.tolist(), int(tied.sum())) == (slices, stopped)
