"""The same result from a real cluster of separate processes, one of which is killed in mid-run."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest

import dutyscore
from dutyscore.model.ledger import Ledger
from tests.scoring.test_partition import plain

distributed = pytest.importorskip("distributed")
dataframe = pytest.importorskip("dask.dataframe")

MEMBERS, DAYS = 40, pd.date_range("2025-01-01", "2025-12-31").strftime("%Y-%m-%d")
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
  级别: {type: text}
  审核: {type: choice, choices: [核定, 退回]}
entries:
  columns: {member: 姓名, date: 日期, item: 项目}
  confirmed: {审核: 核定}
measures:
  attended: {count: {项目: 出席会议}}
categories:
  work:
    name: 履职
    ref: 第八条
    max: 300
    items:
      report:
        name: 调研报告
        score: {per_unit: {field: 数量, points: 1.5}}
        pick: [{keep: highest, per: [级别, month]}]
        max: {month: 30, year: 100}
      meeting: {name: 出席会议, score: {each: 1}}
      place:
        name: 出席名次
        score: {by_rank: {of: attended, ties: share_better, points: {1: 10, 2-10: 6}, otherwise: 2}}
grades:
  - {name: 优秀, quota: {share: 20%, of: members, rounding: down, ties: let_in}}
  - {name: 称职, when: {total: {at_least: 0}}}
"""


def log(rows: int) -> pd.DataFrame:
    rng = np.random.default_rng(5)
    return pd.DataFrame(
        {
            "姓名": [f"委员{number:03}" for number in rng.integers(0, MEMBERS, rows)],
            "日期": DAYS.to_numpy()[rng.integers(0, len(DAYS), rows)],
            "项目": np.array(["调研报告", "出席会议"])[rng.integers(0, 2, rows)],
            "数量": rng.integers(0, 9, rows),
            "级别": np.array(["市级", "省级", "县级", ""])[rng.integers(0, 4, rows)],
            "审核": np.array(["核定", "退回"])[rng.choice(2, rows, p=[0.9, 0.1])],
        }
    )


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, worker_dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client


def told(scores: dutyscore.Scores) -> tuple[Any, ...]:
    """Everything of a result but the table of entries; the ledger member by member, in the order of operations."""
    result = scores.result
    names = [name for name in type(result).__slots__ if name not in ("entries", "ledgers")]
    ledger: Ledger = result.ledger
    return {name: plain(getattr(result, name)) for name in names}, plain(ledger), scores.ledger["date"].tolist()[:50]


@pytest.mark.parametrize("with_roster", [True, False])
def test_a_cluster_gives_what_one_machine_gives(client: Any, with_roster: bool) -> None:
    frame = log(3000)
    roster = pd.DataFrame({"姓名": [f"委员{number:03}" for number in range(MEMBERS + 1)]}) if with_roster else None
    here = dutyscore.score(BOOK, frame, roster=roster)
    there = dutyscore.cluster.score(
        BOOK, dataframe.from_pandas(frame, npartitions=5), client=client, roster=roster, parts=7
    )
    assert told(there)[:2] == told(here)[:2]
    pd.testing.assert_frame_equal(there.standings, here.standings)


def test_a_killed_worker_changes_nothing(client: Any) -> None:
    from dask import delayed

    frame = log(20_000)
    here = dutyscore.score(BOOK, frame)
    pieces = [frame.iloc[start : start + 1000] for start in range(0, len(frame), 1000)]
    slow = [delayed(_slowly)(piece) for piece in pieces]
    victim = next(iter(client.run(os.getpid).values()))
    killed = threading.Timer(1.0, os.kill, (victim, signal.SIGKILL))
    killed.start()
    there = dutyscore.cluster.score(BOOK, slow, client=client, parts=8)
    killed.join()
    assert told(there)[:2] == told(here)[:2]
    assert victim not in client.run(os.getpid).values()


def test_refused_rows_are_told_with_their_rows(client: Any) -> None:
    frame = log(100)
    frame.loc[70, "日期"] = "2025-02-30"
    with pytest.raises(dutyscore.ScoreError) as error:
        dutyscore.cluster.score(BOOK, dataframe.from_pandas(frame, npartitions=4), client=client)
    assert error.value.findings["place"].str.contains("71").all()


def _slowly(piece: pd.DataFrame) -> pd.DataFrame:
    time.sleep(0.15)
    return piece
