"""What a meeting and a build server get: documents in sections, nobody's name where names are not wanted, numbers that
a program reads, files of git from anywhere, approvals that are unmistakable."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.cli.transcript import dutyscore
from tests.compare.small import BOOK, edited

VERSION = ('version: "1"', 'version: "2"')
LOG = """\
编号,姓名,组,日期,项目,级别,数量
m1,甲某,一组,2025-01-02,报告,市,
m1,甲某,一组,2025-02-02,表彰,,
m2,乙某,二组,2025-01-03,缺席,,
m9,丙某,二组,2025-01-04,会议,,
"""
ROSTER = "编号,姓名,组\nm1,甲某,一组\nm2,乙某,二组\n"
GROUPS = (
    ("columns: {member: 姓名,", "columns: {member: [编号, 姓名],"),
    ("entries:\n", "roster:\n  组: {group: true}\nentries:\n"),
)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two versions, a log in which one row names somebody unknown, a roster."""
    monkeypatch.chdir(tmp_path)
    old = edited(*GROUPS)
    (tmp_path / "old.yaml").write_text(old, encoding="utf-8")
    new = edited(VERSION, ("each: -4", "each: -6"), ("at_least: 20", "at_least: 18"), text=old)
    (tmp_path / "new.yaml").write_text(new, encoding="utf-8")
    (tmp_path / "log.csv").write_text(LOG, encoding="utf-8")
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    return tmp_path


DATA = ("--logs", "log.csv", "--roster", "roster.csv", "--partial")


def test_no_name_and_no_id_in_any_file(office: Path) -> None:
    """Not even where a row was refused because nobody knows the name in it."""
    names = ["diff.md", "diff.html", "diff.json", "diff.xlsx"]
    words = [word for name in names for word in ("-o", name)]
    assert dutyscore(["diff", "old.yaml", "new.yaml", *DATA, "--anonymous", *words, "--lang", "zh"])[0] == 1
    texts = [(office / name).read_text(encoding="utf-8") for name in names[:3]]
    book = load_workbook(office / "diff.xlsx")
    texts.append("\n".join(str(cell.value) for sheet in book for row in sheet.rows for cell in row))
    for name, text in zip(names, texts, strict=True):
        assert "M1" in text, name
        assert not [word for word in ("甲某", "乙某", "丙某", "m1", "m2", "m9") if word in text], name
    findings = json.loads(texts[2])["findings"]
    assert [finding["code"] for finding in findings] == ["DS302"], "the finding is told, its value is not"


def test_what_a_program_reads_is_what_people_see(office: Path) -> None:
    code, output, _ = dutyscore(["diff", "old.yaml", "new.yaml", *DATA, "-f", "json", "--lang", "en"])
    assert code == 1
    impact: dict[str, Any] = json.loads(output)["impact"]
    assert impact["near"] == [{"member": "m1", "grade": "称职", "line": "18", "distance": "0"}]
    assert [(each["group"], each["members"], each["change"]) for each in impact["groups"]] == [
        ("一组", 1, "0"), ("二组", 1, "-2"),
    ]  # fmt: skip
    assert sum(each["old"] for each in impact["distribution"]) == sum(each["new"] for each in impact["distribution"])


def test_a_workbook_has_a_sheet_for_each_part(office: Path) -> None:
    assert dutyscore(["diff", "old.yaml", "new.yaml", *DATA, "-o", "diff.xlsx", "--lang", "en"])[0] == 1
    names = load_workbook(office / "diff.xlsx").sheetnames
    assert names == ["Changes", "Boundary probes", "Effect", "Figures", "Draft of a notice"]


