"""Step G: requirements, vetoes, ranks, grades, bands, lists, in this order (M14..M18)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor

from dutyscore.model.condition import Condition, Test
from dutyscore.model.history import PastResult
from dutyscore.rulebook.deciding import Each, ListRow, Quota, Ranking, Row, Slices, Top
from tests.oracle.conditions import Value, holds, passes
from tests.oracle.exempt import Exempt
from tests.oracle.facts import Names
from tests.oracle.sets import OneSet, SetAnswer, any_of

VETO, REQUIREMENT, NONE = "veto", "requirement", "none"


@dataclass
class Standing:
    """What is decided about one member so far."""

    values: dict[str, Fraction]
    scored: bool
    met: dict[str, bool] = field(default_factory=dict)
    vetoes: list[str] = field(default_factory=list)
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    slice: int = 0
    points_grade: str | None = None
    grade: str | None = None
    band: str | None = None


Key = tuple[Fraction | int, ...]
"""By which members are ordered; smaller is better."""


@dataclass(frozen=True)
class Contest:
    """Who competes for places and how: `counted` are the base of a quota, `candidates` may get a place; `reported`
    whether a tie that stops is told."""

    key: dict[str, Key]
    counted: set[str]
    candidates: set[str]
    reported: bool = True


class Decisions:
    """All decisions of a run. `values` holds nodes, measures and the total of each member by their word."""

    def __init__(
        self, names: Names, values: dict[str, dict[str, Fraction]], not_scored: set[str], exempt: Exempt
    ) -> None:
        self.names = names
        self.book = names.book
        self.exempt = exempt
        self.order = list(names.members)
        self.held_on = names.held_on
        self.standing = {member: Standing(values[member], member not in not_scored) for member in self.order}
        self.findings: set[tuple[str, ...]] = set()
        rankings = self.book.rankings
        self.main = next((name for name, ranking in rankings.items() if ranking.main), next(iter(rankings), ""))
        self.lists: dict[str, tuple[str, ...]] = {}
        self.sets: dict[str, SetAnswer] = {}
        """Of each thing of each set (`set.thing`): row, places and slice of every member."""
        self.over: Callable[[str, str, str], Fraction | None] = lambda member, name, window: None
        """The value of a member's word over another window."""
        self.own: OneSet | None = None
        """While the rows of a set are judged: this set."""
        self.held_back: set[str] = set()

    def decide(self) -> None:
        for member, standing in self.standing.items():
            for name, requirement in self.book.requirements.items():
                standing.met[name] = self.fits(member, requirement.when)
            for name, veto in self.book.vetoes.items():
                if self.fits(member, veto.when):
                    standing.vetoes.append(name)
        for name, ranking in self.book.rankings.items() or [("", None)]:
            self._rank(name, ranking)
        for name, spec in self.book.standings.items():
            for thing in spec.of:
                self.sets[f"{name}.{thing}"] = OneSet(self, name, spec, thing).decided()
        self._grades()
        banded = [member for member in self.order if member not in self.exempt.bands]
        bands = self.rows(self.book.bands, self.fits, lambda member, index: member in banded, self.main_contest())
        for member, band in bands.items():
            self.standing[member].band = band
        for name, row in self.book.lists.items():
            self._list(name, row)

    # ------------------------------------------------------------ conditions over members

    def fits(self, member: str, condition: Condition | None) -> bool:
        return condition is None or holds(condition, lambda test: self._passed(member, test))

    def ignoring_gates(self, member: str, condition: Condition | None) -> bool:
        """M16: `points_grade` treats tests of vetoes and requirements as passed."""
        gates = {VETO, REQUIREMENT, *self.book.requirements}
        return condition is None or holds(condition, lambda test: test.name in gates or self._passed(member, test))

    def _passed(self, member: str, test: Test) -> bool:
        if test.over:
            name = self.own.thing if self.own and test.name == "value" else test.name
            unscored = name == "total" and not self.standing[member].scored
            value = None if unscored else self.over(member, name, test.over)
            return passes(test, value, self._percent(test.name))
        if not test.last_period and not self._passed_now(member, test):
            return False
        periods = [1] if test.last_period else range(1, test.running)
        for back in periods:
            past = self.names.question.history.past(member, back)
            if past is None:
                self.findings.add(("DS604", member))
                return False
            if not self._passed_then(past, test):
                return False
        return True

    def _passed_now(self, member: str, test: Test) -> bool:
        if self._is_set(test.name):
            found = [self.sets[label][member][0] for label in self.sets if test.name in (label, label.split(".")[0])]
            return any_of(found, test)
        if test.name == VETO and test.blank is not None:
            return (not self.standing[member].vetoes) == test.blank
        return passes(test, self.value(member, test.name), self._percent(test.name))

    def _passed_then(self, past: PastResult, test: Test) -> bool:
        """M18: what the result of an earlier period says; a word that it does not hold was blank in it. In the rows of
        a set its own words are those of the same thing then (M19)."""
        name, own = test.name, self.own
        if self._is_set(name):
            things = [own.thing] if own and name == own.name else self.book.standings[name.split(".")[0]].of
            labels = [name] if "." in name else [f"{name}.{thing}" for thing in things]
            return any_of([past.sets[label].row or None for label in labels if label in past.sets], test)
        if name == VETO and test.blank is not None:
            return (not past.vetoes) == test.blank
        if own and name in ("rank", "rank_from_end"):
            then = past.sets.get(f"{own.name}.{own.thing}")
            return passes(test, Fraction(getattr(then, name)) if then and getattr(then, name) else None)
        return passes(test, _past_value(past, own.thing if own and name == "value" else name), self._percent(name))

    def _is_set(self, name: str) -> bool:
        """Whether a name is a set of rows, or one thing of it."""
        return name.split(".")[0] in self.book.standings

    def _percent(self, name: str) -> Fraction:
        """What 1% means: a hundredth of a share, a percentage point of everything else (section 4, `target`)."""
        name = self.own.thing if self.own and name == "value" else name
        measure = self.book.measures.get(name)
        parts = measure and (measure.kind == "share" or measure.in_ == "percent_of_plan")
        return Fraction(1, 100) if parts else Fraction(1)

    def value(self, member: str, name: str) -> Value:
        standing = self.standing[member]
        if self.own and name in ("value", "rank", "rank_from_end", "slice"):
            return self.own.word(member, name)
        if name == "slice":
            return Fraction(standing.slice) if standing.slice else None
        if name in self.book.roster:
            return self.names.held(member, name, self.held_on)
        if name == VETO:
            return frozenset({"any", *standing.vetoes} if standing.vetoes else {"none"})
        if name == REQUIREMENT:
            return "met" if all(standing.met.values()) else "unmet"
        if name in self.book.requirements:
            return "met" if standing.met[name] else "unmet"
        if name in ("rank", "rank_from_end"):
            return self._place(standing, self.main, name == "rank_from_end")
        if name in self.book.rankings:
            return self._place(standing, name, False)
        if name in ("grade", "points_grade", "band"):
            found: str | None = getattr(standing, name)
            return found
        return None if name == "total" and not standing.scored else standing.values.get(name)

    @staticmethod
    def _place(standing: Standing, ranking: str, from_end: bool) -> Fraction | None:
        place = standing.places.get(ranking, (0, 0))[from_end]
        return Fraction(place) if place else None

    def group_of(self, member: str, fact: str | None) -> Value:
        return None if fact is None else self.names.held(member, fact, self.held_on)

    # ------------------------------------------------------------ ranks

    def _effects(self, member: str, kind: str) -> list[str]:
        """The grades (or other words) that vetoes in force with this effect name, in file order."""
        found = [getattr(self.book.vetoes[name].effect, kind) for name in self.standing[member].vetoes]
        return [str(word) for word in found if word]

    def unplaced(self, member: str) -> bool:
        """M15: who has no place."""
        return self.out(member) or self._unscored(member) or member in self.exempt.ranks

    def out(self, member: str) -> bool:
        return bool(self._effects(member, "lose_grade") or self._effects(member, "direct"))

    def _unscored(self, member: str) -> bool:
        return not self.standing[member].scored

    def _has_keys(self, member: str, ranking: Ranking | None) -> bool:
        """M15: who has no value of a key has no place."""
        return ranking is None or all(self._key_value(member, ranking, one.of) is not None for one in ranking.by)

    def _key_value(self, member: str, ranking: Ranking | None, of: str) -> Fraction | None:
        if ranking and ranking.over:
            return self.over(member, of, ranking.over)
        return self.standing[member].values.get(of)

    def _rank(self, name: str, ranking: Ranking | None) -> None:
        ranked = [member for member in self.order if not self.unplaced(member) and self._has_keys(member, ranking)]
        keys = {member: self._rank_key(member, ranking) for member in ranked}
        within, ties = (ranking.within, ranking.ties) if ranking else (None, "competition")
        for member, place in self.placed(keys, within, ties).items():
            self.standing[member].places[name] = place
        if ranking and ranking.slices:
            slices = self.sliced(name, ranking.slices, keys, within)
            if name == self.main:
                for member, number in slices.items():
                    self.standing[member].slice = number

    def placed(self, keys: dict[str, Key], within: str | None, ties: str) -> dict[str, tuple[int, int]]:
        """Places of the ranked members from the top and from the end, each group on its own."""
        found = {}
        for members in self._groups(keys, within):
            every = [keys[member] for member in members]
            if ties == "dense":
                every = list(set(every))
            for member in members:
                better, worse = (
                    sum(other < keys[member] for other in every),
                    sum(other > keys[member] for other in every),
                )
                found[member] = (better + 1, worse + 1)
        return found

    def sliced(self, name: str, slices: Slices, keys: dict[str, Key], within: str | None) -> dict[str, int]:
        """M20: the slice of every ranked member, 1 is the best; who a tie stops is in none."""
        found = {}
        for members in self._groups(keys, within):
            members = sorted(members, key=lambda member: keys[member])
            by_place = [number + 1 for number, size in enumerate(_sizes(slices, len(members))) for _ in range(size)]
            for member in members:
                tied = [by_place[place] for place, other in enumerate(members) if keys[other] == keys[member]]
                if len(set(tied)) > 1 and slices.ties == "stop":
                    self.findings.add(("DS603", name, member))
                else:
                    found[member] = tied[-1] if slices.ties == "leave_out" else tied[0]
        return found

    def _groups(self, keys: dict[str, Key], within: str | None) -> list[list[str]]:
        groups: dict[Value, list[str]] = {}
        for member in keys:
            groups.setdefault(self.group_of(member, within), []).append(member)
        return list(groups.values())

    def _rank_key(self, member: str, ranking: Ranking | None, gates: bool = True) -> Key:
        """Smaller is better; a veto `place: last` stands behind all others. Who has no value of a key has no place; he
        stands behind all values where he is named all the same."""
        key: list[Fraction | int] = [1 if gates and self._effects(member, "place") else 0]
        for of, order in [(one.of, one.order) for one in ranking.by] if ranking else [("total", "high")]:
            value = self._key_value(member, ranking, of)
            key += [1, 0] if value is None else [0, value if order == "low" else -value]
        if ranking and ranking.ties == "ordinal":
            key.append(self.order.index(member))
        return tuple(key)

    # ------------------------------------------------------------ rows

    def main_contest(self, gates: bool = True) -> Contest:
        """Places by the main ranking's keys. Without `gates` all scored members are candidates and no veto moves anyone
        (`points_grade`)."""
        main = self.book.rankings.get(self.main)
        counted = {m for m in self.order if not self._unscored(m) and m not in self.exempt.quotas}
        able = {member for member in counted if self._has_keys(member, main)}
        candidates = {member for member in able if not (gates and self.out(member))}
        return Contest({m: self._rank_key(m, main, gates) for m in self.order}, counted, candidates, gates)

    def rows(
        self,
        rows: Sequence[Row],
        fits: Callable[[str, Condition | None], bool],
        may: Callable[[str, int], bool],
        contest: Contest,
    ) -> dict[str, str | None]:
        """The first row that each member fits and, under `top` or `quota`, gets a place in; None for a row `none`."""
        got: dict[str, str | None] = {}
        stopped: set[str] = set()
        for index, row in enumerate(rows):
            found = [
                member
                for member in self.order
                if member not in got and member not in stopped and may(member, index) and fits(member, row.when)
            ]
            if row.top or row.quota:
                found, tied = self.places(row.name, row.top, row.quota, found, contest)
                stopped |= tied
            got.update(dict.fromkeys(found, None if row.name == NONE else row.name))
        return got

    def places(
        self, name: str, top: Top | None, quota: Quota | None, found: list[str], contest: Contest
    ) -> tuple[list[str], set[str]]:
        """Who of the candidates gets a place, and who is stopped by a tie at the border (M16)."""
        rule = top or quota
        assert rule
        candidates = [member for member in found if member in contest.candidates]
        key = contest.key
        winners: list[str] = []
        stopped: set[str] = set()
        for group in {self.group_of(member, rule.within): None for member in candidates}:
            inside = [member for member in candidates if self.group_of(member, rule.within) == group]
            inside.sort(key=lambda member: key[member])
            count = top.places if top else self._ceiling(quota, group, len(inside), contest)
            border = key[inside[count - 1]] if 0 < count < len(inside) else None
            if border is None or key[inside[count]] != border:
                winners += inside[:count]
                continue
            tied = [member for member in inside if key[member] == border]
            winners += [member for member in inside if key[member] < border]
            if rule.ties == "let_in":
                winners += tied
            elif rule.ties == "stop":
                stopped |= set(tied)
                if contest.reported:  # `points_grade` is what would be: nobody is stopped by it
                    self.findings.add(("DS603", name, *sorted(tied)))
        return winners, stopped

    def _ceiling(self, quota: Quota | None, group: Value, candidates: int, contest: Contest) -> int:
        assert quota
        base = candidates
        if quota.of == "members":
            base = sum(self.group_of(member, quota.within) == group for member in contest.counted)
        share = quota.share
        if not isinstance(share, Fraction):
            share = share.get(str(group), share.get("otherwise", Fraction(0)))
        places = share * base
        return {"down": floor(places), "up": ceil(places), "half_up": floor(places + Fraction(1, 2))}[quota.rounding]

    # ------------------------------------------------------------ grades and lists

    def _grades(self) -> None:
        rows = [row.name for row in self.book.grades]
        graded = [member for member in self.order if member not in self.exempt.grades]
        by_points = self.rows(self.book.grades, self.ignoring_gates, lambda member, index: member in graded,
                              self.main_contest(False))  # fmt: skip
        floors: dict[str, int] = {}
        fixed: dict[str, str | None] = {}
        for member in self.order:
            self.standing[member].points_grade = by_points.get(member)
            if member not in graded:
                fixed[member] = None
                continue
            direct = self._effects(member, "direct")
            if self._effects(member, "lose_grade"):
                fixed[member] = None
            elif direct:
                fixed[member] = max(direct, key=rows.index)
            floors[member] = max([0, *map(rows.index, self._effects(member, "ceiling"))])

        def may(member: str, index: int) -> bool:
            return member not in fixed and index >= floors[member]

        got = self.rows(self.book.grades, self.fits, may, self.main_contest())
        for member in self.order:
            self.standing[member].grade = fixed[member] if member in fixed else got.get(member)

    def has_come(self, at: str | Each) -> bool:
        """M17, M23: whether the moment of a list or set has come."""
        question, run = self.names.question, self.names.held_on
        if isinstance(at, Each):
            window = self.names.window_of(run, at.each)
            return window is not None and run in (window.last, question.period.last)
        whole = (question.selection.first, question.selection.last) == (question.period.first, question.period.last)
        return at == "any_run" or (question.as_of >= question.period.last and whole)

    def _list(self, name: str, row: ListRow) -> None:
        if row.unstated:  # nobody knows who stands on it
            self.lists[name] = ()
            return
        if not self.has_come(row.at):
            self.held_back.add(name)
            self.lists[name] = ()
            return
        may = [member for member in self.order if member not in self.exempt.lists]
        found = [member for member in may if self.fits(member, row.when)]
        if row.top or row.quota:
            found, _ = self.places(name, row.top, row.quota, found, self.main_contest())
        placed = [member for member in found if self.main in self.standing[member].places]
        main = self.book.rankings.get(self.main)
        placed.sort(key=lambda member: (self._rank_key(member, main), self.order.index(member)))
        self.lists[name] = (*placed, *(member for member in self.order if member in found and member not in placed))


def _sizes(slices: Slices, members: int) -> list[int]:
    """How many stand in each slice: `floor` leaves a rest over, `ceiling` fills the first slices."""
    if slices.size == "ceiling":
        full = ceil(Fraction(members, slices.count))
        sizes: list[int] = []
        for _ in range(slices.count):
            sizes.append(min(full, members - sum(sizes)))
        return sizes
    sizes = [members // slices.count] * slices.count
    for number in range(members % slices.count):
        sizes[{"first": 0, "last": -1}.get(slices.rest or "", number)] += 1
    return sizes


def _past_value(past: PastResult, name: str) -> Value:
    if name in ("grade", "band"):
        return getattr(past, name) or None
    if name in ("rank", "rank_from_end"):
        place: int = getattr(past, name)
        return Fraction(place) if place else None
    if name == VETO:
        return frozenset({"any", *past.vetoes} if past.vetoes else {"none"})
    if name == REQUIREMENT:
        return "met" if all(past.requirements.values()) else "unmet"
    if name in past.requirements:
        return "met" if past.requirements[name] else "unmet"
    return past.values.get(name)
