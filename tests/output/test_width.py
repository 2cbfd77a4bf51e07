"""Room on a screen, and what nobody may print."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutyscore.output.width import clean, pad, width, wrap

COLOUR, RIGHT_TO_LEFT = "\x1b[31m", "\u202e"


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("", 0), ("abc", 3), ("张三", 4), ("张三a", 5), ("ａ，（）", 8), ("e\u0301", 1), ("\U00020bb7", 2), ("😀", 2),
        ("한글", 4), ("½…", 2), ("a\u200db", 2),
    ],
)  # fmt: skip
def test_width(text: str, columns: int) -> None:
    assert width(text) == columns


def test_width_agrees_with_rich() -> None:
    from rich.cells import cell_len

    for text in ("张三 12.5", "欧阳小明", "区政协〔2025〕3号", "（一）“引号”·、", "e\u0301x", "カナ ｶﾅ"):
        assert width(text) == cell_len(text), text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"{COLOUR}red", "<U+001B>[31mred"),
        (f"a{RIGHT_TO_LEFT}b", "a<U+202E>b"),
        ("a\tb\nc\r", "a<U+0009>b<U+000A>c<U+000D>"),
        ("\u009b31m", "<U+009B>31m"),
        ("\u200b零\ufeff", "<U+200B>零<U+FEFF>"),
        ("\udc80", "<U+DC80>"),
        ("\U000e0041", "<U+E0041>"),
        ("\u2028\x7f\x00", "<U+2028><U+007F><U+0000>"),
        ("张三 [/x] <b> 'ok'", "张三 [/x] <b> 'ok'"),
    ],
)
def test_clean(text: str, shown: str) -> None:
    assert clean(text) == shown


@given(st.text())
def test_what_is_clean_can_be_printed_anywhere(text: str) -> None:
    shown = clean(text)
    shown.encode("utf-8")
    assert not any(ord(character) < 32 or 127 <= ord(character) < 160 for character in shown)
    assert clean(shown) == shown


def test_pad() -> None:
    assert pad("张三", 6) == "张三  "
    assert pad("张三", 6, "right") == "  张三"
    assert pad("张三", 2) == "张三"


@given(st.text(alphabet="ab 张三，。", max_size=60), st.integers(min_value=4, max_value=30))
def test_wrapped_lines_fit_and_lose_nothing(text: str, columns: int) -> None:
    lines = wrap(text, columns)
    assert all(width(line) <= columns for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_wrap_breaks_at_blanks_and_before_wide_characters() -> None:
    assert wrap("only errors are told", 12) == ["only errors", "are told"]
    assert wrap("只说错误，不说别的", 10) == ["只说错误，", "不说别的"]
    assert wrap("abcdefgh", 3) == ["abc", "def", "gh"]
    assert wrap("", 5) == [""]
