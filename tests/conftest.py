"""`pytest --accept` writes what the program prints now over what the tests expect; the reviewer reads the git diff."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

os.environ["OPENPYXL_LXML"] = "False"  # as the program itself sets it, before anything loads openpyxl


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="take the present outputs as the expected ones")


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--accept"))


@pytest.fixture
def agrees(accept: bool) -> Callable[[Path, str], None]:
    """Compares a text with the one in a file, or accepts it."""

    def compare(path: Path, text: str) -> None:
        if accept:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(text.encode())
        assert path.exists(), f"{path} is missing: run pytest --accept and read the diff"
        assert text == path.read_bytes().decode()

    return compare
