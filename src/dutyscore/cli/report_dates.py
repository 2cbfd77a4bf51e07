"""`--by month|quarter|half`: the standing at the end of each stretch, by scoring the same entries as of that day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from dutyscore.cli.evaluate import score_files
from dutyscore.cli.progress import Steps
from dutyscore.cli.publish import Made
from dutyscore.cli.values import Values
from dutyscore.compare.history import arranged
from dutyscore.model.days import CALENDAR, Stretch, stretch_of
from dutyscore.model.result import Result
from dutyscore.output.views.report_told import Standing
from dutyscore.pipeline import Outcome, Request, score_reading
from dutyscore.rulebook.load import Loaded
from dutyscore.rulebook.words import vocabulary
from dutyscore.tables import read_logs


def standings_to_date(made: Made, loaded: Loaded, by: Sequence[str], steps: Steps) -> dict[str, tuple[Standing, ...]]:
    """For each word of `by` the standings at the ends of its stretches, in order of time. Each end is scored once."""
    result = made.result
    stretches = {word: list(_stretches(result, word)) for word in dict.fromkeys(by)}
    ends = sorted({one.last for several in stretches.values() for one in several} - {result.as_of})
    scored: dict[int, Result | None] = {result.as_of: result}
    if ends:
        again = _scorer(made, loaded)
        for number, end in enumerate(ends):
            steps.tell(number, len(ends), made.shell.wording.word("stage", "score"))
            found = again(end).result
            scored[end] = replace(found, ledgers=()) if found else None  # what is compared are totals
    return {word: tuple(_standing(one, scored[one.last]) for one in several) for word, several in stretches.items()}


def _scorer(made: Made, loaded: Loaded) -> Callable[[int], Outcome]:
    """Scores what the run has scored, as of another day: the entries as they were read once or, of a log too large for
    that, the files anew."""
    assert loaded.rulebook
    assert made.files.rulebook
    history, _, _ = arranged(made.files.pasts, made.result.rulebook.id, made.result.period)
    request = Request(made.result.selection, None, made.result.partial, made.evaluated.reading)
    if not made.result.ledgers:
        memory = Values(made.shell.wording).size("--memory", made.asked.memory)
        asked, rulebook = replace(made.asked, ledger=""), made.files.rulebook
        return lambda day: score_files(
            asked, made.shell, memory, rulebook, made.files, history, replace(request, as_of=day)
        )
    reading = read_logs(made.files.logs, made.files.roster, vocabulary(loaded.rulebook), made.evaluated.reading)
    return lambda day: score_reading(loaded, reading, history, replace(request, as_of=day))


def _stretches(result: Result, word: str) -> Iterator[Stretch]:
    """The stretches of a kind in what was scored; the last one ends with `as_of`."""
    window = next(name for name in CALENDAR if name == word)
    day, last = result.selection.first, min(result.selection.last, result.as_of)
    while day <= last:
        whole = stretch_of(day, window)
        yield Stretch(day, min(whole.last, last), whole.label)
        day = whole.last + 1


def _standing(stretch: Stretch, result: Result | None) -> Standing:
    if result is None:
        return Standing(stretch, None, None, None)
    return Standing(stretch, result.totals, result.scored, result.rank.places)
