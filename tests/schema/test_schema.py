"""The schemas that `dutyscore schema` prints: editors accept every rulebook of ours and mark what we would refuse."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from pydantic import BaseModel

from dutyscore.cli.schema import KINDS, documents, schema_of, told_in
from dutyscore.model.condition import parse_condition
from dutyscore.output.wording import LANGUAGES, load
from dutyscore.rulebook.case_schema import WrittenCase
from dutyscore.rulebook.json_forms import SHORT
from dutyscore.rulebook.json_schema import Generator
from dutyscore.rulebook.load import load_rulebook
from dutyscore.rulebook.schema import Rulebook
from dutyscore.rulebook.shape import keys_at
from tests.house.tree import ROOT, run, shown
from tests.schema.editor import seen

SCHEMAS = {kind: schema_of(kind, told_in(load("en"))) for kind in KINDS}
RULEBOOKS = sorted(ROOT.glob("rules/*/rulebook.yaml"))
CASES = sorted(ROOT.glob("rules/*/cases.yaml"))


def faults(kind: str, content: Any) -> list[str]:
    """What an editor marks: the way to it."""
    found = Draft7Validator(SCHEMAS[kind]).iter_errors(content)
    return sorted({"/".join(map(str, fault.absolute_path)) for fault in found})


def named(path: Path) -> str:
    return path.parent.name


# ---------------------------------------------------------------- what is right is accepted


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_a_schema(kind: str) -> None:
    Draft7Validator.check_schema(SCHEMAS[kind])
    assert SCHEMAS[kind]["$schema"] == "http://json-schema.org/draft-07/schema#"


@pytest.mark.parametrize("kind", KINDS)
def test_every_reference_leads_somewhere(kind: str) -> None:
    referred = set(_references(SCHEMAS[kind]))
    assert referred == set(SCHEMAS[kind]["definitions"])


def _references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"].removeprefix("#/definitions/")
        for inner in part.values():
            yield from _references(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _references(inner)


@pytest.mark.parametrize("path", RULEBOOKS, ids=named)
def test_editors_accept_every_rulebook(path: Path) -> None:
    assert faults("rulebook", seen(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", CASES, ids=named)
def test_editors_accept_all_cases(path: Path) -> None:
    assert faults("cases", seen(path.read_text(encoding="utf-8"))) == []


def test_there_are_rulebooks_and_cases() -> None:
    assert len(RULEBOOKS) > 4
    assert len(CASES) > 4


def test_the_rulebook_that_shows_everything_is_accepted() -> None:
    assert faults("rulebook", seen((ROOT / "tests" / "rulebook" / "base.yaml").read_text(encoding="utf-8"))) == []


# ---------------------------------------------------------------- what is wrong is marked

BOOK = """
rulebook: demo
version: "1"
title: 办法
source: {text: 文号}
effective: {from: 2025-01-01}
semantics: 1
subject: 委员
period: year
points: {step: 0.1, rounding: half_up}
fields:
  级别: {type: choice, choices: [省, 市]}
  数量: {type: number, decimals: 1, min: 0}
roster: {身份: {type: choice, choices: [常委, 委员]}}
entries: {columns: {member: 姓名, date: 日期, item: 项目}}
categories:
  bonus:
    name: 加分
    max: {month: 5, year: 10}
    items:
      report: {name: 报告, ref: 第一条, score: {each: 5}, max: 15}
      level: {name: 表彰, ref: [第二条], score: {lookup: {field: 级别, points: {省: 5, 市: unstated}}}, times: 50%}
      size:
        name: 捐赠
        ref: 第三条
        score: {tiers: {field: 数量, kind: reached, otherwise: 0, steps: [{at_least: 1, points: 2}]}}
        valid: 1y
      base: {name: 基本, ref: 第四条, score: {fixed: {2025-01-01: 5, 2025-07-01: 6}}}
grades:
  - {name: 优秀, when: {total: {at_least: 85}, 身份: {not: 常委}}}
  - {name: 称职, otherwise: true}
