"""The order of operations speaks of every key of the language, and of no other."""

from __future__ import annotations

from typing import Any

import pytest

from dutyscore.output.views.pipeline import SAID_ONLY, STEPS, pipeline_view, rules_of, written
from dutyscore.output.wording import load
from dutyscore.rulebook.load import load_rulebook
from dutyscore.rulebook.nodes import Group, Item
from dutyscore.rulebook.schema import Entries, Rulebook
from dutyscore.rulebook.shape import keys_at
from tests.house.tree import ROOT

BOOKS = sorted(ROOT.glob("rules/*/rulebook.yaml"))


def test_every_key_of_a_rulebook_stands_at_one_step() -> None:
    book = [key for step in STEPS for key in step.book]
    entries = {f"entries.{key}" for key in keys_at(Entries, ())}
    known = (set(keys_at(Rulebook, ())) - {"entries"}) | entries
    assert len(book) == len(set(book))
    assert set(book) | {key for key in SAID_ONLY if key in known} == known


@pytest.mark.parametrize(("model", "kind"), [(Item, "items"), (Group, "groups")])
def test_every_key_of_a_node_stands_at_one_step(model: Any, kind: str) -> None:
    told = [key for step in STEPS for key in getattr(step, kind)]
    assert len(told) == len(set(told))
    assert set(told) == set(keys_at(model, ())) - set(SAID_ONLY)


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.parent.name)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_value_of_a_real_rulebook_is_printed(path: Any, language: str) -> None:
    loaded = load_rulebook(path.read_bytes(), "rulebook.yaml")
    assert loaded.rulebook
    assert loaded.text.root
    content = loaded.text.root.data()
    form: Any = pipeline_view(load(language), loaded).machine
    steps = form()["steps"]
    assert [step["step"] for step in steps] == list("ABCDEFG")
    printed = {(rule["at"], rule["key"]) for step in steps for rule in step["rules"]}
    for node_id, node in nodes(content["categories"]):
        for key in node.keys() - set(SAID_ONLY):
            assert (node_id, key) in printed
    for key in content.keys() - set(SAID_ONLY) - {"entries"}:
        assert any(at == key for at, _ in printed), key


def nodes(tree: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    found = []
    for node_id, node in tree.items():
        found.append((node_id, node))
        found += nodes(node.get("groups") or {}) + nodes(node.get("items") or {})
    return found


def test_parts_come_before_the_whole_where_limits_are() -> None:
    content = {"categories": {"c": {"max": "9", "groups": {"g": {"max": "5", "items": {"i": {"max": "3"}}}}}}}
    limits = next(step for step in STEPS if step.letter == "E")
    assert [rule.id for rule in rules_of(limits, content)] == ["i", "g", "c"]


def test_values_stand_as_they_are_written() -> None:
    assert written({"a": ["1", {"b": "x"}], "c": ""}) == "{a: [1, {b: x}], c: }"
