"""Every name, word, number and date that a rulebook mentions resolves: nothing is accepted and ignored."""

from __future__ import annotations

from collections.abc import Callable

from dutyscore.model.days import iso
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.exact import decimal_text
from dutyscore.model.written import Path, nearest
from dutyscore.rulebook.amounts import Amounts
from dutyscore.rulebook.decisions import check_decisions
from dutyscore.rulebook.names import (
    NUMBERS,
    WORDS,
    Book,
    Meaning,
    Position,
    book_of,
    check_names,
    fact_meaning,
    over_points,
    point_names,
)
from dutyscore.rulebook.nodes import Group, Item, Pick
from dutyscore.rulebook.placing import Report
from dutyscore.rulebook.schema import Dates, Fact, Measure, Rulebook
from dutyscore.rulebook.scopes import Scope, check_condition, check_value, entry_scope, fact_scope
from dutyscore.rulebook.takers import check_takers
from dutyscore.rulebook.tariffs import Tariffs
from dutyscore.rulebook.yaml_text import YamlText


def check_references(
    rulebook: Rulebook, text: YamlText, route: Callable[[Path], Path] = tuple
) -> tuple[Diagnostic, ...]:
    """All findings about the references of a rulebook that the schema accepts, by place. `route` leads a path of the
    rulebook to where the text says it, if these differ."""
    book, report = book_of(rulebook), Report(text, route)
    scope = entry_scope(book)
    check_names(book, report)
    _check_dates(rulebook, report)
    for kind, facts in (("fields", rulebook.fields_), ("roster", rulebook.roster)):
        for name, fact in facts.items():
            _check_fact(fact, (kind, name), report)
    employers = [name for name, fact in rulebook.roster.items() if fact.employer]
    for name in employers[1:]:
        here = ("roster", name, "employer")
        report.add("DS207", here, at_key=True, found=", ".join(employers), allowed=employers[0])
    _check_entries(book, report, scope)
    for index, exempt in enumerate(rulebook.exempt):
        check_condition(report, exempt.when, ("exempt", index, "when"), fact_scope(book))
    for name, measure in rulebook.measures.items():
        _check_measure(measure, ("measures", name), book, report, scope)
    for position in book.places:
        _check_node(position, book, report, scope)
    check_takers(book, report)
    check_decisions(book, report)
    for index, name in enumerate(rulebook.public.lists):
        if name not in rulebook.lists:
            report.unknown(("public", "lists", index), name, nearest(name, tuple(rulebook.lists)), "list")
    return tuple(sorted(report.findings, key=lambda found: (found.place, found.code)))


def _check_dates(rulebook: Rulebook, report: Report) -> None:
    """Stretches of days run forward; a declared period has both ends."""
    _forward(rulebook.effective, ("effective",), report)
    for name, stretches in rulebook.windows.items():
        for index, stretch in enumerate(stretches):
            if stretch.to < stretch.from_:
                report.add("DS211", ("windows", name, index, "to"), value=iso(stretch.to))
            if index and stretch.from_ <= stretches[index - 1].to:
                report.add("DS211", ("windows", name, index, "from"), value=iso(stretch.from_))
    if isinstance(rulebook.period, Dates):
        _forward(rulebook.period, ("period",), report)
        for key, day in (("from", rulebook.period.from_), ("to", rulebook.period.to)):
            if day is None:
                report.add("DS202", ("period",), at_key=True, key=key)


def _forward(dates: Dates, path: Path, report: Report) -> None:
    if dates.from_ is not None and dates.to is not None and dates.to < dates.from_:
        report.add("DS211", (*path, "to"), value=iso(dates.to))


def _check_fact(fact: Fact, path: Path, report: Report) -> None:
    if fact.min is not None and fact.max is not None and fact.min > fact.max:
        report.add("DS218", (*path, "min"), value=decimal_text(fact.min))
    if fact.default is not None:
        check_value(report, fact.default, (*path, "default"), fact_meaning(fact))
    if fact.separator == "":
        report.add("DS202", (*path, "separator"), at_key=True, key="separator")
    if fact.kind == "people" and path[0] == "roster":
        report.add("DS221", (*path, "type"), name=str(path[-1]), type="people", expected=", ".join((*WORDS, *NUMBERS)))
    if (fact.group or fact.employer) and fact.kind not in WORDS:
        report.add("DS221", (*path, "type"), name=str(path[-1]), type=fact.kind, expected=", ".join(WORDS))
    if fact.group and path[0] == "fields":
        report.add("DS201", (*path, "group"), at_key=True, key="group", nearest="")
    if fact.employer and path[0] == "fields":
        report.add("DS201", (*path, "employer"), at_key=True, key="employer", nearest="")


