"""The notice of results (通报) as an official document: what was assessed, the numbers, the lists by audience, and the
whole roll as an attachment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dutyscore.model.issued import Issue, Line, NewPage, Part, Rows, Sheet
from dutyscore.model.result import ListInfo
from dutyscore.model.tableau import Cell, Column, Table
from dutyscore.output.views.counts import by_row
from dutyscore.output.views.issue_group import grouped, marks, member_table
from dutyscore.output.views.issue_parts import Letter, issue, provisos, spoken_day, spoken_period
from dutyscore.output.views.report_told import Told
from dutyscore.output.views.statistics import figure_places, figures, percent

_OF_GROUPS: Final = ("mean", "maximum")
"""Figures that are told of every group."""


def notice(told: Told, letter: Letter) -> Issue:
    result, wording = told.result, told.wording
    facts = {"subject": told.book.subject, "period": spoken_period(result, wording), "book": result.rulebook.title}
    title = wording("issue.notice.title", **facts)
    blank = wording("issue.blank")
    attached = [wording("issue.notice.roll", **facts), *([wording("issue.notice.groups")] if any(result.group) else [])]
    parts: list[Part] = [
        *([Line(letter.number, "number")] if letter.number else []),
        Line(title, "title"),
        *provisos(told),
        Line(wording("issue.notice.addressee", addressee=letter.addressee or blank), "addressee"),
        Line(wording("issue.notice.opening", **facts)),
        Line(wording("issue.notice.overall"), "heading"),
        *(Line(text) for text in _numbers(told)),
        *_lists(told, letter.addressee),
        *_attached(told, attached),
        Line(letter.issuer or wording("issue.no_issuer"), "issuer"),
        Line(spoken_day(letter.day, wording), "date"),
        NewPage(),
        Line(_mark(told, 1, len(attached)), "attachment"),
        Line(attached[0], "title"),
        Rows(member_table(told, told.members, inside=False)),
        *marks(told, told.members),
    ]
    if len(attached) > 1:
        parts += [NewPage(), Line(_mark(told, 2, 2), "attachment"), Line(attached[1], "title"), Rows(_groups(told))]
    return issue(told, title, [Sheet(title, tuple(parts))], official=True)


def _numbers(told: Told) -> Iterator[str]:
    """How many were assessed, mean, median, highest and lowest; how many stand in each grade and band."""
    result, wording = told.result, told.wording
    scored = [member for member in range(len(result.roster)) if bool(result.scored[member])]
    facts = {"subject": told.book.subject, "members": len(result.roster), "scored": len(scored)}
    left = len(result.roster) - len(scored)
    yield wording("issue.notice.members", **facts, left=left or "")
    found = figures([int(result.totals[member]) for member in scored], result.scale)
    if found and not result.pointless:
        yield wording("issue.notice.figures", **found.texts(result.scale))
    for key, rows, chosen in (("grades", result.grades, result.grade), ("bands", result.bands, result.band)):
        if not rows or not scored:
            continue
        counts = by_row(rows, chosen[scored].tolist())
        without = len(scored) - sum(counts.values())
        counts |= {wording("issue.notice.without"): without} if without else {}
        parts = wording.at("issue.notice.comma").join(
            wording("issue.notice.share", name=name, count=count, share=percent(count, len(scored)))
            for name, count in counts.items()
        )
        yield wording(f"issue.notice.{key}", parts=parts)


def lists_for(told: Told, addressee: str) -> list[ListInfo]:
    """The lists that a notice may hold: those for its addressee, where the rulebook names him as an audience, else
    those that everybody may see."""
    lists = told.result.lists
    posted = told.book.public.lists
    return [row for row in lists if addressee in row.to] or [row for row in lists if row.name in posted]


def _lists(told: Told, addressee: str) -> Iterator[Line]:
    """How many are under a veto; the lists by their audience, in the order of the rulebook, also empty ones and those
    still to come."""
    result, wording = told.result, told.wording
    shown = set(told.members)
    names = result.roster.names
    by_audience: dict[tuple[str, ...], list[str]] = {}
    lists = lists_for(told, addressee)
    vetoed = [(gate.name, sum(bool(gate.members[member]) for member in told.members)) for gate in result.vetoes]
    for name, count in vetoed:
        if count:
            yield Line(wording("issue.notice.vetoed", name=name, count=count))
    if lists:
        yield Line(wording("issue.notice.lists"), "heading")
    for row in lists:
        found = [names[member] for member in row.members if member in shown]
        facts = {"name": row.name, "count": len(found) or "", "names": _enumerated(told, found)}
        empty = "list_unstated" if row.unstated else "list_empty"
        key = "list_to_come" if row.held_back else "list" if found else empty
        by_audience.setdefault(row.to, []).append(wording(f"issue.notice.{key}", **facts))
    for audience, texts in by_audience.items():
        yield Line(wording("issue.notice.audience", to=_enumerated(told, audience), texts="".join(texts)))


def _enumerated(told: Told, words: tuple[str, ...] | list[str]) -> str:
    return str(told.wording.at("issue.notice.enumeration")).join(words)


def _attached(told: Told, attached: list[str]) -> Iterator[Line]:
    for number, name in enumerate(attached, 1):
        facts = {"number": number if len(attached) > 1 else "", "name": name}
        key = "attachment" if number == 1 else "attachment_next"
        yield Line(told.wording(f"issue.notice.{key}", **facts), "attachment")


def _mark(told: Told, number: int, of: int) -> str:
    return told.wording("issue.notice.attachment_mark", number=number if of > 1 else "")


def _groups(told: Told) -> Table:
    """Every group with its numbers: members, scored, mean, highest, how many in each grade."""
    result, wording = told.result, told.wording
    grades = by_row(result.grades, ())
    columns = (
        Column("group", wording("column.group"), label=True),
        Column("members", wording("issue.group.members"), "right"),
        Column("scored", wording("issue.group.scored"), "right"),
        *(
            Column(key, wording(f"issue.group.{key}"), "right", decimals=figure_places(key, result.scale))
            for key in (() if result.pointless else _OF_GROUPS)
        ),
        *(Column(f"grade{place}", name, "right") for place, name in enumerate(grades)),
    )
    rows = []
    for name, members in grouped(result.group, told.members).items():
        scored = [member for member in members if bool(result.scored[member])]
        found = figures([int(result.totals[member]) for member in scored], result.scale)
        texts = [str(len(members)), str(len(scored))]
        if not result.pointless:
            of = found.texts(result.scale) if found else dict.fromkeys(_OF_GROUPS, "")
            texts += [of[key] for key in _OF_GROUPS]
        texts += map(str, by_row(result.grades, result.grade[scored].tolist()).values())
        rows.append((Cell(name or wording("issue.group.none")), *(Cell(text, text) for text in texts)))
    return Table(wording("issue.notice.groups"), columns, tuple(rows))
