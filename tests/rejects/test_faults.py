"""Whatever faults are strewn into a log: the rejects corrected give what the clean log gives."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.cli.transcript import FILES
from tests.rejects.office import HEADER, decided, rows_line, score, standings, workbook

CLEAN = [tuple(row) for row in csv.reader(io.StringIO((FILES / "logs.csv").read_text(encoding="utf-8-sig"))) if row][1:]
FAULTS = {
    0: ["99", "#REF!", "9８"],
    2: ["2025-02-30", "昨天", "", "2025-13-01"],
    3: ["参加会仪", "", "受 处罚", "#N/A"],
    4: ["1.25", "100", "-1", "一些", "=1+"],
    5: ["核准", "是"],
    6: ["10分", "1e3", "１.２.３"],
}
"""Faults by column (from 0), each of which refuses its row."""

faults = st.dictionaries(
    st.tuples(st.integers(0, len(CLEAN) - 1), st.sampled_from(sorted(FAULTS))), st.integers(0, 9), min_size=1
)


def spoilt(chosen: dict[tuple[int, int], int]) -> list[tuple[str, ...]]:
    rows = [list(row) for row in CLEAN]
    for (row, column), which in chosen.items():
        rows[row][column] = FAULTS[column][which % len(FAULTS[column])]
    return [tuple(row) for row in rows]


def written(kind: str, rows: list[tuple[str, ...]]) -> bytes:
    if kind == "csv":
        target = io.StringIO()
        csv.writer(target).writerows([HEADER, *rows])
        return target.getvalue().encode("gb18030")
    half = len(rows) // 2
    return workbook({"上半年": rows[:half], "下半年": rows[half:]})


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@given(chosen=faults)
@settings(
    max_examples=6,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_rejects_corrected_give_the_totals_of_a_clean_log(
    kind: str, chosen: dict[tuple[int, int], int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for path in tmp_path.iterdir():
        path.unlink()
    Path(f"clean.{kind}").write_bytes(written(kind, list(CLEAN)))
    log = f"spoilt.{kind}"
    Path(log).write_bytes(written(kind, spoilt(chosen)))
    code, _, _ = score(log, "--rejects", "rejects.xlsx")
    assert code == 1
    rows = spoilt(chosen)

    def mend(row: int, cells: dict[int, Any]) -> str:
        """Find the clean row by what the spoilt one says."""
        said = tuple(str(cells[at].value or "") for at in range(1, len(HEADER) + 1))
        place = next(at for at, spoiled in enumerate(rows) if spoiled == said and at not in done)
        done.add(place)
        for at, text in enumerate(CLEAN[place], 1):
            cells[at].value = text or None
        return "corrected"

    done: set[int] = set()
    decided(Path("rejects.xlsx"), mend)
    assert done == {row for row, _ in chosen}
    assert standings(log, "rejects.xlsx") == standings(f"clean.{kind}")
    assert rows_line(log, "rejects.xlsx") == rows_line(f"clean.{kind}")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_rows_given_back_as_they_were_change_nothing(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cell that nobody changed stays the cell it was, whatever its text looks like."""
    monkeypatch.chdir(tmp_path)
    every = {(row, column): row for row in range(len(CLEAN)) for column in FAULTS}
    log = f"spoilt.{kind}"
    Path(log).write_bytes(written(kind, spoilt(every)))
    wrote, following, before = score(log, "--rejects", "rejects.xlsx", code=1)[2].split("\n", 2)
    assert wrote == "已写出 rejects.xlsx: 拒收 16 行"
    assert f"dutyscore score {log} rejects.xlsx" in following
    decided(Path("rejects.xlsx"), lambda row, cells: "corrected")
    assert score(log, "rejects.xlsx", code=1)[2] == before
