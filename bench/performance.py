"""Measure everything that docs/performance.md shows and write it there: performance.py [--quick] [ROUNDS]

The pages (English and Chinese) keep their words; what stands between `<!-- measured:NAME -->` and `<!-- end -->` is
replaced. `--quick` leaves out the logs of 5 and more million rows. Needs the extra `bench`, Linux or macOS, and for the
whole some 10 GB of disk.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import engines
import startup
from compare import HERE, measured, median, run_dutyscore, scoring, table, together

PAGES = [HERE.parent / "docs" / name for name in ("performance.md", "performance.zh.md")]
SIZES = ((100_000, 2_000), (1_000_000, 5_000), (5_000_000, 20_000), (20_000_000, 80_000), (50_000_000, 200_000))
SMALL = (55_000, 2_000)
IN_MEMORY = 20_000_000
MEMORY = "2GiB"


def linearity(sizes: tuple[tuple[int, int], ...]) -> list[str]:
    """One run of each size, the best of three of a small one; the largest within a memory setting, in parts. What a
    further row costs is the slope to a log just large enough for the fast reader: starting up is no cost of rows."""
    lines = [
        "| rows | members | how | wall s | CPU s | µs a further row | peak MiB |",
        "|--:|--:|---|--:|--:|--:|--:|",
    ]
    base = 0.0
    for rows, members in (SMALL, *sizes):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            log, rulebook = folder / "log.csv", folder / "rulebook.yaml"
            subprocess.run([sys.executable, str(HERE / "make_log.py"), str(rows), str(members), str(log)], check=True)
            subprocess.run([sys.executable, str(HERE / "make_rulebook.py"), str(rulebook)], check=True)
            ways = [("one piece", [])] if rows <= IN_MEMORY else []
            ways += [(f"--memory {MEMORY}", ["--memory", MEMORY])] if rows >= IN_MEMORY else []
            for how, options in ways:
                peak = 0 if options else together(scoring(log, rulebook), folder / "watched")
                times = 3 if rows <= 1_000_000 else 1
                runs = [run_dutyscore(log, rulebook, folder, options, peak) for _ in range(times)]
                run = min(runs, key=lambda run: run.cpu)
                base = base or run.cpu
                slope = f"{(run.cpu - base) / (rows - SMALL[0]) * 1e6:.2f}" if rows > SMALL[0] else ""
                cells = (f"{run.wall:.1f}", f"{run.cpu:.1f}", slope, str(run.peak))
                lines.append(f"| {rows:,} | {members:,} | {how} | {' | '.join(cells)} |")
    return lines


def modifiers() -> list[str]:
    done = subprocess.run([sys.executable, str(HERE / "modifiers.py")], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def main() -> None:
    quick = "--quick" in sys.argv
    rounds = int(next((word for word in sys.argv[1:] if word.isdigit()), "3"))
    found = {
        "machine": [f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, medians of {rounds} interleaved runs."]
    }
    for label, rows, members in (("1m", 1_000_000, 5_000), ("5m", 5_000_000, 20_000)):
        if quick and rows > 1_000_000:
            continue
        runs = measured(rows, members, rounds)
        ours, parse = median(runs["dutyscore"], "wall"), median(runs["parse"], "wall")
        found[label] = [*table(runs), "", f"Wall time to the bare parse: {ours / parse:.1f}."]
    found["startup"] = startup.table(startup.measured(4 * rounds))
    found["engines"] = engines.table(engines.measured(10_000, 200, rounds))
    found["engines-many"] = engines.table(engines.measured(500_000, 5_000, rounds))
    found["modifiers"] = modifiers()
    found["linear"] = linearity(SIZES[:2] if quick else SIZES)
    for page in PAGES:
        page.write_text(filled(page.read_text(encoding="utf-8"), found), encoding="utf-8")


def filled(page: str, found: dict[str, list[str]]) -> str:
    """A page with what was measured in place of what stood there; places for what was not measured stay."""
    for name, lines in found.items():
        before, mark, rest = page.partition(f"<!-- measured:{name} -->\n")
        if mark:
            page = "".join((before, mark, "\n".join(lines), rest[rest.index("\n<!-- end -->") :]))
    return page


if __name__ == "__main__":
    main()
