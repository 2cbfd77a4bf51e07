"""The command as offices and build servers use it: git references, approvals, versions, hostile texts, files."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.cli.transcript import dutyscore
from tests.compare.small import BOOK, edited

LOG = "姓名,日期,项目,级别,数量\n甲,2025-01-02,报告,市,\n甲,2025-02-02,表彰,,\n乙,2025-01-03,缺席,,\n"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two versions and a log."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "old.yaml").write_text(BOOK, encoding="utf-8")
    (tmp_path / "new.yaml").write_text(
        edited(('version: "1"', 'version: "2"'), ("each: -4", "each: -6")), encoding="utf-8"
    )
    (tmp_path / "log.csv").write_text(LOG, encoding="utf-8")
    return tmp_path


def form(*words: str) -> dict[str, object]:
    code, output, said = dutyscore(["diff", *words, "-f", "json", "--lang", "en"])
    assert code == 0, said
    found: dict[str, object] = json.loads(output)
    return found


def test_a_version_that_stays_is_told(office: Path) -> None:
    (office / "kept.yaml").write_text(edited(("each: -4", "each: -6")), encoding="utf-8")
    code, _, said = dutyscore(["diff", "old.yaml", "kept.yaml", "--lang", "en"])
    assert code == 0
    assert "DS244 version-kept" in said
    assert "kept.yaml:2:10" in said


def test_files_of_git(office: Path) -> None:
    git = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org"]
    for words in (["init", "-q"], ["add", "old.yaml"], ["commit", "-q", "-m", "first"]):
        subprocess.run([*git, *words], cwd=office, check=True, capture_output=True)
    found = form("HEAD:old.yaml", "new.yaml")
    assert [change["label"] for change in found["changes"]] == ["neutral", "stricter"]  # type: ignore[attr-defined]
    for word in ("--help:old.yaml", "-p:old.yaml", "HEAD:nothing.yaml", "nothing:old.yaml"):
        code, output, said = dutyscore(["diff", "--lang", "en", "--", word, "new.yaml"])
        assert (code, output) == (3, ""), word
        assert "DS472" in said


def test_approved_changes_pass_and_a_changed_change_does_not(office: Path) -> None:
    found = form("old.yaml", "new.yaml")
    prints = [change["fingerprint"] for change in found["changes"] if change["label"] == "stricter"]  # type: ignore[attr-defined]
    (office / "ok.yaml").write_text(f"approved:\n  - {{change: {prints[0]}, reason: 会议通过}}\n", encoding="utf-8")
    words = ["diff", "old.yaml", "new.yaml", "--fail-on", "stricter", "--lang", "en"]
    assert dutyscore(words)[0] == 1
    assert dutyscore([*words, "--approve", "ok.yaml"])[0] == 0
    (office / "new.yaml").write_text(
        edited(('version: "1"', 'version: "2"'), ("each: -4", "each: -7")), encoding="utf-8"
    )
    code, _, said = dutyscore([*words, "--approve", "ok.yaml"])
    assert code == 1
    assert "DS471 approval-unused" in said


def test_an_approval_needs_a_reason(office: Path) -> None:
    (office / "ok.yaml").write_text("approved:\n  - {change: abc}\n", encoding="utf-8")
    code, output, said = dutyscore(["diff", "old.yaml", "new.yaml", "--approve", "ok.yaml", "--lang", "en"])
    assert (code, output) == (3, "")
    assert "ok.yaml:2:5" in said


def test_entries_that_one_version_refuses_stand_under_their_change(office: Path) -> None:
    (office / "new.yaml").write_text(
        edited(('version: "1"', 'version: "2"'), ("choices: [市, 区]", "choices: [区]"), ("{市: 8, 区: 4}", "{区: 4}")),
        encoding="utf-8",
    )
    found = form("old.yaml", "new.yaml", "--logs", "log.csv")
    (refused,) = found["refused"]  # type: ignore[misc]
    assert (refused["by"], refused["rows"], refused["code"]) == ("new", 1, "DS303")
    assert refused["changes"]
    (first, *_) = [member for member in found["impact"]["members"] if member["id"] == "甲"]  # type: ignore[index]
    assert (first["old"]["total"], first["new"]["total"], first["change"]) == ("18", "10", "-8")


def test_anonymous_files_name_nobody(office: Path) -> None:
    outputs = ["diff.md", "diff.html", "diff.json", "diff.xlsx"]
    words = [word for name in outputs for word in ("-o", name)]
    assert (
        dutyscore(["diff", "old.yaml", "new.yaml", "--logs", "log.csv", "--anonymous", *words, "--lang", "zh"])[0] == 0
    )
    for name in outputs[:3]:
        text = (office / name).read_text(encoding="utf-8")
        assert "M1" in text or "M2" in text
        assert "甲" not in text
        assert "乙" not in text
    assert "修订说明" in (office / "diff.md").read_text(encoding="utf-8")
    assert "Changes (draft)" in (office / "diff.md").read_text(encoding="utf-8")


def test_hostile_names_stay_text(office: Path) -> None:
    hostile = edited(('version: "1"', 'version: "2"'), ("name: 会议", 'name: "=cmd|x <script>[a](b)"'))
    (office / "new.yaml").write_text(hostile, encoding="utf-8")
    assert dutyscore(["diff", "old.yaml", "new.yaml", "-o", "diff.html", "-o", "diff.md", "--lang", "en"])[0] == 0
    assert "x <script>" not in (office / "diff.html").read_text(encoding="utf-8")
    assert "[a](b)" not in (office / "diff.md").read_text(encoding="utf-8")


def test_a_rulebook_with_errors_is_not_compared(office: Path) -> None:
    (office / "new.yaml").write_text(BOOK.replace("each: 5", "ecah: 5"), encoding="utf-8")
    code, output, said = dutyscore(["diff", "old.yaml", "new.yaml", "--lang", "en"])
    assert (code, output) == (3, "")
    assert "new.yaml" in said
