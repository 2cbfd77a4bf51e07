"""Step D: picks, item nodes first and then outwards, and the occurrence from which a clause counts (M9, M10)."""

from __future__ import annotations

from fractions import Fraction

from dutyscore.rulebook.nodes import Item, Keep, Pick
from tests.oracle.awards import Award
from tests.oracle.facts import Names, Node, children_first


def choose_all(names: Names, awards: list[Award]) -> None:
    """Post what picks and `starting` take away."""
    for node in children_first(names.nodes):
        below = [award for award in awards if node in award.node.path]
        for link in node.written.pick:
            if link.of is None:
                _link(names, node, link, below)
        if isinstance(node.written, Item) and node.written.starting:
            _start(names, node, below)


def in_order(names: Names, award: Award) -> tuple[object, ...]:
    """M4, with the amount left now; of two awards of one entry the later item of the tree is the later one."""
    assert award.booked is not None
    return names.order(award.entry, award.number, award.booked, award.left, award.node.index)


def _pools(names: Names, awards: list[Award], per: tuple[str, ...]) -> list[list[Award]]:
    """Live awards of one member that agree in `per`; an award with a blank among them is in none."""
    pools: dict[tuple[object, ...], list[Award]] = {}
    for award in awards:
        if not award.alive or award.postings[0].kind == "mark":  # a mark is no award
            continue
        key: list[object] = [award.entry.member]
        for name in per:
            if name in names.windows:
                assert award.booked is not None
                window = names.window_of(award.booked, name)
                key.append(window.first if window else None)
            else:
                key.append(names.key_value(award.entry, name))
        if None not in key:
            pools.setdefault(tuple(key), []).append(award)
    return list(pools.values())


def _link(names: Names, node: Node, link: Pick, below: list[Award]) -> None:
    place = node.written.pick.index(link)
    asked = []
    for award in below:  # M31: the numbers of `where` are those of the event date
        where = names.on(node, award.entry.day).written.pick[place].where
        if where is None or names.entry_fits(award.entry, where):
            asked.append(award)
    for pool in _pools(names, asked, link.per):
        if link.keep.word == "largest_deduction":
            pool = [award for award in pool if award.left < 0]
        elif link.keep.word not in ("first", "last"):
            pool = [award for award in pool if award.left >= 0]
        pool.sort(key=lambda award: in_order(names, award))
        kept = _kept(names, link.keep, pool)
        for award in pool:
            if not any(award is one for one in kept):
                award.alive = False
                if award.left:
                    award.post(node, "chosen_away", -award.left, kept[0].number if len(kept) == 1 else None)


def _kept(names: Names, keep: Keep, pool: list[Award]) -> list[Award]:
    """The awards that stay, of a pool that stands in order (sorting is stable: ties go to the earlier)."""
    if keep.word == "first":
        return pool[:1]
    if keep.word == "last":
        return pool[-1:]
    if keep.word == "largest_deduction":
        return sorted(pool, key=lambda award: award.left)[:1]
    if keep.word == "order":
        return sorted(pool, key=lambda award: _listed_at(names, keep, award))[:1]
    return sorted(pool, key=lambda award: -award.left)[: keep.best]


def _listed_at(names: Names, keep: Keep, award: Award) -> int:
    own: set[object] = {award.node.id, award.node.written.name}
    words = {names.key_value(award.entry, keep.field)} if keep.field else own
    return next((index for index, word in enumerate(keep.order) if word in words), len(keep.order))


def _start(names: Names, node: Node, below: list[Award]) -> None:
    assert isinstance(node.written, Item)
    starting = node.written.starting
    assert starting
    for pool in _pools(names, below, starting.per):
        pool.sort(key=lambda award: in_order(names, award))
        if starting.by == "value":
            pool.sort(key=_largest_first)
        for award in pool[: starting.nth - 1]:
            award.alive = False
            if award.left:
                award.post(node, "before_start", -award.left)


def _largest_first(award: Award) -> Fraction:
    return -award.left
