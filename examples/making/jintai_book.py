"""The clauses of rules/jintai/rulebook.yaml, written a second time for putting the example together.

Points are counted in halves. That both agree is asserted when the example is scored (tests/rules/test_examples.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from examples.making.reckoning import Clause, Row, flat, tariff

HALVES: Final = 2
LEVELS: Final = ("国家级", "省级", "市级", "区级")
BUSINESS: Final = ("经济界", "工商联界", "农业界")
BASE_MAX: Final = 60 * HALVES


def _proposal(row: Row) -> int:
    first = row.facts["署名"] == "第一提案人"
    return {"重点提案": (16, 8), "一般提案": (10, 5)}[str(row.facts["提案类别"])][0 if first else 1]


def _investment(row: Row) -> int:
    amount = row.facts["经济金额"]
    assert isinstance(amount, int)
    return next((points for bound, points in ((5000, 40), (1000, 24), (500, 16), (100, 10)) if amount >= bound), 4)


def _whole(fact: str, unit: int, points: int) -> Clause:
    def worth(row: Row) -> int:
        amount = row.facts[fact]
        assert isinstance(amount, int | float)
        return int(amount // unit) * points

    return Clause(worth)


BASE: Final[Mapping[str, Clause]] = {
    "出席全体会议": Clause(tariff("出勤", {"出席": 24, "请假": 12, "缺席": 0}), {"year": 24}),
    "参加协商会议": Clause(flat(6), {"year": 18}),
    "参加视察和界别活动": Clause(flat(4), {"year": 20}),
    "提交提案": Clause(_proposal, {"year": 20}),
    "反映社情民意信息": Clause(flat(6), {"year": 12}),
    "参与民主监督": Clause(flat(6), {"year": 12}),
    "参与微协商": Clause(flat(6), {"year": 12}),
    "参与书香政协": Clause(flat(4), {"quarter": 4, "year": 12}),
}
BONUS: Final[Mapping[str, Clause]] = {
    "撰写调研视察报告": Clause(tariff("报告类别", {"调研报告": 16, "视察报告": 8})),
    "提案信息获采用批示": Clause(tariff("级别", dict(zip(LEVELS, (40, 24, 16, 10), strict=True))), once="deed"),
    "履行一岗双职": Clause(flat(6), {"quarter": 12}),
    "双招双引": Clause(_investment),
    "履行社会责任": Clause(_whole("捐赠金额", 1000, 1).worth, {"year": 30}),
    "参加志愿服务": Clause(_whole("时长", 1, 1).worth, {"month": 8, "year": 48}),
    "助力工业强区三产兴区": Clause(_whole("经济金额", 100, 2).worth, {"year": 30}),
    "发挥界别特长服务群众": Clause(flat(6), {"quarter": 12}),
    "获得表彰荣誉": Clause(tariff("级别", dict(zip(LEVELS, (40, 20, 12, 6), strict=True))), once="deed"),
}
NEGATIVE: Final[Mapping[str, Clause]] = {
    "无故缺席会议活动": Clause(flat(-6)),
    "迟到早退": Clause(flat(-1)),
    "未按季填报履职情况": Clause(flat(-4), once="quarter"),
    "受到处理": Clause(tariff("处理", {"提醒谈话": -10, "通报批评": -20, "党纪政务处分": -40}), once="deed"),
}
OTHER: Final[Mapping[str, Clause]] = {
    "完成交办专项任务": Clause(flat(4), {"year": 12}),
    "主席会议酌定": Clause(lambda row: int(float(str(row.facts["酌定分"])) * HALVES)),
}
