"""Made-up members on both sides of everything that decides: what changes for them is what the change is about."""

from __future__ import annotations

import pytest

from dutyscore.cli.diff_scoring import probed
from dutyscore.compare.book import Book
from dutyscore.compare.probe import probes
from tests.compare.small import BOOK, edited, loaded

Edit = tuple[str, str]


def moved(old: str, new: str) -> set[tuple[str, ...]]:
    """The probes with another outcome."""
    books = [loaded(text) for text in (old, new)]
    pair = [Book(book, book.rulebook) for book in books if book.rulebook]
    found = probes(pair[0], pair[1], probed)
    return {(probe.kind, probe.about, probe.value, probe.old, probe.new) for probe in found if probe.changed}


HONOURS = ("score: {each: 10}, pick: {keep: highest, per: year}}", "score: {each: 10}}")
GATE = (
    "grades:\n",
    "measures:\n  次数: {count: {项目: 会议}}\nrequirements:\n  够: {when: {次数: {at_least: 3}}}\ngrades:\n",
)
MET = ("when: {total: {at_least: 40}}", "when: {total: {at_least: 40}, 够: met}")
TARGET = (
    "      absence:",
    "      aim: {name: 目标, score: {target: {of: 次数, goal: 4, better: higher, full: 3, miss: zero}}}\n"
    "      absence:",
)

CASES: dict[str, tuple[tuple[Edit, ...], Edit, set[tuple[str, ...]]]] = {
    "a line": ((), ("at_least: 40", "at_least: 41"), {("line", "grades", "40", "优秀", "称职")}),
    "a cap of a category: 10, 8 and 10 again, at most 20 and then 18": (
        (HONOURS,), ("max: 20", "max: 18"), {("limit", "加分", "3", "20", "18"), ("limit", "加分", "4", "20", "18")}),
    "a floor of a category": (
        (("    name: 扣分\n", "    name: 扣分\n    min: -8\n"),), ("min: -8", "min: -4"),
        {("limit", "扣分", "2", "-8", "-4"), ("limit", "扣分", "3", "-8", "-4")}),
    "a cap of a month": (
        (("score: {each: 5}}", "score: {each: 5}, max: {month: 15}}"),), ("max: {month: 15}", "max: {month: 10}"),
        {("cap", "会议", "3", "15", "10"), ("cap", "会议", "4", "15", "10")}),
    "a word that only the old table has": (
        (), ("{市: 8, 区: 4}", "{市: unstated, 区: 4}"), {("table", "报告", "市", "8", "refused")}),
    "a clause that is gone": (
        (), ("      absence: {name: 缺席, ref: 第五条, score: {each: -4}}\n",
             "      late: {name: 迟到, score: {each: -1}}\n"),
        {("cap", "缺席", "1", "-4", "refused"), ("cap", "迟到", "1", "refused", "-1")}),
    "the first that counts": (
        (("score: {each: -4}}", "score: {each: -4}, starting: {nth: 3, per: year}}"),), ("nth: 3", "nth: 2"),
        {("cap", "缺席", "2", "0", "-4"), ("cap", "缺席", "3", "-4", "-8"), ("cap", "缺席", "4", "-8", "-12")}),
    "what a requirement asks": (
        (GATE, MET), ("{次数: {at_least: 3}}", "{次数: {at_least: 4}}"), {("line", "次数", "3", "优秀", "称职")}),
    "a value that changes in the middle of the year": (
        (), ("{each: 5}", "{each: {2025-01-01: 5, 2025-07-01: 6}}"), {("day", "会议", "2025-07-01", "5", "6")}),
    "a goal": ((GATE, TARGET), ("goal: 4", "goal: 5"), {("tier", "目标", "次数 4", "3", "0")}),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_a_change_does_at_its_borders(name: str) -> None:
    before, edit, expected = CASES[name]
    assert expected <= moved(edited(*before), edited(*before, edit))


def test_nothing_moves_where_nothing_changes() -> None:
    assert moved(BOOK, BOOK) == set()
