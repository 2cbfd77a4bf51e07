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


def test_a_step_of_tiers_is_called_by_its_bound() -> None:
    steps = "[{at_least: 3, points: 1}, {at_least: 9, points: 2}]"
    tiers = f"{{tiers: {{field: 数量, kind: reached, otherwise: 0, steps: {steps}}}}}"
    text = BOOK.replace("{per_unit: {field: 数量, points: 2}}", tiers)
    assert "{at_least: 9, points: 4}" in setting.written(loaded(text).text, "visit.9", "4").decode()
    assert "{at_least: 3, points: 4}" in setting.written(loaded(text).text, "visit.steps.0.points", "4").decode()


def test_a_new_key_of_a_block() -> None:
    text = setting.written(loaded(BOOK).text, "minus.min", "-10").decode()
    assert "    min: -10\n    name: 扣分\n" in text


WINDOWS = BOOK.replace("{each: 5}}", "{each: 5}, max: {month: 5, year: 20}}", 1)


@pytest.mark.parametrize(
    ("path", "left"),
    [
        ("meeting.max", "max: none"), ("meeting.max.month", "max: {year: 20}"), ("meeting.max.year", "max: {month: 5}"),
        ("bonus.max", "max: none"),
    ],
)  # fmt: skip
def test_a_book_without_a_cap(path: str, left: str) -> None:
    """To reckon what a cap costs, all of it or its part for one window."""
    text = setting.without_cap(loaded(WINDOWS).text, path)
    assert text is not None
    (line,) = [new for old, new in zip(WINDOWS.splitlines(), text.decode().splitlines(), strict=True) if old != new]
    assert left in line
    loaded(text.decode())


def test_what_is_no_cap_has_none_to_take_out() -> None:
    assert setting.without_cap(loaded(WINDOWS).text, "minus.min") is None
    assert setting.without_cap(loaded(WINDOWS).text, "report.市") is None


def test_all_limits_at_once() -> None:
    assert "max: none}" in setting.written(loaded(WINDOWS).text, "meeting.max", "none").decode()


@pytest.mark.parametrize(
    ("path", "step", "nearest"), [("base.meeting.ecah", "ecah", "each"), ("nothing.at.all", "nothing", "")]
)
def test_a_path_that_leads_nowhere(path: str, step: str, nearest: str) -> None:
    with pytest.raises(setting.SettingError) as error:
        setting.written(loaded(BOOK).text, path, "1")
    assert (error.value.step, error.value.nearest) == (step, nearest)
