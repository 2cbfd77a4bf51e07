"""The transcripts in README and examples, run from the top of the repository as a reader would run them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.transcript import replayed

TOP = Path(__file__).parents[2]
DOCUMENTS = ("README.md", "README.zh.md", "examples/jintai/README.md", "examples/shigu/README.md")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_a_document_shows_is_what_happens(
    name: str, agrees: Callable[[Path, str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(TOP)
    text = (TOP / name).read_text(encoding="utf-8")
    assert "$ dutyscore " in text
    agrees(TOP / name, replayed(text))
