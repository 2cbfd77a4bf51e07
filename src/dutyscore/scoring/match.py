"""B. Match: which entries each item takes: its words, its `when`, its `for` on the event date (M1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from dutyscore.model.arrays import Bool, Int64
from dutyscore.rulebook.nodes import Item
from dutyscore.scoring.plan import PlanNode
from dutyscore.scoring.view import Sight


@dataclass(frozen=True, slots=True)
class Taken:
    """The entries (int64, rising) that an item takes."""

    node: PlanNode
    rows: Int64

    def versions(self, sight: Sight) -> list[tuple[Item, Int64]]:
        """The item as it reads on the event dates of its entries, each with the positions (in `rows`) it values."""
        plan = sight.plan
        assert self.node.item
        if not plan.versions:
            return [(self.node.item, np.arange(len(self.rows)))]
        starts = np.array([first for first, _ in plan.versions[1:]], np.int64)
        which = np.searchsorted(starts, sight.entries.day[self.rows], side="right")
        found = []
        for number in np.unique(which).tolist():
            item = plan.versions[number][1].nodes[self.node.index].item
            assert item
            found.append((item, np.flatnonzero(which == number)))
        return found


def match(sight: Sight) -> tuple[list[Taken], Bool]:
    """What every item takes, in tree order, and which entries (bool) no item takes."""
    by_word = dict(_rows_by_word(sight))
    free = np.ones(len(sight.entries), bool)
    taken = []
    for node in sight.plan.items:
        parts = [by_word[word] for word in node.words if word in by_word]
        rows = np.sort(np.concatenate(parts)) if len(parts) > 1 else parts[0] if parts else np.zeros(0, np.int64)
        for condition in (*node.whens, *node.fors):
            rows = rows[sight.mask(condition, rows)]
        free[rows] = False
        taken.append(Taken(node, rows))
    return taken, free


def _rows_by_word(sight: Sight) -> Iterator[tuple[str, Int64]]:
    project = sight.entries.project
    kind = np.int16 if len(project.words) < 2**15 else np.int32
    order = np.argsort(project.codes.astype(kind), kind="stable")  # int16 keys are sorted by radix
    ends = np.cumsum(np.bincount(project.codes, minlength=len(project.words)))
    for word, start, end in zip(project.words, [0, *ends.tolist()], ends.tolist(), strict=False):
        yield word, order[start:end]
