"""The examples of docs/python.md are run, and say what they show."""

from __future__ import annotations

import doctest
from pathlib import Path

import pandas as pd
import pytest

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("page", ["python.md", "python.zh.md"])
def test_examples_say_what_they_show(page: str) -> None:
    with pd.option_context("display.width", 120, "display.max_columns", 20):
        done = doctest.testfile(str(DOCS / page), module_relative=False, encoding="utf-8", verbose=False)
    assert done.attempted > 5
    assert done.failed == 0
