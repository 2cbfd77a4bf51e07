"""Steps E and F: amounts without entries, caps and floors from the smallest window up, totals (M8, M11, M12)."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from dutyscore.model.days import Stretch
from dutyscore.model.written import Unstated
from dutyscore.rulebook.nodes import Group, Item
from tests.oracle.awards import Award, Posting, scale_points
from tests.oracle.choices import in_order
from tests.oracle.facts import WINDOWS, Names, Node, children_first, rounded, windows_in
from tests.oracle.measures import Measures


@dataclass(frozen=True)
class Loose:
    """An amount that belongs to no entry, and the window in which it stands (clipped to the period)."""

    member: str
    node: Node
    points: Fraction
    window: str
    stretch: Stretch


@dataclass
class Limits:
    """The tree being finished from below."""

    names: Names
    awards: list[Award]
    measures: Measures
    loose: list[Loose] = field(default_factory=list)
    postings: list[Posting] = field(default_factory=list)
    not_scored: set[str] = field(default_factory=set)
    findings: set[tuple[str, ...]] = field(default_factory=set)

    def finish_all(self) -> None:
        for node in children_first(self.names.nodes):
            if isinstance(node.written, Item):
                self._member_amounts(node, node.written)
            else:
                self._children(node, node.written)
            self._limits(node)

    def left(self, node: Node, member: str) -> Fraction:
        """What is left at the node now: choices above it have taken theirs already (step D stands before E)."""
        entries = [award.left for award in self.awards if award.entry.member == member and node in award.node.path]
        others = [one.points for one in self.loose if one.member == member and node in one.node.path]
        return sum(entries + others, Fraction(0))

    def _post(
        self, node: Node, member: str, kind: str, points: Fraction, cause: object, window: str, whole: Stretch
    ) -> None:
        period = self.names.question.period
        clipped = Stretch(max(whole.first, period.first), min(whole.last, period.last))
        self.loose.append(Loose(member, node, points, window, clipped))
        self.postings.append(Posting(None, member, node.id, kind, points, cause, clipped.first))

    # ------------------------------------------------------------ amounts without entries

    def _member_amounts(self, node: Node, item: Item) -> None:
        score, points = item.score, self.names.book.points
        for member in self.names.members:
            amount: Fraction | None = None
            if score.fixed:
                amount = score.fixed.points
            elif score.of:
                amount = self._measured(node, item, member)
            if amount is not None and self.names.in_for(node, member):
                amount = rounded(amount, points.step, points.rounding)
                self._post(node, member, "member_award", amount, None, "period", self.names.question.period)

    def _measured(self, node: Node, item: Item, member: str) -> Fraction | None:
        """The measure's points; None when there is no value and the item does not say zero."""
        score = item.score
        assert score.scale
        if not self.names.in_for(node, member):
            return None
        value = self.measures.value(score.of or "", member)
        if value is None:
            if score.missing == "zero":
                return Fraction(0)
            if score.missing != "not_scored":
                self.findings.add(("DS607", member, score.of or "", node.id))
            self.not_scored.add(member)
            return None
        found = scale_points(score.scale, value)
        if found is None or isinstance(found, Unstated):
            self.findings.add(("DS319" if found is None else "DS320", member, node.id))
            self.not_scored.add(member)
            return None
        return found

    def _children(self, node: Node, group: Group) -> None:
        for link in group.pick:
            if link.of is None:
                continue
            for member in self.names.members:
                worths = [(self.left(child, member), child) for child in self.names.nodes if child.parent is node]
                positive = [(worth, child) for worth, child in worths if worth >= 0]
                positive.sort(key=lambda pair: -pair[0])
                for worth, child in positive[link.keep.best :]:
                    if worth:
                        self.postings.append(Posting(None, member, node.id, "not_chosen", -worth))
                    self._leave_out(child, member)

    def _leave_out(self, child: Node, member: str) -> None:
        """Nothing below a child that is not chosen counts any more, in no window: no cap need cut it."""
        for award in self.awards:
            if award.entry.member == member and child in award.node.path:
                award.left = Fraction(0)
        self.loose = [one for one in self.loose if one.member != member or child not in one.node.path]

    # ------------------------------------------------------------ caps and floors

    def _limits(self, node: Node) -> None:
        for window in WINDOWS:
            cap = (node.written.max or {}).get(window)
            floor = node.written.min.get(window)
            if cap is None and floor is None:
                continue
            for stretch in windows_in(window, self.names.question.period):
                for member in self.names.members:
                    if cap is not None:
                        self._cap(node, member, window, stretch, cap)
                    if floor is not None:
                        self._floor(node, member, window, stretch, floor)

    def _in_window(self, node: Node, member: str, window: str, stretch: Stretch) -> tuple[list[Award], Fraction]:
        """The awards of a node's window, and the sum of everything that belongs to it."""
        awards = [
            award
            for award in self.awards
            if award.entry.member == member and node in award.node.path and award.left
            if award.booked is not None and award.booked in stretch
        ]
        total = sum((award.left for award in awards), Fraction(0))
        for one in self.loose:
            if one.member == member and node in one.node.path and self._belongs(one, window, stretch):
                total += one.points
        return awards, total

    def _belongs(self, one: Loose, window: str, stretch: Stretch) -> bool:
        """M11: a window that covers the whole period sees every amount; amounts of the period belong to no other window,
        those of a window to windows that are no smaller and hold its first day inside the period."""
        period = self.names.question.period
        if window == "period" or (period.first in stretch and period.last in stretch):
            return True
        if one.window == "period":
            return False
        return WINDOWS.index(one.window) <= WINDOWS.index(window) and one.stretch.first in stretch

    def _cap(self, node: Node, member: str, window: str, stretch: Stretch, cap: Fraction) -> None:
        awards, total = self._in_window(node, member, window, stretch)
        excess = total - cap
        if excess <= 0:
            return
        cause = (node.id, window, cap)
        awards.sort(key=lambda award: in_order(self.names, award))
        for award in reversed(awards):
            cut = min(award.left, excess)
            if cut > 0:
                award.post(node, "over_cap", -cut, cause, max(stretch.first, self.names.question.period.first))
                excess -= cut
        if excess > 0:
            self._post(node, member, "over_cap", -excess, cause, window, stretch)

    def _floor(self, node: Node, member: str, window: str, stretch: Stretch, floor: Fraction) -> None:
        if floor > 0 and not self.names.in_for(node, member):
            return
        _, total = self._in_window(node, member, window, stretch)
        if total < floor:
            self._post(node, member, "below_floor", floor - total, (node.id, window, floor), window, stretch)


def total_of(names: Names, raw: Fraction) -> tuple[Fraction, Fraction]:
    """The total and what rounding it once added (M12)."""
    points = names.book.points
    if points.total_step is None:
        return raw, Fraction(0)
    total = rounded(raw, points.total_step, points.rounding)
    return total, total - raw
