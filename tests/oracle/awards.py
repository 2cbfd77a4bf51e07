"""Steps A to C: which entries count, what each is worth at each item that takes it, what sets it to 0 (M1..M6)."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor

from dutyscore.methods.full import Full
from dutyscore.methods.lookup import Lookup
from dutyscore.methods.per_unit import PerUnit
from dutyscore.methods.tiers import Step, Tiers
from dutyscore.model.written import Unstated
from dutyscore.rulebook.nodes import FactorStep, Item, Score, Split, Times
from tests.oracle.facts import Entry, Held, Names, Node, Plain, Question, RefusedError, rounded


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
    """What one entry is worth at one item; `left` follows the postings, `alive` says whether choices see it, `ended`
    why step M2.3 set it to 0 (empty if it did not)."""

    number: int
    entry: Entry
    node: Node
    booked: int | None
    worth: Fraction
    left: Fraction
    alive: bool = True
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
        numbers.sort(key=lambda number: _entry_order(names, number))
        kept = numbers[0] if rules.duplicate_of.keep == "first" else numbers[-1]
        for number in numbers:
            if number != kept:
                verdicts[number] = Admission("duplicate", kept)
    return verdicts


def _entry_order(names: Names, number: int) -> tuple[object, ...]:
    entry = names.question.entries[number]
    return names.order(entry, number, names.booked(entry, None) or 0, Fraction(0))


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


def award_all(names: Names, admitted: list[Admission]) -> tuple[list[Award], list[Posting]]:
    """Every award with its postings up to M2.3, and the postings of entries that no clause fits (M1)."""
    awards, nothing = [], []
    for number, entry in enumerate(names.question.entries):
        nodes = names.taken_by(entry)
        if not nodes:
            nothing.append(Posting(number, entry.member, None, "no_clause", Fraction(0)))
        awards += [_award(names, admitted, number, node) for node in nodes]
    return awards, nothing


def _award(names: Names, admitted: list[Admission], number: int, node: Node) -> Award:
    question, entry = names.question, names.question.entries[number]
    points = names.book.points
    exact = exact_worth(names, number, node)
    full = rounded(exact, points.step, points.rounding)
    booked = names.booked(entry, node)
    award = Award(number, entry, node, booked, full, Fraction(0))
    award.post(node, "award", full)
    cap = (node.written.per_entry or {}).get("period") if isinstance(node.written, Item) else None
    if cap is not None and exact > cap:
        cut = rounded(cap, points.step, points.rounding) - full
        if cut:
            award.post(node, "per_entry", cut)
    award.worth = award.left
    verdict, when = admitted[number], timing(question, entry, booked)
    kind, cause = (verdict.kind, verdict.cause) if verdict.kind and when not in ELSEWHERE else (when, None)
    if kind:
        award.post(node, kind, -award.left, cause)
        award.alive = False
        award.ended = kind
    return award


def exact_worth(names: Names, number: int, node: Node) -> Fraction:
    """Method x every factor x share, unrounded; RefusedError where the entry cannot be valued."""
    item, entry = node.written, names.question.entries[number]
    assert isinstance(item, Item)
    worth = entry_points(names, item.score, entry)
    for times in item.times:
        worth *= factor(names, times, entry)
    if item.split:
        worth *= share(names, item.split, number, node)
    return worth


# ---------------------------------------------------------------- methods


def _needed(names: Names, entry: Entry, name: str) -> Plain:
    value = names.entry_value(entry, name)
    if value is None:
        raise RefusedError("DS306", name)
    assert not isinstance(value, frozenset)
    return value


def entry_points(names: Names, score: Score, entry: Entry) -> Fraction:
    """The method's points for one entry."""
    if score.each:
        return score.each.points
    if score.given:
        points = _needed(names, entry, score.given.field)
        _needed(names, entry, score.given.note)
        _needed(names, entry, score.given.by)
        assert isinstance(points, Fraction)
        if not score.given.min <= points <= score.given.max:
            raise RefusedError("DS318", score.given.field)
        return points
    if score.lookup:
        return _tariff(names, score.lookup, entry)
    scale = score.per_unit or score.tiers
    assert scale
    name = scale.field or names.book.entries.columns.quantity or ""
    value = names.entry_value(entry, name)
    if value is None:
        if scale.blank is None:
            raise RefusedError("DS306", name)
        return scale.blank
    assert isinstance(value, Fraction)
    return _stated(scale_points(scale, value), name)


def _stated(points: Fraction | Unstated | None, name: str) -> Fraction:
    if points is None:
        raise RefusedError("DS319", name)
    if isinstance(points, Unstated):
        raise RefusedError("DS320", name)
    return points


def _tariff(names: Names, lookup: Lookup, entry: Entry) -> Fraction:
    fields = lookup.fields_ or (lookup.field or "",)
    if lookup.blank is not None:
        if any(names.entry_value(entry, name) is None for name in fields):
            return _stated(lookup.blank, fields[-1])
        values = [names.entry_value(entry, name) for name in fields]
    else:
        values = [_needed(names, entry, name) for name in fields]
    for words, points in lookup.points.items():
        if all(_same(value, word) for value, word in zip(values, words, strict=True)):
            return _stated(points, fields[-1])
    return _stated(lookup.otherwise, fields[-1])


