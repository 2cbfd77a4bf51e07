"""The label of every change, with the argument that proves it. What has no argument here is mixed.

An argument has two halves. One says which way the amounts at a node go, entry by entry, in every log (`trend`, `signs`,
`implied`). The other says that on the way to the total nothing turns this round (`climb`), and that grades never fall
when points rise (`decided`). Both are asked of the old and of the new book.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Final

from dutyscore.compare import decided
from dutyscore.compare.book import Book, days_of_change, versions
from dutyscore.compare.change import UNPROVED, Change, Proof
from dutyscore.compare.mixture import Mixer
from dutyscore.compare.proof_facts import changed_entries, changed_field
from dutyscore.compare.proof_nodes import node_value
from dutyscore.compare.proof_tree import added_node, moved_node, removed_node, renamed_node
from dutyscore.compare.unrounded import never_rounds
from dutyscore.compare.uses import gathers_places, in_section, measures_of, rows_ask_sets, rows_rank, speakers
from dutyscore.rulebook.deciding import Quota, Top
from dutyscore.rulebook.load import Loaded

Rule = Callable[[Change, Book, Book], Proof]
_READING: Final = ("vetoes", "requirements", "grades", "bands", "totals", "standings", "rankings", "exempt")
"""Sections of which a grade, a band or a total may depend."""


def proved(mixer: Mixer, bonds: Mapping[int, frozenset[int]]) -> tuple[Change, ...]:
    """The changes with their labels. An argument must hold when the change comes first and when it comes last."""
    days = days_of_change(mixer.old, mixer.new)
    read: dict[int, list[Book]] = {}

    def books(loaded: Loaded) -> list[Book]:
        return read.setdefault(id(loaded), versions(loaded, days))

    found = []
    for change in mixer.changes:
        bond = bonds[change.number]
        everything = frozenset(each.number for each in mixer.changes if each is change or not _new_id(each, change))
        ends = [(frozenset[int](), bond), (everything - bond, everything)]
        pairs = [(mixer.book(one), mixer.book(two)) for one, two in dict.fromkeys(ends)]
        proofs = [
            _over_days(change, list(zip(books(before), books(after), strict=True)))
            for before, after in pairs
            if before is not None and after is not None
        ]
        found.append(change.proved(_agreed(proofs) if proofs else UNPROVED))
    return tuple(found)


def _new_id(other: Change, change: Change) -> bool:
    """Whether another change gives a new id to the node that a change is about: the value is the same either way."""
    return other.kind == "renamed" and other.anchor == change.anchor and other.anchor.section == "node"


def _agreed(proofs: list[Proof]) -> Proof:
    label = decided.joined([proof.label for proof in proofs])
    if label == "mixed":
        return next((proof for proof in proofs if proof.label == "mixed"), UNPROVED)
    chosen = next(proof for proof in proofs if proof.label == label)
    return Proof(label, chosen.argument, any(proof.places for proof in proofs), any(proof.lists for proof in proofs))


def _over_days(change: Change, pairs: list[tuple[Book, Book]]) -> Proof:
    proofs = [_proof(change, *pair) for pair in pairs]
    if len(proofs) == 1:
        return proofs[0]
    if change.dated and not _by_event(change):
        return UNPROVED  # a limit or goal that changes inside its window: which value holds, and for what, is mixed
    return _agreed(proofs)


def _by_event(change: Change) -> bool:
    """Whether the value in force is chosen by the date of each single entry."""
    return change.anchor.section == "node" and change.keys[:1] == ("score",)


def _proof(change: Change, old: Book, new: Book) -> Proof:
    rule = _RULES.get(change.anchor.section)
    found = rule(change, old, new) if rule else UNPROVED
    if found.label in ("stricter", "looser") and not _grades_follow(old, new):
        return UNPROVED
    moving = found.label not in ("neutral",) and (gathers_places(old) or gathers_places(new))
    lists = found.lists or (found.label != "neutral" and bool(old.rulebook.lists or new.rulebook.lists))
    return Proof(found.label, found.argument, found.places or moving, lists)


def _grades_follow(old: Book, new: Book) -> bool:
    return decided.climbing(old) and decided.climbing(new)


# ---------------------------------------------------------------- the book itself


_SAID_ONLY: Final = {"title", "version", "source", "public"}


def _book(change: Change, old: Book, new: Book) -> Proof:
    key = change.keys[0] if change.keys else ""
    if key in _SAID_ONLY:
        return Proof("neutral", "said_only")
    if key == "entries":
        return changed_entries(change, old, new)
    if key == "points":
        exact = change.keys[1:] in (("rounding",), ("step",)) and never_rounds(old) and never_rounds(new)
        return Proof("neutral", "nothing_to_round") if exact else UNPROVED
    return UNPROVED


# ---------------------------------------------------------------- nodes


def _node(change: Change, old: Book, new: Book) -> Proof:
    rules = {
        "added": added_node, "removed": removed_node, "moved": moved_node, "value": node_value,
        "renamed": renamed_node,
    }  # fmt: skip
    rule = rules.get(change.kind)
    return rule(change, old, new) if rule else UNPROVED


# ---------------------------------------------------------------- decisions


def _decision(change: Change, old: Book, new: Book) -> Proof:
    """Requirements, vetoes, grades and bands: both versions decide every possible case."""
    if change.keys[:1] in (("ref",), ("tone",)) or (change.anchor.section == "vetoes" and change.keys == ("name",)):
        return Proof("neutral", "said_only")
    if change.kind == "renamed":
        return UNPROVED  # results of earlier periods and readers know the old name
    if change.anchor.section == "vetoes" and (_inert(old, change) or _inert(new, change)):
        return UNPROVED
    if change.keys[:1] in (("top",), ("quota",)):
        return _places(change, old, new)
    if change.anchor.section in ("vetoes", "requirements") and any(map(_decides_elsewhere, (old, new))):
        return UNPROVED
    label = decided.compared(old, new)
    if label == "neutral":
        lists = bool(new.rulebook.lists)
        return Proof("neutral", "same_decisions", lists=lists)
    return Proof(label, "all_cases" if label != "mixed" else UNPROVED.argument)


def _decides_elsewhere(book: Book) -> bool:
    """Whether vetoes and requirements act on something that grades and bands take as it is: places, sets of rows."""
    last = any(veto.effect.place for veto in book.rulebook.vetoes.values())
    gates = {"veto", "requirement", *book.rulebook.requirements}
    rows = [row for spec in book.rulebook.standings.values() for row in spec.rows]
    sets = any(test.name in gates for row in rows if row.when for test in row.when.tests())
    return (sets and rows_ask_sets(book)) or (last and rows_rank(book))


def _inert(book: Book, change: Change) -> bool:
    """Whether the veto stops nodes: it moves points then, not only decisions."""
    veto = book.rulebook.vetoes.get(change.anchor.name)
    return veto is not None and bool(veto.inert)


def _places(change: Change, old: Book, new: Book) -> Proof:
    """More places for a row: nobody who had one loses it, as long as no other row shares out places among the rest."""
    rows = [
        row
        for book in (old, new)
        for row in getattr(book.rulebook, change.anchor.section)
        if row.name == change.anchor.name
    ]
    others = [row for book in (old, new) for row in (*book.rulebook.grades, *book.rulebook.bands)
              if (row.top or row.quota) and row.name != change.anchor.name]  # fmt: skip
    if len(rows) != 2 or others or change.anchor.section == "bands":
        return UNPROVED
    one, two = rows[0].top or rows[0].quota, rows[1].top or rows[1].quota
    if one is None or two is None or type(one) is not type(two) or "stop" in (one.ties, two.ties):
        return UNPROVED
    rest = [(rule.ties, rule.within, getattr(rule, "of", ""), getattr(rule, "rounding", "")) for rule in (one, two)]
    before, after = _share(one), _share(two)
    if rest[0] != rest[1] or before is None or after is None or before == after:
        return UNPROVED
    return Proof("looser", "more_places", True) if after > before else Proof("stricter", "fewer_places", True)


def _share(rule: Top | Quota) -> Fraction | None:
    """How many places, or which part; None where that differs by group."""
    if isinstance(rule, Top):
        return Fraction(rule.places)
    return rule.share if isinstance(rule.share, Fraction) else None


def _lists(change: Change, old: Book, new: Book) -> Proof:
    """No score, grade or band looks at a list."""
    return Proof("neutral", "list_only", lists=True)


def _rankings(change: Change, old: Book, new: Book) -> Proof:
    if rows_rank(old) or rows_rank(new):
        return UNPROVED
    return Proof("neutral", "places_only", places=True, lists=True)


def _measures(change: Change, old: Book, new: Book) -> Proof:
    if change.keys == ("name",):
        return Proof("neutral", "said_only")
    name = change.anchor.name
    for book in (old, new):
        read = any(in_section(book, each, _READING) for each in (name, *measures_of(book, name)))
        measure = book.rulebook.measures.get(name)
        if read or speakers(book, name) or (measure and (measure.times or measure.kind == "value")):
            return UNPROVED  # factors are asked of every entry, and two values of one member are an error
    return Proof("neutral", "nobody_reads", lists=True)


_RULES: Final[dict[str, Rule]] = {
    "": _book,
    "node": _node,
    "fields": changed_field,
    "measures": _measures,
    "requirements": _decision,
    "vetoes": _decision,
    "grades": _decision,
    "bands": _decision,
    "lists": _lists,
    "rankings": _rankings,
}
"""The rule for each section of a rulebook; what is not listed is mixed."""
