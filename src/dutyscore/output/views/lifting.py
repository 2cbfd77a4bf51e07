"""What stands between a member and the next better grade: points, places, requirements, vetoes."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from dutyscore.model.exact import decimal_text
from dutyscore.model.frozen import dataclass
from dutyscore.model.result import Need, Result, Rung
from dutyscore.output.wording import Wording

NO_ROW = -1
_SIGNS = {"at_least": "≥", "above": ">", "at_most": "≤", "below": "<"}


@dataclass(frozen=True, slots=True)
class Short:
    """A need that is not met: its word and name, what it asks as written, the lower bound, what the member has and what
    is short of it (decimal text; empty where it asks for no lower bound on a number)."""

    word: str
    name: str
    wanted: str
    line: str
    has: str
    short: str
    gate: bool


@dataclass(frozen=True, slots=True)
class Lift:
    """The next better grade and what is in the way: needs, vetoes in force, and places: (there are, better ones stand
    before) where he has none."""

    grade: str
    needs: tuple[Short, ...]
    vetoes: tuple[str, ...]
    places: tuple[int, int] | None


def lift_of(result: Result, member: int) -> Lift | None:
    """None where there is no better grade. Of several ways to a grade the one is told that lacks least."""
    if not bool(result.scored[member]):
        return None
    vetoes = tuple(gate.name for gate in result.vetoes if bool(gate.members[member]))
    base = int(result.points_grade[member] if vetoes else result.grade[member])
    rungs = [rung for rung in result.ladder if bool(rung.graded[member])]
    better = [rung for rung in rungs if base == NO_ROW or rung.row < base]
    if not better and vetoes and base != int(result.grade[member]):  # the best grade by points, and a veto takes it
        better = [rung for rung in rungs if rung.row == base]
    if not better:
        return None
    rung = better[-1]
    needs = min((_unmet(result, way, member) for way in rung.alternatives), key=len, default=())
    needs = tuple(need for need in needs if need.word != "veto")  # told by their names
    places = _places(rung, member) if not needs else None
    if not (needs or vetoes or places):
        return None
    return Lift(result.grades[rung.row].name, needs, vetoes, places)


def _places(rung: Rung, member: int) -> tuple[int, int] | None:
    if rung.places is None or bool(rung.places.won[member]):
        return None
    return int(rung.places.places[member]), int(rung.places.ahead[member])


def _unmet(result: Result, needs: tuple[Need, ...], member: int) -> tuple[Short, ...]:
    return tuple(_short(result, need, member) for need in needs if not bool(need.met[member]))


def _short(result: Result, need: Need, member: int) -> Short:
    gate = need.name in ("requirement", "veto") or need.name in {gate.id for gate in result.requirements}
    line, has, short = _missing(result, need, member)
    unmet = [one.name for one in result.requirements if not bool(one.members[member])]
    name = ", ".join(unmet) if need.name == "requirement" and unmet else _name(result, need.name)
    return Short(need.name, name, _wanted(need), line, has, short, gate)


def _missing(result: Result, need: Need, member: int) -> tuple[str, str, str]:
    """The bound, what the member has, and what is short of the bound."""
    if need.lower is None:
        return "", "", ""
    line, scale = decimal_text(need.lower), result.scale
    if need.amounts is not None:
        has = int(need.amounts[member])
        above = any(word == "above" for word, _ in need.bounds)
        least = (need.lower / scale.step).__floor__() + 1 if above else (need.lower / scale.step).__ceil__()
        return line, scale.text(has), scale.text(max(least - has, 0))
    value = need.values[member] if need.values is not None else None
    if value is None:
        return line, "", ""
    return line, decimal_text(value), decimal_text(max(need.lower - value, Fraction(0)))


def _name(result: Result, name: str) -> str:
    """What people call the thing that a test names."""
    named = {node.id: node.name for node in result.nodes} | {measure.id: measure.name for measure in result.measures}
    return named.get(name, name)


def _wanted(need: Need) -> str:
    parts = [f"{_SIGNS[word]} {text}" for word, text in need.bounds] + (["/".join(need.equals)] if need.equals else [])
    text = " ".join(parts)
    return f"≠ {text}" if need.negated else text


def lift_line(lift: Lift, wording: Wording) -> str:
    """The whole of it as one sentence."""
    if not lift.needs and not lift.places:
        return wording("explain.lift_veto", grade=lift.grade, parts=wording.series(lift.vetoes))
    first = lift.needs[0] if lift.needs else None
    if first is not None and len(lift.needs) == 1 and first.word == "total" and first.short and not lift.places:
        text = wording("explain.distance", grade=lift.grade, line=first.line, short=first.short)
    else:
        parts = [_told(need, wording) for need in lift.needs]
        if lift.places:
            places, ahead = lift.places
            parts.append(wording("explain.need.places", places=places, ahead=ahead, short=_too_many(lift.places)))
        text = wording("explain.lift", grade=lift.grade, parts=wording.series(parts))
    return wording("explain.without_veto", text=text) if lift.vetoes else text


def _too_many(places: tuple[int, int]) -> int:
    """How many of those ahead would have to stand behind for one more place."""
    return max(places[1] - places[0] + 1, 0)


def _told(need: Short, wording: Wording) -> str:
    name = wording.word("explain.member_word", need.name)
    if need.gate:
        return wording("explain.need.gate", name=name)
    if need.short:
        return wording("explain.need.short", name=name, wanted=need.wanted, short=need.short)
    return wording("explain.need.other", name=name, wanted=need.wanted)


def lift_form(lift: Lift | None) -> dict[str, Any] | None:
    if lift is None:
        return None
    return {
        "grade": lift.grade,
        "needs": [
            {
                "word": need.word,
                "name": need.name,
                "wanted": need.wanted,
                "has": need.has or None,
                "short": need.short or None,
            }
            for need in lift.needs
        ],
        "vetoes": list(lift.vetoes),
        "places": lift.places and {"places": lift.places[0], "ahead": lift.places[1], "short": _too_many(lift.places)},
    }
