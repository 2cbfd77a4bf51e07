"""The transcripts in README and examples, run as a reader would run them: beside `examples` and `rules`.

The folder is a fresh one that links to both, so that what a transcript writes does not stay in the repository.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.transcript import replayed

TOP = Path(__file__).parents[2]
EXAMPLES = ("jintai", "ningjin", "jincheng", "jiuyuan", "shigu")
DOCUMENTS = ("README.md", "README.zh.md", *(f"examples/{name}/README.md" for name in EXAMPLES))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_a_document_shows_is_what_happens(
    name: str, agrees: Callable[[Path, str], None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for folder in ("examples", "rules"):
        (tmp_path / folder).symlink_to(TOP / folder, target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    text = (TOP / name).read_text(encoding="utf-8")
    assert "$ dutyscore " in text
    agrees(TOP / name, replayed(text))
