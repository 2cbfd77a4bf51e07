"""The Python interface: frames in, exact frames out, nothing else touched."""

from __future__ import annotations

import pickle
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import dutyscore

BOOK = """\
rulebook: demo
version: "1"
title: 履职积分办法
source: {text: 测试}
effective: {from: 2025-01-01, to: 2025-12-31}
semantics: 1
subject: 委员
period: year
points: {step: 0.1, rounding: half_up}
fields:
  数量: {type: number, min: 0, max: 100, decimals: 1}
  审核: {type: choice, choices: [核定, 退回]}
entries:
  columns: {member: 姓名, date: 日期, item: 项目}
  confirmed: {审核: 核定}
categories:
  bonus:
    name: 加分
    ref: 第八条
    items:
      report: {name: 调研报告, score: {per_unit: {field: 数量, points: 1.5, part: proportional}}, max: {year: 10}}
grades:
  - {name: 优秀, when: {total: {at_least: 10}}}
  - {name: 称职, when: {total: {at_least: 0}}}
"""


def log() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "姓名": ["张三", "张三", "李四", "李四"],
            "日期": [pd.Timestamp("2025-03-01"), pd.Timestamp("2025-04-01"), "2025年5月6日", "2025-05-07"],
            "项目": ["调研报告"] * 4,
            "数量": [4.0, Decimal("3.5"), 0.1, 1],
            "审核": ["核定", "核定", "核定", "退回"],
        },
        index=["a", "b", "c", "d"],
    )


@pytest.fixture(scope="module")
def scores() -> dutyscore.Scores:
    return dutyscore.score(BOOK, log())


def test_totals_are_exact_decimals_and_whole_steps(scores: dutyscore.Scores) -> None:
    # 4 and 3.5 units of 1.5 are 6.0 and 5.3 (5.25 rounded half up), cut at 10; 0.1 unit is 0.15, rounded to 0.2
    assert scores.step == Decimal("0.1")
    assert scores.standings["total"].to_dict() == {"张三": Decimal("10.0"), "李四": Decimal("0.2")}
    assert scores.standings["steps"].to_dict() == {"张三": 100, "李四": 2}
    assert scores.standings["steps"].dtype == "int64"
    assert scores.standings["grade"].to_dict() == {"张三": "优秀", "李四": "称职"}
    assert scores.totals.loc["张三"].to_dict() == dict.fromkeys(("bonus", "report", "total"), Decimal("10.0"))


def test_the_ledger_names_rows_of_the_frame_and_adds_up(scores: dutyscore.Scores) -> None:
    ledger = scores.ledger
    assert (ledger.groupby("member", observed=True)["steps"].sum() == scores.standings["steps"]).all()
    cut = ledger[ledger["kind"] == "over_cap"].iloc[0]
    assert (cut["entry"], cut["amount"], str(cut["date"])) == ("b", Decimal("-1.3"), "2025-04-01")
    assert set(ledger.loc[ledger["kind"] == "not_confirmed", "entry"]) == {"d"}


def test_parts_of_the_period_and_the_state_of_a_day(scores: dutyscore.Scores) -> None:
    assert dutyscore.score(BOOK, log(), period="2025-03").standings["steps"].to_dict() == {"张三": 60, "李四": 0}
    assert dutyscore.score(BOOK, log(), as_of="2025-03-31").standings["steps"].to_dict() == {"张三": 60, "李四": 0}


def test_a_roster_gives_members_without_entries() -> None:
    roster = pd.DataFrame({"姓名": ["张三", "李四", "王五"]})
    standings = dutyscore.score(BOOK, log(), roster=roster).standings
    assert standings["steps"].to_dict() == {"张三": 100, "李四": 2, "王五": 0}


def test_further_sets_of_rows_have_a_frame(scores: dutyscore.Scores) -> None:
    assert scores.sets.empty
    rows = "[{name: 多, when: {value: {at_least: 5}}}, {name: 少, otherwise: true}]"
    book = BOOK + "standings:\n  报告: {kind: bands, of: [report, total], rows: " + rows + "}\n"
    log = pd.DataFrame(
        {"姓名": ["张三", "李四"], "日期": ["2025-03-01"] * 2, "项目": "调研报告", "数量": ["4", "1"], "审核": "核定"}
    )
    found = dutyscore.score(book, log).sets
    assert found["报告.report"].to_dict() == {"张三": "多", "李四": "少"}
    assert list(found.columns) == ["报告.report", "报告.total"]


