"""The Jintai example: 200 members, the year 2023, the figures that the notice of that year published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import chain

from examples.making.dice import Dice, words
from examples.making.jintai_book import HALVES
from examples.making.jintai_words import OUTINGS, REVIEWERS, SECTORS, SERVICES
from examples.making.jintai_year import Member, Year, fill
from examples.making.people import names, spread
from examples.making.reckoning import Row

MEAN_TIMES_200 = 17640  # 88.2 x 200
BEST = words("174.5 152.5 151 149.5 148 147.5 146 145.5 144.5 144 143 142.5 142 141.5")  # with a bonus of 80 or more
GOOD = words("135.5 134 132.5 131 129.5 127")  # excellent with less
LOW = words("41.5 43 45 46.5 48 49.5")  # not competent
PLAIN = words("50 52.5 54 56.5 59.5")  # ordinary
COLUMNS = words(
    """
    序号 委员编号 姓名 日期 项目 事项 出勤 提案类别 署名 报告类别 级别 时长 捐赠金额 经济金额 处理 酌定分 酌定理由
    酌定机构 审核 审核人
    """
)


@dataclass(frozen=True)
class Story:
    """What the files hold."""

    ids: dict[str, str]
    sectors: dict[str, str]
    members: Sequence[Member]
    rows: Sequence[Row]


def halves(text: str) -> int:
    whole, _, part = text.partition(".")
    return int(whole) * HALVES + (1 if part == "5" else 0)


def targets(dice: Dice) -> list[int]:
    """200 totals in halves, from the best to the least; the others come last."""
    fixed = [halves(text) for text in (*BEST, *GOOD, *PLAIN, *LOW)]
    others = [(dice.between(62, 104) + dice.between(62, 104)) for _ in range(200 - len(fixed))]
    while (gap := MEAN_TIMES_200 * HALVES - sum(fixed) - sum(others)) != 0:
        index = dice.between(0, len(others) - 1)
        step = 1 if gap > 0 else -1
        if 60 * HALVES <= others[index] + step <= 121 * HALVES:
            others[index] += step
    dice.shuffle(others)
    return [*fixed, *others]


def story() -> Story:
    """Everything that stands in logs.xlsx."""
    dice = Dice("jintai 2023")
    people = names(200, dice)
    sectors = spread(SECTORS)
    dice.shuffle(sectors)
    members = [Member(name, sector, 0) for name, sector in zip(people, sectors, strict=True)]
    order = list(members)
    dice.shuffle(order)
    for member, target in zip(order, targets(dice), strict=True):
        member.target = target
    _sets(order, dice)
    year = Year(2023, dice)
    for member in members:
        fill(year, member)
    ids = {member.name: f"W{number:03d}" for number, member in enumerate(members, start=1)}
    rows = list(chain.from_iterable(member.rows for member in members))
    rows += _clutter(members, rows, year, dice)
    rows.sort(key=lambda row: (row.day, ids[row.member], row.item, row.deed))
    return Story(ids, {member.name: member.sector for member in members}, members, rows)


def _sets(order: Sequence[Member], dice: Dice) -> None:
    """Who belongs to the sets that the notice counts. `order` goes from the best to the least: first 14 with a high
    bonus, 6 more excellent, 5 ordinary, 6 not competent, then the others."""
    strong, plain, weak, others = order[:20], order[20:25], order[25:31], order[31:]
    for member in dice.some(others, 5 - 2) + dice.some(weak, 2):
        member.service = False
    for member in dice.some([*others, *plain, *weak], 200 - 157):
        member.micro = False
    for member in dice.some([*others, *plain, *weak], 200 - 144):
        member.reading = False
    for member in [*strong[:12], *dice.some(others, 9)]:
        member.reports = 1
    for member in strong[:3]:
        member.reports = 2
    for member in [*strong[:16], *dice.some(others, 32)]:
        member.infos = 1
    for member in strong[:16]:
        member.infos = 2
    for member in weak:
        member.faults = ("未按季填报履职情况", dice.pick(("无故缺席会议活动", "迟到早退")))
    for member in dice.some(others, 24):
        member.faults = (dice.pick(("无故缺席会议活动", "迟到早退", "未按季填报履职情况")),)


def _clutter(members: Sequence[Member], rows: Sequence[Row], year: Year, dice: Dice) -> list[Row]:
    """Rows of a real log that are worth nothing: registered twice, not confirmed, of the year before, of no clause."""
    twice = [row for row in rows if row.item in ("参加视察和界别活动", "参加志愿服务", "参加协商会议")]
    found = [replace(row, counts=False) for row in dice.some(twice, 31)]
    for _ in range(58):
        member, outing = dice.pick(members), dice.pick(OUTINGS)
        if outing not in {row.deed for row in member.rows}:
            state = {"审核": dice.pick(("待审", "退回", "退回"))}
            found.append(Row(member.name, year.days[outing], "参加视察和界别活动", outing, state, counts=False))
    for member in dice.some([member for member in members if member.service], 3):
        day = date(2022, 12, 31) - timedelta(dice.between(0, 5))
        found.append(Row(member.name, day, "参加志愿服务", f"年末{dice.pick(SERVICES)}", {"时长": 3}, counts=False))
    for member in dice.some([member for member in members if member.sector == "教育界"], 2):
        day = date(2023, 9, dice.between(1, 28))
        found.append(Row(member.name, day, "助力工业强区三产兴区", "校企合作平台", {"经济金额": 260}, counts=False))
    return found


def records(told: Story) -> list[dict[str, object]]:
    """The rows as a clerk keeps them."""
    dice = Dice("jintai clerk")
    return [
        {
            "序号": number,
            "委员编号": told.ids[row.member],
            "姓名": row.member,
            "日期": row.day,
            "项目": row.item,
            "事项": row.deed or None,
            "审核": "核定",
            "审核人": dice.pick(REVIEWERS),
            **row.facts,
        }
        for number, row in enumerate(told.rows, start=1)
    ]


def roster(told: Story) -> list[dict[str, object]]:
    return [{"委员编号": id_, "姓名": name, "界别": told.sectors[name]} for name, id_ in told.ids.items()]
