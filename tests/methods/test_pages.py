"""Every method and modifier has cases, and a page that is made of them. `--accept` writes the pages anew."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest

from dutyscore import methods
from dutyscore.output.wording import LANGUAGES
from dutyscore.rulebook.nodes import Item
from tests.methods.names import METHODS, MODIFIERS
from tests.methods.pages import DOCS, HERE, NAMES, PROSE, index, page, subject
from tests.rules.playing import compared

Agrees = Callable[[Path, str], None]


def stored(name: str, language: str) -> Path:
    return DOCS / (f"{name}.md" if language == "en" else f"{name}.{language}.md")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_page(name: str, language: str, agrees: Agrees) -> None:
    agrees(stored(name, language), page(name, language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_index(language: str, agrees: Agrees) -> None:
    agrees(stored("README", language), index(language))


def test_no_page_is_left_over() -> None:
    wanted = {stored(name, language).name for name in (*NAMES, "README") for language in LANGUAGES}
    assert {path.name for path in DOCS.iterdir()} == wanted
    assert {path.stem for path in HERE.glob("*.yaml")} == set(NAMES)


def test_every_method_and_every_modifier_of_items_has_a_page() -> None:
    assert set(METHODS) == set(methods.METHODS)
    keys = {name.rstrip("_") for name in Item.model_fields}
    apart = {"name", "ref", "aliases", "takes", "score", "when", "booked_by", "window"}  # not about points
    together = {"min": "max", "as_held": "for", "others": "for"}  # told on the page of another key
    assert keys - apart - set(together) <= set(MODIFIERS)
    assert set(together.values()) <= set(MODIFIERS)


@pytest.mark.parametrize("name", NAMES)
def test_every_key_of_a_model_is_told(name: str) -> None:
    prose = subject(name).prose
    module, _, model = prose.get("doc", "").partition(":")
    if model:
        fields = getattr(import_module(module), model).model_fields
        keys = {field.alias or key.rstrip("_") for key, field in fields.items()}
        assert {word.partition(".")[2] for word in prose["words"]} >= keys


@pytest.mark.parametrize("name", NAMES)
def test_cases(name: str) -> None:
    about = subject(name)
    assert about.loaded.findings == ()
    assert about.cases.findings == ()
    assert len(about.cases.cases) >= 2
    assert set(about.prose) <= set(PROSE)
    for case in about.cases.cases:
        assert not (found := compared(about.loaded, case)), (case.name, found)
        assert " | " in case.name
