"""The page about the rulebooks that come with the program, made of the books.

`pytest tests/rules/test_library.py --accept` writes it anew.
"""

from __future__ import annotations

from collections.abc import Iterator

from dutyscore.rulebook.nodes import Group
from dutyscore.rulebook.schema import Rulebook
from dutyscore.rulebook.words import all_items
from tests.rules.playing import ROOT
from tests.rules.test_cases import BOOKS, book

OURS = "本簿设定"
"""Stands in `ref` wherever a value is not the source's."""


def page(language: str) -> str:
    words = WORDS[language]
    rows = [words["header"], tuple("---" for _ in words["header"]), *map(row, BOOKS)]
    table = "\n".join(f"| {' | '.join(cells)} |" for cells in rows)
    return f"# {words['title']}\n\n{words['other']}\n\n{words['says']}\n\n{table}\n"


def row(name: str) -> tuple[str, ...]:
    rulebook = book(name).rulebook
    assert rulebook
    source = rulebook.source.text
    linked = f"[{source}]({rulebook.source.url})" if rulebook.source.url else source
    items = all_items(rulebook)
    ours = sum(any(OURS in ref for ref in refs) for refs in _refs(rulebook))
    unstated = (ROOT / "rules" / name / "rulebook.yaml").read_text(encoding="utf-8").count(": unstated")
    numbers = map(str, (len(items), ours, unstated))
    return (f"[`{name}`](../rules/{name}/rulebook.yaml)", rulebook.title, linked, *numbers)


def _refs(rulebook: Rulebook) -> Iterator[tuple[str, ...]]:
    """The clauses of everything that has a `ref`."""
    for category in rulebook.categories.values():
        yield from _below(category)
    yield from (one.ref for part in (rulebook.requirements, rulebook.vetoes, rulebook.lists) for one in part.values())
    rows = (line for standings in rulebook.standings.values() for line in standings.rows)
    yield from (line.ref for line in (*rulebook.grades, *rulebook.bands, *rows))


def _below(group: Group) -> Iterator[tuple[str, ...]]:
    yield group.ref
    for _, child in group.children():
        if isinstance(child, Group):
            yield from _below(child)
        else:
            yield child.ref


WORDS = {
    "en": {
        "title": "The rulebooks",
        "other": "中文：[规则簿一览](rulebooks.zh.md)",
        "says": "They come with the program (`-r jintai`). Each names its source; where the source gives no value and "
        "the book had to choose one, its `ref` says 本簿设定 (a setting of the book), where it need not, the value is "
        "`unstated` and whoever lands there is reported. `company-safety` and `school-attendance` are examples of "
        "other fields, without a published text. Every book has cases: `dutyscore test jintai`.",
        "header": ("Rulebook", "Title", "Source", "Items", "Clauses set by the book", "Values unstated"),
    },
    "zh": {
        "title": "规则簿一览",
        "other": "English: [The rulebooks](rulebooks.md)",
        "says": "随程序带的规则簿（`-r jintai`）。每本写明出处；来源没有写而又必须定的，`ref` 里写“本簿设定”；"
        "不必定的写 `unstated`，遇到就报告。`company-safety`、`school-attendance` 是别的领域的例子，没有公布的原文。"
        "每本都有用例：`dutyscore test jintai`。",
        "header": ("规则簿", "名称", "出处", "项目", "本簿设定的条款", "没有写明的值"),
    },
}  # fmt: skip
