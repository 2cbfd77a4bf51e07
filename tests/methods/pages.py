"""The page of each scoring method and modifier, made of its docstring, the words of the schema and its cases.

`<name>.yaml` in this folder has three parts, divided by `---`: what the page says (`PROSE` lists the keys), a small
rulebook, its cases. A text that differs from language to language is a mapping `{en, zh}`; the name of a case holds
both, divided by ` | `. What a page shows of a case is what the program does with it.

`pytest tests/methods/test_pages.py --accept` writes the pages anew into docs/methods.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import yaml

from dutyscore.cli.schema import told_in
from dutyscore.model.exact import decimal_text
from dutyscore.model.ledger import Kind
from dutyscore.model.result import Result
from dutyscore.output.wording import Wording, load
from dutyscore.rulebook.cases import Case, Cases, load_cases
from dutyscore.rulebook.load import Loaded, load_rulebook
from tests.clauses.test_clauses import HEAD
from tests.house.tree import ROOT
from tests.methods.names import METHODS, MODIFIERS
from tests.rules.playing import played

HERE = Path(__file__).parent
DOCS = ROOT / "docs" / "methods"
OWN = "本簿设定"
"""Begins the source of a clause that no published text has."""
PROSE = ("title", "doc", "words", "clause", "source", "says", "beware")
NAMES = (*METHODS, *MODIFIERS)


@dataclass(frozen=True)
class Subject:
    """One method or modifier: the prose of its page, its rulebook as it is shown and as it is loaded, its cases."""

    prose: Mapping[str, Any]
    rules: str
    loaded: Loaded
    cases: Cases


@cache
def subject(name: str) -> Subject:
    prose, rules, cases = (HERE / f"{name}.yaml").read_text(encoding="utf-8").split("\n---\n")
    written = set(re.findall(r"^(\w+):", rules, re.MULTILINE))
    head = "".join(f"{key}: {value}\n" for key, value in HEAD.items() if key not in written)
    loaded = load_rulebook((head + rules + "\n").encode(), f"{name}.yaml")
    assert loaded.rulebook, [(str(found.place), found.code, dict(found.facts)) for found in loaded.findings]
    read = load_cases(cases.encode(), f"{name} cases", loaded.rulebook)
    return Subject(yaml.safe_load(prose), rules.strip("\n"), loaded, read)


def page(name: str, language: str) -> str:
    """The whole page."""
    about, wording = subject(name), load(language)
    prose, words = about.prose, WORDS[language]

    def told(key: str) -> str:
        return str(prose[key][language])

    parts = [
        f"# `{name}`: {told('title')}",
        f"{words['other'].format(file=_file(name, _other(language)))}",
        told("says"),
    ]
    if language == "en" and prose.get("doc"):
        parts.append(docstring(prose["doc"]))
    kind = "own" if prose["source"].startswith(OWN) else "clause"
    parts += [f"## {words[kind]}", f"{told('clause')} ({prose['source']})"]
    parts += [f"## {words['written']}", f"```yaml\n{about.rules}\n```"]
    if prose.get("words"):
        parts += [f"## {words['keys']}", keys(prose["words"], wording)]
    parts += [f"## {words['cases']}", *(shown for case in about.cases.cases for shown in example(about, case, wording))]
    parts += [f"## {words['beware']}", "\n".join(f"- {each}" for each in prose["beware"][language])]
    return "\n\n".join(parts) + "\n"


def index(language: str) -> str:
    """What there is."""
    words = WORDS[language]
    parts = [f"# {words['all']}", words["other"].format(file=_file("README", _other(language))), words["order"]]
    for title, names in ((words["methods"], METHODS), (words["modifiers"], MODIFIERS)):
        rows = [(f"[`{name}`]({_file(name, language)})", subject(name).prose["title"][language]) for name in names]
        parts += [f"## {title}", table((words["key"], words["means"]), rows)]
    return "\n\n".join(parts) + "\n"


def docstring(where: str) -> str:
    """The docstring of a class, `module:Class`, or the one of its module where the class has none of its own."""
    module, _, name = where.partition(":")
    source = getattr(import_module(module), name) if name else import_module(module)
    return inspect.cleandoc(source.__doc__ or "")


def keys(models: list[str], wording: Wording) -> str:
    """The words of the schema about the keys, `Model.key` each."""
    words, told = WORDS[wording.language], told_in(wording)
    rows = []
    for model in models:
        title, meaning = told(model) or (model, "")
        rows.append((f"`{model.partition('.')[2]}`", title, meaning))
    return table((words["key"], words["name"], words["means"]), rows)


# ---------------------------------------------------------------- cases


def example(about: Subject, case: Case, wording: Wording) -> Iterator[str]:
    """A case as the program plays it: each entry with its postings, what a member has without entries, the totals."""
    words = WORDS[wording.language]
    chinese, _, english = case.name.partition(" | ")
    yield f"**{english if wording.language == 'en' else chinese}**"
    outcome = played(about.loaded, case)
    result = outcome.result
    if result is None or case.findings:
        codes = ", ".join(dict.fromkeys(f"[{found.code}](../diagnostics/{wording.language}/{found.code}.md)"
                                        for found in outcome.findings))  # fmt: skip
        rows = [(member, facts(row), codes) for member, row in case.entries]
        yield table((words["member"], words["entry"], words["finding"]), rows)
        return
    rows = []
    for number, (author, row) in enumerate(case.entries, start=1):
        rows += [
            (member, facts(row) if member == author else "", told)
            for index, member in enumerate(result.roster.ids)
            if (told := postings(result, wording, index, number))
        ]
    rows += [
        (member, "", told)
        for index, member in enumerate(result.roster.ids)
        if (told := postings(result, wording, index, 0))
    ]
    yield table((words["member"], words["entry"], words["postings"]), rows)
    totals = zip(result.roster.ids, result.totals, result.scored, strict=True)
    yield (
        words["total"]
        + ": "
        + ", ".join(
            f"{member} {result.scale.text(int(total)) if scored else words['not_scored']}"
            for member, total, scored in totals
        )
    )


def facts(row: Mapping[str, str]) -> str:
    return " ".join(str(value) for value in row.values())


def postings(result: Result, wording: Wording, member: int, entry: int) -> str:
    """The postings of a member for an entry of the case (from 1), or those that are no entry's (0)."""
    told = []
    ledger = result.ledger
    for row in (ledger.member == member).nonzero()[0].tolist():
        number = int(ledger.entry[row])
        if entry == (int(result.entries.row[number]) if number >= 0 else 0):
            points = decimal_text(int(ledger.amount[row]) * result.scale.step)
            node = f" ({result.nodes[int(ledger.node[row])].name})" if ledger.node[row] >= 0 else ""
            told.append(f"{wording.word('kind', Kind(int(ledger.kind[row])).name)} {points}{node}")
    return "; ".join(told)


