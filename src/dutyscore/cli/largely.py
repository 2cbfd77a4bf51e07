"""`--memory SIZE`: a log larger than memory, scored in parts that wait in a temporary folder; the ledger as parquet.

The folder is emptied whatever happens. Progress goes to stderr, on a terminal only, after half a second.
"""

from __future__ import annotations

import mmap
import os
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import field
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from dutyscore.cli.shell import Shell
from dutyscore.model.frozen import dataclass

if TYPE_CHECKING:
    from dutyscore.model.columns import Roster
    from dutyscore.model.history import History
    from dutyscore.model.ledger import Ledger
    from dutyscore.model.result import Result
    from dutyscore.output.ledger_record import Recorder
    from dutyscore.pipeline import Outcome, Request
    from dutyscore.scoring.partition import Part
    from dutyscore.scoring.plan import Plan
    from dutyscore.tables import Input

_UNITS: Final = {"": 1, "K": 2**10, "M": 2**20, "G": 2**30, "T": 2**40}


LEAST: Final = 1 << 20
"""Bytes that a run in parts needs at least, or it would cut a log, unless it is small, into single rows."""
SMALL: Final = 1 << 16


def size_of(text: str) -> int:
    """Bytes of `2GiB`, `512M`, `1.5 GB` (units of 1024); 0 for anything else."""
    number = text.strip().upper().removesuffix("B").removesuffix("I").rstrip()
    unit = number[-1:] if number[-1:] in _UNITS else ""
    whole, _, part = number.removesuffix(unit).rstrip().partition(".")
    if not (whole.isascii() and whole.isdigit()) or (part and not (part.isascii() and part.isdigit())):
        return 0
    size: int = int(f"{whole}{part}") * _UNITS[unit] // 10 ** len(part)
    return size


def too_little(memory: int, logs: Sequence[Input]) -> bool:
    """Whether a log would be cut into so many parts that the run would not end."""
    return memory < LEAST and any(len(log.data) > SMALL for log in logs)


def score_in_parts(
    rulebook: Input, log: Input, roster: Input | None, history: History, request: Request, memory: int, ledger: str,
    shell: Shell, record: Recorder | None = None,
) -> Outcome | None:  # fmt: skip
    """The outcome; None where the log or the rulebook does not allow it, and the whole has to fit in memory."""
    from dutyscore.cli.scratch import scratch_folder
    from dutyscore.large import Desk, score_large
    from dutyscore.rulebook.load import load_rulebook

    loaded = load_rulebook(rulebook.data, rulebook.name)
    if loaded.rulebook is None:
        return None
    progress = Progress(shell)
    try:
        with scratch_folder() as folder, LedgerFile(ledger) as file:
            taken = file.part if record is None else partial(_recorded, file, record)
            desk = Desk(memory, Folder(folder), progress.tell, taken, _release)
            outcome = score_large(loaded, log, roster, history, request, desk)
            file.keep(outcome is not None and outcome.result is not None)
    finally:
        progress.clear()
    return outcome


def _recorded(file: LedgerFile, record: Recorder, part: Part, ledger: Ledger, roster: Roster, plan: Plan) -> None:
    """The ledger of one part, for the file and for the result."""
    file.part(part, ledger, roster, plan)
    record.add(ledger, part.entries, part.roster.ids, [node.info for node in plan.nodes], plan.scale)


def write_ledger(result: Result, path: str) -> None:
    """The ledger of a result that was scored in one piece."""
    from dutyscore.model.ledger import chained
    from dutyscore.output.ledger_table import ledger_table

    with LedgerFile(path) as file:
        file.table(ledger_table(chained(result.ledgers), result.entries, result.roster.ids, result.nodes, result.scale))
        file.keep(True)


def _release(log: Input, start: int, stop: int) -> None:
    """Give back the pages of a mapped file; they are read again when they are asked for."""
    if isinstance(log.data, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
        first = start // mmap.PAGESIZE * mmap.PAGESIZE
        log.data.madvise(mmap.MADV_DONTNEED, first, stop - first)


@dataclass(slots=True)
class Folder:
    """Tables as files of arrays: `numpy.save` one after the other, the names first. Nothing in them is run."""

    path: str

    def put(self, name: str, arrays: Mapping[str, Any]) -> None:
        import numpy as np

        with open(os.path.join(self.path, name), "wb") as file:
            for array in (np.array(list(arrays)), *arrays.values()):
                np.save(file, array, allow_pickle=False)

    def get(self, name: str) -> dict[str, Any]:
        import numpy as np

        with open(os.path.join(self.path, name), "rb") as file:
            return {key: np.load(file, allow_pickle=False) for key in np.load(file, allow_pickle=False).tolist()}


@dataclass
class LedgerFile:
    """A parquet file that grows part by part and is put in its place once it is whole; no path, no file."""

    path: str
    _temporary: str = ""
    _writer: Any = None
    _whole: bool = False

    def __enter__(self) -> LedgerFile:
        if self.path:
            folder = os.path.dirname(os.path.realpath(self.path))
            handle, self._temporary = tempfile.mkstemp(prefix=".dutyscore-", suffix=".tmp", dir=folder)
            os.close(handle)
        return self

    def part(self, part: Part, ledger: Ledger, roster: Roster, plan: Plan) -> None:
        """The ledger of one part, with the part's own numbers."""
        if self.path:
            from dutyscore.output.ledger_table import ledger_table

            nodes = [node.info for node in plan.nodes]
            self.table(ledger_table(ledger, part.entries, part.roster.ids, nodes, plan.scale))

    def table(self, table: Any) -> None:
        from pyarrow import parquet

        if self._writer is None:
            self._writer = parquet.ParquetWriter(self._temporary, table.schema, compression="zstd")
        self._writer.write_table(table)

    def keep(self, whole: bool) -> None:
        self._whole = whole

    def __exit__(self, *error: object) -> None:
        if self._writer is not None:
            self._writer.close()
        if self._temporary and self._whole and error[0] is None and self._writer is not None:
            os.replace(self._temporary, os.path.realpath(self.path))
        elif self._temporary:
            with suppress(OSError):
                os.unlink(self._temporary)


@dataclass
class Progress:
    """One line on the terminal: what is done, how many rows, how long it will take."""

    shell: Shell
    began: float = field(default_factory=time.monotonic)
    _stage: tuple[str, float] = ("", 0.0)

    def tell(self, stage: str, done: int, rows: int) -> None:
        now = time.monotonic()
        if stage != self._stage[0]:
            self._stage = (stage, now)
        if self.shell.quiet or not sys.stderr.isatty() or now - self.began < 0.5:
            return
        left = (now - self._stage[1]) * (rows - done) / done if done else None
        key = "progress.line" if left is None else "progress.line_left"
        what = self.shell.wording.word("stage", stage)
        text = self.shell.wording(key, stage=what, done=f"{done:,}", rows=f"{rows:,}", seconds=round(left or 0))
        sys.stderr.write(f"\r{text}\x1b[K")
        sys.stderr.flush()

    def clear(self) -> None:
        if sys.stderr.isatty():
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
