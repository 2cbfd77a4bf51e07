"""Random rulebooks, as the plain data (mappings, lists, text) that a YAML file gives."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from dutyscore.model.exact import decimal_text
from tests.oracle.dice import Dice
from tests.oracle.draw_conditions import Known, Words, condition, remembered
from tests.oracle.draw_items import CHOICES, LEVELS, ROLES, STATES, Items

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
QUANTITIES = tuple(str(number) for number in (1, 0, 2, 3, 5, 10))
DAYS = ("2025-03-01", "2025-03-10", "2025-03-31")


class Book:
    """Draws a book from the top; `words` gathers the names that conditions may use."""

    def __init__(self, dice: Dice, days: tuple[str, ...] = DAYS) -> None:
        self.dice = dice
        self.step = dice.one(["1", "0.5", "0.01", "0.25", "0.1"])
        self.period = dice.one(["year", "year", "year", *PERIODS])
        self.has_roster = dice.chance(80)
        self.words = Words()
        self.items = Items(dice, self.words, Fraction(self.step))
        self.days = days
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
        measures = self._measures()
        categories = {"c0": self._group("c0", False, 0)}
        if dice.chance(60):
            categories["c1"] = self._group("c1", False, 0)
        categories["c0"]["items"].update(
            {item: self._item(item, word, "for" in categories["c0"]) for item, word in self.shape}
        )
        first, last = PERIODS[self.period]
        book: dict[str, Any] = {
            "rulebook": "drawn",
            "version": "v1",
            "title": "随机",
            "source": {"text": "随机"},
            "effective": self._effective(first, last),
            "semantics": "1",
            "subject": "委员",
            "period": self.period if self.period != "declared" else {"from": first, "to": last},
            "points": points,
            "fields": fields,
            "roster": roster,
            "entries": self._entries(),
            "measures": measures,
            "categories": categories,
        }
        self._decisions(book)
        return {key: value for key, value in book.items() if value}

    def _effective(self, first: str, last: str) -> dict[str, str]:
        """Mostly the period itself; in a declared period the book may be in force for less."""
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
        }
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
        }

    def _names(self, fields: dict[str, Any]) -> None:
        """What conditions over entries and over members may name."""
        numbers = ("0", "1", "2", "2.5", "5", "20")
        kinds = {"number": "number", "minutes": "number", "percent": "number", "date": "date", "choice": "words"}
        values = {"number": numbers, "minutes": numbers, "percent": ("50%", "90", "100%"), "date": self.days}
        for name, fact in fields.items():
            if name in ("自评分", "给分", "理由", "决定"):
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
        self.amounts = {item for item, _ in self.shape[1:] if self.dice.chance(25)}
        projects = tuple(word for item, word in self.shape for word in (item, word) if item not in self.amounts)
        if projects:
            self.words.entry.append(Known("项目", "words", projects))

    def _measures(self) -> dict[str, Any]:
        """Up to three; only `share` and `value` can be missing."""
        dice, drawn = self.dice, {}
        asked = self.words.entry
        for name in [f"m{index}" for index in range(dice.whole(0, 3))]:
            kind = dice.one(["count", "sum", "share", "value"])
            if kind == "count":
                measure: dict[str, Any] = {"count": condition(dice, asked)}
            elif kind == "sum":
                measure = {"sum": dice.one(["数量", "金额", "分钟", "完成率"])}
                if dice.chance(50):
                    measure["of"] = condition(dice, asked)
            elif kind == "share":
                measure = self._share()
                self.words.shares.append(name)
            else:
                measure = {"value": dice.one(["应到", "人数", "应到"])}
            if kind in ("count", "sum") and dice.chance(25):
                measure["beyond"] = dice.one(["1", "2", "0.5"])
            drawn[name] = measure
            self.words.measures.append(name)
        return drawn

    def _share(self) -> dict[str, Any]:
        if self.dice.chance(30):
            return {"share": self.dice.one(["数量", "分钟"]), "among": self.dice.one(["应到", "金额"])}
        among = "应到" if self.dice.chance(40) else condition(self.dice, self.words.entry)
        return {"share": condition(self.dice, self.words.entry), "among": among}

    def _entries(self) -> dict[str, Any]:
        dice = self.dice
        columns = {"member": ["姓名"], "date": ["日期"], "item": ["项目"]}
        drawn: dict[str, Any] = {"columns": {**columns, "deed": "事项", "quantity": "数量"}}
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
        if dice.chance(25):
            chosen = {"of": "children", "keep": dice.one(["highest", {"best": "1"}, {"best": "2"}])}
            node["pick"] = [*node.get("pick", []), chosen]
        return node

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
        restricted = self._anywhere(node, restricted, False)
        if name in self.amounts:
            node.pop("when", None)
            node["score"] = self.items.member_amount(self.words.measures)
            if restricted:
                node["as_held"] = dice.one(["at_start", "at_end"])
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
        return node

    # ------------------------------------------------------------ decisions

    def _decisions(self, book: dict[str, Any]) -> None:
        dice = self.dice
        points = [Known(name, "number", ("0", "5", "10", "20")) for name in ("total", *self.words.nodes)]
        measures = [Known(name, "number", self._quantities(name)) for name in self.words.measures]
        known = [points[0], *points, *measures, *self.words.facts]
        past = [*points, *measures]
        names = [f"r{index}" for index in range(dice.whole(0, 2))]
        book["requirements"] = {name: {"when": remembered(dice, past, condition(dice, known))} for name in names}
        known = [*known, *(Known(name, "gate", ("met", "unmet")) for name in ("requirement", *names))]
        grades = ["优秀", "良好", "称职", "不称职"][: dice.whole(0, 4)]
        vetoes = [f"v{index}" for index in range(dice.whole(0, 2))]
        book["vetoes"] = {name: self._veto(name, known, past, grades) for name in vetoes}
        known.append(Known("veto", "veto", ("any", "none", *vetoes)))
        book["rankings"] = self._rankings()
        ranks = [Known(name, "number", ("1", "2", "3")) for name in ("rank", "rank_from_end")]
        known += [*ranks, *(Known(name, "number", ("1", "2")) for name in book["rankings"])]
        past += ranks
        book["grades"] = [self._row(name, known, past) for name in grades]
        if grades:
            known += [Known(name, "words", tuple(grades)) for name in ("grade", "points_grade")]
            past.append(Known("grade", "words", tuple(grades)))
        bands = ["绿", "黄", "红"][: dice.whole(0, 3)]
        book["bands"] = [self._row(name, known, past) for name in bands]
        if bands:
            known.append(Known("band", "words", tuple(bands)))
            past.append(Known("band", "words", tuple(bands)))
        book["lists"] = {f"名单{index}": self._list(known, past) for index in range(dice.whole(0, 2))}

    def _quantities(self, measure: str) -> tuple[str, ...]:
        return ("50%", "0.5", "1", "100%", "0") if measure in self.words.shares else QUANTITIES

    def _veto(self, name: str, known: list[Known], past: list[Known], grades: list[str]) -> dict[str, Any]:
        dice = self.dice
        effects: list[Any] = ["lose_grade", {"place": "last"}]
        if grades:
            effects += [{"ceiling": dice.one(grades)}, {"direct": dice.one(grades)}]
        when = remembered(dice, past, condition(dice, known))
        return {"name": f"否决{name}", "when": when, "effect": dice.one(effects), "points": "keep"}

    def _rankings(self) -> dict[str, Any]:
        dice, drawn = self.dice, {}
        keys = ["total", *self.words.nodes, *self.words.measures]
        for index in range(dice.whole(0, 2)):
            by = [{"of": of, "order": dice.one(["high", "low"])} for of in dice.some(keys, 1, 2)]
            ranking: dict[str, Any] = {"by": by if dice.chance(60) else by[0]["of"]}
            if dice.chance(60):
                ranking["ties"] = dice.one(["competition", "dense", *(["ordinal"] if self.has_roster else [])])
            if dice.chance(25):
                ranking["within"] = "小组"
            drawn[f"k{index}"] = ranking
        if drawn:
            drawn[dice.one(list(drawn))]["main"] = "true"
        return drawn

    def _row(self, name: str, known: list[Known], past: list[Known]) -> dict[str, Any]:
        row: dict[str, Any] = {"name": name}
        if self.dice.chance(15):
            return {**row, "otherwise": "true"}
        if self.dice.chance(20):
            row["tone"] = "green"
        return {**row, **self._asked(known, past)}

    def _list(self, known: list[Known], past: list[Known]) -> dict[str, Any]:
        row = {**self._asked(known, past), "to": ["公开"]}
        if self.dice.chance(40):
            row["at"] = self.dice.one(["period_end", "any_run"])
        return row

    def _asked(self, known: list[Known], past: list[Known]) -> dict[str, Any]:
        """A condition, places to be had, or both."""
        dice, row = self.dice, {}
        places = dice.chance(40)
        if not places or dice.chance(50):
            row["when"] = remembered(dice, past, condition(dice, known))
        if places:
            rule: dict[str, Any] = {"ties": dice.one(["leave_out", "let_in", "stop"])}
            if dice.chance(40):
                rule["within"] = "小组"
            if dice.chance(50):
                row["top"] = {"places": dice.one(["1", "2", "3"]), **rule}
            else:
                share = {"share": dice.one(["50%", "30%", "1/3", "1"]), "of": dice.one(["members", "candidates"])}
                row["quota"] = {**share, "rounding": dice.one(["down", "half_up", "up"]), **rule}
        return row
