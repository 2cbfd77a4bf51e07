"""Who is concerned: members whose score, rank, grade, band or lists change, and whose doing it is."""

from __future__ import annotations

from collections.abc import Iterator

from dutyscore.compare.impact import Impact, Moved, distribution, grouped
from dutyscore.compare.report import Report
from dutyscore.model.days import iso
from dutyscore.model.exact import decimal_text
from dutyscore.model.tableau import Block, Cell, Column, Paragraph, Table
from dutyscore.output.wording import Wording


def concerned(report: Report, wording: Wording, *, anonymous: bool) -> Iterator[Block]:
    """Who is concerned, and which changes did it."""
    impact = report.impact
    if impact is None:
        return
    yield Paragraph((_summary(impact, wording),), "heading")
    told = tuple(_states(impact, wording))
    if told:
        yield Paragraph(told, "stamp")
    moved = [member for member in impact.members if member.changed and _is_shown(report, member)]
    if moved:
        yield _members(impact, moved, wording, anonymous)
        yield from _listed(impact, moved, wording, anonymous)
    if report.shown is not None:
        yield Paragraph((wording("report.shown", shown=len(moved), members=len(impact.members)),), "note")
    if impact.attribution:
        yield Paragraph(tuple(_attribution_notes(impact, wording)), "note")


def _states(impact: Impact, wording: Wording) -> Iterator[str]:
    """Provisional, to date, no roster: the same words as on standings."""
    scope, chosen = impact.scope, impact.scope.selection
    if scope.refused:
        yield wording("score.partial", refused=scope.refused)
    if chosen != scope.period:
        yield wording("score.selection", label=chosen.label, first=iso(chosen.first), last=iso(chosen.last))
    elif scope.as_of < scope.period.last:
        yield wording("score.to_date", as_of=iso(scope.as_of), period=scope.period.label)
    if not scope.declared:
        yield wording("score.no_roster", members=len(impact.members))


def figures(report: Report, wording: Wording, *, anonymous: bool) -> Iterator[Block]:
    """How many, from where to where, and who stands near a line."""
    impact = report.impact
    if impact is None:
        return
    for key, found in (("grades", impact.grades), ("bands", impact.bands)):
        if found and any(old != new for old, new in found):
            yield from titled(_transitions(key, found, impact.rows, wording))
    yield from _distribution(impact, wording)
    yield from _near(report, impact, wording, anonymous)
    yield from _groups(impact, wording)


def titled(table: Table) -> Iterator[Block]:
    """A table under its name: a document has several."""
    yield Paragraph((table.name,), "heading")
    yield table


def _is_shown(report: Report, member: Moved) -> bool:
    return report.shown is None or member.id in report.shown


def called(member: Moved, index: int, anonymous: bool) -> str:
    """The name, or a number that says nothing."""
    return f"M{index + 1}" if anonymous else member.name


def _summary(impact: Impact, wording: Wording) -> str:
    parts = [
        wording(f"diff.moved_{what}", count=impact.count(what))
        for what in ("total", "rank", "grade", "band", "lists")
        if impact.count(what)
    ]
    told = wording.series(parts) if parts else wording("diff.nobody")
    return wording("diff.impact", members=len(impact.members), parts=told)


def _signed(steps: int, impact: Impact) -> str:
    text = impact.scale.text(steps)
    return f"+{text}" if steps > 0 else text


def _members(impact: Impact, moved: list[Moved], wording: Wording, anonymous: bool) -> Table:
    place = {member.id: index for index, member in enumerate(impact.members)}
    ranks = any(member.old.rank != member.new.rank for member in moved)
    bands = any(member.old.band != member.new.band for member in moved)
    decimals = impact.scale.decimals
    columns = (
        Column("id", wording("column.id"), label=True, people=False),
        Column("name", wording("column.name"), label=True),
        Column("old", wording("diff.column.old_total"), "right", decimals=decimals),
        Column("new", wording("diff.column.new_total"), "right", decimals=decimals),
        Column("change", wording("diff.column.difference"), "right", decimals=decimals),
        Column("rank", wording("column.rank"), "right", people=ranks),
        Column("grade", wording("column.grade"), people=bool(impact.grades)),
        Column("band", wording("column.band"), people=bands),
        Column("causes", wording("diff.column.causes"), people=impact.attribution is not None, wrapped=True),
    )
    rows = tuple(
        (
            Cell("" if anonymous else member.id),
            Cell(called(member, place[member.id], anonymous)),
            _amount(member.old.total, impact),
            _amount(member.new.total, impact),
            Cell(_signed(member.difference, impact), impact.scale.text(member.difference)),
            Cell(_step(str(member.old.rank or "-"), str(member.new.rank or "-"))),
            Cell(_step(member.old.grade or "-", member.new.grade or "-")),
            Cell(_step(member.old.band or "-", member.new.band or "-")),
            Cell("  ".join(f"{_ids(numbers)} {_signed(steps, impact)}" for numbers, steps in member.parts)),
        )
        for member in moved
    )
    return Table(wording("diff.table.members"), columns, rows)


