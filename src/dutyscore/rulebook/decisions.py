"""References of everything that is decided about members: requirements, vetoes, rankings, grades, bands, lists."""

from __future__ import annotations

from dutyscore.model.exact import decimal_text
from dutyscore.model.written import Path, nearest
from dutyscore.rulebook.deciding import OTHERWISE, Each, ListRow, Quota, Row, Standings, Top
from dutyscore.rulebook.names import WORDS, Book, fact_meaning, over_points
from dutyscore.rulebook.placing import Report
from dutyscore.rulebook.readings import Readings, Table
from dutyscore.rulebook.scopes import check_condition, early_scope, member_scope, over_names, set_scope


def check_decisions(book: Book, report: Report) -> None:
    rulebook = book.rulebook
    scope = member_scope(book, "requirements")
    for name, requirement in rulebook.requirements.items():
        check_condition(report, requirement.when, ("requirements", name, "when"), scope)
    _check_totals(book, report)
    _check_vetoes(book, report)
    _check_rankings(book, report)
    for name, spec in rulebook.standings.items():
        _check_set(name, spec, book, report)
    for kind, rows in (("grades", rulebook.grades), ("bands", rulebook.bands)):
        scope = member_scope(book, kind)
        for index, row in enumerate(rows):
            check_condition(report, row.when, (kind, index, "when"), scope)
            _check_places(row, (kind, index), book, report)
    scope = member_scope(book, "lists")
    for name, listed in rulebook.lists.items():
        check_condition(report, listed.when, ("lists", name, "when"), scope)
        _check_places(listed, ("lists", name), book, report)
        _check_moment(listed.at, ("lists", name, "at"), book, report)


def _check_set(name: str, spec: Standings, book: Book, report: Report) -> None:
    """What a set stands on has a value, once; its rows may name what is decided before it, and its own order."""
    here: Path = ("standings", name)
    for index, thing in enumerate(spec.of):
        if thing not in book.counted:
            report.unknown((*here, "of", index), thing, nearest(thing, book.counted), "measure")
        elif thing in spec.of[:index]:
            report.add("DS209", (*here, "of", index), name=thing)
    Readings(book, report, here).within(spec.within, (*here, "within"))
    _check_moment(spec.at, (*here, "at"), book, report)
    scope = set_scope(book, name, spec)
    for index, row in enumerate(spec.rows):
        check_condition(report, row.when, (*here, "rows", index, "when"), scope)
        _check_places(row, (*here, "rows", index), book, report)


def _check_moment(at: str | Each, path: Path, book: Book, report: Report) -> None:
    """A list may be drawn up at the end of every window that exists."""
    if isinstance(at, Each) and at.each not in book.windows:
        report.wrong_word((*path, "each"), at.each, book.windows, nearest(at.each, book.windows))


def _check_totals(book: Book, report: Report) -> None:
    """A total sums nodes, each once; a composite weighs nodes, measures and the totals above it."""
    above = {position.id: position.path[1:-1:2] for position in book.places}
    known = (*book.nodes, *_early_measures(book))
    for name, total in (book.rulebook.totals or {}).items():
        for index, node in enumerate(total.of):
            path = ("totals", name, "of", index)
            twice = [
                before
                for before, other in enumerate(total.of[:index])
                if other == node or other in above.get(node, ()) or node in above.get(other, ())
            ]
            if node not in book.nodes:
                report.unknown(path, node, nearest(node, book.nodes), "node")
            elif twice:
                report.add("DS209", path, also=(report.place(("totals", name, "of", twice[0])),), name=node)
        for index, part in enumerate(total.composite):
            if part.of not in known:
                report.unknown(("totals", name, "composite", index, "of"), part.of, nearest(part.of, known), "node")
            if part.weight.field:
                readings = Readings(book, report, here := ("totals", name, "composite", index, "weight"))
                meaning = readings.need((*here, "field"), part.weight.field, WORDS, book.facts)
                table: Table = {(word,): None for word in part.weight.by}
                if meaning:
                    readings.table(table, [meaning], (part.weight.field,), here, "by", False)
        known = (*known, name)


