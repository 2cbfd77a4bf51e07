"""Random worlds: a rulebook of any shape, a small log with many ties, a roster with dates, a history, a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import permutations
from typing import Any

from hypothesis import strategies as st

from dutyscore.model.days import Stretch
from dutyscore.model.duration import parse_duration
from dutyscore.model.history import History, PastResult
from tests.oracle.days import before, day_of
from tests.oracle.dice import Dice
from tests.oracle.draw_book import PERIODS, Book
from tests.oracle.draw_course import REPAIR
from tests.oracle.draw_items import LEVELS, ROLES, STATES
from tests.oracle.draw_past import remembered_gates
from tests.oracle.records import FROM, ID, TO

ENTRY = ("each", "per_unit", "lookup", "tiers", "given", "mean")
"""Methods that take entries."""
Data = dict[str, Any]
Records = list[dict[str, str]]
MEMBERS = ("甲", "乙", "丙", "丁")
FEW_ENTRIES = 16
FEATURES = (
    "repeat", "valid", "repairs", "credit", "among", "dated", "windows", "target", "carry", "by_rank", "to_best",
    "mean", "missing", "held", "measures", "over", "convert", "need", "exempt", "inert", "totals", "rows", "sets",
    "slices", "spans", "alone", "rolling", "past", "shown",
)  # fmt: skip
"""Constructs beside the plain ones; a world has a few of them."""


@dataclass(frozen=True)
class World:
    """Everything of one run, as plain data and text. `period` is the one that the book's `effective` determines."""

    seed: int
    book: Data
    records: Records
    roster: Records | None
    history: History
    period: Stretch
    selection: Stretch | None
    as_of: int | None

    def size(self) -> int:
        """How much there is to read."""
        return len(str(self.book)) + 100 * (len(self.records) + len(self.roster or []))


def projects_of(node: Data) -> list[str]:
    """Every word under which the items at and below a node take entries."""
    found: list[str] = []
    for item, written in node.get("items", {}).items():
        if not written["score"].keys().isdisjoint(ENTRY) and "of" not in written["score"]:
            found += [item, written["name"], *written.get("aliases", []), *written.get("takes", [])]
    for group in node.get("groups", {}).values():
        found += projects_of(group)
    return found


def worlds(features: Sequence[str] = FEATURES, share: int = 15) -> st.SearchStrategy[World]:
    """A book with some of these features, a log that fits its vocabulary, and how they are run."""
    return st.integers(0, 2**64 - 1).map(lambda seed: world_of(seed, FEW_ENTRIES, features, share))


def world_of(seed: int, most_entries: int = FEW_ENTRIES, features: Sequence[str] = FEATURES, share: int = 15) -> World:
    """The world that belongs to a number, always the same. Each feature is in so many worlds of a hundred."""
    dice = Dice(seed)
    asked = {feature for feature in features if dice.chance(share)}
    book = Book(dice, asked)
    if asked & {"credit", "among"}:
        book.has_roster = True
    data = book.drawn()
    first, last = PERIODS[book.period]
    period = Stretch(day_of(first), day_of(last))
    members = MEMBERS[: dice.one([2, 3, 1, 2, 4])]
    days = _days(dice, first, last)
    words = list(dict.fromkeys(word for category in data["categories"].values() for word in projects_of(category)))
    words = dice.some(words, 1, 3) if words else []
    if "repairs" in asked and words:
        words.append(REPAIR)
    log = _Log(dice, data, members, days, words)
    size = min(most_entries, dice.one([6, 8, 10, 3, 1, 0, 5, 9, 12, 14, 16, 12]))
    records = [log.record() for _ in range(size)] if words else []
    if records and dice.chance(30):
        records += [dict(dice.one(records)) for _ in range(dice.whole(1, 2))]
    selection = as_of = None
    if dice.chance(15):
        ends = sorted(dice.whole(period.first, period.last) for _ in range(2))
        selection = Stretch(ends[0], ends[1])
    if dice.chance(20) or book.rolling:
        as_of = day_of(dice.one(days))
    if book.rolling and as_of is not None:
        period, selection = Stretch(before(as_of, parse_duration(book.rolling)), as_of), None
    return World(
        seed=seed,
        book=data,
        records=records,
        roster=_roster(dice, members, first, last) if book.has_roster else None,
        history=_history(dice, data, members, "past" in asked),
        period=period,
        selection=selection,
        as_of=as_of,
    )


def _days(dice: Dice, first: str, last: str) -> list[str]:
    """A few days: the ends of the period and of its months, neighbours, days outside."""
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    inside = [start, end, start + timedelta(days=9), start + timedelta(days=10), end - timedelta(days=20)]
    inside += [
        start + timedelta(days=30),
        start + timedelta(days=31),
        start + timedelta(days=min(60, (end - start).days)),
    ]
    outside = [start - timedelta(days=1), end + timedelta(days=1), start - timedelta(days=20), end + timedelta(days=10)]
    days = dice.some(inside, 2, 5) * 3 + (dice.some(outside, 1, 2) if dice.chance(35) else [])
    return [day.isoformat() for day in days]


