"""A log scored in blocks and parts gives what it gives in one piece, to the last posting."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pyarrow import parquet

from dutyscore.cli import main
from dutyscore.cli.largely import size_of
from dutyscore.large import Desk, score_large
from dutyscore.model.columns import Roster
from dutyscore.model.history import History
from dutyscore.model.ledger import Ledger
from dutyscore.pipeline import Outcome, Request, score
from dutyscore.rulebook.load import load_rulebook
from dutyscore.scoring.partition import Part
from dutyscore.scoring.plan import Plan
from dutyscore.tables import Input
from tests.oracle.draw import World, worlds
from tests.oracle.engine_adapter import load, yaml_of
from tests.oracle.profiles import worlds_drawn
from tests.oracle.records import FROM, ID, TO
from tests.scoring.test_partition import plain

Records = Sequence[Mapping[str, str]]
ROWS = [
    f"{name},2025-{month:02}-{day:02},调研报告,{day}"
    for name in ("张三", "李四", "王五", "赵六")
    for month in range(1, 13)
    for day in (1, 11, 21)
]  # fmt: skip
BOOK = """\
rulebook: demo
version: "1"
title: 履职积分办法
source: {text: 测试}
effective: {from: 2025-01-01, to: 2025-12-31}
semantics: 1
subject: 委员
period: year
points: {step: 0.1, rounding: half_up}
fields:
  数量: {type: number, min: 0, max: 100}
entries:
  columns: {member: 姓名, date: 日期, item: 项目}
categories:
  bonus:
    name: 加分
    ref: 第八条
    items:
      report: {name: 调研报告, score: {per_unit: {field: 数量, points: 1.5}}, max: {month: 30, year: 100}}
