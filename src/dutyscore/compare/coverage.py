"""What the cases of a rulebook show of it: items, edges of tiers, limits hit and not, ties, grades, bands, lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field, replace
from fractions import Fraction
from typing import Final

from dutyscore.compare.coverage_edges import Edge, edges
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.frozen import dataclass
from dutyscore.model.ledger import Kind
from dutyscore.model.place import Place
from dutyscore.model.result import Result
from dutyscore.rulebook.case_schema import NONE
from dutyscore.rulebook.deciding import ListRow, Row
from dutyscore.rulebook.names import Position, book_of
from dutyscore.rulebook.nodes import Item
from dutyscore.rulebook.placing import Report
from dutyscore.rulebook.schema import Rulebook
from dutyscore.rulebook.yaml_text import YamlText

KINDS: Final = (
    "item", "edge", "line", "cap", "floor", "tie", "grade", "band", "list", "veto", "requirement",
)  # fmt: skip
"""What is covered, in the order of the report."""


@dataclass(frozen=True, slots=True)
class Goal:
    """One thing that a case should show. `name` is the id or name of what it is about, `side` which side of it."""

    kind: str
    name: str
    side: str = ""
    place: Place = field(default=Place(""), compare=False)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Everything that cases should show, and what they have shown."""

    goals: tuple[Goal, ...]
    reached: frozenset[Goal]

    @property
    def missing(self) -> tuple[Goal, ...]:
        return tuple(goal for goal in self.goals if goal not in self.reached)

    @property
    def percent(self) -> int:
        """Rounded down: 100 means all of it."""
        return 100 * len(self.reached) // len(self.goals) if self.goals else 100

    def count(self, kind: str) -> tuple[int, int]:
        """How many goals of a kind are reached, of how many."""
        return sum(goal.kind == kind for goal in self.reached), sum(goal.kind == kind for goal in self.goals)


class Survey:
    """Looks at the results of cases one after the other."""

    def __init__(self, rulebook: Rulebook, text: YamlText) -> None:
        self.rulebook = rulebook
        self._report = Report(text)
        self._positions = book_of(rulebook).places
        self._edges = list(edges(rulebook, self._positions))
        self._goals = dict.fromkeys(self._all())
        self._reached: set[Goal] = set()

    def coverage(self) -> Coverage:
        goals = tuple(sorted(self._goals, key=lambda goal: KINDS.index(goal.kind)))
        return Coverage(goals, frozenset(self._goals.keys() & self._reached))

    # ------------------------------------------------------------ what there is

    def _all(self) -> Iterator[Goal]:
        for position in self._positions:
            yield from self._of_node(position)
        for edge in self._edges:
            place = self._report.place(edge.path, at_key=True)
            yield from (replace(goal, place=place) for goal in _edge_goals(edge))
        book = self.rulebook
        for name in _tied(book):
            yield Goal("tie", name, "", self._at("rankings", *([name] if name else [])))
        for kind, rows in (("grade", book.grades), ("band", book.bands)):
            for index, row in enumerate(rows):
                if row.name != NONE:
                    yield Goal(kind, row.name, "", self._at(f"{kind}s", index))
        for name, spec in book.standings.items():
            for index, row in enumerate(spec.rows):
                if row.name != NONE:
                    here = self._at("standings", name, "rows", index)
                    yield Goal(spec.kind.removesuffix("s"), f"{name} {row.name}", "", here)
        stated = [name for name, row in book.lists.items() if not row.unstated]
        for kind, section, names in (("list", "lists", stated), ("veto", "vetoes", [*book.vetoes])):
            yield from (Goal(kind, name, "", self._at(section, name)) for name in names)
        for name in book.requirements:
            for side in ("met", "unmet"):
                yield Goal("requirement", name, side, self._at("requirements", name))

    def _of_node(self, position: Position) -> Iterator[Goal]:
        node, path = position.node, position.path
        if isinstance(node, Item):
            yield Goal("item", position.id, "", self._at(*path))
            for side in ("hit", "not_hit") if node.per_entry else ():
                yield Goal("cap", f"{position.id}.per_entry", side, self._at(*path, "per_entry"))
        for kind, key, bounds in (("cap", "max", node.max), ("floor", "min", node.min)):
            for window in bounds or {}:
                for side in ("hit", "not_hit"):
                    yield Goal(kind, f"{position.id}.{window}", side, self._at(*path, key, window))

    def _at(self, *path: str | int) -> Place:
        return self._report.place(path, at_key=True)

    # ------------------------------------------------------------ what is shown

    def look(self, result: Result) -> None:
        """Take up what a result shows."""
        self._reached.update(self._items(result))
        self._reached.update(self._limits(result))
        for edge in self._edges:
            self._reached.update(_shown(edge, edge.values(result)))
        self._reached.update(_decisions(result))

    def heed(self, findings: Iterable[Diagnostic]) -> None:
        """Take up findings that a case expects: a clause without stated points is shown by its finding alone."""
        unstated = {finding.facts.get("item", "") for finding in findings if finding.code == "DS320"}
        for position in self._positions:
            if isinstance(position.node, Item) and position.node.name in unstated:
                self._reached.add(Goal("item", position.id))

    def _items(self, result: Result) -> Iterator[Goal]:
        made = (Kind.award, Kind.mark, Kind.member_award)
        for kind, node in {*zip(result.ledger.kind.tolist(), result.ledger.node.tolist(), strict=True)}:
            if Kind(kind) in made and node >= 0:
                yield Goal("item", result.nodes[node].id)

    def _limits(self, result: Result) -> Iterator[Goal]:
        """A limit is not hit by a member with points under it that it leaves alone."""
        hit: dict[tuple[str, str], set[int]] = {}
        under: dict[int, set[int]] = {}
        ledger = result.ledger
        rows = zip(
            ledger.kind.tolist(), ledger.node.tolist(), ledger.member.tolist(), ledger.cause.tolist(), strict=True
        )
        for kind, node, member, cause in rows:
            if kind in (Kind.over_cap, Kind.below_floor) and 0 <= cause < len(result.limits):
                name = f"{result.nodes[node].id}.{result.limits[cause].window}"
                hit.setdefault(("cap" if kind == Kind.over_cap else "floor", name), set()).add(member)
            elif kind == Kind.per_entry:
                hit.setdefault(("cap", f"{result.nodes[node].id}.per_entry"), set()).add(member)
            elif kind in (Kind.award, Kind.member_award):
                while node >= 0:
                    under.setdefault(node, set()).add(member)
                    node = result.nodes[node].parent
        members = {result.nodes[node].id: who for node, who in under.items()}
        for goal in self._goals:
            if goal.kind in ("cap", "floor"):
                caught = hit.get((goal.kind, goal.name), set())
                left = members.get(goal.name.rpartition(".")[0], set()) - caught
                if caught if goal.side == "hit" else left:
                    yield goal


