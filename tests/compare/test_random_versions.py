"""Several changes at once to a real rulebook: the old book with all of them made is the new one, and for every member
of a random log the parts of the changes sum to what changed."""

from __future__ import annotations

import csv
import io
import json
import random

import pytest

from dutyscore.cli.diff_effect import effect
from dutyscore.cli.diff_scoring import Logs
from dutyscore.cli.trouble import Trouble
from dutyscore.compare.bonds import bonds
from dutyscore.compare.book import Book
from dutyscore.compare.changes import changes
from dutyscore.compare.mixture import Mixer, mixed
from dutyscore.compare.proofs import proved
from dutyscore.pipeline import Request
from dutyscore.rulebook.load import Loaded, load_data, load_rulebook
from dutyscore.tables import Input
from tests.compare.logs import random_log
from tests.compare.mutations import mutated
from tests.compare.test_labels import BOOKS, original


def version(body: str, seed: int) -> Loaded | None:
    """The rulebook after some mutations; None where they make none."""
    root = original(body).text.root
    assert root
    dice, data = random.Random(seed), root.data()
    for _ in range(dice.randrange(2, 7)):
        _, data = mutated(data, dice)
    loaded = load_rulebook(json.dumps(data, ensure_ascii=False).encode(), "new.yaml")
    return loaded if loaded.rulebook else None


@pytest.mark.parametrize("seed", range(12))
def test_parts_of_a_random_version(seed: int) -> None:
    old = original(BOOKS[seed % len(BOOKS)])
    new = version(BOOKS[seed % len(BOOKS)], seed)
    if new is None:
        return
    assert old.rulebook
    mixer = Mixer(old, new, changes(old, new))
    data = mixed(mixer.old_data, mixer.new_data, mixer.changes)
    assert data is not None
    assert changes(load_data(data, "mixed"), new) == ()
    together = bonds(mixer)
    mixer.changes = proved(mixer, together)
    rows = random_log(Book(old, old.rulebook), 20, seed)
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    logs = Logs([Input("log.csv", text.getvalue().encode())], None, [], Request(partial=True))
    trouble = Trouble()
    found = effect(mixer, together, logs, (), (), trouble)
    assert found, trouble.findings
    for member in found.impact.members:
        assert sum(steps for _, steps in member.parts) == member.difference
