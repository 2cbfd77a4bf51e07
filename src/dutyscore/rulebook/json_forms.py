"""How values look in a file, in the words of JSON Schema: what a validator of its own reads, and conditions.

Editors see YAML as numbers, words and truth values where our reader sees text, so a number may be either.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, Protocol, get_args

from pydantic import PlainValidator

from dutyscore.model.condition import KEYS
from dutyscore.model.duration import Length
from dutyscore.model.written import Award, Bound, Day, Factor, MonthDay, Points, Text, Whole, Yes
from dutyscore.rulebook.case_schema import Standing
from dutyscore.rulebook.deciding import MOMENTS, Each
from dutyscore.rulebook.schema import PERIODS, Dates, Rolling

Schema = dict[str, Any]

DAY: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
NUMBER: Final[Schema] = {"type": ["number", "string"], "pattern": r"^[+-]?[0-9]{1,30}(\.[0-9]{1,30})?$"}
FACTOR: Final[Schema] = {
    "type": ["number", "string"],
    "pattern": r"^([+-]?[0-9]{1,30}(\.[0-9]{1,30})?( *%)?|[0-9]{1,18}/[0-9]{1,18})$",
}
WHOLE: Final[Schema] = {"type": ["integer", "string"], "pattern": r"^[+-]?[0-9]{1,30}(\.0+)?$"}
TEXT: Final[Schema] = {"type": ["string", "number", "boolean"]}
AWARD: Final[Schema] = {"anyOf": [NUMBER, {"const": "unstated"}]}
LENGTH: Final[Schema] = {"type": "string", "pattern": r"^[0-9]{1,4}[dmy]$"}
FACTS: Final[Schema] = {
    "type": "object",
    "additionalProperties": {"type": ["string", "number", "boolean", "null"]},
}
CONDITION: Final[Schema] = {"$ref": "#/definitions/Condition"}
TARIFF: Final[Schema] = {"$ref": "#/definitions/Tariff"}


def reader(alias: Any) -> Any:
    """The function that reads a value of a type."""
    return next(note.func for note in get_args(alias)[1:] if isinstance(note, PlainValidator))


SCALARS: Final[dict[Any, Schema]] = {
    reader(Text): TEXT,
    reader(Points): NUMBER,
    reader(Bound): FACTOR,
    reader(Factor): FACTOR,
    reader(Whole): WHOLE,
    reader(Award): AWARD,
    reader(Yes): {"enum": [True, False, "true", "false"]},
    reader(Day): {"type": "string", "pattern": DAY},
    reader(MonthDay): {"type": "string", "pattern": r"^[0-9]{2}-[0-9]{2}$"},
    reader(Length): LENGTH,
}
"""The values that are written in one word or number, by the function that reads them."""


class Maker(Protocol):
    """What a form may ask of the generator: how a number is written there, and the definition of a model."""

    def number(self, scalar: Schema = NUMBER) -> Schema: ...

    def model(self, kind: Any) -> Schema: ...


Form = Callable[[Maker], Schema]


def words(allowed: Sequence[str]) -> Schema:
    """One of some words; a word that is a number may be written as one."""
    return {"enum": [*allowed, *(int(word) for word in allowed if word.isascii() and word.isdigit())]}


def closed(*required: str, **properties: Schema) -> Schema:
    """A mapping with these keys and no other."""
    form: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**form, "required": list(required)} if required else form


def filled(inner: Schema, pattern: str = "") -> Schema:
    """A mapping with any keys, or with those that fit a pattern, at least one."""
    if pattern:
        inside = {"patternProperties": {pattern: inner}, "additionalProperties": False}
        return {"type": "object", "minProperties": 1, **inside}
    return {"type": "object", "minProperties": 1, "additionalProperties": inner}


def listed(inner: Schema) -> Schema:
    return {"type": "array", "items": inner, "minItems": 1}


def _limits(maker: Maker) -> Schema:
    return {"anyOf": [maker.number(), {"const": "none"}, filled(maker.number())]}


def _keep(maker: Maker) -> Schema:
    single = words(("highest", "largest_deduction", "first", "last"))
    return {"anyOf": [single, closed("best", best=WHOLE), closed("order", order=listed(TEXT), field=TEXT)]}


def _stretch(maker: Maker) -> Schema:
    label = {"type": ["string", "integer"], "pattern": "^[0-9]{4}(-?(H[12]|Q[1-4])|-[0-9]{2})?$"}
    return {"anyOf": [label, maker.model(Dates)]}


FORMS: Final[dict[str, Form]] = {
    "parse_condition": lambda maker: CONDITION,
    "_condition_or_unstated": lambda maker: {"anyOf": [CONDITION, {"const": "unstated"}]},
    "_fact_or_condition": lambda maker: {"anyOf": [TEXT, CONDITION]},
    "_limits": _limits,
    "_caps": _limits,
    "_table": lambda maker: TARIFF,
    "_places": lambda maker: filled(maker.number(), "^[0-9]+(-[0-9]+)?$"),
    "_share": lambda maker: {"anyOf": [FACTOR, {"const": "rest"}]},
    "_others": lambda maker: {"anyOf": [maker.number(), words(("nothing", "mean"))]},
    "_how": lambda maker: {"anyOf": [words(("equally", "half_first")), listed(FACTOR)]},
    "_keep": _keep,
    "_period": lambda maker: {"anyOf": [words(PERIODS), maker.model(Dates), maker.model(Rolling)]},
    "_stretch": _stretch,
    "_shares": lambda maker: {"anyOf": [maker.number(FACTOR), filled(maker.number(FACTOR))]},
    "_moment": lambda maker: {"anyOf": [words(MOMENTS), maker.model(Each)]},
    "_number_or_none": lambda maker: {"anyOf": [NUMBER, {"const": "none"}]},
    "_rows": lambda maker: {"type": "array", "items": FACTS},
    "_validities": lambda maker: {"anyOf": [FACTS, {"type": "array", "items": FACTS}]},
}
"""What a validator of its own reads, by the name of the function."""

ALSO: Final[dict[str, Form]] = {
    "_totals": lambda maker: {"const": "none"},
    "_past": lambda maker: listed(maker.model(Standing)),
}
"""What may be written beside the type where a validator stands before it. Before a tuple it is always the same: one
value counts as a list of one."""

SHORT: Final[dict[str, Form]] = {
    "Times": lambda maker: maker.number(FACTOR),
    "PartWeight": lambda maker: maker.number(FACTOR),
    "Valid": lambda maker: LENGTH,
    "Effect": lambda maker: {"const": "lose_grade"},
    "RankKey": lambda maker: TEXT,
}
"""Models for which a single value may stand."""


def conditions() -> dict[str, Schema]:
    """The one grammar of conditions, as definitions."""
    inner = {"$ref": "#/definitions/Test"}
    special = {"not": inner, "blank": SCALARS[reader(Yes)], "in": {"const": "last_period"}, "running": WHOLE}
    mapping = {**closed(**{key: special.get(key, TEXT) for key in KEYS}), "minProperties": 1}
    group = filled(inner)
    return {
        "Condition": {"anyOf": [group, listed(group)]},
        "Test": {"anyOf": [TEXT, listed(TEXT), mapping]},
    }
