"""Rosters: the one that the other samples assume, and troublesome ones, each with the log that is read by it."""

from __future__ import annotations

from tests.tables.samples.parts import (
    ENTRIES,
    FIRST,
    HEAD,
    SIX_ZEROS,
    TEXT,
    Case,
    logged,
    styled,
    text,
    workbook,
)

HEADING = ["工号", "姓名", "界别", "状态"]
NAMES = ["张三", "李四", "王小明", "赵六", "钱七", "王䶮", "𠮷田", "李㛃", "阿卜杜拉·买买提", "吕布", "栗山"]
STANDARD = text([HEADING, *([f"{at:06}", name, "教育界", "在任"] for at, name in enumerate(NAMES, 123))]).encode(
    "utf-8-sig"
)


def _by_id(*ids: object) -> bytes:
    rows = [[one, *FIRST[1:]] for one in ids]
    return workbook([["工号", *HEAD[1:]], *rows])


ROSTERS: list[tuple[Case, bytes]] = [
    (Case("e00_standard_roster.csv", lambda: STANDARD, "accept", 3, 3), logged(*ENTRIES)),
    (
        Case(
            "e01_roster_same_names.xlsx",
            lambda: workbook(
                [HEADING, ["000123", "张三", "教育界", "在任"], ["000124", "张三", "医卫界", "在任"],
                 ["000125", "李四", "经济界", "在任"], ["000126", "王小明", "经济界", "在任"]]
            ),
            "partial", 3, 2, ("DS309",),
        ),
        logged(*ENTRIES),
    ),
    (
        Case(
            "e03_roster_spaced_names.xlsx",
            lambda: workbook(
                [HEADING, ["000123", "张　三", "教育界", "在任"], ["000124", "李　四", "医卫界", "在任"],
                 ["000125", "王小明", "经济界", "离任"]]
            ),
            "accept", 3, 3,
        ),
        logged(*ENTRIES),
    ),
    (Case("e04_roster_empty.csv", lambda: text([HEADING]).encode(), "reject", codes=("DS428",)), logged(*ENTRIES)),
    (
        Case(
            "e05_roster_number_ids.xlsx",
            lambda: workbook(
                [HEADING, [styled(SIX_ZEROS, 123), "张三", "教育界", "在任"], [124, "李四", "医卫界", "在任"]]
            ),
            "partial", 3, 2, ("DS302",),
        ),
        _by_id(styled(TEXT, "000123"), 124, styled(TEXT, "000124")),
    ),
]  # fmt: skip
