"""The Jiuyuan example: 60 units in 2022 (15 indicators, six topics by quarter), 340 officials with their appraisals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from examples.making.dice import Dice, words
from examples.making.jiuyuan_words import (
    DEPARTMENTS,
    FRONTLINE,
    INDICATORS,
    KINDS,
    PROBLEMS,
    QUARTERS,
    REPORT,
    REVIVAL,
    TOPICS,
    TOWNS,
)
from examples.making.people import names

OFFICIALS, SENIOR = 340, 27
PLACES = OFFICIALS * 30 // 100
"""Excellent at most: 102."""
ENDS = (date(2022, 3, 31), date(2022, 6, 30), date(2022, 9, 30), date(2022, 12, 31))
UNIT_COLUMNS = words("序号 单位编号 单位 日期 项目 全市位次 得分 季度")
OFFICIAL_COLUMNS = words("序号 干部编号 姓名 日期 项目 鉴定分 鉴定单位 难题")


@dataclass(frozen=True)
class Official:
    """An official and the marks of those who appraised him, in tenths of a point."""

    id: str
    name: str
    unit: str
    senior: bool
    marks: Mapping[str, int]

    @property
    def score(self) -> int:
        """The mean in tenths, a half rounded up."""
        exact = Fraction(sum(self.marks.values()), len(self.marks))
        return (exact + Fraction(1, 2)).__floor__()


@dataclass(frozen=True)
class Story:
    """What the files hold: `units` are the rows of the units' log without number, id and unit."""

    ids: Mapping[str, str]
    units: Sequence[tuple[str, date, str, Mapping[str, object]]]
    officials: Sequence[Official]
    problems: Mapping[str, tuple[date, str]]


def story() -> Story:
    dice = Dice("jiuyuan 2022")
    ids = {unit: f"U{number:02d}" for number, unit in enumerate((*DEPARTMENTS, *TOWNS), start=1)}
    rows: list[tuple[str, date, str, Mapping[str, object]]] = []
    for indicator, (unit, *places) in INDICATORS.items():
        rows += [(unit, day, indicator, {"全市位次": place}) for day, place in zip(ENDS, places, strict=True)]
    late = dice.some(list(ids), 3)
    for unit in ids:
        level = dice.between(1500, 1860)
        topics = (*TOPICS, REVIVAL) if unit in TOWNS else TOPICS
        habit = {topic: level + dice.between(-80, 80) for topic in topics}
        for number, (day, quarter) in enumerate(zip(ENDS, QUARTERS, strict=True)):
            rows += [
                (unit, day, topic, {"得分": _half(min(habit[topic] + dice.between(-50, 50), 1980))}) for topic in topics
            ]
            if not (unit in late and number == dice.between(1, 2)):
                rows.append((unit, day, REPORT, {"季度": quarter}))
    rows.sort(key=lambda row: row[1])
    officials = _officials(list(ids), dice)
    problems = {}
    for one in officials:
        day = dice.day(date(2022, 5, 20), date(2022, 6, 10))
        problems[one.id] = (day, one.unit.removeprefix("区") + dice.pick(PROBLEMS))
    return Story(ids, rows, officials, problems)


def _half(twentieths: int) -> float | int:
    """A mark in halves: exact as a binary number too."""
    whole, rest = divmod(twentieths // 10, 2)
    return whole + 0.5 if rest else whole


def _officials(units: Sequence[str], dice: Dice) -> list[Official]:
    """Everybody's marks; of those with 85 and more the last place of the quota is not tied."""
    people = names(OFFICIALS, dice)
    senior = set(dice.some(people, SENIOR))
    drawn = []
    for number, name in enumerate(people, start=1):
        unit = units[(number - 1) % len(units)]
        level = dice.pick((dice.between(850, 975), dice.between(720, 900), dice.between(760, 900)))
        level = dice.between(480, 740) if dice.chance(4) else level
        marks = {unit: level}
        if dice.chance(35):
            marks[FRONTLINE] = max(0, min(1000, level + dice.between(-30, 30)))
        drawn.append(Official(f"G{number:03d}", name, unit, name in senior, marks))
    order = sorted(drawn, key=lambda official: official.score, reverse=True)
    if order[PLACES - 1].score == order[PLACES].score:
        raise AssertionError("a tie at the last place of the quota: choose another seed")
    return drawn


def unit_records(told: Story) -> list[dict[str, object]]:
    return [
        {"序号": number, "单位编号": told.ids[unit], "单位": unit, "日期": day, "项目": item, **facts}
        for number, (unit, day, item, facts) in enumerate(told.units, start=1)
    ]


def unit_roster(told: Story) -> list[dict[str, object]]:
    return [{"单位编号": id_, "单位": unit, "类别": KINDS[unit in TOWNS]} for unit, id_ in told.ids.items()]


def official_records(told: Story) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for official in told.officials:
        who = {"干部编号": official.id, "姓名": official.name}
        for assessor, mark in official.marks.items():
            day = date(2022, 4, 22) if assessor == FRONTLINE else date(2022, 4, 20)
            rows.append({**who, "日期": day, "项目": "鉴定表", "鉴定分": _tenths(mark), "鉴定单位": assessor})
        day, problem = told.problems[official.id]
        rows.append({**who, "日期": day, "项目": "揭榜领题", "难题": problem})
    rows.sort(key=lambda row: str(row["日期"]))
    return [{"序号": number, **row} for number, row in enumerate(rows, start=1)]


def _tenths(mark: int) -> str:
    whole, part = divmod(mark, 10)
    return f"{whole}.{part}" if part else str(whole)


def official_roster(told: Story) -> list[dict[str, object]]:
    return [
        {"干部编号": one.id, "姓名": one.name, "单位": one.unit, "职级": "县处级" if one.senior else "科级"}
        for one in told.officials
    ]
