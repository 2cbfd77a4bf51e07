"""A rulebook as the checks look at it: one version of it, its names sorted out, and what lies beside it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dutyscore.model.columns import NO_DAY
from dutyscore.model.condition import Condition, Test
from dutyscore.model.exact import Scale
from dutyscore.model.frozen import dataclass
from dutyscore.model.written import Path
from dutyscore.rulebook.dated import path_on
from dutyscore.rulebook.deciding import Row
from dutyscore.rulebook.load import Loaded
from dutyscore.rulebook.names import Book, Position, book_of
from dutyscore.rulebook.nodes import Group, Item
from dutyscore.rulebook.placing import Report
from dutyscore.rulebook.schema import Rulebook


@dataclass(frozen=True, slots=True)
class Beside:
    """What lies in the folder of a rulebook: the content of its cases (None if there are none or they cannot be read),
    their file, and whether anybody looked."""

    cases: Any = None
    file: str = ""
    looked: bool = False


@dataclass(frozen=True, slots=True)
class RowSet:
    """Rows of grades or bands: the main ones, or a set on one thing, whose `value` is written by the thing's name.
    `path` leads to the list of rows."""

    kind: str
    path: Path
    rows: tuple[Row, ...]
    slices: int | None = None


@dataclass(frozen=True, slots=True)
class Sight:
    """One version of a rulebook; `report` collects what is found at the places of the file."""

    rulebook: Rulebook
    book: Book
    report: Report
    content: Any
    beside: Beside

    @property
    def scale(self) -> Scale:
        return Scale(self.rulebook.points.step, self.rulebook.points.rounding)

    def chain(self, position: Position) -> tuple[Position, ...]:
        """A node and the nodes above it, the node first."""
        by_path = {place.path: place for place in self.book.places}
        lengths = range(len(position.path), 1, -2)
        return tuple(by_path[position.path[:length]] for length in lengths)

    def below(self, position: Position) -> tuple[tuple[Position, Item], ...]:
        """The items at and below a node."""
        length = len(position.path)
        return tuple(pair for pair in self.book.items if pair[0].path[:length] == position.path)

    @property
    def row_sets(self) -> tuple[RowSet, ...]:
        """Every list of rows: grades, bands, and each further set on each of its things."""
        main = next((one.slices.count for one in self.rulebook.rankings.values() if one.main and one.slices), None)
        found = [
            RowSet("grades", ("grades",), self.rulebook.grades, main),
            RowSet("bands", ("bands",), self.rulebook.bands, main),
        ]
        for name, spec in self.rulebook.standings.items():
            path: Path = ("standings", name, "rows")
            slices = spec.slices.count if spec.slices else main
            found += [RowSet(spec.kind, path, _about(spec.rows, thing), slices) for thing in spec.of]
        return tuple(one for one in found if one.rows)

    @property
    def groups(self) -> tuple[tuple[Position, Group], ...]:
        return tuple((place, place.node) for place in self.book.places if isinstance(place.node, Group))


def _about(rows: tuple[Row, ...], thing: str) -> tuple[Row, ...]:
    """The rows of a set with the name of its thing where they say `value`."""
    return tuple(
        row.model_copy(
            update={"when": Condition(tuple(tuple(_named(test, thing) for test in group) for group in any_of))}
        )
        if (any_of := row.when.any_of if row.when else ())
        else row
        for row in rows
    )


def _named(test: Test, thing: str) -> Test:
    return replace(test, name=thing) if test.name == "value" else test


def sights(loaded: Loaded, beside: Beside) -> list[Sight]:
    """A rulebook as it reads in each of its versions."""
    content = loaded.text.root.data() if loaded.text.root else None
    found = []
    for day, rulebook in loaded.versions:

        def route(path: Path, day: int = day) -> Path:
            return path if day == NO_DAY else path_on(content, path, day)

        found.append(Sight(rulebook, book_of(rulebook), Report(loaded.text, route), content, beside))
    return found
