"""Sixty planted faults, 30 in a rulebook and 30 in a log: how many are found, placed exactly, told once, and repaired
by taking the hint literally. `python bench/faults.py [-v]`

A fault is one edit of a good file. In rulebooks ^ stands before the place that must be named; in logs it is the cell.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dutyscore.checks.rulebook import lint
from dutyscore.checks.sight import Beside
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.pipeline import look_over
from dutyscore.rulebook.load import Loaded, load_rulebook
from dutyscore.rulebook.words import vocabulary
from dutyscore.tables import Input, Options, read_logs

EXAMPLES = Path(__file__).parents[1] / "tests" / "checks"
BOOK = (EXAMPLES / "DS201" / "good.yaml").read_text(encoding="utf-8")
LOG_BOOK = (EXAMPLES / "rulebook.yaml").read_bytes()

RULEBOOKS = (
    ("full-width colon after a key", "    name: 加分", "    name^：加分"),
    ("full-width colon in braces", "{each: 2}", "{each^：2}"),
    ("full-width comma in braces", "{fixed: 40}}\n      meeting: {name: 会议, ref", "{fixed: 40}}\n      meeting: {name: 会议^，ref"),
    ("full-width comma in a list", "choices: [省级, 市级]", "choices: [省级^，市级]"),
    ("full-width brackets", "choices: [省级, 市级]", "choices: ^［省级, 市级]"),
    ("full-width digits", "    max: 60", "    max: ^６０"),
    ("full-width indentation", "    max: none", "^　　max: none"),
    ("full-width dash", "  - {name: 合格", "  ^－ {name: 合格"),
    ("tab as indentation", "    max: none", "^\tmax: none"),
    ("no blank after a colon", "subject: 委员", "subject^:委员"),
    ("no blank after a dash", "  - {name: 合格", "  ^-{name: 合格"),
    ("missing colon", "    max: none", "    max^ none"),
    ("unclosed bracket", "choices: [常委, 委员]}", "choices: ^[常委, 委员}"),
    ("unclosed quote", "title: 委员履职积分办法", 'title: ^"委员履职积分办法'),
    ("bracket too much", "choices: [常委, 委员]}", "choices: [常委, 委员]^]}"),
    ("key written twice", "    max: none", "    max: none\n    ^max: 10"),
    ("one blank too many", "    ref: 第五条\n", "     ^ref: 第五条\n"),
    ("misspelt key", "{each: 2}", "{^ecah: 2}"),
    ("misspelt word", "rounding: half_up", "rounding: ^half_upp"),
    ("misspelt field", "field: 级别", "field: ^级刖"),
    ("misspelt measure", "{会议次数: {at_least: 1}, ", "{^会议资数: {at_least: 1}, "),
    ("word that is no choice", "{省级: 8, 市级: 5}", "{省级: 8, ^市及: 5}"),
    ("number in words", "{fixed: 40}", "{fixed: ^四十}"),
    ("day that does not exist", "to: 2025-12-31", "to: ^2025-12-32"),
    ("tariff with a gap", "{省级: 8, 市级: 5}", "{省级: 8}"),
    ("finer than the step", "    max: 60", "    max: ^60.3"),
    ("rows in the wrong order", "at_least: 80}, requirement: met}}\n  - {name: 合格, when: {total: {at_least: 60", "at_least: 40}}}\n  - {name: ^合格, when: {total: {at_least: 60"),
    ("gap between printed rows", "60}}}\n  - {name: 不合格, otherwise: true}", "60}}}\n  - {name: 不合格, when: {total: {below: 50}}}"),
    ("cap below one award", "{each: 2}, max: 30", "{each: 2}, max: ^1"),
    ("item without a clause", "meeting: {name: 会议, ref: 第四条, ", "^meeting: {name: 会议, "),
)  # fmt: skip
"""Name of the fault, the text before, the text after."""
ELSEWHERE = {"tariff with a gap": "^points: {省级", "gap between printed rows": "\n^grades:"}
"""Faults whose place is not inside the edit."""

HEAD = "编号,姓名,日期,项目,级别,小时,本职,酌定分,理由,审核人"
ROWS = (
    "01,张三,2025-03-01,参加会议,,,否,,,办公室",
    "02,李四,2025-03-05,志愿服务,,4,否,,,办公室",
    "03,王五,2025-04-02,提交报告,省级,,否,,,办公室",
    "01,张三,2025-04-09,酌定,,,否,3,主席会议决定,办公室",
)
ROSTER = "编号,姓名,界别\n01,张三,经济\n02,李四,科技\n03,王五,教育\n"
LOGS = (
    (1, "项目", "参加会仪"), (1, "项目", "参加会议会"), (2, "项目", "志愿股务"), (2, "项目", "志愿者"), (3, "项目", "提交报吿"),
    (1, "编号", "O1"), (2, "编号", "20"), (1, "姓名", "李四"), (3, "姓名", "王伍"), (2, "项目", ""),
    (1, "日期", "2025-02-30"), (2, "日期", "2025-13-01"), (3, "日期", "三月"), (3, "日期", ""), (1, "日期", "2O25-03-01"),
    (3, "级别", "县级"), (3, "级别", "省"), (3, "级别", ""), (3, "级别", "市级"), (3, "级别", "国家级"),
    (2, "小时", "四个"), (2, "小时", "40"), (2, "小时", "-1"), (2, "小时", "4.25"), (2, "小时", ""),
    (2, "小时", "#REF!"), (1, "本职", "大概"), (4, "酌定分", "8"), (4, "理由", ""), (1, "日期", "2024-03-01"),
)  # fmt: skip
"""Row, column, what stands there by mistake."""


@dataclass(frozen=True)
class Outcome:
    name: str
    found: bool
    placed: bool
    once: bool
    repaired: bool
    told: str


def judged(text: str) -> list[Diagnostic]:
    loaded = load_rulebook(text.encode(), "f.yaml")
    found = [*loaded.findings, *(lint(loaded, Beside()) if loaded.rulebook else ())]
    return [each for each in found if each.severity != "info"]


def rulebook_fault(name: str, old: str, new: str) -> Outcome:
    assert BOOK.count(old) == 1, name
    marked = BOOK.replace(old, new)
    if name in ELSEWHERE:
        marked = marked.replace(ELSEWHERE[name].replace("^", ""), ELSEWHERE[name])
    before, _, after = marked.partition("^")
    assert after, name
    place = (before.count("\n") + 1, len(before) - before.rfind("\n"))
    text = before + after
    found = judged(text)
    hit = [each for each in found if (each.place.line, each.place.column) == place]
    lines = text.split("\n")
    first = next(iter(hit or found), None)
    repaired = False
    if first is not None and first.fix:
        line, start = lines[first.place.line - 1], first.place.column - 1
        length = first.excerpt.length if first.excerpt else 0
        whole = first.code.startswith("DS1")
        lines[first.place.line - 1] = first.fix if whole else line[:start] + first.fix + line[start + length :]
        repaired = judged("\n".join(lines)) == []
    return Outcome(name, bool(found), bool(hit), len(found) == 1, repaired, _told(found))


def log_fault(book: Loaded, row: int, column: str, value: str) -> Outcome:
    position = HEAD.split(",").index(column)
    cells = [line.split(",") for line in ROWS]
    cells[row - 1][position] = value
    found = _log(book, cells)
    hit = [each for each in found if (each.place.line, each.place.column) == (row + 1, position + 1)]
    first = next(iter(hit or found), None)
    repaired = False
    if first is not None and first.fix and hit:
        cells[row - 1][position] = first.fix
        repaired = _log(book, cells) == []
    name = f"{column} {value or '(blank)'}"
    return Outcome(name, bool(found), bool(hit), len(found) == 1 and not first.also, repaired, _told(found))


def _log(book: Loaded, cells: Sequence[Sequence[str]]) -> list[Diagnostic]:
    assert book.rulebook
    data = "\n".join([HEAD, *(",".join(line) for line in cells), ""]).encode()
    reading = read_logs([Input("f.csv", data)], Input("r.csv", ROSTER.encode()), vocabulary(book.rulebook), Options())
    return [each for each in look_over(book, reading) if each.severity != "info"]


def _told(found: Sequence[Diagnostic]) -> str:
    return ", ".join(f"{each.code} {each.place.line}:{each.place.column} {each.fix}".strip() for each in found)


def main() -> None:
    book = load_rulebook(LOG_BOOK, "rulebook.yaml")
    assert judged(BOOK) == []
    assert _log(book, [line.split(",") for line in ROWS]) == []
    groups = {
        "rulebooks": [rulebook_fault(*fault) for fault in RULEBOOKS],
        "logs": [log_fault(book, *fault) for fault in LOGS],
    }
    groups["all"] = [outcome for outcomes in groups.values() for outcome in outcomes]
    print(f"{'':<10} faults  found  placed  once  repaired")
    for name, outcomes in groups.items():
        sums = [sum(getattr(each, key) for each in outcomes) for key in ("found", "placed", "once", "repaired")]
        shares = [f"{100 * count // len(outcomes)}%" for count in sums]
        print(f"{name:<10} {len(outcomes):>6} {shares[0]:>6} {shares[1]:>7} {shares[2]:>5} {shares[3]:>9}")
    if "-v" in sys.argv:
        for each in groups["all"]:
            marks = "".join("x" if flag else "-" for flag in (each.found, each.placed, each.once, each.repaired))
            print(f"{marks}  {each.name}: {each.told}")


if __name__ == "__main__":
    main()
