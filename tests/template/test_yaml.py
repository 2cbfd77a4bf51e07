"""What `template` writes as YAML: a starter that works, a draft that claims nothing, a column map that reads."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from dutyscore.rulebook.draft import scalar
from dutyscore.rulebook.load import load_rulebook
from tests.cli.transcript import FILES, dutyscore
from tests.house.tree import ROOT

DEMO = str(FILES / "rules" / "demo" / "rulebook.yaml")
LANGUAGES = ("zh", "en")


def run(*words: str, code: int = 0) -> tuple[str, str]:
    found = dutyscore(list(words))
    assert found[0] == code, found
    return found[1], found[2]


@pytest.fixture(autouse=True)
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(FILES / "logs.csv", tmp_path / "logs.csv")
    shutil.copy(FILES / "roster.csv", tmp_path / "roster.csv")
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_starter_is_a_rulebook_without_a_finding(language: str) -> None:
    run("template", "-o", "rulebook.yaml", "--lang", language)
    text = Path("rulebook.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=rulebook.schema.json\n")
    loaded = load_rulebook(text.encode(), "rulebook.yaml")
    assert loaded.rulebook is not None
    assert loaded.findings == ()
    assert text.count("#") > 20  # commented


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_template_of_the_starter_can_be_filled_in(language: str) -> None:
    run("template", "-o", "rulebook.yaml", "--lang", language)
    run("template", "-o", "log.xlsx", "-o", "log.csv", "-r", "rulebook.yaml", "--lang", language)
    header = Path("log.csv").read_text(encoding="utf-8-sig").strip().split(",")
    assert len(header) == 8  # id, name, date, item and four fields


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_draft_guesses_no_point_and_check_finds_every_gap(language: str) -> None:
    run("template", "--draft", "logs.csv", "-o", "draft.yaml", "--lang", language)
    text = Path("draft.yaml").read_text(encoding="utf-8")
    mark = {"zh": "待填", "en": "to be stated"}[language]
    loaded = load_rulebook(text.encode(), "draft.yaml")
    assert loaded.rulebook is None
    gaps = {finding.facts["value"] for finding in loaded.findings if finding.severity == "error"}
    assert gaps == {mark}
    numbers = [finding for finding in loaded.findings if finding.code == "DS204"]
    assert len(numbers) == text.count("{each:") + 1  # every item, and the step
    # Filled in, it is a rulebook that takes every row of its log.
    done = text.replace(f"step: {mark}", "step: 1").replace(f"rounding: {mark}", "rounding: half_up")
    done = done.replace(f"{{each: {mark}}}", "{each: 1}")
    Path("draft.yaml").write_text(done, encoding="utf-8")
    out, _ = run("score", "logs.csv", "-r", "draft.yaml", "-f", "json")
    assert '"refused": 0' in out


def test_a_draft_counts_items_levels_and_roles() -> None:
    log = ROOT / "examples" / "jintai" / "logs.xlsx"
    run("template", "--draft", str(log), "-o", "draft.yaml", "--lang", "zh")
    text = Path("draft.yaml").read_text(encoding="utf-8")
    assert "columns: {member: [委员编号, 姓名], date: [日期], item: [项目]}" in text
    assert "级别: {type: choice, choices: [区级, 市级, 省级]}" in text
    honour = text[text.index("name: 获得表彰荣誉") :]
    assert "lookup: {field: 级别, points: {" in honour.split("item_")[0]
    assert "省级: unstated" in honour.split("item_")[0]
    assert "field: 审核" not in text.split("categories:")[1]  # the state of review gives no points


def test_a_log_without_a_table_gives_no_draft() -> None:
    Path("notes.csv").write_text("随便,写写\n1,2\n", encoding="utf-8")
    _, said = run("template", "--draft", "notes.csv", "-o", "draft.yaml", "--lang", "zh", code=3)
    assert "DS406" in said
    assert not Path("draft.yaml").exists()


@pytest.mark.parametrize(
    "text", ["参加会议", "no", "012", "12:30", "a: b", "x #y", "- z", "{", "2025", "", "'", "是", "a\tb"]
)
def test_every_word_of_a_log_survives_yaml(text: str) -> None:
    assert yaml.safe_load(f"[{scalar(text)}]") == [text]


# ---------------------------------------------------------------- column maps


def odd_log() -> None:
    """The log under header words that no alias covers."""
    lines = Path("logs.csv").read_text(encoding="utf-8-sig").splitlines()
    Path("odd.csv").write_text("\n".join(["号头,谁,何时,干了啥,多少,批没批,自己打", *lines[1:], ""]), encoding="utf-8")


MAP = """map: demo-cppcc
sheets:
  "*":
    header: {header}
    columns: {{A: 编号, 谁: 姓名, C: 日期, 干了啥: 项目, E: 数量, 批没批: 审核, G: 自评分}}
