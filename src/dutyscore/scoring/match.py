"""B. Match: which entries each item takes: its words, its `when`, its `for` on the event date (M1)."""

from __future__ import annotations

from typing import Any

import numpy as np

from dutyscore.model.arrays import Bool, Int32, Int64
from dutyscore.model.columns import Words, of_rows
from dutyscore.model.frozen import dataclass
from dutyscore.rulebook.nodes import Item
from dutyscore.scoring.plan import PlanNode
from dutyscore.scoring.view import Rows, Sight


@dataclass(frozen=True, slots=True)
class Taken:
    """The entries (int64, in the order of the log) that an item takes. `member` (int32) gets the award of each: the
    entry's own member, the one it is credited to, or, in rows opened among several people, each of them (`listed`:
    place in the list, `people`: how many there are; both int64, None where nothing is opened)."""

    node: PlanNode
    rows: Int64
    member: Int32
    listed: Int64 | None = None
    people: Int64 | None = None
    copied: bool = False
    """Whether copies for other members are among them."""
    stretch: slice | None = None
    """The rows as a stretch of all entries, where they are one."""

    @property
    def owner(self) -> Int32 | None:
        """Who gets each award, where that may be somebody else than the member of the written row: conditions and facts
        of the roster then ask him."""
        return self.member if self.copied or self.listed is not None else None

    def of(self, values: Any) -> Any:
        """What a column of all entries holds in these rows."""
        return of_rows(values, self.rows if self.stretch is None else self.stretch)

    def seen(self, sight: Sight) -> Rows:
        """The rows as methods see them."""
        return Rows(sight, self.rows, self.owner, self.stretch)

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
    by_word, together = _rows_by_word(sight)
    free = np.ones(len(sight.entries), bool)
    found: dict[int, Taken] = {}
    for node in sight.plan.items:
        parts = [by_word[word] for word in node.words if word in by_word]
        rows = parts[0] if parts else np.zeros(0, np.int64)
        if len(parts) > 1:
            every = np.concatenate(parts)
            rows = sight.as_logged(every) if together else np.sort(every)
        asked = () if _opens(node) else (*node.whens, *node.fors)  # rows that are opened are asked one person at a time
        for condition in asked:
            rows = rows.compress(sight.mask(condition, rows))
        one = together and len(parts) == 1 and not asked
        stretch = slice(int(rows[0]), int(rows[-1]) + 1) if one and len(rows) else None
        member = of_rows(sight.entries.member, rows if stretch is None else stretch)
        found[node.index] = Taken(node, rows, member, stretch=stretch)
    for part in list(found.values()):
        item = part.node.item
        if item and item.credit_to:
            target = sight.plan.index(item.credit_to.item)
            found[target] = _credited(sight, part, found[target], item.credit_to.roster)
    taken = [_opened(sight, part) for part in found.values()]
    for part in taken:
        free[part.rows] = False
    return taken, free


def _opens(node: PlanNode) -> bool:
    return bool(node.item and node.item.split and node.item.split.among)


def _fit(sight: Sight, node: PlanNode, rows: Int64, member: Int32) -> Bool:
    """For which of the members (one per row) the conditions of a node hold."""
    fit = np.ones(len(rows), bool)
    for condition in (*node.whens, *node.fors):
        fit &= sight.mask(condition, rows, member)
    return fit


def _credited(sight: Sight, source: Taken, target: Taken, fact: str) -> Taken:
    """The target with a copy of every entry of the source for the member that the fact names, if the target is for
    him."""
    column = sight.column(fact, source.rows)
    assert isinstance(column, Words)
    codes = [sight.roster.find(word) for word in column.words]
    member = np.array([*codes, -1], np.int32)[column.codes]
    some = np.flatnonzero(member >= 0)
    if not _opens(target.node):
        some = some[_fit(sight, target.node, source.rows[some], member[some])]
    rows = np.concatenate([target.rows, source.rows[some]])
    order = np.argsort(rows, kind="stable")
    return Taken(target.node, rows[order], np.concatenate([target.member, member[some]])[order], copied=True)


def _opened(sight: Sight, part: Taken) -> Taken:
    """A row that names several people becomes one tied row a person whom the item is for; the others keep their places
    in the list."""
    item = part.node.item
    if item is None or item.split is None or item.split.among is None:
        return part
    column = sight.column(item.split.among, part.rows)
    assert isinstance(column, Words)
    lists = [people_of(sight, item.split.among, word) for word in column.words]
    lists.append([-1])  # a blank cell, whose code is -1, and an unknown name keep the row: it is refused for them
    sizes = np.array([len(people) for people in lists], np.int64)[column.codes]
    begins = np.concatenate([[0], np.cumsum([len(people) for people in lists])]).astype(np.int64)[:-1]
    everyone = np.array([code for people in lists for code in people], np.int32)
    listed = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    member = everyone[np.repeat(begins[column.codes], sizes) + listed]
    member = np.where(member < 0, np.repeat(part.member, sizes), member)
    rows, people = np.repeat(part.rows, sizes), np.repeat(sizes, sizes)
    some = np.flatnonzero(_fit(sight, part.node, rows, member))
    return Taken(part.node, rows[some], member[some], listed[some], people[some])


def people_of(sight: Sight, field: str, text: str) -> list[int]:
    """Roster places of the people a cell names, in order of listing; -1 for somebody unknown."""
    separator = sight.plan.rulebook.fields_[field].separator or ""
    return [sight.roster.find(name.strip()) for name in text.split(separator)]


def _rows_by_word(sight: Sight) -> tuple[dict[str, Int64], bool]:
    """The entries (rising) of each item word, and whether those of one word stand together."""
    project = sight.entries.project
    together = bool((project.codes[1:] >= project.codes[:-1]).all())
    if together:
        order = np.arange(len(project.codes))
    else:
        kind = np.int16 if len(project.words) < 2**15 else np.int32
        order = np.argsort(project.codes.astype(kind), kind="stable")  # int16 keys are sorted by radix
    ends = np.cumsum(np.bincount(project.codes, minlength=len(project.words))).tolist()
    stretches = zip(project.words, [0, *ends], ends, strict=False)
    return {word: order[start:end] for word, start, end in stretches}, together