def _check_entries(book: Book, report: Report, scope: Scope) -> None:
    entries = book.rulebook.entries
    here: Path = ("entries",)
    tariffs = Tariffs(book, report, here)
    columns = entries.columns
    if columns.deed is not None:
        tariffs.need((*here, "columns", "deed"), columns.deed, WORDS, book.fields)
    if columns.quantity is not None:
        tariffs.need((*here, "columns", "quantity"), columns.quantity, NUMBERS, book.fields)
    check_condition(report, entries.confirmed, (*here, "confirmed"), scope)
    for index, rule in enumerate(entries.excluded):
        check_condition(report, rule.when, (*here, "excluded", index, "when"), scope)
    if entries.claimed:
        tariffs.need((*here, "claimed", "field"), entries.claimed.field, NUMBERS, book.fields)
    if entries.booked_by is not None:
        tariffs.need((*here, "booked_by"), entries.booked_by, ("date",), book.fields)
    if entries.duplicate_of:
        _columns(entries.duplicate_of.fields_, (*here, "duplicate_of", "fields"), book, report)
    _columns(entries.order_by, (*here, "order_by"), book, report)


def _columns(names: tuple[str, ...], path: Path, book: Book, report: Report, windows: tuple[str, ...] = ()) -> None:
    """Names of columns of an entry: declared fields and header words; where windows may stand, these too."""
    known = (*book.fields, *book.structural, *windows)
    for index, name in enumerate(names):
        if name not in known:
            report.unknown((*path, index), name, nearest(name, known), "field")


def _check_measure(measure: Measure, path: Path, book: Book, report: Report, scope: Scope) -> None:
    tariffs = Tariffs(book, report, path)
    if over_points(book.rulebook, measure):
        _check_over_points(measure, path, tariffs)
        return
    check_condition(report, measure.count, (*path, "count"), scope)
    check_condition(report, measure.of, (*path, "of"), scope)
    for word, name in (("sum", measure.sum), ("last", measure.last), ("mean", measure.mean)):
        if name is not None:
            tariffs.need((*path, word), name, NUMBERS, book.fields)
    for word, name in (("value", measure.value), ("behind", measure.behind), ("plan", measure.plan)):
        if name is not None:
            tariffs.need((*path, word), name, NUMBERS, tariffs.everything)
    _check_share(measure, path, tariffs, scope)
    for index, times in enumerate(measure.times):
        tariffs.times(times, (*path, "times", index))
    if measure.over is not None and measure.over not in book.windows:
        report.unknown((*path, "over"), measure.over, nearest(measure.over, book.windows), "window")


def _check_over_points(measure: Measure, path: Path, tariffs: Tariffs) -> None:
    """Points are compared with points and with numbers of the roster, never with entries."""
    book = tariffs.book
    known = {**dict.fromkeys(point_names(book.rulebook), Meaning("number")), **book.facts}
    for word in ("value", "share", "among", "behind", "plan"):
        name = getattr(measure, word)
        if isinstance(name, str):
            tariffs.need((*path, word), name, NUMBERS, known)
        elif name is not None:
            tariffs.report.add("DS203", (*path, word), expected="text", found="mapping")
    for key in ("of", "over"):
        if getattr(measure, key) is not None:
            tariffs.report.add("DS201", (*path, key), at_key=True, key=key, nearest="")


def _check_share(measure: Measure, path: Path, tariffs: Tariffs, scope: Scope) -> None:
    """Two conditions, two number fields, or a number of the roster as the whole."""
    report, book = tariffs.report, tariffs.book
    if isinstance(measure.share, str):
        tariffs.need((*path, "share"), measure.share, NUMBERS, book.fields)
    elif measure.share:
        check_condition(report, measure.share, (*path, "share"), scope)
    if isinstance(measure.among, str):
        known = tariffs.everything if isinstance(measure.share, str) else book.facts
        tariffs.need((*path, "among"), measure.among, NUMBERS, known)
    elif measure.among:
        check_condition(report, measure.among, (*path, "among"), scope)
        if isinstance(measure.share, str):
            report.add("DS203", (*path, "among"), expected="text", found="mapping")


