"""JSON Schema (draft 7) of what people and programs write, read off the models: there is no second list of keys.

Editors see YAML as numbers, words and truth values where our reader sees text, so a number may be either. What a
validator reads in its own way is described in `_FORMS`, by the name of the function that reads it; what stands neither
there nor among the scalars may be anything, and a test says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import is_dataclass
from functools import partial
from types import UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

from pydantic import BaseModel, BeforeValidator, PlainValidator, WithJsonSchema
from pydantic.fields import FieldInfo

from dutyscore.model.condition import BOUNDS, FactOrWhen, When
from dutyscore.model.duration import Length
from dutyscore.model.written import Award, Day, Factor, MonthDay, Points, Text, Whole, Yes
from dutyscore.rulebook.shape import key_of

Schema = dict[str, Any]
Texts = Callable[[str], "tuple[str, str] | None"]
"""Title and description of a model (`Item`) or of a key of it (`Item.score`); None where nothing is said."""

DRAFT: Final = "http://json-schema.org/draft-07/schema#"
_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_NUMBER: Schema = {"type": ["number", "string"], "pattern": r"^[+-]?[0-9]{1,30}(\.[0-9]{1,30})?$"}
_FACTOR: Schema = {
    "type": ["number", "string"],
    "pattern": r"^([+-]?[0-9]{1,30}(\.[0-9]{1,30})?( *%)?|[0-9]{1,18}/[0-9]{1,18})$",
}
_WHOLE: Schema = {"type": ["integer", "string"], "pattern": r"^[+-]?[0-9]{1,30}(\.0+)?$"}
_TEXT: Schema = {"type": ["string", "number", "boolean"]}
_FACT: Schema = {"type": ["string", "number", "boolean", "null"]}
_YES: Schema = {"enum": [True, False, "true", "false"]}
_ROW: Schema = {"type": "object", "additionalProperties": _FACT}


def _func(alias: Any) -> Any:
    """The function that reads a value of this type."""
    return next(note.func for note in get_args(alias)[1:] if isinstance(note, PlainValidator))


_SCALARS: Final[dict[Any, Schema]] = {
    _func(Text): _TEXT,
    _func(Points): _NUMBER,
    _func(Factor): _FACTOR,
    _func(Whole): _WHOLE,
    _func(Award): {"anyOf": [_NUMBER, {"const": "unstated"}]},
    _func(Yes): _YES,
    _func(Day): {"type": "string", "pattern": _DAY},
    _func(MonthDay): {"type": "string", "pattern": r"^[0-9]{2}-[0-9]{2}$"},
    _func(Length): {"type": "string", "pattern": r"^[0-9]{1,4}[dmy]$"},
}
_CONDITION: Final[Schema] = {"$ref": "#/definitions/Condition"}
_POINTS_OF_WORDS: Final[Schema] = {"$ref": "#/definitions/Tariff"}
"""A tariff nests once per field."""


def _limit(number: Schema) -> Schema:
    return {"anyOf": [number, {"const": "none"}, {"type": "object", "minProperties": 1, "additionalProperties": number}]}


def _keep(number: Schema) -> Schema:
    def only(key: str, **more: Schema) -> Schema:
        return {"type": "object", "properties": more, "required": [key], "additionalProperties": False}

    words = {"enum": ["highest", "largest_deduction", "first", "last"]}
    listed = {"type": "array", "items": _TEXT, "minItems": 1}
    return {"anyOf": [words, only("best", best=_WHOLE), only("order", order=listed, field=_TEXT)]}


_FORMS: Final[dict[str, Callable[[Schema], Schema]]] = {
    "parse_condition": lambda number: _CONDITION,
    "_fact_or_condition": lambda number: {"anyOf": [_TEXT, _CONDITION]},
    "_limits": _limit,
    "_caps": _limit,
    "_table": lambda number: _POINTS_OF_WORDS,
    "_places": lambda number: {
        "type": "object", "minProperties": 1, "patternProperties": {"^[0-9]+(-[0-9]+)?$": number},
        "additionalProperties": False,
    },
    "_share": lambda number: {"anyOf": [_FACTOR, {"const": "rest"}]},
    "_others": lambda number: {"anyOf": [number, {"enum": ["nothing", "mean"]}]},
    "_keep": _keep,
    "_period": lambda number: {
        "anyOf": [{"enum": ["year", "half", "quarter", "month"]}, {"$ref": "#/definitions/Dates"}]
    },
    "_stretch": lambda number: {
        "anyOf": [
            {"type": ["string", "integer"], "pattern": "^[0-9]{4}(-?(H[12]|Q[1-4])|-[0-9]{2})?$"},
            {"$ref": "#/definitions/Dates"},
        ]
    },
    "_number_or_none": lambda number: {"anyOf": [_NUMBER, {"const": "none"}]},
    "_rows": lambda number: {"type": "array", "items": _ROW},
    "_validities": lambda number: {"anyOf": [_ROW, {"type": "array", "items": _ROW}]},
}  # fmt: skip
"""What a validator of its own reads, by the name of the function; `number` is how a number is written here."""

_ALSO: Final[dict[str, Callable[[Schema], Schema]]] = {
    "_totals": lambda inner: {"const": "none"},
    "_past": lambda inner: {"type": "array", "items": {"$ref": "#/definitions/Standing"}, "minItems": 1},
}
"""What may be written beside the type itself where a validator stands before it. Before a tuple it is always the same:
one value counts as a list of one."""

SHORT: Final[dict[str, Callable[[Schema], Schema]]] = {
    "Times": lambda number: _FACTOR,
    "Valid": lambda number: _SCALARS[_func(Length)],
    "Effect": lambda number: {"const": "lose_grade"},
    "RankKey": lambda number: _TEXT,
}
"""Models for which a single value may stand."""


class Generator:
    """Collects the definitions that one schema needs. `dated`: numbers may be written with dates. `strange` names the
    validators about which nothing is known here."""

    def __init__(self, texts: Texts, *, dated: bool) -> None:
        self.texts = texts
        self.dated = dated
        self.definitions: dict[str, Schema] = {}
        self.strange: list[str] = []
        self.missing: list[str] = []

    def schema(self, name: str, kind: Any, *, listed: bool = False) -> Schema:
        """The whole document: `kind`, or a list of them."""
        inner = self._of(kind)
        head = {"$schema": DRAFT, "$id": f"dutyscore.{name}.json", **self._told(name)}
        self._common()
        body = {"type": "array", "items": inner} if listed else {"allOf": [inner]}
        return {**head, **body, "definitions": dict(sorted(self.definitions.items()))}

    # ------------------------------------------------------------ types

    def _of(self, kind: Any, notes: tuple[Any, ...] = ()) -> Schema:
        """The schema of a type with what is said about it; the outermost note has the last word."""
        if get_origin(kind) is Annotated:
            inner, *said = get_args(kind)
            return self._of(inner, (*said, *notes))
        for note in reversed(notes):
            if isinstance(note, WithJsonSchema):
                return dict(note.json_schema or {})
            if isinstance(note, PlainValidator):
                return self._read_by(note.func, kind)
            if isinstance(note, BeforeValidator):
                return self._before(note.func, kind, tuple(other for other in notes if other is not note))
        return self._plain(kind)

    def _read_by(self, reader: Any, kind: Any) -> Schema:
        if isinstance(reader, partial):  # one of some words, or a mapping of its own
            words = _words(reader.args[0])
            models = [self._of(part) for part in get_args(kind) if part is not str]
            return {"anyOf": [words, *models]} if models else words
        if reader in _SCALARS:
            return self._maybe_dated(_SCALARS[reader])
        form = _FORMS.get(getattr(reader, "__name__", ""))
        if form is None:
            self.strange.append(f"{reader.__module__}.{reader.__qualname__}")
            return {}
        return form(self._maybe_dated(_NUMBER))

    def _before(self, reader: Any, kind: Any, notes: tuple[Any, ...]) -> Schema:
        inner = self._of(kind, notes)
        also = _ALSO.get(getattr(reader, "__name__", ""))
        if also:
            return {"anyOf": [inner, also(inner)]}
        if get_origin(kind) is tuple:
            return {"anyOf": [inner["items"], inner]}
        self.strange.append(f"{reader.__module__}.{reader.__qualname__}")
        return {}

    def _maybe_dated(self, scalar: Schema) -> Schema:
        if not self.dated or scalar not in (_NUMBER, _FACTOR, _WHOLE, _SCALARS[_func(Award)]):
            return scalar
        dated = {"type": "object", "minProperties": 1, "patternProperties": {_DAY: scalar}, "additionalProperties": False}
        return {"anyOf": [scalar, dated]}

    def _plain(self, kind: Any) -> Schema:
        origin, args = get_origin(kind), get_args(kind)
        if origin in (Union, UnionType):
            nothing = type(None) in args and self.json
            parts = [self._of(part) for part in args if part is not type(None)]
            parts += [{"type": "null"}] if nothing else []
            return parts[0] if len(parts) == 1 else {"anyOf": parts}
        if origin is Literal:
            return {"enum": list(args)}
        if origin in (dict, Mapping):
            return {"type": "object", "additionalProperties": self._of(args[1])}
        if origin in (tuple, list):
            return {"type": "array", "items": self._of(args[0])}
        if is_typeddict(kind) or (isinstance(kind, type) and issubclass(kind, BaseModel)):
            return self._model(kind)
        if is_dataclass(kind):  # a method that is one number
            return self._maybe_dated(_NUMBER)
        return dict(_JSON.get(kind, {}))

    @property
    def json(self) -> bool:
        """Whether this is about JSON that programs write, where a value may be null; YAML has no null here."""
        return not self.dated and "Condition" not in self.definitions and self._programs

    _programs = False

    # ------------------------------------------------------------ models

    def _model(self, kind: Any) -> Schema:
        name = kind.__name__
        reference: Schema = {"$ref": f"#/definitions/{name}"}
        if name not in self.definitions:
            self.definitions[name] = {}  # models may contain themselves
            self.definitions[name] = self._definition(kind, name)
        return reference

    def _definition(self, kind: Any, name: str) -> Schema:
        properties = {key: self._property(name, key, schema) for key, schema, _ in self._fields(kind)}
        required = [key for key, _, needed in self._fields(kind) if needed]
        mapping = {
            "type": "object", "properties": properties, "additionalProperties": False,
            **({"required": required} if required else {}),
        }  # fmt: skip
        short = SHORT.get(name)
        told = self._told(name)
        return {**told, **({"anyOf": [short(_NUMBER), mapping]} if short else mapping)}

    def _fields(self, kind: Any) -> Iterator[tuple[str, Schema, bool]]:
        if is_typeddict(kind):
            for key, hint in get_type_hints(kind, include_extras=True).items():
                yield key, self._of(hint), key in kind.__required_keys__
            return
        fields: dict[str, FieldInfo] = kind.model_fields
        for key, field in fields.items():
            yield key_of(key, field), self._of(field.annotation, tuple(field.metadata)), field.is_required()

    def _property(self, model: str, key: str, schema: Schema) -> Schema:
        told = self._told(f"{model}.{key}")
        return {**told, **({"allOf": [schema]} if "$ref" in schema else schema)} if told else schema

    def _told(self, key: str) -> Schema:
        found = self.texts(key)
        if found is None:
            self.missing.append(key)
            return {}
        return {"title": found[0], "description": found[1]}

    def _common(self) -> None:
        """What conditions and tariffs are made of, where the document needs them."""
        if _CONDITION in _parts(self.definitions):
            self.definitions |= _conditions(self._told)
        if _POINTS_OF_WORDS in _parts(self.definitions):
            leaf = self._maybe_dated(_SCALARS[_func(Award)])
            nested = {"type": "object", "minProperties": 1, "additionalProperties": _POINTS_OF_WORDS}
            self.definitions["Tariff"] = {**self._told("Tariff"), "anyOf": [leaf, nested]}
