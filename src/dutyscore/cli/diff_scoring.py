"""Scores the same logs by many rulebooks: read once for every vocabulary, scored once for every book."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field, replace

from dutyscore.compare.book import Book
from dutyscore.compare.history import Past, arranged
from dutyscore.compare.members import aligned
from dutyscore.compare.report import Refused
from dutyscore.compare.specimen import Record
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.exact import decimal_text
from dutyscore.model.frozen import dataclass
from dutyscore.model.history import History
from dutyscore.model.result import Result
from dutyscore.pipeline import Outcome, Request, score_reading
from dutyscore.rulebook.load import Loaded
from dutyscore.rulebook.words import vocabulary
from dutyscore.tables import Input, Reading, read_logs, read_records

_ERRORS = ("DS3",)
Row = tuple[str, str, int]
"""File, sheet and line of a row."""


@dataclass
class Logs:
    """The logs of a comparison. `pasts` are earlier results as they were read."""

    files: Sequence[Input]
    roster: Input | None
    pasts: Sequence[Past]
    request: Request
    _readings: dict[str, Reading] = field(default_factory=dict)
    _parts: dict[tuple[int, frozenset[str]], Reading] = field(default_factory=dict)
    _history: History | None = None

    def reading(self, loaded: Loaded) -> Reading:
        assert loaded.rulebook
        words = vocabulary(loaded.rulebook)
        key = repr(words)
        if key not in self._readings:
            self._readings[key] = read_logs(self.files, self.roster, words, self.request.reading)
        return self._readings[key]

    def outcome(self, loaded: Loaded) -> Outcome:
        """The whole log by one book; rows that it refuses are left out and told."""
        request = replace(self.request, partial=True)
        if self._history is None:
            outcome = score_reading(loaded, self.reading(loaded), History(), request)
            if not self.pasts or outcome.result is None:
                self._history = None if self.pasts else History()
                return outcome
            self._history = arranged(self.pasts, outcome.result.rulebook.id, outcome.result.period)[0]
        return score_reading(loaded, self.reading(loaded), self._history, request)

    def part(self, loaded: Loaded, words: frozenset[str] | None, like: Result) -> Result | None:
        """The members of `like` by another book, only by entries with these project words where they are given."""
        reading = self.reading(loaded)
        if words is not None:
            reading = self._restricted(reading, words)
        request = replace(self.request, partial=True, selection=like.selection, as_of=like.as_of)
        result = score_reading(loaded, reading, self._history or History(), request).result
        return None if result is None else aligned(result, like.roster)

    def _restricted(self, reading: Reading, words: frozenset[str]) -> Reading:
        import numpy as np

        key = id(reading), words
        if key not in self._parts:
            project = reading.entries.project
            wanted = np.array([*(word in words for word in project.words), False], bool)
            self._parts[key] = replace(reading, entries=reading.entries.take(np.flatnonzero(wanted[project.codes])))
        return self._parts[key]


def probed(book: Book, records: Sequence[Record]) -> dict[str, str]:
    """The totals of made-up members; one of whose rows is refused has none."""
    header = book.rulebook.entries.columns.member[-1]
    reading = read_records(records, None, vocabulary(book.rulebook), "probe")
    result = score_reading(book.loaded, reading, History(), Request(partial=True)).result
    if result is None:
        return {}
    wanted: dict[str, int] = {}
    for record in records:
        wanted[record[header]] = wanted.get(record[header], 0) + 1
    got: dict[str, int] = {}
    for member in result.entries.member.tolist():
        got[result.roster.ids[member]] = got.get(result.roster.ids[member], 0) + 1
    totals = zip(result.roster.ids, result.totals.tolist(), strict=True)
    points = {name: decimal_text(total * result.scale.step) for name, total in totals}
    return {name: points[name] for name, rows in wanted.items() if got.get(name) == rows and name in points}


def refused_by_one(old: Outcome, new: Outcome, touching: dict[str, tuple[int, ...]]) -> tuple[Refused, ...]:
    """Rows that only one version takes, with the finding that refuses them; `touching`: changes by what they name."""
    assert old.result
    assert new.result
    rows = {"old": _rows(old.result), "new": _rows(new.result)}
    found = []
    for by, outcome, accepted in (("new", new, rows["old"] - rows["new"]), ("old", old, rows["new"] - rows["old"])):
        for finding in outcome.findings:
            count = len(_rows_of(finding) & accepted)
            if count and finding.code.startswith(_ERRORS):
                found.append(Refused(by, count, finding, _causes(finding, touching)))
    return tuple(found)


def _rows(result: Result) -> set[Row]:
    entries = result.entries
    places = [(origin.file, origin.sheet) for origin in entries.origins]
    return {(*places[origin], row) for origin, row in zip(entries.origin.tolist(), entries.row.tolist(), strict=True)}


def _causes(finding: Diagnostic, touching: dict[str, tuple[int, ...]]) -> tuple[int, ...]:
    """The changes about what the finding names: the item, the word, the field."""
    for fact in ("item", "value", "column"):
        if finding.facts.get(fact, "") in touching:
            return touching[finding.facts[fact]]
    return ()


def refused_by_both(old: Outcome, new: Outcome) -> Iterable[Diagnostic]:
    """Findings that both versions have, and those about rows that both refuse, for whatever reason."""
    other = {(finding.code, finding.place) for finding in old.findings}
    rows = rows_refused_by_both(old, new)
    return [
        finding
        for finding in new.findings
        if (finding.code, finding.place) in other or (_is_refusal(finding) and _rows_of(finding) & rows)
    ]


def rows_refused_by_both(old: Outcome, new: Outcome) -> set[Row]:
    one, two = (
        {row for finding in outcome.findings if _is_refusal(finding) for row in _rows_of(finding)}
        for outcome in (old, new)
    )
    return one & two


def _is_refusal(finding: Diagnostic) -> bool:
    return finding.severity == "error" and finding.code.startswith(_ERRORS)


def _rows_of(finding: Diagnostic) -> set[Row]:
    return {(place.file, place.sheet, place.line) for place in (finding.place, *finding.also) if place.line}
