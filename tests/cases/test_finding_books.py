"""Which rulebooks `dutyscore test` is about, and when it fails."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dutyscore.cli.test_books import rulebooks
from tests.cases.playing import RULEBOOK
from tests.cli.transcript import dutyscore

CASE = "- {{case: 例, entries: {{}}, expect: {{甲: {{total: {}}}}}}}\n"


@pytest.fixture(autouse=True)
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """rules/one and rules/deep/two, and a folder beside them."""
    for name in ("rules/one", "rules/deep/two", "logs"):
        (tmp_path / name).mkdir(parents=True)
    for name in ("one", "deep/two"):
        rulebook = RULEBOOK.replace("rulebook: small", f"rulebook: {name[-3:]}")
        (tmp_path / "rules" / name / "rulebook.yaml").write_text(rulebook, encoding="utf-8")
        (tmp_path / "rules" / name / "cases.yaml").write_text(CASE.format(20), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


ONE, TWO = "rules/one/rulebook.yaml", "rules/deep/two/rulebook.yaml"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ([], [TWO, ONE]),
        (["rules"], [TWO, ONE]),
        (["rules/deep"], [TWO]),
        ([ONE], [ONE]),
        (["one"], [ONE]),
        (["rules", ONE, "one"], [TWO, ONE]),
        ([TWO, "one"], [TWO, ONE]),
    ],
)
def test_what_is_meant(words: list[str], found: list[str]) -> None:
    paths, findings = rulebooks(words)
    assert ([Path(path).as_posix() for path in paths], findings) == (found, [])


def test_the_nearest_rules_above(office: Path) -> None:
    os.chdir(office / "logs")
    assert [Path(path).as_posix() for path in rulebooks([])[0]] == [f"../{TWO}", f"../{ONE}"]
    os.chdir(office / "rules" / "one")
    assert rulebooks([])[0] == ["rulebook.yaml"]


def test_nowhere(tmp_path: Path) -> None:
    (tmp_path / "rules" / "empty").mkdir()
    assert [each.code for each in rulebooks(["rules/empty"])[1]] == ["DS410"]
    assert [each.code for each in rulebooks(["rules/nothing"])[1]] == ["DS401"]
    assert [each.code for each in rulebooks(["two-and-a-half"])[1]] == ["DS416"]


def code(*words: str) -> int:
    return dutyscore(["test", *words])[0]


def test_exit_codes(office: Path) -> None:
    assert code() == 0
    (office / "rules" / "one" / "cases.yaml").write_text(CASE.format(19), encoding="utf-8")
    assert code() == 1
    assert code("--fail-on", "never") == 0
    assert code("rules/deep") == 0
    assert code("--coverage", "101") == 2
    assert code("-f", "html") == 2


def test_a_warning_fails_only_when_it_is_asked_for(office: Path) -> None:
    warned = RULEBOOK.replace("title: 小办法", "title: 2025.10")
    (office / "rules" / "one" / "rulebook.yaml").write_text(warned, encoding="utf-8")
    assert code("rules/one") == 0
    assert code("rules/one", "--fail-on", "warning") == 1


@pytest.mark.parametrize("content", [None, "", "# nothing yet\n", "[]\n"])
def test_nothing_to_test_is_unusable(content: str | None, office: Path) -> None:
    path = office / "rules" / "one" / "cases.yaml"
    path.unlink()
    if content is not None:
        path.write_text(content, encoding="utf-8")
    assert code("rules/one") in ((3,) if content in (None, "[]\n") else (1, 3))
    assert code("rules/one", "--fail-on", "never") in ((3,) if content in (None, "[]\n") else (0, 3))


def test_coverage_is_a_threshold(office: Path) -> None:
    found = dutyscore(["test", "rules/one", "-f", "json"])[1]
    percent = int(found.partition('"percent": ')[2].partition(",")[0])
    assert 0 < percent < 90
    assert code("rules/one", "--coverage", str(percent)) == 0
    assert code("rules/one", "--coverage", str(percent + 1)) == 1