"""


def test_the_book_of_the_next_tests_is_sound() -> None:
    assert faults("rulebook", seen(BOOK)) == []
    assert load_rulebook(BOOK.encode(), "book").findings == ()


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("title:", "titel:", ""),
        ("semantics: 1", "semantics: 2", "semantics"),
        ("rounding: half_up", "rounding: halfup", "points/rounding"),
        ("step: 0.1", "step: 十分之一", "points/step"),
        ("type: choice, choices: [省", "type: choise, choices: [省", "fields/级别/type"),
        ("decimals: 1", "decimals: 1.5", "fields/数量/decimals"),
        ("score: {each: 5}", "score: {ecah: 5}", "categories/bonus/items/report/score"),
        ("score: {each: 5}", "score: {each: 五}", "categories/bonus/items/report/score/each"),
        ("max: 15", "max: unlimited", "categories/bonus/items/report/max"),
        ("kind: reached", "kind: reach", "categories/bonus/items/size/score/tiers/kind"),
        ("市: unstated", "市: unstatd", "categories/bonus/items/level/score/lookup/points"),
        ("at_least: 1, points", "atleast: 1, points", "categories/bonus/items/size/score/tiers/steps/0"),
        ("times: 50%", "times: {field: 级别, yb: {省: 1}}", "categories/bonus/items/level/times"),
        ("valid: 1y", "valid: 1 year", "categories/bonus/items/size/valid"),
        ("fixed: {2025-01-01: 5,", "fixed: {2025-1-1: 5,", "categories/bonus/items/base/score/fixed"),
        ("total: {at_least: 85}", "total: {atleast: 85}", "grades/0/when"),
        ("otherwise: true", "otherwise: ja", "grades/1/otherwise"),
        ("from: 2025-01-01}", "from: 2025/1/1}", "effective/from"),
        ("columns: {member: 姓名, ", "columns: {", "entries/columns"),
    ],
)
def test_editors_mark_what_is_wrong(old: str, new: str, where: str) -> None:
    assert old in BOOK
    assert faults("rulebook", seen(BOOK.replace(old, new, 1))) == [where]


CASE = "- {case: 例, entries: {甲: [{日期: 2025-03-01, 项目: 报告}]}, expect: {甲: {total: 5, rank: none}}}"


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("total: 5", "total: 5", None),
        ("total: 5", "totl: 5", "0/expect/甲"),
        ("total: 5", "total: 五", "0/expect/甲/total"),
        ("rank: none", "rank: last", "0/expect/甲/rank"),
        ("rank: none", "postings: [{kind: over_caps}]", "0/expect/甲/postings/0/kind"),
        ("甲: {total: 5, rank: none}", "diagnostic: {code: DS301, entry: 1}", None),
        ("甲: {total: 5, rank: none}", "diagnostic: {code: DS999}", "0/expect/diagnostic"),
        ("case: 例, ", "", "0"),
        ("entries:", "period: 2025H1, entries:", None),
        ("entries:", "period: 2025H3, entries:", "0/period"),
        ("entries:", "history: {甲: [{total: 3}]}, entries:", None),
        ("entries:", "history: {甲: {last: {total: 3}}}, entries:", "0/history/甲"),
    ],
)
def test_editors_mark_what_is_wrong_in_cases(old: str, new: str, where: str | None) -> None:
    assert old in CASE
    assert faults("cases", seen(CASE.replace(old, new, 1))) == ([] if where is None else [where])


# ---------------------------------------------------------------- nothing is left out


def generators() -> Iterator[Generator]:
    for language in LANGUAGES:
        yield from (generator for generator, _ in documents(told_in(load(language))).values())


def test_every_validator_is_known() -> None:
    """A new type of value needs a line in `rulebook/json_forms.py`."""
    assert {name for generator in generators() for name in generator.strange} == set()


def test_every_key_has_a_title_and_a_description_in_both_languages() -> None:
    """A new key needs a line under `schema:` in both message files: `Model.key`, or `any.key` for all models."""
    assert sorted({key for generator in generators() for key in generator.untold}) == []


def test_a_key_without_texts_is_seen() -> None:
    generator = Generator(lambda key: None if key == "Score.each" else ("t", "d"), dated=True)
    generator.document("rulebook", Rulebook)
    assert generator.untold == ["Score.each"]


def test_every_short_form_is_known() -> None:
    """A model that takes a single value reads it before its keys are looked at (`model_validator(mode="before")`)."""
    short = {
        model.__name__
        for model in models()
        for decorator in model.__pydantic_decorators__.model_validators.values()
        if decorator.info.mode == "before"
    }
    assert short - {"Lookup"} <= set(SHORT)  # Lookup only renames `fields`
    assert set(SHORT) <= {model.__name__ for model in models()}


def models() -> list[type[BaseModel]]:
    found: dict[str, type[BaseModel]] = {}

    class Collector(Generator):
        def model(self, kind: Any) -> Any:
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                found[kind.__name__] = kind
            return super().model(kind)

    Collector(lambda key: ("t", "d"), dated=True).document("rulebook", Rulebook)
    return list(found.values())


def test_the_schema_has_the_keys_of_the_models() -> None:
    assert tuple(SCHEMAS["rulebook"]["definitions"]["Rulebook"]["properties"]) == keys_at(Rulebook, ())
    assert tuple(SCHEMAS["cases"]["definitions"]["WrittenCase"]["properties"]) == keys_at(WrittenCase, ())


def test_editors_and_the_reader_know_the_same_tests_of_a_condition() -> None:
    mapping = SCHEMAS["rulebook"]["definitions"]["Test"]["anyOf"][2]
    values = {"not": "甲", "blank": "true", "in": "last_period", "running": "3"}
    for key in mapping["properties"]:
        beside = {"at_least": "1"} if key in ("over", "in", "running") else {}
        assert parse_condition({"total": {key: values.get(key, "1"), **beside}})


# ---------------------------------------------------------------- the command


def test_the_kinds_are_the_documents() -> None:
    assert tuple(documents(told_in(load("en")))) == KINDS


def test_results_and_their_findings_fit_their_schema() -> None:
    for book, log in (("jintai", "logs.xlsx"), ("shigu", "logs.csv")):
        rules = ROOT / "rules" / book / "rulebook.yaml"
        path = ROOT / "examples" / book / log
        done = run(sys.executable, "-m", "dutyscore", "score", path, "-r", rules, "-f", "json")
        if not done.stdout:
            pytest.fail(shown(done))
        result = json.loads(done.stdout)
        assert faults("result", result) == [], book
        result["members"][0]["total"] = 3.5
        result["manifest"].pop("program")
        assert faults("result", result) == ["manifest", "members/0/total"]


def test_comparisons_fit_their_schema(tmp_path: Path) -> None:
    old, new = ROOT / "rules" / "jintai" / "2022.yaml", ROOT / "rules" / "jintai" / "rulebook.yaml"
    log = ROOT / "examples" / "jintai" / "logs.xlsx"
    for more in ((), ("--logs", log, "--period", "2023")):
        done = run(sys.executable, "-m", "dutyscore", "diff", old, new, *more, "-f", "json")
        if not done.stdout:
            pytest.fail(shown(done))
        told = json.loads(done.stdout)
        assert faults("diff", told) == []
        assert (told["impact"] is None) == (not more)
        assert told["changes"]
        told["changes"][0]["label"] = "better"
        told["old"].pop("digest")
        assert faults("diff", told) == ["changes/0/label", "old"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_command_prints_it(kind: str, language: str) -> None:
    done = run(sys.executable, "-m", "dutyscore", "schema", kind, "--lang", language)
    assert done.returncode == 0, shown(done)
    assert json.loads(done.stdout) == schema_of(kind, told_in(load(language)))


def test_another_kind_is_wrong_usage() -> None:
    done = run(sys.executable, "-m", "dutyscore", "schema", "rulebok", "--lang", "en")
    assert (done.returncode, done.stdout) == (2, "")
    assert "rulebook" in done.stderr
