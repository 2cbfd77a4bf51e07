"""From bytes to a rulebook: every reference of the good one resolves, and every fault of a bad one is told."""

import copy
import json
import re
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from dutyscore.model.codes import CODES
from dutyscore.model.condition import Condition
from dutyscore.model.days import iso
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.written import as_text
from dutyscore.rulebook.load import Loaded, load_rulebook
from dutyscore.rulebook.schema import Rulebook
from dutyscore.rulebook.yaml_text import read_yaml
from tests.house.tree import ROOT, SRC
from tests.rulebook.examples import HERE, Example, brief, examples

GOOD = (HERE / "base.yaml").read_text(encoding="utf-8")
MEANINGS = list(examples("meanings.txt"))
TEXTS = list(examples("texts.txt"))


@cache
def load(text: str) -> Loaded:
    return load_rulebook(text.encode(), "f.yaml")


def test_the_good_rulebook() -> None:
    loaded = load(GOOD)
    assert brief(loaded.findings) == []
    assert loaded.rulebook is not None
    assert loaded.digest == sha256(GOOD.encode()).hexdigest()
    assert loaded.short == loaded.digest[:12]


@pytest.mark.parametrize("path", sorted((ROOT / "rules").glob("*/rulebook.yaml")), ids=lambda path: path.parent.name)
def test_published_rulebooks(path: Any) -> None:
    found = load_rulebook(path.read_bytes(), str(path)).findings
    assert [each for each in found if each.severity == "error"] == []


@pytest.mark.parametrize("example", MEANINGS, ids=lambda example: example.name)
def test_meanings(example: Example) -> None:
    loaded = load(example.changed(GOOD))
    assert brief(loaded.findings) == example.found
    assert (loaded.rulebook is None) == any(found.severity == "error" for found in loaded.findings)


@pytest.mark.parametrize("example", MEANINGS, ids=lambda example: example.name)
def test_what_should_stand_there_can_be_put_there(example: Example) -> None:
    """A word given as the fix, put in place of the marked one, makes the finding go away."""
    text = example.changed(GOOD)
    for found in load(text).findings:
        if found.fix and found.excerpt and found.code.startswith("DS2"):
            lines = text.split("\n")
            line, start = lines[found.place.line - 1], found.place.column - 1
            lines[found.place.line - 1] = line[:start] + found.fix + line[start + found.excerpt.length :]
            left = load("\n".join(lines)).findings
            assert (found.code, found.place) not in [(each.code, each.place) for each in left]


def all_findings() -> list[Diagnostic]:
    found = [each for example in MEANINGS for each in load(example.changed(GOOD)).findings]
    return found + [each for example in TEXTS for each in read_yaml(example.text.encode(), "f.yaml").findings]


def test_facts_are_those_that_the_list_of_codes_names() -> None:
    """The comment behind a code names its facts: what its sentence may mention."""
    source = (SRC / "dutyscore" / "model" / "codes.py").read_text(encoding="utf-8")
    named = {
        code: {re.split(r"[ (]", part.strip())[0] for part in re.sub(r"\([^)]*\)", "", note.split(";")[0]).split(",")}
        for code, note in re.findall(r'"(DS[12]\d\d)": \([^)]*\),(?:  # (.*))?', source)
    }
    for found in all_findings():
        assert set(found.facts) == named[found.code] - {""}, found


FOUND_ELSEWHERE = {"DS118", "DS119", "DS129", "DS130", "DS215", "DS223", "DS244"} | {
    f"DS{number}" for number in range(226, 244)
}
"""Comments and lints (tests/checks), and faults of bytes rather than of text (test_yaml_text)."""


def test_every_code_has_a_bad_example() -> None:
    shown = {found.code for found in all_findings()}
    assert {code for code in CODES if code[:3] in ("DS1", "DS2")} - shown - FOUND_ELSEWHERE == set()


FREE = """
Rulebook.rulebook Rulebook.version Rulebook.title Rulebook.subject Source.text Source.url Source.note
Fact.aliases Fact.unit Fact.choices Fact.yes Fact.no Fact.separator Exempt.shown
Measure.name Group.name Group.ref Item.name Item.ref
Requirement.ref Total.unit Veto.name Veto.ref Row.name Row.tone Row.ref ListRow.to ListRow.ref
Columns.member Columns.date Columns.item Columns.reviewer Columns.row Excluded.why Need.why
Item.aliases Item.takes Repairs.entry
ShownAs.total ShownAs.rank ShownAs.grade ShownAs.band Standings.ref Split.alone
"""
"""Texts that name nothing else in the rulebook."""

RESOLVED = """
Fact.default Entries.confirmed Entries.booked_by Entries.order_by Exempt.when Columns.deed Columns.quantity
Claimed.field Excluded.when Duplicates.fields_
Measure.count Measure.sum Measure.share Measure.among Measure.value Measure.last Measure.mean Measure.behind
Measure.plan Measure.of Measure.over
Group.for_ Group.when Group.booked_by Item.for_ Item.when Item.booked_by
Requirement.when Total.of Part.of Veto.when Veto.inert Effect.ceiling Effect.direct
Standings.of Standings.within Each.each
Ranking.within Ranking.over RankKey.of Row.when ListRow.when_ Top.within Quota.within
Times.field Pick.per Pick.where Split.by Split.per Split.count Split.among Credit.roster Credit.item
Starting.per Repeat.same Valid.field Repairs.of
Score.of ByRank.of ByRank.within ToBest.of ToBest.within PerUnit.field Tiers.field Lookup.field Lookup.fields_
Public.lists Given.field Given.note Given.by Panel.of Panel.by Weights.field PartWeight.field
Target.of Target.goal Carry.from_ Carry.first
"""
"""Texts and conditions that name something: `references` finds out whether it exists."""


