"""A year of deputies' logs: what each did, what he scored himself, what two reviews left of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from examples.making.dice import Dice
from examples.making.reckoning import Row, value_of
from examples.making.shigu_book import BOOK
from examples.making.shigu_words import AWARDS, DEEDS, DUTIES, TOPICS

PLENARY = date(2023, 5, 15)
PASSED = {"初审": "通过", "复核": "通过"}


@dataclass
class Deputy:
    """A deputy and the confirmed points the year is to end with."""

    name: str
    street: str
    target: int
    month: tuple[Row, ...] = ()
    """All rows of one month, where the story says what they are."""
    breach: str = ""
    duties: int = 0
    """Points claimed for the duties of the paid job."""
    rows: list[Row] = field(default_factory=list)

    @property
    def total(self) -> int:
        return value_of(BOOK, self.rows)


class Year:
    """Draws rows of 2023."""

    def __init__(self, dice: Dice) -> None:
        self.dice = dice

    def fill(self, deputy: Deputy) -> None:
        """Rows until the target is met to the point; the last ones are suggestions collected, one point each."""
        deputy.rows = list(deputy.month)
        if not deputy.month:
            self._plenary(deputy)
        if self.dice.chance(6):
            self._add(deputy, "未按月提交履职资料", "")
        moves = self._moves(deputy)
        while (missing := deputy.target - deputy.total) > 12:
            rows, before = len(deputy.rows), deputy.total
            self.dice.pick(moves)(deputy)
            if not before < deputy.total <= deputy.target:
                del deputy.rows[rows:]
        assert missing >= 0, deputy
        if missing:
            self._add(deputy, "收集群众建议", self.dice.pick(TOPICS), 数量=missing)
        if deputy.breach:
            self._add(deputy, deputy.breach, "经核查属实")
        assert deputy.total == deputy.target, deputy

    def _plenary(self, deputy: Deputy) -> None:
        luck = self.dice.between(1, 100)
        if luck > 97 and deputy.target < 400:
            deputy.rows.append(Row(deputy.name, PLENARY, "无故缺席人大会议", "区人代会"))
            return
        halves = min(7 if luck <= 88 else self.dice.between(4, 6), deputy.target // 5)
        deputy.rows.append(Row(deputy.name, PLENARY, "出席区人代会", "区人代会", {"半天数": halves}))
        if self.dice.chance(40) and deputy.target > 60:
            deputy.rows.append(Row(deputy.name, PLENARY.replace(day=16), "人代会审议发言", "区人代会"))

    def _moves(self, deputy: Deputy) -> list[Callable[[Deputy], None]]:
        plain: list[Callable[[Deputy], None]] = [self._plain(item) for item in DEEDS]
        common = [self._plain("到联络站接待群众"), self._plain("参加主题活动"), self._visit, self._visit, self._collect]
        rare = [self._suggest, self._test, self._give, self._report, self._lecture]
        moves = plain + common * 2 + rare
        if deputy.target >= 300:
            moves += [self._motion, self._adopted, self._honour, self._speak]
        return moves

    def _plain(self, item: str) -> Callable[[Deputy], None]:
        return lambda deputy: self._add(deputy, item, self.dice.pick(DEEDS[item]))

    def _visit(self, deputy: Deputy) -> None:
        self._add(deputy, "走访联系选民", self.dice.pick(TOPICS))

    def _collect(self, deputy: Deputy) -> None:
        self._add(deputy, "收集群众建议", self.dice.pick(TOPICS), 数量=self.dice.between(1, 6))

    def _suggest(self, deputy: Deputy) -> None:
        role = self.dice.pick(("领衔", "附议", "附议"))
        self._add(deputy, "提出代表建议", f"关于{self.dice.pick(TOPICS)}的建议", 角色=role)

    def _motion(self, deputy: Deputy) -> None:
        role = self.dice.pick(("领衔", "附议", "附议"))
        self._add(deputy, "提出议案", f"关于{self.dice.pick(TOPICS)}的议案", 角色=role)

    def _adopted(self, deputy: Deputy) -> None:
        level = self.dice.pick(("区级", "区级", "市级"))
        self._add(deputy, "建议获采纳或评优", f"关于{self.dice.pick(TOPICS)}的建议", 级别=level)

    def _honour(self, deputy: Deputy) -> None:
        level = self.dice.pick(("区级", "区级", "市级"))
        self._add(deputy, "获得表彰", f"{level}{self.dice.pick(AWARDS)}", 级别=level)

    def _test(self, deputy: Deputy) -> None:
        self._add(deputy, "参加人大知识测试", "代表知识测试", 成绩=self.dice.between(55, 100))

    def _give(self, deputy: Deputy) -> None:
        self._add(deputy, "公益捐款", "慈善一日捐", 金额=self.dice.pick((100, 200, 500, 600, 999, 1000)))

    def _report(self, deputy: Deputy) -> None:
        self._add(deputy, "向选民报告履职情况", "选民代表会议")

    def _lecture(self, deputy: Deputy) -> None:
        self._add(deputy, "人大理论进选区宣讲", self.dice.pick(TOPICS))

    def _speak(self, deputy: Deputy) -> None:
        self._add(deputy, "常委会会议发言询问", self.dice.pick(TOPICS))

    def _add(self, deputy: Deputy, item: str, deed: str, **facts: object) -> None:
        day = self.dice.day(date(2023, 1, 4), date(2023, 12, 26))
        while deputy.month and day.month == deputy.month[0].day.month:
            day = self.dice.day(date(2023, 1, 4), date(2023, 12, 26))
        row = Row(deputy.name, day, item, deed, facts)
        if not any((row.day, row.item, row.deed) == (had.day, had.item, had.deed) for had in deputy.rows):
            deputy.rows.append(row)

    # ------------------------------------------------------------ what is claimed, and what is not confirmed

    def own_job(self, deputy: Deputy) -> list[Row]:
        """Duties of the paid job that a deputy entered as duties of the office, worth what he claims for them."""
        found: list[Row] = []
        left = deputy.duties
        while left > 0:
            item, deed = self.dice.pick(DUTIES)
            row = Row(deputy.name, PLENARY, item, deed)
            high = deed == "接待学员参观社区" and self.dice.chance(40)
            score = min(left, 20 if high else BOOK[item].worth(row))
            day = self.dice.day(date(2023, 1, 4), date(2023, 12, 26))
            found.append(row.but(day=day, counts=False, 岗位本职="是", 自评分=score))
            left -= score
        return found

    def sent_back(self, deputy: Deputy) -> Row:
        """A row that one of the two reviews did not let pass."""
        item = self.dice.pick(tuple(DEEDS))
        state = self.dice.pick((("退回", "退回"), ("退回", "退回"), ("通过", "退回"), ("通过", "待审")))
        facts = {"初审": state[0], "复核": state[1]}
        day = self.dice.day(date(2023, 6, 1), date(2023, 12, 26))
        return Row(deputy.name, day, item, self.dice.pick(DEEDS[item]), facts, counts=False)
