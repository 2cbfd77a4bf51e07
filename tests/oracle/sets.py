"""Further sets of grades and bands, each on one thing or several (M19)."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from dutyscore.model.condition import Condition, Test
from dutyscore.rulebook.deciding import Standings
from tests.oracle.conditions import Value

if TYPE_CHECKING:
    from tests.oracle.decisions import Decisions, Key

SetAnswer = dict[str, tuple[str | None, int, int, int]]
"""Member -> row, place, place from the end, slice; 0 for none."""


class OneSet:
    """The rows of a set on one thing. In its order stand the members that have a value there and are exempt neither
    from scores nor from ranks; a veto moves nobody. Whether the main total exists is no matter here."""

    def __init__(self, decisions: Decisions, name: str, spec: Standings, thing: str) -> None:
        self.all, self.name, self.spec, self.thing = decisions, name, spec, thing
        self.label = name if len(spec.of) == 1 else f"{name}.{thing}"
        standing = decisions.standing
        self.values = {m: one.values[thing] for m, one in standing.items() if thing in one.values}
        self.counted = self.values.keys() - decisions.exempt.scores
        keys = {m: self._key(m) for m in decisions.order if m in self.counted and m not in decisions.exempt.ranks}
        self.places = decisions.placed(keys, spec.within, spec.ties)
        self.slices = decisions.sliced(self.label, spec.slices, keys, spec.within) if spec.slices else {}

    def _key(self, member: str) -> Key:
        value = self.values[member]
        key: Key = (value if self.spec.order == "low" else -value,)
        return (*key, self.all.order.index(member)) if self.spec.ties == "ordinal" else key

    def word(self, member: str, name: str) -> Value:
        """What `value`, `rank`, `rank_from_end` and `slice` mean in these rows."""
        if name == "value":
            return self.values.get(member)
        number = self.slices.get(member, 0)
        if name != "slice":
            number = self.places.get(member, (0, 0))[name == "rank_from_end"]
        return Fraction(number) if number else None

    def decided(self) -> SetAnswer:
        from tests.oracle.decisions import Contest

        decisions = self.all
        empty = decisions.exempt.grades if self.spec.kind == "grades" else decisions.exempt.bands
        counted = self.counted - decisions.exempt.quotas
        contest = Contest({member: self._key(member) for member in counted}, counted, counted)
        decisions.own = self

        def fits(member: str, condition: Condition | None) -> bool:
            return decisions.fits(member, condition)

        got = decisions.rows(self.spec.rows, fits, lambda member, index: member not in empty, contest)
        decisions.own = None
        found: SetAnswer = {}
        measured = self.thing in decisions.book.measures
        for member in decisions.standing:
            may = member not in decisions.exempt.scores if measured else member in self.counted
            row = got.get(member) if may else None
            place, from_end = self.places.get(member, (0, 0))
            found[member] = (row, place, from_end, self.slices.get(member, 0))
        return found


def any_of(rows: list[str | None], test: Test) -> bool:
    """A test of a set on several things: any of them; under `not` none of those that are decided, if any is."""
    decided = [row for row in rows if row is not None]
    if test.blank is not None:
        return (not decided) == test.blank
    hit = any(row in test.equals for row in decided)
    return bool(decided) and not hit if test.negated else hit
