"""Damaged and hostile files: never an exception, never long, never much memory, nothing left on the disk."""

from __future__ import annotations

import io
import random
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from dutyscore.tables import Input, Options, read_logs
from tests.house.tree import ROOT
from tests.tables.office import packed
from tests.tables.samples.containers import CONTAINERS, old_workbook
from tests.tables.samples.layouts import saved
from tests.tables.samples.parts import ENTRIES, TABLE, logged, text, workbook
from tests.tables.test_samples import WORDS

MUTATIONS = 250
MOST_SECONDS = 2.0
"""Of processor time: other programs may keep the machine busy."""
MOST_MEGABYTES = 300


def parquet() -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = {word: [str(row[at]) for row in ENTRIES] for at, word in enumerate(TABLE[0])}
    stream = io.BytesIO()
    pq.write_table(pa.table(columns), stream)
    return stream.getvalue()


def _bent(data: bytes, dice: random.Random) -> bytes:
    """Some bytes changed, cut out, put in or doubled."""
    made = bytearray(data)
    for _ in range(dice.randint(1, 4)):
        at, size = dice.randrange(len(made) or 1), dice.choice((1, 1, 2, 8, 40))
        kind = dice.randrange(5)
        if kind == 0:
            made[at : at + size] = dice.randbytes(size)
        elif kind == 1:
            del made[at : at + size]
        elif kind == 2:
            made[at:at] = dice.randbytes(size)
        elif kind == 3:
            made[at:at] = made[at : at + size] * dice.randint(1, 50)
        else:
            made[at : at + 1] = dice.choice((b"\0", b"<", b'"', b"\xff", b",", b"\n", b"&", b"9"))
    return bytes(made if dice.random() > 0.1 else made[: dice.randrange(len(made) or 1)])


def _bent_parts(data: bytes, dice: random.Random) -> bytes:
    """A workbook whose zip is sound and one of whose parts is bent."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = dice.choice([*parts, *(part for part in parts if "sheet" in part), *parts])
    return packed({**parts, name: _bent(parts[name], dice)}, zipfile.ZIP_STORED)


SEEDS: dict[str, tuple[Callable[[], bytes], Callable[[bytes, random.Random], bytes]]] = {
    "xlsx": (lambda: logged(*ENTRIES), _bent),
    "xlsx by parts": (lambda: saved(lambda made, page: page.merge_cells("A2:A3")), _bent_parts),
    "csv": (text(TABLE).encode, _bent),
    "csv in GB18030": (lambda: text(TABLE).encode("gb18030"), _bent),
    "csv in UTF-16": (lambda: text(TABLE).encode("utf-16"), _bent),
    "xls": (old_workbook, _bent),
    "parquet": (parquet, _bent),
}


@pytest.mark.parametrize("name", SEEDS)
def test_mutated_files(name: str) -> None:
    make, bend = SEEDS[name]
    seed, dice = make(), random.Random(name)
    for _ in range(MUTATIONS):
        data = bend(seed, dice)
        start = time.process_time()
        reading = read_logs([Input("log", data)], None, WORDS, Options())
        assert time.process_time() - start < MOST_SECONDS
        assert reading.rows.balanced
        assert reading.usable or reading.findings


@pytest.mark.parametrize("name", SEEDS)
def test_mutated_rosters(name: str) -> None:
    make, bend = SEEDS[name]
    seed, dice = make(), random.Random(f"roster {name}")
    log = Input("log", logged(*ENTRIES))
    for _ in range(MUTATIONS // 5):
        reading = read_logs([log], Input("roster", bend(seed, dice)), WORDS, Options())
        assert reading.rows.balanced


_MEASURED = """
import re, sys, time
from pathlib import Path
from dutyscore.tables import Input, Options, read_logs
from tests.tables.test_samples import WORDS
for path in map(Path, sys.argv[1:]):
    start = time.process_time()
    reading = read_logs([Input(path.name, path.read_bytes())], None, WORDS, Options())
    took = time.process_time() - start
    # not ru_maxrss: a new program inherits there the peak of the process that started it
    most = int(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1]) // 1024
    print(path.name, round(took, 1), most, sep="\\t")
"""

_HOSTILE = ("bomb", "bottom_cell", "many_columns", "row_over_limit", "xxe", "traversal")


def _giant_strings() -> bytes:
    """Two million shared strings of nothing: 10 MB that any part may unpack to."""
    with zipfile.ZipFile(io.BytesIO(logged(*ENTRIES))) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    relation = '<Relationship Id="s" Type="x/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    name = "xl/_rels/workbook.xml.rels"
    parts[name] = parts[name].decode().replace("</Relationships>", relation)  # type: ignore[union-attr]
    parts["xl/sharedStrings.xml"] = "<sst>" + "<si/>" * 1_900_000 + "</sst>"
    return packed(parts)


def _giant_merges() -> bytes:
    spans = "".join(f'<mergeCell ref="A{at}:I{at + 900_000}"/>' for at in range(2, 50_000))
    return workbook(TABLE, tail=f"<mergeCells>{spans}</mergeCells>")


def test_hostile_files_take_little_memory_and_time(tmp_path: Path) -> None:
    cases = [case for case in CONTAINERS if any(word in case.name for word in _HOSTILE)]
    paths = []
    giants = [("strings.xlsx", _giant_strings), ("merges.xlsx", _giant_merges)]
    made = [*((case.name, case.make) for case in cases), *giants]
    for name, make in made:
        paths.append(tmp_path / name)
        paths[-1].write_bytes(make())
    before = sorted(tmp_path.iterdir())
    command = [sys.executable, "-c", _MEASURED, *map(str, paths)]
    least: dict[str, float] = {}
    for _ in range(3):  # a busy processor makes its time longer too
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        for line in done.stdout.splitlines():
            name, seconds, megabytes = line.split("\t")
            least[name] = min(float(seconds), least.get(name, float(seconds)))
            assert int(megabytes) < MOST_MEGABYTES, name
        if max(least.values()) < MOST_SECONDS:
            break
    assert sorted(tmp_path.iterdir()) == before
    assert {name: seconds for name, seconds in least.items() if seconds >= MOST_SECONDS} == {}
    assert len(least) == len(paths)
