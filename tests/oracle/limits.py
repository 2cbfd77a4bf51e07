"""Steps E and F: amounts without entries, caps and floors from the smallest window up, totals (M8, M11, M12)."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from dutyscore.model.days import Stretch
from dutyscore.model.written import Unstated
from dutyscore.rulebook.nodes import Group, GroupScore, Item, Need
from tests.oracle.amounts import Amounts
from tests.oracle.awards import Award, Posting
from tests.oracle.choices import in_order
from tests.oracle.days import rounded
from tests.oracle.facts import Names, Node, children_first
from tests.oracle.methods import scale_points
from tests.oracle.over import periods_before


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
    amounts: Amounts
    loose: list[Loose] = field(default_factory=list)
    postings: list[Posting] = field(default_factory=list)

    def finish_all(self) -> None:
        """Each node after its children; what an item of its own gives, its limits, what it needs; for a group the
        choice among its children and its own method stand before its limits."""
        for node in children_first(self.names.nodes):
            if isinstance(node.written, Item):
                self._member_amounts(node)
            else:
                self._children(node, node.written)
                if node.written.score:
                    self._converted(node, node.written.score)
            self._limits(node)
            if node.written.need:
                self._need(node, node.written.need)

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

    def _member_amounts(self, node: Node) -> None:
        for member, points in self.amounts.given.get(node.id, {}).items():
            self._post(node, member, "member_award", points, None, "period", self.names.question.period)

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

    def _converted(self, node: Node, score: GroupScore) -> None:
        """The group's method turns the limited sum of its children into its value."""
        points = self.names.book.points
        sums = {
            member: self.left(node, member)
            for member in self.names.members
            if self.names.in_for(node, member)
            and member not in self.amounts.exempt.scores
            and member not in self.amounts.not_scored
        }
        cohort = score.by_rank or score.to_best
        if cohort:
            found = self.amounts.compared(cohort, sums)
            found.update({member: Fraction(0) for member in sums if member in self.amounts.exempt.ranks})
        else:
            scale = score.per_unit or score.tiers
            assert scale
            found = {}
            for member, value in sums.items():
                worth = scale_points(scale, value)
                if isinstance(worth, Fraction):
                    found[member] = worth
                else:
                    self.amounts.findings.add(("DS320" if isinstance(worth, Unstated) else "DS611", member))
        for member, worth in found.items():
            self._replace(node, member, "converted", rounded(worth, points.step, points.rounding))

    def _need(self, node: Node, need: Need) -> None:
        """Fewer entries than needed: the value becomes what `else` says."""
        for member in self.names.members:
            if not self.names.in_for(node, member) or member in self.amounts.exempt.scores:
                continue
            counted = [
                award
                for award in self.awards
                if award.entry.member == member and node in award.node.path and award.counted
            ]
            if len(counted) < need.count:
                self._replace(node, member, "need", need.else_)

    def _replace(self, node: Node, member: str, kind: str, value: Fraction) -> None:
        """A new value of a node by one posting; what made the old one is no longer there to be cut."""
        change = value - self.left(node, member)
        self._leave_out(node, member)
        period = self.names.question.period
        self.loose.append(Loose(member, node, value, "period", Stretch(period.first, period.last)))
        if change:
            self.postings.append(Posting(None, member, node.id, kind, change))

    def _leave_out(self, child: Node, member: str) -> None:
        """Nothing below a child that is not chosen counts any more, in no window: no cap need cut it."""
        for award in self.awards:
            if award.entry.member == member and child in award.node.path:
                award.left = Fraction(0)
        self.loose = [one for one in self.loose if one.member != member or child not in one.node.path]

    # ------------------------------------------------------------ caps and floors

    def _limits(self, node: Node) -> None:
        for window in self.names.windows:
            if window not in (node.written.max or {}) and window not in node.written.min:
                continue
            for stretch in self.names.windows_in(window):
                now = self.names.on(node, min(stretch.last, self.names.question.period.last)).written
                cap, floor = (now.max or {}).get(window), now.min.get(window)
                for member in self.names.members:
                    before = self._earlier(node, member, stretch)
                    if cap is not None:
                        self._cap(node, member, window, stretch, cap, max(cap - before, Fraction(0)))
                    if floor is not None:
                        self._floor(node, member, window, stretch, floor, floor - before)

    def _earlier(self, node: Node, member: str, stretch: Stretch) -> Fraction:
        """M27: what earlier periods of a window that began before the period and covers it gave at the node."""
        question, given = self.names.question, Fraction(0)
        if not (stretch.first < question.period.first and stretch.last >= question.period.last):
            return given
        for back in range(1, periods_before(self.names, stretch) + 1):
            past = question.history.past(member, back)
            given += past.values.get(node.id, Fraction(0)) if past else 0
        return given

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
        """M11: a window that covers the whole period sees every amount. Amounts of the period, or of a window that
        covers it, belong to no other window, those of a smaller window to windows that are no smaller and hold its
        first day inside the period."""
        period = self.names.question.period
        if window == "period" or (period.first in stretch and period.last in stretch):
            return True
        if one.window == "period" or (one.stretch.first <= period.first and one.stretch.last >= period.last):
            return False
        order = self.names.windows
        return order.index(one.window) <= order.index(window) and one.stretch.first in stretch

    def _cap(self, node: Node, member: str, window: str, stretch: Stretch, cap: Fraction, left: Fraction) -> None:
        """`left` is what the cap leaves for this period; a posting names the cap as it is written."""
        awards, total = self._in_window(node, member, window, stretch)
        excess = total - left
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

    def _floor(self, node: Node, member: str, window: str, stretch: Stretch, floor: Fraction, left: Fraction) -> None:
        if floor > 0 and not self.names.in_for(node, member):
            return
        _, total = self._in_window(node, member, window, stretch)
        if total < left:
            self._post(node, member, "below_floor", left - total, (node.id, window, floor), window, stretch)