def _same(value: object, word: str) -> bool:
    """A word of a table against a fact: numbers by value."""
    if not isinstance(value, Fraction):
        return value == word
    try:
        return value == Fraction(word)
    except ValueError:
        return False


def scale_points(scale: PerUnit | Lookup | Tiers | Full, value: Fraction) -> Fraction | Unstated | None:
    """A quantity (or a measure) turned into points; None where the scale does not list it."""
    if isinstance(scale, Full):
        return value * scale.points
    if isinstance(scale, PerUnit):
        units = abs(value) / scale.unit
        if scale.part == "full":
            units = Fraction(floor(units))
        elif scale.part == "started":
            units = Fraction(ceil(units))
        return (-units if value < 0 else units) * scale.points
    if isinstance(scale, Lookup):
        return next((points for (word,), points in scale.points.items() if _same(value, word)), scale.otherwise)
    if scale.kind == "sliced":
        total = Fraction(0)
        for index, step in enumerate(scale.steps):
            end = scale.steps[index + 1].bound if index + 1 < len(scale.steps) else value
            slice_ = min(value, end) - step.bound
            if slice_ > 0:
                assert isinstance(step.points, Fraction)
                assert step.unit is not None
                total += slice_ / step.unit * step.points
        return total
    reached = [step.points for step in scale.steps if _reached(step, value)]
    if scale.kind == "stacked":
        return sum((points for points in reached if isinstance(points, Fraction)), Fraction(0))
    return reached[-1] if reached else scale.otherwise


def _reached(step: Step | FactorStep, value: Fraction) -> bool:
    """Whether a rung is reached: from `at_least` on, or `above` it."""
    return value >= step.at_least if step.at_least is not None else step.above is not None and value > step.above


def factor(names: Names, times: Times, entry: Entry) -> Fraction:
    """One factor: a constant, a table over a fact, or a ladder over a number."""
    if times.constant is not None:
        return times.constant
    name = times.field or ""
    value = names.entry_value(entry, name)
    if value is None:
        if times.blank is None:
            raise RefusedError("DS306", name)
        return times.blank
    found: Fraction | None = times.otherwise
    if times.by is not None:
        found = next((number for word, number in times.by.items() if _same(value, word)), times.otherwise)
    else:
        assert isinstance(value, Fraction)
        for step in times.steps or ():
            if _reached(step, value):
                found = step.factor
    if found is None:
        raise RefusedError("DS319", name)
    return found


# ---------------------------------------------------------------- several authors


def share(names: Names, split: Split, number: int, node: Node) -> Fraction:
    """The author's share of the deed; `rest` and `equally` divide by the number of authors."""
    entry = names.question.entries[number]
    for name in (split.per, split.count):
        if name:
            _needed(names, entry, name)  # the item needs it, whatever the role of this author
    if split.shares is not None:
        stated = split.shares.get(str(_needed(names, entry, split.by or "")))
        if stated is None:
            raise RefusedError("DS319", split.by or "")
        if isinstance(stated, Fraction):
            return stated
    fixed = [part for part in (split.shares or {}).values() if isinstance(part, Fraction)]
    return (1 - sum(fixed, Fraction(0))) / authors(names, split, entry, node, len(fixed))


def authors(names: Names, split: Split, entry: Entry, node: Node, fixed: int) -> Fraction:
    """M2a: how many divide. The field `count` less the roles with a share of their own, or the members with a row of
    the same deed here, whatever its review state (with `shares`, in a role that has `rest`)."""
    if split.count:
        count = _needed(names, entry, split.count)
        assert isinstance(count, Fraction)
        if count <= fixed:
            raise RefusedError("DS307", split.count)
        return count - fixed
    deed = _needed(names, entry, split.per or "")
    found = {
        other.member
        for other in names.question.entries
        if names.takes(node, other)
        and names.entry_value(other, split.per or "") == deed
        and _divides(names, split, other)
    }
    return Fraction(len(found))


def _divides(names: Names, split: Split, entry: Entry) -> bool:
    if split.shares is None:
        return True
    stated = split.shares.get(str(names.entry_value(entry, split.by or "")))
    return stated is not None and not isinstance(stated, Fraction)


def faults(names: Names) -> dict[int, set[str]]:
    """Entries that cannot be valued at an item that takes them, or have no booked date: their findings' codes."""
    found: dict[int, set[str]] = {}
    for number, entry in enumerate(names.question.entries):
        nodes: list[Node | None] = [None, *names.taken_by(entry)]
        for node in nodes:
            try:
                names.booked(entry, node)
                if node:
                    exact_worth(names, number, node)
            except RefusedError as refused:
                found.setdefault(number, set()).add(refused.code)
    return found