def test_refused_rows_raise_with_their_rows_and_partial_scores_the_rest() -> None:
    bad = log().assign(数量=[4.0, "三", 0.1, 1])
    with pytest.raises(dutyscore.ScoreError) as error:
        dutyscore.score(BOOK, bad)
    assert error.value.findings["code"].tolist() == ["DS305"]
    assert str(error.value) == (
        '错误[DS305 not-a-number] 数量 "三" 不是数\nerror[DS305 not-a-number] 数量 "三" is not a number\n  --> log:2:4'
    )
    _travels(error.value)
    partial = dutyscore.score(BOOK, bad, partial=True)
    assert partial.result.partial
    assert partial.standings["steps"].to_dict() == {"张三": 60, "李四": 2}


def _travels(error: dutyscore.ScoreError) -> None:
    assert str(pickle.loads(pickle.dumps(error))) == str(error)  # noqa: S301


def test_an_error_whose_finding_has_no_facts_travels_too() -> None:
    with pytest.raises(dutyscore.ScoreError) as error:
        dutyscore.score("", log())
    assert error.value.findings["code"].tolist() == ["DS120"]
    _travels(error.value)


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match=r"2025-05-01 在 2025-01-01 之后(.|\n)*2025-05-01 is after 2025-01-01"):
        dutyscore.score(BOOK, log(), period=("2025-05-01", "2025-01-01"))


def test_an_unreadable_rulebook_raises_with_its_findings() -> None:
    with pytest.raises(dutyscore.ScoreError) as error:
        dutyscore.score(BOOK.replace("semantics: 1", "semantic: 1"), log())
    assert "DS201" in error.value.findings["code"].tolist()
    assert "没有 semantic 这个键\n" in str(error.value)
    assert "there is no key semantic\n" in str(error.value)
    assert "\n建议: semantics\nadvice: semantics" in str(error.value)


@pytest.mark.parametrize("name", ["rules/demo/rulebook.yaml", b"rulebook.yaml", Path("rulebook.yaml"), 7])
def test_the_name_of_a_rulebook_is_no_rulebook(name: Any) -> None:
    with pytest.raises(ValueError, match=r"要给内容(.|\n)*is to be its text \(YAML\), not the name of a file"):
        dutyscore.score(name, log())


def test_what_is_no_frame_is_told() -> None:
    for arguments in ({"log": "logs.csv"}, {"log": log(), "roster": "roster.csv"}):
        with pytest.raises(ValueError, match=r"要给 DataFrame, 不是 str(.|\n)*DataFrames, not str"):
            dutyscore.score(BOOK, **arguments)


@pytest.mark.parametrize(
    "asked", [{"period": "2025H3"}, {"period": ("2025-01-01", "2025-02-30")}, {"as_of": "soon"}, {"as_of": ""}]
)
def test_what_is_asked_in_vain_is_told(asked: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"不是(时段|日期)(.|\n)*is not a (period|date)"):
        dutyscore.score(BOOK, log(), **asked)


@pytest.mark.parametrize(
    ("cell", "text"),
    [("x", "x"), (True, "TRUE"), (3.0, "3"), (0.1, "0.1"), (1e-7, "0.0000001"), (Decimal("1E+2"), "100"), (7, "7"),
     (pd.Timestamp("2025-03-01"), "2025-03-01"), (pd.Timestamp("2025-03-01 08:30"), "2025-03-01 08:30:00")],
)  # fmt: skip
def test_cells_become_the_text_of_a_csv_file(cell: Any, text: str) -> None:
    from dutyscore.api import cell_text

    assert cell_text(cell) == text


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = "import sys, dutyscore; print(sorted({'numpy', 'pandas', 'pyarrow', 'pydantic'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_no_file_and_no_stream_is_touched(scores: dutyscore.Scores, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a file was opened")

    monkeypatch.setattr("builtins.open", refuse)
    monkeypatch.setattr("builtins.print", refuse)
    again = dutyscore.score(BOOK, log())
    assert again.standings.equals(scores.standings)
