"""Random totals, requirements, vetoes, rankings, grades, bands and lists (section 6)."""

from __future__ import annotations

from typing import Any

from tests.oracle.dice import Dice
from tests.oracle.draw_conditions import Known, Words, condition, remembered
from tests.oracle.draw_items import Items
from tests.oracle.draw_past import look_back

QUANTITIES = tuple(str(number) for number in (1, 0, 2, 3, 5, 10))


class Verdicts:
    """Draws everything that is decided about members, in the order in which later parts may name earlier ones."""

    def __init__(self, dice: Dice, words: Words, items: Items, has_roster: bool, asked: set[str]) -> None:
        self.dice, self.words, self.items, self.has_roster, self.asked = dice, words, items, has_roster, asked
        self.totals: list[str] = []
        self.plain = False
        """Whether nothing but entries and caps makes up the points: resets are then more frequent."""
        self.sets: list[Known] = []
        self.spans: set[str] = set()
        """Words that may be asked over another window."""

    def decide(self, book: dict[str, Any]) -> None:
        self._decide(book)
        if "past" in self.asked:
            look_back(self.dice, book, self.words, self._quantities)

    def _decide(self, book: dict[str, Any]) -> None:
        dice = self.dice
        if "totals" in self.asked:
            text = str(book["categories"])
            loose = ("'min'", "'children'", "'need'", "'fixed'", "'of'", "'carry'", "'mean'", "'target'", "'by_rank'")
            self.plain = not any(word in text for word in loose) and not self.asked & {"convert", "to_best"}
            book["totals"] = self._totals()
        if "exempt" in self.asked or ("shown" in self.asked and dice.chance(50)):
            book["exempt"] = [self._exempt() for _ in range(dice.whole(1, 3))]
        points = [Known(name, "number", ("0", "5", "10", "20")) for name in ("total", *self.totals, *self.words.nodes)]
        measures = [Known(name, "number", self._quantities(name)) for name in self.words.measures]
        late = [Known(name, "number", self._quantities(name)) for name in self.words.late]
        known = [points[0], *points, *measures, *late, *late, *self.words.facts]
        if "spans" in self.asked:
            self.spans = {one.name for one in [*points[1 + len(self.totals) :], *measures]} | {"value"}
            self.spans |= {"total"} if not self.totals else set()
        past = [*points, *measures]
        names = [f"r{index}" for index in range(dice.whole(0, 2))]
        book["requirements"] = {name: {"when": self._when(known, past)} for name in names}
        known = [*known, *(Known(name, "gate", ("met", "unmet")) for name in ("requirement", *names))]
        all_grades = self._names(["优秀", "良好", "称职", "不称职"][: dice.whole(0, 4)])
        grades = [name for name in all_grades if name != "none"]
        vetoes = [f"v{index}" for index in range(dice.whole("shown" in self.asked, 2 + ("shown" in self.asked)))]
        book["vetoes"] = {name: self._veto(name, known, past, grades) for name in vetoes}
        known.append(Known("veto", "veto", ("any", "none", *vetoes)))
        book["rankings"] = self._rankings()
        ranks = [Known(name, "number", ("1", "2", "3")) for name in ("rank", "rank_from_end")]
        known += [*ranks, *(Known(name, "number", ("1", "2")) for name in book["rankings"])]
        if any("slices" in ranking and "main" in ranking for ranking in book["rankings"].values()):
            known += [Known("slice", "number", ("1", "2"))] * 2
        if "sets" in self.asked or ("past" in self.asked and dice.chance(60)):
            book["standings"] = self._sets(known, past)
        known += self.sets
        past += ranks
        book["grades"] = [self._row(name, known, past) for name in all_grades]
        if grades:
            known += [Known(name, "words", tuple(grades)) for name in ("grade", "points_grade")]
            past.append(Known("grade", "words", tuple(grades)))
        all_bands = self._names(["绿", "黄", "红"][: dice.whole(0, 3)])
        bands = [name for name in all_bands if name != "none"]
        book["bands"] = [self._row(name, known, past) for name in all_bands]
        if bands:
            known.append(Known("band", "words", tuple(bands)))
            past.append(Known("band", "words", tuple(bands)))
        book["lists"] = {f"名单{index}": self._list(known, past) for index in range(dice.whole(0, 2))}

    def _when(self, known: list[Known], past: list[Known]) -> Any:
        """A condition over members; now and then a test looks at another window, or back."""
        drawn = remembered(self.dice, past, condition(self.dice, known))
        for group in drawn if isinstance(drawn, list) else [drawn]:
            for name, asked in group.items():
                plain = isinstance(asked, dict) and not asked.keys() & {"in", "running", "not", "blank"}
                if name in self.spans and plain and self.dice.chance(50):
                    asked["over"] = self.dice.one(self.items.windows)
        return drawn

    def _names(self, names: list[str]) -> list[str]:
        """Names of rows; now and then one that gives nothing, or one of which the regulation does not speak."""
        if "rows" not in self.asked or not names or self.dice.chance(40):
            return names
        names[self.dice.whole(0, len(names) - 1)] = self.dice.one(["none", "none", "unstated"])
        return names

    def _sets(self, known: list[Known], past: list[Known]) -> dict[str, Any]:
        """Further sets of rows on totals, nodes and measures; each may name those above it."""
        dice, drawn = self.dice, {}
        things = ["total", *self.totals, *self.words.nodes, *self.words.measures, *self.words.late]
        past = [one for one in past if one.name in things]
        own = [Known("value", "number", ("0", "1", "5", "10"))] * 3
        for name in [f"集{index}" for index in range(dice.whole(1, 2))]:
            kind = dice.one(["grades", "bands"])
            spec: dict[str, Any] = {"kind": kind, "of": dice.some(things, 1, 2)}
            spec["order"] = dice.one(["high", "low"])
            spec["ties"] = dice.one(["competition", "dense", *(["ordinal"] if self.has_roster else [])])
            if dice.chance(30):
                spec["within"] = "小组"
            inner = [*own, *(Known(word, "number", ("1", "2", "3")) for word in ("rank", "rank_from_end"))]
            if dice.chance(50):
                spec["slices"] = self._slices()
                inner += [Known("slice", "number", ("1", "2"))] * 3
            rest = [one for one in known if one.name not in ("rank", "rank_from_end", "slice")]
            rows = self._names(["红", "黄", "绿"][: dice.whole(1, 3)])
            spans = self.spans
            if not spans.issuperset(spec["of"]):  # `value` is asked over another window only where all of them can be
                self.spans = spans - {"value"}
            spec["rows"] = [self._row(row, [*inner, *rest, *self.sets], past) for row in rows]
            self.spans = spans
            if dice.chance(30):
                spec["at"] = self._moment()
            drawn[name] = spec
            words = tuple(row for row in rows if row != "none")
            if words:
                labels = [name, *(f"{name}.{thing}" for thing in spec["of"])]
                self.sets += [Known(label, "words", words) for label in labels]
        return drawn

    def _slices(self) -> dict[str, Any]:
        dice = self.dice
        drawn = {"count": dice.one(["2", "3", "4"]), "size": dice.one(["floor", "ceiling"])}
        if drawn["size"] == "floor":
            drawn["rest"] = dice.one(["first", "last", "spread"])
        return {**drawn, "ties": dice.one(["leave_out", "let_in", "stop"])}

    def _moment(self) -> Any:
        return self.dice.one(["period_end", "any_run", {"each": "quarter"}, {"each": "month"}, {"each": "week"}])

    def _quantities(self, measure: str) -> tuple[str, ...]:
        if measure in self.words.percents:
            return ("50%", "90%", "100", "0", "150.5%")
        return ("50%", "0.5", "1", "100%", "0") if measure in self.words.shares else QUANTITIES

    def _veto(self, name: str, known: list[Known], past: list[Known], grades: list[str]) -> dict[str, Any]:
        dice = self.dice
        effects: list[Any] = ["lose_grade", {"place": "last"}]
        if grades:
            effects += [{"ceiling": dice.one(grades)}, {"direct": dice.one(grades)}]
        drawn: dict[str, Any] = {"name": f"否决{name}"}
        if "inert" in self.asked and dice.chance(60):  # decided before anything is valued: facts and measures only
            early = [one for one in known if one.name in self.words.measures or one in self.words.facts]
            drawn["when"] = remembered(
                dice, [one for one in past if one.name in self.words.measures], condition(dice, early)
            )
            drawn["inert"] = dice.some(self.words.nodes, 1, 2)
        else:
            drawn["when"] = self._when(known, past)
        if "shown" in self.asked:
            places = dice.some(["total", "rank", "grade", "band"], 1, 3)
            drawn["shown_as"] = {place: f"示{place}{name}" for place in places}
        return {**drawn, "effect": dice.one(effects), "points": "keep"}

    def _exempt(self) -> dict[str, Any]:
        left_out = self.dice.some(["scores", "ranks", "quotas", "means", "grades", "bands", "lists"], 1, 3)
        text = self.dice.one(["不定等次", "免"])
        return {"when": condition(self.dice, self.words.facts), "from": left_out, "shown": text}

    def _totals(self) -> dict[str, Any]:
        """Accounts and composites; one of them is the main one."""
        dice = self.dice
        drawn: dict[str, Any] = {}
        nodes = [name for name in self.words.nodes if name != "heads"]
        for name in [f"账{index}" for index in range(dice.whole(1, 3))]:
            if dice.chance(35):
                drawn[name] = {"composite": self._parts(nodes)}
            else:
                tops = [node for node in nodes if node in ("c0", "c1")]
                drawn[name] = {"of": tops if dice.chance(60) else [dice.one(nodes)]}
                if dice.chance(40):
                    drawn[name]["opening"] = "history"
                if dice.chance(80 if self.plain else 50):
                    drawn[name]["resets"] = dice.one(["01-10", "03-31", "02-01", "06-30"])
            if dice.chance(30):
                drawn[name]["never_below"] = self.items.stepped(-2, 4)
            self.totals.append(name)
        drawn[dice.one(list(drawn))]["main"] = "true"
        return drawn

    def _parts(self, nodes: list[str]) -> list[dict[str, Any]]:
        dice = self.dice
        weights = dice.one([("60%", "40%"), ("1/3", "2/3"), ("1",), ("50%", "30%", "20%")])
        known = [*nodes, *self.totals, *self.words.measures]
        parts = []
        other = dice.one([("60%", "40%"), ("1/3", "2/3"), ("50%", "50%")]) if dice.chance(30) else ()
        for place, weight in enumerate(weights):
            part: dict[str, Any] = {"of": dice.one(known), "weight": weight}
            if len(other) == len(weights):
                part["weight"] = {"field": "身份", "by": {"常委": weight, "委员": other[place]}}
            if dice.chance(40):
                part["full_marks"] = dice.one(["10", "30", "3"])
                if dice.chance(50):
                    part["clip"] = "true"
            part["missing"] = dice.one(["zero", "not_scored", "zero", *(["error"] if "missing" in self.asked else [])])
            parts.append(part)
        return parts

    def _rankings(self) -> dict[str, Any]:
        dice, drawn = self.dice, {}
        keys = ["total", *self.totals, *self.words.nodes, *self.words.measures, *self.words.late]
        for index in range(dice.whole(0, 2)):
            by = [{"of": of, "order": dice.one(["high", "low"])} for of in dice.some(keys, 1, 2)]
            ranking: dict[str, Any] = {"by": by if dice.chance(60) else by[0]["of"]}
            if self.spans and all(one["of"] in self.spans for one in by) and dice.chance(40):
                ranking["over"] = dice.one(self.items.windows)
            if dice.chance(60):
                ranking["ties"] = dice.one(["competition", "dense", *(["ordinal"] if self.has_roster else [])])
            if dice.chance(25):
                ranking["within"] = "小组"
            if "slices" in self.asked and dice.chance(70):
                ranking["slices"] = self._slices()
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
            row["at"] = self._moment() if "sets" in self.asked else self.dice.one(["period_end", "any_run"])
        return row

    def _asked(self, known: list[Known], past: list[Known]) -> dict[str, Any]:
        """A condition, places to be had, or both."""
        dice, row = self.dice, {}
        places = dice.chance(40)
        if not places or dice.chance(50):
            row["when"] = self._when(known, past)
        if places:
            rule: dict[str, Any] = {"ties": dice.one(["leave_out", "let_in", "stop"])}
            if dice.chance(40):
                rule["within"] = "小组"
            if dice.chance(50):
                row["top"] = {"places": dice.one(["1", "2", "3"]), **rule}
            else:
                share: dict[str, Any] = {"share": dice.one(["50%", "30%", "1/3", "1"])}
                share["of"] = dice.one(["members", "candidates"])
                if "rows" in self.asked and dice.chance(50):
                    share["share"] = {"一组": dice.one(["50%", "1"]), "otherwise": dice.one(["1/3", "1"])}
                    rule["within"] = "小组"
                row["quota"] = {**share, "rounding": dice.one(["down", "half_up", "up"]), **rule}
        return row
