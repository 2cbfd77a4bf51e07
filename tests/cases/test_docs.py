"""The pages about cases say what is so: their examples run, their words are known, their recipes name real options."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import yaml

from dutyscore.cli.case_files import spoken_words
from dutyscore.cli.commands import COMMANDS
from tests.cases.playing import told, verdict
from tests.cli.transcript import FILES, dutyscore
from tests.house.tree import ROOT

PAGES = sorted((ROOT / "docs").glob("cases*.md"))
DEMO = (FILES / "rules" / "demo" / "rulebook.yaml").read_text(encoding="utf-8")


def blocks(path: Path, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_the_example_passes(path: Path, tmp_path: Path) -> None:
    (example,) = blocks(path, "yaml")
    found = verdict(tmp_path, example, rulebook=DEMO)
    assert found.findings == ()
    assert len(found.verdicts) == 1
    assert told(found) == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_column_that_is_explained_is_known(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    table = re.findall(r"^\| (.*?) \|", text, re.MULTILINE)[1:]
    machine = [word for row in table for word in re.findall(r"`([a-z_.]+)[.`]", row)]
    chinese = [word for row in table for word in re.findall("(?:期望|上期)[一-鿿]+", row)]
    columns = spoken_words().columns
    assert len(machine) > 10
    assert len(chinese) > 14
    assert [word for word in (*machine, *chinese) if word not in columns] == []


def test_both_languages_explain_the_same() -> None:
    first, second = ([line.count("|") for line in path.read_text(encoding="utf-8").splitlines()] for path in PAGES)
    assert sorted(filter(None, first)) == sorted(filter(None, second))


def commands(text: str) -> list[list[str]]:
    found = re.findall(r"dutyscore (?:check|test)[^\n`#>]*", text)
    return [shlex.split(command)[1:] for command in found]


@pytest.mark.parametrize("path", [*PAGES, ROOT / "docs" / "ci.md"], ids=lambda path: path.name)
def test_commands_of_the_pages_have_real_options(path: Path) -> None:
    found = commands(path.read_text(encoding="utf-8"))
    assert found
    for name, *words in found:
        assert name in COMMANDS
        code, text, said = dutyscore([name, "-h", "--lang", "en"])
        assert code == 0, said
        options = [word for word in words if word.startswith("-")]
        assert [option for option in options if not re.search(rf"(?<![\w-]){re.escape(option)}(?![\w-])", text)] == []


def test_recipes_are_yaml() -> None:
    recipes = [yaml.safe_load(block) for block in blocks(ROOT / "docs" / "ci.md", "yaml")]
    keys = [sorted(map(str, part)) for recipe in recipes for part in (recipe if isinstance(recipe, list) else [recipe])]
    assert keys == [["repos"], ["True", "jobs", "name"], ["uses", "with"], ["run"], ["rules"]]


def test_hooks_run_commands_on_the_files_of_rules() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert [hook["id"] for hook in hooks] == ["dutyscore-check", "dutyscore-test"]
    for hook in hooks:
        program, command = hook["entry"].split()
        assert program == "dutyscore"
        assert command in COMMANDS
        assert re.search(hook["files"], "rules/jintai/rulebook.yaml")
        assert re.search(hook["files"], "rules/jintai/cases.yaml")
        assert not re.search(hook["files"], "rules/jintai/README.md")


def test_the_recipe_of_github_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "rules" / "jinan").mkdir(parents=True)
    for name in ("rulebook.yaml", "cases.yaml"):
        (tmp_path / "rules" / "jinan" / name).write_bytes((ROOT / "rules" / "jinan" / name).read_bytes())
    monkeypatch.chdir(tmp_path)
    assert dutyscore(["test", "rules", "-f", "github", "--coverage", "80"]) == (0, "", "")
    assert dutyscore(["test", "rules", "-o", "junit.xml", "--coverage", "80", "-q"]) == (0, "", "")
    assert (tmp_path / "junit.xml").read_bytes().startswith(b"<?xml")
