"""The registration form of a year's duty (履职情况登记表): filled in from the log, with room for what people write."""

from __future__ import annotations

from collections.abc import Iterator

from dutyscore.model.issued import Issue, Line, Part, Room, Rows, Sheet
from dutyscore.model.tableau import Cell, Column, Table
from dutyscore.output.views.fact_texts import fact_texts
from dutyscore.output.views.issue_parts import Letter, Pairs, framed, head, issue, past, standing, who
from dutyscore.output.views.posting_words import note_of, what_of
from dutyscore.output.views.postings import AT_TOTALS, Posting, postings, short_day
from dutyscore.output.views.report_told import Told
from dutyscore.output.views.run import Amounts, categories, category_of


def registration_forms(told: Told, letter: Letter) -> Issue:
    title = told.wording("issue.registration.title", subject=told.book.subject)
    contents = _contents(told)
    return issue(told, title, (_form(told, member, title, contents) for member in told.members))


def _form(told: Told, member: int, title: str, contents: list[str]) -> Sheet:
    rooms = told.wording.at("issue.registration.rooms")
    parts: list[Part] = [
        *head(told, title),
        framed([*who(told, member), *_held(told, member)], *standing(told, member)),
        *_categories(told, member, contents),
        *past(told, member),
        *(Room(row["label"], int(row["lines"]), row.get("foot", "")) for row in rooms),
    ]
    return Sheet(told.result.roster.names[member], tuple(parts), apart=told.result.roster.ids[member])


def _held(told: Told, member: int) -> Pairs:
    """The other facts of the roster, as held on the last day."""
    import numpy as np

    from dutyscore.scoring.view import held_on, pick_rows

    result, wording = told.result, told.wording
    day = np.array([min(result.selection.last, result.as_of)], np.int32)
    row = held_on(result.roster, np.array([member], np.int32), day)
    pairs = []
    for name, fact in told.book.roster.items():
        if fact.group or fact.employer or name not in result.roster.facts:
            continue
        text = fact_texts(pick_rows(result.roster.facts[name], row))[0]
        pairs.append((name, Cell(text or wording("issue.none"))))
    return pairs


def _categories(told: Told, member: int, contents: list[str]) -> Iterator[Part]:
    """Each category with what was done and what it came to; the lines of a category add up to its points."""
    result, wording = told.result, told.wording
    amounts, home = Amounts(result.scale), category_of(result)
    deeds: dict[int, dict[object, list[Posting]]] = {root: {} for root in (*categories(result), -1)}
    for place, posting in enumerate(postings(result, member)):
        if posting.kind in AT_TOTALS:
            continue
        root = home[posting.node] if posting.node >= 0 else -1
        key = posting.entry if posting.entry >= 0 else f"posting {place}"
        deeds[root].setdefault(key, []).append(posting)
    for root, told_deeds in deeds.items():
        if root < 0 and not told_deeds:
            continue
        rows = [_deed(told, posted, amounts, contents) for posted in told_deeds.values()]
        count = sum(1 for posted in told_deeds.values() if posted[0].entry >= 0)
        sums = 0
        if root >= 0:
            text = amounts(int(result.values[member, root]))
            sum_row = (Cell(""), Cell(wording("issue.registration.sum")), Cell(""), Cell(text, text))
            rows, sums = [*rows, sum_row], 1
        name = result.nodes[root].name if root >= 0 else wording("issue.registration.other")
        yield Line(wording("issue.registration.category", name=name, count=count), "heading")
        yield Rows(Table(name, _columns(told), tuple(rows)), sums)


def _columns(told: Told) -> tuple[Column, ...]:
    wording = told.wording
    return (
        Column("date", wording("column.date")),
        Column("item", wording("column.item")),
        Column("deed", wording("issue.registration.deed"), wrapped=True),
        Column("amount", wording("column.amount"), "right", decimals=told.result.scale.decimals),
    )


def _deed(told: Told, posted: list[Posting], amounts: Amounts, contents: list[str]) -> tuple[Cell, ...]:
    """One entry with what is left of it here; a posting without an entry with why it is there."""
    result, first = told.result, posted[0]
    amount = amounts(sum(posting.amount for posting in posted))
    if first.entry < 0:
        words = (what_of(result, first, told.wording), note_of(result, first, told.wording))
        return (Cell(""), Cell(words[0]), Cell(words[1]), Cell(amount, amount))
    day = short_day(result, int(result.entries.day[first.entry]))
    code = int(result.entries.project.codes[first.entry])
    item = result.nodes[first.node].name if first.node >= 0 else result.entries.project.words[code] if code >= 0 else ""
    reasons = [note_of(result, posting, told.wording) for posting in posted[1:]]
    content = told.wording.series(filter(None, (contents[first.entry], *reasons)))
    return (Cell(day), Cell(item), Cell(content), Cell(amount, amount))


def _contents(told: Told) -> list[str]:
    """What the log says of each entry besides review and claim: its deed first, then the other facts with their
    names; a default says nothing."""
    book, entries = told.book, told.result.entries
    left_out = set(book.entries.confirmed.names()) if book.entries.confirmed else set()
    left_out |= {book.entries.claimed.field} if book.entries.claimed else set()
    deed = book.entries.columns.deed or ""
    names = [*([deed] if deed else []), *(name for name in book.fields_ if name != deed)]
    columns = []
    for name in names:
        if name in entries.facts and name not in left_out:
            plain = name == deed or book.fields_[name].kind == "text"
            texts = ["" if text == book.fields_[name].default else text for text in fact_texts(entries.facts[name])]
            columns.append(texts if plain else [f"{name} {text}" if text else "" for text in texts])
    return [told.wording.series(filter(None, row)) for row in zip(*columns, strict=True)] or [""] * len(entries)
