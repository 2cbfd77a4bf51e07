"""The sentences of the program, in the language of the reader. They stand in `messages/<language>.yaml` only.

A message is a text with places for facts, `{file}`; `{rows:row|rows}` writes a number with the word that fits it. A
message may be a list of variants: the first whose facts are all known (not empty) is used, the last one otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

LANGUAGES: Final = ("zh", "en")

_PLACE = re.compile(r"\{(\w+)(?::([^{}|]*)\|([^{}|]*))?\}")


def places(template: str) -> list[str]:
    """The facts that a template names."""
    return [found[1] for found in _PLACE.finditer(template)]


def _fill(template: str, facts: Mapping[str, object]) -> str:
    def fact(found: re.Match[str]) -> str:
        value = str(facts.get(found[1], ""))
        return value if found[2] is None else f"{value} {found[2] if value == '1' else found[3]}"

    return _PLACE.sub(fact, template)


class Wording:
    """The messages of one language, by dotted keys: `finding.DS301.title`."""

    def __init__(self, language: str, messages: Mapping[str, Any]) -> None:
        self.language = language
        self._messages = messages

    def __call__(self, key: str, /, **facts: object) -> str:
        """The message `key` with its facts; a key that does not exist is a fault of the program."""
        text = self.find(key, facts)
        if text is None:
            raise KeyError(key)
        return text

    def find(self, key: str, facts: Mapping[str, object], *, complete: bool = False) -> str | None:
        """The message `key`, None if there is none; `complete` = None also when no variant has all its facts."""
        found = self.at(key)
        if found is None or isinstance(found, Mapping):
            return None
        variants = [found] if isinstance(found, str) else list(found)
        for template in variants:
            if all(str(facts.get(name, "")) for name in places(template)):
                return _fill(template, facts)
        return None if complete else _fill(variants[-1], facts)

    def at(self, key: str) -> Any:
        """What stands at a key: a text, a list of variants, a mapping, or None."""
        found: Any = self._messages
        for part in key.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
        return found

    def word(self, group: str, word: str) -> str:
        """The word for a machine word, which stands for itself where none is written."""
        words = self.at(group)
        found = words.get(word) if isinstance(words, Mapping) else None
        return found if isinstance(found, str) else word

    def series(self, words: Iterable[str]) -> str:
        """Words in a row, as this language lists them."""
        return str(self.at("series")).join(words)


class _Parts(dict[str, Any]):
    """What stands under each key of the first level; its text becomes messages when somebody first asks for it: parsing
    all of them takes longer than a run needs for its own."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._texts = {part.partition(":")[0]: part for part in re.split(r"^(?=\w)", text, flags=re.MULTILINE)}

    def get(self, key: str, default: Any = None) -> Any:
        text = self._texts.pop(key, None)
        if text is not None:
            self[key] = _read(text)[key]
        return super().get(key, default)


def _read(text: str) -> Any:
    import yaml

    loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # every scalar is text: `no` stays `no`
    return loader(text).get_single_data()


def load(language: str) -> Wording:
    """The wording of a language, read from its file."""
    path = Path(__file__).with_name("messages") / f"{language}.yaml"
    return Wording(language, _Parts(path.read_text(encoding="utf-8")))
