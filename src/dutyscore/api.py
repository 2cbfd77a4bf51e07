"""The Python interface: pandas DataFrames in, DataFrames out. No file and no terminal is touched.

    import dutyscore
    scores = dutyscore.score(rulebook_text, log_frame, roster=roster_frame)
    scores.standings, scores.totals, scores.ledger

Cells of the frames are read like the cells of a csv file, by the same rules and with the same findings: what a clerk
may write in a sheet, an analyst may have in a column. Points come back exact: as `Decimal`, and as whole steps (int64).
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Sequence
from dataclasses import field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from dutyscore.compare.history import arranged, read_history
from dutyscore.model.columns import NO_DAY
from dutyscore.model.days import Stretch, parse_iso, parse_stretch, to_date
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.exact import decimal_text
from dutyscore.model.frozen import dataclass
from dutyscore.model.history import History
from dutyscore.model.ledger import Kind
from dutyscore.model.result import Result
from dutyscore.output import wording
from dutyscore.output.findings import advice, grouped, sentence
from dutyscore.output.views.machine import result_form
from dutyscore.output.views.run import Run
from dutyscore.output.wording import LANGUAGES
from dutyscore.pipeline import Outcome, Request, score_reading
from dutyscore.rulebook.load import Loaded, load_rulebook
from dutyscore.rulebook.words import vocabulary
from dutyscore.tables import Coded, read_columns

RULEBOOK, LOG = "rulebook", "log"
"""Names under which findings speak of the two."""
_CAUSES = 5
"""Causes of which the text of an error tells."""


class ScoreError(ValueError):
    """Nothing could be scored; `findings` (one row each) say why. Its text has the first of them as sentences."""

    def __init__(self, said: Sequence[Diagnostic]) -> None:
        super().__init__(said)  # what it is made of, so that it can travel between processes
        self._said = said

    def __str__(self) -> str:
        causes = grouped(self._said)
        lines = [line for cause in causes[:_CAUSES] for line in _told(cause[0])]
        return "\n".join([*lines, *(["..."] if len(causes) > _CAUSES else [])])

    @property
    def findings(self) -> pd.DataFrame:
        return frame_of_findings(self._said)


@dataclass(frozen=True)
class Scores:
    """A scored log. Every frame is made when it is first asked for.

    `result` is what the engine gave, `form` the JSON form that `dutyscore score -o result.json` writes.
    """

    result: Result
    labels: pd.Index = field(repr=False)
    """Labels of the rows of the log frame."""
    outcome: Outcome = field(repr=False)

    @cached_property
    def standings(self) -> pd.DataFrame:
        """One row per member, by id: name, group, total (Decimal), steps (int64), claimed, rank (0 = none), grade,
        band, vetoes and lists (tuples of names)."""
        result = self.result
        return pd.DataFrame(
            {
                "name": result.roster.names,
                "group": result.group or [""] * len(result.roster),
                "scored": result.scored,
                "total": self._points(result.totals),
                "steps": result.totals,
                "claimed": self._points(result.claimed),
                "rank": result.rank.places,
                "rank_from_end": result.rank.from_end,
                "grade": _named([row.name for row in result.grades], result.grade),
                "points_grade": _named([row.name for row in result.grades], result.points_grade),
                "band": _named([row.name for row in result.bands], result.band),
                "tone": _named([row.tone for row in result.bands], result.band),
                "vetoes": _having([(gate.id, np.flatnonzero(gate.members)) for gate in result.vetoes], result),
                "lists": _having([(row.name, np.array(row.members, np.int64)) for row in result.lists], result),
            },
            index=self._ids,
        )

    @cached_property
    def sets(self) -> pd.DataFrame:
        """Rows of the further sets of grades and bands: one row per member, one column per set, named `set.thing` where
        a set stands on several things."""
        found = {one.rank.name: _named([row.name for row in one.rows], one.row) for one in self.result.standings}
        return pd.DataFrame(found, index=self._ids)

    @cached_property
    def totals(self) -> pd.DataFrame:
        """Points (Decimal): one row per member, one column per node in tree order, then every total of the book."""
        columns = {name: self._points(column) for name, column in self.steps.items()}
        return pd.DataFrame(columns, index=self._ids)

    @cached_property
    def steps(self) -> pd.DataFrame:
        """The same in whole steps (int64); one step is `step`."""
        result = self.result
        columns = {node.id: result.values[:, index] for index, node in enumerate(result.nodes)}
        totals = {info.id: info.values for info in result.named_totals}
        return pd.DataFrame({**columns, **totals, "total": result.totals}, index=self._ids)

    @property
    def step(self) -> Decimal:
        """The unit of points."""
        return Decimal(decimal_text(self.result.scale.step))

    @cached_property
    def ledger(self) -> pd.DataFrame:
        """Every posting: member, entry (label of the log row, None for none), date, node, name and clause of the node,
        kind, amount (Decimal), steps (int64), window (its first day). The amounts of a member add up to his total."""
        result, ledger = self.result, self.result.ledger
        nodes = result.nodes
        entry = ledger.entry  # -1, no entry, takes the last place
        labels = np.array([*self.labels[result.entries.row - 1], None], dtype=object)
        days = np.append(result.entries.day, NO_DAY)
        return pd.DataFrame(
            {
                "member": pd.Categorical.from_codes(ledger.member, pd.Index(result.roster.ids)),
                "entry": labels[entry],
                "date": _dates(days[entry]),
                "node": _named([node.id for node in nodes], ledger.node),
                "name": _named([node.name for node in nodes], ledger.node),
                "ref": _named([" ".join(node.ref) for node in nodes], ledger.node),
                "kind": _named([kind.name for kind in sorted(Kind)], ledger.kind),
                "amount": self._points(ledger.amount),
                "steps": ledger.amount,
                "window": _dates(ledger.window),
            }
        )

    @property
    def findings(self) -> pd.DataFrame:
        """What a person should look at, one row each."""
        return frame_of_findings((*self.outcome.rulebook_findings, *self.outcome.findings))

    @cached_property
    def form(self) -> dict[str, Any]:
        """The machine form of the result: what `history` takes, and what the command line writes as JSON."""
        outcome = self.outcome
        return result_form(self.result, Run(outcome.rows, outcome.inputs, (LOG,), outcome.findings))

    @property
    def _ids(self) -> pd.Index:
        return pd.Index(self.result.roster.ids, name="member")

    def _points(self, steps: Any) -> Any:
        """Decimals (an object array) of whole steps; each distinct amount is made once."""
        distinct, index = np.unique(np.asarray(steps), return_inverse=True)
        made = np.array([Decimal(self.result.scale.text(amount)) for amount in distinct.tolist()], dtype=object)
        return made[index]


def score(
    rulebook: str | bytes,
    log: pd.DataFrame,
    *,
    roster: pd.DataFrame | None = None,
    history: Sequence[Scores] = (),
    period: str | tuple[str, str] | None = None,
    as_of: str | None = None,
    partial: bool = False,
) -> Scores:
    """Score a log by a rulebook (its YAML text).

    `period` selects a part of the period: `2025H1`, or first and last day. `history` are the scores of earlier
    periods. Refused rows raise ScoreError unless `partial`, which scores the others.
    """
    loaded = loaded_book(rulebook)
    assert loaded.rulebook
    reading = read_columns(coded(log), None if roster is None else coded(roster), vocabulary(loaded.rulebook), LOG)
    request = Request(stretch_of(period), day_of(as_of), partial)
    outcome = score_reading(loaded, reading, History(), request)
    if outcome.result is not None and history:
        outcome = score_reading(loaded, reading, _history(loaded, history, outcome.result.period), request)
    if outcome.result is None:
        raise ScoreError((*outcome.rulebook_findings, *outcome.findings))
    return Scores(outcome.result, log.index, outcome)


def loaded_book(rulebook: Any) -> Loaded:
    """A rulebook out of its text; ScoreError for one that has errors, ValueError for what is no such text."""
    text = rulebook.encode() if isinstance(rulebook, str) else rulebook
    if not isinstance(text, bytes) or (text.strip() and b"\n" not in text and b": " not in text):  # the name of a file
        raise ValueError(_both("api.rulebook", value=rulebook))
    loaded = load_rulebook(text, RULEBOOK)
    if loaded.rulebook is None:
        raise ScoreError(loaded.findings)
    return loaded


# ---------------------------------------------------------------- frames in


def coded(frame: pd.DataFrame) -> dict[str, Coded]:
    """The columns of a frame, each distinct cell once as the text that a csv file would have. ValueError for what is
    no frame."""
    if not isinstance(frame, pd.DataFrame):
        raise ValueError(_both("api.frame", value=type(frame).__name__))
    return {str(name): _coded(frame.iloc[:, place]) for place, name in enumerate(frame.columns)}


def _coded(column: pd.Series[Any]) -> Coded:
    if column.dtype == object and pd.api.types.infer_dtype(column, skipna=True) != "string":
        column = column.map(cell_text, na_action="ignore")  # 1 and True are one value for pandas
    codes, distinct = pd.factorize(column)
    blank = codes < 0
    texts = [*map(cell_text, distinct), *([""] if blank.any() else [])]  # every text occurs
    return np.where(blank, len(distinct), codes).astype(np.int32), texts


def cell_text(value: Hashable) -> str:
    """A cell as text. A float is what its shortest decimal form says: 0.1 is 0.1, 3.0 is 3."""
    if isinstance(value, str):
        return value
    if isinstance(value, (bool, np.bool_)):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (float, np.floating)):
        shortest = Decimal(repr(float(value)))
        return str(int(value)) if value == shortest.to_integral_value() else format(shortest, "f")
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, Fraction):
        return decimal_text(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value == datetime.combine(value.date(), datetime.min.time()) else str(value)
    return value.isoformat() if isinstance(value, date) else str(value)


# ---------------------------------------------------------------- frames out


def _named(names: Sequence[str], index: Any) -> Any:
    """Names by their numbers, as a categorical column; a negative number is missing."""
    distinct = list(dict.fromkeys(names))
    table: Any = np.array([*map(distinct.index, names), -1], np.int64)
    return pd.Categorical.from_codes(table[index], pd.Index(distinct, dtype=object))


def _having(holders: Sequence[tuple[str, Any]], result: Result) -> list[tuple[str, ...]]:
    """For every member the names of what he has."""
    names: list[tuple[str, ...]] = [()] * len(result.roster)
    for name, members in holders:
        for member in members.tolist():
            names[member] = (*names[member], name)
    return names


def _dates(days: Any) -> Any:
    """Days as `date` objects, None for none."""
    distinct, index = np.unique(days, return_inverse=True)
    made = np.array([None if day == NO_DAY else to_date(day) for day in distinct.tolist()], dtype=object)
    return made[index]


def frame_of_findings(findings: Sequence[Diagnostic]) -> pd.DataFrame:
    rows = [(one.code, one.slug, one.severity, str(one.place), len(one.also) + 1, dict(one.facts)) for one in findings]
    return pd.DataFrame(rows, columns=["code", "slug", "severity", "place", "places", "facts"])


def _told(finding: Diagnostic) -> list[str]:
    """A finding as sentences: what is wrong in every language, where, and what to do about it."""
    wordings = [wording.load(language) for language in LANGUAGES]
    advices = [words("findings.advice", text=text) for words in wordings if (text := advice(finding, words))]
    return [*(sentence(finding, words) for words in wordings), f"  --> {finding.place}", *advices]


def _both(key: str, **facts: object) -> str:
    """A sentence in every language."""
    return "\n".join(wording.load(language)(key, **facts) for language in LANGUAGES)


# ---------------------------------------------------------------- what is asked


def stretch_of(period: str | tuple[str, str] | None) -> Stretch | None:
    if period is None:
        return None
    if isinstance(period, str):
        found = parse_stretch(period)
        if found is None:
            raise ValueError(_both("usage.bad_period", option="period", value=period))
        return found
    first, last = (_day(text, "period") for text in period)
    if first > last:
        raise ValueError(_both("api.reversed", first=period[0], last=period[1]))
    return Stretch(first, last)


def day_of(text: str | None) -> int | None:
    return None if text is None else _day(text, "as_of")


def _day(text: str, option: str) -> int:
    day = parse_iso(text)
    if day is None:
        raise ValueError(_both("usage.bad_day", option=option, value=text))
    return day


def _history(loaded: Loaded, scores: Sequence[Scores], period: Stretch) -> History:
    assert loaded.rulebook
    pasts = []
    for number, one in enumerate(scores):
        past, findings = read_history(json.dumps(one.form).encode(), f"history[{number}]")
        if past is None:
            raise ScoreError(findings)
        pasts.append(past)
    found, _, findings = arranged(pasts, loaded.rulebook.rulebook, period)
    if any(finding.severity == "error" for finding in findings):
        raise ScoreError(findings)
    return found
