"""The pages of the documentation are those that the catalogues and the examples make.

`pytest tests/checks/test_pages.py --accept` writes them anew.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dutyscore.cli.check_page import page as stored
from dutyscore.model.codes import CODES
from dutyscore.output.wording import LANGUAGES
from tests.checks.elsewhere import ELSEWHERE
from tests.checks.pages import DOCS, index, page
from tests.cli.transcript import dutyscore

Agrees = Callable[[Path, str], None]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", sorted(CODES))
def test_page(code: str, language: str, agrees: Agrees) -> None:
    agrees(DOCS / language / f"{code}.md", page(code, language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_index(language: str, agrees: Agrees) -> None:
    agrees(DOCS / language / "README.md", index(language))


@pytest.mark.parametrize("code", ["DS104", "ds104", "fullwidth-colon"])
def test_explain_prints_the_page(code: str) -> None:
    path = stored("DS104", "zh")
    assert path is not None
    assert dutyscore(["check", "--explain", code, "--lang", "zh"]) == (0, path.read_text(encoding="utf-8"), "")


def test_pages_show_a_wrong_and_a_right_example_and_a_repair() -> None:
    full = [code for code in CODES if code not in ELSEWHERE]
    assert len(full) >= 60
    for code in full:
        text = page(code, "en")
        assert all(f"## {title}" in text for title in ("A wrong example", "A right example", "How to repair it")), code


def test_an_unknown_code_gets_the_nearest() -> None:
    code, output, told = dutyscore(["check", "--explain", "DS1O4"])
    assert (code, output) == (2, "")
    assert "DS104" in told
