"""A large log is read while the program is still being loaded; nobody sees it in what is printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from dutyscore.cli import inputs, main
from dutyscore.cli.apart import Apart

HERE = Apart(allowed=False)
RULES = """\
rulebook: r
version: "1"
title: 办法
source: {text: 本簿设定}
effective: {from: 2023-01-01, to: 2023-12-31}
semantics: 1
subject: 委员
period: year
points: {step: 1, rounding: half_up}
entries:
  columns: {member: 姓名, date: 日期, item: 项目}
categories:
  c: {name: 类, ref: 一, items: {i: {name: 提案, ref: 二, score: {each: 1}, max: 50}}}
"""


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    Path("rulebook.yaml").write_text(RULES, "utf-8")
    rows = "".join(f"张{number % 977:03d},2023-{number % 12 + 1:02d}-03,提案\n" for number in range(80_000))
    Path("log.csv").write_text("姓名,日期,项目\n" + rows, "utf-8")
    return "log.csv"


def test_which_files_are_begun(log: str, tmp_path: Path) -> None:
    Path("small.csv").write_text("姓名,日期,项目\n", "utf-8")
    Path("large.txt").write_bytes(Path(log).read_bytes())
    Path("folder.csv").mkdir()
    words = ["-r", "rulebook.yaml", log, log, "small.csv", "large.txt", "folder.csv", "missing.csv", "no\0name.csv"]
    begun = inputs.begin(words, HERE)
    assert list(begun) == [log]
    assert begun[log].data == Path(log).read_bytes()


def test_a_file_that_is_gone_meanwhile_is_not_begun(log: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(path: str, mapped: bool) -> bytes:
        raise FileNotFoundError(path)

    monkeypatch.setattr(inputs, "_bytes", gone)
    assert inputs.begin([log], HERE) == {}


def test_a_file_that_is_to_be_written_is_not_begun(log: str) -> None:
    for words in (["-o", log], ["--output", log]):
        assert inputs.begin(["log.xlsx", "--force", *words], HERE) == {}
        assert list(inputs.begin([log, *words], HERE)) == [log]


def test_what_is_printed_is_the_same(
    log: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ["score", log, "-r", "rulebook.yaml", "-f", "csv", "--lang", "en"]
    codes, printed = [main(words)], [capfd.readouterr()]
    monkeypatch.setattr(inputs, "begin", lambda words, apart: {})
    codes.append(main(words))
    printed.append(capfd.readouterr())
    assert codes == [0, 0]
    assert printed[0] == printed[1]
    assert printed[0].out.count("\n") == 978
