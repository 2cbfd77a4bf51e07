"""References of everything that is decided about members: requirements, vetoes, rankings, grades, bands, lists."""

from __future__ import annotations

from dutyscore.model.exact import decimal_text
from dutyscore.model.written import Path, nearest
from dutyscore.rulebook.names import Book
from dutyscore.rulebook.placing import Report
from dutyscore.rulebook.schema import ListRow, Quota, Row, Top
from dutyscore.rulebook.scopes import check_condition, member_scope


def check_decisions(book: Book, report: Report) -> None:
    rulebook = book.rulebook
    scope = member_scope(book, "requirements")
    for name, requirement in rulebook.requirements.items():
        check_condition(report, requirement.when, ("requirements", name, "when"), scope)
    _check_vetoes(book, report)
    _check_rankings(book, report)
    for kind, rows in (("grades", rulebook.grades), ("bands", rulebook.bands)):
        scope = member_scope(book, kind)
        for index, row in enumerate(rows):
            check_condition(report, row.when, (kind, index, "when"), scope)
            _check_places(row, (kind, index), book, report)
    scope = member_scope(book, "lists")
    for name, listed in rulebook.lists.items():
        check_condition(report, listed.when, ("lists", name, "when"), scope)
        _check_places(listed, ("lists", name), book, report)


def _check_vetoes(book: Book, report: Report) -> None:
    grades = tuple(row.name for row in book.rulebook.grades)
    scope = member_scope(book, "vetoes")
    for name, veto in book.rulebook.vetoes.items():
        check_condition(report, veto.when, ("vetoes", name, "when"), scope)
        for effect in ("ceiling", "direct"):
            grade = getattr(veto.effect, effect)
            if grade and grade not in grades:
                report.unknown(("vetoes", name, "effect", effect), grade, nearest(grade, grades), "grade")


def _check_rankings(book: Book, report: Report) -> None:
    """Every key can be ranked by; of several rankings exactly one is the main one."""
    rankings = book.rulebook.rankings
    known = ("total", *(position.id for position in book.places), *book.rulebook.measures)
    for name, ranking in rankings.items():
        for index, key in enumerate(ranking.by):
            if key.of not in known:
                report.unknown(("rankings", name, "by", index, "of"), key.of, nearest(key.of, known), "measure")
        _within(ranking.within, ("rankings", name, "within"), book, report)
    main = [name for name, ranking in rankings.items() if ranking.main]
    if rankings and not main:
        report.add("DS202", ("rankings", next(iter(rankings))), at_key=True, key="main")
    for name in main[1:]:
        also = (report.place(("rankings", main[0], "main"), at_key=True),)
        report.add("DS209", ("rankings", name, "main"), at_key=True, also=also, name="main")


def _within(name: str | None, path: Path, book: Book, report: Report) -> None:
    """A fact of the roster that is declared as a group."""
    if name is None:
        return
    groups = tuple(fact for fact, declared in book.rulebook.roster.items() if declared.group)
    if name not in groups:
        report.unknown(path, name, nearest(name, groups), "group")


def _check_places(row: Row | ListRow, path: Path, book: Book, report: Report) -> None:
    rule: Top | Quota | None = row.top or row.quota
    if rule is None:
        return
    here = (*path, "top" if row.top else "quota")
    _within(rule.within, (*here, "within"), book, report)
    if isinstance(rule, Top) and rule.places < 1:
        report.add("DS222", (*here, "places"), value=str(rule.places))
    if isinstance(rule, Quota) and rule.share <= 0:
        report.add("DS222", (*here, "share"), value=decimal_text(rule.share))
    if isinstance(rule, Quota) and rule.share > 1:
        report.add("DS219", (*here, "share"), value=decimal_text(rule.share))
