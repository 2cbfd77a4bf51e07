"""Whether more points at a node can ever mean fewer points in the total: the second ground of proofs.

The total is a rising function of what a node is worth as long as everything on the way up only adds, clips and rounds.
What may break that, and is looked for here: windows that do not lie inside each other (a cut in one moves amounts in
the other), choices whose outcome moves points from one window or item to another, methods that compare members,
accounts and composites with a part that counts against.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import or_

from dutyscore.compare import signs
from dutyscore.compare.book import Book, BookNode
from dutyscore.rulebook.nodes import PERIOD, Group, Item, Pick

_INSIDE = {
    "day": ("week", "month", "quarter", "half", "year", PERIOD), "week": (PERIOD,),
    "month": ("quarter", "half", "year", PERIOD), "quarter": ("half", "year", PERIOD), "half": ("year", PERIOD),
    "year": (PERIOD,), PERIOD: (),
}  # fmt: skip
"""Windows and the larger ones that each of them lies inside of, whole."""


def nested(windows: Sequence[str]) -> bool:
    """Whether of any two windows, the first-named one lies inside the other or is the same."""
    return all(
        larger == smaller or larger in _INSIDE.get(smaller, ())
        for index, smaller in enumerate(windows)
        for larger in windows[index + 1 :]
    )


def windows_up(chain: Sequence[BookNode]) -> list[str]:
    """The windows of all limits on the way up, in the order in which they are applied."""
    found: list[str] = []
    for node in chain:
        own = {*(node.spec.max or {}), *node.spec.min}
        found += sorted(own, key=lambda window: (_rank(window), window))
    return found


def _rank(window: str) -> int:
    order = list(_INSIDE)
    return order.index(window) if window in order else -1


def climbs(book: Book, node_id: str, *, amounts: bool = True) -> bool:
    """Whether more at a node never means less in the total.

    `amounts`: the same entries count, with other amounts. Without it entries come and go, which no choice of another
    node may depend on.
    """
    if node_id not in book.nodes:
        return False
    chain = book.chain(node_id)
    if not adds_up(book) or not nested(windows_up(chain)):
        return False
    picks = [(node, link) for node in chain for link in node.spec.pick]
    if picks and not (amounts and len(picks) == 1 and _harmless(book, *picks[0], chain)):
        return False
    for node in chain:
        spec = node.spec
        if not _known(spec) or (isinstance(spec, Group) and spec.score):
            return False
        if isinstance(spec, Item) and not _plain(spec, amounts, chain):
            return False
        if spec.need and not amounts:
            return False
    return True


def adds_up(book: Book) -> bool:
    """Whether every total is a rising function of the nodes."""
    totals = book.rulebook.totals
    if totals is None:
        return True
    if not totals:
        return False  # a book without points: nobody has a total that could rise
    return all(
        not total.resets and all(min(part.weight.every) >= 0 for part in total.composite) for total in totals.values()
    )


_NODE = (
    "name", "ref", "for_", "when", "as_held", "others", "min", "max", "pick", "need", "booked_by", "window",
)  # fmt: skip
_ITEM = frozenset((
    *_NODE, "aliases", "takes", "score", "times", "split", "per_entry", "starting", "repeat", "valid", "repairs",
))  # fmt: skip
_GROUP = frozenset((*_NODE, "groups", "items", "stages", "score"))
"""Keys whose effect on the way to the total is known; nothing is proved past any other."""


def _known(spec: Group | Item) -> bool:
    known = _GROUP if isinstance(spec, Group) else _ITEM
    return {name for name in spec.model_fields_set if getattr(spec, name)} <= known


def _plain(item: Item, amounts: bool, chain: Sequence[BookNode]) -> bool:
    """Nothing at the item makes the worth of one entry depend on the amounts, or the presence, of others."""
    if item.score.mean or item.repeat or item.repairs or (item.split and item.split.among):
        return False  # whole steps divided among people: what is left over may go to somebody else
    if item.starting:
        by_value = item.starting.by == "value"
        return amounts and not item.pick and (not by_value or only_period(windows_up(chain)))
    return amounts or not (item.split and item.split.divides)


def only_period(windows: Sequence[str]) -> bool:
    return all(window == PERIOD for window in windows)


def _harmless(book: Book, chooser: BookNode, link: Pick, chain: Sequence[BookNode]) -> bool:
    """A choice whose sum rises with every amount, and that moves nothing between windows or limits of items."""
    below = [node for node in book.below(chooser.id) if node.id != chooser.id]
    if link.of:
        return only_period(windows_up(chain[[node.id for node in chain].index(chooser.id) :]))
    if any(node.spec.max or node.spec.min or node.spec.need or node.spec.pick for node in below):
        return False
    if any(isinstance(node.spec, Group) and node.spec.score for node in below):
        return False
    if any(node.item and (node.item.starting or node.item.repeat or node.item.repairs) for node in below):
        return False
    if link.keep.word in ("first", "last"):
        return True
    if link.keep.word == "order":  # which one stands first says nothing of amounts, and it passes over those below 0
        worth = reduce(or_, (signs.of_item(book, node.item) for node in below if node.item), signs.ZERO)
        if worth.below and worth.above:
            return False
    return only_period(windows_up(chain))


def same_path(old: Book, new: Book, node_id: str, *, amounts: bool = True) -> bool:
    """Whether it climbs in both versions, along the same nodes."""
    if node_id not in old.nodes or node_id not in new.nodes:
        return False
    if old.nodes[node_id].above != new.nodes[node_id].above:
        return False
    return climbs(old, node_id, amounts=amounts) and climbs(new, node_id, amounts=amounts)
