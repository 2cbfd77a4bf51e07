"""Every case of every rulebook in rules/, as `dutyscore test` runs it."""

from pathlib import Path

import pytest

from dutyscore.compare.expectation import differences
from dutyscore.pipeline import Request, score_reading
from dutyscore.rulebook.cases import ENTRIES, Case, Cases, case_records, load_cases
from dutyscore.rulebook.load import Loaded, load_rulebook
from dutyscore.rulebook.words import vocabulary
from dutyscore.tables import read_records

RULES = Path(__file__).resolve().parents[2] / "rules"
BOOKS = sorted(path.parent.name for path in RULES.glob("*/rulebook.yaml"))


def book(name: str) -> Loaded:
    return load_rulebook((RULES / name / "rulebook.yaml").read_bytes(), f"rules/{name}/rulebook.yaml")


def cases(name: str) -> Cases:
    loaded = book(name)
    assert loaded.rulebook
    return load_cases((RULES / name / "cases.yaml").read_bytes(), f"rules/{name}/cases.yaml", loaded.rulebook)


ALL = [pytest.param(name, case, id=f"{name}-{case.place.line}") for name in BOOKS for case in cases(name).cases]


def test_there_are_rulebooks() -> None:
    assert {"jintai", "shigu", "jinan", "tongcheng", "minhang"} <= set(BOOKS)


@pytest.mark.parametrize("name", BOOKS)
def test_rulebook_and_cases_are_sound(name: str) -> None:
    found = cases(name)
    assert book(name).findings == ()
    assert found.findings == ()
    assert found.cases


@pytest.mark.parametrize(("name", "case"), ALL)
def test_case(name: str, case: Case) -> None:
    loaded = book(name)
    assert loaded.rulebook
    records, roster, history = case_records(case, loaded.rulebook)
    reading = read_records(records, roster, vocabulary(loaded.rulebook), ENTRIES)
    outcome = score_reading(loaded, reading, history, Request(selection=case.selection, as_of=case.as_of))
    found = differences(case, outcome.result, outcome.findings)
    assert not found, case.name + "".join(f"\n  {each}" for each in found)
