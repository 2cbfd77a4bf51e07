"""Two other readers agree with ours on what stands in the cells of workbooks that another program wrote."""

from __future__ import annotations

import io
import random
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from dutyscore.tables import Input
from dutyscore.tables.books import open_book
from dutyscore.tables.cells import Cell, Kind
from dutyscore.tables.header import Header, Target
from dutyscore.tables.package import Package
from dutyscore.tables.xlsx_book import XlsxSheet, xlsx_sheets
from tests.tables.samples.containers import CONTAINERS
from tests.tables.samples.contents import CONTENTS
from tests.tables.samples.layouts import LAYOUTS
from tests.tables.samples.parts import Case

VALUES = [
    None, "", "张三", " 李 四 ", "<&>\"'", "=文本", "长" * 300, "a\nb", "𠮷田", "阿卜杜拉·买买提", "#N/A",
    0, 1, -1, 12, 10**14, 999999999999999, 0.1, 0.1 + 0.2, 12.34, -0.5, 1e-7, 123456.789, 5.2999999999999998, 1e20,
    True, False, date(2025, 1, 3), date(1999, 12, 31), date(2024, 2, 29), datetime(2025, 1, 3, 14, 30), time(1, 30),
]  # fmt: skip
WIDTH = 6


def workbook(seed: int, write_only: bool) -> bytes:
    """Random cells in a sheet by openpyxl, which writes texts as shared strings or, in write-only mode, inline."""
    draw = random.Random(seed)
    made = openpyxl.Workbook(write_only=write_only)
    page = made.create_sheet("页") if write_only else made.active
    assert page is not None
    page.append([f"列{at}" for at in range(WIDTH)])
    for _ in range(60):
        page.append([draw.choice(VALUES) for _ in range(WIDTH)])
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def ours(data: bytes) -> list[list[Cell]]:
    """The cells of all columns, from the row below the header; rows without any cell are blank."""
    one: XlsxSheet = xlsx_sheets("a", Package(data))[0]
    number, texts = one.head()[0]
    header = Header(number, WIDTH, texts, {Target("field", text): (at,) for at, text in texts.items()}, 0)
    table = one.table(header)
    rows = [[Cell(Kind.blank, "")] * WIDTH for _ in range(60)]
    for index, row in enumerate(table.rows.tolist()):
        rows[row - 2] = [column.cells[column.codes[index]] for column in table.columns.values()]
    return rows


def agrees(cell: Cell, value: object) -> bool:
    """Whether another reader's value is what our cell says; what has no value is empty or its own text to them."""
    if cell.kind in (Kind.formula, Kind.error):
        return value in (cell.text, "", None)
    if isinstance(value, bool):
        return cell == (Kind.flag, str(value).upper())
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return cell == (Kind.date, value.isoformat())
    if isinstance(value, time | timedelta):
        return cell.kind is Kind.time
    if isinstance(value, int | float):
        return cell.kind is Kind.number and abs(float(cell.text) - value) <= abs(value) * 1e-14
    if value is None or not str(value).strip():
        return cell.kind is Kind.blank
    return cell == (Kind.text, str(value))


@pytest.mark.parametrize("write_only", [False, True])
@pytest.mark.parametrize("seed", range(4))
def test_openpyxl_agrees(seed: int, write_only: bool) -> None:
    data = workbook(seed, write_only)
    page = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    theirs = list(page.iter_rows(min_row=2, max_row=61, max_col=WIDTH, values_only=True))
    theirs += [(None,) * WIDTH] * (60 - len(theirs))
    assert [(mine, other) for mine, other in pairs(ours(data), theirs) if not agrees(mine, other)] == []


@pytest.mark.parametrize("seed", range(4))
def test_calamine_agrees(seed: int) -> None:
    data = workbook(seed, write_only=False)
    theirs = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()[1:]
    theirs += [[""] * WIDTH] * (60 - len(theirs))
    assert [(mine, other) for mine, other in pairs(ours(data), theirs) if not agrees(mine, other)] == []