class _Log:
    """Draws rows. Few values, so that equal ones are frequent; a blank now and then."""

    def __init__(self, dice: Dice, data: Data, members: tuple[str, ...], days: list[str], words: list[str]) -> None:
        self.dice, self.members, self.days, self.words = dice, members, days, words
        decimals = int(data["fields"]["数量"]["decimals"])
        self.quantities = [text for text in ("1", "2", "0", "3", "2.5", "0.25", "10.1", "-1") if _fits(text, decimals)]
        self.blanks = dice.one([0, 5, 15])
        self.plain = dice.chance(30)

    def record(self) -> dict[str, str]:
        dice = self.dice
        record = {"姓名": dice.one(self.members), "日期": dice.one(self.days), "项目": dice.one(self.words)}
        cells: list[tuple[str, tuple[str, ...] | list[str], int]] = [
            ("数量", self.quantities, 1),
            ("金额", ["1", "100", "0", "250.5", "-2.25"], 1),
            ("级别", LEVELS, 1),
            ("角色", ROLES, 1),
            ("状态", STATES, 1),
            ("审核", ["核定", "核定", "核定", "核定", "待审", "退回"], 1),
            ("岗位", ["否", "否", "是"], 1),
            ("事项", ["甲", "乙"], 2),
            ("登记", self.days, 0),
            ("分钟", ["0", "5", "15", "20"], 1),
            ("完成率", ["90", "100%", "50.5", "0"], 1),
            ("自评分", ["1", "5", "0", "2.25", "-1", "7.5"], 3),
            ("给分", ["1", "5", "0", "-0.5", "10", "2.25", "25"], 0),
            ("理由", ["由"], 0),
            ("决定", ["会"], 0),
            ("人数", ["2", "3", "4"], 1),
            ("序", ["1", "2"], 2),
            ("经手", ["甲", "乙"], 1),
            ("审核人", ["张", "李"], 1),
            ("评委", [f"评{number}" for number in range(9)], 0),
            ("计划", ["4", "0", "2.5", "10"], 2),
            ("参与人", [*self.members, *("、".join(pair) for pair in permutations(self.members, 2))], 1),
            ("参与人", ["、".join(dice.some(self.members, 1, 4))], 1),
        ]
        for name, texts, blank in cells:
            if self.plain and name in ("金额", "序", "经手", "分钟"):
                continue
            record[name] = "" if blank and dice.chance(self.blanks * blank) else dice.one(texts)
        return record


def _fits(text: str, decimals: int) -> bool:
    return len(text.partition(".")[2]) <= decimals


def _roster(dice: Dice, members: tuple[str, ...], first: str, last: str) -> Records:
    """One row a member, or two with the change inside the period, or a validity that leaves days uncovered."""
    records: Records = []
    extra = ("戊",) if dice.chance(30) else ()
    for member in [*extra, *members]:
        if dice.chance(20):
            split = date.fromisoformat(first) + timedelta(days=10)
            before = (split - timedelta(days=dice.one([1, 5]))).isoformat()
            records.append({**_held(dice, member, members), FROM: "", TO: before})
            records.append({**_held(dice, member, members), FROM: split.isoformat(), TO: dice.one(["", last])})
        else:
            records.append(_held(dice, member, members))
    return records


def _held(dice: Dice, member: str, members: Sequence[str]) -> dict[str, str]:
    return {
        ID: member,
        "身份": "" if dice.chance(8) else dice.one(["委员", "常委"]),
        "小组": "" if dice.chance(8) else dice.one(["一组", "二组"]),
        "应到": "" if dice.chance(15) else dice.one(["4", "2", "0"]),
        "党员": "" if dice.chance(15) else dice.one(["是", "否"]),
        "法人": "" if dice.chance(40) else dice.one(members),
    }


def _history(dice: Dice, data: Data, members: tuple[str, ...], gates: bool) -> History:
    """None to three earlier periods; members, and names that a period did not have, may be missing."""
    grades = ["", *(row["name"] for row in data.get("grades", []))]
    bands = ["", *(row["name"] for row in data.get("bands", []))]
    names = ["total", *data.get("totals", {}), *_nodes(data["categories"]), *data.get("measures", {})]
    periods = []
    for _ in range(dice.whole(1, 3) if gates else dice.whole(0, 2)):
        found: dict[str, PastResult] = {}
        for member in members:
            if dice.chance(80):
                values = {name: Fraction(dice.one(["0", "5", "10", "20"])) for name in names if not dice.chance(5)}
                more = remembered_gates(dice, data) if gates else {}
                grade, band = dice.one(grades), dice.one(bands)
                found[member] = PastResult(values, grade, band, dice.whole(0, 3), dice.whole(0, 3), **more)
        periods.append(found)
    return History(tuple(periods))


def _nodes(nodes: Data) -> list[str]:
    found = []
    for name, node in nodes.items():
        found += [name, *_nodes(node.get("groups", {})), *node.get("items", {})]
    return found
