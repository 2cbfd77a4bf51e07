"""Hostile and damaged workbooks end in one finding, quickly and in little memory."""

from __future__ import annotations

import sys
import time
import zipfile

import pytest

from tests.tables.office import book, packed, read, sheet, told
from tests.tables.samples.containers import old_workbook

TOP = ["姓名", "日期", "项目"]
ROW = ["张三", "2025-01-03", "提案"]
GOOD = book({"一": sheet([TOP, ROW])})
PART = "xl/worksheets/sheet1.xml"
OFFICE_DOCUMENT = '<R><Relationship Type="x/officeDocument"/></R>'


def refused(data: bytes) -> str:
    """The one finding about a workbook that cannot be used."""
    reading = read(data)
    assert not reading.usable
    assert len(reading.entries) == 0
    [finding] = told(reading.findings)
    return finding


@pytest.mark.parametrize("place", ["<sheetData>", "</sheetData>"])
def test_a_part_that_unpacks_to_far_too_much(place: str) -> None:
    bomb = sheet([TOP, ROW]).replace(place, " " * 40_000_000 + place)
    data = book({"一": bomb})
    assert len(data) < 100_000
    start = time.process_time()
    assert refused(data) == f"DS409 a limit=ratio part={PART}"
    assert time.process_time() - start < 2


def test_too_many_parts() -> None:
    assert refused(book({"一": sheet([TOP])}, extra={f"x/{n}": "" for n in range(5001)})) == "DS409 a limit=parts part="


def test_two_parts_of_one_name() -> None:
    assert refused(book({"一": sheet([TOP])}, extra={PART.upper(): "x"})) == "DS409 a limit=same-part part="


def test_parts_that_claim_more_than_the_file_has() -> None:
    data = bytearray(GOOD)
    at = data.rindex(b"PK\x01\x02") + 20  # the packed size of the last part in the directory
    data[at : at + 4] = (2**30).to_bytes(4, "little")
    assert refused(bytes(data)) == "DS409 a limit=size part="


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>',
        "<!DOCTYPE x>",
    ],
)
def test_document_types_are_refused(doctype: str) -> None:
    assert refused(book({"一": sheet([TOP, ROW], before=doctype)})) == f"DS409 a limit=doctype part={PART}"


def test_a_document_type_in_the_shared_strings() -> None:
    strings = "<!DOCTYPE x><sst><si><t>x</t></si></sst>"
    assert refused(book({"一": sheet([TOP])}, strings=strings)) == "DS409 a limit=doctype part=xl/sharedStrings.xml"


def test_a_changed_byte() -> None:
    stored = book({"一": sheet([TOP, ROW])}, method=zipfile.ZIP_STORED)
    assert refused(stored.replace("张三".encode(), "张二".encode(), 1)) == f"DS408 a reason=checksum part={PART}"


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        pytest.param(sheet([TOP, ROW])[:-20], "xml", id="cut off"),
        pytest.param(sheet([TOP, ROW]).replace("提案", "提&x;案"), "xml", id="an entity nobody declared"),
        pytest.param(sheet([TOP, ROW]).replace("提案", "提\x01案"), "xml", id="a character XML has not"),
        pytest.param(sheet([TOP, ROW]).replace("提案", "提&#1;案"), "xml", id="a reference to such a character"),
        pytest.param(sheet([TOP, ROW]).encode().replace("提案".encode(), b"\xff"), "xml", id="bytes that are no UTF-8"),
        pytest.param(sheet([TOP, ROW]).replace('<row r="2">', '<row r="1">'), "rows", id="a row number twice"),
        pytest.param(sheet([TOP, ROW]).replace('<row r="2">', '<row r="x">'), "rows", id="no row number"),
        pytest.param(sheet([TOP, ROW]).replace('r="A2"', 'r="2"'), "rows", id="no column"),
    ],
)
def test_damaged_sheets(part: str | bytes, reason: str) -> None:
    assert refused(book({"一": part})) == f"DS408 a reason={reason} part={PART}"


def test_a_cut_file() -> None:
    assert refused(GOOD[: len(GOOD) // 2]) == "DS408 a reason=zip part="


def test_a_missing_sheet_part() -> None:
    made = {"xl/workbook.xml": '<workbook xmlns:r="r"><sheets><sheet name="一" r:id="rId1"/></sheets></workbook>'}
    assert refused(packed(made)) == "DS408 a reason=part part=一"


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        ({"readme.txt": "x"}, "zip advice=not_a_table"),
        ({"word/document.xml": "<w/>"}, "docx advice=not_a_table"),
        ({"xl/workbook.bin": "x", "_rels/.rels": OFFICE_DOCUMENT}, "xlsb advice=save_as_xlsx"),
        ({"mimetype": "application/vnd.oasis", "content.xml": "<x/>"}, "ods advice=save_as_xlsx"),
    ],
)
def test_other_packages(parts: dict[str, str], found: str) -> None:
    assert refused(packed(parts)) == f"DS404 a found={found}"


def test_a_reader_that_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    data = old_workbook()
    monkeypatch.setitem(sys.modules, "xlrd", None)
    assert refused(data) == "DS438 a found=xls extra=xls"


def test_a_stray_cell_in_the_last_corner() -> None:
    corner = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    start = time.process_time()
    reading = read(book({"一": sheet([TOP, ROW]).replace("</sheetData>", corner)}))
    assert (reading.rows.read, reading.rows.taken) == (1, 1)
    assert time.process_time() - start < 1


def test_a_very_long_text_in_a_cell() -> None:
    made = book({"一": sheet([[*TOP, "事由"], [*ROW, "长" * 40_000], ROW])})
    assert told(read(made).findings) == ["DS323 a!一!D2"]
