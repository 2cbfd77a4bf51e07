"""What a comparison of two rulebooks costs: diff.py [ROUNDS]

Two runs, each the least of several, by CPU time (user and system) of whole processes, because a comparison keeps one
core busy: 170 members with a year of 30 items and 20 changes, which is held against 5 seconds, and a million entries
with 10 changes in separate items, which is held against 12 times `dutyscore score` of the same log. Exit 1 when one is
missed.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from compare import HERE, PROGRAM, timed
from make_rulebook import rulebook

SECONDS = 5.0
"""CPU of the small comparison."""
SCORINGS = 12.0
"""CPU of the large one, in scorings of its log."""
CASES = {"170 members, 17,000 entries, 20 changes": (17_000, 170, 20),
         "1,000,000 entries, 10 changes": (1_000_000, 20_000, 10)}  # fmt: skip
"""Entries, members and changes of each run."""


def changed(text: str, changes: int) -> str:
    """Another version: that many items, spread over all, are worth one point a unit more."""
    lines = text.replace('version: "1"', 'version: "2"').splitlines()
    places = [number for number, line in enumerate(lines) if ", points: " in line]
    for place in [places[number * len(places) // changes] for number in range(changes)]:
        before, _, behind = lines[place].partition(", points: ")
        points, _, rest = behind.partition("}")
        lines[place] = f"{before}, points: {int(points) + 1}}}{rest}"
    return "\n".join(lines) + "\n"


def measured(folder: Path, entries: int, members: int, changes: int, rounds: int) -> tuple[float, float]:
    """CPU seconds of one scoring and of the comparison."""
    log, old, new = folder / "log.csv", folder / "old.yaml", folder / "new.yaml"
    subprocess.run([sys.executable, str(HERE / "make_log.py"), str(entries), str(members), str(log)], check=True)
    old.write_text(rulebook(), encoding="utf-8")
    new.write_text(changed(rulebook(), changes), encoding="utf-8")
    score = [*PROGRAM, "score", str(log), "-r", str(old), "-f", "csv", "-q"]
    compare = [*PROGRAM, "diff", str(old), str(new), "--logs", str(log), "-f", "json", "-q"]
    output = folder / "output"
    least = [float("inf"), float("inf")]
    for _ in range(rounds):
        for place, command in enumerate((score, compare)):
            least[place] = min(least[place], timed(command, output)[1])
    return least[0], least[1]


def main() -> int:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    print("| | score, CPU s | diff, CPU s | ratio | target |", "|---|--:|--:|--:|--:|", sep="\n")
    missed = False
    for name, (entries, members, changes) in CASES.items():
        with tempfile.TemporaryDirectory() as folder:
            one, both = measured(Path(folder), entries, members, changes, rounds)
        large = entries > 100_000
        missed |= both > SCORINGS * one if large else both > SECONDS
        target = f"{SCORINGS:g} scorings" if large else f"{SECONDS:g} s"
        print(f"| {name} | {one:.2f} | {both:.2f} | {both / one:.1f} | {target} |", flush=True)
    return int(missed)


if __name__ == "__main__":
    raise SystemExit(main())