"""


def test_a_map_reads_what_no_alias_covers() -> None:
    odd_log()
    Path("map.yaml").write_text(MAP.format(header=1), encoding="utf-8")
    options = ("-r", DEMO, "--roster", "roster.csv", "-f", "csv")
    assert dutyscore(["score", "odd.csv", *options])[0] == 3
    assert run("score", "odd.csv", "--map", "map.yaml", *options) == run("score", "logs.csv", *options)


def test_a_table_without_a_header() -> None:
    lines = Path("logs.csv").read_text(encoding="utf-8-sig").splitlines()
    Path("bare.csv").write_text("\n".join([*lines[1:], ""]), encoding="utf-8")
    Path("map.yaml").write_text(
        MAP.format(header=0).replace("谁:", "B:").replace("干了啥:", "D:").replace("批没批:", "F:"), encoding="utf-8"
    )
    options = ("-r", DEMO, "--roster", "roster.csv", "-f", "csv")
    assert run("score", "bare.csv", "--map", "map.yaml", *options) == run("score", "logs.csv", *options)


def test_a_map_is_written_from_what_was_recognised() -> None:
    run("template", "--map", "logs.csv", "-r", DEMO, "-o", "map.yaml", "--lang", "zh")
    options = ("-r", DEMO, "--roster", "roster.csv", "-f", "csv")
    assert run("score", "logs.csv", "--map", "map.yaml", *options) == run("score", "logs.csv", *options)
    odd_log()
    run("template", "--map", "odd.csv", "-r", DEMO, "-o", "odd.yaml", "--lang", "zh")
    text = Path("odd.yaml").read_text(encoding="utf-8")
    assert "# A:   # 表里写的是 号头" in text
    for letters, word in zip("ABCDEFG", ("编号", "姓名", "日期", "项目", "数量", "审核", "自评分"), strict=True):
        text = text.replace(f"# {letters}: ", f"{letters}: {word} ")
    Path("odd.yaml").write_text(text, encoding="utf-8")
    assert run("score", "odd.csv", "--map", "odd.yaml", *options) == run("score", "logs.csv", *options)


@pytest.mark.parametrize(
    ("change", "code", "place", "nearest"),
    [
        (("columns:", "colums:"), "DS201", "map.yaml:5:5", "columns"),
        (("姓名,", "姓明,"), "DS208", "map.yaml:5:", "姓名"),
        (("谁:", "谁们:"), "DS445", "map.yaml:5:", "谁"),
        (("header: 1", "header: 40"), "DS444", "map.yaml", ""),
        (("map: demo-cppcc", "map: other"), "DS205", "map.yaml:1:6", ""),
        (("header: 1", "header: one"), "DS204", "map.yaml:4:13", ""),
        (("    header: 1\n", ""), "DS202", "map.yaml", ""),
    ],
)
def test_what_is_wrong_with_a_map(change: tuple[str, str], code: str, place: str, nearest: str) -> None:
    odd_log()
    Path("map.yaml").write_text(MAP.format(header=1).replace(*change), encoding="utf-8")
    _, said = run("score", "odd.csv", "--map", "map.yaml", "-r", DEMO, "--lang", "zh", code=3)
    assert code in said
    assert place in said
    assert not nearest or f"建议: {nearest}" in said
