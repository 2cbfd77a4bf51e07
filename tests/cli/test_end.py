"""The process ends at once, with everything said and the right exit code."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT

LOG = str(ROOT / "examples" / "jintai" / "logs.xlsx")


def program(*words: str, stdout: int | None = subprocess.PIPE) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-m", "dutyscore", *words]
    return subprocess.run(command, stdout=stdout, stderr=subprocess.PIPE, env=environment, check=False)


def test_what_was_said_arrives() -> None:
    done = program("score", LOG, "-f", "json")
    assert done.returncode == 0
    assert done.stdout.endswith(b"}\n")
    assert program("score", "no-such-file.csv").returncode == 3
    assert program("--no-such-option").returncode == 2


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["score", LOG]])
def test_a_reader_that_has_left_is_no_fault(words: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = program(*words, stdout=writing)
    finally:
        os.close(writing)
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("words", [["--help"], ["score", LOG]])
def test_what_cannot_be_written_is_told(words: list[str]) -> None:
    with open("/dev/full", "wb") as full:
        done = program(*words, stdout=full.fileno())
    assert done.returncode == 3
    assert done.stderr
    assert b"Traceback" not in done.stderr
