"""An office with difficult people: namesakes, names that are formulas, paths, markup; members without an employer."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl

from tests.cli.transcript import FILES, dutyscore

LONG = "长" * 300
PEOPLE = (
    # id, name, group, employer
    ("01", "张三", "一组", "市商业银行"),
    ("02", "张三", "一组", "市商业银行"),
    ("03", "=1+1", "../二组", "../../etc/passwd"),
    ("04", "../../escape", "=cmd|'/c calc'!A1", "CON"),
    ("05", "CON", "一组", '=HYPERLINK("http://x/")'),
    ("06", "<script>alert(1)</script>", "<b>二</b>", "<img src=x onerror=alert(1)>"),
    ("07", "欧阳\u202e小明", "\u202e组", "单位\u202e"),
    ("08", LONG, "一组", LONG),
    ("09", 'a/b\\c:d*e?f"g<h>i|j', "", ""),
    ("10", "nul.html", "一组", ""),
    ("11", "李四 ", "一组", "市第一中学"),
    ("12", "_x0041_", "一组", "市第一中学"),
)
ENTRIES = (
    # id, date, item, quantity, review, claimed
    *((person[0], "2025-02-11", "参加会议", "", "核定", "2") for person in PEOPLE),
    ("01", "2025-01-10", "提交调研报告", "", "核定", "10"),
    ("01", "2025-02-10", "提交调研报告", "", "核定", "10"),
    ("02", "2025-03-01", "志愿服务", "4.5", "核定", "4.5"),
    ("02", "2025-03-02", "志愿服务", "4.5", "核定", "4.5"),
    ("03", "2025-03-20", "无故缺席会议", "", "核定", ""),
    ("04", "2025-03-22", "受处分", "", "核定", ""),
    ("05", "2025-04-21", "提交调研报告", "", "待审", "10"),
    ("11", "2025-04-21", "参加会议", "", "核定", "2"),
    ("11", "2025-04-21", "参加会议", "", "核定", "2"),
)  # fmt: skip
RULES = "rulebook.yaml"


def office(folder: Path) -> None:
    """The files of the office: the demo rulebook with a column for employers, a roster, a log."""
    book = (FILES / "rules" / "demo" / "rulebook.yaml").read_text(encoding="utf-8")
    assert "  小组: {group: true}\n" in book
    book = book.replace("  小组: {group: true}\n", "  小组: {group: true}\n  单位: {employer: true}\n")
    lists = "\nlists:\n  表彰名单: {when: {total: {at_least: 70}}, to: [全体会议, 单位]}\n"
    lists += "  约谈名单: {when: {total: {below: 60}}, to: [主席会议]}\n"
    (folder / RULES).write_text(book + lists, encoding="utf-8")
    _csv(folder / "roster.csv", ("编号", "姓名", "小组", "单位"), PEOPLE)
    _csv(folder / "logs.csv", ("编号", "日期", "项目", "数量", "审核", "自评分"), ENTRIES)


def _csv(path: Path, header: tuple[str, ...], rows: Any) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


def report(*words: str, lang: str = "zh") -> tuple[int, str, str]:
    return dutyscore(["report", "logs.csv", "--roster", "roster.csv", "-r", RULES, "--lang", lang, *words])


def members() -> list[dict[str, Any]]:
    """Every member as the engine prints him."""
    code, out, said = dutyscore(["score", "logs.csv", "--roster", "roster.csv", "-r", RULES, "-f", "json"])
    assert code == 0, said
    return list(json.loads(out)["members"])


def totals() -> dict[str, Decimal]:
    return {member["id"]: Decimal(member["total"]) for member in members()}


Row = list[Any]


def sheets(path: Path) -> Iterator[list[Row]]:
    """The rows of each sheet, cells without anything left out."""
    for sheet in openpyxl.load_workbook(path):
        filled = ([value for value in line if value is not None] for line in sheet.iter_rows(values_only=True))
        yield [row for row in filled if row]


def fact(rows: list[Row], label: str) -> Any:
    """What stands behind a label in a frame of facts."""
    return next(row[row.index(label) + 1] for row in rows if label in row[::2])


def table(rows: list[Row], first: str) -> list[dict[str, Any]]:
    """The rows below a header that begins with a word, up to the next row of another length."""
    start = next(number for number, row in enumerate(rows) if row[0] == first and len(row) > 1)
    header = rows[start]
    found = []
    for row in rows[start + 1 :]:
        if len(row) != len(header):
            break
        found.append(dict(zip(header, row, strict=True)))
    return found
