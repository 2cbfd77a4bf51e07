"""What the schema refuses, as findings: pydantic knows where in the data, the text knows where in the file."""

from __future__ import annotations

from dataclasses import field
from typing import Any

from pydantic import BaseModel, ValidationError

from dutyscore.model.codes import CODES
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.frozen import dataclass
from dutyscore.model.written import nearest
from dutyscore.rulebook.placing import Steps, finding, node_at, real_path
from dutyscore.rulebook.shape import keys_at
from dutyscore.rulebook.yaml_text import Node, YamlText

_SHAPES = {
    "model_type": "mapping",
    "model_attributes_type": "mapping",
    "dict_type": "mapping",
    "mapping_type": "mapping",
    "list_type": "list",
    "tuple_type": "list",
}
_AT_KEY = ("DS201", "DS202", "DS207", "DS209")
_MISSHAPEN = ("DS203", "DS204", "DS205", "DS206")


@dataclass(frozen=True, slots=True)
class Refusal:
    """One thing that the schema refuses: code, facts, the path as the schema sees it."""

    code: str
    path: tuple[str | int, ...]
    facts: dict[str, str] = field(default_factory=dict)

    @property
    def at_key(self) -> bool:
        """Whether it is about the last key of the path, whatever stands behind that."""
        return self.code in _AT_KEY


def refusals(error: ValidationError, model: type[BaseModel], before: tuple[str | int, ...] = ()) -> list[Refusal]:
    """Everything that a failed validation complains about."""
    found: list[Refusal] = []
    for detail in error.errors(include_url=False, include_input=False):
        path = (*before, *detail["loc"])
        context: dict[str, Any] = detail.get("ctx", {})
        inner = context.get("error")
        if isinstance(inner, ValidationError):  # a value that a validator read with a model of its own
            found += refusals(inner, model, path)
        else:
            found.append(_refusal(detail["type"], path, context, model))
    return found


def _refusal(kind: str, path: tuple[str | int, ...], context: dict[str, Any], model: type[BaseModel]) -> Refusal:
    if kind in CODES:
        return Refusal(kind, (*path, *context.get("path", ())), dict(context.get("facts", {})))
    if kind == "extra_forbidden":
        key = str(path[-1])
        return Refusal("DS201", path, {"key": key, "nearest": nearest(key, keys_at(model, path[:-1]))})
    if kind == "missing":
        return Refusal("DS202", path[:-1], {"key": str(path[-1]).rstrip("_")})
    return Refusal("DS203", path, {"expected": _SHAPES.get(kind, "text")})


def described(text: YamlText, refused: list[Refusal]) -> list[Diagnostic]:
    """The refusals as findings at their places. A key is not missing where it stands misspelt."""
    misspelt = {(each.path[:-1], each.facts.get("nearest")) for each in refused if each.code == "DS201"}
    return [
        _described(text, each)
        for each in refused
        if each.code != "DS202" or (each.path, each.facts.get("key")) not in misspelt
    ]


def _described(text: YamlText, refusal: Refusal) -> Diagnostic:
    facts = dict(refusal.facts)
    node = node_at(text, refusal.path)
    if refusal.code == "DS203" and node is not None:
        facts["found"] = _shape(text, refusal.path)
    at_key = refusal.at_key or _is_key(text, refusal.path, facts.get("value", ""))
    return finding(text, refusal.code, refusal.path, at_key=at_key, fix=facts.get("nearest", ""), also=(), **facts)


def _shape(text: YamlText, path: Steps) -> str:
    assert text.root is not None
    node = text.root.at(real_path(text.root, path))
    return "nothing" if node.kind == "text" and not node.text else node.kind


def _is_key(text: YamlText, path: Steps, value: str) -> bool:
    """Whether the fault lies in the last key of the path, not in what stands behind it."""
    node = node_at(text, path)
    return bool(path) and bool(value) and path[-1] == value and (node is None or node.text != value)


def suspicious(text: YamlText, refused: list[Refusal]) -> set[tuple[int, int]]:
    """Places of unquoted texts that stand where the schema wants something else."""
    if text.root is None:
        return set()
    nodes = [text.root.at(real_path(text.root, each.path)) for each in refused if each.code in _MISSHAPEN]
    return {(node.line, node.column) for node in nodes if _may_hide_marks(node)}


def _may_hide_marks(node: Node) -> bool:
    return node.kind == "text" and node.plain and any(mark in node.text for mark in ":：，-－［｛【")
