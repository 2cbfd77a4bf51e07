"""The names of a rulebook: what each one means, and that each one means one thing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from itertools import chain

from dutyscore.model.exact import decimals_of
from dutyscore.model.frozen import dataclass
from dutyscore.model.vocabulary import DATE, ITEM, MEMBER, REVIEWER, ROW
from dutyscore.model.written import Path
from dutyscore.rulebook.nodes import WINDOWS, Group, Item
from dutyscore.rulebook.placing import Report
from dutyscore.rulebook.schema import MEMBER_WORDS, Fact, Measure, Rulebook
from dutyscore.rulebook.words import all_items, taken_words

NUMBERS = ("number", "percent", "minutes")
WORDS = ("choice", "yes_no", "text", "member")
_STRUCTURAL = (MEMBER, DATE, ITEM, REVIEWER, ROW)
_VETO_WORDS = ("any", "none")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a name stands for. `type` is that of a field, or project, points, measure, rank, row, gate, veto; `words`
    are the texts it can have, if they are listed. `part` is set for a measure that cannot be above one."""

    type: str
    words: tuple[str, ...] = ()
    part: bool = False


MEASURED = Meaning("measure")
"""A measure of which nothing more is known."""


@dataclass(frozen=True, slots=True)
class Position:
    """A node of the tree with the path that leads to it and the nodes above it, from the category down."""

    path: Path
    id: str
    node: Group | Item
    above: tuple[Group, ...]


@dataclass(frozen=True)
class Book:
    """A rulebook with its names sorted out."""

    rulebook: Rulebook
    places: tuple[Position, ...] = ()
    fields: dict[str, Meaning] = field(default_factory=dict)
    facts: dict[str, Meaning] = field(default_factory=dict)
    structural: dict[str, Meaning] = field(default_factory=dict)
    projects: tuple[str, ...] = ()

    @property
    def nodes(self) -> tuple[str, ...]:
        return tuple(position.id for position in self.places)

    @property
    def windows(self) -> tuple[str, ...]:
        """Those of the calendar, the period, and the declared ones."""
        return (*WINDOWS, *self.rulebook.windows)

    @property
    def counted(self) -> tuple[str, ...]:
        """Everything with a value in points, and the measures: what can be ranked by."""
        rulebook = self.rulebook
        total = () if rulebook.pointless else ("total",)
        return (*total, *(rulebook.totals or {}), *self.nodes, *rulebook.measures)

    @property
    def items(self) -> Iterator[tuple[Position, Item]]:
        return ((place, place.node) for place in self.places if isinstance(place.node, Item))


def book_of(rulebook: Rulebook) -> Book:
    words = [word for item_id, item in all_items(rulebook) for word in taken_words(item_id, item)]
    words += [item.repairs.entry for _, item in all_items(rulebook) if item.repairs]
    projects = tuple(dict.fromkeys(words))
    return Book(
        rulebook,
        tuple(_walk(("categories",), dict(rulebook.categories), ())),
        {name: fact_meaning(fact) for name, fact in rulebook.fields_.items()},
        {name: fact_meaning(fact) for name, fact in rulebook.roster.items()},
        {word: meaning for word, _, meaning in _header_words(rulebook, projects) if word not in rulebook.fields_},
        projects,
    )


def _walk(path: Path, nodes: dict[str, Group | Item], above: tuple[Group, ...]) -> Iterator[Position]:
    for node_id, node in nodes.items():
        here = (*path, node_id)
        yield Position(here, node_id, node, above)
        if isinstance(node, Group):
            yield from _walk((*here, "groups"), dict(node.groups), (*above, node))
            yield from _walk((*here, "items"), dict(node.items), (*above, node))


def fact_meaning(fact: Fact) -> Meaning:
    words = (fact.yes, fact.no) if fact.kind == "yes_no" else fact.choices
    return Meaning(fact.kind, words)


def measure_meaning(measure: Measure) -> Meaning:
    part = measure.kind == "share" and not isinstance(measure.share, str) and not isinstance(measure.among, str)
    return Meaning("measure", part=part)


def point_names(rulebook: Rulebook) -> tuple[str, ...]:
    """What is counted in points: totals and nodes."""
    total = () if rulebook.pointless else ("total",)
    nodes = [place.id for place in _walk(("categories",), dict(rulebook.categories), ())]
    return (*total, *(rulebook.totals or {}), *nodes)


def over_points(rulebook: Rulebook, measure: Measure) -> bool:
    """Whether a measure looks at totals or nodes: it is known only when these are, so that only decisions may use
    it."""
    names = {measure.value, measure.share, measure.among, measure.behind, measure.plan}
    return any(name in names for name in point_names(rulebook))


