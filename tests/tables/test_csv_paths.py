"""The fast way through a clean csv gives what the slow way gives, and gives way wherever it could not."""

from __future__ import annotations

import sys
from subprocess import run

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dutyscore.tables import books, csv_text, logs
from dutyscore.tables.csv_blocks import read_blocks
from dutyscore.tables.csv_rows import read_rows
from dutyscore.tables.header import find_header, log_lexicon
from dutyscore.tables.refusal import FileRefusedError
from tests.house.tree import ROOT
from tests.tables.office import HEAD, OFFICE, lines, read, same

WORDS = log_lexicon(OFFICE)


def both(data: bytes) -> tuple[object, object] | None:
    """The table by the fast and by the slow way, told; None if the fast way declines."""
    text = csv_text.csv_text(data, "", WORDS.known)
    header = find_header(csv_text.head_records(text), WORDS)
    assert header is not None
    fast = read_blocks("a", text, header)
    if fast is None:
        return None
    slow = read_rows("a", text, header)
    return tuple(
        (
            table.rows.tolist(),
            table.blank,
            table.broken,
            {at: [column.cells[code] for code in column.codes] for at, column in table.columns.items()},
        )
        for table in (fast, slow)
    )  # type: ignore[return-value]


CELL = st.sampled_from(
    [
        *("张三", "李四", "2025-01-03", "提案", "", "null", "NA", "1_000", "#N/A", "长" * 50),
        *('""', '"张三"', '"a,b"', '"a""b"', '""""', '"', 'a"b', '"a"b', '"a""', '"一\n二"'),
        *(" ", "x\ry", "\ufeff", "\u2028", "\0", ",", "\u3000"),
    ]
)
END = st.sampled_from(["\n", "\n", "\n", "\r\n", "\n\n", "\r"])


@given(st.lists(st.tuples(st.lists(CELL, min_size=3, max_size=3), END), max_size=12), END)
@settings(max_examples=400, deadline=None)
def test_both_ways_agree(rows: list[tuple[list[str], str]], end: str) -> None:
    data = ("姓名,日期,项目" + end + "".join(",".join(cells) + mark for cells, mark in rows)).encode()
    try:
        tables = both(data)
    except FileRefusedError as refusal:
        pytest.fail(f"the fast way took what the slow way refuses: {refusal.code}")
    if tables is not None:
        assert tables[0] == tables[1]


CLEAN = st.sampled_from(["张三", "", "提案", '"a,b"', '""', "NA"])


@given(st.lists(st.lists(CLEAN, min_size=3, max_size=3), min_size=1))
@settings(deadline=None)
def test_clean_files_take_the_fast_way(rows: list[list[str]]) -> None:
    rows = [["x", "", ""], *rows, ["x", "", ""]]
    tables = both((HEAD + "".join(",".join(cells) + "\n" for cells in rows)).encode())
    assert tables is not None
    assert tables[0] == tables[1]


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param("张三,2025-01-03\n", id="ragged"),
        pytest.param('张三,2025-01-03,"提\n案"\n', id="a line break in quotes"),
        pytest.param('张三,2025-01-03,提"案\n', id="a quote within a cell"),
        pytest.param("张三,2025-01-03,提\r案\n", id="a lone CR"),
        pytest.param("张三,2025-01-03,提\0案\n", id="NUL"),
        pytest.param('张三,2025-01-03,"提案\n', id="an open quote"),
        pytest.param("\ufeff张三,2025-01-03,提案\n", id="a byte order mark where none belongs"),
    ],
)
def test_files_that_are_not_clean_take_the_slow_way(rows: str) -> None:
    assert both((HEAD + rows).encode()) is None


@pytest.mark.parametrize(
    "data",
    [
        pytest.param('"姓名","日期","项目"\r\n张三,2025-01-03,提案\r\n', id="a header in quotes"),
        pytest.param(f"{HEAD}\n张三,2025-01-03,提案\n\n\n李四,,\n\n", id="empty lines"),
        pytest.param(f"{HEAD}张三,2025-01-03,提案", id="no line end at the end"),
    ],
)
def test_what_is_clean_too(data: str) -> None:
    tables = both(data.encode())
    assert tables is not None
    assert tables[0] == tables[1]


def test_pieces_of_a_large_file_fit_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """Quotes, CRLF and blanks on both sides of every border of a piece."""
    for module in ("csv_blocks", "csv_clean"):
        monkeypatch.setattr(f"dutyscore.tables.{module}.PIECE", 50)
    rows = "".join(f'"张三",2025-01-{day:02d},{"" if day % 3 else "提案"}\r\n,,\r\n' for day in range(1, 29))
    tables = both(("姓名,日期,项目\r\n" + rows).encode())
    assert tables is not None
    assert tables[0] == tables[1]


def large_log(size: int) -> str:
    rows = "".join(
        f'张{number % 7},2025-{number % 12 + 1:02d}-03,{"提案" if number % 3 else "开会"},"",{number % 5}\r\n'
        for number in range(size)
    )
    return "姓名,日期,项目,级别,数量\r\n" + rows


@pytest.fixture
def small_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of 100 kB take the ways of large files."""
    for module in (books, csv_text, logs):
        monkeypatch.setattr(module, "LARGE", 100_000)


@pytest.mark.usefixtures("small_is_large")
def test_a_large_file_reads_the_same_with_and_without_the_fast_way(monkeypatch: pytest.MonkeyPatch) -> None:
    data = large_log(7200)
    fast = read(data)
    monkeypatch.setattr(books, "LARGE", 1 << 40)
    slow = read(data)
    assert same(fast.entries, slow.entries)
    assert fast.rows == slow.rows
    assert fast.rows.taken == 7200
    assert lines(fast)[-1] == "张3 2025-12-03 提案 @a:7201"


@pytest.mark.usefixtures("small_is_large")
def test_a_large_file_in_gb18030_and_one_with_a_fault() -> None:
    data = large_log(7200)
    plain = read(data)
    assert same(read(data.encode("gb18030")).entries, plain.entries)
    broken = read(data.replace("张3,2025-04-03", "张3,2025-04-31", 1) + "王五,2025\r\n")
    assert [finding.code for finding in broken.findings] == ["DS304", "DS321"]
    assert (broken.rows.taken, broken.rows.refused) == (7199, 2)


def printed(program: str) -> str:
    """What a program prints in a Python of its own."""
    paths = {"PYTHONPATH": "src:."}
    done = run([sys.executable, "-c", program], capture_output=True, text=True, check=False, env=paths, cwd=ROOT)
    return done.stdout or done.stderr


def test_small_files_do_not_load_the_heavy_libraries() -> None:
    program = (
        "import sys; from dutyscore.tables import Input, Options, read_logs; before = 'numpy' in sys.modules;"
        "from tests.tables.office import OFFICE, HEAD;"
        "reading = read_logs([Input('a', (HEAD + '张三,2025-01-03,提案').encode())], None, OFFICE, Options());"
        "print(len(reading.entries), before, *(name in sys.modules for name in ('pyarrow', 'pandas')))"
    )
    assert printed(program) == "1 False False False\n"


def test_large_files_do_not_load_pandas() -> None:
    program = (
        "import sys; from dutyscore.tables import *; from tests.tables.office import OFFICE;"
        "from tests.tables.test_csv_paths import large_log;"
        "read_logs([Input('a', large_log(80_000).encode())], None, OFFICE, Options());"
        "print('pyarrow' in sys.modules, 'pandas' in sys.modules)"
    )
    assert printed(program) == "True False\n"
