"""The table of standings: each column with its cells. Cells that say the same are one cell, so that a large body costs
little more than a small one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import compress
from typing import TYPE_CHECKING, Final, TypeVar

from dutyscore.model.days import iso
from dutyscore.model.exact import decimal_text
from dutyscore.model.result import GateInfo, Result, RowInfo, StandingSet
from dutyscore.model.tableau import NOTHING, Cell, Column, Table
from dutyscore.output.views.run import SHORT, Amounts, categories, category_of
from dutyscore.output.wording import Wording

if TYPE_CHECKING:
    from dutyscore.model.columns import Bool, Int64

CAPPED: Final = "*"
VETOED: Final = "!"
_NONE: Final = Cell(NOTHING)
_Value = TypeVar("_Value")
_Filled = tuple[Column, list[Cell]]


def standings(result: Result, members: Sequence[int], wording: Wording, refused: int = 0) -> Table:
    """One row a member, in the order given."""
    import numpy as np

    order = np.array(members, np.int64)
    columns = [
        *_who(result, order, members, wording),
        *_points(result, order, wording),
        *_decisions(result, order, wording),
        *_for_machines(result, order, refused),
    ]
    cells = [cells for _, cells in columns]
    rows = tuple(zip(*cells, strict=True))
    return Table(wording("table.score"), tuple(column for column, _ in columns), rows, cells)


def _each(values: Iterable[_Value], make: Callable[[_Value], Cell]) -> list[Cell]:
    """A cell for each value, made once for values that are the same."""
    every = list(values)
    made = {value: make(value) for value in dict.fromkeys(every)}
    return list(map(made.__getitem__, every))


def _who(result: Result, order: Int64, members: Sequence[int], wording: Wording) -> Iterator[_Filled]:
    names, ids = result.roster.names, result.roster.ids
    unique = len(set(names)) == len(names)

    def place(number: int) -> Cell:
        text = str(number)
        return Cell(text, text) if number else _NONE

    places = _each(result.rank.places[order].tolist(), place)
    yield Column("rank", wording("column.rank"), "right"), _instead(result, "rank", members, places)
    known_as = [Cell(ids[member]) for member in members]
    named = known_as if names == ids else [Cell(names[member]) for member in members]
    yield Column("id", wording("column.id"), label=True, people=not unique), known_as
    yield Column("name", wording("column.name"), label=True), named
    groups = [result.group[member] if result.group else "" for member in members]
    yield Column("group", wording("column.group"), essential=False, people=any(result.group)), _each(groups, Cell)


def _points(result: Result, order: Int64, wording: Wording) -> Iterator[_Filled]:
    """Categories, what stands beside them, the total."""
    decimals = result.scale.decimals
    amounts = Amounts(result.scale)
    for root, cut in _cut_categories(result, order):
        node = result.nodes[root]
        values = result.values[order, root]
        cells = _or_none(result, node.id, order, values, _numbers(amounts, values.tolist(), cut, CAPPED))
        yield Column(node.id, node.name, "right", essential=False, decimals=decimals), cells
    for measure in result.measures if result.pointless else ():
        values = [measure.values[member] for member in order.tolist()]
        yield Column(measure.id, measure.name or measure.id, "right", essential=False), _each(values, _measured)
    for info in result.named_totals[1:]:
        title = wording("score.total_with_unit", total=info.id, unit=info.unit)
        cells = _or_none(result, info.id, order, info.values[order], _numbers(amounts, info.values[order].tolist()))
        yield Column(info.id, title, "right", essential=False, decimals=decimals), cells
    scored = result.scored[order].tolist()
    vetoed = _any_of(result.vetoes, order)
    totals = _numbers(amounts, result.totals[order].tolist(), vetoed, VETOED)
    shown = [cell if counts and not result.pointless else _NONE for cell, counts in zip(totals, scored, strict=True)]
    people = not result.pointless
    instead = _instead(result, "total", order.tolist(), shown)
    yield Column("total", wording("column.total"), "right", decimals=decimals, people=people), instead


def _or_none(result: Result, name: str, order: Int64, values: Int64, cells: list[Cell]) -> list[Cell]:
    """Not scored is not zero: nothing for who has no value of a node or total, unless other points stand there."""
    if name not in result.unvalued:
        return cells
    nothing = (result.unvalued[name][order] & (values == 0)).tolist()
    return [_NONE if none else cell for none, cell in zip(nothing, cells, strict=True)]


def _cut_categories(result: Result, order: Int64) -> Iterator[tuple[int, list[bool]]]:
    """Each category and, per member, whether a cap cut something in it."""
    import numpy as np

    home, capped = category_of(result), result.capped[order]
    for root in categories(result):
        below = [index for index, category in enumerate(home) if category == root]
        yield root, list(np.logical_or.reduce(capped[:, below], axis=1).tolist())


def _numbers(amounts: Amounts, values: list[int], hits: Sequence[bool] = (), mark: str = "") -> list[Cell]:
    """A cell for each amount, with a mark where it is hit, made once for amounts that are the same."""

    def made(values: Iterable[int], mark: str) -> dict[int, Cell]:
        return {value: Cell(text, text, mark=mark) for value in set(values) for text in (amounts(value),)}

    if not any(hits):
        return list(map(made(values, "").__getitem__, values))
    plain, marked = made(values, ""), made(compress(values, hits), mark)
    return [(marked if hit else plain)[value] for value, hit in zip(values, hits, strict=True)]


def _measured(value: Fraction | None) -> Cell:
    """A measure; only a number that decimals can write is one for a spreadsheet."""
    text = NOTHING if value is None else decimal_text(value)
    return Cell(text, text if value is not None and "/" not in text else "")


def _any_of(gates: Sequence[GateInfo], order: Int64) -> list[bool]:
    """For each member whether any of the gates holds."""
    import numpy as np

    found: Bool = np.zeros(len(order), bool)
    for gate in gates:
        found |= gate.members[order]
    return list(found.tolist())


def _instead(result: Result, key: str, members: Sequence[int], cells: list[Cell]) -> list[Cell]:
    """The cells with the texts that people see in the place of a value."""
    texts = result.shown.get(key)
    if texts is None:
        return cells
    return [Cell(texts[member]) if texts[member] else cell for member, cell in zip(members, cells, strict=True)]


def _decisions(result: Result, order: Int64, wording: Wording) -> Iterator[_Filled]:
    to_date = result.selection != result.period or result.as_of < result.period.last
    not_scored = Cell(wording("score.not_scored"))
    scored = result.scored[order].tolist()

    def grade(index: int) -> Cell:
        return Cell(result.grades[index].name) if index >= 0 else _NONE

    def band(index: int) -> Cell:
        return Cell(result.bands[index].name, tone=result.bands[index].tone) if index >= 0 else _NONE

    grades = _each(result.grade[order].tolist(), grade)
    title = wording("column.grade_to_date" if to_date else "column.grade")
    shown = [cell if counts else not_scored for cell, counts in zip(grades, scored, strict=True)]
    members = order.tolist()
    told = bool(result.grades or "grade" in result.shown)
    yield Column("grade", title, people=told), _instead(result, "grade", members, shown)
    bands = _instead(result, "band", members, _each(result.band[order].tolist(), band))
    yield Column("band", wording("column.band"), people=bool(result.bands or "band" in result.shown)), bands
    for one in result.standings:  # a set on several things is a board of its own, for people
        yield (
            Column(one.rank.name, _set_title(one, wording), essential=False, people=one.single),
            _each(one.row[order].tolist(), _of_set(one)),
        )


def _set_title(one: StandingSet, wording: Wording) -> str:
    """The set's name, with what it stands on where that could be several things."""
    title = one.name if one.single or not one.title else wording("score.standing_of", name=one.name, of=one.title)
    return wording("score.set_to_date", name=title) if one.provisional else title


