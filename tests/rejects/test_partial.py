"""`--partial`: the rows that are left are scored, and no output lets anybody take that for the final result."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from tests.cli.transcript import FILES, dutyscore
from tests.rejects.office import RULES, score


@pytest.fixture(autouse=True)
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(FILES / "bad.csv", tmp_path / "bad.csv")
    monkeypatch.chdir(tmp_path)


def test_every_output_is_marked_with_the_count() -> None:
    outputs = [word for name in ("json", "csv", "md", "xlsx", "html", "txt") for word in ("-o", f"out.{name}")]
    code, out, said = score("bad.csv", "--partial", *outputs)
    assert (code, out) == (1, "")
    assert "结果为暂定" in said
    for name in ("md", "html", "txt"):
        assert "暂定: 4 行被拒收, 没有计入" in Path(f"out.{name}").read_text(encoding="utf-8"), name
    cells = [cell.value for row in openpyxl.load_workbook("out.xlsx").active.iter_rows() for cell in row]
    assert "暂定: 4 行被拒收, 没有计入" in cells
    result = json.loads(Path("out.json").read_text(encoding="utf-8"))
    assert (result["partial"], result["provisional"], result["counts"]["rows"]["refused"]) == (True, True, 4)
    header, *rows = [line.split(",") for line in Path("out.csv").read_text(encoding="utf-8-sig").splitlines()]
    assert header[-2:] == ["state", "refused"]
    assert {tuple(row[-2:]) for row in rows} == {("partial", "4")}


@pytest.mark.parametrize("form", ["table", "md", "json"])
def test_an_explanation_is_marked_too(form: str) -> None:
    words = ["explain", "张三", "bad.csv", "-r", RULES, "--partial", "-f", form, "--lang", "zh"]
    code, out, _ = dutyscore(words)
    assert code == 1
    if form == "json":
        assert json.loads(out)["partial"] is True
    else:
        assert "暂定: 4 行被拒收" in out


def test_without_it_nothing_is_scored() -> None:
    code, out, _ = score("bad.csv", "-o", "out.json", "-f", "json")
    assert (code, out) == (1, "")
    assert not Path("out.json").exists()


def test_rejects_and_partial_go_together() -> None:
    code, out, said = score("bad.csv", "--partial", "--rejects", "rejects.xlsx")
    assert code == 1
    assert "拒收 4" in out
    assert "已写出 rejects.xlsx: 拒收 4 行" in said
