"""The benchmark of planted faults, as a floor: every one of them is found where it was planted, and told once."""

from __future__ import annotations

import pytest

from bench.faults import LOG_BOOK, LOGS, RULEBOOKS, log_fault, rulebook_fault
from dutyscore.rulebook.load import load_rulebook

BOOK = load_rulebook(LOG_BOOK, "rulebook.yaml")


def test_there_are_sixty() -> None:
    assert (len(RULEBOOKS), len(LOGS)) == (30, 30)
    assert len(set(RULEBOOKS)) == len(set(LOGS)) == 30


@pytest.mark.parametrize("fault", RULEBOOKS, ids=lambda fault: fault[0])
def test_rulebooks(fault: tuple[str, str, str]) -> None:
    outcome = rulebook_fault(*fault)
    assert (outcome.found, outcome.placed, outcome.once) == (True, True, True), outcome.told


@pytest.mark.parametrize("fault", LOGS, ids=str)
def test_logs(fault: tuple[int, str, str]) -> None:
    outcome = log_fault(BOOK, *fault)
    assert (outcome.found, outcome.placed, outcome.once) == (True, True, True), outcome.told
