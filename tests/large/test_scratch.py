"""A run in parts that is ended from outside leaves nothing of the log behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.house.tree import ROOT
from tests.large.test_large import BOOK, ROWS

_COPIES = 1500
_PATIENCE = 60
"""Seconds until something has to lie in the folder."""


@pytest.mark.skipif(sys.platform == "win32", reason="no signals to send")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_nothing_is_left_behind(name: str, tmp_path: Path) -> None:
    number = signal.Signals[name]
    (tmp_path / "rulebook.yaml").write_text(BOOK, encoding="utf-8")
    lines = "\n".join(["姓名,日期,项目,数量", *(ROWS * _COPIES)])
    (tmp_path / "logs.csv").write_text(f"{lines}\n", encoding="utf-8")
    spill = tmp_path / "spill"
    spill.mkdir()
    command = [sys.executable, "-m", "dutyscore", "score", "logs.csv", "--memory", "2MiB", "-o", "ledger.parquet"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "TMPDIR": str(spill)}
    process = subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    until = time.monotonic() + _PATIENCE
    while not any(spill.glob("dutyscore-*/*")) and time.monotonic() < until:
        assert process.poll() is None, "the run ended before it laid anything down"
        time.sleep(0.01)
    assert any(spill.glob("dutyscore-*/*"))
    process.send_signal(number)
    _, said = process.communicate(timeout=_PATIENCE)
    assert process.returncode == (130 if number == signal.SIGINT else -number)
    assert b"Traceback" not in said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["logs.csv", "rulebook.yaml", "spill"]
    assert list(spill.iterdir()) == []
