"""Awkward and hostile files of offices, and what must become of each: the verdict, every row, the findings."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from dutyscore.model.days import parse_iso
from dutyscore.model.history import History
from dutyscore.model.vocabulary import Vocabulary
from dutyscore.pipeline import Outcome, Request, score_reading
from dutyscore.rulebook.load import Loaded, load_rulebook
from dutyscore.rulebook.words import vocabulary
from dutyscore.tables import Input, Options, Reading, read_logs
from tests.tables.samples.containers import CONTAINERS
from tests.tables.samples.contents import CONTENTS
from tests.tables.samples.layouts import LAYOUTS
from tests.tables.samples.parts import Case, Verdict
from tests.tables.samples.rosters import ROSTERS, STANDARD
from tests.tables.samples.rulebooks import TRAPS, Trap
from tests.tables.samples.texts import TEXTS

MOST_SECONDS = 5
"""Far above what any sample needs; the bench measures."""

EXIT_CODES: dict[Verdict, int] = {"accept": 0, "partial": 1, "reject": 3}


def _loaded() -> Loaded:
    path = Path(__file__).parent / "samples" / "rulebook.yaml"
    return load_rulebook(path.read_bytes(), path.name)


LOADED = _loaded()
assert LOADED.rulebook
WORDS: Vocabulary = replace(vocabulary(LOADED.rulebook), period=(parse_iso("2023-01-01"), parse_iso("2023-12-31")))
BY_ID = replace(WORDS, columns={**WORDS.columns, "member": ("姓名", "委员姓名", "工号")})
"""The same rulebook with members by name or staff number."""


def played(name: str, data: bytes, roster: bytes, words: Vocabulary) -> tuple[Reading, Outcome]:
    reading = read_logs([Input(name, data)], Input("roster.csv", roster), words, Options())
    return reading, score_reading(LOADED, reading, History(), Request())


def verdict(reading: Reading, outcome: Outcome) -> Verdict:
    """What `check` will say of it: a log without a row is as unusable as one that cannot be read."""
    if not outcome.usable or not reading.roster_sound or not reading.rows.read:
        return "reject"
    return "partial" if outcome.rows.refused else "accept"


def exit_code(reading: Reading, outcome: Outcome) -> int:
    errors = [finding for finding in outcome.findings if finding.severity == "error"]
    if not outcome.usable or not reading.roster_sound or not reading.rows.read:
        return 3
    return 1 if errors else 0


def judge(case: Case, data: bytes, roster: bytes, words: Vocabulary) -> None:
    start = time.perf_counter()
    reading, outcome = played(case.name, data, roster, words)
    assert time.perf_counter() - start < MOST_SECONDS
    told = [(finding.code, str(finding.place), dict(finding.facts)) for finding in outcome.findings]
    assert verdict(reading, outcome) == case.verdict, told
    assert exit_code(reading, outcome) == EXIT_CODES[case.verdict], told
    assert {*case.codes} <= {finding.code for finding in outcome.findings}, told
    assert outcome.rows.balanced
    if case.verdict != "reject":
        assert case.rows in (None, outcome.rows.taken + outcome.rows.refused), told
        assert case.clean in (None, outcome.rows.taken), told


CASES = [*LAYOUTS, *CONTENTS, *CONTAINERS, *TEXTS]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_logs(case: Case) -> None:
    judge(case, case.make(), STANDARD, WORDS)


@pytest.mark.parametrize(("case", "log"), ROSTERS, ids=[case.name for case, _ in ROSTERS])
def test_rosters(case: Case, log: bytes) -> None:
    judge(case, log, case.make(), BY_ID)


@pytest.mark.parametrize("trap", TRAPS, ids=[trap.name for trap in TRAPS])
def test_rulebooks(trap: Trap) -> None:
    start = time.process_time()
    loaded = load_rulebook(trap.data, "rulebook.yaml")
    assert time.process_time() - start < MOST_SECONDS
    told = [(finding.code, str(finding.place), dict(finding.facts)) for finding in loaded.findings]
    assert (loaded.rulebook is not None) == (trap.verdict == "accept"), told


def test_every_sample_has_its_own_name() -> None:
    names = [case.name for case in [*CASES, *(case for case, _ in ROSTERS)]]
    assert len(names) == len({*names}) == 118
