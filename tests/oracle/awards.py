"""Steps A to C: which entries count, what each is worth at each item that takes it, what sets it to 0 (M1..M6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from dutyscore.rulebook.nodes import Item
from tests.oracle.conditions import Plain
from tests.oracle.course import Deed, Force, Row, earlier_deeds, force, kept, valid_length
from tests.oracle.days import rounded
from tests.oracle.facts import Entry, Held, Names, Node, Question, RefusedError
from tests.oracle.methods import exact_worth, factor, needed


@dataclass(frozen=True)
class Posting:
    """One row of the ledger. `cause` is an entry, a rule's index or (node, window, bound); `window` a first day."""

    entry: int | None
    member: str
    node: str | None
    kind: str
    points: Fraction
    cause: object = None
    window: int | None = None


@dataclass
class Award:
    """What one entry is worth at one item; `left` follows the postings, `alive` says whether choices see it,
    `counted` whether step M2.3 left anything of it standing, `ended` why it did not (empty otherwise)."""

    number: int
    entry: Entry
    node: Node
    booked: int | None
    worth: Fraction
    left: Fraction
    alive: bool = True
    counted: bool = True
    ended: str = ""
    postings: list[Posting] = field(default_factory=list)

    def post(self, node: Node, kind: str, points: Fraction, cause: object = None, window: int | None = None) -> None:
        self.postings.append(Posting(self.number, self.entry.member, node.id, kind, points, cause, window))
        self.left += points


@dataclass(frozen=True)
class Admission:
    """The verdict of step A on an entry: empty kind = admitted."""

    kind: str
    cause: int | None = None


def admit(names: Names) -> list[Admission]:
    """Confirmed, excluded (the first rule that holds), duplicate; in that order (M2, M3)."""
    rules = names.book.entries
    verdicts = []
    for entry in names.question.entries:
        why = next((index for index, rule in enumerate(rules.excluded) if names.entry_fits(entry, rule.when)), None)
        if rules.confirmed is not None and not names.entry_fits(entry, rules.confirmed):
            verdicts.append(Admission("not_confirmed"))
        else:
            verdicts.append(Admission("") if why is None else Admission("excluded", why))
    if rules.duplicate_of is None:
        return verdicts
    deeds: dict[tuple[Plain, ...], list[int]] = {}
    for number, entry in enumerate(names.question.entries):
        key = tuple(names.key_value(entry, name) for name in rules.duplicate_of.fields_)
        if verdicts[number].kind == "" and None not in key:
            deeds.setdefault(key, []).append(number)
    for numbers in deeds.values():
        numbers.sort(key=lambda number: names.entry_order(number))
        kept = numbers[0] if rules.duplicate_of.keep == "first" else numbers[-1]
        for number in numbers:
            if number != kept:
                verdicts[number] = Admission("duplicate", kept)
    return verdicts


def timing(question: Question, entry: Entry, booked: int | None) -> str:
    """M6: why an entry stands outside what is scored; empty if it does not."""
    effective = question.book.effective
    if booked is None or booked not in question.period:
        return "outside_period"
    if not Held(effective.from_, effective.to, {}).on(booked):
        return "outside_period"
    if booked not in question.selection:
        return "not_selected"
    return "not_yet" if max(booked, entry.day) > question.as_of else ""


ELSEWHERE = ("outside_period", "not_selected")
"""Reasons that come before admission: what another run is about is no matter of this one."""


# ---------------------------------------------------------------- rows


def rows_of(names: Names) -> Iterator[Row]:
    """Every entry at every item that takes it: copies for those it is credited to, one row a person it names."""
    for number, entry in enumerate(names.question.entries):
        for node in names.taken_by(entry):
            item = node.written
            assert isinstance(item, Item)
            if item.split and item.split.among:
                yield from opened(names, Row(number, entry, node))
                continue
            yield Row(number, entry, node)
            if item.credit_to:
                head = names.held(entry.member, item.credit_to.roster, entry.day)
                if head is not None:
                    yield from copied(names, number, replace(entry, member=str(head)), item.credit_to.item)


