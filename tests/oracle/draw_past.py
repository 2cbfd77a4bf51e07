"""Tests that look back (`in: last_period`, `running`) in every condition over members, and what earlier periods say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dutyscore.model.history import PastStanding
from tests.oracle.dice import Dice
from tests.oracle.draw_conditions import Known, Words, test

POINTS = ("0", "5", "10", "20")


def look_back(dice: Dice, book: dict[str, Any], words: Words, quantities: Callable[[str], tuple[str, ...]]) -> None:
    """Let conditions of a drawn book look back, in place: at whatever results hold, also at what is decided later.
    `quantities` gives the numbers that a measure may be asked for."""
    late = [Known(name, "number", quantities(name)) for name in words.late]
    early = [Known(name, "number", quantities(name)) for name in words.measures]
    counted = [Known(name, "number", POINTS) for name in ("total", *book.get("totals", {}), *words.nodes)]
    counted += [*early, *late]
    gates = [Known(name, "gate", ("met", "unmet")) for name in ("requirement", *book["requirements"])]
    veto = [Known("veto", "veto", ("any", "none", *book["vetoes"]))]
    ranks = [Known(name, "number", ("1", "2", "3")) for name in ("rank", "rank_from_end")]
    sets = [_rows(label, spec["rows"]) for name, spec in _sets(book) for label in _labels(name, spec)]
    rows = [_rows("grade", book["grades"]), _rows("band", book["bands"])]
    past = [*counted, *gates * 2, *veto * 3, *ranks, *sets * 2, *rows]
    for requirement in book["requirements"].values():
        _asked_back(dice, requirement, past, counted)
    for rule in book["vetoes"].values():
        _asked_back(dice, rule, past, early if "inert" in rule else [*counted, *gates])
    now = [*counted, *gates, *veto, *ranks]
    value = Known("value", "number", POINTS)
    for name, spec in _sets(book):
        own = [_rows(label, spec["rows"]) for label in _labels(name, spec)]
        for row in spec["rows"]:
            _asked_back(dice, row, [*past, *[*own, *ranks, value] * 3], [*now, *[*ranks, value] * 2])
        now += own
    for key, decided in (("grades", rows[0]), ("bands", rows[1])):
        for row in book[key]:
            _asked_back(dice, row, past, now)
        now.append(decided)
    for row in book["lists"].values():
        _asked_back(dice, row, past, now)


def _sets(book: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return list(book.get("standings", {}).items())


def _labels(name: str, spec: dict[str, Any]) -> list[str]:
    return [name, *(f"{name}.{thing}" for thing in spec["of"])]


def _rows(name: str, rows: list[dict[str, Any]]) -> Known:
    return Known(name, "words", tuple(dict.fromkeys(row["name"] for row in rows if row["name"] != "none")))


def _asked_back(dice: Dice, holder: dict[str, Any], past: list[Known], now: list[Known]) -> None:
    """Add a test that looks back to the condition of a rule or row, or put one in its place."""
    if "otherwise" in holder or dice.chance(30):
        return
    running = dice.chance(40)
    known = [one for one in (now if running else past) if one.values]
    if not known:
        return
    one = dice.one(known)
    asked = {"blank": dice.one(["true", "false"])} if one.kind == "veto" and dice.chance(15) else test(dice, one)
    if one.kind == "gate" and dice.chance(30):
        asked = {"not": asked}
    if not isinstance(asked, dict):
        asked = {"is": asked}
    asked |= {"running": dice.one(["2", "2", "3"])} if running else {"in": "last_period"}
    mine = holder.get("when")
    if isinstance(mine, dict) and dice.chance(40):
        mine[one.name] = asked
    elif mine and dice.chance(40):
        holder["when"] = [*(mine if isinstance(mine, list) else [mine]), {one.name: asked}]
    else:
        holder["when"] = {one.name: asked}


def remembered_gates(dice: Dice, book: dict[str, Any]) -> dict[str, Any]:
    """What the result of an earlier period says of requirements, vetoes and sets; names may be missing there."""
    sets = {}
    for name, spec in _sets(book):
        words = ["", *(row["name"] for row in spec["rows"] if row["name"] != "none")]
        for thing in spec["of"]:
            if dice.chance(85):
                sets[f"{name}.{thing}"] = PastStanding(dice.one(words), dice.whole(0, 3), dice.whole(0, 3))
    vetoes = list(book.get("vetoes", {}))
    return {
        "requirements": {name: dice.chance(50) for name in book.get("requirements", {}) if dice.chance(90)},
        "vetoes": tuple(name for name in vetoes if dice.chance(40)),
        "sets": sets,
    }
