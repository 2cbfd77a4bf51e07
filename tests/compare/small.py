"""A small rulebook, versions of it made by editing its text, and logs to score by them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dutyscore.compare.bonds import bonds
from dutyscore.compare.change import Change
from dutyscore.compare.changes import changes
from dutyscore.compare.mixture import Mixer
from dutyscore.compare.proofs import proved
from dutyscore.rulebook.load import Loaded, load_rulebook

BOOK = """\
rulebook: small
version: "1"
title: 小办法
source: {text: 测试}
effective: {from: 2025-01-01, to: 2025-12-31}
semantics: 1
subject: 委员
period: year
points: {step: 1, rounding: half_up}
fields:
  级别: {type: choice, choices: [市, 区]}
  数量: {type: number, decimals: 0, min: 0}
entries:
  columns: {member: 姓名, date: 日期, item: 项目}
categories:
  base:
    name: 基础
    max: none
    items:
      meeting: {name: 会议, ref: 第一条, score: {each: 5}}
      visit: {name: 走访, ref: 第二条, score: {per_unit: {field: 数量, points: 2}}}
  bonus:
    name: 加分
    max: 20
    items:
      report: {name: 报告, ref: 第三条, score: {lookup: {field: 级别, points: {市: 8, 区: 4}}}}
      honour: {name: 表彰, ref: 第四条, score: {each: 10}, pick: {keep: highest, per: year}}
  minus:
    name: 扣分
    items:
      absence: {name: 缺席, ref: 第五条, score: {each: -4}}
grades:
  - {name: 优秀, when: {total: {at_least: 40}}, ref: 第六条}
  - {name: 称职, when: {total: {at_least: 20}}, ref: 第六条}
  - {name: 不称职, otherwise: true, ref: 第六条}
lists:
  约谈: {when: {total: {below: 10}}, to: 主席会议}
"""


def loaded(text: str, file: str = "book.yaml") -> Loaded:
    found = load_rulebook(text.encode(), file)
    assert found.rulebook, [(finding.code, str(finding.place), dict(finding.facts)) for finding in found.findings]
    return found


def edited(*edits: tuple[str, str], text: str = BOOK) -> str:
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


@dataclass(frozen=True)
class Pair:
    mixer: Mixer
    bonds: dict[int, frozenset[int]]

    @property
    def changes(self) -> Sequence[Change]:
        return self.mixer.changes


def labelled(old: str, new: str) -> set[str]:
    """The labels of all changes between two texts."""
    return {change.label for change in paired(old, new).changes}


def compared(*edits: tuple[str, str]) -> Pair:
    return paired(BOOK, edited(*edits))


def paired(before: str, after: str) -> Pair:
    old, new = loaded(before, "old.yaml"), loaded(after, "new.yaml")
    mixer = Mixer(old, new, changes(old, new))
    together = bonds(mixer)
    mixer.changes = proved(mixer, together)
    return Pair(mixer, together)


def lines(pair: Pair) -> list[str]:
    """`stricter node absence score each: -4 -> -6`, one a change."""
    told = []
    for change in pair.changes:
        about = " ".join((change.anchor.section, change.anchor.name, *(change.keys if change.kind == "value" else ())))
        values = "; ".join(f"{' '.join(part.keys)} {part.old} -> {part.new}".strip() for part in change.parts)
        if change.kind != "value":
            values = f"{change.old} -> {change.new}" if change.kind in ("moved", "renamed", "reordered") else ""
        told.append(f"{change.label}: {change.kind} {about.strip()} {values}".rstrip())
    return told
