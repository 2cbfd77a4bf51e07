"""The page about the rulebooks says what they are; `--accept` writes it anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.rules.library import page
from tests.rules.playing import ROOT


@pytest.mark.parametrize(("language", "name"), [("en", "rulebooks.md"), ("zh", "rulebooks.zh.md")])
def test_library(language: str, name: str, agrees: Callable[[Path, str], None]) -> None:
    agrees(ROOT / "docs" / name, page(language))