def measure_decimals(rulebook: Rulebook, measure: Measure) -> int | None:
    """Decimals that every value of a measure has at most; None where there is no such number."""
    if measure.kind in ("share", "mean") or measure.times or measure.in_ == "percent_of_plan":
        return None
    names = (measure.sum, measure.value, measure.last, measure.behind, measure.plan)
    facts = [rulebook.fields_.get(name) or rulebook.roster.get(name) for name in names if name]
    decimals = max((fact.decimals for fact in facts if fact), default=0)
    if over_points(rulebook, measure):
        decimals = max(decimals, decimals_of(rulebook.points.step) or 0)
    beyond = 0 if measure.beyond is None else decimals_of(measure.beyond)
    return None if beyond is None else max(decimals, beyond)


def _header_words(rulebook: Rulebook, projects: tuple[str, ...]) -> Iterator[tuple[str, Path, Meaning]]:
    """Header words of the structural columns and the subject word, with where they are written."""
    columns = rulebook.entries.columns
    meanings = {DATE: Meaning("date"), ITEM: Meaning("project", projects)}
    yield rulebook.subject, ("subject",), Meaning("text")
    for key in _STRUCTURAL:
        for index, word in enumerate(getattr(columns, key)):
            yield word, ("entries", "columns", key, index), meanings.get(key, Meaning("text"))


def check_names(book: Book, report: Report) -> None:
    """Names are unique over everything that a condition can name; header words over everything that heads a column."""
    rulebook = book.rulebook
    headers = [(word, path) for word, path, _ in _header_words(rulebook, ())]
    _unique(report, _condition_names(book), reserved=MEMBER_WORDS)
    members = [(word, path) for word, path in headers if path[-2:-1] == (MEMBER,)]
    _unique(report, chain(headers[1:], _heads("fields", rulebook.fields_)))
    _unique(report, chain(members, _heads("roster", rulebook.roster)))
    named_headers = {word for word, _ in headers}
    for name in rulebook.roster:
        if name in named_headers and name not in dict(members):
            first = next(path for word, path in headers if word == name)
            _twice(report, name, first, ("roster", name))
    _unique(report, ((name, ("vetoes", name)) for name in rulebook.vetoes), reserved=_VETO_WORDS)
    _unique(report, _window_names(rulebook), WINDOWS)
    for kind in ("fields", "roster"):
        for name, fact in _of(rulebook, kind).items():
            _unique(report, ((word, (kind, name, "choices", index)) for index, word in enumerate(fact.choices)))
            if fact.kind == "yes_no" and fact.yes == fact.no:
                _twice(report, fact.no, (kind, name, "yes"), (kind, name, "no"))


def _window_names(rulebook: Rulebook) -> Iterator[tuple[str, Path]]:
    """Names that stand where windows may stand as well."""
    yield from ((name, ("windows", name)) for name in rulebook.windows)
    yield from ((name, ("fields", name)) for name in rulebook.fields_)


def _of(rulebook: Rulebook, kind: str) -> dict[str, Fact]:
    return rulebook.fields_ if kind == "fields" else rulebook.roster


def _heads(kind: str, facts: dict[str, Fact]) -> Iterator[tuple[str, Path]]:
    """Every word that heads the column of a declared fact."""
    for name, fact in facts.items():
        yield name, (kind, name)
        yield from ((word, (kind, name, "aliases", index)) for index, word in enumerate(fact.aliases))


def _condition_names(book: Book) -> Iterator[tuple[str, Path]]:
    rulebook = book.rulebook
    yield from ((name, ("fields", name)) for name in rulebook.fields_)
    yield from ((name, ("roster", name)) for name in rulebook.roster)
    yield from ((name, ("measures", name)) for name in rulebook.measures)
    yield from ((place.id, place.path) for place in book.places)
    yield from ((name, ("totals", name)) for name in rulebook.totals or {})
    yield from ((name, ("requirements", name)) for name in rulebook.requirements)
    yield from ((name, ("rankings", name)) for name in rulebook.rankings)
    yield from ((name, ("standings", name)) for name in rulebook.standings)


def _unique(report: Report, names: Iterator[tuple[str, Path]], reserved: tuple[str, ...] = ()) -> None:
    seen: dict[str, Path] = {}
    for name, path in names:
        if name in reserved:
            report.add("DS209", path, at_key=True, name=name)
        elif name in seen and seen[name] != path:
            _twice(report, name, seen[name], path)
        else:
            seen[name] = path


def _twice(report: Report, name: str, first: Path, second: Path) -> None:
    at_key = [isinstance(path[-1], str) and path[-1] == name for path in (first, second)]
    also = (report.place(first, at_key=at_key[0]),)
    report.add("DS209", second, at_key=at_key[1], also=also, name=name)
