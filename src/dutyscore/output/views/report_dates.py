"""Period to date: every member's total at the end of each month, quarter or half-year, and how the body moved.

A total to date is what the rulebook gives as of that day, not a sum of the postings until then: a pick, a cap or a
floor looks at the whole period, so the same entry may stand today and be replaced tomorrow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from dutyscore.model.days import iso
from dutyscore.model.tableau import Block, Cell, Chart, Column, Paragraph, Series, Table
from dutyscore.output.views.lines import grade_lines
from dutyscore.output.views.report_groups import members_of
from dutyscore.output.views.report_summary import lines_text, marks, number
from dutyscore.output.views.report_told import Standing, Told
from dutyscore.output.views.run import Amounts, ranked
from dutyscore.output.views.statistics import FIGURES, figure_places, figures, places_of, rounded


def by_month(told: Told) -> Iterator[Block]:
    return _dates(told, "month")


def by_quarter(told: Told) -> Iterator[Block]:
    return _dates(told, "quarter")


def by_half(told: Told) -> Iterator[Block]:
    return _dates(told, "half")


def _dates(told: Told, word: str) -> Iterator[Block]:
    standings = told.dates.get(word, ())
    if not standings or told.result.pointless:
        return
    wording = told.wording
    yield Paragraph((wording("report.dates.note"), *_missing(told, standings)), "note")
    if len(standings) > 1:
        yield _trend(told, word, standings)
    yield _moves(told, standings)
    if any(told.result.group):
        yield _groups(told, standings)
    yield _members(told, standings, "totals", _total)
    if len(standings) > 1:
        yield _members(told, standings, "gains", _gain)


def _missing(told: Told, standings: Sequence[Standing]) -> Iterator[str]:
    none = [one.stretch.label for one in standings if one.totals is None]
    if none:
        yield told.wording("report.dates.missing", stretches=told.wording.series(none))


def _steps(standing: Standing, members: Sequence[int] | None = None) -> list[int]:
    """The totals of those who were scored, of these members where they are given."""
    if standing.totals is None or standing.scored is None:
        return []
    if members is not None:
        return [int(standing.totals[member]) for member in members if standing.scored[member]]
    return [int(value) for value in standing.totals[standing.scored]]


def _trend(told: Told, word: str, standings: Sequence[Standing]) -> Chart:
    wording, scale = told.wording, told.result.scale
    places = places_of(scale)
    found = [figures(_steps(one), scale) for one in standings]

    def line(key: str) -> Series:
        values = (rounded(getattr(of, key), places) if of else "" for of in found)
        return Series(wording(f"report.column.{key}"), tuple(values))

    lines = grade_lines(told.book.grades, scale)
    summary = wording(
        "report.trend.summary", first=standings[0].stretch.label, last=standings[-1].stretch.label,
        lines=lines_text(told, lines),
    )  # fmt: skip
    return Chart(
        f"trend-{word}", "trend", wording("report.trend.title"), summary, wording(f"report.stretch.{word}"),
        wording("report.unit.points"), tuple(one.stretch.label for one in standings),
        tuple(line(key) for key in ("maximum", "mean", "median", "minimum")), marks(told, lines), decimals=places,
    )  # fmt: skip


def _moves(told: Told, standings: Sequence[Standing]) -> Table:
    """The body at each end: to date, and what the stretch itself brought on the mean."""
    wording, scale = told.wording, told.result.scale
    places = places_of(scale)
    columns = (
        Column("stretch", wording("report.column.stretch"), label=True),
        Column("as_of", wording("report.column.as_of")),
        Column("scored", wording("report.column.scored"), "right"),
        *(
            Column(key, wording(f"report.column.{key}"), "right", decimals=figure_places(key, scale))
            for key in ("mean", "gain", *FIGURES[1:])
        ),
    )
    rows = []
    before: Fraction | None = Fraction(0)
    for one in standings:
        of = figures(_steps(one), scale)
        texts = of.texts(scale) if of else dict.fromkeys(FIGURES, "")
        gain = rounded(of.mean - before, places) if of and before is not None else ""
        cells = (number(text) for text in (texts.pop("mean"), gain, *texts.values()))
        scored = number(str(of.count) if of else "")
        rows.append((Cell(one.stretch.label), Cell(iso(one.stretch.last)), scored, *cells))
        before = of.mean if of else None
    return Table(wording("report.dates.moves"), columns, tuple(rows))


def _groups(told: Told, standings: Sequence[Standing]) -> Table:
    """A line a group: the mean of its scored members at each end."""
    wording, scale = told.wording, told.result.scale
    places = places_of(scale)
    columns = (Column("group", wording("column.group"), label=True), *_ends(standings, places))
    rows = []
    for name, members in members_of(told).items():
        found = (figures(_steps(one, members), scale) for one in standings)
        means = (number(rounded(of.mean, places) if of else "") for of in found)
        rows.append((Cell(name or wording("report.no_group")), *means))
    return Table(wording("report.dates.groups"), columns, tuple(rows))


def _ends(standings: Sequence[Standing], decimals: int) -> Iterator[Column]:
    """A column of numbers for each stretch."""
    for place, one in enumerate(standings, 1):
        yield Column(f"end{place}", one.stretch.label, "right", decimals=decimals)


def _members(
    told: Told, standings: Sequence[Standing], key: str, value: Callable[[Standing | None, Standing, int], int | None]
) -> Table:
    """A line a member: what `value` makes of each stretch and the one before it."""
    result, wording = told.result, told.wording
    decimals, amounts = result.scale.decimals, Amounts(result.scale)
    unique = len(set(result.roster.names)) == len(result.roster)
    columns = (
        Column("id", wording("column.id"), label=True, people=not unique),
        Column("name", wording("column.name"), label=True),
        Column("group", wording("column.group"), people=any(result.group)),
        *_ends(standings, decimals),
    )
    rows = []
    for member in ranked(result, told.run):
        group = result.group[member] if result.group else ""
        who = (Cell(result.roster.ids[member]), Cell(result.roster.names[member]), Cell(group))
        steps = (value(before, one, member) for before, one in zip([None, *standings], standings, strict=False))
        rows.append((*who, *(number("" if step is None else amounts(step)) for step in steps)))
    return Table(wording(f"report.dates.{key}"), columns, tuple(rows))


def _total(before: Standing | None, standing: Standing, member: int) -> int | None:
    """The total of a member at the end of a stretch; None for who is not scored."""
    if standing.totals is None or standing.scored is None or not standing.scored[member]:
        return None
    return int(standing.totals[member])


def _gain(before: Standing | None, standing: Standing, member: int) -> int | None:
    """What a stretch brought: the difference of two ends, the first one from nothing."""
    now = _total(None, standing, member)
    then = 0 if before is None else _total(None, before, member)
    return None if now is None or then is None else now - then