def copied(names: Names, number: int, copy: Entry, target: str) -> Iterator[Row]:
    """A copy at its item, if that is for its member."""
    node = next(one for one in names.nodes if one.id == target)
    item = node.written
    assert isinstance(item, Item)
    if item.split and item.split.among:
        yield from opened(names, Row(number, copy, node))
    elif names.fits(node, copy):
        yield Row(number, copy, node)


def opened(names: Names, row: Row) -> Iterator[Row]:
    """One row for each of the people whom the item is for, in the places that they have in the cell."""
    item = row.node.written
    assert isinstance(item, Item)
    assert item.split
    named = people(names, row.entry, item.split.among or "")
    for place, person in enumerate(named):
        own = replace(row.entry, member=person)
        if names.fits(row.node, own):
            yield Row(row.number, own, row.node, place, len(named))


def people(names: Names, entry: Entry, name: str) -> list[str]:
    """The people that a cell names, in order of listing."""
    return [one.strip() for one in str(needed(names, entry, name)).split(names.book.fields_[name].separator or "")]


def faults(names: Names) -> dict[int, set[str]]:
    """Entries that cannot be valued at an item that takes them, have no booked date, or lack a factor of a
    measure: their findings' codes."""
    found: dict[int, set[str]] = {}
    known = names.projects()
    for number, entry in enumerate(names.question.entries):
        nodes: list[Node | None] = [None, *names.taken_by(entry)]
        for node in nodes:
            try:
                if entry.project not in known:
                    raise RefusedError("DS301", "")
                _known(names, [entry.member], "")
                names.booked(entry, node)
                for owner in names.owners(node, entry) if node else ():
                    own = replace(entry, member=owner)
                    if node and names.fits(node, own):
                        _look(names, own, node)
            except RefusedError as refused:
                found.setdefault(number, set()).add(refused.code)
        for name in (name for name, one in names.book.measures.items() if one.times):
            try:
                _weighed(names, entry, name)
            except RefusedError as refused:
                found.setdefault(number, set()).add(refused.code)
    return found


def _weighed(names: Names, entry: Entry, name: str) -> None:
    """M7: a measure with factors needs them of every entry that has a number to add."""
    measure = names.question.book_on(entry.day).measures[name]
    if names.entry_value(entry, measure.sum or "") is None:
        return
    if measure.of is None or names.entry_fits(entry, measure.of):
        for times in measure.times:
            factor(names, times, entry)


def _look(names: Names, entry: Entry, node: Node) -> None:
    """RefusedError where something that the item needs is not there."""
    item = node.written
    assert isinstance(item, Item)
    exact_worth(names, entry, node)
    valid_length(names, item, entry)
    if item.split and item.split.among:
        _known(names, people(names, entry, item.split.among), item.split.among)
    if item.credit_to:
        head = names.held(entry.member, item.credit_to.roster, entry.day)
        if head is not None:
            _known(names, [str(head)], item.credit_to.roster)
            target = next(one for one in names.nodes if one.id == item.credit_to.item)
            copy = replace(entry, member=str(head))
            for owner in names.owners(target, copy):
                own = replace(copy, member=owner)
                if names.fits(target, own):
                    _look(names, own, target)


def _known(names: Names, members: list[str], name: str) -> None:
    if any(member not in names.members for member in members):
        raise RefusedError("DS302", name)


# ---------------------------------------------------------------- awards


def award_all(
    names: Names, admitted: list[Admission], exempt: Mapping[str, int], inert: Mapping[tuple[str, str], str]
) -> tuple[list[Award], list[Posting]]:
    """Every award with its postings up to M2.3, and the postings of entries that no clause fits (M1).

    `exempt` maps members whose entries do not score to the rule, `inert` a member and a node to the veto in force.
    """
    rows = list(rows_of(names))
    taken = {row.number for row in rows}
    nothing = [
        Posting(number, entry.member, None, "no_clause", Fraction(0))
        for number, entry in enumerate(names.question.entries)
        if number not in taken
    ]
    passed = [number for number, verdict in enumerate(admitted) if not verdict.kind]
    awards: list[Award] = []
    for node in names.nodes:
        mine = [row for row in rows if row.node is node]
        deeds = [_deed(names, admitted, passed, row) for row in mine]
        awards += [_award(names, admitted, deed, deeds, exempt, inert) for deed in deeds]
    return awards, nothing


