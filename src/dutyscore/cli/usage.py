"""What is wrong with a command line, in the reader's language, with what was probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from dutyscore.output.wording import Wording

_SHORT = 3
"""A Chinese word this short, as a name, is close to another when half of it is the same; `nix` is not near `map`."""


def nearest(word: str, known: Iterable[str], least: float = 0.6) -> str:
    """The known word that is closest, look-alikes and case aside; empty if none is close: `least` is how alike, from 0
    to 1."""
    by_look = {_look(name): name for name in known}
    look = _look(word)
    cutoff = 0.5 if len(look) <= _SHORT and not look.isascii() else least
    found = get_close_matches(look, list(by_look), n=1, cutoff=cutoff)
    return by_look[found[0]] if found else ""


def _look(word: str) -> str:
    """The word as it looks: O as 0, l as 1, full-width letters as plain ones."""
    from unicodedata import normalize

    return normalize("NFKC", word).lower().translate(str.maketrans("oil", "011"))


def bad_choice(wording: Wording, option: str, value: str, known: Iterable[str]) -> list[str]:
    """A complaint when the value of an option is none of the known words."""
    words = list(known)
    if value in words:
        return []
    told = {"option": option, "value": value, "nearest": nearest(value, words), "known": ", ".join(words)}
    return [wording("usage.bad_choice", **told)]


def is_usage_error(error: Exception) -> bool:
    """Whether the parser refused the command line. By name: where the class lives differs between versions of typer."""
    return "UsageError" in _names(error)


def explained(error: Any, command: Any, wording: Wording) -> str:
    """The parser's complaint about the words of a command as a sentence of ours."""
    names = _names(error)
    if "NoSuchOption" in names:
        known = ["--help", *(option for param in command.params for option in param.opts)]
        return unknown_option(wording, error.option_name, known)
    if "BadOptionUsage" in names:
        flags = [option for param in command.params if getattr(param, "is_flag", False) for option in param.opts]
        key = "takes_no_value" if error.option_name in flags else "needs_value"
        return wording(f"usage.{key}", option=error.option_name)
    if "MissingParameter" in names and error.param is not None:
        return wording("usage.missing", name=error.param.metavar or error.param.name)
    return wording("usage.other", text=error.format_message())


def unknown_option(wording: Wording, option: str, known: Iterable[str]) -> str:
    long = option.startswith("--")
    similar = [name for name in known if name.startswith("--") == long and (long or len(name) == 2)]
    return wording("usage.unknown_option", option=option, nearest=nearest(option, similar) if long else "")


def twice(params: Iterable[Any], repeatable: Iterable[str]) -> list[Any]:
    """The options, of those that the parser met in this order, that take one value and were given two: the parser
    itself keeps the last one without a word. `repeatable` are names of options that an alias may give beforehand."""
    single = [
        param
        for param in params
        if param.param_type_name == "option"
        and not (param.multiple or getattr(param, "is_flag", False) or param.name in repeatable)
    ]
    return [param for place, param in enumerate(single) if param in single[:place]]


def _names(error: object) -> set[str]:
    return {base.__name__ for base in type(error).__mro__}


def told(complaints: Iterable[str], wording: Wording, command: str) -> list[str]:
    """Complaints as lines, and where help is found."""
    lines = [wording("usage.error", text=text) for text in complaints]
    return [*lines, wording("usage.hint", command=" ".join(["dutyscore", *([command] if command else []), "-h"]))]
