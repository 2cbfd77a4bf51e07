"""A year of duty logs for a district committee of 200: what the Jintai example shows, put together row by row.

The published figures of 2023 are the goal, the way there is free: each member gets a target, plausible rows up to a
base, the sets of members that the notice counts, and bonus rows until the target is met to the half point.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from examples.making.dice import Dice
from examples.making.jintai_book import BASE, BASE_MAX, BONUS, BUSINESS, NEGATIVE, OTHER
from examples.making.jintai_words import (
    ASPECTS,
    CONSULTATIONS,
    DUTIES,
    GIFTS,
    HONOURS,
    MICRO,
    OUTINGS,
    PROJECTS,
    READINGS,
    SERVICES,
    SKILLS,
    SUPERVISIONS,
    TASKS,
    TOPICS,
)
from examples.making.reckoning import Row, value_of


@dataclass
class Member:
    """A member and the year he is to have. Points are halves."""

    name: str
    sector: str
    target: int
    micro: bool = True
    reading: bool = True
    service: bool = True
    reports: int = 0
    infos: int = 0
    faults: tuple[str, ...] = ()
    rows: list[Row] = field(default_factory=list)

    @property
    def base(self) -> int:
        return min(BASE_MAX, value_of(BASE, self.rows))

    @property
    def bonus(self) -> int:
        return value_of(BONUS, self.rows)

    @property
    def total(self) -> int:
        return self.base + self.bonus + value_of(NEGATIVE, self.rows) + value_of(OTHER, self.rows)


class StuckError(Exception):
    """The rows drawn so far do not lead to the target."""


class Year:
    """The events of one year and the rows that members have of them."""

    def __init__(self, year: int, dice: Dice) -> None:
        self.year, self.dice = year, dice
        self.days = {deed: self._workday() for deed in (*CONSULTATIONS, *MICRO, *OUTINGS, *SUPERVISIONS)}
        self.days |= {deed: self._day(3 * (index // 3) + index % 3 + 1) for index, deed in enumerate(READINGS)}
        self.session = date(year, 2, 15)
        self.micro = self._in_turn(MICRO)
        self.consultations = self._in_turn(CONSULTATIONS)
        self.titles = self._titles()
        self.proposals: list[tuple[date, str, str]] = []
        """Day, title and kind of what others have put forward, for those who sign along."""

    def _day(self, month: int) -> date:
        return date(self.year, month, self.dice.between(1, 28))

    def _workday(self) -> date:
        while True:
            day = self.dice.day(date(self.year, 1, 9), date(self.year, 12, 22))
            if day.weekday() < 5:
                return day

    def _in_turn(self, deeds: tuple[str, ...]) -> Iterator[str]:
        """Every deed once before any comes again."""
        while True:
            order = list(deeds)
            self.dice.shuffle(order)
            yield from order

    def _titles(self) -> Iterator[str]:
        """Every aspect of every topic once."""
        titles = [f"{topic}{aspect}" for topic in TOPICS for aspect in ASPECTS]
        self.dice.shuffle(titles)
        yield from titles

    # ------------------------------------------------------------ the base

    def attend(self, member: Member) -> None:
        """What a member has in any case: the session, and a row in each set that the notice counts."""
        late = member.target < 110 and self.dice.chance(40)
        state = "请假" if late else "出席"
        self._add(member, self.session, "出席全体会议", "区政协全体会议", 出勤=state)
        if member.micro:
            self._event(member, "参与微协商", self.micro)
        if member.reading:
            self._add_event(member, "参与书香政协", self.dice.pick(READINGS))
        if member.service:
            self._serve(member, self.dice.between(2, 6))
        for _ in range(member.reports):
            self._report(member, "调研报告")
        for _ in range(member.infos):
            self._add(member, self._workday(), "反映社情民意信息", f"关于{next(self.titles)}的信息")
        for item in member.faults:
            deed = "" if item == "未按季填报履职情况" else self.dice.pick(OUTINGS)
            self._add(member, self._workday(), item, deed)

    def reach_base(self, member: Member, wanted: int) -> None:
        """Rows of the base until it is worth what is wanted, or no more can be had."""
        moves: list[Callable[[Member], None]] = [
            self._consult, self._consult, self._outing, self._outing, self._outing, self._supervise, self._propose,
        ]  # fmt: skip
        moves += [self._micro] if member.micro else []
        moves += [self._read] * 2 if member.reading else []
        for _ in range(80):
            if member.base >= wanted:
                return
            rows, before = len(member.rows), member.base
            self.dice.pick(moves)(member)
            if not before < member.base <= wanted + 2:
                del member.rows[rows:]

    def _consult(self, member: Member) -> None:
        self._event(member, "参加协商会议", self.consultations)

    def _micro(self, member: Member) -> None:
        self._event(member, "参与微协商", self.micro)

    def _outing(self, member: Member) -> None:
        self._add_event(member, "参加视察和界别活动", self.dice.pick(OUTINGS))

    def _supervise(self, member: Member) -> None:
        self._add_event(member, "参与民主监督", self.dice.pick(SUPERVISIONS))

    def _read(self, member: Member) -> None:
        self._add_event(member, "参与书香政协", self.dice.pick(READINGS))

    def _propose(self, member: Member) -> None:
        if self.proposals and self.dice.chance(40):
            day, deed, kind = self.dice.pick(self.proposals)
            if deed not in {row.deed for row in member.rows}:
                self._add(member, day, "提交提案", deed, 提案类别=kind, 署名="联名人")
            return
        kind = "重点提案" if self.dice.chance(35) else "一般提案"
        day = self.session if self.dice.chance(60) else self._workday()
        self._add(member, day, "提交提案", f"关于{next(self.titles)}的提案", 提案类别=kind, 署名="第一提案人")

    def _event(self, member: Member, item: str, deeds: Iterator[str]) -> None:
        had = {row.deed for row in member.rows}
        self._add_event(member, item, next(deed for deed in deeds if deed not in had))

    def _add_event(self, member: Member, item: str, deed: str) -> None:
        if deed not in {row.deed for row in member.rows}:
            self._add(member, self.days[deed], item, deed)

    def overdo(self, member: Member) -> None:
        """One more of what is at its cap already, as keen people do; and the proposals become known to others."""
        for move in (self._outing, self._read, self._consult):
            rows, total = len(member.rows), member.total
            if self.dice.chance(25):
                move(member)
            if member.total != total or (move == self._read and not member.reading):
                del member.rows[rows:]
        self.proposals += [
            (row.day, row.deed, str(row.facts["提案类别"]))
            for row in member.rows
            if row.facts.get("署名") == "第一提案人"
        ]

    # ------------------------------------------------------------ the bonus

    def reach_target(self, member: Member) -> None:
        """Bonus rows until nothing is missing; the last half points are hours of service or a gift."""
        if member.target >= 250 and self.dice.chance(50):
            self._add(member, self._workday(), "完成交办专项任务", self.dice.pick(TASKS))
        moves: list[tuple[Callable[[Member], None], int]] = [
            (self._duty, 40), (self._skill, 40), (self._inspect, 9), (self._honour, 6), (self._adopted, 6),
            (self._invest, 5),
        ]  # fmt: skip
        moves += [(self._serve_more, 45)] if member.service else []
        for _ in range(400):
            missing = member.target - member.total
            if missing < 0:
                raise StuckError
            if missing <= 12 and self._finish(member, missing):
                return
            move, likely = self.dice.pick(moves)
            if not self.dice.chance(likely):
                continue
            rows, before = len(member.rows), member.total
            move(member)
            if not before < member.total <= member.target:
                del member.rows[rows:]
        raise StuckError

    def _finish(self, member: Member, missing: int) -> bool:
        if missing == 0:
            return True
        rows = len(member.rows)
        ways: list[Callable[[Member, int], None]] = [self._serve, self._give] if member.service else [self._give]
        self.dice.shuffle(ways)
        for finish in ways:
            finish(member, missing)
            if member.total == member.target:
                return True
            del member.rows[rows:]
        return False

    def _serve_more(self, member: Member) -> None:
        self._serve(member, self.dice.between(2, 8))

    def _serve(self, member: Member, hours: int) -> None:
        half = 0.5 if self.dice.chance(25) else 0
        deed = f"{self.dice.pick(TOPICS)[:4]}{self.dice.pick(SERVICES)}"
        self._add(member, self._any_day(), "参加志愿服务", deed, 时长=hours + half if half else hours)

    def _give(self, member: Member, thousands: int) -> None:
        amount = thousands * 1000 + (self.dice.between(1, 9) * 100 if self.dice.chance(30) else 0)
        self._add(member, self._any_day(), "履行社会责任", self.dice.pick(GIFTS), 捐赠金额=amount)

    def _duty(self, member: Member) -> None:
        self._add(member, self._any_day(), "履行一岗双职", self.dice.pick(DUTIES))

    def _skill(self, member: Member) -> None:
        if member.sector in BUSINESS:
            amount = self.dice.between(1, 12) * 100 + self.dice.between(0, 99)
            self._add(member, self._any_day(), "助力工业强区三产兴区", self.dice.pick(PROJECTS), 经济金额=amount)
        else:
            self._add(member, self._any_day(), "发挥界别特长服务群众", self.dice.pick(SKILLS))

    def _inspect(self, member: Member) -> None:
        self._report(member, "视察报告")

    def _report(self, member: Member, kind: str) -> None:
        self._add(member, self._workday(), "撰写调研视察报告", f"{next(self.titles)}{kind}", 报告类别=kind)

    def _honour(self, member: Member) -> None:
        level = self.dice.pick(("区级", "区级", "区级", "市级", "市级", "省级"))
        self._add(member, self._workday(), "获得表彰荣誉", f"{level}{self.dice.pick(HONOURS)}", 级别=level)

    def _adopted(self, member: Member) -> None:
        level = self.dice.pick(("区级", "区级", "市级", "省级"))
        self._add(member, self._workday(), "提案信息获采用批示", f"关于{next(self.titles)}的建议", 级别=level)

    def _invest(self, member: Member) -> None:
        amount = self.dice.pick((60, 80, 150, 300, 600, 1200))
        self._add(member, self._workday(), "双招双引", self.dice.pick(PROJECTS), 经济金额=amount)

    def _any_day(self) -> date:
        return self.dice.day(date(self.year, 1, 3), date(self.year, 12, 28))

    def _add(self, member: Member, day: date, item: str, deed: str, **facts: object) -> None:
        row = Row(member.name, day, item, deed, facts)
        if not any((row.day, row.item, row.deed) == (had.day, had.item, had.deed) for had in member.rows):
            member.rows.append(row)


def fill(year: Year, member: Member) -> None:
    """All rows of a member; drawn anew until they lead to the target."""
    for _ in range(60):
        member.rows.clear()
        year.attend(member)
        wanted = min(BASE_MAX - 1, 28 + member.target * 42 // 100 + year.dice.between(-6, 6))
        try:
            year.reach_base(member, max(wanted, BASE_MAX - 8 if member.target >= 250 else 0))
            year.reach_target(member)
        except StuckError:
            continue
        year.overdo(member)
        assert member.total == member.target
        return
    raise AssertionError(member)
