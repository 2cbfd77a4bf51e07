"""Notices to employers: each is told about its own people and about nobody else's, and of the lists only what is
meant for it."""

from __future__ import annotations

from collections.abc import Iterator

from dutyscore.model.issued import Issue, Line, Part, Rows, Sheet
from dutyscore.output.views.issue_group import grouped, member_table
from dutyscore.output.views.issue_parts import Letter, issue, provisos, spoken_day, spoken_period
from dutyscore.output.views.report_told import Told


def employer_notices(told: Told, letter: Letter) -> Issue:
    title = told.wording("issue.employer_notice.title")
    places = grouped(told.result.employer, told.members)
    sheets = (
        _notice(told, letter, name, members) if name else _without(told, members) for name, members in places.items()
    )
    return issue(told, title, sheets, official=True)


def _notice(told: Told, letter: Letter, name: str, members: list[int]) -> Sheet:
    result, wording = told.result, told.wording
    facts = {
        "employer": name,
        "subject": told.book.subject,
        "period": spoken_period(result, wording),
        "book": result.rulebook.title,
        "count": len(members),
        "all": len(result.roster),
    }
    parts: list[Part] = [
        *([Line(letter.number, "number")] if letter.number else []),
        Line(wording("issue.employer_notice.heading", **facts), "title"),
        *provisos(told),
        Line(wording("issue.employer_notice.addressee", **facts), "addressee"),
        Line(wording("issue.employer_notice.body", **facts)),
        Rows(member_table(told, members, inside=False, outside=True)),
        *_lists(told, members),
        Line(wording("issue.employer_notice.asks", **facts)),
        Line(letter.issuer or wording("issue.no_issuer"), "issuer"),
        Line(spoken_day(letter.day, wording), "date"),
    ]
    return Sheet(name, tuple(parts))


def _lists(told: Told, members: list[int]) -> Iterator[Line]:
    """The lists that are for employers: those whose audience is the roster's column of employers, by its name."""
    wording, inside = told.wording, set(members)
    words = {word for name, fact in told.book.roster.items() if fact.employer for word in (name, *fact.aliases)}
    for row in told.result.lists:
        names = [told.result.roster.names[member] for member in row.members if member in inside]
        if names and words & set(row.to):
            facts = {"name": row.name, "names": wording.at("issue.notice.enumeration").join(names)}
            yield Line(wording("issue.employer_notice.list", **facts))


def _without(told: Told, members: list[int]) -> Sheet:
    """For the office itself: whom no employer is told about."""
    wording = told.wording
    facts = {"subject": told.book.subject, "count": len(members)}
    parts: tuple[Part, ...] = (
        Line(wording("issue.employer_notice.without", **facts), "title"),
        *provisos(told),
        Line(wording("issue.employer_notice.without_body", **facts)),
        Rows(member_table(told, members, inside=False)),
    )
    return Sheet(wording("issue.employer_notice.without_name"), parts)
