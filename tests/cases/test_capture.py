"""A case out of a real situation: it passes when it is run, and nothing in it says who it was."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dutyscore.cli import test_capture
from dutyscore.cli.test_capture import names_for
from dutyscore.rulebook.cases import load_cases
from dutyscore.rulebook.load import load_rulebook
from tests.cases.playing import RULEBOOK, told, verdict
from tests.cli.transcript import dutyscore
from tests.house.tree import ROOT

LOG = """\
姓名,日期,项目,数量,事项,审核
王小明,2025-01-02,走访,,看望李大爷,核定
王小明,2025-01-03,走访,,看望陈婆婆,核定
王小明,2025-01-04,走访,,调研,核定
王小明,2025-03-01,捐赠,10.5,陈小红转来,待审
王小明,2025-03-02,捐赠,99,陈小红,核定
陈小红,2025-02-01,走访,,看望李大爷,核定
"""
ROSTER = "姓名,身份,组\n王小明,常委,城关一组\n陈小红,委员,城关二组\n"
NAMES = ("王小明", "陈小红", "李大爷", "陈婆婆", "城关")


def captured(folder: Path, *options: str, rulebook: str = RULEBOOK, log: str = LOG) -> tuple[str, str]:
    """What the command prints, and what it says."""
    (folder / "rulebook.yaml").write_text(rulebook, encoding="utf-8")
    (folder / "log.csv").write_text(log, encoding="utf-8")
    (folder / "roster.csv").write_text(ROSTER, encoding="utf-8")
    words = ["--roster", str(folder / "roster.csv"), "-r", str(folder / "rulebook.yaml"), "--lang", "zh", *options]
    code, output, said = dutyscore(["test", "--capture", "王小明", str(folder / "log.csv"), *words])
    assert code == 0, said
    return output, said


def test_it_passes_and_names_nobody(tmp_path: Path) -> None:
    text, said = captured(tmp_path)
    assert told(verdict(tmp_path, text)) == []
    assert [name for name in NAMES if name in text] == []
    assert said == ""


def test_it_keeps_what_matters(tmp_path: Path) -> None:
    text, _ = captured(tmp_path)
    (case,) = verdict(tmp_path, text).verdicts
    rows = [dict(row) for _, row in case.case.entries]
    assert [row["日期"] for row in rows] == ["2025-01-02", "2025-01-03", "2025-01-04", "2025-03-01", "2025-03-02"]
    assert [row.get("审核") for row in rows] == [None, None, None, "待审", None]
    assert [row.get("数量") for row in rows[3:]] == ["10.5", "99"]
    assert len({row["事项"] for row in rows}) == 5
    assert rows[4]["事项"] in "甲乙"  # a member named in a text is named by the alias
    expected = case.case.expect["甲"]
    assert expected.total == 20
    assert {posting.kind for posting in expected.postings} >= {"over_cap", "below_floor", "not_confirmed"}


def test_it_fails_when_the_rulebook_changes(tmp_path: Path) -> None:
    text, _ = captured(tmp_path)
    harder = RULEBOOK.replace("score: {each: 3}, max: {month: 6}", "score: {each: 3}, max: {month: 5}")
    assert told(verdict(tmp_path, text, rulebook=harder)) != []


def test_a_case_that_depends_on_others_brings_them(tmp_path: Path) -> None:
    ranked = RULEBOOK.replace("when: {total: {at_least: 10}}", "top: {places: 1, ties: leave_out}")
    ranked = ranked.replace(", min: {month: 3}", "")
    log = "姓名,日期,项目,数量,审核\n王小明,2025-01-02,走访,,核定\n陈小红,2025-01-02,捐赠,60,核定\n"
    text, said = captured(tmp_path, rulebook=ranked, log=log)
    (found,) = (checked := verdict(tmp_path, text, rulebook=ranked)).verdicts
    assert told(checked) == []
    assert [*found.case.roster] == ["甲", "乙"]
    assert (found.case.expect["甲"].grade, found.case.expect["甲"].rank) == ("称职", 2)
    assert said == ""


def test_among_many_what_depends_on_others_is_left_out(tmp_path: Path) -> None:
    many = LOG + "".join(f"某{number},2025-01-02,捐赠,60,,核定\n" for number in range(30))
    quota = "quota: {share: 10%, of: members, rounding: down, ties: let_in}"
    shared = RULEBOOK.replace("when: {total: {at_least: 10}}", quota).replace("    max: 20\n", "")
    (tmp_path / "rulebook.yaml").write_text(shared, encoding="utf-8")
    (tmp_path / "log.csv").write_text(many, encoding="utf-8")
    words = ["-r", str(tmp_path / "rulebook.yaml"), "--lang", "zh"]
    code, text, said = dutyscore(["test", "--capture", "王小明", str(tmp_path / "log.csv"), *words])
    assert code == 0, said
    assert "等次" in said or "grade" in said
    assert "grade" not in text
    assert told(verdict(tmp_path, text, rulebook=shared)) == []


@pytest.mark.parametrize("member", ["W002", "W019", "W101"])
def test_members_of_a_real_example(member: str) -> None:
    rules, log = ROOT / "rules" / "jintai" / "rulebook.yaml", ROOT / "examples" / "jintai" / "logs.xlsx"
    history = ROOT / "examples" / "jintai" / "history-2022.json"
    words = ["-r", str(rules), "--history", str(history), "--lang", "zh"]
    code, text, said = dutyscore(["test", "--capture", member, str(log), *words])
    assert code == 0, said
    assert not re.search("W[0-9]{3}", text)
    loaded = load_rulebook(rules.read_bytes(), "rulebook.yaml")
    assert loaded.rulebook
    assert load_cases(text.encode(), "cases.yaml", loaded.rulebook).findings == ()


def test_names_are_letters_then_pairs() -> None:
    assert list(names_for("甲乙", 7)) == ["甲", "乙", "甲甲", "甲乙", "乙甲", "乙乙", "甲甲甲"]


def test_a_case_that_does_not_come_out_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """None of the ways of writing it gives the member's own result."""
    monkeypatch.setattr(test_capture, "_differing", lambda text, loaded: {"total"})
    (tmp_path / "rulebook.yaml").write_text(RULEBOOK, encoding="utf-8")
    (tmp_path / "log.csv").write_text(LOG, encoding="utf-8")
    member = LOG.splitlines()[1].split(",")[0]
    words = ["test", "--capture", member, str(tmp_path / "log.csv"), "-r", str(tmp_path / "rulebook.yaml")]
    code, output, said = dutyscore(words)
    assert (code, output) == (1, "")
    assert "DS506" in said
