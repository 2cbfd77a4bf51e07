"""A rulebook compiled: nodes in preorder with everything they inherit, limits as a numbered list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dutyscore.model.condition import Condition
from dutyscore.model.exact import Scale
from dutyscore.model.frozen import dataclass
from dutyscore.model.result import LimitInfo, NodeInfo, RowInfo
from dutyscore.rulebook.nodes import Booking, Group, Item
from dutyscore.rulebook.schema import Rulebook
from dutyscore.rulebook.words import structural_meaning, taken_words
from dutyscore.scoring.frame import window_order


@dataclass(frozen=True, slots=True)
class Limit:
    """Caps and floors of one node in one window: indices into `Plan.limits`, -1 for none."""

    window: str
    cap: int
    floor: int


@dataclass(frozen=True, slots=True)
class PlanNode:
    """A node with what it inherits. `end` is the index after its last descendant (preorder); `words` are the project
    words an item takes; `whens` and `fors` are the conditions from the item up to its category."""

    index: int
    info: NodeInfo
    spec: Group | Item
    end: int
    children: tuple[int, ...]
    words: tuple[str, ...]
    whens: tuple[Condition, ...]
    fors: tuple[Condition, ...]
    booked_by: str | None
    booking: Booking | None
    limits: tuple[Limit, ...]

    @property
    def item(self) -> Item | None:
        return self.spec if isinstance(self.spec, Item) else None


@dataclass(frozen=True, slots=True)
class Plan:
    """The rulebook ready to run. `structural` maps header words and the subject word to structural columns."""

    rulebook: Rulebook
    scale: Scale
    nodes: tuple[PlanNode, ...]
    limits: tuple[LimitInfo, ...]
    grades: tuple[RowInfo, ...]
    bands: tuple[RowInfo, ...]
    structural: dict[str, str]
    group_fact: str
    versions: tuple[tuple[int, Plan], ...] = ()
    """Plans that hold from a day on, where the rulebook has dated values; empty where it never changes."""

    @property
    def items(self) -> Iterator[PlanNode]:
        """Items that take entries, in tree order."""
        return (node for node in self.nodes if node.item and node.item.score.entry_method)

    @property
    def roots(self) -> tuple[PlanNode, ...]:
        return tuple(node for node in self.nodes if node.info.parent < 0)

    @property
    def root_indices(self) -> list[int]:
        return [node.index for node in self.roots]

    def on(self, day: int) -> Plan:
        """The plan in force on a day."""
        begun = [plan for first, plan in self.versions if first <= day]
        return begun[-1] if begun else self.versions[0][1] if self.versions else self

    def index(self, node_id: str) -> int:
        return next(node.index for node in self.nodes if node.info.id == node_id)


def compile_versions(versions: Sequence[tuple[int, Rulebook]], day: int) -> Plan:
    """The plan in force on `day` of a rulebook with dated values; it knows the plans of the other days.

    All versions have the same nodes and limits, only numbers differ. `limits` of the result holds those of every
    version one after the other, so that a posting can name the bound that cut it.
    """
    plans = [(first, compile_plan(rulebook)) for first, rulebook in versions]
    if len(plans) == 1:
        return plans[0][1]
    limits = tuple(limit for _, plan in plans for limit in plan.limits)
    plan = Plan.on(replace(plans[0][1], versions=tuple(plans)), day)
    return replace(plan, versions=tuple(plans), limits=limits)


def compile_plan(rulebook: Rulebook) -> Plan:
    """The plan of a rulebook that has no errors."""
    scale = Scale(rulebook.points.step, rulebook.points.rounding)
    builder = _Builder(scale, window_order(rulebook))
    for node_id, category in rulebook.categories.items():
        builder.add(node_id, category, -1, (), (), rulebook.entries.booked_by, None)
    return Plan(
        rulebook=rulebook,
        scale=scale,
        nodes=tuple(node for node in builder.nodes if node is not None),
        limits=tuple(builder.limits),
        grades=tuple(RowInfo(row.name, row.tone or "", row.ref) for row in rulebook.grades),
        bands=tuple(RowInfo(row.name, row.tone or "", row.ref) for row in rulebook.bands),
        structural=structural_meaning(rulebook),
        group_fact=next((name for name, fact in rulebook.roster.items() if fact.group), ""),
    )


class _Builder:
    """Walks the tree once; a node's place is reserved before its children are added."""

    def __init__(self, scale: Scale, windows: tuple[str, ...]) -> None:
        self.scale, self.windows = scale, windows
        self.nodes: list[PlanNode | None] = []
        self.limits: list[LimitInfo] = []

    def add(
        self, node_id: str, spec: Group | Item, parent: int, whens: tuple[Condition, ...], fors: tuple[Condition, ...],
        booked_by: str | None, booking: Booking | None,
    ) -> int:  # fmt: skip
        index = len(self.nodes)
        self.nodes.append(None)
        whens = whens + ((spec.when,) if spec.when else ())
        fors = fors + ((spec.for_,) if spec.for_ else ())
        booked_by, booking = spec.booked_by or booked_by, spec.window or booking
        kind = "item" if isinstance(spec, Item) else "category" if parent < 0 else "group"
        children = tuple(
            self.add(child_id, child, index, whens, fors, booked_by, booking) for child_id, child in _children(spec)
        )
        self.nodes[index] = PlanNode(
            index=index,
            info=NodeInfo(node_id, spec.name, spec.ref, kind, parent),
            spec=spec,
            end=len(self.nodes),
            children=children,
            words=taken_words(node_id, spec) if isinstance(spec, Item) else (),
            whens=whens,
            fors=fors,
            booked_by=booked_by,
            booking=booking,
            limits=tuple(self._limits(index, spec)),
        )
        return index

    def _limits(self, index: int, spec: Group | Item) -> Iterator[Limit]:
        caps = spec.max or {}
        for window in self.windows:
            if window in caps or window in spec.min:
                numbers = []
                for bounds in (caps, spec.min):
                    if window in bounds:
                        self.limits.append(LimitInfo(index, window, self.scale.to_steps(bounds[window])))
                    numbers.append(len(self.limits) - 1 if window in bounds else -1)
                yield Limit(window, *numbers)


def _children(spec: Group | Item) -> list[tuple[str, Group | Item]]:
    return list(spec.children()) if isinstance(spec, Group) else []
