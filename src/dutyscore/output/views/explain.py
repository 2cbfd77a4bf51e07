"""Every posting of one member: where the points came from, what was cut and why, how far the next grade is."""

from __future__ import annotations

from dutyscore.model.days import iso
from dutyscore.model.ledger import Kind
from dutyscore.model.result import Result
from dutyscore.model.tableau import NOTHING, Cell, Column, Paragraph, Table, Tableau
from dutyscore.output.views.explanation_form import explanation_form
from dutyscore.output.views.postings import (
    AT_TOTALS,
    CAUSED_BY_ENTRY,
    Account,
    Posting,
    accounts,
    cell_name,
    clause_of,
    limit_of,
    limit_window,
    postings,
    short_address,
    short_day,
)
from dutyscore.output.views.run import Amounts, Run, rulebook_line, states
from dutyscore.output.wording import Wording


def explain_view(result: Result, member: int, run: Run, wording: Wording) -> Tableau:
    told = postings(result, member)
    blocks = (
        Paragraph((_heading(result, member, wording),), "title"),
        Paragraph((rulebook_line(result), *states(result, run, wording)), "stamp"),
        _table(result, member, told, wording),
        Paragraph(tuple(_below(result, member, told, wording)), "note"),
    )
    title = f"{name_of(result, member)} - {result.rulebook.title}"
    return Tableau(title, blocks, lambda: explanation_form(result, member, told, run))


def pipeline_view(wording: Wording) -> Tableau:
    """The order of operations, the same for every rulebook."""
    title = wording("explain.pipeline.title")
    steps = tuple(wording.at("explain.pipeline.steps"))
    form = {"steps": [kind.name for kind in Kind]}
    return Tableau(title, (Paragraph((title,), "title"), Paragraph(steps)), lambda: form)


def name_of(result: Result, member: int) -> str:
    """The name, with the id where that is another word."""
    name, id_ = result.roster.names[member], result.roster.ids[member]
    return name if name == id_ else f"{name} ({id_})"


def _heading(result: Result, member: int, wording: Wording) -> str:
    amounts = Amounts(result.scale)
    total, grade = amounts(int(result.totals[member])), int(result.grade[member])
    by_points, band = int(result.points_grade[member]), int(result.band[member])
    parts = [name_of(result, member)]
    if result.group and result.group[member]:
        parts.append(wording("explain.group", group=result.group[member]))
    scored = bool(result.scored[member])
    if not scored:
        parts.append(wording("explain.not_scored"))
    elif not result.pointless:
        parts.append(wording("explain.total", total=total))
    if result.grades:
        shown = result.grades[grade].name if grade >= 0 else NOTHING
        other = result.grades[by_points].name if by_points >= 0 and by_points != grade else ""
        parts.append(wording("explain.grade", grade=shown, points_grade=other))
    if result.bands:
        parts.append(wording("explain.band", band=result.bands[band].name if band >= 0 else NOTHING))
    parts.append(wording("explain.rank", rank=int(result.rank.places[member]) or NOTHING))
    if not result.pointless:
        parts.append(wording("explain.claimed", claimed=amounts(int(result.claimed[member]))))
        parts.append(wording("explain.confirmed", confirmed=total))
    return "   ".join(parts)


def _table(result: Result, member: int, told: list[Posting], wording: Wording) -> Table:
    decimals = result.scale.decimals
    columns = (
        Column("address", wording("column.address")),
        Column("date", wording("column.date")),
        Column("clause", wording("column.clause")),
        Column("item", wording("column.item")),
        Column("amount", wording("column.amount"), "right", decimals=decimals),
        Column("running", wording("column.running"), "right", decimals=decimals),
        Column("note", wording("column.note"), wrapped=True),
    )
    amounts = Amounts(result.scale)
    rows: list[tuple[Cell, ...]] = []
    before = -1
    for posting in told:
        if posting.kind in AT_TOTALS:
            continue
        new = posting.entry >= 0 and posting.entry != before
        before = posting.entry
        amount, running = amounts(posting.amount), amounts(posting.running)
        rows.append(
            (
                Cell(short_address(result, posting.entry) if new else ""),
                Cell(short_day(result, int(result.entries.day[posting.entry])) if new else ""),
                Cell(wording.series(clause_of(result, posting))),
                Cell(_what(result, posting, wording)),
                Cell(amount, amount),
                Cell(running, running),
                Cell(_note(result, posting, wording)),
            )
        )
    for account in accounts(result, member, told):
        rows += _account_rows(result, account, wording)
    return Table(wording("table.explain"), columns, tuple(rows))


