"""The clauses of rules/shigu/rulebook.yaml, written a second time for putting the example together.

That both agree is asserted when the example is scored (tests/rules/test_examples.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from examples.making.reckoning import Clause, Row, flat, tariff

LEVELS: Final = ("国家级", "省级", "市级", "区级")


def _levels(*points: int) -> Clause:
    return Clause(tariff("级别", dict(zip(LEVELS, points, strict=True))), once="deed")


def _number(row: Row, fact: str) -> int:
    number = row.facts[fact]
    assert isinstance(number, int)
    return number


def _step(fact: str, *steps: tuple[int, int]) -> Clause:
    """The highest step reached; steps from the highest down."""
    return Clause(lambda row: next((points for bound, points in steps if _number(row, fact) >= bound), 0))


BOOK: Final[Mapping[str, Clause]] = {
    "参加人大制度学习培训": Clause(flat(3)),
    "参加人大知识测试": _step("成绩", (90, 5), (60, 3)),
    "人大理论进选区宣讲": Clause(flat(5)),
    "出席区人代会": Clause(lambda row: 5 * _number(row, "半天数")),
    "列席区人大常委会会议": Clause(flat(5)),
    "参加代表小组会议": Clause(flat(3)),
    "无故缺席人大会议": Clause(flat(-10)),
    "参加调研": Clause(flat(4)),
    "参加视察和执法检查": Clause(flat(4)),
    "参加代表建议办理": Clause(flat(5)),
    "参加宣传活动": Clause(flat(4)),
    "人代会审议发言": Clause(flat(3)),
    "常委会会议发言询问": Clause(flat(5)),
    "参加屋场恳谈会": Clause(flat(5)),
    "提出议案": Clause(tariff("角色", {"领衔": 15, "附议": 3})),
    "提出代表建议": Clause(tariff("角色", {"领衔": 8, "附议": 2})),
    "建议获采纳或评优": _levels(30, 20, 15, 10),
    "走访联系选民": Clause(flat(2), {"month": 10}),
    "到联络站接待群众": Clause(flat(5)),
    "收集群众建议": Clause(lambda row: _number(row, "数量")),
    "听取民意座谈": Clause(flat(3)),
    "参加主题活动": Clause(flat(4)),
    "向选民报告履职情况": Clause(flat(10), once="half"),
    "慰问困难党员群众": Clause(flat(5)),
    "捐资助学": Clause(flat(5)),
    "清扫街道志愿服务": Clause(flat(5)),
    "公益捐款": _step("金额", (999, 10), (500, 5), (100, 2)),
    "调解邻里纠纷": Clause(flat(5)),
    "获得表彰": _levels(30, 20, 10, 5),
    "未按月提交履职资料": Clause(flat(-2), once="month"),
}