"""


def as_csv(records: Records) -> bytes:
    target = io.StringIO()
    keys = list(dict.fromkeys(key for record in records for key in record))
    writer = csv.DictWriter(target, keys, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(records)
    return target.getvalue().encode()


class Shelf:
    """Keeps arrays in memory, as a folder would."""

    def __init__(self) -> None:
        self.kept: dict[str, Mapping[str, Any]] = {}

    def put(self, name: str, arrays: Mapping[str, Any]) -> None:
        assert name not in self.kept
        self.kept[name] = {key: array.copy() for key, array in arrays.items()}

    def get(self, name: str) -> Mapping[str, Any]:
        return self.kept[name]


def told(outcome: Outcome) -> Any:
    """What a user sees of an outcome; the ledger is compared on its own."""
    result = outcome.result and replace(outcome.result, ledgers=())
    entries = None if result is None else sorted({int(day) for day in result.entries.day})
    whole = None if result is None else {
        name: plain(getattr(result, name)) for name in type(result).__slots__ if name not in ("entries", "ledgers")
    }  # fmt: skip
    found = [(one.code, one.place, sorted(one.facts.items()), one.also) for one in outcome.findings]
    return found, outcome.rows, outcome.usable, entries, whole


@given(world=worlds(), memory=st.sampled_from([1 << 10, 1 << 14, 1 << 20]))
@worlds_drawn(25, 1000)
def test_blocks_and_parts_leave_no_trace(world: World, memory: int) -> None:
    loaded = load(world.book)
    assert loaded.rulebook
    assume(world.records)
    head = loaded.rulebook.entries.columns.member[0]
    roster = [{FROM: "", TO: "", **{head if k == ID else k: v for k, v in one.items()}} for one in world.roster or ()]
    log, members = Input("log.csv", as_csv(world.records)), Input("roster.csv", as_csv(roster)) if roster else None
    request = Request(world.selection, world.as_of, partial=True)
    postings: list[tuple[int, Any, Ledger]] = []

    def keep(part: Part, ledger: Ledger, roster: Roster, plan: Plan) -> None:
        postings.append((part.first, np.append(part.entries.row, 0), ledger))

    desk = Desk(memory, Shelf(), lambda *_: None, keep, lambda *_: None)
    large = score_large(loaded, log, members, world.history, request, desk)
    assume(large is not None)
    assert large is not None
    whole = score(Input("rulebook.yaml", yaml_of(world.book).encode()), [log], members, world.history, request)
    assert told(large) == told(whole)
    if whole.result is not None:
        ledger = whole.result.ledger
        rows = np.append(whole.result.entries.row, 0)
        assert [row for first, places, part in postings for row in _rows(part, places, first)] == _rows(ledger, rows, 0)


def _rows(ledger: Ledger, rows: Any, first: int) -> list[tuple[int, ...]]:
    order = np.argsort(ledger.member, kind="stable")
    columns = (rows[ledger.entry], ledger.member + first, ledger.node, ledger.kind, ledger.amount, ledger.window)
    return list(zip(*(column[order].tolist() for column in columns), strict=True))


def test_the_command_writes_the_same_in_parts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "rulebook.yaml").write_text(BOOK, "utf-8")
    log = tmp_path / "log.csv"
    log.write_text("\n".join(["姓名,日期,项目,数量", *ROWS, ""]), "utf-8")
    said, tables = [], []
    for name, options in (("whole", []), ("parts", ["--memory", "16KiB"])):
        target = tmp_path / f"{name}.parquet"
        assert main(["score", str(log), "-f", "json", "-q", "-o", str(target), *options]) == 0
        said.append(capsys.readouterr().out)
        tables.append(parquet.read_table(target).to_pylist())
        groups = parquet.ParquetFile(target).num_row_groups
        assert (groups > 1) == (name == "parts")
    assert said[0] == said[1]
    assert tables[0] == tables[1]
    assert sum(row["steps"] for row in tables[0]) == 4 * 1000
    left = sorted(path.name for path in tmp_path.iterdir())
    assert left == ["log.csv", "parts.parquet", "rulebook.yaml", "whole.parquet"]


def test_a_word_that_stands_in_several_blocks_is_one_finding() -> None:
    """As in a log in one piece; another spelling of it is another finding there too."""
    wrong = ["张三,2025-03-01,飞行,1", "李四,2025-03-02,飞行 ,1", "王五,2025-03-03,飞行,many"]
    rows = [*wrong, *ROWS[:60], *wrong, *ROWS[60:120], *wrong]
    log = Input("log.csv", "\n".join(["姓名,日期,项目,数量", *rows, ""]).encode())
    book, request = Input("rulebook.yaml", BOOK.encode()), Request(partial=True)
    desk = Desk(1 << 10, Shelf(), lambda *_: None, lambda *_: None, lambda *_: None)
    large = score_large(load_rulebook(book.data, book.name), log, None, History(), request, desk)
    whole = score(book, [log], None, History(), request)
    assert large is not None
    assert told(large)[:3] == told(whole)[:3]
    assert [(one.code, len(one.also)) for one in large.findings if one.severity == "error"] == [
        ("DS301", 5), ("DS301", 2), ("DS305", 2)
    ]  # fmt: skip


def test_refused_rows_have_their_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "rulebook.yaml").write_text(BOOK, "utf-8")
    log = tmp_path / "log.csv"
    bad = [*ROWS[:120], "张三,2025-02-30,调研报告,1", "李四,2025-03-01,调研报告,many", *ROWS[120:]]
    log.write_text("\n".join(["姓名,日期,项目,数量", *bad, ""]), "utf-8")
    said = []
    for options in ([], ["--memory", "16KiB"]):
        assert main(["score", str(log), "-f", "csv", "--lang", "en", *options]) == 1
        said.append(capsys.readouterr())
    assert said[0] == said[1]
    assert "122" in said[0].err


@pytest.mark.parametrize(
    ("text", "size"),
    [("2GiB", 2 << 30), ("512M", 512 << 20), ("1.5 GB", 3 << 29), ("100", 100), ("lots", 0), ("", 0), ("-1G", 0)],
)
def test_sizes(text: str, size: int) -> None:
    assert size_of(text) == size
