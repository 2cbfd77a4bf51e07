"""The Jincheng example: 120 members in 12 groups, two years, so that the second one can look back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from examples.making.dice import Dice, words
from examples.making.jincheng_words import ACTIVITIES, GROUPS, TOPICS
from examples.making.people import names
from examples.making.reckoning import Clause, Row, flat, value_of

SIZE = 120
CHANGED = 5
"""Members who left after the first year, and as many who came."""
BOOK: Mapping[str, Clause] = {
    **{item: Clause(flat(5)) for item in ACTIVITIES}, "提案立案": Clause(flat(10)), "社情民意信息采用": Clause(flat(8)),
}  # fmt: skip
EXCELLENT, PLAIN, REMIND, TALK = (60, 96), (40, 59), (30, 39), (5, 29)
PASSIVE = {2023: 5, 2024: 6}
"""Members for a talk in each year; two of them are the same."""
COLUMNS = words("序号 委员编号 姓名 日期 项目 事项 审核 审核人")


@dataclass(frozen=True)
class Member:
    id: str
    name: str
    group: str
    employer: str


@dataclass(frozen=True)
class Year:
    """Members, clerks, and the rows of one year with the points they lead to."""

    year: int
    members: Sequence[Member]
    clerks: Sequence[str]
    rows: Sequence[Row]
    totals: Mapping[str, int]


def story() -> tuple[Year, Year]:
    """The years 2023 and 2024."""
    dice = Dice("jincheng")
    people = names(SIZE + CHANGED + 3, dice)
    clerks, people = people[-3:], people[:-3]
    groups = list(GROUPS)
    members = [
        Member(f"J{number:03d}", name, groups[(number - 1) % len(groups)], "") for number, name in enumerate(people, 1)
    ]
    members = [replace(member, employer=dice.pick(GROUPS[member.group])) for member in members]
    first = members[:SIZE]
    second = [*members[CHANGED:SIZE], *members[SIZE:]]
    moved = dice.pick(second[:20])
    changed = replace(moved, employer=next(name for name in GROUPS[moved.group] if name != moved.employer))
    second = [changed if member == moved else member for member in second]
    stayed = [member.name for member in second[:-CHANGED]]
    passive = dice.some(stayed, sum(PASSIVE.values()) - 2)
    talks = {2023: passive[: PASSIVE[2023]], 2024: passive[PASSIVE[2023] - 2 :]}
    return (
        _year(2023, first, clerks, talks[2023], dice),
        _year(2024, second, clerks, talks[2024], dice),
    )


def _year(year: int, members: Sequence[Member], clerks: Sequence[str], talks: Sequence[str], dice: Dice) -> Year:
    rows: list[Row] = []
    totals = {}
    for member in members:
        luck = dice.between(1, 100)
        low, high = TALK if member.name in talks else EXCELLENT if luck <= 22 else REMIND if luck > 84 else PLAIN
        mine = _filled(member.name, year, low, high, dice)
        totals[member.name] = value_of(BOOK, mine)
        rows += [*mine, *_beside(mine, member.name, year, dice)]
    rows += [replace(row, counts=False) for row in dice.some([row for row in rows if row.item in ACTIVITIES], 9)]
    rows.sort(key=lambda row: (row.day, row.item, row.deed, row.member))
    return Year(year, members, clerks, rows, totals)


def _filled(name: str, year: int, low: int, high: int, dice: Dice) -> list[Row]:
    """Rows worth from `low` to `high` points, up to a chance level between them."""
    level = dice.between(low, high)
    rows: list[Row] = []
    while (total := value_of(BOOK, rows)) < low or total + 5 <= level:
        row = _deed(name, year, dice)
        if total < low and total + 5 > high:
            rows = []
        elif total + BOOK[row.item].worth(row) <= high and not any(_same(row, had) for had in rows):
            rows.append(row)
    return rows


def _same(row: Row, other: Row) -> bool:
    return (row.day, row.item, row.deed) == (other.day, other.item, other.deed)


def _deed(name: str, year: int, dice: Dice) -> Row:
    luck = dice.between(1, 100)
    if luck <= 18:
        return Row(name, date(year, 1, dice.between(16, 20)), "提案立案", f"关于{dice.pick(TOPICS)}的提案")
    if luck <= 32:
        return Row(name, _day(year, dice), "社情民意信息采用", f"{dice.pick(TOPICS)}问题")
    item = dice.pick(tuple(ACTIVITIES))
    return Row(name, _day(year, dice), item, dice.pick(ACTIVITIES[item]))


def _day(year: int, dice: Dice) -> date:
    return dice.day(date(year, 1, 8), date(year, 12, 12))


def _beside(rows: Sequence[Row], name: str, year: int, dice: Dice) -> list[Row]:
    """What gives no points: the registration form, prizes, and rows that the office did not confirm."""
    found = []
    if not dice.chance(4):
        found.append(Row(name, date(year, 12, dice.between(13, 24)), "填报履职登记表"))
    for item, prize, percent in (("提案立案", "提案评为优秀", 7), ("社情民意信息采用", "信息评为优秀", 6)):
        deeds = [row.deed for row in rows if row.item == item]
        if deeds and dice.chance(percent):
            found.append(Row(name, date(year, 12, 26), prize, dice.pick(deeds)))
    if dice.chance(14):
        state = dice.pick(("待审", "退回"))
        found.append(_deed(name, year, dice).but(counts=False, 审核=state))
    return found


def records(told: Year) -> list[dict[str, object]]:
    """The rows as the office keeps them."""
    ids = {member.name: member.id for member in told.members}
    dice = Dice(f"jincheng clerk {told.year}")
    return [
        {
            "序号": number, "委员编号": ids[row.member], "姓名": row.member, "日期": row.day, "项目": row.item,
            "事项": row.deed or None, "审核": "核定", "审核人": dice.pick(told.clerks), **row.facts,
        }
        for number, row in enumerate(told.rows, start=1)
    ]  # fmt: skip


def roster(told: Year) -> list[dict[str, object]]:
    return [
        {"委员编号": member.id, "姓名": member.name, "小组": member.group, "所在单位": member.employer}
        for member in told.members
    ]