def test_every_text_of_the_schema_is_free_or_resolved() -> None:
    """A new key of the schema is decided upon here, and if it names something, in `references`."""
    assert set(texts_of_the_schema()) == {*FREE.split(), *RESOLVED.split()}


def texts_of_the_schema() -> Iterator[str]:
    seen: list[type[BaseModel]] = []
    todo: list[type[BaseModel]] = [Rulebook]
    while todo:
        model = todo.pop()
        if model in seen:
            continue
        seen.append(model)
        for name, field in model.model_fields.items():
            inside = list(types_in(field.annotation))
            todo += [kind for kind in inside if isinstance(kind, type) and issubclass(kind, BaseModel)]
            notes = [note for kind in inside for note in getattr(kind, "__metadata__", ())]
            if Condition in inside or any(getattr(note, "func", None) is as_text for note in (*field.metadata, *notes)):
                yield f"{model.__name__}.{name}"


def types_in(annotation: Any) -> Iterator[Any]:
    yield annotation
    for part in get_args(annotation):
        yield from types_in(part)


def test_nothing_is_said_twice() -> None:
    for example in MEANINGS:
        found = load(example.changed(GOOD)).findings
        assert len({(each.code, each.place, str(each.facts)) for each in found}) == len(found)
        assert list(found) == sorted(found, key=lambda each: (each.place, each.code))


def test_dated_values_make_versions() -> None:
    text = GOOD.replace("score: {each: -5}", "score: {each: {2025-01-01: -5, 2025-07-01: -6}}")
    loaded = load(text.replace("max: 60", "max: {2025-01-01: 60, 2025-04-01: 50, 2025-07-01: 40}"))
    assert brief(loaded.findings) == []
    assert [iso(day) for day, _ in loaded.versions] == ["2025-01-01", "2025-04-01", "2025-07-01"]
    caps = [(version.categories["base"].max or {})["period"] for _, version in loaded.versions]
    each = [version.categories["bonus"].items["warning"].score.each for _, version in loaded.versions]
    assert caps == [60, 50, 40]
    assert [method.points for method in each if method] == [-5, -5, -6]
    assert loaded.rulebook is loaded.versions[-1][1]
    assert len(load(GOOD).versions) == 1


def test_quantity_is_the_field_of_a_rate_that_names_none() -> None:
    rulebook = load(GOOD).rulebook
    assert rulebook is not None
    rate = rulebook.categories["base"].items["lecture"].score.per_unit
    assert rate is not None
    assert rate.field == "数量"
    without = load(GOOD.replace(", quantity: 数量", ""))
    assert [found.code for found in without.findings] == ["DS202"]


@pytest.mark.parametrize("text", ["x", "- 1", "''", "a: 1", "{}", "[]", "5: {}"])
def test_other_shapes(text: str) -> None:
    loaded = load(text)
    assert loaded.rulebook is None
    assert loaded.findings


# ------------------------------------------------------------------------------------------------- any rulebook at all

TREE: Any = read_yaml(GOOD.encode(), "f.yaml").root
DATA: Any = TREE.data()
VALUES = st.sampled_from(
    ["", "5", "-0.5", "1e3", "是", "total", "grade", "出席", "none", "unstated", "true", "2025-01-01", "50%", "1/3",
     [], {}, ["甲", "乙"], {"at_least": "5"}, {"not": "x"}, [{"total": {"above": "1"}}], {"x": "y"}, "year", "会议"]
)  # fmt: skip


def paths(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [path, *(found for key, value in inner for found in paths(value, (*path, key)))]


PATHS = [path for path in paths(DATA) if path]


CHANGES = st.tuples(st.sampled_from(PATHS), st.sampled_from(["put", "drop", "rename", "copy"]), VALUES)


@settings(max_examples=150, deadline=None)
@given(st.lists(CHANGES, max_size=3))
def test_any_change_is_accepted_or_told(changes: list[tuple[tuple[Any, ...], str, Any]]) -> None:
    data = copy.deepcopy(DATA)
    for path, change, value in changes:
        parent = data
        for step in path[:-1]:
            try:
                parent = parent[step]
            except (KeyError, IndexError, TypeError):
                break
        spoil(parent, path[-1], change, value)
    text = json.dumps(data, ensure_ascii=False, indent=1)
    loaded = load(text)
    assert (loaded.rulebook is None) == any(found.severity == "error" for found in loaded.findings)
    for found in loaded.findings:
        assert 1 <= found.place.line <= len(loaded.text.lines)
        assert 1 <= found.place.column <= len(loaded.text.lines[found.place.line - 1]) + 1


def spoil(parent: Any, step: Any, change: str, value: Any) -> None:
    if isinstance(parent, list) and isinstance(step, int) and step < len(parent):
        if change == "drop":
            del parent[step]
        else:
            parent[step] = value
    elif isinstance(parent, dict) and step in parent:
        if change == "put":
            parent[step] = value
        elif change == "copy":
            parent[f"{step}x"] = parent[step]
        else:
            old = parent.pop(step)
            if change == "rename":
                parent[str(value)] = old
