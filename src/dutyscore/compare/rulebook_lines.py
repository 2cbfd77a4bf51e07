"""Where in the rulebook a posting or a decision comes from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dutyscore.model.frozen import dataclass
from dutyscore.model.ledger import Kind
from dutyscore.model.place import Place
from dutyscore.model.result import LimitInfo, NodeInfo
from dutyscore.rulebook.placing import Report, Steps
from dutyscore.rulebook.schema import Rulebook
from dutyscore.rulebook.yaml_text import YamlText

_KEYS: Final = {
    Kind.award: "score",
    Kind.mark: "score",
    Kind.member_award: "score",
    Kind.converted: "score",
    Kind.per_entry: "per_entry",
    Kind.chosen_away: "pick",
    Kind.not_chosen: "pick",
    Kind.before_start: "starting",
    Kind.over_cap: "max",
    Kind.below_floor: "min",
    Kind.repeat: "repeat",
    Kind.expired: "valid",
    Kind.repaired: "repairs",
    Kind.need: "need",
}
"""The key of a node that makes postings of a kind."""
_ELSEWHERE: Final[dict[Kind, Steps]] = {
    Kind.not_confirmed: ("entries", "confirmed"),
    Kind.excluded: ("entries", "excluded"),
    Kind.duplicate: ("entries", "duplicate_of"),
    Kind.outside_period: ("effective",),
    Kind.exempt: ("exempt",),
    Kind.veto: ("vetoes",),
    Kind.inert: ("vetoes",),
    Kind.total_rounding: ("points", "total_step"),
}


def node_paths(nodes: Sequence[NodeInfo]) -> list[tuple[str | int, ...]]:
    """The way to each node of a tree in preorder."""
    paths: list[tuple[str | int, ...]] = []
    for node in nodes:
        above = paths[node.parent] if node.parent >= 0 else ()
        below = {"category": "categories", "group": "groups", "item": "items"}[node.kind]
        paths.append((*above, below, node.id))
    return paths


@dataclass(frozen=True)
class RulebookLines:
    """Places in one rulebook file; `nodes` and `limits` are those of a result."""

    text: YamlText
    rulebook: Rulebook
    nodes: Sequence[NodeInfo]
    limits: Sequence[LimitInfo] = ()

    def at(self, path: Steps) -> Place:
        """Where a part of the file stands: at its key."""
        return Report(self.text).place(path, at_key=True)

    def of_node(self, node_id: str) -> Place:
        return self.at(self.node_path(node_id))

    def node_path(self, node_id: str) -> Steps:
        paths = dict(zip((node.id for node in self.nodes), node_paths(self.nodes), strict=True))
        return paths.get(node_id, ("categories",))

    def of_posting(self, kind: Kind, node: int, cause: int) -> Place:
        """The key that made a posting, or the node or list in which it stands."""
        if kind in _ELSEWHERE or node < 0:
            return self.at(_ELSEWHERE.get(kind, ("totals",)))
        path = (*node_paths(self.nodes)[node], *((_KEYS[kind],) if kind in _KEYS else ()))
        if kind in (Kind.over_cap, Kind.below_floor) and 0 <= cause < len(self.limits):
            path = (*path, self.limits[cause].window)
        return self.at(path)

    def of_expectation(self, what: str, words: Sequence[str]) -> list[Place]:
        """Where the rulebook speaks of what a case expects: `nodes.base`, `grade` and the grades in question."""
        kind, _, name = what.partition(".")
        if kind == "nodes":
            return [self.of_node(name)]
        if kind in ("measures", "requirements"):
            return [self.at((kind, name))]
        if kind in ("grade", "points_grade", "band"):
            rows = self.rulebook.bands if kind == "band" else self.rulebook.grades
            section = "bands" if kind == "band" else "grades"
            return [self.at((section, index)) for index, row in enumerate(rows) if row.name in words]
        if kind == "lists":
            return [self.at(("lists", name)) for name in self.rulebook.lists if name in words]
        if kind == "vetoes":
            vetoes = self.rulebook.vetoes.items()
            return [self.at(("vetoes", key)) for key, veto in vetoes if {key, veto.name} & set(words)]
        if kind == "rank":
            return [self.at(("rankings",))] if self.rulebook.rankings else []
        return [self.at(("totals",))] if kind == "total" and self.rulebook.totals else []
