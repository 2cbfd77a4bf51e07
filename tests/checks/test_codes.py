"""Every finding: a sentence and a page in both languages, and an example that produces it beside one that does not."""

from __future__ import annotations

import re
from functools import cache

import pytest

from dutyscore.model.codes import CODES
from dutyscore.output.wording import LANGUAGES, load
from tests.checks.elsewhere import ELSEWHERE
from tests.checks.fixtures import codes, said
from tests.checks.pages import texts
from tests.house.tree import ROOT

QUIET = {"DS240", "DS243"}
"""Notes that many examples get: they have no cases and no caps."""


@cache
def found(code: str, kind: str) -> list[str]:
    return re.findall(r"\[(DS\d{3}) ", said(code, kind, "en")[1])  # type: ignore[arg-type]


@pytest.mark.parametrize("code", codes())
def test_the_wrong_example_produces_it(code: str) -> None:
    assert code in found(code, "bad")


@pytest.mark.parametrize("code", codes())
def test_the_right_example_produces_nothing(code: str) -> None:
    assert set(found(code, "good")) - QUIET == set()


@pytest.mark.parametrize("code", codes())
def test_the_wrong_example_has_one_fault_and_no_echo(code: str) -> None:
    echo = {"DS129": {"DS223"}}.get(code, set())
    assert set(found(code, "bad")) - QUIET - echo - {code} == set()


def test_every_code_has_an_example_or_a_reason() -> None:
    assert set(codes()) | set(ELSEWHERE) == set(CODES)
    assert set(codes()) & set(ELSEWHERE) == set()
    assert len(codes()) >= 60


@pytest.mark.parametrize("code", sorted(ELSEWHERE))
def test_what_has_no_example_is_named_by_the_tests_that_make_it(code: str) -> None:
    place = ROOT / ELSEWHERE[code]
    files = [place] if place.is_file() else [path for path in place.rglob("*") if path.suffix in (".py", ".md")]
    assert any(code in path.read_text(encoding="utf-8") for path in files), ELSEWHERE[code]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_a_sentence_and_a_page(language: str) -> None:
    wording = load(language)
    assert {code for code in CODES if not wording.at(f"finding.{code}.title")} == set()
    assert set(texts(language)["why"]) == set(CODES)
    folder = ROOT / "docs" / "diagnostics" / language
    assert {path.stem for path in folder.glob("DS*.md")} == set(CODES)


def test_codes_and_slugs_are_unique() -> None:
    slugs = [slug for slug, _ in CODES.values()]
    assert len(set(slugs)) == len(slugs)
