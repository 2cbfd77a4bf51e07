"""Reports of random rulebooks over random logs: every format can be written, and what must add up adds up."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from hypothesis import given

from dutyscore.model.tableau import Chart, Table
from dutyscore.output.formats import Paper, printed
from dutyscore.output.views.report import SECTIONS, report_view
from dutyscore.output.views.report_told import Told
from dutyscore.output.views.run import Run
from dutyscore.output.wording import LANGUAGES, load
from dutyscore.pipeline import reviews_of
from tests.oracle.draw import World, worlds
from tests.oracle.engine_adapter import load as load_book
from tests.oracle.engine_adapter import run_engine
from tests.oracle.profiles import worlds_drawn
from tests.output.reports import charts, rows, sections, tables

SHOWN_OF_WHOLE = 3
"""Every so many-th world prints one member only."""


def told_of(world: World, language: str) -> Told | None:
    """What a report of the world is made of; None where nothing could be scored."""
    loaded = load_book(world.book)
    if loaded.rulebook is None:
        return None
    outcome = run_engine(loaded, world.records, world.roster, world.history, world.selection, world.as_of).outcome
    if outcome.result is None:
        return None
    shown = (0,) if world.seed % SHOWN_OF_WHOLE == 0 and len(outcome.result.roster) else None
    run = Run(outcome.rows, outcome.inputs, ("log",), outcome.findings, shown=shown)
    return Told(outcome.result, run, loaded.rulebook, load(language), {}, reviews_of(loaded, outcome.result))


def added(found: Sequence[dict[str, str]], key: str) -> Fraction:
    return sum((Fraction(row[key]) for row in found), Fraction(0))


def adds_up(told: Told) -> None:
    """Sums that hold whatever the rulebook says."""
    result, step = told.result, told.result.scale.step
    report = report_view(told, "xlsx")
    found = sections(report)
    assert set(found) <= set(SECTIONS)
    ledger = next(iter(tables(found["ledger"]).values()))
    posted = sum(int(part.amount[part.member == member].sum()) for part in result.ledgers for member in told.members)
    assert added(rows(ledger), "amount") == posted * step
    whole = rows(next(iter(tables(found["rules"]).values())))
    assert len(whole) == len(result.nodes)
    for chart in (block for block in report.blocks if isinstance(block, Chart)):
        assert all(len(series.values) == len(chart.labels) for series in chart.series)
    if not result.pointless:
        reasons = rows(next(iter(tables(found["review"]).values())))
        assert added(reasons[:-1], "points") == Fraction(reasons[-1]["points"])
        assert told.reviews
        assert int(told.reviews.claimed.sum()) == int(result.claimed.sum())
        distribution = charts(report).get("distribution")
        if distribution:
            assert sum(map(int, distribution.series[0].values)) == int(result.scored.sum())
    for block in report.blocks:
        if isinstance(block, Table):
            assert all(len(row) == len(block.columns) for row in block.rows), block.name


def test_reports_of_anything() -> None:
    reported = 0

    @worlds_drawn(usual=60, deep=1500)
    @given(worlds())
    def look(world: World) -> None:
        nonlocal reported
        told = told_of(world, LANGUAGES[world.seed % len(LANGUAGES)])
        if told is None:
            return
        reported += 1
        adds_up(told)
        for format_ in ("html", "md", "xlsx"):
            report = report_view(told, format_)
            assert len(printed(report, format_, Paper(told.wording.language))) > 1_000

    look()
    assert reported > 30