def _edge_goals(edge: Edge) -> Iterator[Goal]:
    for side in edge.sides():
        yield Goal(edge.kind, f"{edge.name} {edge.bound_text}", side)


def _shown(edge: Edge, values: Iterable[Fraction]) -> set[Goal]:
    sides = {side for value in values for side in edge.shown_by(value)}
    return {goal for goal in _edge_goals(edge) if goal.side in sides}


def _decisions(result: Result) -> Iterator[Goal]:
    for kind, rows, column in (("grade", result.grades, result.grade), ("band", result.bands, result.band)):
        yield from (Goal(kind, rows[index].name) for index in set(column.tolist()) if index >= 0)
    for one in result.standings:
        for index in set(one.row.tolist()) - {-1}:
            yield Goal(one.kind.removesuffix("s"), f"{one.name} {one.rows[index].name}")
    yield from (Goal("list", listed.name) for listed in result.lists if listed.members)
    yield from (Goal("veto", gate.id) for gate in result.vetoes if gate.members.any())
    for gate in result.requirements:
        yield from (Goal("requirement", gate.id, "met" if met else "unmet") for met in set(gate.members.tolist()))
    for ranking in result.rankings:
        places = [place for place in ranking.places.tolist() if place]
        if len(set(places)) < len(places):
            yield Goal("tie", ranking.name)


def _tied(book: Rulebook) -> list[str]:
    """Rankings in which members can be tied, where anything depends on places: a ranking of the book's own, or the one
    by total (without a name) that a top, a quota or a condition on ranks looks at."""
    if book.rankings:
        return [name for name, ranking in book.rankings.items() if ranking.ties != "ordinal"]
    rows: list[Row | ListRow] = [*book.grades, *book.bands, *book.lists.values()]
    names = {name for row in rows if row.when for name in row.when.names()}
    return [""] if any(row.top or row.quota for row in rows) or names & {"rank", "rank_from_end"} else []
