"""A log that was read ahead reads as it always did; work on a wrong guess is thrown away."""

from __future__ import annotations

import hashlib

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dutyscore.tables import Input, Options, Reading, books, csv_text, logs, read_logs
from dutyscore.tables.ahead import Ahead
from tests.tables.office import OFFICE, lines, same
from tests.tables.test_csv_paths import CELL, END, large_log

LOG = large_log(7200)


@pytest.fixture(autouse=True)
def small_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (books, csv_text, logs):
        monkeypatch.setattr(module, "LARGE", 0)


def told(reading: Reading) -> tuple[object, ...]:
    return lines(reading, "级别", "数量"), reading.findings, reading.rows, reading.inputs, reading.usable


def both(data: bytes, encoding: str = "") -> tuple[Reading, Reading]:
    """Read as always, and read ahead."""
    plain, ahead = Input("a", data), Input("a", data, Ahead(data))
    options = Options(encoding=encoding)
    return tuple(read_logs([log], None, OFFICE, options) for log in (plain, ahead))  # type: ignore[return-value]


def test_it_is_read_once_and_the_table_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    data = LOG.encode()
    log = Input("a", data, Ahead(data))
    assert log.ahead is not None
    assert log.ahead.is_utf8()

    def never(*given: object) -> None:
        raise AssertionError("parsed again")

    monkeypatch.setattr("dutyscore.tables.csv_parse.parsed", never)
    reading = read_logs([log], None, OFFICE, Options())
    assert reading.rows.taken == 7200
    assert reading.inputs[0].digest == hashlib.sha256(data).hexdigest()
    assert log.ahead is not None
    assert log.ahead.table(len(data), ",", 1, 5) is None  # given once


def test_the_table_of_a_file_that_is_not_clean_is_not_given() -> None:
    head, _, rows = LOG.partition("\r\n")
    kinds = {
        "市级": True, '"市级"': True, '"市""级"': True, '""': True, '""""': True, '"': False, '"市\r级"': False,
        '市"级': False, '"市"级': False, ' "市级"': False, '"市""级': False, '"市\n级"': False, '"市,级"': False,
        "市\0级": False,
        '"""市"""': True, '"""市""': False, '"市"""级"': False, '"市""""级"': True,
    }  # fmt: skip
    for cell, clean in kinds.items():
        data = f"{head}\r\n王五,2025-01-02,提案,{cell},1\r\n{rows}".encode()
        length = len(data) - len(f"{head}\r\n".encode()) - len(b"\r\n")
        assert (Ahead(data).table(length, ",", 1, 5) is not None) is clean


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        pytest.param(LOG.encode(), "", id="as guessed"),
        pytest.param(LOG.encode("utf-8-sig"), "", id="a byte order mark"),
        pytest.param((LOG + "\r\n\r\n").encode(), "", id="empty lines at the end"),
        pytest.param(LOG.encode("gb18030"), "", id="GB18030"),
        pytest.param(LOG.encode("gb18030"), "gb18030", id="GB18030, as said"),
        pytest.param(LOG.encode("utf-16"), "", id="UTF-16"),
        pytest.param(("2025年\r\n" + LOG).encode(), "", id="a title above"),
        pytest.param(("2025,年,履,职,表\r\n" + LOG).encode(), "", id="a title as wide as the header"),
        pytest.param(LOG.replace(",", ";").encode(), "", id="semicolons"),
        pytest.param(("sep=,\r\n" + LOG).encode(), "", id="a sep= line"),
        pytest.param((LOG + "王五,2025\r\n").encode(), "", id="a row too short"),
        pytest.param((LOG + '王五,2025-01-02,"提案\r\n').encode(), "", id="an open quote"),
        pytest.param(LOG.replace("张3,2025-04-03", "张3,2025-04-31", 1).encode(), "", id="a day that does not exist"),
        pytest.param(LOG.encode() + b"\xff\xfe,2025-01-02,,,\r\n", "", id="bytes that are no text"),
        pytest.param(LOG.replace("姓名,", '"姓名",').encode(), "", id="a header in quotes"),
        pytest.param(b"\n\n\n", "", id="nothing"),
        pytest.param("姓名,日期,项目".encode(), "", id="a header alone"),
    ],
)
def test_every_kind_of_file(data: bytes, encoding: str) -> None:
    plain, ahead = both(data, encoding)
    assert told(plain) == told(ahead)
    assert same(plain.entries, ahead.entries)


def test_columns_that_nobody_wants_and_that_are_too_large_stop_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def too_large(*given: object, **named: object) -> None:
        raise pa.ArrowCapacityError("array cannot contain more than 2147483646 bytes")

    data = LOG.encode()
    with monkeypatch.context() as patch:
        patch.setattr("dutyscore.tables.csv_parse.parsed", too_large)
        begun = Ahead(data)
        assert begun.is_utf8()
    assert begun.table(len(data), ",", 1, 5) is None
    plain, ahead = (read_logs([log], None, OFFICE, Options()) for log in (Input("a", data), Input("a", data, begun)))
    assert told(plain) == told(ahead)


def test_a_log_that_is_given_as_its_own_roster_stays_a_log() -> None:
    data = LOG.encode()
    ahead = Input("a", data, Ahead(data))
    one, other = (
        read_logs([ahead], ahead, OFFICE, Options()),
        read_logs([Input("a", data)], Input("a", data), OFFICE, Options()),
    )
    assert one.entries is not None
    assert len(one.entries) == 7200
    assert told(one) == told(other)


@given(st.lists(st.tuples(st.lists(CELL, min_size=3, max_size=3), END), max_size=12), END)
@settings(max_examples=150, deadline=None)
def test_any_cells(rows: list[tuple[list[str], str]], end: str) -> None:
    data = ("姓名,日期,项目" + end + "".join(",".join(cells) + mark for cells, mark in rows)).encode()
    plain, ahead = both(data)
    assert told(plain) == told(ahead)
