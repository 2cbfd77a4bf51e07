"""What the schema allows where: read off the pydantic models, so that there is no second list of keys."""

from __future__ import annotations

from collections.abc import Iterator
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from dutyscore.model.written import Path, as_text
from dutyscore.rulebook.placing import Steps


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


def written_models(model: BaseModel, path: Path = ()) -> Iterator[tuple[Path, BaseModel]]:
    """Every mapping of a validated file with the path that leads to it."""
    yield path, model
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        here = (*path, key_of(name, field))
        if isinstance(value, BaseModel):
            yield from written_models(value, here)
        elif isinstance(value, dict):
            for key, each in value.items():
                if isinstance(each, BaseModel):
                    yield from written_models(each, (*here, key))
        elif isinstance(value, tuple):
            for index, each in enumerate(value):
                if isinstance(each, BaseModel):
                    yield from written_models(each, (*here, index))


def written_texts(model: BaseModel) -> Iterator[Path]:
    """Steps below a mapping to every value that the schema takes as text."""
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        if isinstance(value, str) and _is_text(field.annotation, field.metadata):
            yield (key_of(name, field),)
        elif isinstance(value, tuple) and _are_texts(field.annotation):
            yield from ((key_of(name, field), index) for index in range(len(value)))


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
