"""What the checks claim to have proved, against random rulebooks and logs: no run may contradict a proof."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import HealthCheck, given, settings

from dutyscore.checks import reach
from dutyscore.checks.rulebook import lint
from dutyscore.checks.sight import Beside, sights
from dutyscore.checks.span import Span
from dutyscore.rulebook.load import Loaded
from tests.oracle.draw import World, worlds
from tests.oracle.engine_adapter import load, run_engine

RUNS = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def inside(value: Fraction, span: Span) -> bool:
    return (span.low is None or span.low <= value) and (span.high is None or value <= span.high)


@given(world=worlds())
@RUNS
def test_no_run_contradicts_a_proof(world: World) -> None:
    loaded = load(world.book)
    if loaded.rulebook is None or len(loaded.versions) > 1:
        return
    run = run_engine(loaded, world.records, world.roster, world.history, world.selection, world.as_of)
    if run.answer is None or run.outcome.result is None:
        return
    (sight,) = sights(loaded, Beside())
    for place in sight.book.places:
        span = reach.seen(sight, place)
        for member, values in run.answer.values.items():
            assert inside(values[place.id], span), (place.id, member, values[place.id], span)
    span = reach.total(sight)
    for member, total in run.answer.totals.items():
        if run.answer.scored[member]:
            assert inside(total, span), (member, total, span)
    _rows(loaded, run.outcome.result.grade.tolist(), "grades")
    _rows(loaded, run.outcome.result.band.tolist(), "bands")


def _rows(loaded: Loaded, landed: list[int], kind: str) -> None:
    """Nobody stands in a row that cannot be reached, or whose line is out of reach."""
    lines = {found.place.line for found in lint(loaded, Beside()) if found.code in ("DS215", "DS242")}
    root = loaded.text.root
    assert root is not None
    for row in {row for row in landed if row >= 0}:
        place = root.at((kind, row, "name"))
        assert place.line not in lines, (kind, row)
