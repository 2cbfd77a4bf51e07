"""Runs the transcripts beside this file. `pytest tests/cli --accept` takes the present answers; read the git diff."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.transcript import FILES, replayed

TRANSCRIPTS = sorted(Path(__file__).parent.glob("*.md"))


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_transcript(
    path: Path, agrees: Callable[[Path, str], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shutil.copytree(FILES, tmp_path / "office")
    monkeypatch.chdir(folder)
    agrees(path, replayed(path.read_text(encoding="utf-8")))


def test_there_are_transcripts() -> None:
    assert TRANSCRIPTS
