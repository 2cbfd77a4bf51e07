"""Typing slips repaired in the file: nothing else moves."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dutyscore.checks.typography import CODES, repaired
from dutyscore.rulebook.yaml_text import read_yaml
from tests.checks.fixtures import HERE
from tests.cli.transcript import dutyscore
from tests.rulebook.examples import examples

GOOD = (HERE / "DS201" / "good.yaml").read_bytes()
SLIPS = [code for code in CODES if (HERE / code / "bad.yaml").exists()]


@pytest.mark.parametrize("code", sorted({*SLIPS} - {"DS123", "DS125", "DS127"}))
def test_the_wrong_example_becomes_the_right_one(code: str) -> None:
    bad, good = (HERE / code / f"{kind}.yaml" for kind in ("bad", "good"))
    assert repaired(bad.read_bytes(), "f.yaml").data == good.read_bytes()


def test_every_slip_has_an_example() -> None:
    assert set(SLIPS) == set(CODES)


@pytest.mark.parametrize("code", ["DS106", "DS111", "DS112", "DS113", "DS121", "DS128"])
def test_advice_and_guesses_are_left_to_people(code: str) -> None:
    data = (HERE / code / "bad.yaml").read_bytes()
    assert repaired(data, "f.yaml").data == data


def test_comments_line_ends_and_byte_order_mark_stay() -> None:
    text = "# 说明： 全角，不动\r\na： 1  # 冒号： 这里不动\r\n\r\n\r\nb: [甲，乙]   # 尾注\r\n"
    found = repaired(b"\xef\xbb\xbf" + text.encode(), "f.yaml")
    expected = text.replace("a： 1", "a: 1").replace("[甲，乙]", "[甲, 乙]")
    assert found.data == b"\xef\xbb\xbf" + expected.encode()
    assert [number for number, _, _ in found.lines] == [2, 5]


@pytest.mark.parametrize("example", list(examples("texts.txt")), ids=lambda example: example.name)
def test_a_repair_never_changes_what_the_file_says(example: object) -> None:
    data = example.text.encode()  # type: ignore[attr-defined]
    found = repaired(data, "f.yaml")
    before, after = read_yaml(data, "f.yaml"), read_yaml(found.data, "f.yaml")
    if found.lines:
        assert before.root is not None
        assert after.root is not None
        assert before.root.data() == after.root.data()
        assert len(after.findings) < len(before.findings)
    assert repaired(found.data, "f.yaml").data == found.data


MARKS = {"：": ": ", "，": ", "}


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_slip_in_a_good_rulebook_is_undone(data: st.DataObject) -> None:
    """Full-width marks in the place of plain ones: whatever is repaired says the same as before the slip."""
    text = GOOD.decode()
    mark = data.draw(st.sampled_from(sorted(MARKS)))
    places = [at for at in range(len(text)) if text.startswith(MARKS[mark], at)]
    at = data.draw(st.sampled_from(places))
    spoilt = (text[:at] + mark + text[at + 2 :]).encode()
    found = repaired(spoilt, "f.yaml")
    if found.lines:
        after, meant = read_yaml(found.data, "f.yaml").root, read_yaml(GOOD, "f.yaml").root
        assert after is not None
        assert meant is not None
        assert after.data() == meant.data()


def test_the_command_writes_and_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "f.yaml"
    path.write_bytes((HERE / "DS104" / "bad.yaml").read_bytes())
    code, output, told = dutyscore(["check", "f.yaml", "--fix", "--dry-run", "-f", "concise"])
    assert (code, path.read_bytes()) == (1, (HERE / "DS104" / "bad.yaml").read_bytes())
    assert "-    name：加分\n+    name: 加分\n" in output
    assert "f.yaml: 1 line would be corrected" in told
    code, output, told = dutyscore(["check", "f.yaml", "--fix"])
    assert (code, output, path.read_bytes()) == (0, "", (HERE / "DS104" / "good.yaml").read_bytes())
    assert "f.yaml: 1 line corrected" in told
    before = path.stat().st_mtime_ns
    assert dutyscore(["check", "f.yaml", "--fix"])[0] == 0
    assert path.stat().st_mtime_ns == before


def test_a_doubtful_repair_is_not_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """DS452: whatever the repairs are, a file that would say something else is left alone and told."""
    from dutyscore.checks import typography

    monkeypatch.setattr(typography, "_wanted", lambda text: {} if "other" in text.lines[0] else {1: "rulebook: other"})
    path = tmp_path / "f.yaml"
    path.write_bytes(GOOD.replace(GOOD.splitlines()[0] + b"\n", b""))
    before = path.read_bytes()
    _, _, told = dutyscore(["check", str(path), "--fix"])
    assert "DS452" in told
    assert path.read_bytes() == before
