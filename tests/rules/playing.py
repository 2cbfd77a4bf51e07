"""Plays cases against a rulebook, the way every test here does."""

from __future__ import annotations

from pathlib import Path

from dutyscore.compare.expectation import Difference, differences
from dutyscore.pipeline import Outcome, Request, score_reading
from dutyscore.rulebook.cases import ENTRIES, Case, case_records
from dutyscore.rulebook.load import Loaded
from dutyscore.rulebook.words import vocabulary
from dutyscore.tables import read_records

ROOT = Path(__file__).resolve().parents[2]


def played(loaded: Loaded, case: Case) -> Outcome:
    assert loaded.rulebook
    records, roster, history = case_records(case, loaded.rulebook)
    reading = read_records(records, roster, vocabulary(loaded.rulebook), ENTRIES)
    return score_reading(loaded, reading, history, Request(selection=case.selection, as_of=case.as_of))


def compared(loaded: Loaded, case: Case) -> tuple[Difference, ...]:
    outcome = played(loaded, case)
    return differences(case, outcome.result, outcome.findings)
