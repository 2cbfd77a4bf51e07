"""Arguments about the facts of an entry: which cells are read, which are refused, which entries count at all."""

from __future__ import annotations

from dutyscore.compare import signs
from dutyscore.compare.book import Book
from dutyscore.compare.change import UNPROVED, Change, Proof
from dutyscore.compare.climb import climbs
from dutyscore.compare.implied import narrower
from dutyscore.compare.uses import in_section, measures_of, speakers


def changed_field(change: Change, old: Book, new: Book) -> Proof:
    """Narrower bounds, fewer choices or fewer decimals refuse entries; wider ones take entries that were refused."""
    name = change.anchor.name
    before, after = old.rulebook.fields_.get(name), new.rulebook.fields_.get(name)
    key = change.keys[0] if change.keys else ""
    if before is None or after is None or before.kind != after.kind:
        return UNPROVED
    if key in ("min", "max", "decimals"):
        narrow = (
            _tighter(after.min, before.min)
            or _tighter(_minus(after.max), _minus(before.max))
            or after.decimals < before.decimals
        )
        return Proof("incompatible", "refused_now") if narrow else _newly_taken(name, old, new)
    if key == "choices":
        if set(before.choices) - set(after.choices):
            return Proof("incompatible", "refused_now")
        found = _newly_taken(name, old, new)
        same = set(before.choices) == set(after.choices)  # their order says which of two entries stands first
        return Proof("neutral", "same_entries") if same and found.label != "mixed" else found
    return UNPROVED


def _minus(bound: object) -> object:
    return None if bound is None else -bound  # type: ignore[operator]


def _tighter(new: object, old: object) -> bool:
    """Whether a lower bound is higher than it was."""
    return new is not None and (old is None or new > old)  # type: ignore[operator]


def _newly_taken(name: str, old: Book, new: Book) -> Proof:
    """Entries with a value that was refused count now. What was read before is worth what it was.

    That needs the items which may take them to give 0 or more (or 0 or less) to every entry, and nothing else to look
    at entries: no measure, no duplicates, no choice, no division among authors."""
    rulebook = new.rulebook
    if rulebook.entries.duplicate_of or rulebook.measures or old.rulebook.measures or measures_of(new, name):
        return UNPROVED
    if in_section(new, name, ("entries", "totals", "vetoes", "requirements")):
        return UNPROVED
    sign = signs.ZERO
    for node in new.items:
        if not climbs(new, node.id, amounts=False):
            return UNPROVED
        if node.item and node.item.score.entry_method:
            sign |= signs.of_item(new, node.item)
    if speakers(new, name) and sign.below and sign.above:
        return UNPROVED
    if sign.below and sign.above:
        return UNPROVED
    return Proof("looser" if sign.above else "stricter" if sign.below else "neutral", "taken_now")


def changed_entries(change: Change, old: Book, new: Book) -> Proof:
    """`confirmed`: more entries count, and all of them are worth 0 or more, or 0 or less."""
    if (
        change.keys != ("entries", "confirmed")
        or old.rulebook.entries.duplicate_of
        or new.rulebook.entries.duplicate_of
    ):
        return UNPROVED
    before, after = old.rulebook.entries.confirmed, new.rulebook.entries.confirmed
    more, fewer = narrower(before, after), narrower(after, before)
    if not (more or fewer) or old.rulebook.measures or new.rulebook.measures:
        return UNPROVED
    sign = signs.ZERO
    for node in new.items:
        if not (climbs(old, node.id, amounts=False) and climbs(new, node.id, amounts=False)):
            return UNPROVED
        sign |= signs.of_item(new, node.item) if node.item else signs.ZERO
    if sign.below and sign.above:
        return UNPROVED
    gains = (more and sign.above) or (fewer and sign.below)
    return Proof("looser" if gains else "stricter", "entries_taken")