def _early_measures(book: Book) -> list[str]:
    """Measures that are known before the totals."""
    measures = book.rulebook.measures
    return [name for name, measure in measures.items() if not over_points(book.rulebook, measure)]


def _check_vetoes(book: Book, report: Report) -> None:
    grades = tuple(row.name for row in book.rulebook.grades)
    for name, veto in book.rulebook.vetoes.items():
        scope = early_scope(book) if veto.inert else member_scope(book, "vetoes")
        check_condition(report, veto.when, ("vetoes", name, "when"), scope)
        for index, node in enumerate(veto.inert):
            if node not in book.nodes:
                report.unknown(("vetoes", name, "inert", index), node, nearest(node, book.nodes), "node")
        for effect in ("ceiling", "direct"):
            grade = getattr(veto.effect, effect)
            if grade and grade not in grades:
                report.unknown(("vetoes", name, "effect", effect), grade, nearest(grade, grades), "grade")


def _check_rankings(book: Book, report: Report) -> None:
    """Every key can be ranked by; of several rankings exactly one is the main one."""
    rankings = book.rulebook.rankings
    known = book.counted
    readings = Readings(book, report, ("rankings",))
    for name, ranking in rankings.items():
        for index, key in enumerate(ranking.by):
            if key.of not in known:
                report.unknown(("rankings", name, "by", index, "of"), key.of, nearest(key.of, known), "measure")
            elif ranking.over and key.of not in over_names(book):
                report.add("DS213", ("rankings", name, "over"), at_key=True, value=f"{key.of}: over")
        if ranking.over and ranking.over not in book.windows:
            path = ("rankings", name, "over")
            report.wrong_word(path, ranking.over, book.windows, nearest(ranking.over, book.windows))
        readings.within(ranking.within, ("rankings", name, "within"))
    main = [name for name, ranking in rankings.items() if ranking.main]
    if rankings and not main:
        report.add("DS202", ("rankings", next(iter(rankings))), at_key=True, key="main")
    for name in main[1:]:
        also = (report.place(("rankings", main[0], "main"), at_key=True),)
        report.add("DS209", ("rankings", name, "main"), at_key=True, also=also, name="main")


def _check_groups(quota: Quota, path: Path, book: Book, report: Report) -> None:
    """Shares by group leave no group out: every word of the fact is listed, or there is `otherwise`."""
    fact = book.rulebook.roster.get(quota.within or "")
    if fact is None or not isinstance(quota.share, dict):
        return
    words = fact_meaning(fact).words
    for group in quota.share:
        if words and group not in (*words, OTHERWISE):
            report.wrong_word((*path, group), group, words, nearest(group, words), at_key=True)
    missing = [word for word in words if word not in quota.share]
    if OTHERWISE not in quota.share and (missing or not words):
        report.add("DS210", path, at_key=True, field=quota.within or "", uncovered=", ".join(missing))


def _check_places(row: Row | ListRow, path: Path, book: Book, report: Report) -> None:
    rule: Top | Quota | None = row.top or row.quota
    if rule is None:
        return
    here = (*path, "top" if row.top else "quota")
    Readings(book, report, path).within(rule.within, (*here, "within"))
    if isinstance(rule, Top) and rule.places < 1:
        report.add("DS222", (*here, "places"), value=str(rule.places))
    if isinstance(rule, Quota):
        shares = rule.share if isinstance(rule.share, dict) else {"": rule.share}
        for group, share in shares.items():
            if not 0 < share <= 1:
                path = (*here, "share", *([group] if group else []))
                report.add("DS222" if share <= 0 else "DS219", path, value=decimal_text(share))
        _check_groups(rule, (*here, "share"), book, report)
