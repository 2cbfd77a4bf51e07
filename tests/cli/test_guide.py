"""The guides "from a regulation to a rulebook", played as a reader would: files grow block by block, commands run.

A block of a guide with the name of a file behind its language writes that file, with `+` it is added to the end, with
`~` it stands in place of the block before. Blocks of ```console are run among the files as they are then.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from dutyscore.rulebook.load import load_rulebook
from tests.cli.transcript import replayed

TOP = Path(__file__).parents[2]
GUIDES = ("docs/guide.md", "docs/guide.zh.md")
_FENCE = re.compile(r"^```(\w+)(?: (\S+)(?: ([+~]))?)?\n(.*?)^```\n", re.DOTALL | re.MULTILINE)
Files = list[tuple[str, str, str]]


def files(text: str) -> Files:
    """Name, mark and content of every block that is a file."""
    return [(name, mark or "", content) for _, name, mark, content in _FENCE.findall(text) if name]


def played(text: str) -> str:
    """The guide with every answer as it is given now, in the current folder."""
    before: dict[str, str] = {}

    def step(block: re.Match[str]) -> str:
        language, name, mark, content = block.groups()
        if language == "console":
            return replayed(block[0])
        if name:
            path = Path(name)
            path.parent.mkdir(exist_ok=True)
            old = path.read_text(encoding="utf-8") if path.exists() else ""
            before[name] = {None: "", "+": old, "~": before.get(name, "")}[mark]
            path.write_text(before[name] + content, encoding="utf-8")
        return block[0]

    return _FENCE.sub(step, text)


@pytest.mark.parametrize("name", GUIDES)
def test_a_guide_can_be_followed(
    name: str, agrees: Callable[[Path, str], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = (TOP / name).read_text(encoding="utf-8")
    assert text.count("$ dutyscore ") >= 8
    agrees(TOP / name, played(text))
    made = load_rulebook(Path("rulebook.yaml").read_bytes(), "rulebook.yaml")
    stored = load_rulebook((TOP / "rules/jinan/rulebook.yaml").read_bytes(), "rulebook.yaml")
    assert made.findings == ()
    assert made.rulebook == stored.rulebook


def test_both_guides_make_the_same_files() -> None:
    english, chinese = (files((TOP / name).read_text(encoding="utf-8")) for name in GUIDES)
    assert english == chinese
