"""The Ningjin example: 268 members in 9 groups, 14 debrief sessions and 2 make-up sessions, about 9 judges each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from examples.making.dice import Dice, words
from examples.making.ningjin_words import DAYS, GROUPS, JUDGES, MAKE_UPS, MEMBER_JUDGE, VIDEO_DAY
from examples.making.people import names

EXCELLENT = 54
"""Members at 90 or more, of 268: the published 20 %."""
AWAY = 5
"""Members who sent a video and have no score."""
SPEAKERS = 17
COLUMNS = words("序号 委员编号 姓名 日期 项目 场次 评委 评委类别 评分 补场 回避")


@dataclass
class Member:
    """A member, the session he debriefed in (empty: none) and the marks that count."""

    name: str
    group: str
    session: str = ""
    excellent: bool = False
    marks: list[int] = field(default_factory=list)

    @property
    def score(self) -> Fraction:
        """The mean without the highest and the lowest mark."""
        kept = sorted(self.marks)[1:-1]
        return Fraction(sum(kept), len(kept))


@dataclass(frozen=True)
class Session:
    """A session: who speaks in it and who judges, each with his kind."""

    name: str
    day: date
    make_up: bool
    members: Sequence[Member]
    judges: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Story:
    """What the file holds."""

    ids: dict[str, str]
    members: Sequence[Member]
    sessions: Sequence[Session]
    recused: frozenset[tuple[str, str]]
    """Judge and member: the mark was given and does not count."""
    seed: Dice


def story() -> Story:
    """Everything that stands in logs.xlsx."""
    dice = Dice("ningjin 2023")
    people = names(268 + 60, dice)
    members, rounds = _members(people[:268], dice)
    pool = _judges(people[268:], dice)
    sessions: list[Session] = []
    days = enumerate(zip(DAYS, rounds, strict=True), start=1)
    plan = [(f"第{number:02d}场", day, False, some) for number, (day, some) in days]
    late = [member for member in members if not member.session]
    dice.shuffle(late)
    plan += [(name, day, True, [late.pop() for _ in range(size)]) for name, day, size in MAKE_UPS]
    assert len(late) == AWAY
    on_site = [member for _, _, _, some in plan for member in some]
    for member in dice.some(on_site, EXCELLENT):
        member.excellent = True
    recused = set()
    for name, day, make_up, some in plan:
        judges = _bench(pool, sessions, dice)
        for member in some:
            member.session = name
            if len(judges) > 8 and dice.chance(3):
                recused.add((dice.pick(judges)[0], member.name))
            draw_marks(member, len(judges) - any(who == member.name for _, who in recused), dice)
        sessions.append(Session(name, day, make_up, some, judges))
    _part_the_speakers(on_site, dice)
    ids = {member.name: f"N{number:03d}" for number, member in enumerate(members, start=1)}
    return Story(ids, members, sessions, frozenset(recused), dice)


def _members(people: Sequence[str], dice: Dice) -> tuple[list[Member], list[list[Member]]]:
    """All members, and those who come to each of the 14 sessions: 48 do not."""
    members = [Member(name, group) for name, group in zip(people, _groups(), strict=True)]
    absent = {member.name for member in dice.some(members, sum(size for _, _, size in MAKE_UPS) + AWAY)}
    rounds = []
    for group, _, parts in GROUPS:
        some = [member for member in members if member.group == group and member.name not in absent]
        cut = (len(some) + 1) // 2 if parts == 2 else len(some)
        rounds += [some[:cut], some[cut:]][:parts]
    for number, some in enumerate(rounds, start=1):
        for member in some:
            member.session = f"第{number:02d}场"
    return members, rounds


def _groups() -> Iterator[str]:
    for group, size, _ in GROUPS:
        yield from [group] * size


def _judges(people: Sequence[str], dice: Dice) -> dict[str, list[str]]:
    """The pool of each kind of judges."""
    return {kind: list(people[number * 15 : number * 15 + 15]) for number, kind in enumerate(JUDGES)}


def _bench(pool: dict[str, list[str]], before: Sequence[Session], dice: Dice) -> list[tuple[str, str]]:
    """8 to 10 judges: two of each kind, and members who spoke well in an earlier session."""
    bench = [(judge, kind) for kind, some in pool.items() for judge in dice.some(some, 2)]
    good = [member.name for session in before for member in session.members if member.excellent]
    if good:
        bench += [(judge, MEMBER_JUDGE) for judge in dice.some(good, dice.pick((1, 1, 1, 1, 2)))]
    return bench


def draw_marks(member: Member, count: int, dice: Dice) -> None:
    """Marks around a level, until their mean lies on the right side of 90."""
    while True:
        level = dice.between(90, 95) if member.excellent else dice.pick((dice.between(79, 88), dice.between(84, 89)))
        member.marks = [max(60, min(100, level + dice.between(-3, 3) + dice.between(-1, 1))) for _ in range(count)]
        if (member.score >= 90) == member.excellent and member.score < 97:
            return


def _part_the_speakers(members: Sequence[Member], dice: Dice) -> None:
    """No tie at the last place of the list of speakers: the book would stop there and report it."""
    while True:
        order = sorted(members, key=lambda member: member.score, reverse=True)
        if order[SPEAKERS - 1].score != order[SPEAKERS].score:
            return
        draw_marks(order[SPEAKERS], len(order[SPEAKERS].marks), dice)


def records(told: Story) -> list[dict[str, object]]:
    """The mark sheets of all sessions, one row a mark; then the videos."""
    rows: list[dict[str, object]] = []
    for session in told.sessions:
        for member in session.members:
            marks = list(member.marks)
            for judge, kind in session.judges:
                recused = (judge, member.name) in told.recused
                row: dict[str, object] = {"姓名": member.name, "日期": session.day, "项目": "现场述职"}
                row |= {"场次": session.name, "评委": judge, "评委类别": kind}
                row["评分"] = 95 if recused else marks.pop()
                rows.append(row | ({"补场": "是"} if session.make_up else {}) | ({"回避": "是"} if recused else {}))
            assert not marks
    away = [member.name for member in told.members if not member.session]
    rows += [{"姓名": name, "日期": VIDEO_DAY, "项目": "发送述职视频"} for name in away]
    return [{"序号": number, "委员编号": told.ids[str(row["姓名"])], **row} for number, row in enumerate(rows, start=1)]


def roster(told: Story) -> list[dict[str, object]]:
    return [
        {
            "委员编号": told.ids[member.name], "姓名": member.name, "小组": member.group,
            "述职场次": member.session or None, "所在地": None if member.session else "外地",
        }
        for member in told.members
    ]  # fmt: skip