def _deed(names: Names, admitted: list[Admission], passed: list[int], row: Row) -> Deed:
    points = names.book.points
    booked = names.booked(row.entry, row.node)
    amount = rounded(exact_worth(names, row.entry, row.node), points.step, points.rounding)
    known = booked is not None and max(booked, row.entry.day) <= names.question.as_of
    counts = not admitted[row.number].kind and known
    return Deed(row, amount, -1 if booked is None else booked, force(names, passed, row.entry, row.node), counts)


def _award(
    names: Names,
    admitted: list[Admission],
    deed: Deed,
    deeds: list[Deed],
    exempt: Mapping[str, int],
    inert: Mapping[tuple[str, str], str],
) -> Award:
    row, points, entry, node = deed.row, names.book.points, deed.row.entry, deed.row.node
    item = names.on(node, entry.day).written
    assert isinstance(item, Item)
    exact = exact_worth(names, entry, node)
    full = deed.amount
    if item.split and item.split.among:
        full = in_steps(full, item.split.how or "equally", row.listed, row.people, points.step)
    booked = names.booked(entry, node)
    award = Award(row.number, entry, node, booked, full, Fraction(0))
    award.post(node, "mark" if item.score.mean else "award", full)
    if item.repeat:
        before = earlier_deeds(names, deeds, deed)
        again = item.repeat.factor if item.repeat.again is None else item.repeat.again
        exact *= [Fraction(1), item.repeat.factor, again][min(len(before), 2)]
        change = rounded(exact, points.step, points.rounding) - award.left
        if change:
            award.post(node, "repeat", change, before[-1].row.number)
    cap = (item.per_entry or {}).get("period")
    if cap is not None and exact > cap:
        cut = rounded(cap, points.step, points.rounding) - award.left
        if cut:
            award.post(node, "per_entry", cut)
    award.worth = award.left
    kind, cause = _end(names, admitted, deed, booked, exempt, inert)
    if kind:
        left = kept(names, row, deed.force) if kind == "repaired" else Fraction(0)
        award.post(node, kind, left - award.left, cause)
        award.ended = kind if kind != "repaired" else ""  # a repair cuts an award, it does not end it (M13)
        award.alive = award.counted = award.left != 0
    return award


def _end(
    names: Names,
    admitted: list[Admission],
    deed: Deed,
    booked: int | None,
    exempt: Mapping[str, int],
    inert: Mapping[tuple[str, str], str],
) -> tuple[str, object]:
    """M2.3: the first reason for which an award does not count, and its cause; empty where it counts."""
    question, entry, found = names.question, deed.row.entry, deed.force
    when, verdict = timing(question, entry, booked), admitted[deed.row.number]
    if when in ELSEWHERE:
        return when, None
    if verdict.kind:
        return verdict.kind, verdict.cause
    if when:
        return when, None
    if entry.member in exempt:
        return "exempt", exempt[entry.member]
    veto = next((inert[entry.member, step.id] for step in deed.row.node.path if (entry.member, step.id) in inert), None)
    if veto is not None:
        return "inert", veto
    repaired = found.repaired is not None and found.repaired <= question.as_of
    # what a repair has stopped does not run out any more: the kept amount has its own time
    if Force(found.until).ended(min(question.as_of, found.repaired) if found.repaired is not None else question.as_of):
        return "expired", None
    return ("repaired", found.repair) if repaired else ("", None)


def in_steps(whole: Fraction, how: str | tuple[Fraction, ...], listed: int, people: int, step: Fraction) -> Fraction:
    """The share of one of the people of a row in whole steps: the floor, left-over steps in order of listing."""
    if isinstance(how, tuple):
        shares = [*how, *[Fraction(0)] * people][:people]
    elif how == "equally" or people == 1:
        shares = [Fraction(1, people)] * people
    else:
        shares = [Fraction(1, 2), *[Fraction(1, 2 * (people - 1))] * (people - 1)]
    size = abs(whole) / step
    floors = [size * share // 1 for share in shares]
    over = size * sum(shares) // 1 - sum(floors)
    mine = floors[listed] + (1 if listed < over else 0)
    return mine * step * (-1 if whole < 0 else 1)