def _check_node(position: Position, book: Book, report: Report, scope: Scope) -> None:
    node, path = position.node, position.path
    tariffs = Tariffs(book, report, path)
    check_condition(report, node.for_, (*path, "for"), fact_scope(book))
    check_condition(report, node.when, (*path, "when"), scope)
    for word, limits in (("min", node.min), ("max", node.max or {})):
        for window, bound in limits.items():
            tariffs.exact(bound, (*path, word, window))
            if window not in book.windows:
                nearby = nearest(window, book.windows)
                report.unknown((*path, word, window), window, nearby, "window", at_key=True)
    if node.booked_by is not None:
        tariffs.need((*path, "booked_by"), node.booked_by, ("date",), book.fields)
    if node.window is not None and book.rulebook.period != "year":
        report.add("DS201", (*path, "window"), at_key=True, key="window", nearest="")
    _check_held(position, report)
    for index, link in enumerate(node.pick):
        _check_pick(link, (*path, "pick", index), position, book, report, scope)
    if node.need:
        tariffs.exact(node.need.else_, (*path, "need", "else"))
        if node.need.count < 1:
            report.add("DS222", (*path, "need", "count"), value=str(node.need.count))
        if not _takes_entries(node):
            report.add("DS246", (*path, "need"), at_key=True, node=node.name)
    if isinstance(node, Group) and node.score:
        Amounts(book, report, path).group(node.score, node.name)
    if isinstance(node, Item):
        tariffs.run(node)
        if node.score.entry_method is None:
            Amounts(book, report, path).run(node.score)
        if node.repeat:
            _columns(node.repeat.same, (*path, "repeat", "same"), book, report)
        for window, cap in (node.per_entry or {}).items():
            tariffs.exact(cap, (*path, "per_entry", window))
        if node.starting:
            _columns(node.starting.per, (*path, "starting", "per"), book, report, book.windows)


def _takes_entries(node: Group | Item) -> bool:
    """Whether an entry can come to an item, or to one inside a group."""
    if isinstance(node, Item):
        return node.score.entry_method is not None
    return any(_takes_entries(child) for _, child in node.children())


def _check_held(position: Position, report: Report) -> None:
    """Amounts without entries for some members only: on which day of the period are they these members?"""
    node = position.node
    restricted = any(each.for_ for each in (*position.above, node))
    amounts = isinstance(node, Item) and (node.score.entry_method is None or node.score.mean is not None)
    judged = amounts or bool(node.need) or any(floor > 0 for floor in node.min.values())
    judged = judged or (isinstance(node, Group) and node.score is not None)
    if restricted and judged and node.as_held is None:
        report.add("DS216", position.path, at_key=True, node=node.name)
    unused = [] if restricted and judged else ["as_held"]
    unused += [] if restricted and amounts else ["others"]
    for key in unused:
        if key in node.model_fields_set:
            report.add("DS245", (*position.path, key), at_key=True, key=key)
    if restricted and judged and not amounts and node.as_held in ("by_days", "by_months"):
        report.wrong_word((*position.path, "as_held"), node.as_held, ("at_start", "at_end"), "at_end")


def _check_pick(link: Pick, path: Path, position: Position, book: Book, report: Report, scope: Scope) -> None:
    check_condition(report, link.where, (*path, "where"), scope)
    _columns(link.per, (*path, "per"), book, report, book.windows)
    if link.of and isinstance(position.node, Item):
        report.add("DS201", (*path, "of"), at_key=True, key="of", nearest="")
    here = (*path, "keep", "order")
    if link.keep.field:
        known = {**book.facts, **book.fields}
        meaning = Tariffs(book, report, path).need((*path, "keep", "field"), link.keep.field, WORDS, known)
        for index, word in enumerate(link.keep.order if meaning else ()):
            check_value(report, word, (*here, index), meaning or Meaning("text"))
        return
    inside = _items_within(position)
    for index, word in enumerate(link.keep.order):
        if word not in inside:
            report.unknown((*here, index), word, nearest(word, inside), "item")


def _items_within(position: Position) -> tuple[str, ...]:
    """Ids and names of the items at and below a node."""
    found: list[str] = []
    nodes: list[tuple[str, Group | Item]] = [(position.id, position.node)]
    while nodes:
        node_id, node = nodes.pop()
        if isinstance(node, Item):
            found += [node_id, node.name]
        else:
            nodes += node.children()
    return tuple(found)
