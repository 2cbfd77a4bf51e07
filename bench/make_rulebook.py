"""Write the rulebook that is equivalent to the scoring in peers.py: make_rulebook.py OUT.yaml"""

from __future__ import annotations

import sys
from pathlib import Path

HEAD = """\
rulebook: bench
version: "1"
title: 测速用积分办法
source: {text: 本簿设定}
effective: {from: 2023-01-01, to: 2023-12-31}
semantics: 1
subject: 委员
period: year
points: {step: 0.001, rounding: down}
fields:
  数量: {type: number, min: 0, max: 1000}
  级别: {type: choice, choices: [县级, 市级, 省级, 国家级]}
  审核: {type: choice, choices: [核定, 退回]}
  自评分: {type: number}
entries:
  columns: {member: 委员编号, date: 日期, item: 项目}
  confirmed: {审核: 核定}
  claimed: {field: 自评分}
categories:
"""
CATEGORY_CAPS = (80, 150, 60, 40)


def rulebook() -> str:
    """The whole file: 30 items in 4 categories, worth per unit times the level, a yearly cap each."""
    lines = [HEAD]
    for category, cap in enumerate(CATEGORY_CAPS):
        lines.append(f"  c{category}:\n    name: 类别{category}\n    ref: 本簿设定\n    max: {cap}\n    items:\n")
        for item in range(category, 30, 4):
            factors = "{县级: 1, 市级: 1.5, 省级: 2, 国家级: 3}"
            lines.append(
                f"      I{item:02d}: {{name: 项目{item:02d}, ref: 本簿设定, "
                f"score: {{per_unit: {{field: 数量, points: {item % 9 + 1}}}}}, "
                f"times: {{field: 级别, by: {factors}, blank: 1}}, max: {{year: {(item % 5 + 2) * 10}}}}}\n"
            )
    return "".join(lines)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(rulebook(), encoding="utf-8")
