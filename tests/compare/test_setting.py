"""Values that --set reaches, and the text that it leaves behind."""

from __future__ import annotations

import pytest

from dutyscore.compare import setting
from tests.compare.small import BOOK, loaded


def after(path: str, value: str) -> list[tuple[str, str]]:
    """The lines that differ."""
    text = setting.written(loaded(BOOK).text, path, value).decode()
    return [(old, new) for old, new in zip(BOOK.splitlines(), text.splitlines(), strict=False) if old != new]


@pytest.mark.parametrize(
    ("path", "value", "line"),
    [
        ("base.meeting.each", "6", "      meeting: {name: 会议, ref: 第一条, score: {each: 6}}"),
        ("categories.base.items.meeting.score.each", "6", "      meeting: {name: 会议, ref: 第一条, score: {each: 6}}"),
        ("meeting.each", "6", "      meeting: {name: 会议, ref: 第一条, score: {each: 6}}"),
        ("bonus.max", "15", "    max: 15"),
        ("grades.优秀", "45", "  - {name: 优秀, when: {total: {at_least: 45}}, ref: 第六条}"),
        (
            "report.市",
            "9",
            "      report: {name: 报告, ref: 第三条, score: {lookup: {field: 级别, points: {市: 9, 区: 4}}}}",
        ),
        ("absence.max", "{year: 9}", "      absence: {max: {year: 9}, name: 缺席, ref: 第五条, score: {each: -4}}"),
    ],
)
def test_one_line_changes(path: str, value: str, line: str) -> None:
    assert [new for _, new in after(path, value)] == [line]


def test_a_new_key_of_a_block() -> None:
    text = setting.written(loaded(BOOK).text, "minus.min", "-10").decode()
    assert "    min: -10\n    name: 扣分\n" in text


@pytest.mark.parametrize(
    ("path", "step", "nearest"), [("base.meeting.ecah", "ecah", "each"), ("nothing.at.all", "nothing", "")]
)
def test_a_path_that_leads_nowhere(path: str, step: str, nearest: str) -> None:
    with pytest.raises(setting.SettingError) as error:
        setting.written(loaded(BOOK).text, path, "1")
    assert (error.value.step, error.value.nearest) == (step, nearest)
