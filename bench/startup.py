"""How long each command takes to start, as a ratio to `python -c pass`: startup.py [ROUNDS]

Minimum times of whole processes, interleaved: a machine can only make a run slower, so the least is nearest to the
truth. Starting runs on one core, so that wall and CPU time are the same on an idle machine; on a busy one the CPU time
is what to look at, and the smaller of both ratios is held against the target (`TARGETS`; exit 1 when one is missed).
Bytecode is compiled first, as an installation does.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from compare import HERE, timed

TARGETS = {
    "--version": 1.5,
    "--help": 2.0,
    "score --help": 15.0,
    "check, rulebook of 100 items": 28.0,
    "score, 1,000 rows of csv": 32.0,
    "score, 1,000 rows of xlsx": 45.0,
}
HUNDRED = """\
rulebook: hundred
version: "1"
title: 百项积分办法
source: {text: 本簿设定}
effective: {from: 2023-01-01, to: 2023-12-31}
semantics: 1
subject: 委员
period: year
points: {step: 0.1, rounding: half_up}
fields:
  数量: {type: number, min: 0, max: 1000}
  级别: {type: choice, choices: [县级, 市级, 省级, 国家级]}
  事项: {type: text}
entries:
  columns: {member: 姓名, date: 日期, item: 项目}
categories:
"""
SHAPES = (
    "score: {each: 1}, max: {year: 5}",
    "score: {per_unit: {field: 数量, points: 1.5}}, max: {month: 2}",
    "score: {lookup: {field: 级别, points: {县级: 1, 市级: 2, 省级: 3, 国家级: 5}}}, pick: [{keep: highest, per: month}]",
    "score: {each: 2}, times: {field: 级别, by: {县级: 1, 市级: 1.5, 省级: 2, 国家级: 3}, blank: 1}, per_entry: 4",
    "score: {each: 3}, when: {级别: [省级, 国家级]}",
)


def hundred_items() -> str:
    """A rulebook of 100 items in 5 categories, of all the usual shapes."""
    lines = [HUNDRED]
    for category in range(5):
        lines.append(
            f"  c{category}:\n    name: 类别{category}\n    ref: 第{category + 1}条\n    max: 60\n    items:\n"
        )
        for item in range(20):
            shape = SHAPES[(category + item) % len(SHAPES)]
            lines.append(
                f"      i{category}{item:02}: {{name: 项目{category}{item:02}, ref: 第{item + 1}项, {shape}}}\n"
            )
    return "".join(lines)


def commands(folder: Path) -> dict[str, list[str]]:
    """What is timed, by the names of the targets."""
    log, workbook, rulebook = folder / "log.csv", folder / "log.xlsx", folder / "rulebook.yaml"
    make = [sys.executable, str(HERE / "make_log.py"), "1000", "200", str(log), str(workbook)]
    subprocess.run(make, check=True)
    subprocess.run([sys.executable, str(HERE / "make_rulebook.py"), str(rulebook)], check=True)
    many = folder / "hundred.yaml"
    many.write_text(hundred_items(), encoding="utf-8")
    program = [sys.executable, "-m", "dutyscore"]  # the script that pip writes loads `re` first: 3 ms more
    score = [*program, "score", "-r", str(rulebook)]
    return {
        "python -c pass": [sys.executable, "-c", "pass"],
        "--version": [*program, "--version"],
        "--help": [*program, "--help"],
        "score --help": [*program, "score", "--help"],
        "check, rulebook of 100 items": [*program, "check", str(many)],
        "score, 1,000 rows of csv": [*score, str(log)],
        "score, 1,000 rows of xlsx": [*score, str(workbook)],
    }


Times = tuple[float, float]
"""Seconds of wall and CPU time."""


def measured(rounds: int) -> dict[str, Times]:
    """The least times of each command."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        runs = commands(folder)
        least = dict.fromkeys(runs, (float("inf"), float("inf")))
        for turn in range(rounds + 1):
            for label, words in runs.items():
                wall, cpu, _ = timed(words, folder / "output")
                if turn:  # the first turn compiles
                    least[label] = min(least[label][0], wall), min(least[label][1], cpu)
    return least


def ratios(least: dict[str, Times]) -> dict[str, Times]:
    wall, cpu = least["python -c pass"]
    return {label: (times[0] / wall, times[1] / cpu) for label, times in least.items()}


def table(least: dict[str, Times]) -> list[str]:
    """Ratios beside their targets, as a Markdown table."""
    lines = ["| | wall ms | ratio | CPU ms | ratio | target |", "|---|--:|--:|--:|--:|--:|"]
    for label, (by_wall, by_cpu) in ratios(least).items():
        wall, cpu = (round(seconds * 1000) for seconds in least[label])
        target = f"{TARGETS[label]:g}" if label in TARGETS else ""
        lines.append(f"| {label} | {wall} | {by_wall:.1f} | {cpu} | {by_cpu:.1f} | {target} |")
    return lines


def main() -> int:
    least = measured(int(sys.argv[1]) if len(sys.argv) > 1 else 12)
    print("\n".join(table(least)))
    found = ratios(least)
    return int(any(min(found[label]) > target for label, target in TARGETS.items()))


if __name__ == "__main__":
    raise SystemExit(main())
