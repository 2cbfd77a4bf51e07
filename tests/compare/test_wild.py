"""Labels of changes that no office makes, to random rulebooks that speak the whole language: no log contradicts one,
and what is seen as no change moves nobody."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from typing import cast

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dutyscore.compare.bonds import bonds
from dutyscore.compare.changes import changes
from dutyscore.compare.decided import joined
from dutyscore.compare.mixture import Mixer
from dutyscore.compare.proofs import proved
from dutyscore.model.result import Result
from dutyscore.rulebook.load import Loaded, load_rulebook
from tests.compare.test_labels import Outcome, contradiction
from tests.compare.test_random_labels import decided_alone
from tests.compare.wild import changed
from tests.oracle.draw import FEATURES, World, world_of
from tests.oracle.engine_adapter import load, run_engine
from tests.oracle.profiles import worlds_drawn

TRIES, ENTRIES, SHARE = 4, 24, 8


def label_of(old: Loaded, new: Loaded) -> str:
    """The label of all changes together; no change is neutral."""
    found = changes(old, new)
    mixer = Mixer(old, new, found)
    return joined([change.label for change in proved(mixer, bonds(mixer))])


def results(old: Loaded, new: Loaded, world: World) -> tuple[Result, Result] | None:
    """Both results, where both books take the same rows and find the same members wanting."""
    runs = [run_engine(book, world.records, world.roster, world.history, world.selection, world.as_of)
            for book in (old, new)]  # fmt: skip
    one, two = runs[0].outcome.result, runs[1].outcome.result
    faults = [{finding.code for finding in run.outcome.findings if finding.severity == "error"} for run in runs]
    if one is None or two is None or faults[0] != faults[1] or runs[0].refused.keys() != runs[1].refused.keys():
        return None
    return (one, two) if one.roster.ids == two.roster.ids else None


def points_only(result: Result) -> Result:
    """Without grades and bands, which hang on other members."""
    nothing = np.full(len(result.totals), -1)
    return replace(result, grade=nothing, band=nothing)


@given(seed=st.integers(0, 2**32))
@worlds_drawn(25, 400)
def test_no_log_contradicts_a_label_of_a_wild_change(seed: int) -> None:
    world, other = world_of(seed, ENTRIES, FEATURES, SHARE), world_of(seed + 1, 1, FEATURES, 2 * SHARE)
    old = load(world.book)
    if old.rulebook is None:
        return
    assert old.text.root
    for number in range(TRIES):
        name, data = changed(old.text.root.data(), random.Random(seed * TRIES + number), other.book)
        new = load_rulebook(json.dumps(data, ensure_ascii=False).encode(), "wild.yaml")
        label = label_of(old, new) if new.rulebook else "mixed"
        pair = results(old, new, world) if label not in ("mixed", "incompatible") else None
        if pair is None:
            continue
        if not (decided_alone(old) and decided_alone(new)):
            pair = points_only(pair[0]), points_only(pair[1])
        one, two = (cast(Outcome, type("Run", (), {"result": result})) for result in pair)
        fault = contradiction(label, one, two)
        assert not fault, f"seed {seed}, change {number}: {name} is {label}, but {fault}"
