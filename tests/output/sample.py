"""A small result made by hand: five members, a tie, a veto, caps of a year and of a month, a duplicate, two groups."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np

from dutyscore.model.columns import NO_DAY, EntryTable, Origin, Roster, Words
from dutyscore.model.days import parse_iso, parse_stretch
from dutyscore.model.diagnostic import Diagnostic, Excerpt
from dutyscore.model.exact import Scale
from dutyscore.model.ledger import Kind, Ledger
from dutyscore.model.place import Place
from dutyscore.model.result import (
    GateInfo,
    LimitInfo,
    ListInfo,
    MeasureValues,
    Need,
    NextGrade,
    NodeInfo,
    RankInfo,
    Result,
    RowInfo,
    RulebookStamp,
    Rung,
    TotalPart,
)
from dutyscore.output.views.run import Run
from dutyscore.scoring.uncounted import uncounted
from dutyscore.tables import InputStamp, RowCount, SheetStamp

NAMES = ("张三", "李四", "王五", "赵六", "欧阳小明")
BASE, FIXED, BONUS, REPORT, SERVICE, NEGATIVE, ABSENCE = range(7)
YEAR_CAP, MONTH_CAP = range(2)

# day, member, project, and what it is worth in half points
ENTRIES = [
    ("2025-01-09", 2, "提交调研报告", 20),
    ("2025-01-10", 0, "提交调研报告", 20),
    ("2025-02-03", 1, "提交调研报告", 20),
    ("2025-02-17", 2, "提交调研报告", 20),
    ("2025-03-01", 2, "志愿服务", 8),
    ("2025-03-02", 4, "志愿服务", 8),
    ("2025-03-09", 4, "志愿服务", 8),
    ("2025-03-20", 2, "无故缺席会议", -8),
    ("2025-03-21", 3, "提交调研报告", 20),
    ("2025-03-21", 3, "提交调研报告", 20),
    ("2025-03-22", 2, "受处分", 0),
    ("2025-04-01", 4, "提交调研报告", 20),
    ("2025-05-06", 0, "提交提案", 0),
]
NODE_OF = {"提交调研报告": REPORT, "志愿服务": SERVICE, "无故缺席会议": ABSENCE}


def day(text: str) -> int:
    found = parse_iso(text)
    assert found is not None
    return found


def _ledger() -> Ledger:
    rows: list[tuple[int, int, int, int, int, int, int]] = []

    def post(
        entry: int, member: int, node: int, kind: Kind, amount: int, cause: int = -1, window: int = NO_DAY
    ) -> None:
        rows.append((entry, member, node, int(kind), amount, cause, window))

    for entry, (_, member, project, worth) in enumerate(ENTRIES):
        if project in NODE_OF:
            post(entry, member, NODE_OF[project], Kind.award, worth)
    for member in range(len(NAMES)):
        post(-1, member, FIXED, Kind.member_award, 120, window=day("2025-01-01"))
    post(3, 2, REPORT, Kind.over_cap, -10, YEAR_CAP, day("2025-01-01"))
    post(6, 4, SERVICE, Kind.over_cap, -4, MONTH_CAP, day("2025-03-01"))
    post(8, 3, REPORT, Kind.not_confirmed, -20)
    post(9, 3, REPORT, Kind.duplicate, -20, 8)
    post(10, 2, -1, Kind.veto, 0, 0)
    post(12, 0, -1, Kind.no_clause, 0)
    columns = list(zip(*rows, strict=True))
    types = (np.int32, np.int32, np.int16, np.int16, np.int64, np.int32, np.int32)
    return Ledger(*(np.array(column, kind) for column, kind in zip(columns, types, strict=True)))


def _entries(file: str, sheet: str) -> EntryTable:
    projects = tuple(dict.fromkeys(project for _, _, project, _ in ENTRIES))
    rows = len(ENTRIES)
    return EntryTable(
        (Origin(file, sheet, {"member": 1, "date": 2, "item": 3}),),
        np.zeros(rows, np.int16),
        np.arange(12, 12 + rows, dtype=np.int32),
        np.array([member for _, member, _, _ in ENTRIES], np.int32),
        np.array([day(when) for when, _, _, _ in ENTRIES], np.int32),
        Words(np.array([projects.index(project) for _, _, project, _ in ENTRIES], np.int32), projects),
        {},
    )


def _flags(*members: int) -> Any:
    return np.array([member in members for member in range(len(NAMES))], np.bool_)


def _values(ledger: Ledger, nodes: tuple[NodeInfo, ...]) -> Any:
    values = np.zeros((len(NAMES), len(nodes)), np.int64)
    for member, node, amount in zip(ledger.member, ledger.node, ledger.amount, strict=True):
        at = int(node)
        while at >= 0:
            values[member, at] += amount
            at = nodes[at].parent
    return values


def made(names: tuple[str, ...] = NAMES, file: str = "logs.xlsx", sheet: str = "活动日志", **changes: Any) -> Result:
    """The result, with other names or fields where a test needs them."""
    nodes = (
        NodeInfo("base", "基础", ("第六条",), "category", -1),
        NodeInfo("start", "基础分", ("第六条",), "item", BASE),
        NodeInfo("bonus", "加分", (), "category", -1),
        NodeInfo("report", "提交调研报告", ("第八条",), "item", BONUS),
        NodeInfo("service", "志愿服务", ("第九条",), "item", BONUS),
        NodeInfo("negative", "负面", (), "category", -1),
        NodeInfo("absence", "无故缺席会议", ("第十条",), "item", NEGATIVE),
    )
    ledger = _ledger()
    values = _values(ledger, nodes)
    totals = values[:, BASE] + values[:, BONUS] + values[:, NEGATIVE]
    capped = np.zeros(values.shape, np.bool_)
    capped[2, REPORT] = capped[4, SERVICE] = True
    period = parse_stretch("2025")
    assert period is not None
    worth = np.array([140, 140, 160, 160, 156], np.int64)
    none = np.zeros(len(names), np.int64)
    gap = {
        "not_confirmed": none + 20 * _flags(3),
        "duplicate": none + 20 * _flags(3),
        "over_cap": none + 10 * _flags(2) + 4 * _flags(4),
    }
    facts = tuple("一组" if member < 3 else "二组" for member in range(len(names)))
    result = Result(
        rulebook=RulebookStamp(
            "demo", "2025.1", "区政协委员履职量化考核办法", "rulebook.yaml", "7c1e04ab93d2" + "0" * 52, "委员",
            "区政协〔2025〕3号",
        ),
        scale=Scale(Fraction(1, 2), "half_up"),
        period=period,
        selection=period,
        as_of=period.last,
        partial=False,
        roster=Roster(
            tuple(f"{number:02}" for number in range(1, len(names) + 1)), names, True,
            np.arange(len(names), dtype=np.int32), none.astype(np.int32), none.astype(np.int32), {},
        ),
        group=facts,
        entries=_entries(file, sheet),
        ledgers=(ledger,),
        nodes=nodes,
        limits=(LimitInfo(REPORT, "period", 30), LimitInfo(SERVICE, "month", 12)),
        excluded=("岗位本职不计入履职",),
        values=values,
        capped=capped,
        totals=totals,
        named_totals=(),
        parts=(TotalPart("", ""),),
        pointless=False,
        claimed=worth,
        gap=gap,
        scored=np.ones(len(names), np.bool_),
        measures=(MeasureValues("rate", "出席率", (Fraction(1, 3), Fraction(1), None, Fraction(1, 2), Fraction(1))),),
        requirements=(GateInfo("attend", "出席率", ("第四条",), _flags(0, 1, 4)),),
        vetoes=(GateInfo("punished", "受处分", ("第十五条",), _flags(2)),),
        rankings=(RankInfo("total", np.array([2, 2, 0, 4, 1], np.int32), np.array([2, 2, 0, 1, 4], np.int32), 4),),
        grades=(RowInfo("优秀", "", ()), RowInfo("称职", "", ()), RowInfo("不称职", "", ())),
        bands=(RowInfo("绿", "green", ()), RowInfo("黄", "yellow", ()), RowInfo("红", "red", ())),
        grade=np.array([1, 1, 2, 2, 0], np.int32),
        points_grade=np.array([1, 1, 1, 2, 0], np.int32),
        band=np.array([0, 1, 2, 1, 0], np.int32),
        lists=(ListInfo("表彰名单", ("办公室",), (), (4,), False),),
        next_grade=(None, NextGrade("优秀", 150, 10), NextGrade("优秀", 170, 20), NextGrade("称职", 130, 10), None),
        ladder=tuple(_rung(row, line, values) for row, line in enumerate((85, 65))),
        findings=(),
        uncounted=uncounted(ledger, len(ENTRIES)),
        reviewer_gap={"周审": none + 20 * _flags(3)},
    )  # fmt: skip
    return replace(result, **changes)


def _rung(row: int, line: int, values: Any) -> Rung:
    """A row of grades that asks for a total."""
    totals = values[:, [BASE, BONUS, NEGATIVE]].sum(axis=1)
    bounds = (("at_least", str(line)),)
    return Rung(
        row,
        ((Need("total", (), bounds, False, None, False, "", totals >= 2 * line, totals, None, Fraction(line)),),),
        None,
        np.ones(len(totals), np.bool_),
    )


def run(result: Result, **changes: Any) -> Run:
    origin = result.entries.origins[0]
    stamp = InputStamp(origin.file, "ab" * 32, "xlsx" if origin.sheet else "csv", (SheetStamp(origin.sheet, 16),))
    rows = RowCount(16, len(ENTRIES), 0, {"blank": 2, "title": 1})
    return replace(Run(rows, (stamp,), (origin.file,), again=origin.file), **changes)


def findings() -> list[Diagnostic]:
    """Findings of a sheet and of a rulebook, as the readers make them."""
    grid = Excerpt(
        ((111, ("李四", "2025-03-02", "参加会议", "1")), (112, ("王五", "2025-03-05", "参加会仪", "1"))),
        112, 2, 1, ("A 姓名", "B 日期", "C 项目", "D 数量"),
    )  # fmt: skip
    lines = Excerpt(((18, ("  absence:",)), (19, ("    name： 无故缺席会议",))), 19, 8)
    facts = {"column": "项目", "value": "参加会仪", "nearest": "参加会议"}
    unknown = [
        Diagnostic("DS301", Place("logs.xlsx", "活动日志", row, 3), facts, excerpt=grid) for row in (240, 112, 118, 119)
    ]
    date = {"column": "日期", "value": "2025-02-30", "reason": "no-such-day"}
    return [
        *unknown,
        Diagnostic("DS304", Place("logs.xlsx", "活动日志", 57, 2), date),
        Diagnostic("DS104", Place("rulebook.yaml", "", 19, 9), fix="    name: 无故缺席会议", excerpt=lines),
        Diagnostic("DS209", Place("rulebook.yaml", "", 30, 3), {"name": "组"}, also=(Place("a.yaml", "", 9, 3),)),
        Diagnostic("DS410", Place(""), {"searched": "a"}),
    ]
