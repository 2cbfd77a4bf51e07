"""Score sheets (成绩单): one per member, with every posting and why it is what it is."""

from __future__ import annotations

from dutyscore.model.issued import Issue, Line, Part, Rows, Sheet, Signatures
from dutyscore.model.tableau import Table
from dutyscore.output.views.explain import lines_below
from dutyscore.output.views.issue_parts import Letter, category_rows, framed, head, issue, past, standing, who
from dutyscore.output.views.posting_table import posting_table
from dutyscore.output.views.postings import postings
from dutyscore.output.views.report_told import Told


def score_sheets(told: Told, letter: Letter) -> Issue:
    title = told.wording("issue.member.title", subject=told.book.subject)
    return issue(told, title, (_sheet(told, member, title) for member in told.members))


def _sheet(told: Told, member: int, title: str) -> Sheet:
    result, wording = told.result, told.wording
    posted = postings(result, member)
    table = posting_table(result, member, posted, wording)
    parts: list[Part] = [
        *head(told, title),
        framed(who(told, member), *standing(told, member)),
        Line(wording("issue.categories"), "heading"),
        category_rows(told, member),
        Line(wording("issue.postings"), "heading"),
        *([Rows(_fitting(table))] if table.rows else []),
        *(Line(text, "note") for text in lines_below(result, member, posted, wording)),
        *past(told, member),
        Signatures(tuple(wording.at("issue.member.signatures"))),
    ]
    return Sheet(result.roster.names[member], tuple(parts), apart=result.roster.ids[member])


def _fitting(table: Table) -> Table:
    """The table without columns in which nothing stands: room on paper is short."""
    kept = [place for place in range(len(table.columns)) if any(row[place].text for row in table.rows)]
    rows = tuple(tuple(row[place] for place in kept) for row in table.rows)
    return Table(table.name, tuple(table.columns[place] for place in kept), rows)
