"""D. Choose: picks, item nodes first, then outwards; then `starting` (M9, M10)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from dutyscore.methods.faults import blanks
from dutyscore.model.arrays import Bool, Int32, Int64
from dutyscore.model.ledger import Kind
from dutyscore.rulebook.nodes import Pick, Starting
from dutyscore.scoring.award import Awards
from dutyscore.scoring.frame import Frame, window_order
from dutyscore.scoring.order import Order, column_key, pack, starts_of
from dutyscore.scoring.plan import PlanNode
from dutyscore.scoring.posting import Journal
from dutyscore.scoring.view import Sight


def _per(node: PlanNode) -> Iterator[str]:
    """The facts and windows within which a node chooses."""
    for link in node.spec.pick:
        yield from link.per
    if node.item and node.item.starting:
        yield from node.item.starting.per


class Chooser:
    """Holds what every choice needs: the entries, the awards, the order, the journal."""

    def __init__(self, sight: Sight, awards: Awards, order: Order, frame: Frame, journal: Journal) -> None:
        self.sight, self.awards, self.order, self.frame, self.journal = sight, awards, order, frame, journal
        rulebook = sight.plan.rulebook
        asked = {name for node in sight.plan.nodes for name in _per(node)}
        self.windows = {name: frame.windows(name, rulebook) for name in window_order(rulebook) if name in asked}
        items = [node.item for node in sight.plan.items if node.item]
        self.foreign = any(item.credit_to or (item.split and item.split.among) for item in items)
        """Whether awards may belong to somebody else than the member of the written row."""
        self.marks = [node.index for node in sight.plan.items if node.item and node.item.score.mean]  # no awards

    def run(self) -> None:
        """All choices of the book, deepest nodes first."""
        for node in reversed(self.sight.plan.nodes):
            for link in node.spec.pick:
                if link.of is None:
                    self._pick(node, link)
            if node.item and node.item.starting:
                self._starting(node, node.item.starting)

    def _candidates(self, node: PlanNode, per: tuple[str, ...]) -> tuple[Int64, Int64]:
        """Awards of a node still standing with all `per` facts filled, and the key they are grouped by."""
        start, end = self.awards.span[node.index]
        rows = np.flatnonzero(self.awards.alive[start:end]) + start
        if self.marks and not node.item:
            rows = rows[~np.isin(self.awards.node[rows], self.marks)]
        entry = self.awards.entry[rows]
        keys: list[Any] = [self.awards.member[rows]]
        filled = np.ones(len(rows), bool)
        for name in per:
            if name in self.windows:
                windows = self.windows[name]
                keys.append(self.frame.index_of(windows, self.awards.booked[rows]))
                if windows.gaps:  # a day in none of the windows: like a blank, it never equals anything
                    filled &= keys[-1] < len(windows) - 1
                continue
            column = self.sight.deed(name, entry, self._owner(rows))
            filled &= ~blanks(column)
            keys.append(column_key(column))
        if not filled.all():
            rows, keys = rows[filled], [key[filled] for key in keys]
        return rows, pack(*keys)[0]

    def _owner(self, rows: Int64) -> Int32 | None:
        return self.awards.member[rows] if self.foreign else None

    def _pick(self, node: PlanNode, link: Pick) -> None:
        rows, group = self._candidates(node, link.per)
        stays = np.ones(len(rows), bool)
        if link.where:
            stays &= self.sight.mask(link.where, self.awards.entry[rows], self._owner(rows))
        word = link.keep.word
        if word in ("highest", "best", "order"):
            stays &= self.awards.live[rows] >= 0
        elif word == "largest_deduction":
            stays &= self.awards.live[rows] < 0
        rows, group = rows[stays], group[stays]
        if not len(rows):
            return
        arranged = self._by_preference(rows, group, link)
        first = starts_of(group[arranged])
        begins = np.flatnonzero(first)
        run = np.cumsum(first) - 1
        if word == "last":
            ends = np.append(begins[1:], len(first))
            kept = np.zeros(len(first), bool)
            kept[ends - 1] = True
            keeper = arranged[ends - 1][run]
        else:
            kept = np.arange(len(first)) - begins[run] < link.keep.best
            keeper = arranged[begins][run]
        cause = self.awards.entry[rows[keeper]] if link.keep.best == 1 else np.full(len(rows), -1)
        self._drop(rows[arranged[~kept]], Kind.chosen_away, node, cause[~kept])

    def _by_preference(self, rows: Int64, group: Int64, link: Pick) -> Int64:
        """The awards of each group with the preferred ones first."""
        awards, word = self.awards, link.keep.word
        base, entry, node, live = awards.base[rows], awards.entry[rows], awards.node[rows], awards.live[rows]
        if word == "order":
            base = pack(self._preference(rows, link), base)[0]
        largest = word in ("highest", "best", "largest_deduction")
        amount = -live if word == "largest_deduction" else live
        return self.order.arrange(group, base, entry, node, amount, largest)

    def _preference(self, rows: Int64, link: Pick) -> Int64:
        """Place of each award in the list of `order`; what is not listed comes last."""
        listed = link.keep.order
        if link.keep.field:
            column: Any = self.sight.column(link.keep.field, self.awards.entry[rows], self._owner(rows))
            table = [*(listed.index(word) if word in listed else len(listed) for word in column.words), len(listed)]
            by_word: Int64 = np.array(table, np.int64)[column.codes]
            return by_word
        table = []
        for node in self.sight.plan.nodes:
            named = [place for place, word in enumerate(listed) if word in (node.info.id, node.info.name)]
            table.append(named[0] if named else len(listed))
        return np.array(table, np.int64)[self.awards.node[rows]]

    def _starting(self, node: PlanNode, starting: Starting) -> None:
        rows, group = self._candidates(node, starting.per)
        awards = self.awards
        arranged = self.order.arrange(
            group, awards.base[rows], awards.entry[rows], awards.node[rows], awards.live[rows], starting.by == "value"
        )
        first = starts_of(group[arranged])
        number = np.arange(len(first)) - np.flatnonzero(first)[np.cumsum(first) - 1]
        self._drop(rows[arranged[number < starting.nth - 1]], Kind.before_start, node, -1)

    def _drop(self, rows: Int64, kind: Kind, node: PlanNode, cause: Any) -> None:
        """Set awards to 0 by a posting at the node that decided; they stand in no later choice."""
        awards = self.awards
        amount = awards.live[rows]
        some: Bool = amount != 0
        posted = rows[some]
        cause = cause[some] if isinstance(cause, np.ndarray) else cause
        self.journal.post(kind, awards.entry[posted], awards.member[posted], node.index, -amount[some], cause)
        awards.live[rows] = 0
        awards.alive[rows] = False
