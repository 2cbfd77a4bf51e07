"""Every sentence in both languages, every code and kind with words, nothing that a Chinese console cannot show."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from dutyscore.model.codes import CODES
from dutyscore.model.ledger import Kind
from dutyscore.output.wording import LANGUAGES, Wording, load, places
from tests.house.tree import SRC
from tests.output.spoken import Spoken

MESSAGES = SRC / "dutyscore" / "output" / "messages"
WHOLE = {
    language: yaml.load((MESSAGES / f"{language}.yaml").read_bytes(), yaml.BaseLoader)  # noqa: S506
    for language in LANGUAGES
}
"""All messages: `load` reads each part of them when it is first asked for."""
WORDINGS = {language: Wording(language, WHOLE[language]) for language in LANGUAGES}

OTHERWISE = ["issue.date", "issue.employer_notice.asks"]
"""Messages in which the languages need other facts: a date by its parts or as a whole, a noun where English has
`their`."""


def leaves(tree: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(tree, Mapping):
        for key, inner in tree.items():
            yield from leaves(inner, f"{path}.{key}" if path else key)
    elif isinstance(tree, list) and isinstance(tree[0], Mapping):
        for place, inner in enumerate(tree):
            yield from leaves(inner, f"{path}.{place}")
    else:
        yield path, tree


def variants(leaf: Any) -> list[str]:
    return [leaf] if isinstance(leaf, str) else list(leaf)


def messages(wording: Wording) -> dict[str, list[str]]:
    return {path: variants(leaf) for path, leaf in leaves(wording._messages)}


def facts_of_codes() -> dict[str, set[str]]:
    """The facts of each code, as the comment behind it in `model/codes.py` names them."""
    source = (SRC / "dutyscore" / "model" / "codes.py").read_text(encoding="utf-8")
    found = {}
    for code, comment in re.findall(r'"(DS\d{3})": \([^)]*\),(?:\s*#\s*(.*))?', source):
        named = re.sub(r"\([^)]*\)", "", comment.partition(";")[0])
        found[code] = {word.strip() for word in named.split(",") if word.strip()}
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_read_in_parts_is_the_whole(language: str) -> None:
    wording = load(language)
    assert {part: wording.at(part) for part in WHOLE[language]} == WHOLE[language]


def test_both_languages_have_the_same_keys() -> None:
    assert len(messages(WORDINGS["zh"])) > 1000
    assert messages(WORDINGS["zh"]).keys() == messages(WORDINGS["en"]).keys()


def test_both_languages_name_the_same_facts() -> None:
    def named(texts: list[str]) -> set[str]:
        return {place for text in texts for place in places(text)}

    english = messages(WORDINGS["en"])
    differing = [key for key, texts in messages(WORDINGS["zh"]).items() if named(texts) != named(english[key])]
    assert differing == OTHERWISE


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_a_sentence_and_no_other(language: str) -> None:
    assert set(WORDINGS[language].at("finding")) == set(CODES)
    assert all(WORDINGS[language](f"finding.{code}.title") for code in CODES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_of_findings_name_only_facts_of_their_code(language: str) -> None:
    facts = facts_of_codes()
    assert facts.keys() == CODES.keys()
    strangers = {}
    for code in CODES:
        parts = [WORDINGS[language].at(f"finding.{code}.{part}") or [] for part in ("title", "advice", "label")]
        parts.append(list((WORDINGS[language].at(f"finding.{code}.advised") or {}).values()))
        texts = [text for part in parts for text in variants(part)]
        strange = {place for text in texts for place in places(text)} - facts[code]
        strange |= set(WORDINGS[language].at(f"finding.{code}.words") or ()) - facts[code]
        if strange:
            strangers[code] = strange
    assert strangers == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_posting_has_a_word_and_the_cuts_a_reason(language: str) -> None:
    wording = WORDINGS[language]
    assert set(wording.at("kind")) == {kind.name for kind in Kind}
    assert set(wording.at("explain.note")) == {kind.name for kind in Kind} - {"award", "member_award"}


@pytest.mark.parametrize("path", sorted(MESSAGES.iterdir()), ids=lambda path: path.name)
def test_a_chinese_console_can_show_every_text(path: Path) -> None:
    path.read_text(encoding="utf-8").encode("gbk")


def test_no_sentence_stands_in_the_code() -> None:
    """Chinese text in the rooms that speak is a sentence that belongs into the messages."""
    found = []
    for room in ("output", "cli", "compare"):
        for path in sorted((SRC / "dutyscore" / room).rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            described = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
            found += [
                f"{path.name}:{node.lineno}: {node.value}"
                for node in ast.walk(tree)
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in described
                if re.search("[一-鿿]", node.value)
            ]
    assert found == []


def test_every_message_is_said() -> None:
    spoken = Spoken((SRC / "dutyscore").rglob("*.py"))
    assert [key for key in messages(WORDINGS["zh"]) if not spoken.says(key)] == []


def test_the_rule_of_messages_bites(tmp_path: Path) -> None:
    code = tmp_path / "seed.py"
    code.write_text('wording("run.notes", n=1)\nwording(f"run.no_{key}")\nkey = "room"\nwording.word("stage", word)\n')
    spoken = Spoken([code])
    assert [spoken.says(key) for key in ("run.notes", "run.no_room", "stage.read", "cases.all")] == [
        True,
        True,
        True,
        False,
    ]
    assert [spoken.says(key) for key in ("run.no_place", "run.noted", "run", "stages.read")] == [False] * 4


def test_variants_are_chosen_by_the_facts_that_are_known() -> None:
    wording = Wording("en", {"a": ["{x} and {y}", "only {x}"], "n": "{n:row|rows}"})
    assert wording("a", x="1", y="2") == "1 and 2"
    assert wording("a", x="1", y="") == "only 1"
    assert wording("a") == "only "
    assert wording.find("a", {}, complete=True) is None
    assert (wording("n", n=1), wording("n", n=0), wording("n", n="2")) == ("1 row", "0 rows", "2 rows")


def test_facts_are_never_read_as_templates() -> None:
    wording = Wording("en", {"a": "<{x}>"})
    assert wording("a", x="{x} {0.__class__} %s") == "<{x} {0.__class__} %s>"


def test_a_missing_message_is_a_fault_of_the_program() -> None:
    with pytest.raises(KeyError):
        WORDINGS["en"]("no.such.key")


def test_the_wheel_gets_the_messages() -> None:
    assert {path.name for path in MESSAGES.iterdir()} == {
        *(f"{language}.yaml" for language in LANGUAGES), *(f"help.{language}.txt" for language in LANGUAGES),
        *(f"pages.{language}.yaml" for language in LANGUAGES),
    }  # fmt: skip
