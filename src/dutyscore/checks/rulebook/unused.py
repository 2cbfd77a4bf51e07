"""DS238: a field, or a fact of the roster, that nothing in the rulebook looks at: clerks would fill it for nothing."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from dutyscore.checks.sight import Sight
from dutyscore.model.condition import Condition
from dutyscore.rulebook.nodes import Keep
from dutyscore.rulebook.schema import Fact, Source

_FREE = {
    "rulebook", "version", "title", "subject", "name", "ref", "aliases", "takes", "why", "tone", "to", "shown", "unit",
    "kind", "type", "choices", "yes", "no", "default", "separator", "entry", "effect",
}  # fmt: skip
"""Texts that name nothing else."""


def check(sight: Sight) -> None:
    rulebook = sight.rulebook
    used = set(_named(rulebook))
    for kind, path, facts in (("field", "fields", rulebook.fields_), ("fact", "roster", rulebook.roster)):
        for name, fact in facts.items():
            if name not in used and not fact.group and not fact.employer:
                sight.report.add("DS238", (path, name), at_key=True, name=name, kind=kind)


def _named(model: BaseModel) -> Iterator[str]:
    """Every word that a rulebook says where a name can stand."""
    for key in type(model).model_fields:
        if key not in _FREE:
            yield from _words(getattr(model, key))


def _words(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Condition):
        yield from value.names()
    elif isinstance(value, Keep):
        yield value.field
    elif isinstance(value, BaseModel):
        if not isinstance(value, Fact | Source):
            yield from _named(value)
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _words(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from _words(inner)