def _listed(impact: Impact, moved: list[Moved], wording: Wording, anonymous: bool) -> Iterator[Block]:
    """Who comes on a list or leaves one: names of lists are too long to stand beside numbers."""
    place = {member.id: index for index, member in enumerate(impact.members)}
    columns = (
        Column("name", wording("column.name"), label=True),
        Column("lists", wording("diff.column.lists"), wrapped=True),
    )
    rows = tuple(
        (Cell(called(member, place[member.id], anonymous)), Cell(_lists(member)))
        for member in moved
        if member.old.lists != member.new.lists
    )
    if rows:
        yield from titled(Table(wording("diff.table.lists"), columns, rows))


def _ids(numbers: tuple[int, ...]) -> str:
    return "+".join(f"D{number}" for number in numbers)


def _amount(steps: int | None, impact: Impact) -> Cell:
    text = "-" if steps is None else impact.scale.text(steps)
    return Cell(text, "" if steps is None else text)


def _step(old: str, new: str) -> str:
    return old if old == new else f"{old} -> {new}"


def _lists(member: Moved) -> str:
    gone = [f"-{name}" for name in member.old.lists if name not in member.new.lists]
    come = [f"+{name}" for name in member.new.lists if name not in member.old.lists]
    return " ".join([*gone, *come])


def _attribution_notes(impact: Impact, wording: Wording) -> Iterator[str]:
    assert impact.attribution
    yield wording("diff.checked")
    if impact.attribution.ordered:
        ids = wording.series(f"D{number}" for number in sorted(impact.attribution.ordered))
        yield wording("diff.ordered", changes=ids)
    for player, steps in sorted(impact.attribution.steps.items(), key=lambda one: min(one[0])):
        total, touched = int(steps.sum()), int((steps != 0).sum())
        if touched:
            facts = {"change": _ids(tuple(sorted(player))), "points": _signed(total, impact), "members": touched}
            yield wording("diff.caused", **facts)


def _transitions(key: str, found: dict[tuple[str, str], int], order: tuple[str, ...], wording: Wording) -> Table:
    """Old rows down, new rows across."""
    names = sorted({name for pair in found for name in pair}, key=[*order, ""].index)
    columns = (
        Column("old", wording("diff.column.from_to"), label=True),
        *(Column(name or "none", name or "-", "right") for name in names),
    )
    rows = tuple(
        (Cell(old or "-"), *(Cell(str(found.get((old, new), 0) or ""), str(found.get((old, new), 0))) for new in names))
        for old in names
    )
    return Table(wording(f"diff.table.{key}"), columns, rows)


def _distribution(impact: Impact, wording: Wording) -> Iterator[Block]:
    found = distribution(impact.members, impact.scale) if impact.ranked and impact.count("total") else []
    if found:
        columns = (
            Column("from", wording("diff.column.from"), "right", label=True),
            Column("below", wording("diff.column.below"), "right", label=True),
            Column("old", wording("diff.column.old"), "right"),
            Column("new", wording("diff.column.new"), "right"),
        )
        rows = tuple(
            (Cell(decimal_text(first)), Cell(decimal_text(last)), Cell(str(old), str(old)), Cell(str(new), str(new)))
            for first, last, old, new in found
        )
        yield from titled(Table(wording("diff.table.distribution"), columns, rows))


def _near(report: Report, impact: Impact, wording: Wording, anonymous: bool) -> Iterator[Block]:
    found = [near for near in impact.near if _is_shown(report, impact.members[near.member])]
    if found:
        columns = (
            Column("line", wording("diff.column.line"), label=True),
            Column("bound", wording("diff.column.bound"), "right"),
            Column("name", wording("column.name"), label=True),
            Column("distance", wording("diff.column.distance"), "right"),
        )
        rows = tuple(
            (
                Cell(near.line),
                Cell(decimal_text(near.bound)),
                Cell(called(impact.members[near.member], near.member, anonymous)),
                Cell(("+" if near.distance > 0 else "") + decimal_text(near.distance)),
            )
            for near in found
        )
        yield from titled(Table(wording("diff.table.near"), columns, rows))


def _groups(impact: Impact, wording: Wording) -> Iterator[Block]:
    found = grouped(impact.members)
    if not found:
        return
    columns = (
        Column("group", wording("column.group"), label=True),
        Column("members", wording("diff.column.members"), "right"),
        Column("changed", wording("diff.column.changed"), "right"),
        Column("points", wording("diff.column.points"), "right"),
        Column("grades", wording("diff.column.grades"), "right", people=bool(impact.grades)),
    )
    rows = tuple(
        (Cell(each.name), Cell(str(each.members), str(each.members)), Cell(str(each.moved), str(each.moved)),
         Cell(_signed(each.points, impact)), Cell(str(each.graded), str(each.graded)))
        for each in found
    )  # fmt: skip
    yield from titled(Table(wording("diff.table.groups"), columns, rows))
