"""An office that gets a workbook of rejects: opens it, decides, saves it, and gives it back beside its log."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl

from dutyscore.tables.replacing import CELL, DECISION, LISTS, ROW
from tests.cli.transcript import FILES, dutyscore

RULES = str(FILES / "rules" / "demo" / "rulebook.yaml")
ROSTER = str(FILES / "roster.csv")
WORDS = {"corrected": "改正", "void": "作废"}
HEADER = ("编号", "姓名", "日期", "项目", "数量", "审核", "自评分")

Decide = Callable[[int, dict[int, Any]], str]
"""Given the row of the log and the cells of the form by position: corrects them in place, says what was decided."""


def score(*words: str, code: int | None = None) -> tuple[int, str, str]:
    found = dutyscore(["score", *words, "-r", RULES, "--roster", ROSTER, "--lang", "zh"])
    assert code is None or found[0] == code, found
    return found


def standings(*words: str) -> str:
    """The table alone, without what names the files."""
    _, out, said = score(*words, "-f", "csv", code=0)
    assert said == "" or "DS" not in said, said
    return out


def rows_line(*words: str) -> str:
    """The line that counts the rows."""
    _, out, _ = score(*words)
    return next(line for line in out.splitlines() if line.startswith("行数"))


def decided(path: Path, decide: Decide) -> None:
    """Open the workbook, decide row by row, save it."""
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        if sheet.title == LISTS:
            continue
        keys = {cell.value: cell.column for cell in sheet[1]}
        for row in range(5, sheet.max_row + 1):
            cells = {
                int(key.removeprefix(CELL)): sheet.cell(row, column)
                for key, column in keys.items()
                if key.startswith(CELL)
            }
            word = decide(int(sheet.cell(row, keys[ROW]).value), cells)
            sheet.cell(row, keys[DECISION]).value = WORDS.get(word, word) or None
    book.save(path)


def workbook(rows: dict[str, list[tuple[Any, ...]]]) -> bytes:
    """A log as an office keeps it: a title, the header, the rows, in one or several sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, content in rows.items():
        sheet = book.create_sheet(name)
        sheet.append(["履职情况登记表"])
        sheet.append(list(HEADER))
        for row in content:
            sheet.append(list(row))
    data = BytesIO()
    book.save(data)
    return data.getvalue()
