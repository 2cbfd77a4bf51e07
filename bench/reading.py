"""What reading costs: ratios of processor time and peak memory to openpyxl, python-calamine and pyarrow.

    python bench/reading.py [--rows 200000] [--csv-rows 5000000] [--repeat 3]

Each reading runs in a process of its own; the least time of the repetitions counts, interleaved so that a busy machine
is busy for all. The workbook has 9 columns, once with shared and once with inline texts.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

HEAD = ["姓名", "日期", "事项", "数量", "角色", "级别", "审核状态", "佐证材料", "自评分"]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"

OURS = """
from dutyscore.model.vocabulary import Field, Vocabulary
from dutyscore.tables import Input, Options, read_logs
texts = [Field(word, "text") for word in ("角色", "佐证材料")]
levels = Field("级别", "choice", choices=("国家级", "省级", "市级", "区级"))
states = Field("审核状态", "choice", choices=("通过", "待审", "退回"))
numbers = [Field("数量", "number", decimals=2), Field("自评分", "number", decimals=2)]
items = ("提交提案", "参加会议", "社情民意")
columns = {"member": ("姓名",), "date": ("日期",), "item": ("事项",)}
WORDS = Vocabulary(columns, (*texts, levels, states, *numbers), (), dict(zip(items, items)), "委员")
import mmap
with open(path, "rb") as file:
    data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
mark()
found = len(read_logs([Input(path, data)], None, WORDS, Options()).entries)
"""
OPENPYXL = """
import openpyxl
mark()
found = sum(1 for _ in openpyxl.load_workbook(path, read_only=True).active.iter_rows(values_only=True)) - 1
"""
CALAMINE = """
import python_calamine
mark()
found = len(python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()) - 1
"""
PYARROW = """
import pyarrow.csv
mark()
found = pyarrow.csv.read_csv(path).num_rows
"""
AROUND = r"""
import pathlib, re, resource, sys, time
path = sys.argv[1]
begun = []
def mark():
    begun.append((time.process_time(), time.perf_counter()))
%s
spent, passed = time.process_time() - begun[0][0], time.perf_counter() - begun[0][1]
status = pathlib.Path("/proc/self/status")
# ru_maxrss inherits the peak of the process that started this one; only Linux knows better
peak = int(re.search(r"VmHWM:\s+(\d+)", status.read_text())[1]) if status.exists() else (
    resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
print(found, spent, passed, peak / 1024)
"""

Measure = tuple[int, float, float, float]
"""Rows, seconds of processor time, seconds of the clock, peak megabytes."""


def rows(count: int) -> list[list[object]]:
    dice = random.Random(1)
    members = [f"成员{number:05}" for number in range(3000)]
    return [
        [
            dice.choice(members), f"2023-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}",
            dice.choice(("提交提案", "参加会议", "社情民意")), dice.randint(1, 9), dice.choice(("第一提案人", "参会", "报送")),
            dice.choice(("国家级", "省级", "市级", "区级")), dice.choice(("通过", "待审", "退回")),
            f"附件{dice.randint(1, 5000)}", dice.randint(0, 20),
        ]
        for _ in range(count)
    ]  # fmt: skip


def write_xlsx(path: Path, count: int, shared: bool) -> None:
    """A workbook in the form most programs write, without needing any of them."""
    strings: dict[str, int] = {}

    def cell(address: str, value: object) -> str:
        if isinstance(value, int):
            return f'<c r="{address}"><v>{value}</v></c>'
        if shared:
            return f'<c r="{address}" t="s"><v>{strings.setdefault(str(value), len(strings))}</v></c>'
        return f'<c r="{address}" t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'

    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            part.write(f'<worksheet xmlns="{MAIN}"><sheetData>'.encode())
            for number, row in enumerate([HEAD, *rows(count)], 1):
                cells = "".join(cell(f"{'ABCDEFGHI'[at]}{number}", value) for at, value in enumerate(row))
                part.write(f'<row r="{number}">{cells}</row>'.encode())
            part.write(b"</sheetData></worksheet>")
        texts = "".join(f"<si><t>{escape(text)}</t></si>" for text in strings)
        relation = f'<Relationship Id="%s" Type="{LINKS}/%s" Target="%s"/>'
        types = "http://schemas.openxmlformats.org/package/2006/content-types"
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
        archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}">{texts}</sst>')
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets><sheet name="一" sheetId="1" r:id="rId1"/></sheets></workbook>',
        )
        related = relation % ("rId1", "worksheet", "worksheets/sheet1.xml")
        related += relation % ("rId2", "sharedStrings", "sharedStrings.xml")
        archive.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{PACKAGE}">{related}</Relationships>')
        related = relation % ("rId1", "officeDocument", "xl/workbook.xml")
        archive.writestr("_rels/.rels", f'<Relationships xmlns="{PACKAGE}">{related}</Relationships>')
        parts = {"workbook": "sheet.main", "worksheets/sheet1": "worksheet", "sharedStrings": "sharedStrings"}
        listed = "".join(
            f'<Override PartName="/xl/{part}.xml" ContentType="{kind}.{name}+xml"/>' for part, name in parts.items()
        )
        default = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{types}">{default}{listed}</Types>')


def write_csv(path: Path, count: int) -> None:
    block = rows(min(count, 100_000))
    lines = "".join(",".join(map(str, row)) + "\n" for row in block)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(",".join(HEAD) + "\n")
        for _ in range(max(1, count // len(block))):
            file.write(lines)


def measured(program: str, path: Path) -> Measure:
    root = Path(__file__).resolve().parent.parent
    surroundings = {**os.environ, "PYTHONPATH": os.pathsep.join([str(root), str(root / "src")])}
    command = [sys.executable, "-c", AROUND % program, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=root, env=surroundings)
    found, spent, passed, most = done.stdout.split()
    return int(found), float(spent), float(passed), float(most)


def compare(title: str, path: Path, programs: dict[str, str], repeat: int) -> None:
    """Print each program's cost as a ratio to ours: above 1 = it costs more than ours."""
    best: dict[str, Measure] = {}
    for _ in range(repeat):
        for name, program in programs.items():
            found = measured(program, path)
            old = best.get(name, found)
            best[name] = (found[0], min(old[1], found[1]), min(old[2], found[2]), min(old[3], found[3]))
    ours = best["dutyscore"]
    print(f"{title}, {ours[0]} rows")
    for name, (found_rows, spent, passed, most) in best.items():
        assert found_rows == ours[0], (name, found_rows)
        print(
            f"  {name:16} cpu {spent:6.2f} s  clock {passed:6.2f} s  peak {most:6.0f} MB   ours/this:"
            f" cpu {ours[1] / spent:5.2f}  clock {ours[2] / passed:5.2f}  memory {ours[3] / most:5.2f}"
        )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=200_000)
    options.add_argument("--csv-rows", type=int, default=5_000_000)
    options.add_argument("--repeat", type=int, default=3)
    chosen = options.parse_args()
    readers = {"dutyscore": OURS, "openpyxl": OPENPYXL, "python-calamine": CALAMINE}
    with tempfile.TemporaryDirectory() as folder:
        for title, shared in (("xlsx, shared texts", True), ("xlsx, inline texts", False)):
            path = Path(folder) / "log.xlsx"
            write_xlsx(path, chosen.rows, shared)
            compare(title, path, readers, chosen.repeat)
        path = Path(folder) / "log.csv"
        write_csv(path, chosen.csv_rows)
        compare("csv, clean", path, {"dutyscore": OURS, "pyarrow": PYARROW}, chosen.repeat)


if __name__ == "__main__":
    main()