def _of_set(one: StandingSet) -> Callable[[int], Cell]:
    def made(index: int) -> Cell:
        return Cell(one.rows[index].name, tone=one.rows[index].tone) if index >= 0 else _NONE

    return made


def _for_machines(result: Result, order: Int64, refused: int) -> Iterator[_Filled]:
    """What programs get beside: claimed points, why, and on every line which rulebook, as of when, and how final."""
    amounts = Amounts(result.scale)

    def tone(index: int) -> Cell:
        return Cell(result.bands[index].tone if index >= 0 else "")

    def grade(index: int) -> Cell:
        return Cell(_name(result.grades, index))

    def spoken(words: tuple[str, ...]) -> Cell:
        return Cell(" ".join(words))

    yield _machine("tone"), _each(result.band[order].tolist(), tone)
    yield _machine("claimed"), _numbers(amounts, result.claimed[order].tolist())
    yield _machine("points_grade"), _each(result.points_grade[order].tolist(), grade)
    yield _machine("vetoes"), _each(_held(result.vetoes, order), spoken)
    yield _machine("capped"), _each(_capped(result, order), spoken)
    for key, text in {**_stamp(result), "refused": str(refused)}.items():
        yield _machine(key), [Cell(text)] * len(order)


def _machine(key: str) -> Column:
    return Column(key, key, people=False)


def _name(rows: tuple[RowInfo, ...], index: int) -> str:
    return rows[index].name if index >= 0 else ""


def _held(gates: Sequence[GateInfo], order: Int64) -> list[tuple[str, ...]]:
    return _words([gate.id for gate in gates], [gate.members[order].tolist() for gate in gates], len(order))


def _words(ids: Sequence[str], columns: Sequence[list[bool]], rows: int) -> list[tuple[str, ...]]:
    """For each row the ids of the columns that hold there."""
    holding = list(zip(*columns, strict=True)) if columns else [()] * rows
    words = {row: tuple(name for name, holds in zip(ids, row, strict=True) if holds) for row in set(holding)}
    return [words[row] for row in holding]


def _capped(result: Result, order: Int64) -> list[tuple[str, ...]]:
    """For each member the categories in which a cap cut something."""
    found = list(_cut_categories(result, order))
    ids = [result.nodes[root].id for root, _ in found]
    return _words(ids, [cut for _, cut in found], len(order))


def _stamp(result: Result) -> dict[str, str]:
    state = {
        "partial": result.partial,
        "to_date": result.provisional and not result.partial,
        "no_roster": not result.roster.declared,
    }
    book = result.rulebook
    return {
        "rulebook": book.id,
        "version": book.version,
        "digest": book.digest[:SHORT],
        "as_of": iso(result.as_of),
        "state": " ".join(word for word, holds in state.items() if holds),
    }