def pairs(ours: list[list[Cell]], theirs: Iterable[Iterable[object]]) -> list[tuple[Cell, object]]:
    rows = zip(ours, theirs, strict=True)
    return [(mine, other) for row, others in rows for mine, other in zip(row, others, strict=True)]


KNOWN_BETTER = {
    "b02_dates_serial.xlsx": "dates in the Chinese built-in formats are numbers to openpyxl",
    "b03_dates_1904.xlsx": "the same",
    "b04_dates_edge.xlsx": "openpyxl makes days of numbers that are none",
    "b15_percent.xlsx": "openpyxl tells no percentages",
    "b19_wps_dispimg.xlsx": "a picture is its formula to openpyxl",
    "b20_escapes.xlsx": "openpyxl does not decode the escapes of inline texts",
    "b22_injection_names.xlsx": "the same",
}
_NOT_READ = {
    "a18_stray_far_cell.xlsx": "too slow with openpyxl",
    "a32_ghost_rows.xlsx": "too slow with openpyxl",
    "c17_bottom_cell.xlsx": "openpyxl hangs on it",
    "b26_sst_index_out_of_range.xlsx": "openpyxl fails",
    "c12_strict_ooxml.xlsx": "openpyxl finds no sheet",
    "c20_bad_styles.xlsx": "openpyxl fails",
    "c24_case_parts.xlsx": "openpyxl finds no sheet",
}


@pytest.mark.parametrize(
    "case",
    [
        case
        for case in (*LAYOUTS, *CONTENTS, *CONTAINERS)
        if case.name.endswith(".xlsx") and case.verdict != "reject" and case.name not in _NOT_READ
    ],
    ids=lambda case: case.name,
)
def test_openpyxl_agrees_over_the_samples(case: Case) -> None:
    """Every cell at its address, but for what openpyxl is known to get wrong."""
    data = case.make()
    theirs = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    differing = [
        (sheet.name, row, position, cell)
        for sheet in open_book(Input(case.name, data), "", lambda texts: 0).sheets
        for row, cells in sheet.rows()
        for position, cell in cells.items()
        if not agrees(cell, theirs[sheet.name].cell(row, position).value)
    ]
    assert bool(differing) == (case.name in KNOWN_BETTER), differing


CALAMINE_KNOWN_BETTER = {
    "b04_dates_edge.xlsx": "calamine makes days and times of numbers that are none",
    "b15_percent.xlsx": "calamine tells no percentages",
    "b19_wps_dispimg.xlsx": "a picture is its formula to calamine",
}
_NOT_READ_BY_CALAMINE = {
    "a18_stray_far_cell.xlsx": "takes the memory of the whole rectangle",
    "c17_bottom_cell.xlsx": "ends the process",
    "c18_row_over_limit.xlsx": "ends the process",
    "b26_sst_index_out_of_range.xlsx": "fails",
    "c45_utf16_xml_parts.xlsx": "fails",
}


@pytest.mark.parametrize(
    "case",
    [
        case
        for case in (*LAYOUTS, *CONTENTS, *CONTAINERS)
        if case.name.endswith(".xlsx") and case.verdict != "reject" and case.name not in _NOT_READ_BY_CALAMINE
    ],
    ids=lambda case: case.name,
)
def test_calamine_agrees_over_the_samples(case: Case) -> None:
    """Every cell at its address, but for what calamine is known to get wrong."""
    data = case.make()
    theirs = CalamineWorkbook.from_filelike(io.BytesIO(data))
    differing = []
    for sheet in open_book(Input(case.name, data), "", lambda texts: 0).sheets:
        table = theirs.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
        differing += [
            (sheet.name, row, position, cell)
            for row, cells in sheet.rows()
            for position, cell in cells.items()
            if not agrees(cell, table[row - 1][position - 1] if row <= len(table) and position <= len(table[0]) else "")
        ]
    assert bool(differing) == (case.name in CALAMINE_KNOWN_BETTER), differing
