"""The checks of rulebooks: what they say, and where they must keep silent because nothing is proved."""

from __future__ import annotations

from pathlib import Path

import pytest

from dutyscore.checks.rulebook import CHECKS, lint, lint_versions
from dutyscore.checks.sight import Beside
from dutyscore.rulebook.load import load_rulebook
from tests.checks.fixtures import HERE
from tests.house.tree import ROOT, SRC
from tests.rulebook.examples import Example, brief, examples

GOOD = (HERE / "DS201" / "good.yaml").read_text(encoding="utf-8")
LINTS = list(examples("../checks/lints.txt"))


@pytest.mark.parametrize("example", LINTS, ids=lambda example: example.name)
def test_lints(example: Example) -> None:
    loaded = load_rulebook(_changed(example).encode(), "f.yaml")
    assert [found for found in loaded.findings if found.severity == "error"] == []
    assert brief(lint(loaded, Beside())) == example.found


def _changed(example: Example) -> str:
    """The good rulebook with each run of - lines replaced by the run of + lines that follows it."""
    text, old, new = GOOD, [], []
    for line in [*example.lines, "- "]:
        if line.startswith("- ") and new:
            assert text.count("\n".join(old)) == 1, old
            text = text.replace("\n".join(old), "\n".join(new))
            old, new = [], []
        (old if line.startswith("- ") else new).append(line[2:])
    return text


def test_the_good_rulebook_is_clean() -> None:
    assert lint(load_rulebook(GOOD.encode(), "f.yaml"), Beside()) == []


@pytest.mark.parametrize("path", sorted(ROOT.glob("rules/*/rulebook.yaml")), ids=lambda path: path.parent.name)
def test_published_rulebooks_have_no_fault(path: Path) -> None:
    """Notes and deserved warnings may stay, until their authors have looked at them."""
    found = lint(load_rulebook(path.read_bytes(), str(path)), Beside())
    assert [each for each in found if each.severity == "error"] == []


def test_the_list_of_checks_is_the_folder() -> None:
    for room, listed in (("rulebook", {*CHECKS, "versions"}), ("log", {"effective", "repeated"})):
        folder = SRC / "dutyscore" / "checks" / room
        assert {path.stem for path in folder.glob("*.py")} - {"__init__"} == listed


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (["2025-01-01 2025-12-31", "2026-01-01 2026-12-31"], []),
        (["2026-01-01 2026-12-31", "2025-01-01 2025-12-31"], []),
        (["2025-01-01 2025-12-31", "2026-01-02 2026-12-31"], ["DS236"]),
        (["2025-01-01 2026-12-31", "2025-06-01 2025-12-31", "2027-01-01 2027-12-31"], ["DS237"]),
    ],
)
def test_versions(days: list[str], expected: list[str]) -> None:
    books = []
    for number, day in enumerate(days):
        first, last = day.split()
        text = GOOD.replace("{from: 2025-01-01, to: 2025-12-31}", f"{{from: {first}, to: {last}}}")
        books.append(load_rulebook(text.encode(), f"v{number}.yaml"))
    assert [found.code for found in lint_versions(books)] == expected


def test_books_of_other_ids_are_no_versions() -> None:
    other = GOOD.replace("rulebook: office", "rulebook: other")
    assert lint_versions([load_rulebook(text.encode(), "f.yaml") for text in (GOOD, other)]) == []


def test_what_is_found_in_every_version_is_told_once() -> None:
    text = GOOD.replace("score: {each: 2}", "score: {each: {2025-01-01: 2, 2026-01-01: 3}}").replace(
        "ref: 第四条, ", ""
    )
    assert brief(lint(load_rulebook(text.encode(), "f.yaml"), Beside())) == ["DS223 31:7"]


def test_bounds_are_exact() -> None:
    """One step decides: a cap of exactly what is possible is reached, a step more is not."""
    for cap, expected in (("6", []), ("6.5", ["DS231"])):
        text = GOOD.replace("score: {each: 2}, max: 30", f"score: {{each: 2}}, pick: {{keep: {{best: 3}}}}, max: {cap}")
        found = lint(load_rulebook(text.replace("max: 60", "max: none").encode(), "f.yaml"), Beside())
        assert [each.code for each in found] == expected
