"""The only place that knows how the engine is called and what its results look like."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import yaml

from dutyscore.model.columns import NO_DAY
from dutyscore.model.days import Stretch
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.history import History
from dutyscore.model.ledger import Kind
from dutyscore.model.result import LimitInfo, RankInfo, Result, StandingSet
from dutyscore.pipeline import Outcome, Request, score, score_reading
from dutyscore.rulebook.load import Loaded, load_rulebook
from dutyscore.rulebook.schema import Rulebook
from dutyscore.rulebook.words import vocabulary
from dutyscore.tables import Input, read_records
from tests.oracle.awards import Posting
from tests.oracle.interpreter import Answer
from tests.oracle.records import FROM, ID, TO, Record
from tests.oracle.sets import SetAnswer

FILE = "log"
COMPARED = ("DS319", "DS320", "DS603", "DS607", "DS608", "DS609", "DS610", "DS611", "DS612")
"""Findings about members that the oracle knows of; those of rows are compared by `Run.refused`."""


class _NoAliases(yaml.CSafeDumper):
    def ignore_aliases(self, data: object) -> bool:
        return True


def yaml_of(book: Mapping[str, Any]) -> str:
    """The book as a clerk would see it. All scalars are text; the dumper quotes what would be read as anything else."""
    text: str = yaml.dump(dict(book), Dumper=_NoAliases, allow_unicode=True, sort_keys=False)
    return text


def load(book: Mapping[str, Any] | str) -> Loaded:
    return load_rulebook((book if isinstance(book, str) else yaml_of(book)).encode(), "rulebook.yaml")


@dataclass(frozen=True)
class Run:
    """The engine's outcome, and its result in the words of the oracle (None where nothing was scored).

    `refused` maps the number of a refused record to the codes of its findings.
    """

    outcome: Outcome
    answer: Answer | None
    refused: dict[int, set[str]]


def run_engine(
    rulebook: Loaded,
    records: Sequence[Record],
    roster_records: Sequence[Record] | None,
    history: History | None = None,
    selection: Stretch | None = None,
    as_of: int | None = None,
    parts: int = 0,
) -> Run:
    """Read the records, score them (refused rows left out) in so many parts and translate the result."""
    assert rulebook.rulebook, [str(finding) for finding in rulebook.findings]
    roster = None if roster_records is None else _roster(rulebook.rulebook, roster_records)
    reading = read_records(records, roster, vocabulary(rulebook.rulebook), FILE)
    request = Request(selection, as_of, partial=True, parts=parts)
    outcome = score_reading(rulebook, reading, history or History(), request)
    refused: dict[int, set[str]] = {}
    for finding in outcome.findings:
        for place in (finding.place, *finding.also) if _refuses(finding) else ():
            if place.file == FILE and place.line and not place.sheet:
                refused.setdefault(place.line - 1, set()).add(finding.code)
    answer = None
    if outcome.result:
        answer = translate(outcome.result, outcome.findings, [row - 1 for row in outcome.result.entries.row.tolist()])
    return Run(outcome, answer, refused)


def run_files(
    book: Mapping[str, Any], logs: Sequence[Sequence[Record]], roster_records: Sequence[Record] | None, world: Any
) -> Answer | None:
    """Score logs as csv files, one or several; entries are told by what their rows say."""
    loaded = load(book)
    assert loaded.rulebook
    roster = None if roster_records is None else Input("roster.csv", _csv(_roster(loaded.rulebook, roster_records)))
    files = {f"log{number}.csv": log for number, log in enumerate(logs)}
    inputs = [Input(name, _csv(log)) for name, log in files.items()]
    rulebook = Input("rulebook.yaml", yaml_of(book).encode())
    outcome = score(rulebook, inputs, roster, world.history, Request(world.selection, world.as_of, partial=True))
    if outcome.result is None:
        return None
    entries = outcome.result.entries
    origins = [entries.origins[number].file for number in entries.origin.tolist()]
    rows = zip(origins, entries.row.tolist(), strict=True)
    labels = [content(files[file][row - 2]) for file, row in rows]  # the header is row 1
    return translate(outcome.result, outcome.findings, labels)


def content(record: Record) -> tuple[tuple[str, str], ...]:
    """What a row says, whatever its place."""
    return tuple(sorted((key, text) for key, text in record.items() if text))


def _roster(rulebook: Rulebook, records: Sequence[Record]) -> list[dict[str, str]]:
    """Roster records under the header word of members, with both dates of validity."""
    head = rulebook.entries.columns.member[0]
    return [{FROM: "", TO: "", **{head if key == ID else key: text for key, text in each.items()}} for each in records]


def _csv(records: Sequence[Record]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(dict.fromkeys(key for record in records for key in record)), restval="")
    writer.writeheader()
    writer.writerows(records)
    return text.getvalue().encode()


def _refuses(finding: Diagnostic) -> bool:
    return finding.severity == "error" and finding.code.startswith("DS3") and finding.place.file == FILE


def translate(result: Result, findings: Sequence[Diagnostic], labels: Sequence[Any]) -> Answer:
    """The engine's columns as the oracle's plain values; an entry is told by its label (the number of its record)."""
    ids = result.roster.ids
    nodes = [node.id for node in result.nodes]

    def per_member(steps: Any) -> dict[str, Fraction]:
        return {member: result.scale.points(int(steps[index])) for index, member in enumerate(ids)}

    def chosen(rows: Any, indices: Any) -> dict[str, str | None]:
        return {member: rows[indices[i]].name if indices[i] >= 0 else None for i, member in enumerate(ids)}

    gap: dict[str, dict[str, Fraction]] = {member: {} for member in ids}
    for reason, steps in result.gap.items():
        for member, points in per_member(steps).items():
            if points:
                gap[member][reason] = points
    values = {
        member: {node: result.scale.points(int(result.values[row, column])) for column, node in enumerate(nodes)}
        for row, member in enumerate(ids)
    }
    return Answer(
        postings=tuple(_postings(result, labels)),
        values=values,
        totals=per_member(result.totals),
        named={one.id: per_member(one.values) for one in result.named_totals},
        claimed=per_member(result.claimed),
        gap=gap,
        measures={one.id: dict(zip(ids, one.values, strict=True)) for one in result.measures},
        requirements={one.id: _flags(ids, one.members) for one in result.requirements},
        vetoes={one.id: _flags(ids, one.members) for one in result.vetoes},
        main=result.rank.name,
        ranks={ranking.name: _places(ids, ranking) for ranking in result.rankings},
        grades=chosen(result.grades, result.grade),
        points_grades=chosen(result.grades, result.points_grade),
        bands=chosen(result.bands, result.band),
        sets={f"{one.name}.{one.of}": _set(ids, one) for one in result.standings},
        shown={
            member: {key: texts[row] for key, texts in result.shown.items() if texts[row]}
            for row, member in enumerate(ids)
        },
        unconfirmed=_by_reviewer(result),
        lists={row.name: tuple(ids[member] for member in row.members) for row in result.lists},
        held_back=frozenset(row.name for row in result.lists if row.held_back),
        scored={member: bool(result.scored[row]) for row, member in enumerate(ids)},
        findings=frozenset(
            (finding.code,) for finding in findings if finding.code in COMPARED and not _refuses(finding)
        ),
    )


def _set(ids: Sequence[str], one: StandingSet) -> SetAnswer:
    columns = (one.row.tolist(), one.rank.places.tolist(), one.rank.from_end.tolist(), one.slice.tolist())
    rows = (one.rows[number].name if number >= 0 else None for number in columns[0])
    return dict(zip(ids, zip(rows, *columns[1:], strict=True), strict=True))


def _by_reviewer(result: Result) -> dict[str, dict[str, Fraction]]:
    """Of reviewers who are named: a log without the column has nobody, one with blanks a nameless one."""
    steps = {name: points.tolist() for name, points in result.reviewer_gap.items()}
    return {
        member: {name: result.scale.points(points[row]) for name, points in steps.items() if name and points[row]}
        for row, member in enumerate(result.roster.ids)
    }


def _flags(ids: Sequence[str], flags: Any) -> dict[str, bool]:
    return {member: bool(flags[row]) for row, member in enumerate(ids)}


def _places(ids: Sequence[str], ranking: RankInfo) -> dict[str, tuple[int, int]]:
    places = zip(ids, ranking.places.tolist(), ranking.from_end.tolist(), strict=True)
    return {member: (place, from_end) for member, place, from_end in places if place or from_end}


def _postings(result: Result, labels: Sequence[Any]) -> list[Posting]:
    ledger = result.ledger
    found = []
    for number in range(len(ledger)):
        entry, node, cause, window = (
            int(column[number]) for column in (ledger.entry, ledger.node, ledger.cause, ledger.window)
        )
        kind = Kind(int(ledger.kind[number]))
        found.append(
            Posting(
                entry=labels[entry] if entry >= 0 else None,
                member=result.roster.ids[int(ledger.member[number])],
                node=result.nodes[node].id if node >= 0 else None,
                kind=kind.name,
                points=result.scale.points(int(ledger.amount[number])),
                cause=_cause(result, kind, cause, labels),
                window=window if window != NO_DAY else None,
            )
        )
    return found


def _cause(result: Result, kind: Kind, cause: int, labels: Sequence[Any]) -> object:
    """What the cause of a posting means, by its kind; None where the contract gives it no meaning."""
    if cause < 0:
        return None
    if kind in (Kind.duplicate, Kind.chosen_away, Kind.repeat, Kind.repaired):
        return labels[cause]
    if kind in (Kind.excluded, Kind.exempt):
        return cause
    if kind in (Kind.opening, Kind.reset, Kind.total_floor, Kind.composite, Kind.total_rounding):
        return (result.parts[cause].total, result.parts[cause].of)
    if kind in (Kind.over_cap, Kind.below_floor):
        limit: LimitInfo = result.limits[cause]
        return (result.nodes[limit.node].id, limit.window, result.scale.points(limit.bound))
    if kind in (Kind.veto, Kind.inert):
        return result.vetoes[cause].id
    return None
