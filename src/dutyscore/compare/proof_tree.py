"""Arguments about whole nodes: clauses that come, go, or move."""

from __future__ import annotations

from dutyscore.compare import signs
from dutyscore.compare.book import Book
from dutyscore.compare.change import UNPROVED, Change, Proof
from dutyscore.compare.climb import adds_up, climbs
from dutyscore.compare.proof_entries import refuses_all
from dutyscore.compare.proof_signs import directed
from dutyscore.compare.uses import counted_elsewhere, in_section, item_words, known_words, looks_at_any
from dutyscore.rulebook.nodes import Group

_SPEAKING = (
    "totals", "requirements", "vetoes", "grades", "bands", "standings", "measures", "rankings", "lists",
)  # fmt: skip


def added_node(change: Change, old: Book, new: Book) -> Proof:
    """A new node gives something only to entries that nobody could score before, or to everybody."""
    return _come_or_gone(change, new, old, "new_clause", turned=False)


def removed_node(change: Change, old: Book, new: Book) -> Proof:
    valued = [each for each in old.below(change.anchor.name) if each.item and not refuses_all(each.item)]
    if {word for each in valued for word in item_words(old, each)} - known_words(new):
        return Proof("incompatible", "word_unknown_now")
    return _come_or_gone(change, old, new, "clause_gone", turned=True)


def _come_or_gone(change: Change, having: Book, other: Book, argument: str, *, turned: bool) -> Proof:
    node = having.nodes.get(change.anchor.name)
    if node is None:
        return UNPROVED
    inside = having.below(node.id)
    if any(each.id in other.nodes for each in inside):
        return UNPROVED  # part of it was somewhere else before
    for each in inside:
        words = item_words(having, each) if each.item else set()
        if words & known_words(other) or counted_elsewhere(having, words) or counted_elsewhere(other, words):
            return UNPROVED
        if words and (looks_at_any(having) or looks_at_any(other)):
            return UNPROVED
        if not climbs(having, each.id, amounts=False) or _named(having, each.id):
            return UNPROVED
        if each.item and each.item.score.missing == "not_scored":
            return UNPROVED  # who is scored at all hangs on it
    sign = signs.of_node(having, node)
    if sign.below and sign.above:
        return UNPROVED
    up, down = (sign.below, sign.above) if turned else (sign.above, sign.below)
    return directed(up, down, argument)


def _named(book: Book, node_id: str) -> bool:
    """Whether a total or a decision speaks of the node, or something that a decision may look at."""
    return in_section(book, node_id, _SPEAKING)


def renamed_node(change: Change, old: Book, new: Book) -> Proof:
    """A log may call an item by its id: who did so is refused now."""
    node = old.nodes.get(change.anchor.name)
    if node is None or node.item is None or refuses_all(node.item) or not item_words(old, node) - known_words(new):
        return UNPROVED
    return Proof("incompatible", "word_unknown_now")


def moved_node(change: Change, old: Book, new: Book) -> Proof:
    """From one place where everything only adds up to another such place."""
    for book in (old, new):
        node = book.nodes.get(change.anchor.name)
        if node is None or not adds_up(book) or book.rulebook.totals:
            return UNPROVED
        for above in node.above:
            spec = book.nodes[above].spec
            if (
                spec.max
                or spec.min
                or spec.pick
                or spec.need
                or spec.when
                or spec.for_
                or spec.booked_by
                or spec.window
            ):
                return UNPROVED
            if (isinstance(spec, Group) and (spec.score or spec.stages)) or _named(book, above):
                return UNPROVED
    return Proof("neutral", "same_sum")
