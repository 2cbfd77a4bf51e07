"""Score one log with dutyscore and with what a user would write by hand, side by side: compare.py [ROWS] [MEMBERS] [ROUNDS]

Needs the extra `bench`. Every run is a whole process: start-up, reading, findings, ledger, totals. Runs are interleaved
and the medians compared, because machines are noisy; what counts are the ratios. All sums of totals must be equal.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

HERE = Path(__file__).parent
COMPILED = tempfile.TemporaryDirectory(prefix="dutyscore-bench-")
# An installed package is compiled; one run from its sources in a development environment may not be.
ENVIRONMENT = {**os.environ, "PYTHONUTF8": "1", "PYTHONPYCACHEPREFIX": COMPILED.name}
ENVIRONMENT.pop("PYTHONDONTWRITEBYTECODE", None)
_SCRIPT = shutil.which("dutyscore", path=str(Path(sys.executable).parent))
PROGRAM = [_SCRIPT] if _SCRIPT else [sys.executable, "-m", "dutyscore"]
"""The program as users start it."""
PEERS = ("parse", "duckdb", "polars", "pandas")


@dataclass(frozen=True)
class Run:
    """One run of a program: wall and CPU seconds, peak memory in MiB, members, sum of totals in thousandths."""

    wall: float
    cpu: float
    peak: int
    members: int
    thousandths: int


def timed(command: list[str], output: Path) -> tuple[float, float, int]:
    """Run a command to its end with its output in a file; wall and CPU seconds, peak MiB."""
    with output.open("wb") as stdout:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=stdout, env=ENVIRONMENT)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    if status:
        raise SystemExit(f"failed: {' '.join(command)}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024


def together(command: list[str], output: Path) -> int:
    """Run a command once more and look all the time at the memory of its process and of those that it starts, shared
    pages counted once: the most there was at once, in MiB. No clock runs meanwhile.

    Memory that processes share without a file counts as a whole from its first sight to the end, read or not.
    """
    if not Path("/proc/self/smaps_rollup").exists():
        return timed(command, output)[2]
    most = shared = 0
    with output.open("wb") as stdout:
        process = subprocess.Popen(command, stdout=stdout, env=ENVIRONMENT)
        while process.poll() is None:
            own, between = _held(process.pid)
            shared = max(shared, between)
            most = max(most, own + shared)
            time.sleep(0.002)
    if process.returncode:
        raise SystemExit(f"failed: {' '.join(command)}")
    return most // 1024


def _held(number: int) -> tuple[int, int]:
    """KiB that a process and those that it has started hold on their own (proportional set size), and that they share
    without a file; nothing where it has just ended."""
    folder = Path("/proc", str(number))
    try:
        lines = (folder / "smaps_rollup").read_text().splitlines()
        sizes = {line.split()[0]: int(line.split()[1]) for line in lines[1:]}
        files = [file.stat() for file in (folder / "fd").iterdir() if os.readlink(file).startswith("/memfd:")]
        children = [word for task in (folder / "task").iterdir() for word in (task / "children").read_text().split()]
    except OSError:
        return 0, 0
    own, shared = sizes["Pss:"] - sizes["Pss_Shmem:"], sum(file.st_blocks for file in files) // 2
    for child in children:
        more, same = _held(int(child))
        own, shared = own + more, max(shared, same)
    return own, shared


def scoring(log: Path, rulebook: Path, options: Sequence[str] = ()) -> list[str]:
    """The words that score a log with dutyscore."""
    return [*PROGRAM, "score", str(log), "-r", str(rulebook), "-f", "csv", "-q", *options]


def by_hand(peer: str, log: Path) -> list[str]:
    return [sys.executable, str(HERE / "peers.py"), "--one", str(log), peer]


def run_dutyscore(log: Path, rulebook: Path, folder: Path, options: Sequence[str] = (), peak: int = 0) -> Run:
    """One run; its peak is that of its first process where no other one is known."""
    output = folder / "scores.csv"
    wall, cpu, own = timed(scoring(log, rulebook, options), output)
    lines = output.read_text(encoding="utf-8-sig").splitlines()
    at = lines[0].split(",").index("total")
    totals = [Decimal(line.split(",")[at]) for line in lines[1:]]
    return Run(wall, cpu, peak or own, len(totals), int(sum(totals) * 1000))


def run_peer(peer: str, log: Path, folder: Path, peak: int) -> Run:
    output = folder / f"{peer}.json"
    wall, cpu, _ = timed(by_hand(peer, log), output)
    said = json.loads(output.read_text())
    return Run(wall, cpu, peak, said["members"], said["thousandths"])


def measured(rows: int, members: int, rounds: int, peers: tuple[str, ...] = PEERS) -> dict[str, list[Run]]:
    """Every program over the same log, one after the other, in so many rounds; first each once for its memory."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        log, rulebook = folder / "log.csv", folder / "rulebook.yaml"
        subprocess.run([sys.executable, str(HERE / "make_log.py"), str(rows), str(members), str(log)], check=True)
        subprocess.run([sys.executable, str(HERE / "make_rulebook.py"), str(rulebook)], check=True)
        commands = {"dutyscore": scoring(log, rulebook), **{peer: by_hand(peer, log) for peer in peers}}
        peaks = {peer: together(command, folder / "watched") for peer, command in commands.items()}
        runs: dict[str, list[Run]] = {peer: [] for peer in commands}
        for _ in range(rounds):
            runs["dutyscore"].append(run_dutyscore(log, rulebook, folder, peak=peaks["dutyscore"]))
            for peer in peers:
                runs[peer].append(run_peer(peer, log, folder, peaks[peer]))
    return runs


def median(runs: list[Run], what: str) -> float:
    return statistics.median(getattr(run, what) for run in runs)


def table(runs: dict[str, list[Run]]) -> list[str]:
    """Medians, and ratios of wall and CPU time and of memory to the fastest hand-written peer, as a Markdown table."""
    others = [peer for peer in runs if peer not in ("parse", "dutyscore")]
    fastest = min(others, key=lambda peer: median(runs[peer], "wall"))
    lines = ["| | wall s | ratio | CPU s | ratio | peak MiB | ratio |", "|---|--:|--:|--:|--:|--:|--:|"]
    for peer, found in runs.items():
        cells = []
        for what, form in (("wall", ".2f"), ("cpu", ".2f"), ("peak", ".0f")):
            value = median(found, what)
            cells += [format(value, form), format(value / median(runs[fastest], what), ".2f")]
        lines.append(f"| {peer} | {' | '.join(cells)} |")
    sums = {run.thousandths for peer in ("dutyscore", *others) for run in runs[peer]}
    if len(sums) != 1:
        raise SystemExit(f"the sums of totals differ: {sorted(sums)}")
    return [*lines, "", f"1.00 = {fastest}. All sums of totals are equal: {sums.pop() / 1000:,.3f}."]


def main() -> None:
    rows, members, rounds = (int(word) for word in (*sys.argv[1:], *("1000000", "5000", "3")[len(sys.argv) - 1 :]))
    print(f"{rows:,} rows, {members:,} members, medians of {rounds} interleaved runs")
    print("\n".join(table(measured(rows, members, rounds))))


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
