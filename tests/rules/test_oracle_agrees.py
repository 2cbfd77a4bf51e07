"""Every case of every rulebook through the oracle as well: the same postings, values and decisions."""

from __future__ import annotations

import pytest
import yaml

from dutyscore.rulebook.cases import Case, case_records
from tests.oracle.compare import difference
from tests.oracle.draw import World
from tests.oracle.records import FROM, ID, TO
from tests.rules.playing import ROOT, played
from tests.rules.test_cases import BOOKS, book, cases


def world(name: str, case: Case) -> World | None:
    """The case as the oracle takes it; None where the engine scores nothing, because a finding is expected."""
    loaded = book(name)
    assert loaded.rulebook
    result = played(loaded, case).result
    if result is None:
        return None
    plain = yaml.BaseLoader((ROOT / "rules" / name / "rulebook.yaml").read_bytes()).get_single_data()
    records, roster, history = case_records(case, loaded.rulebook)
    member = loaded.rulebook.entries.columns.member[-1]
    held = [{FROM: "", TO: "", ID: row[member], **row} for row in roster]
    return World(0, plain, records, held, history, result.period, case.selection, case.as_of)


@pytest.mark.parametrize("name", BOOKS)
def test_the_oracle_says_the_same(name: str) -> None:
    worlds = {case.name: each for case in cases(name).cases if (each := world(name, case))}
    assert worlds
    differing = {case: found for case, each in worlds.items() if (found := difference(each))}
    assert differing == {}
