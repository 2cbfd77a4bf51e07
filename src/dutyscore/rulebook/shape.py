"""What the schema allows where: read off the pydantic models, so that there is no second list of keys."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from dutyscore.model.written import Path, as_text
from dutyscore.rulebook.placing import Steps
from dutyscore.rulebook.yaml_text import Node


def key_of(name: str, field: FieldInfo) -> str:
    """How a field of a model is written in the file."""
    return field.alias or name.rstrip("_")


def keys_at(model: type[BaseModel], steps: Steps) -> tuple[str, ...]:
    """The keys that may stand in the mapping at the steps; empty where any may."""
    types: list[Any] = [model]
    for step in steps:
        inner = [found for kind in types for found in _inside(kind, step)]
        types = inner or types
    models = [kind for kind in types if isinstance(kind, type) and issubclass(kind, BaseModel)]
    return tuple(dict.fromkeys(key_of(name, field) for kind in models for name, field in kind.model_fields.items()))


def _inside(kind: Any, step: str | int) -> list[Any]:
    """The types one step below a type."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        wanted = (step, f"{step}_")
        return [
            each
            for name, field in kind.model_fields.items()
            if key_of(name, field) == step or name in wanted
            for each in _alternatives(field.annotation)
        ]
    if get_origin(kind) is dict:
        return _alternatives(get_args(kind)[1])
    if get_origin(kind) is tuple and isinstance(step, int):
        return _alternatives(get_args(kind)[0])
    return []


def _alternatives(annotation: Any) -> list[Any]:
    """The types that an annotation admits, without what is said about them."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _alternatives(get_args(annotation)[0])
    if origin in (Union, UnionType):
        return [found for part in get_args(annotation) for found in _alternatives(part)]
    return [annotation]


def written_models(model: BaseModel, node: Node, path: Path = ()) -> Iterator[tuple[Path, BaseModel, Node]]:
    """Every mapping of a validated file with the path that leads to it and its place in the file."""
    yield path, model, node
    for name, key, _ in _fields_of(type(model)):
        if name not in model.model_fields_set:
            continue
        value = getattr(model, name)
        for step, each in _below(key, value):
            if isinstance(each, BaseModel):
                inner: Node = node.at(step)
                yield from written_models(each, inner, (*path, *step))


def _below(key: str, value: Any) -> Iterator[tuple[Path, Any]]:
    """A value, or each of its parts, with the steps that lead to it."""
    if isinstance(value, dict):
        yield from (((key, name), each) for name, each in value.items())
    elif isinstance(value, tuple):
        yield from (((key, index), each) for index, each in enumerate(value))
    else:
        yield (key,), value


def written_texts(model: BaseModel) -> Iterator[Path]:
    """Steps below a mapping to every value that the schema takes as text."""
    for name, key, text in _fields_of(type(model)):
        if text and name in model.model_fields_set:
            yield from (step for step, each in _below(key, getattr(model, name)) if isinstance(each, str))


@cache
def _fields_of(model: type[BaseModel]) -> tuple[tuple[str, str, bool], ...]:
    """Name, key and whether it is text (or several), of each field of a model."""
    return tuple(
        (name, key_of(name, field), _is_text(field.annotation, field.metadata) or _are_texts(field.annotation))
        for name, field in model.model_fields.items()
    )


def _are_texts(annotation: Any) -> bool:
    return get_origin(annotation) is tuple and _is_text(get_args(annotation)[0], [])


def _is_text(annotation: Any, metadata: list[Any]) -> bool:
    if any(getattr(note, "func", None) is as_text for note in metadata):
        return True
    if get_origin(annotation) is Annotated:
        return _is_text(str, list(get_args(annotation)[1:]))
    if get_origin(annotation) in (Union, UnionType):
        return any(_is_text(part, []) for part in get_args(annotation))
    return False
