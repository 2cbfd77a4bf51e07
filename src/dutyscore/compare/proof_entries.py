"""Arguments about which entries count: choices, conditions, and the words that a log may use."""

from __future__ import annotations

from fractions import Fraction

from dutyscore.compare import signs
from dutyscore.compare.book import Book, BookNode
from dutyscore.compare.change import UNPROVED, Change, Proof
from dutyscore.compare.climb import adds_up, climbs, nested, windows_up
from dutyscore.compare.implied import narrower
from dutyscore.compare.proof_signs import directed
from dutyscore.compare.uses import counted_elsewhere, item_words, known_words, looks_at_any, names_items, own
from dutyscore.rulebook.nodes import Group, Item, Score


def pick(change: Change, old: Book, new: Book, one: BookNode, two: BookNode) -> Proof:
    """A choice drops awards; one that drops more of them takes away what they are worth."""
    below = signs.ZERO
    started = any(node.item and node.item.starting for node in (one, two))
    for book, node in ((old, one), (new, two)):
        bare = [each for each in book.chain(node.id)[1:] if each.spec.pick]
        inner = [each for each in book.below(node.id)[1:] if each.spec.pick or (each.item and each.item.starting)]
        if bare or inner or len(node.spec.pick) > 1 or any(link.of for link in node.spec.pick):
            return UNPROVED
        if not _climbs_without_picks(book, node):
            return UNPROVED
        for each in book.below(node.id):
            below |= signs.of_item(book, each.item) if each.item else signs.ZERO
    if started and below.below and below.above:
        return UNPROVED  # what is dropped makes another one the first that counts
    before, after = (node.spec.pick[0] if node.spec.pick else None for node in (one, two))
    drops_more, drops_less = after is not None, before is not None
    if before is not None and after is not None:
        same = before.per == after.per and before.where == after.where and before.keep.word == after.keep.word
        if not same or before.keep.word not in ("best", "highest"):
            return UNPROVED
        drops_more, drops_less = after.keep.best < before.keep.best, after.keep.best > before.keep.best
    word = (after or before).keep.word  # type: ignore[union-attr]
    sign = {"highest": signs.Sign(False, True), "best": signs.Sign(False, True), "order": signs.Sign(False, True),
            "largest_deduction": signs.Sign(True, False)}.get(word, below)  # fmt: skip
    if (sign.below and sign.above) or (sign.above and not below.above and not sign.below):
        return UNPROVED if sign.below else Proof("neutral", "nothing_to_drop")
    up, down = (drops_more, drops_less) if sign.below else (drops_less, drops_more)
    return directed(up, down, "choice")


def _climbs_without_picks(book: Book, node: BookNode) -> bool:
    """Entries come and go at the items below, and nothing else there looks at which."""
    for each in book.below(node.id):
        spec = each.spec
        if isinstance(spec, Group) and spec.score:
            return False
        if spec.need or (isinstance(spec, Item) and (spec.score.mean or spec.repeat or spec.repairs)):
            return False
        if not nested(windows_up(book.chain(each.id))):
            return False
    chain = book.chain(node.id)
    above = [each.spec for each in chain[1:]]
    return adds_up(book) and not any(spec.need or (isinstance(spec, Group) and spec.score) for spec in above)


def idle(book: Book, node: BookNode) -> bool:
    """Whether every award below a node is worth 0, and nothing there or further up looks at which there are."""
    for each in book.below(node.id):
        spec = each.spec
        if spec.min or spec.need or spec.pick or (isinstance(spec, Group) and spec.score):
            return False
        if isinstance(spec, Item) and (spec.credit_to or spec.score.missing == "not_scored" or refuses_all(spec)):
            return False
        if isinstance(spec, Item) and signs.of_item(book, spec) != signs.ZERO:
            return False
    return not any(each.spec.pick or each.spec.need for each in book.chain(node.id)[1:])


def starting(change: Change, old: Book, new: Book, one: BookNode, two: BookNode) -> Proof:
    """Counting from a later occurrence on drops more awards."""
    item, other = one.item, two.item
    if item is None or other is None:
        return UNPROVED
    sign = signs.of_item(old, item) | signs.of_item(new, other)
    if idle(old, one) and idle(new, two):
        return Proof("neutral", "nothing_to_drop")
    for book, node in ((old, one), (new, two)):
        if any(each.spec.pick for each in book.chain(node.id)) or not _climbs_without_picks(book, node):
            return UNPROVED
    before, after = item.starting, other.starting
    if before and after and (before.per, before.by) != (after.per, after.by):
        return UNPROVED
    more = (after.nth if after else 1) > (before.nth if before else 1)
    if sign.below and sign.above:
        return UNPROVED
    return directed(more == sign.below, more != sign.below, "choice")


