"""A small rulebook with everything that cases can show, and cases played against it."""

from __future__ import annotations

from pathlib import Path

from dutyscore.cli.test_books import Book, judged, read_book
from dutyscore.compare.verdict import BookVerdict

RULEBOOK = """\
rulebook: small
version: "1"
title: 小办法
source: {text: 文号}
effective: {from: 2025-01-01, to: 2025-12-31}
semantics: 1
subject: 委员
period: year
points: {step: 0.5, rounding: half_up}
fields:
  数量: {type: number, decimals: 1, min: 0, max: 100}
  事项: {type: text}
  审核: {type: choice, choices: [待审, 核定]}
roster: {身份: {type: choice, choices: [常委, 委员]}, 组: {group: true}}
entries:
  columns: {member: 姓名, date: 日期, item: 项目, deed: 事项}
  confirmed: {审核: 核定}
measures:
  次数: {count: {项目: 走访}}
categories:
  work:
    name: 工作
    ref: 第一条
    max: 20
    items:
      visit: {name: 走访, ref: 第二条, score: {each: 3}, max: {month: 6}, min: {month: 3}}
      gift:
        name: 捐赠
        ref: 第三条
        score:
          tiers:
            {field: 数量, kind: reached, otherwise: 0, steps: [{at_least: 10, points: 2}, {above: 50, points: 4}]}
      often:
        name: 常走访
        ref: 第四条
        score: {of: 次数, tiers: {kind: reached, otherwise: 0, steps: [{at_least: 2, points: 1}]}}
requirements:
  走访: {when: {次数: {at_least: 1}}, ref: 第二条}
rankings:
  名次: {by: total, main: true}
grades:
  - {name: 优秀, when: {total: {at_least: 10}}}
  - {name: 称职, otherwise: true}
lists:
  表扬: {when: {grade: 优秀}, to: 大会}
"""


def book(folder: Path, cases: str | bytes, name: str = "cases.yaml", rulebook: str = RULEBOOK) -> Book:
    """The small rulebook with these cases beside it, in a folder."""
    (folder / "rulebook.yaml").write_text(rulebook, encoding="utf-8")
    (folder / name).write_bytes(cases if isinstance(cases, bytes) else cases.encode())
    found = read_book(str(folder / "rulebook.yaml"))
    assert isinstance(found, Book)
    return found


def verdict(folder: Path, cases: str | bytes, name: str = "cases.yaml", rulebook: str = RULEBOOK) -> BookVerdict:
    return judged(book(folder, cases, name, rulebook))


def told(found: BookVerdict) -> list[tuple[str, str, str, str]]:
    """What differs: case, what, expected, found."""
    return [
        (each.case.name, mismatch.difference.what, mismatch.difference.expected, mismatch.difference.found)
        for each in found.verdicts
        for mismatch in each.mismatches
    ]
