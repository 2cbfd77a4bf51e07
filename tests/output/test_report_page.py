"""The page in a browser: opened, filtered, sorted, printed to PDF, photographed; without its script and on a phone."""

from __future__ import annotations

import struct
import subprocess
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from dutyscore.output.formats import Paper, printed
from dutyscore.output.views.report import report_view
from tests.chromium import Browser
from tests.output.reports import jintai_report, jintai_told
from tests.output.test_report_hostile import hostile
from tests.outside import needs

pytestmark = needs("chromium")

SHOWN = """[...document.querySelectorAll('#{} tbody tr')].filter((row) => !row.hidden)
  .map((row) => [...row.cells].map((cell) => cell.textContent).join('\\t'))"""
TYPE = """(() => {{ const box = document.getElementById('filter');
  box.value = {!r}; box.dispatchEvent(new Event('input')); }})()"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    (folder / "report.html").write_bytes(printed(jintai_report(), "html", Paper("zh")))
    (folder / "hostile.html").write_bytes(printed(report_view(hostile(), "html"), "html", Paper("zh")))
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with Browser() as browser:
        yield browser


def colours(png: bytes) -> set[bytes]:
    """The colours of a picture's rows, every 16th pixel: enough to see that it is not blank."""
    width, height, depth, kind = struct.unpack(">IIBB", png[16:26])
    assert (depth, kind) in ((8, 2), (8, 6))
    size = 3 if kind == 2 else 4
    data, place = b"", 8
    while place < len(png):
        length = struct.unpack(">I", png[place : place + 4])[0]
        if png[place + 4 : place + 8] == b"IDAT":
            data += png[place + 8 : place + 8 + length]
        place += 12 + length
    raw = zlib.decompress(data)
    line = width * size + 1
    return {raw[row * line + 1 + pixel * size :][:size] for row in range(0, height, 8) for pixel in range(0, width, 16)}


def test_the_page_opens_without_a_complaint_and_loads_nothing(browser: Browser, folder: Path) -> None:
    browser.open(folder / "report.html")
    assert (browser.complaints, browser.fetched) == ([], [])
    assert browser.value("document.title") == " ".join(jintai_report().title.split())
    assert browser.value("document.querySelectorAll('figure svg').length") == 3
    assert len(colours(browser.photograph())) > 5


def test_filtering_leaves_the_rows_with_the_words(browser: Browser, folder: Path) -> None:
    browser.open(folder / "report.html")
    name = jintai_told().result.roster.names[7]
    assert len(browser.value(SHOWN.format("ranking"))) == 200
    browser.value(TYPE.format(name))
    for section in ("ranking", "board", "ledger"):
        found = browser.value(SHOWN.format(section))
        assert found
        assert all(name in row for row in found)
    browser.value(TYPE.format(""))
    assert len(browser.value(SHOWN.format("ranking"))) == 200
    browser.open(folder / "report.html", "?q=" + name)  # a link can ask for somebody
    assert len(browser.value(SHOWN.format("ranking"))) == 1


def test_sorting_by_a_column_and_back(browser: Browser, folder: Path) -> None:
    browser.open(folder / "report.html")
    before = browser.value(SHOWN.format("ranking"))
    browser.value(
        "[...document.querySelectorAll('#ranking th')].find((cell) => cell.innerText.trim() === '履职加分').click()"
    )
    points = [float(row.split("\t")[4].strip("*!")) for row in browser.value(SHOWN.format("ranking"))]
    assert points == sorted(points)
    browser.value("document.querySelector('#ranking th').click()")
    assert [row.split("\t")[0] for row in browser.value(SHOWN.format("ranking"))] == [
        row.split("\t")[0] for row in before
    ]
    assert browser.value("document.querySelector('#ranking th').getAttribute('aria-sort')") == "ascending"


def test_everything_can_be_read_without_the_script(browser: Browser, folder: Path) -> None:
    with_script, without = [], []
    text = "document.querySelector('main').textContent"
    for found, script in ((with_script, True), (without, False)):
        browser.open(folder / "report.html", script=script)
        document = browser.ask("DOM.getDocument", depth=-1)["root"]["nodeId"]
        node = browser.ask("DOM.querySelector", nodeId=document, selector="main")["nodeId"]
        found.append(browser.ask("DOM.getOuterHTML", nodeId=node)["outerHTML"].count("<td"))
        if script:
            assert "台账" in browser.value(text)
    assert with_script == without
    assert without[0] > 50_000


def test_hostile_text_stays_text(browser: Browser, folder: Path) -> None:
    browser.open(folder / "hostile.html")
    assert (browser.complaints, browser.fetched) == ([], [])
    assert browser.value("getComputedStyle(document.body).display") == "block"
    assert browser.value("document.querySelectorAll('script, img').length") == 1
    assert browser.value("document.querySelectorAll('main a').length") == 0


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (800, 1000), (390, 844)])
def test_nothing_sticks_out_of_the_window(browser: Browser, folder: Path, width: int, height: int) -> None:
    """Wide tables scroll inside their own frame, at the size of a desk, a tablet, a phone."""
    browser.ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
    try:
        for name in ("report.html", "hostile.html"):
            browser.open(folder / name)
            assert browser.value("document.documentElement.scrollWidth") <= width
            assert len(colours(browser.photograph())) > 5
    finally:
        browser.ask("Emulation.clearDeviceMetricsOverride")


@needs("pdftotext", "pdfinfo")
def test_the_page_prints_on_a4_across_with_header_and_page_numbers(browser: Browser, folder: Path) -> None:
    browser.open(folder / "report.html")
    pdf = browser.pdf(folder / "report.pdf")
    told = subprocess.run(["pdfinfo", str(pdf)], check=True, capture_output=True, text=True).stdout
    assert "A4" in told
    size = next(line for line in told.splitlines() if line.startswith("Page size"))
    across, down = (float(size.split()[place]) for place in (2, 4))
    assert across > down
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True).stdout.decode()
    pages = text.split("\f")[:-1]
    result = jintai_told().result
    assert len(pages) > 10
    for number, page in enumerate(pages, 1):
        assert f"{number} / {len(pages)}" in page
        assert result.rulebook.digest[:12] in page
        assert "2023-12-31" in page
        assert result.rulebook.title in page
    tables = [page for page in pages if sum(name in page for name in result.roster.names) > 15 and "0 至" not in page]
    tables = [page for page in tables if "离等次线最近" not in page]  # a picture with names
    assert len(tables) > 10
    assert all("姓名" in page for page in tables)  # the header of a table stands on every page that it reaches
    assert "台账" in text


@needs("pdftotext")
def test_a_filtered_page_prints_what_is_left(browser: Browser, folder: Path) -> None:
    browser.open(folder / "report.html")
    names = jintai_told().result.roster.names
    browser.value(TYPE.format(names[7]))
    pdf = browser.pdf(folder / "filtered.pdf")
    text = subprocess.run(["pdftotext", str(pdf), "-"], check=True, capture_output=True).stdout.decode()
    assert names[7] in text
    ranking = text[text.index("排名") : text.index("晾晒表")]
    assert not any(name in ranking for name in names if name != names[7] and len(name) > 2)
