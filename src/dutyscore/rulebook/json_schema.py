"""JSON Schema (draft 7) of what people and programs write, read off the models: there is no second list of keys.

What a validator reads in its own way stands in `json_forms`; a validator that is not known there may read anything, and
is named in `Generator.strange`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import is_dataclass
from functools import partial
from types import UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

from pydantic import BaseModel, BeforeValidator, PlainValidator, WithJsonSchema

from dutyscore.methods.each import Each
from dutyscore.rulebook.case_schema import Expectation, ExpectedFinding, WrittenCase
from dutyscore.rulebook.cases import FINDINGS
from dutyscore.rulebook.json_forms import (
    ALSO,
    AWARD,
    CONDITION,
    DAY,
    FACTOR,
    FORMS,
    NUMBER,
    SCALARS,
    SHORT,
    TARIFF,
    WHOLE,
    Schema,
    conditions,
    filled,
    words,
)
from dutyscore.rulebook.schema import Rulebook
from dutyscore.rulebook.shape import key_of

DRAFT: Final = "http://json-schema.org/draft-07/schema#"
_TYPES: Final[dict[Any, Schema]] = {
    str: {"type": "string"}, int: {"type": "integer"}, bool: {"type": "boolean"}, Any: {},
}  # fmt: skip
_NUMBERS = (NUMBER, FACTOR, WHOLE, AWARD)

Texts = Callable[[str], tuple[str, str] | None]
"""Title and description of a model (`Item`) or of one of its keys (`Item.score`); None where nothing is said."""


def rulebook_document(generator: Generator) -> Schema:
    """The schema of `rulebook.yaml`; numbers may be written with dates there."""
    return generator.document("rulebook", Rulebook)


def cases_document(generator: Generator) -> Schema:
    """The schema of `cases.yaml`. What stands under `expect` is read in a second step; here both steps are one."""
    case = generator.model(WrittenCase)
    finding = generator.model(ExpectedFinding)
    expect = generator.definitions["WrittenCase"]["properties"]["expect"]
    expect["additionalProperties"] = generator.model(Expectation)
    expect["properties"] = {FINDINGS: {"anyOf": [finding, {"type": "array", "items": finding}]}}
    return generator.closed("cases", {"type": "array", "items": case, "minItems": 1})


class Generator:
    """Collects the definitions of one document. `dated`: numbers may be written with dates; `nulls`: a value that is
    not there is null, as in JSON that programs write. `strange` and `untold` list what is not known about it."""

    def __init__(self, texts: Texts, *, dated: bool = False, nulls: bool = False) -> None:
        self.texts, self.dated, self.nulls = texts, dated, nulls
        self.definitions: dict[str, Schema] = {}
        self.strange: list[str] = []
        self.untold: list[str] = []

    def document(self, name: str, kind: Any) -> Schema:
        """The whole document for values of a type."""
        return self.closed(name, self.of(kind))

    def closed(self, name: str, body: Schema) -> Schema:
        """The document with everything that its definitions refer to."""
        told = str(self.definitions)
        if str(CONDITION) in told:
            self.definitions |= {key: {**self._told(key), **form} for key, form in conditions().items()}
        if str(TARIFF) in told:
            form = {"anyOf": [self.number(AWARD), filled(TARIFF)]}
            self.definitions["Tariff"] = {**self._told("Tariff"), **form}
        head = {"$schema": DRAFT, "$id": f"dutyscore.{name}.schema.json"}
        inner = {"allOf": [body]} if "$ref" in body else body
        return {**head, **self._told(name), **inner, "definitions": dict(sorted(self.definitions.items()))}

    # ------------------------------------------------------------ types

    def number(self, scalar: Schema = NUMBER) -> Schema:
        """A number as it may be written here."""
        return {"anyOf": [scalar, filled(scalar, DAY)]} if self.dated else scalar

    def of(self, kind: Any, notes: tuple[Any, ...] = ()) -> Schema:
        """The schema of a type with what is said about it."""
        if get_origin(kind) is Annotated:
            inner, *said = get_args(kind)
            return self.of(inner, (*said, *notes))
        for note in reversed(notes):  # the outermost has the last word
            if isinstance(note, WithJsonSchema):
                return dict(note.json_schema or {})
            if isinstance(note, PlainValidator):
                return self._read_by(note.func, kind)
            if isinstance(note, BeforeValidator):
                return self._before(note.func, kind, tuple(other for other in notes if other is not note))
        return self._plain(kind)

    def _read_by(self, read: Any, kind: Any) -> Schema:
        if isinstance(read, partial):  # one of some words; beside them perhaps a model
            allowed = words(read.args[0])
            models = [self.of(part) for part in get_args(kind) if _is_model(part)]
            return {"anyOf": [allowed, *models]} if models else allowed
        if read in SCALARS:
            scalar = SCALARS[read]
            return self.number(scalar) if scalar in _NUMBERS else scalar
        form = FORMS.get(read.__name__)
        return form(self) if form else self._anything(read)

    def _before(self, read: Any, kind: Any, notes: tuple[Any, ...]) -> Schema:
        inner = self.of(kind, notes)
        also = ALSO.get(read.__name__)
        if also:
            return {"anyOf": [inner, also(self)]}
        return {"anyOf": [inner["items"], inner]} if inner.get("type") == "array" else self._anything(read)

    def _anything(self, read: Any) -> Schema:
        self.strange.append(f"{read.__module__}.{read.__qualname__}")
        return {}

    def _plain(self, kind: Any) -> Schema:
        origin, args = get_origin(kind), get_args(kind)
        if origin in (Union, UnionType):
            parts = [self.of(part) for part in args if part is not type(None)]
            parts += [{"type": "null"}] if self.nulls and type(None) in args else []
            return parts[0] if len(parts) == 1 else {"anyOf": parts}
        if origin is Literal:
            return {"enum": list(args)}
        if origin in (dict, Mapping):
            return {"type": "object", "additionalProperties": self.of(args[1])}
        if origin in (tuple, list):
            return {"type": "array", "items": self.of(args[0])}
        if _is_model(kind):
            return self.model(kind)
        if is_dataclass(kind):  # a method that is one number
            return self.number(AWARD if kind is Each else NUMBER)
        return dict(_TYPES[kind])

    # ------------------------------------------------------------ models

    def model(self, kind: Any) -> Schema:
        """A reference to the definition of a model, which is made when it is asked for first."""
        name = kind.__name__
        if name not in self.definitions:
            self.definitions[name] = {}  # a model may contain itself
            self.definitions[name] = self._definition(kind, name)
        return {"$ref": f"#/definitions/{name}"}

    def _definition(self, kind: Any, name: str) -> Schema:
        fields = list(self._fields(kind))
        mapping: Schema = {
            "type": "object",
            "properties": {key: self._property(f"{name}.{key}", schema) for key, schema, _ in fields},
            "additionalProperties": False,
        }
        required = [key for key, _, needed in fields if needed]
        mapping |= {"required": required} if required else {}
        short = SHORT.get(name)
        return {**self._told(name), **({"anyOf": [short(self), mapping]} if short else mapping)}

    def _fields(self, kind: Any) -> Iterator[tuple[str, Schema, bool]]:
        """Key, schema, and whether it must be written."""
        if is_typeddict(kind):
            for key, hint in get_type_hints(kind, include_extras=True).items():
                yield key, self.of(hint), key in kind.__required_keys__
            return
        for name, field in kind.model_fields.items():
            yield key_of(name, field), self.of(field.annotation, tuple(field.metadata)), field.is_required()

    def _property(self, key: str, schema: Schema) -> Schema:
        told = self._told(key)
        return {**told, **({"allOf": [schema]} if told and "$ref" in schema else schema)}

    def _told(self, key: str) -> Schema:
        found = self.texts(key)
        if found is None:
            self.untold.append(key)
            return {}
        return {"title": found[0], "description": found[1]}


def _is_model(kind: Any) -> bool:
    return is_typeddict(kind) or (isinstance(kind, type) and issubclass(kind, BaseModel))