def table(header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [header, tuple("---" for _ in header), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def _other(language: str) -> str:
    return "zh" if language == "en" else "en"


def _file(name: str, language: str) -> str:
    return f"{name}.md" if language == "en" else f"{name}.zh.md"


WORDS = {
    "en": {
        "other": "中文：[{file}]({file})",
        "clause": "A clause of a real regulation",
        "own": "A clause of our own",
        "written": "How it is written",
        "keys": "Keys",
        "key": "Key",
        "name": "Name",
        "means": "Meaning",
        "cases": "Examples",
        "beware": "Beware",
        "member": "Member",
        "entry": "Entry",
        "postings": "Postings",
        "finding": "Finding",
        "total": "Total",
        "not_scored": "not scored",
        "all": "Methods and modifiers",
        "methods": "Methods",
        "modifiers": "Modifiers",
        "order": "An item has exactly one method. Modifiers stand beside it and act in a fixed order "
        "([the language](../language.md)). The tests play the cases on the pages: what they show is what happens.",
    },
    "zh": {
        "other": "English: [{file}]({file})",
        "clause": "真实办法里的一条",
        "own": "自拟的一条",
        "written": "写法",
        "keys": "键",
        "key": "键",
        "name": "名称",
        "means": "意思",
        "cases": "例子",
        "beware": "当心",
        "member": "成员",
        "entry": "记录",
        "postings": "账",
        "finding": "问题",
        "total": "总分",
        "not_scored": "不计分",
        "all": "计分办法和修饰",
        "methods": "计分办法",
        "modifiers": "修饰",
        "order": "一个项目只有一种计分办法，修饰写在旁边，起作用的次序固定（[规则簿怎么写](../language.zh.md)）。"
        "每页的例子都由测试实际算过：写的就是算出来的。",
    },
}
