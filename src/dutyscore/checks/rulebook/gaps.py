"""DS226, DS228: totals (or places, measures, words) that no row of grades or bands takes.

Every combination that can occur is looked at, on the step in which the numbers come: between `at_most: 79` and
`at_least: 80` nothing is missing in a book of whole points, and nine totals are in one of tenths.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from dutyscore.checks.cells import Axis, Cell, Part, axes, cells, grain, takes
from dutyscore.checks.sight import RowSet, Sight
from dutyscore.model.condition import Test
from dutyscore.model.exact import decimal_text, parse_factor
from dutyscore.rulebook.deciding import Row

_Key = tuple[Part, ...]
_TOLD = 3
"""Gaps under a condition that are told of one list."""


def check(sight: Sight) -> None:
    for one in sight.row_sets:
        if not any(row.otherwise for row in one.rows):
            _check(sight, one)


def _check(sight: Sight, one: RowSet) -> None:
    rows = one.rows
    found = axes(sight, rows, blanks=False)
    if not found:
        return
    possible = list(cells(sight, found))
    gaps = [cell for cell in possible if not any(takes(row, cell) for row in rows if not (row.top or row.quota))]
    if not gaps:
        return
    missed = set(map(_key, gaps))
    main = max(found, key=lambda axis: (axis.name == "total", sum(axis.name in _asked(row) for row in rows)))
    whole = [part for part in main.parts if _all_missed(main.name, part, possible, missed)]
    for run in _runs(main, whole):
        _tell(sight, one, main, run)
    reasons: dict[str, list[Part]] = {}
    for cell in gaps:
        if cell[main.name] not in whole:
            reasons.setdefault(_reason(cell, main.name, found, possible, missed), []).append(cell[main.name])
    told = [(words, run) for words, parts in reasons.items() for run in _runs(main, parts)]
    for words, run in told[:_TOLD]:
        value = f"{main.name} {_numbers(run)}"
        sight.report.add("DS226", one.path, at_key=True, kind=one.kind, value=value, when=words)


def _key(cell: Cell) -> _Key:
    return tuple(cell.values())


def _asked(row: Row) -> list[str]:
    return row.when.names() if row.when else []


def _all_missed(name: str, part: Part, possible: Sequence[Cell], missed: set[_Key]) -> bool:
    here = [cell for cell in possible if cell[name] == part]
    return bool(here) and all(_key(cell) in missed for cell in here)


def _runs(axis: Axis, parts: Sequence[Part]) -> list[list[Part]]:
    """Neighbouring parts put together."""
    runs: list[list[Part]] = []
    for index, part in enumerate(axis.parts):
        if part in parts:
            joined = bool(runs) and index > 0 and axis.parts[index - 1] in parts and part.low is not None
            runs = [*runs[:-1], [*runs[-1], part]] if joined else [*runs, [part]]
    return runs


def _tell(sight: Sight, one: RowSet, axis: Axis, run: Sequence[Part]) -> None:
    text = _numbers(run)
    between = _printed(sight, one, axis.name, run[0], run[-1])
    if between is None:
        value = f"{axis.name} {text}"
        sight.report.add("DS226", one.path, at_key=True, kind=one.kind, value=value, when="")
    else:
        path, name, other, fix = between
        sight.report.add("DS228", path, fix=fix, name=name, other=other, value=text)


def _numbers(run: Sequence[Part]) -> str:
    """Neighbouring parts as one: `80 - 89.5`, `< 60`, or the words."""
    first, last = run[0], run[-1]
    if len(run) == 1:
        return first.text
    if first.low is None:
        return f"<= {decimal_text(last.high)}" if last.high is not None else "..."
    if last.high is None:
        return f">= {decimal_text(first.low)}"
    return f"{decimal_text(first.low)} - {decimal_text(last.high)}"


def _printed(
    sight: Sight, one: RowSet, name: str, first: Part, last: Part
) -> tuple[tuple[str | int, ...], str, str, str] | None:
    """Where a gap lies between `at_most: 79` and `at_least: 80`: the place of the upper bound, both rows, and the bound
    that leaves no gap."""
    grid = grain(sight, name)
    if grid is None or first.low is None or last.high is None or last.high - first.low >= 1:
        return None
    rows = one.rows
    above = _bounded(rows, name, "at_least", last.high + grid)
    below = _bounded(rows, name, "at_most", first.low - grid)
    if not above or not below:
        return None
    index, test = below[0]
    path = (*one.path, index, "when", *test.path, "at_most")
    return path, rows[index].name, rows[above[0][0]].name, decimal_text(last.high)


def _bounded(rows: Sequence[Row], name: str, word: str, bound: Fraction) -> list[tuple[int, Test]]:
    """The rows that end, or begin, at a bound."""
    return [
        (index, test)
        for index, row in enumerate(rows)
        for test in (row.when.tests() if row.when else ())
        if test.name == name and any(key == word and parse_factor(text) == bound for key, text in test.bounds)
    ]


def _reason(cell: Cell, main: str, found: Sequence[Axis], possible: Sequence[Cell], missed: set[_Key]) -> str:
    """What else must hold for the gap: names whose value does not matter are left out."""
    needed = [axis.name for axis in found if axis.name != main]
    for name in list(needed):
        fewer = [other for other in needed if other != name]
        if all(_key(like) in missed for like in possible if all(like[kept] == cell[kept] for kept in (main, *fewer))):
            needed = fewer
    return ", ".join(_said(name, cell[name]) for name in needed)


def _said(name: str, part: Part) -> str:
    return f"{name.split('/')[0]} {part.text}"
