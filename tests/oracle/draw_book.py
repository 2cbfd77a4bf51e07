"""Random rulebooks, as the plain data (mappings, lists, text) that a YAML file gives."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from dutyscore.model.exact import decimal_text
from tests.oracle.dice import Dice
from tests.oracle.draw_amounts import Amounts
from tests.oracle.draw_conditions import Known, Words, condition
from tests.oracle.draw_course import HEADS, SEPARATOR, course, valid
from tests.oracle.draw_dated import dated
from tests.oracle.draw_decisions import Verdicts
from tests.oracle.draw_items import CHOICES, LEVELS, ROLES, STATES, Items
from tests.oracle.draw_measures import Measures

PROJECTS = ("提案", "会议", "学习")
"""Words that several items may take."""
PERIODS = {
    "year": ("2025-01-01", "2025-12-31"),
    "half": ("2025-01-01", "2025-06-30"),
    "quarter": ("2025-01-01", "2025-03-31"),
    "month": ("2025-03-01", "2025-03-31"),
    "declared": ("2024-09-01", "2025-08-31"),
}
"""Periods by their word; `declared` is written with its dates."""
DAYS = ("2025-03-01", "2025-03-10", "2025-03-31")


class Book:
    """Draws a book from the top; `words` gathers the names that conditions may use."""

    def __init__(self, dice: Dice, asked: set[str], days: tuple[str, ...] = DAYS) -> None:
        self.dice, self.asked = dice, asked
        self.step = dice.one(["1", "0.5", "0.01", "0.25", "0.1"])
        self.period = dice.one(["year", "year", "year", *PERIODS])
        self.rolling = dice.one(["12m", "6m", "30d", "1m"]) if "rolling" in asked else ""
        self.period = "declared" if self.rolling else self.period
        self.has_roster = dice.chance(80)
        self.words = Words()
        self.items = Items(dice, self.words, Fraction(self.step))
        self.days = days
        self.amount = Amounts(dice, self.items, self.words.measures, asked)
        self.shape: list[tuple[str, str]] = []
        self.amounts: set[str] = set()

    def drawn(self) -> dict[str, Any]:
        """The whole book, keys in the order in which a clerk writes them."""
        dice = self.dice
        points = {"step": self.step, "rounding": dice.one(["half_up", "half_even", "down", "up"])}
        if dice.chance(25):
            points["total_step"] = decimal_text(Fraction(self.step) * dice.one([1, 2, 5, 10]))
        fields, roster = self._fields(), self._roster()
        self._names(fields)
        windows = self._windows()
        measures = Measures(dice, self.words, self.items, self.asked).drawn()
        categories = {"c0": self._group("c0", False, 0)}
        if dice.chance(60):
            categories["c1"] = self._group("c1", False, 0)
        categories["c0"]["items"].update(
            {item: self._item(item, word, "for" in categories["c0"]) for item, word in self.shape}
        )
        if "credit" in self.asked:
            categories["ch"] = self._heads()
        first, last = PERIODS[self.period]
        book: dict[str, Any] = {
            "rulebook": "drawn",
            "version": "v1",
            "title": "随机",
            "source": {"text": "随机"},
            "effective": self._effective(first, last),
            "semantics": "1",
            "subject": "委员",
            "period": {"rolling": self.rolling}
            if self.rolling
            else self.period
            if self.period != "declared"
            else {"from": first, "to": last},
            "points": points,
            "fields": fields,
            "roster": roster,
            "windows": windows,
            "entries": self._entries(),
            "measures": measures,
            "categories": categories,
        }
        Verdicts(dice, self.words, self.items, self.has_roster, self.asked).decide(book)
        if "dated" in self.asked:
            dated(dice, book, Fraction(self.step), (first, *self.days))
        return {key: value for key, value in book.items() if value}

    def _effective(self, first: str, last: str) -> dict[str, str]:
        """Mostly the period itself; in a declared period the book may be in force for less."""
        if self.rolling:
            return {"from": "2024-01-01"}
        if self.dice.chance(85):
            return {"from": first, "to": last}
        if self.period == "declared":
            return {"from": "2024-10-01", "to": "2025-08-15"} if self.dice.chance(50) else {"from": "2024-10-01"}
        return {"from": first, "to": last}

    # ------------------------------------------------------------ facts

    def _fields(self) -> dict[str, Any]:
        dice = self.dice
        fields: dict[str, Any] = {
            "数量": {"type": "number", "decimals": dice.one(["0", "1", "2"])},
            "金额": {"type": "number", "decimals": "2"},
            "级别": {"type": "choice", "choices": list(LEVELS)},
            "角色": {"type": "choice", "choices": list(ROLES)},
            "状态": {"type": "choice", "choices": list(STATES)},
            "审核": {"type": "choice", "choices": ["核定", "待审", "退回"]},
            "岗位": {"type": "yes_no", "yes": "是", "no": "否"},
            "事项": {"type": "text"},
            "登记": {"type": "date"},
            "分钟": {"type": "minutes"},
            "完成率": {"type": "percent", "decimals": "1"},
            "自评分": {"type": "number", "decimals": "2"},
            "给分": {"type": "number", "decimals": "2"},
            "理由": {"type": "text"},
            "决定": {"type": "text"},
            "人数": {"type": "number", "min": "2"},
            "序": {"type": "number"},
            "经手": {"type": "member"},
            "评委": {"type": "text"},
            "计划": {"type": "number", "decimals": "1"},
        }
        if "among" in self.asked:
            fields["参与人"] = {"type": "people", "separator": SEPARATOR}
        if dice.chance(40):
            fields["数量"]["default"] = "1"
        if dice.chance(30):
            fields["级别"]["default"] = "市"
        if dice.chance(50):
            fields["登记"]["default"] = dice.one(self.days)
        return fields

    def _roster(self) -> dict[str, Any]:
        return {
            "身份": {"type": "choice", "choices": list(CHOICES["身份"])},
            "小组": {"group": "true"},
            "应到": {"type": "number"},
            "党员": {"type": "yes_no", "yes": "是", "no": "否", **({"default": "否"} if self.dice.chance(30) else {})},
            **({"法人": {"type": "member"}} if "credit" in self.asked else {}),
        }

    def _names(self, fields: dict[str, Any]) -> None:
        """What conditions over entries and over members may name."""
        numbers = ("0", "1", "2", "2.5", "5", "20")
        kinds = {"number": "number", "minutes": "number", "percent": "number", "date": "date", "choice": "words"}
        values = {"number": numbers, "minutes": numbers, "percent": ("50%", "90", "100%"), "date": self.days}
        for name, fact in fields.items():
            if name in ("自评分", "给分", "理由", "决定", "评委", "参与人"):
                continue
            kind = fact["type"]
            words = tuple(fact.get("choices", ())) or {"yes_no": ("是", "否"), "text": ("甲", "乙")}.get(kind, ("甲",))
            self.words.entry.append(Known(name, kinds.get(kind, "words"), values.get(kind, words)))
        self.words.entry += [Known("日期", "date", self.days), Known("姓名", "words", ("甲", "乙", "丙"))]
        self.words.facts = [
            Known("身份", "words", CHOICES["身份"]), Known("小组", "words", ("一组", "二组")),
            Known("应到", "number", ("2", "4")), Known("党员", "words", ("是", "否")),
        ]  # fmt: skip
        self.words.entry += self.words.facts
        self.shape = [(f"i{index}", f"项{index}") for index in range(self.dice.whole(1, 5))]
        self.items.alone = "alone" in self.asked
        self.items.plain = "totals" in self.asked and self.dice.chance(50)
        often = 60 if self.asked & {"target", "carry", "by_rank", "to_best", "mean", "missing", "held"} else 25
        self.amounts = {item for item, _ in self.shape if self.dice.chance(often) and not self.items.plain}
        projects = tuple(word for item, word in self.shape for word in (item, word) if item not in self.amounts)
        if projects:
            self.words.entry.append(Known("项目", "words", projects))

    def _windows(self) -> dict[str, Any]:
        """Windows that the calendar does not know: a term longer than the period, school terms with gaps."""
        if "windows" not in self.asked:
            return {}
        windows = {"term": [{"from": "2024-07-01", "to": "2026-06-30"}]}
        if self.dice.chance(70):
            windows["学期"] = [
                {"from": "2024-09-01", "to": "2025-01-20"}, {"from": "2025-02-20", "to": "2025-03-15"},
                {"from": "2025-03-16", "to": "2025-07-10"},
            ]  # fmt: skip
        self.items.windows = (*self.items.windows, *windows)
        return windows

    def _heads(self) -> dict[str, Any]:
        """Where the copies for heads are valued."""
        self.words.nodes.append(HEADS)
        item: dict[str, Any] = {"name": "负责人", "score": {"each": self.dice.one(["1", "-2", "0.5", "3"])}}
        if self.dice.chance(40):
            item["max"] = self.items.stepped(0, 6)
        if self.dice.chance(30):
            item["score"] = {"lookup": {"field": "身份", "points": {"常委": "2", "委员": "-1"}, "blank": "0"}}
        if self.dice.chance(30):
            item["for"] = {"身份": self.dice.one(["常委", "委员"])}
        if self.dice.chance(20):
            item["when"] = condition(self.dice, self.words.entry)
        return {"name": "类ch", "items": {HEADS: item}}

    def _entries(self) -> dict[str, Any]:
        dice = self.dice
        columns = {"member": ["姓名"], "date": ["日期"], "item": ["项目"]}
        drawn: dict[str, Any] = {"columns": {**columns, "deed": "事项", "quantity": "数量"}}
        if "shown" in self.asked:
            drawn["columns"]["reviewer"] = ["审核人"]
        if dice.chance(50):
            drawn["confirmed"] = {"审核": "核定"} if dice.chance(85) else condition(dice, self.words.entry)
        if dice.chance(50):
            drawn["claimed"] = {"field": "自评分"}
        if dice.chance(25):
            rules = [condition(dice, self.words.entry) for _ in range(dice.whole(1, 2))]
            drawn["excluded"] = [{"when": rule, "why": f"事由{index}"} for index, rule in enumerate(rules)]
        if dice.chance(40):
            names = dice.some(["事项", "委员", "日期", "项目", "级别", "姓名", "数量", "登记"], 1, 3)
            drawn["duplicate_of"] = {"fields": names, "keep": dice.one(["first", "last"])}
        if dice.chance(20):
            drawn["booked_by"] = "登记"
        if dice.chance(40):
            drawn["order_by"] = dice.some(["序", "事项", "级别", "登记", "岗位"], 1, 2)
        return drawn

    # ------------------------------------------------------------ the tree

    def _group(self, name: str, restricted: bool, depth: int) -> dict[str, Any]:
        dice = self.dice
        self.words.nodes.append(name)
        node: dict[str, Any] = {"name": f"类{name}"}
        restricted = self._anywhere(node, restricted, True)
        if dice.chance(40):
            node["stages"] = "true"
        groups = {f"{name}g{i}": self._group(f"{name}g{i}", restricted, depth + 1) for i in range(self._groups(depth))}
        mine = [self.shape.pop(0) for _ in range(min(len(self.shape), dice.whole(0, 3)))]
        if not groups and not mine:
            mine = [(f"{name}i", f"{name}项")]
        node["items"] = {item: self._item(item, word, restricted) for item, word in mine}
        if groups:
            node["groups"] = groups
        inside = [word for pair in mine for word in pair]
        if dice.chance(25):
            node["pick"] = [self.items.link(inside) for _ in range(dice.whole(1, 2))]
        if dice.chance(25) and not self.items.plain:
            chosen = {"of": "children", "keep": dice.one(["highest", {"best": "1"}, {"best": "2"}])}
            node["pick"] = [*node.get("pick", []), chosen]
        if "convert" in self.asked and dice.chance(40):
            node["score"] = self.amount.group_score()
        self._judged(node, restricted)
        return node

    def _judged(self, node: dict[str, Any], restricted: bool) -> None:
        """`need`, and the day on which `for` is judged for it and for a group's own method."""
        if "need" in self.asked and self.dice.chance(30) and _takes_entries(node):
            node["need"] = self.amount.need()
        converts = "groups" in node or "items" in node
        if restricted and ("need" in node or (converts and "score" in node)) and "as_held" not in node:
            node["as_held"] = self.dice.one(["at_start", "at_end"])

    def _groups(self, depth: int) -> int:
        return self.dice.whole(0, 1) if depth < 2 and self.dice.chance(40) else 0

    def _anywhere(self, node: dict[str, Any], restricted: bool, group: bool) -> bool:
        """What may stand at any node; returns whether `for` restricts the node or one above it."""
        dice = self.dice
        if dice.chance(15):
            node["for"] = condition(dice, self.words.facts)
            restricted = True
        if dice.chance(10):
            node["when"] = condition(dice, self.words.entry)
        node.update(self.items.limits(group))
        floors = node.get("min", {})
        positive = any(Fraction(floor) > 0 for floor in (floors.values() if isinstance(floors, dict) else [floors]))
        if restricted and positive:
            node["as_held"] = dice.one(["at_start", "at_end"])
        if dice.chance(10):
            node["booked_by"] = "登记"
        if dice.chance(12) and self.period == "year":
            node["window"] = dice.one([
                {"from": "12-01", "to": "11-30"}, {"from": "12-16", "to": "12-15"}, {"from": "02-01", "to": "12-15"},
                {"from": "11-16", "to": "10-31"},
            ])  # fmt: skip
        return restricted

    def _item(self, name: str, word: str, restricted: bool) -> dict[str, Any]:
        dice = self.dice
        self.words.nodes.append(name)
        node: dict[str, Any] = {"name": word}
        if name in self.amounts and "held" in self.asked and dice.chance(70):
            node["for"] = condition(dice, self.words.facts)
            restricted = True
        restricted = self._anywhere(node, restricted, False)
        if name in self.amounts:
            node["score"] = self.amount.score()
            if "mean" not in node["score"]:
                node.pop("when", None)
            if restricted:
                node["as_held"] = dice.one(["at_start", "at_end"])
                if "held" in self.asked:
                    node["as_held"] = dice.one(["at_start", "at_end", "by_days", "by_months"])
                    node["others"] = dice.one(["nothing", "mean", "mean", self.items.stepped(-2, 4)])
            self._judged(node, restricted)
            if "mean" in node["score"] and "valid" in self.asked:
                node["valid"] = valid(dice)
            return node
        node["score"] = self.items.score()
        if dice.chance(20):
            node["aliases"] = [f"{word}别名"]
        if dice.chance(50):
            node["takes"] = dice.some(PROJECTS, 1, 2)
        if dice.chance(30):
            node["times"] = self.items.times()
        if dice.chance(25):
            node["split"] = self.items.split()
        if dice.chance(20):
            node["per_entry"] = self.items.stepped(0, 6)
        if dice.chance(45):
            node["pick"] = [self.items.link([name, word]) for _ in range(dice.whole(1, 2))]
        if dice.chance(25):
            node["starting"] = self.items.starting()
        self._judged(node, restricted)
        course(dice, self.items, node, self.asked)
        return node


def _takes_entries(node: dict[str, Any]) -> bool:
    """A `need` counts entries: an item with an amount of its own has none."""
    inside = [*node.get("items", {}).values(), *node.get("groups", {}).values()]
    if inside:
        return any(_takes_entries(child) for child in inside)
    return not {"fixed", "of", "target", "carry", "by_rank", "to_best"} & set(node["score"])
