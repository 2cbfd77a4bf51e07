"""What each modifier of an item costs: 50 items that all have it, 10,000 members: modifiers.py [ROWS] [MEMBERS] [ROUNDS]

Only the scoring is timed (CPU seconds of this process, minimum of the rounds, turn by turn); the log is made in memory.
The ratio is to the cheapest: an item that counts entries and knows nothing else.
"""

from __future__ import annotations

import sys
import time

import numpy as np

from dutyscore.cli import memory
from dutyscore.model.columns import EntryTable, Numbers, Origin, Roster, Words
from dutyscore.model.history import History
from dutyscore.pipeline import Request, score_reading
from dutyscore.rulebook.load import Loaded, load_rulebook
from dutyscore.tables.reading import Reading, RowCount

HEAD = """\
rulebook: bench
version: "1"
title: 测速
source: {text: 本簿设定}
effective: {from: 2023-01-01, to: 2023-12-31}
semantics: 1
subject: 委员
period: year
points: {step: 0.01, rounding: half_up}
fields:
  数量: {type: number, min: 0, max: 1000}
  级别: {type: choice, choices: [县级, 市级, 省级, 国家级]}
  审核: {type: choice, choices: [核定, 退回]}
  事项: {type: text}
entries:
  columns: {member: 姓名, date: 日期, item: 项目}
"""
EACH, LEVELS = "score: {each: 1}", "{县级: 1, 市级: 1.5, 省级: 2, 国家级: 3}"
MODIFIERS = {
    "each": EACH,
    "per_unit": "score: {per_unit: {field: 数量, points: 1.5}}",
    "lookup": f"score: {{lookup: {{field: 级别, points: {LEVELS}}}}}",
    "times": f"{EACH}, times: {{field: 级别, by: {LEVELS}}}",
    "per_entry": "score: {per_unit: {field: 数量, points: 1.5}}, per_entry: 3",
    "max year": f"{EACH}, max: {{year: 5}}",
    "max month": f"{EACH}, max: {{month: 1}}",
    "max day, month, year": f"{EACH}, max: {{day: 1, month: 2, year: 9}}",
    "pick highest per month": f"score: {{lookup: {{field: 级别, points: {LEVELS}}}}}, pick: [{{keep: highest, per: month}}]",
    "pick first per deed": f"{EACH}, pick: [{{keep: first, per: 事项}}]",
    "starting 3rd": f"{EACH}, starting: {{nth: 3}}",
    "split equally": f"{EACH}, split: {{equally: true, per: 事项}}",
    "valid 3 months": f"{EACH}, valid: 3m",
    "repeat": f"{EACH}, repeat: {{same: 事项, factor: 2}}",
}
ENTRIES = {
    "duplicates": "  duplicate_of: {fields: [姓名, 日期, 项目], keep: first}\n",
    "confirmed": "  confirmed: {审核: 核定}\n",
}
ITEMS = 50


def book(item: str, entries: str = "") -> Loaded | None:
    lines = [HEAD, entries, "categories:\n  c:\n    name: 类\n    ref: 本簿设定\n    items:\n"]
    lines += [f"      i{number:02}: {{name: 项{number:02}, {item}}}\n" for number in range(ITEMS)]
    loaded = load_rulebook("".join(lines).encode(), "rulebook.yaml")
    if loaded.rulebook is None:
        print("not read:", item or entries, [(found.code, dict(found.facts)) for found in loaded.findings][:2])
        return None
    return loaded


def reading(rows: int, members: int) -> Reading:
    rng = np.random.default_rng(7)
    ids = tuple(f"{number:06}" for number in range(members))
    nobody = np.zeros(0, np.int32)

    def words(texts: tuple[str, ...]) -> Words:
        return Words(rng.integers(0, len(texts), rows).astype(np.int32), texts)

    facts = {
        "数量": Numbers(rng.integers(1, 4, rows), np.zeros(rows, bool), 0),
        "级别": words(("县级", "市级", "省级", "国家级")),
        "审核": words(("核定", "退回")),
        "事项": words(tuple(f"事{number:05}" for number in range(20_000))),
    }
    entries = EntryTable(
        (Origin("log.csv", "", {}),), np.zeros(rows, np.int16), np.arange(2, rows + 2, dtype=np.int32),
        rng.integers(0, members, rows).astype(np.int32), rng.integers(19358, 19723, rows).astype(np.int32),
        words(tuple(f"项{number:02}" for number in range(ITEMS))), facts,
    )  # fmt: skip
    roster = Roster(ids, ids, True, nobody, nobody, nobody, {})
    return Reading(entries, roster, (), RowCount(rows, rows, 0, {}), (), True)


def main() -> None:
    rows, members, rounds = (int(word) for word in (*sys.argv[1:], *("500000", "10000", "3")[len(sys.argv) - 1 :]))
    memory.keep()  # as the program does for a log of this size
    read = reading(rows, members)
    books = {name: book(item) for name, item in MODIFIERS.items()}
    books |= {name: book(EACH, entries) for name, entries in ENTRIES.items()}
    found: dict[str, list[float]] = {name: [] for name, loaded in books.items() if loaded}
    for _ in range(rounds):
        for name in found:
            start = time.process_time()
            outcome = score_reading(books[name], read, History(), Request())  # type: ignore[arg-type]
            found[name].append(time.process_time() - start)
            assert outcome.result is not None, outcome.findings[:2]
    cheapest = min(map(min, found.values()))
    print(f"{rows:,} rows, {members:,} members, {ITEMS} items; CPU seconds of scoring, best of {rounds}")
    print("\n| modifier | CPU s | ratio |\n|---|--:|--:|")
    for name, seconds in found.items():
        print(f"| {name} | {min(seconds):.2f} | {min(seconds) / cheapest:.2f} |")


if __name__ == "__main__":
    main()
