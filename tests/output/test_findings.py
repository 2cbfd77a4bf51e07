"""Findings as text: places put together, carets under the right characters, advice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dutyscore.model.codes import CODES
from dutyscore.model.diagnostic import Diagnostic, Excerpt
from dutyscore.model.place import Place
from dutyscore.output.findings import cell_ranges, rendered, sentence, summary
from dutyscore.output.width import width
from dutyscore.output.wording import load
from tests.output.sample import findings
from tests.output.test_wording import facts_of_codes

GOLDEN = Path(__file__).with_name("golden")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_findings(language: str, agrees: Callable[[Path, str], None]) -> None:
    wording = load(language)
    ends = (summary(findings(), wording, end) for end in ("summary", "unscored", "partial"))
    lines = [*rendered(findings(), wording), *ends]
    agrees(GOLDEN / f"findings.{language}.txt", "\n".join(lines) + "\n")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_sentence_takes_its_facts(language: str) -> None:
    wording = load(language)
    for code in CODES:
        facts = {fact: f"<{fact}>" for fact in facts_of_codes()[code]}
        for given in (facts, {}):
            title = sentence(Diagnostic(code, Place("f.yaml"), given), wording)
            assert not set("{}") & set(title), title


def test_cells_of_one_column_are_put_together() -> None:
    def cells(*rows: int, column: int = 3) -> list[Place]:
        return [Place("a.xlsx", "表", row, column) for row in rows]

    assert cell_ranges(cells(118, 112, 113, 114, 240)) == ["C112-C114", "C118", "C240"]
    assert cell_ranges([*cells(1, 2), *cells(2, 3, column=1)]) == ["A2, A3", "C1, C2"]
    assert cell_ranges([Place("a.csv", "", row, 2) for row in (5, 6, 7)]) == ["5:2-7:2"]


def test_a_long_list_of_cells_is_told_whole() -> None:
    facts = {"column": "数量", "value": "x"}
    found = [Diagnostic("DS305", Place("a.xlsx", "表", row, 4), facts) for row in range(2, 400, 2)]
    lines = rendered(found, load("en"))
    assert all(width(line) <= 100 for line in lines)
    text = " ".join(lines)
    assert all(f"D{row}" in text for row in range(2, 400, 2))
    assert "199 places" in text


@pytest.mark.parametrize("before", ["", "ab ", "张三：", "\tx", "\x1b[31m", "e\u0301"])
@pytest.mark.parametrize("marked", ["：", "ab", "张", "\u202e", "\u200b"])
def test_the_caret_stands_under_what_it_marks(before: str, marked: str) -> None:
    line = f"{before}{marked}后"
    excerpt = Excerpt(((7, (line,)),), 7, len(before), len(marked))
    lines = rendered([Diagnostic("DS120", Place("a.yaml", "", 7, 1), excerpt=excerpt)], load("en"))
    (shown,) = [text for text in lines if text.startswith(" 7 | ")]
    (carets,) = [text for text in lines if text.strip(" |") and set(text) <= set(" |^")]
    start = carets.index("^")
    end = start + carets.count("^")
    columns = [width(shown[:index]) for index in range(len(shown) + 1)]
    assert shown[columns.index(start) : columns.index(end)].strip("\u0301")
    assert shown[columns.index(end) :] == "后"


def test_a_very_long_line_is_shown_around_the_fault() -> None:
    excerpt = Excerpt(((1, ("甲" * 4000 + "：" + "乙" * 4000,)),), 1, 4000)
    lines = rendered([Diagnostic("DS104", Place("a.yaml", "", 1, 4001), excerpt=excerpt)], load("en"))
    assert max(map(width, lines)) < 320
    shown, carets = lines[2], lines[3]
    assert width(shown[: shown.index("：")]) == carets.index("^")


def test_hostile_text_is_shown_and_not_obeyed() -> None:
    facts = {"column": "[/x]", "value": "\x1b[2J\u202e{value} %s", "nearest": ""}
    text = "\n".join(rendered([Diagnostic("DS301", Place("a\x1b.csv", "", 1, 1), facts)], load("en")))
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "<U+001B>[2J<U+202E>{value} %s" in text
