"""Reading a published result: a hostile file until it has been held against its own schema."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from types import UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

from pydantic import WithJsonSchema

from dutyscore.cli.schema_forms import ResultForm
from dutyscore.compare.history import SCHEMA
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.place import Place

LARGEST: Final = 2**29
"""Bytes of the largest file that is read: a result of 200,000 members takes half of it."""
_POSTING = 7


class _TwiceError(ValueError):
    """A key stands twice in one mapping."""


def read_recorded(data: bytes, name: str) -> dict[str, Any] | Diagnostic:
    """The result in a file; a finding says why it is none."""
    if len(data) > LARGEST:
        return _refused(name, "large")
    try:
        form = json.loads(bytes(data), object_pairs_hook=_once)
    except _TwiceError:
        return _refused(name, "twice")
    except (ValueError, RecursionError, MemoryError):
        return _refused(name, "json")
    if not isinstance(form, dict) or form.get("schema") != SCHEMA:
        return _refused(name, "schema")
    misfit = _misfit(form, ResultForm, "") or _inner_misfit(form)
    return _refused(name, "form", misfit) if misfit else form


def _refused(name: str, reason: str, where: str = "") -> Diagnostic:
    return Diagnostic("DS480", Place(name), {"reason": reason, "where": where[:80]})


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise _TwiceError
    return made


def _inner_misfit(form: Mapping[str, Any]) -> str:
    """What types do not say: ids stand once, a posting has its columns."""
    ids = [member["id"] for member in form["members"]]
    if len(set(ids)) != len(ids):
        return "members"
    ledger = form["ledger"] or []
    named = [row["member"] for row in ledger]
    if len(set(named)) != len(named) or (form["ledger"] is not None and set(named) != set(ids)):
        return "ledger"
    if any(len(posting) != _POSTING for row in ledger for posting in row["postings"] or ()):
        return "ledger"
    return ""


def _misfit(value: Any, kind: Any, path: str) -> str:
    """The way to the first part of a value that is not of its type; empty if there is none."""
    origin, args = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _misfit(value, args[0], path) or _said(value, args[1:], path)
    if origin in (Union, UnionType):
        found = [_misfit(value, part, path) for part in args]
        return "" if "" in found else found[0] if value is not None else path
    if origin is Literal:
        return "" if isinstance(value, str) and value in args else path
    if origin is list:
        if not isinstance(value, list):
            return path
        parts = (_misfit(part, args[0], f"{path}[{place}]") for place, part in enumerate(value))
    elif origin is dict:
        if not isinstance(value, dict):
            return path
        parts = (_misfit(part, args[1], f"{path}.{key}") for key, part in value.items())
    elif is_typeddict(kind):
        hints = _hints(kind)
        if not isinstance(value, dict) or not kind.__required_keys__ <= value.keys() <= hints.keys():
            return path or "."
        parts = (_misfit(part, hints[key], f"{path}.{key}" if path else key) for key, part in value.items())
    else:
        fits = value is None if kind is type(None) else type(value) is kind
        return "" if fits else path
    return next((found for found in parts if found), "")


def _said(value: Any, notes: tuple[Any, ...], path: str) -> str:
    """What the schema says about a text beside its type."""
    for note in notes:
        if isinstance(note, WithJsonSchema):
            form = note.json_schema or {}
            if "pattern" in form and not re.search(form["pattern"].replace("$", r"\Z"), value):
                return path
            if "enum" in form and value not in form["enum"]:
                return path
    return ""


_KNOWN: dict[Any, dict[str, Any]] = {}


def _hints(kind: Any) -> dict[str, Any]:
    if kind not in _KNOWN:
        _KNOWN[kind] = get_type_hints(kind, include_extras=True)
    return _KNOWN[kind]
