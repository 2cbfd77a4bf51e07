"""The Shigu example: 170 deputies, the year 2023, what they claimed and what was confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from examples.making.dice import Dice, words
from examples.making.people import names, spread
from examples.making.reckoning import Row
from examples.making.shigu_book import BOOK
from examples.making.shigu_words import STREETS
from examples.making.shigu_year import PASSED, PLENARY, Deputy, Year

ADVANCED = (1000, 812, 774, 741, 705, 688, 667, 652, 639, 630, 611, 598, 583, 571, 556, 540, 527)
VETOED = 645
NEXT = (498, 471, 455, 430, 402, 388, 350, 333)
CLAIMED_OF_630 = 1108
MONTH_STREET = STREETS[0][0]
COLUMNS = words(
    """
    序号 代表编号 姓名 日期 项目 事项 数量 半天数 成绩 金额 角色 级别 岗位本职 自评分 初审 初审人 复核 复核人
    """
)


@dataclass(frozen=True)
class Story:
    """What the files hold."""

    ids: dict[str, str]
    streets: dict[str, str]
    reviewers: dict[str, tuple[str, str]]
    """Who makes the first review and the re-check in each street."""
    deputies: Sequence[Deputy]
    rows: Sequence[Row]


def story() -> Story:
    """Everything that stands in logs.xlsx."""
    dice = Dice("shigu 2023")
    people = names(170 + 2 * len(STREETS), dice)
    clerks = people[170:]
    deputies = [Deputy(name, street, 0) for name, street in zip(people, spread(STREETS), strict=False)]
    _give_targets(deputies, dice)
    year = Year(dice)
    for deputy in deputies:
        year.fill(deputy)
    rows = list(chain.from_iterable(deputy.rows for deputy in deputies))
    rows = [_scored(row, dice) for row in rows]
    free = [deputy for deputy in deputies if not deputy.month]
    rows += [replace(_scored(row, dice), counts=False) for row in dice.some([row for row in rows if row.deed], 24)]
    rows += [_scored(year.sent_back(dice.pick(free)), dice) for _ in range(230)]
    for deputy in deputies:
        mine = sum(_self_score(row) for row in rows if row.member == deputy.name)
        deputy.duties = CLAIMED_OF_630 - mine if deputy.target == 630 else deputy.duties
        rows += year.own_job(deputy)
    ids = {deputy.name: f"D{number:03d}" for number, deputy in enumerate(deputies, start=1)}
    rows.sort(key=lambda row: (row.day, ids[row.member], row.item, row.deed))
    pairs = zip((street for street, _ in STREETS), clerks[::2], clerks[1::2], strict=True)
    return Story(
        ids,
        {deputy.name: deputy.street for deputy in deputies},
        {street: (clerk, director) for street, clerk, director in pairs},
        deputies,
        rows,
    )


def _give_targets(deputies: Sequence[Deputy], dice: Dice) -> None:
    order = list(deputies)
    dice.shuffle(order)
    fixed = (*ADVANCED, VETOED, *NEXT)
    for deputy, target in zip(order, fixed, strict=False):
        deputy.target = target
    for deputy in order[len(fixed) :]:
        deputy.target = dice.between(45, 130) + dice.between(0, 150)
    order[len(ADVANCED)].breach = "违反十个严禁八个不准"
    for deputy in dice.some([deputy for deputy in order[40:] if deputy.street != MONTH_STREET], 25):
        deputy.duties = dice.between(1, 6) * 5
    may = next(deputy for deputy in order[len(fixed) :] if deputy.street == MONTH_STREET and deputy.target > 180)
    may.month = _month(may.name)


def _month(name: str) -> tuple[Row, ...]:
    """May 2023 of one deputy: 58 points, with the reception of 6 May and the 999 yuan of 9 May."""
    return (
        Row(name, date(2023, 5, 6), "到联络站接待群众", "接待日"),
        Row(name, date(2023, 5, 6), "收集群众建议", "菜场改造", {"数量": 5}),
        Row(name, date(2023, 5, 9), "公益捐款", "红十字人道公益日", {"金额": 999}),
        Row(name, PLENARY, "出席区人代会", "区人代会", {"半天数": 7}),
        Row(name, PLENARY.replace(day=16), "人代会审议发言", "区人代会"),
    )


def _scored(row: Row, dice: Dice) -> Row:
    """With the deputy's own score: mostly what the book says, sometimes more."""
    if "自评分" in row.facts:
        return row
    worth = BOOK[row.item].worth(row) if row.item in BOOK else 0
    more = dice.between(1, 5) if worth > 0 and row.day.month != 5 and dice.chance(3) else 0
    return row.but(自评分=worth + more)


def _self_score(row: Row) -> int:
    score = row.facts["自评分"]
    assert isinstance(score, int)
    return score


def records(told: Story) -> list[dict[str, object]]:
    """The rows as the streets keep them."""
    found = []
    for number, row in enumerate(told.rows, start=1):
        clerk, director = told.reviewers[told.streets[row.member]]
        found.append(
            {
                "序号": number,
                "代表编号": told.ids[row.member],
                "姓名": row.member,
                "日期": row.day,
                "项目": row.item,
                "事项": row.deed or None,
                **PASSED,
                "初审人": clerk,
                "复核人": director,
                **row.facts,
            }
        )
    return found


def roster(told: Story) -> list[dict[str, object]]:
    return [{"代表编号": id_, "姓名": name, "街道": told.streets[name]} for name, id_ in told.ids.items()]


def month_of_street(told: Story) -> list[dict[str, object]]:
    """May of one street, as its clerk handed it in."""
    return [
        record
        for record, row in zip(records(told), told.rows, strict=True)
        if row.day.month == 5 and told.streets[row.member] == MONTH_STREET
    ]