def matching(change: Change, old: Book, new: Book, one: BookNode, two: BookNode) -> Proof:
    """`when` and `for`: fewer entries (or members) are taken, and all of them are worth 0 or more, or 0 or less."""
    name = "when" if change.keys[0] == "when" else "for_"
    before, after = getattr(one.spec, name), getattr(two.spec, name)
    fewer, more = narrower(after, before), narrower(before, after)
    if not fewer and not more:
        return UNPROVED
    if fewer and more:
        return Proof("neutral", "same_entries")
    if fewer and idle(old, one) and idle(new, two):
        return Proof("neutral", "nothing_to_drop")
    sign = signs.ZERO
    for book, node in ((old, one), (new, two)):
        for each in book.below(node.id):
            if any(floor > 0 for floor in each.spec.min.values()) and name == "for_":
                return UNPROVED
            if each.item is None:
                continue
            if each.spec.others != "nothing" or not climbs(book, each.id, amounts=False):
                return UNPROVED
            if name == "for_" and (compares(each.item.score) or each.item.score.missing == "not_scored"):
                return UNPROVED
            if refuses_all(each.item) or (_may_refuse(book, each.item) and (more or _counts_rows(book))):
                return UNPROVED  # what is taken may be refused, and what is no longer taken no longer is
            if each.item.valid and book.rulebook.measures:
                return UNPROVED  # to measures an entry is out of force when it is so for an item that takes it
            sign |= signs.of_item(book, each.item)
    if sign.below and sign.above:
        return UNPROVED
    gains = (more and sign.above) or (fewer and sign.below)
    return directed(gains, not gains and (sign.below or sign.above), "entries_taken")


def compares(score: Score) -> bool:
    """Whether what one member gets hangs on which others there are."""
    goal = score.target.goal if score.target else ""
    means = goal in ("mean_of_all", "mean_of_others") or score.missing == "mean_of_others"
    return bool(score.by_rank or score.to_best or means)


def _counts_rows(book: Book) -> bool:
    """Whether entries matter beside the points that they get."""
    return bool(book.rulebook.measures or book.rulebook.entries.duplicate_of)


def _may_refuse(book: Book, item: Item) -> bool:
    """Whether an entry that the item takes may be refused for what it holds: then taking more may refuse more."""
    method = item.score.entry_method
    if method is None:
        return False
    used = {*method.fields(), *(factor.field for factor in item.times if factor.field)}
    if item.split or item.booked_by:
        return True
    return bool(used)


def words(change: Change, old: Book, new: Book, one: BookNode, two: BookNode) -> Proof:
    """Name, aliases, takes: the words under which a log may speak of the item."""
    if one.item is None or two.item is None:
        named = any(
            one.spec.name in node.keep.order
            for book in (old, new)
            for each in book.nodes.values()
            for node in each.spec.pick
        )
        return UNPROVED if named or change.keys[0] != "name" else Proof("neutral", "said_only")
    before, after = item_words(old, one), item_words(new, two)
    lost, won = before - after, after - before
    if refuses_all(one.item) and refuses_all(
        two.item
    ):  # under a word of another item it would refuse that one's entries
        shared = lost & known_words(new) | won & known_words(old)
        return UNPROVED if shared else Proof("neutral", "refused_anyway")
    if (own(old, one) ^ own(new, two)) & known_words(old) & known_words(new) and (names_items(old) or names_items(new)):
        return UNPROVED  # the word means the item, where conditions and duplicates speak of it, in one version only
    if counted_elsewhere(old, lost | own(old, one)) or counted_elsewhere(new, won | own(new, two)):
        if not lost and not won:
            return Proof("neutral", "same_words")
        return Proof("incompatible", "word_unknown_now") if lost - known_words(new) else UNPROVED
    if lost - known_words(new):
        return Proof("incompatible", "word_unknown_now")
    if not lost and not won:
        return Proof("neutral", "same_words")
    if lost or won & known_words(old) or not climbs(new, two.id, amounts=False):
        return UNPROVED
    if looks_at_any(old) or looks_at_any(new) or (won & own(new, two) and new.rulebook.entries.duplicate_of):
        return UNPROVED  # an entry under the new word may be a copy of one under an old word, and the one that stays
    sign = signs.of_item(new, two.item)
    return UNPROVED if sign.below and sign.above else directed(sign.above, sign.below, "entries_taken")


def refuses_all(item: Item) -> bool:
    """Points that the regulation does not state: every entry that the item takes is refused."""
    table, each = item.score.lookup, item.score.each
    if each:
        return not isinstance(each.points, Fraction)
    if table is None or item.score.of:
        return False
    return not any(isinstance(points, Fraction) for points in (*table.points.values(), table.otherwise, table.blank))
