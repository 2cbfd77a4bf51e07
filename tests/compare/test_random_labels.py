"""Labels of changes to random rulebooks, which speak the whole language: no random log contradicts one."""

from __future__ import annotations

import json
import random
from types import SimpleNamespace
from typing import Any, cast

from hypothesis import given
from hypothesis import strategies as st

from dutyscore.compare.bonds import bonds
from dutyscore.compare.book import Book
from dutyscore.compare.changes import changes
from dutyscore.compare.decided import joined
from dutyscore.compare.mixture import Mixer
from dutyscore.compare.proofs import proved
from dutyscore.compare.uses import rows_rank
from dutyscore.rulebook.load import Loaded, load_rulebook
from tests.compare.mutations import mutated
from tests.compare.test_labels import Outcome, by_lines, contradiction
from tests.oracle.draw import FEATURES, World, world_of
from tests.oracle.engine_adapter import load, run_engine
from tests.oracle.profiles import worlds_drawn

ENTRIES, SHARE, TRIES = 24, 10, 4


def label_of(old: Loaded, data: dict[str, Any]) -> str:
    """How the change is labelled; empty where the changed book is none, or the same."""
    new = load_rulebook(json.dumps(data, ensure_ascii=False).encode(), "mutant.yaml")
    found = changes(old, new) if new.rulebook else ()
    if not found:
        return ""
    mixer = Mixer(old, new, found)
    return joined([change.label for change in proved(mixer, bonds(mixer))])


def scored(loaded: Loaded, world: World) -> Outcome | None:
    """The result of a run in which nothing is wrong."""
    run = run_engine(loaded, world.records, world.roster, world.history, world.selection, world.as_of)
    clean = all(finding.severity != "error" for finding in run.outcome.findings)
    return cast(Outcome, SimpleNamespace(result=run.outcome.result)) if run.outcome.result and clean else None


def decided_alone(loaded: Loaded) -> bool:
    """Whether nobody's grade or band hangs on the others."""
    return loaded.rulebook is not None and not rows_rank(Book(loaded, loaded.rulebook))


@given(seed=st.integers(0, 2**32))
@worlds_drawn(40, 400)
def test_no_log_contradicts_a_label_of_a_random_book(seed: int) -> None:
    world = world_of(seed, ENTRIES, FEATURES, SHARE)
    old = load(world.book)
    if old.rulebook is None:
        return
    assert old.text.root
    for number in range(TRIES):
        name, data = mutated(old.text.root.data(), random.Random(seed * TRIES + number))
        label = label_of(old, data)
        lines = by_lines(old.text.root.data()), by_lines(data)
        if label in ("", "mixed", "incompatible") or not all(map(decided_alone, lines)):
            continue
        one, two = (scored(each, world) for each in lines)
        if one and two:
            fault = contradiction(label, one, two)
            assert not fault, f"seed {seed}, change {number}: {name} is {label}, but {fault}"
