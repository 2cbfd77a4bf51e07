"""E. Limit, bottom-up: caps and floors of every node, from the smallest window, each node after its children (M11)."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np

from dutyscore.model.arrays import Bool, Int64
from dutyscore.model.columns import NO_DAY
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.exact import decimal_text
from dutyscore.model.ledger import Kind
from dutyscore.model.place import Place
from dutyscore.model.written import Unstated
from dutyscore.rulebook.nodes import Group, GroupScore, Need, Pick
from dutyscore.scoring.award import Awards
from dutyscore.scoring.cohort import Ask, compared
from dutyscore.scoring.exempt import members_in
from dutyscore.scoring.frame import Frame, Windows
from dutyscore.scoring.held import group_codes
from dutyscore.scoring.member_award import MemberAwards, held_day
from dutyscore.scoring.order import Order, ends_of
from dutyscore.scoring.plan import Limit, PlanNode
from dutyscore.scoring.posting import Journal
from dutyscore.scoring.view import Sight

_Raised = tuple[int, int, Int64, Int64, Int64]
"""Node and window (its place in the order of windows) of amounts without an entry; members, first days, steps."""


class Limiter:
    """Walks the tree once from the leaves; `values[:, node]` (int64 steps, members x nodes) is each node's value."""

    def __init__(
        self, sight: Sight, awards: Awards, order: Order, frame: Frame, members: MemberAwards, journal: Journal
    ) -> None:
        self.sight, self.awards, self.order, self.frame, self.journal = sight, awards, order, frame, journal
        self.size = len(sight.roster)
        nodes = len(sight.plan.nodes)
        self.values = np.zeros((self.size, nodes), np.int64, order="F")  # one node at a time is looked at
        self.capped = np.zeros((self.size, nodes), bool, order="F")
        self.amounts, self.history = members.amounts, members.history
        self.exempt, self.scored, self.file = members.exempt, ~members.unscored, members.file
        self.findings: list[Diagnostic] = []
        # amounts without an entry that belong to a window smaller than the period: floors raised there
        self.raised: dict[int, list[_Raised]] = {}
        names = {limit.window for node in sight.plan.nodes for limit in node.limits}
        self.windows: dict[str, Windows] = {name: frame.windows(name, sight.plan.rulebook) for name in names}

    def run(self) -> Generator[Ask, Any, None]:
        """Children before parents: preorder read backwards."""
        for node in reversed(self.sight.plan.nodes):
            self.values[:, node.index] = self._inner(node)
            for link in node.spec.pick:
                if link.of:
                    self._pick_children(node, link)
            if isinstance(node.spec, Group) and node.spec.score:
                yield from self._convert(node, node.spec.score)
            for limit in node.limits:
                self._apply(node, limit)
            if node.spec.need:
                self._need(node, node.spec.need)

    def _inner(self, node: PlanNode) -> Any:
        """What a node is worth before its own rules."""
        if node.item is None:
            self.raised[node.index] = [part for child in node.children for part in self.raised[child]]
            return self.values[:, list(node.children)].sum(axis=1)
        self.raised[node.index] = []
        start, end = self.awards.span[node.index]
        sums = np.zeros(self.size, np.int64)
        np.add.at(sums, self.awards.member[start:end], self.awards.live[start:end])
        return sums + self.amounts[node.index] if node.index in self.amounts else sums

    def _pick_children(self, node: PlanNode, link: Pick) -> None:
        """Keep the k children with the highest value of 0 or more; post minus the value of each other one."""
        children = np.array(node.children)
        values = self.values[:, children]
        place = np.argsort(np.argsort(np.where(values >= 0, -values, 2**62), axis=1, kind="stable"), axis=1)
        dropped = (place >= link.keep.best) & (values >= 0)
        for number, child in enumerate(node.children):
            who = np.flatnonzero(dropped[:, number] & (values[:, number] != 0))
            amount = values[who, number]
            self.journal.post(Kind.not_chosen, -1, who, node.index, -amount, child)
            self.values[who, node.index] -= amount
            self._forget(child, node, dropped[:, number])

    def _convert(self, node: PlanNode, score: GroupScore) -> Generator[Ask, Any, None]:
        """The group's own method turns the limited sum of its children into its value; one posting makes the sum."""
        inside = members_in(self.sight, node.fors, held_day(node, self.frame)) & ~self.exempt.scores & self.scored
        who = np.flatnonzero(inside)
        sums = [self.sight.plan.scale.points(steps) for steps in self.values[who, node.index].tolist()]
        cohort = score.by_rank or score.to_best
        if cohort:
            groups = group_codes(self.sight, cohort.within, self.frame.last_held)[who] if cohort.within else who * 0
            competes = (~self.exempt.ranks[who]).tolist()
            found = yield Ask(list(zip(sums, groups.tolist(), competes, strict=True)), partial(compared, cohort))
            points = [amount if ranked else Fraction(0) for amount, ranked in zip(found, competes, strict=True)]
        else:
            scale = score.per_unit or score.tiers
            assert scale
            points = [scale.points_for(value) for value in sums]
        for member, value, amount in zip(who.tolist(), sums, points, strict=True):
            if not isinstance(amount, Fraction):
                self._report(member, node, value, "DS320" if isinstance(amount, Unstated) else "DS611")
        given = np.array([isinstance(amount, Fraction) for amount in points], bool)
        steps = [self.sight.plan.scale.to_steps(amount) for amount in points if isinstance(amount, Fraction)]
        self._replace(Kind.converted, node, who[given], np.array(steps, np.int64))

    def _need(self, node: PlanNode, need: Need) -> None:
        """Fewer entries than needed: the value becomes what `else` says."""
        start, end = self.awards.span[node.index]
        counted = self.awards.member[start:end][self.awards.counted[start:end]]
        few = np.bincount(counted, minlength=self.size) < need.count
        if node.fors:
            few &= members_in(self.sight, node.fors, held_day(node, self.frame))
        who = np.flatnonzero(few & ~self.exempt.scores)
        self._replace(Kind.need, node, who, np.full(len(who), self.sight.plan.scale.to_steps(need.else_), np.int64))

    def _replace(self, kind: Kind, node: PlanNode, who: Int64, steps: Int64) -> None:
        """Give members a new value by one posting; what made the old one is no longer there to be cut."""
        change = steps - self.values[who, node.index]
        hit = np.flatnonzero(change)
        self.journal.post(kind, -1, who[hit], node.index, change[hit])
        self.values[who, node.index] = steps
        mask = np.zeros(self.size, bool)
        mask[who] = True
        self._forget(node.index, node, mask)

    def _report(self, member: int, node: PlanNode, value: Fraction, code: str) -> None:
        facts = {
            "member": self.sight.roster.names[member], "node": node.info.name, "item": node.info.name, "column": "",
            "ref": " ".join(node.info.ref), "value": decimal_text(value),
        }  # fmt: skip
        self.findings.append(Diagnostic(code, Place(self.file), facts))

    def _forget(self, child: int, node: PlanNode, who: Bool) -> None:
        """Nothing of a child left out is there to be cut further up."""
        start, end = self.awards.span[child]
        live = self.awards.live[start:end]
        live[who[self.awards.member[start:end]]] = 0
        gone = self.sight.plan.nodes[child]
        for index in range(gone.index, gone.end):
            if index in self.amounts:
                self.amounts[index] = np.where(who, 0, self.amounts[index])
        kept = []
        for index, size, member, day, amount in self.raised[node.index]:
            stays = ~who[member] if gone.index <= index < gone.end else np.ones(len(member), bool)
            kept.append((index, size, member[stays], day[stays], amount[stays]))
        self.raised[node.index] = kept

    def _apply(self, node: PlanNode, limit: Limit) -> None:
        windows = self.windows[limit.window]
        if len(windows) == 1 and windows.since == NO_DAY and not windows.gaps and limit.floor < 0:
            # The usual cap, which is never negative: nothing but the value decides, and few small arrays are made.
            causes, bounds = self._bounds(limit.cap, windows)
            excess = np.maximum(self.values[:, node.index] - bounds[0], 0)
            if excess.any():
                self._cut(node, causes, windows, np.arange(self.size), self._group(node, windows), excess)
            return
        group = self._group(node, windows)
        cells = self._cells(node, windows, group, limit.floor >= 0)
        places = self._places(windows, cells)
        group = places.take(group)
        member, window = np.divmod(cells, len(windows))
        sums = self._window_sums(node, windows, places, group, len(cells))
        asked = np.ones(self.size, bool) if limit.floor >= 0 else self.values[:, node.index] != 0
        earlier = self._earlier(node, windows, asked)
        if limit.cap >= 0:
            causes, bounds = self._bounds(limit.cap, windows)
            excess = np.maximum(sums - np.maximum(bounds[window] - earlier[member], 0), 0)
            _free_gaps(excess, window, windows)
            if excess.any():
                self._cut(node, causes, windows, cells, group, excess)
                sums -= excess
        if limit.floor >= 0:
            causes, bounds = self._bounds(limit.floor, windows)
            short = np.maximum(bounds[window] - earlier[member] - sums, 0)
            _free_gaps(short, window, windows)
            if (bounds > 0).any() and node.fors:
                inside = members_in(self.sight, node.fors, held_day(node, self.frame))
                short[~inside[member]] = 0
            self._loose(Kind.below_floor, node, causes, windows, cells, short)
            np.add.at(self.values[:, node.index], member, short)

    def _earlier(self, node: PlanNode, windows: Windows, asked: Bool) -> Int64:
        """What the earlier periods of a window longer than the period gave at a node (int64 steps per member); who has
        no result of one of them is reported, and nothing is reckoned for it."""
        given = np.zeros(self.size, np.int64)
        if windows.since == NO_DAY:
            return given
        for back in range(1, self.frame.periods_since(windows.since) + 1):
            for number in np.flatnonzero(asked).tolist():
                past = self.history.past(self.sight.roster.ids[number], back)
                value = None if past is None else past.values.get(node.info.id)
                if value is None:
                    facts = {"member": self.sight.roster.names[number], "period": self.frame.past_label(back),
                             "needed_by": node.info.name}  # fmt: skip
                    self.findings.append(Diagnostic("DS604", Place(self.file), facts))
                else:
                    given[number] += self.sight.plan.scale.to_steps(value)
        return given

    def _bounds(self, limit: int, windows: Windows) -> tuple[Int64, Int64]:
        """For each window the limit in force on its last day: its index in `Plan.limits`, and its bound in steps."""
        plan = self.sight.plan
        if not plan.versions:
            return np.full(len(windows), limit), np.full(len(windows), plan.limits[limit].bound)
        starts = np.array([first for first, _ in plan.versions[1:]], np.int64)
        causes = limit + np.searchsorted(starts, windows.last, side="right") * len(plan.versions[0][1].limits)
        return causes, np.array([plan.limits[cause].bound for cause in causes.tolist()], np.int64)

    def _group(self, node: PlanNode, windows: Windows) -> Int64:
        """Member and window of each award of a node as one number: member x windows + window."""
        start, end = self.awards.span[node.index]
        member = self.awards.member[start:end].astype(np.int64)
        if len(windows) == 1:
            return member
        return member * len(windows) + self.frame.index_of(windows, self.awards.booked[start:end])

    def _cells(self, node: PlanNode, windows: Windows, group: Int64, every: bool) -> Int64:
        """The cells (member x windows + window, rising) to look at: every one where a floor may raise it, else those
        in which something is booked (`group`, one per award); of 365 days a member has few."""
        if every or len(windows) == 1:
            return np.arange(self.size * len(windows))
        booked = np.zeros(self.size * len(windows), bool)
        booked[group] = True
        for cells, _ in self._raised_in(node, windows):
            booked[cells] = True
        return np.flatnonzero(booked)

    def _places(self, windows: Windows, cells: Int64) -> Int64:
        """Where each of the cells to look at stands among them; what is said of other cells means nothing."""
        places = np.empty(self.size * len(windows), np.int64)
        places[cells] = np.arange(len(cells))
        return places

    def _raised_in(self, node: PlanNode, windows: Windows) -> Iterator[tuple[Int64, Int64]]:
        """Cells and amounts of what was raised; for a longer window it belongs to no day inside it."""
        for _, size, member, day, amount in self.raised[node.index]:
            if size <= windows.size:
                yield member * len(windows) + windows.index[day - self.frame.period.first], amount

    def _window_sums(self, node: PlanNode, windows: Windows, places: Int64, group: Int64, cells: int) -> Int64:
        """Value of a node in each of so many cells (int64); `group` is the place of that of each award among them."""
        if len(windows) == 1:
            return self.values[:, node.index].copy()  # the window is the whole period: member amounts belong to it
        start, end = self.awards.span[node.index]
        sums = np.zeros(cells, np.int64)
        np.add.at(sums, group, self.awards.live[start:end])
        for where, amount in self._raised_in(node, windows):
            np.add.at(sums, places[where], amount)
        return sums

    def _cut(self, node: PlanNode, causes: Int64, windows: Windows, cells: Int64, group: Int64, excess: Int64) -> None:
        """Take the excess of each cell from the latest positive awards; what they cannot bear is one posting without an
        entry. `group` is the place of each award's cell among the cells."""
        awards = self.awards
        start, end = awards.span[node.index]
        rows = np.flatnonzero((awards.live[start:end] > 0) & (excess > 0).take(group))
        group, rows = group.take(rows), rows + start
        arranged = self.order.arrange(group, awards.base.take(rows), awards.entry, awards.node, awards.live, rows=rows)
        group, rows = group.take(arranged), rows.take(arranged)
        live = awards.live.take(rows)
        borne = np.zeros(len(excess), np.int64)
        if len(rows):
            running = np.cumsum(live)
            ends = np.flatnonzero(ends_of(group))
            some, reached = group.take(ends), running.take(ends)
            there = reached.copy()
            there[1:] -= reached[:-1]
            borne[some] = np.minimum(excess.take(some), there)
            left = np.zeros(len(excess), np.int64)  # up to where the awards of a group stay: the latest go first
            left[some] = reached - excess.take(some)
            cut = np.minimum(np.maximum(running - left.take(group), 0), live)
            awards.live[rows] = live - cut
            hit = np.flatnonzero(cut > 0)
            rows = rows.take(hit)
            window: Any = 0 if len(windows) == 1 else cells.take(group.take(hit)) % len(windows)
            self.journal.post(
                Kind.over_cap, awards.entry.take(rows), awards.member.take(rows), node.index, -cut.take(hit),
                causes[window], windows.first[window],
            )  # fmt: skip
        self._loose(Kind.over_cap, node, causes, windows, cells, borne - excess)
        if len(windows) == 1:
            self.capped[:, node.index] |= excess > 0
            self.values[:, node.index] -= excess
            return
        member = cells // len(windows)
        self.capped[member[excess > 0], node.index] = True
        np.subtract.at(self.values[:, node.index], member, excess)

    def _loose(self, kind: Kind, node: PlanNode, causes: Int64, windows: Windows, cells: Int64, amount: Int64) -> None:
        """Post amounts per member and window that belong to no entry, and remember in which window they stand."""
        hit = np.flatnonzero(amount)
        if not len(hit):
            return
        member, window = np.divmod(cells[hit], len(windows))
        self.journal.post(kind, -1, member, node.index, amount[hit], causes[window], windows.first[window])
        if len(windows) > 1:
            first = windows.first[window].astype(np.int64)
            self.raised[node.index].append((node.index, windows.size, member, first, amount[hit]))


def _free_gaps(amount: Int64, window: Int64, windows: Windows) -> None:
    """Days that lie in no window of the kind are neither cut nor raised."""
    if windows.gaps:
        amount[window == len(windows) - 1] = 0