def test_files_of_git_from_another_folder(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org"]
    (office / "rules").mkdir()
    (office / "rules" / "old.yaml").write_text(BOOK, encoding="utf-8")
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "first"]):
        subprocess.run([*git, *words], cwd=office, check=True, capture_output=True)
    for folder, word in (
        (office / "rules", "HEAD:old.yaml"), (office / "rules", "HEAD:rules/old.yaml"),
        (office / "rules", f"HEAD:{office}/rules/old.yaml"), (office.parent, f"HEAD:{office.name}/rules/old.yaml"),
    ):  # fmt: skip
        monkeypatch.chdir(folder)
        code, _, said = dutyscore(["diff", word, str(office / "rules" / "old.yaml"), "--lang", "en"])
        assert code == 0, said
    for folder, word, why in (
        (office, "v9:old.yaml", "there is no such version"), (office, "HEAD:no.yaml", "this version has no such file"),
        (office.parent, "HEAD:old.yaml", "there is no git repository"),
    ):  # fmt: skip
        monkeypatch.chdir(folder)
        code, output, said = dutyscore(["diff", word, str(office / "old.yaml"), "--lang", "en"])
        assert (code, output) == (3, "")
        assert why in said


def test_a_change_is_approved_once(office: Path) -> None:
    row = "  - {change: 0123456789ab, reason: 会议通过}\n"
    (office / "ok.yaml").write_text(f"approved:\n{row}{row}", encoding="utf-8")
    code, output, said = dutyscore(["diff", "old.yaml", "new.yaml", "--approve", "ok.yaml", "--lang", "en"])
    assert (code, output) == (3, "")
    assert "ok.yaml:3:5" in said


def test_a_version_that_stays_is_a_note_beside_its_line(office: Path) -> None:
    kept = (office / "new.yaml").read_text(encoding="utf-8").replace('version: "2"', 'version: "1"')
    (office / "kept.yaml").write_text(kept, encoding="utf-8")
    _, output, _ = dutyscore(["diff", "old.yaml", "kept.yaml", "-f", "github", "--lang", "en"])
    assert "::warning file=kept.yaml,line=2,col=10,title=DS244 version-kept::" in output


def test_a_question_without_an_answer_prints_nothing(office: Path) -> None:
    words = ["diff", "old.yaml", "--logs", "log.csv", "--roster", "roster.csv", "--partial", "--lang", "en"]
    for asked in ("grades.没有=1", "report.市@没有=1", "honour.name=3", "report.市", "=="):
        code, output, said = dutyscore([*words, "--solve", asked])
        assert (code, output) == (2, ""), asked
        assert "wrong usage" in said


def test_what_was_scored_is_told(office: Path) -> None:
    """As on standings: what is provisional, what is not over, that there is no roster."""
    words = ["diff", "old.yaml", "new.yaml", "--logs", "log.csv", "--as-of", "2025-06-30", "--lang", "en"]
    _, output, _ = dutyscore(words)
    assert "as of 2025-06-30; the period 2025 is not over" in output
    assert "no roster: the 3 members are those of the log" in output
    _, output, _ = dutyscore(["diff", "old.yaml", "new.yaml", *DATA, "-f", "json", "--lang", "en"])
    scope: dict[str, Any] = json.loads(output)["impact"]["scope"]
    assert (scope["refused"], scope["roster_declared"], scope["as_of"]) == (1, True, "2025-12-31")


def test_a_row_that_both_refuse_stops_the_comparison_whatever_stands_beside_it(office: Path) -> None:
    """The old version lacks a number in both rows, the new one only in the second: the finding has another place."""
    when = ("{name: 走访, ref: 第二条,", "{name: 走访, ref: 第二条, when: {级别: 市},")
    (office / "new.yaml").write_text(edited(VERSION, when), encoding="utf-8")
    (office / "old.yaml").write_text(BOOK, encoding="utf-8")
    log = "姓名,日期,项目,级别,数量\n甲,2025-01-02,走访,区,\n甲,2025-01-03,走访,市,\n"
    (office / "log.csv").write_text(log, encoding="utf-8")
    code, output, said = dutyscore(["diff", "old.yaml", "new.yaml", "--logs", "log.csv", "--lang", "en"])
    assert (code, output) == (1, "")
    assert "log.csv:3" in said
