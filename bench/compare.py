"""Score one log with dutyscore and with what a user would write by hand, side by side: compare.py [ROWS] [MEMBERS] [ROUNDS]

Needs the extra `bench`. Every run is a whole process: start-up, reading, findings, ledger, totals. Runs are interleaved
and the medians compared, because machines are noisy; what counts are the ratios. All sums of totals must be equal.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

HERE = Path(__file__).parent
PEERS = ("parse", "duckdb", "polars", "pandas")


@dataclass(frozen=True)
class Run:
    """One process: wall and CPU seconds, peak memory in MiB, members, sum of totals in thousandths."""

    wall: float
    cpu: float
    peak: int
    members: int
    thousandths: int


def timed(command: list[str], output: Path) -> tuple[float, float, int]:
    """Run a command to its end with its output in a file; wall and CPU seconds, peak MiB."""
    with output.open("wb") as stdout:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=stdout, env={**os.environ, "PYTHONUTF8": "1"})
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    if status:
        raise SystemExit(f"failed: {' '.join(command)}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024


def run_dutyscore(log: Path, rulebook: Path, folder: Path) -> Run:
    output = folder / "scores.csv"
    command = [sys.executable, "-m", "dutyscore", "score", str(log), "-r", str(rulebook), "-f", "csv", "-q"]
    wall, cpu, peak = timed(command, output)
    lines = output.read_text(encoding="utf-8-sig").splitlines()
    at = lines[0].split(",").index("total")
    totals = [Decimal(line.split(",")[at]) for line in lines[1:]]
    return Run(wall, cpu, peak, len(totals), int(sum(totals) * 1000))


def run_peer(peer: str, log: Path, folder: Path) -> Run:
    output = folder / f"{peer}.json"
    wall, cpu, peak = timed([sys.executable, str(HERE / "peers.py"), "--one", str(log), peer], output)
    said = json.loads(output.read_text())
    return Run(wall, cpu, peak, said["members"], said["thousandths"])


def main() -> None:
    rows, members, rounds = (int(word) for word in (*sys.argv[1:], *("1000000", "5000", "3")[len(sys.argv) - 1 :]))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        log, rulebook = folder / "log.csv", folder / "rulebook.yaml"
        subprocess.run([sys.executable, str(HERE / "make_log.py"), str(rows), str(members), str(log)], check=True)
        subprocess.run([sys.executable, str(HERE / "make_rulebook.py"), str(rulebook)], check=True)
        runs: dict[str, list[Run]] = {peer: [] for peer in ("dutyscore", *PEERS)}
        for _ in range(rounds):
            runs["dutyscore"].append(run_dutyscore(log, rulebook, folder))
            for peer in PEERS:
                runs[peer].append(run_peer(peer, log, folder))
    report(rows, members, rounds, runs)


def report(rows: int, members: int, rounds: int, runs: dict[str, list[Run]]) -> None:
    """Medians, and ratios to the fastest hand-written peer; a differing sum ends with exit code 1."""

    def median(peer: str, what: str) -> float:
        return statistics.median(getattr(run, what) for run in runs[peer])

    scoring = [peer for peer in PEERS if peer != "parse"]
    fastest = min(scoring, key=lambda peer: median(peer, "wall"))
    print(f"{rows} rows, {members} members, median of {rounds} interleaved runs; 1.00 = {fastest}")
    print(f"{'':10} {'wall':>6} {'ratio':>6} {'cpu':>6} {'MiB':>6}  sum of totals")
    for peer in runs:
        total = "" if peer == "parse" else f"{runs[peer][0].thousandths / 1000:,.3f}"
        ratio = median(peer, "wall") / median(fastest, "wall")
        print(f"{peer:10} {median(peer, 'wall'):6.2f} {ratio:6.2f} {median(peer, 'cpu'):6.2f} {median(peer, 'peak'):6.0f}  {total}")
    sums = {run.thousandths for peer in ("dutyscore", *scoring) for run in runs[peer]}
    if len(sums) != 1:
        raise SystemExit(f"the sums of totals differ: {sorted(sums)}")
    print("all sums of totals are equal")


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