def _account_rows(result: Result, account: Account, wording: Wording) -> list[tuple[Cell, ...]]:
    """What made a total out of the sum of its nodes; the plain total of a book goes on where the postings end."""
    amounts = Amounts(result.scale)
    blank = Cell("")
    rows: list[tuple[Cell, ...]] = []
    if account.total:
        start = Cell(amounts(account.start), amounts(account.start))
        rows.append((blank, blank, blank, Cell(wording("explain.total_of", total=account.total)), start, start, blank))
    for posting in account.postings:
        amount, running = amounts(posting.amount), amounts(posting.running)
        what = result.parts[posting.cause].of or wording.word("kind", posting.kind.name)
        rows.append(
            (
                blank,
                blank,
                blank,
                Cell(wording("explain.at_total", total=account.total, what=what)),
                Cell(amount, amount),
                Cell(running, running),
                Cell(_note(result, posting, wording)),
            )
        )
    return rows


def _what(result: Result, posting: Posting, wording: Wording) -> str:
    """The item of an award, the limit of a cut, the name of a veto, or why something was cut."""
    if posting.kind in (Kind.award, Kind.member_award) and posting.node >= 0:
        return result.nodes[posting.node].name
    if posting.kind == Kind.no_clause:
        code = int(result.entries.project.codes[posting.entry])
        return result.entries.project.words[code] if code >= 0 else ""
    if posting.kind == Kind.veto and 0 <= posting.cause < len(result.vetoes):
        return result.vetoes[posting.cause].name
    if posting.kind in (Kind.over_cap, Kind.below_floor):
        return _limit(result, posting, wording)
    return wording.word("kind", posting.kind.name)


def _limit(result: Result, posting: Posting, wording: Wording) -> str:
    limit = limit_of(result, posting.cause)
    if limit is None:
        return wording.word("kind", posting.kind.name)
    whole_year = limit.window == "period" and len(result.period.label) == len("2025")
    stretch = limit_window(result, posting.cause, posting.window)
    own = result.nodes[limit.node].kind == "item" and posting.entry >= 0
    key = f"explain.{'own' if own else 'limit'}_{'max' if posting.kind == Kind.over_cap else 'min'}"
    return wording(
        key,
        node=result.nodes[limit.node].name,
        window=wording.word("window", "year" if whole_year else limit.window),
        bound=Amounts(result.scale).short(limit.bound),
        label=stretch.label if stretch is not None and stretch.label != result.period.label else "",
    )


def _note(result: Result, posting: Posting, wording: Wording) -> str:
    """Why this posting exists, naming the entry or rule that caused it."""
    cause = ""
    if posting.kind in CAUSED_BY_ENTRY and posting.cause >= 0:
        cause = cell_name(result, posting.cause)
    elif posting.kind == Kind.over_cap and posting.entry >= 0:
        cause = cell_name(result, posting.entry)
    facts = {
        "cause": cause,
        "points": Amounts(result.scale)(abs(posting.amount)),
        "as_of": iso(result.as_of),
        "why": _rule(result, posting),
    }
    return wording.find(f"explain.note.{posting.kind.name}", facts) or ""


def _rule(result: Result, posting: Posting) -> str:
    """The exclusion or veto that a posting names as its cause."""
    if posting.kind == Kind.excluded and 0 <= posting.cause < len(result.excluded):
        return result.excluded[posting.cause]
    if posting.kind == Kind.inert and 0 <= posting.cause < len(result.vetoes):
        return result.vetoes[posting.cause].name
    return ""


def _below(result: Result, member: int, told: list[Posting], wording: Wording) -> list[str]:
    lines = [] if told else [wording("explain.nothing")]
    lines += [] if result.pointless else _gap(result, member, wording)
    met = [
        wording("explain.met" if bool(gate.members[member]) else "explain.unmet", name=gate.name)
        for gate in result.requirements
    ]
    vetoes = [gate.name for gate in result.vetoes if bool(gate.members[member])]
    lists = [
        wording("explain.held_back", name=row.name) if row.held_back else row.name
        for row in result.lists
        if member in row.members
    ]
    for key, parts in (("requirements", met), ("vetoes", vetoes), ("lists", lists)):
        if parts:
            lines.append(wording(f"explain.{key}", parts=wording.series(parts)))
    step = result.next_grade[member]
    if step is not None:
        amounts = Amounts(result.scale)
        text = wording("explain.distance", grade=step.grade, line=amounts.short(step.line), short=amounts(step.short))
        lines.append(wording("explain.without_veto", text=text) if vetoes else text)
    return lines


def _gap(result: Result, member: int, wording: Wording) -> list[str]:
    """How claimed and confirmed differ, by reason; the parts add up."""
    amounts = Amounts(result.scale)
    claimed, total = int(result.claimed[member]), int(result.totals[member])
    parts = [
        f"{wording.word('gap', wording.word('kind', reason))} {amounts(int(column[member]))}"
        for reason, column in result.gap.items()
        if int(column[member])
    ]
    lines = [
        wording(
            "explain.gap",
            claimed=amounts(claimed),
            confirmed=amounts(total),
            difference=amounts(claimed - total),
            parts=wording.series(parts),
        )
        if parts
        else wording("explain.no_gap")
    ]
    return lines + [
        wording("explain.reviewer", reviewer=reviewer, points=amounts(int(column[member])))
        for reviewer, column in result.reviewer_gap.items()
        if int(column[member])
    ]
