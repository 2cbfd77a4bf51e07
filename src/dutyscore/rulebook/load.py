"""From the bytes of a rulebook to the rulebook, or to everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from hashlib import sha256
from typing import Any

import yaml
from pydantic import ValidationError

from dutyscore.model.columns import NO_DAY
from dutyscore.model.days import iso
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.exact import parse_factor
from dutyscore.model.frozen import dataclass
from dutyscore.model.written import Path
from dutyscore.rulebook.dated import change_days, dated_values, in_force, path_on
from dutyscore.rulebook.placing import Report, finding
from dutyscore.rulebook.references import check_references
from dutyscore.rulebook.refusals import Refusal, described, refusals, suspicious
from dutyscore.rulebook.schema import Fact, Rulebook
from dutyscore.rulebook.shape import key_of, written_models, written_texts
from dutyscore.rulebook.yaml_node import node_of
from dutyscore.rulebook.yaml_text import Node, YamlText, read_yaml

_DOUBTFUL = ("DS101", "DS110", "DS113", "DS115", "DS116", "DS117", "DS118", "DS121", "DS203")
"""Faults of the text after which nobody knows what their line was meant to say."""


_CHANGING = (
    "exempt", "measures", "categories", "requirements", "totals", "vetoes", "rankings", "standings", "grades", "bands",
    "lists",
)  # fmt: skip
"""Parts of a rulebook in which a number may be written with dates."""
_MOST_CHANGES = 100


@dataclass(frozen=True, slots=True)
class Loaded:
    """`rulebook` is None when any of the findings is an error; of one with dated values it is the last version.
    `versions` are all of them, each with the day from which it holds. `digest` is the SHA-256 of the file's bytes."""

    rulebook: Rulebook | None
    text: YamlText
    findings: tuple[Diagnostic, ...]
    digest: str
    versions: tuple[tuple[int, Rulebook], ...] = ()

    @property
    def short(self) -> str:
        """The digest as outputs show it."""
        return self.digest[:12]


_Versions = tuple[tuple[int, Rulebook], ...]


def load_rulebook(data: bytes, file: str) -> Loaded:
    """Read, validate and resolve a rulebook; never raises about its content."""
    text, versions, refused = _validated(data, file)
    return _resolved(text, versions, refused, sha256(data).hexdigest())


def load_data(content: Any, file: str) -> Loaded:
    """The same for a rulebook that was put together from parts of others and has no text: its places mean nothing."""
    text = YamlText(file, (), node_of(content), ())
    versions, refused = _validate(text)
    return _resolved(text, versions, refused, sha256(repr(content).encode()).hexdigest())


def _resolved(text: YamlText, versions: _Versions, refused: list[Refusal], digest: str) -> Loaded:
    findings = list(text.findings)
    if refused:
        findings += _trusted(text, described(text, refused))
    elif versions:
        findings += _trusted(text, _misread(text, versions[-1][1]))
        for day, rulebook in versions:
            findings += _trusted(text, check_references(rulebook, text, _route(text, day)))
    findings = _sorted(findings)
    if any(found.severity == "error" for found in findings):
        versions = ()
    last = versions[-1][1] if versions else None
    return Loaded(last, text, tuple(findings), digest, versions)


def _validated(data: bytes, file: str) -> tuple[YamlText, _Versions, list[Refusal]]:
    """Texts that the schema refuses are looked at again for marks that the parser took for text."""
    suspects: set[tuple[int, int]] = set()
    text = read_yaml(data, file)
    versions, refused = _validate(text)
    for _ in range(3):
        more = suspicious(text, refused) - suspects
        if not more:
            break
        suspects |= more
        again = read_yaml(data, file, suspects)
        if len(again.findings) == len(text.findings):
            break
        text = again
        versions, refused = _validate(text)
    return text, versions, refused


def _validate(text: YamlText) -> tuple[_Versions, list[Refusal]]:
    """The rulebook as it reads on every day of change, or everything that the schema refuses in any of them."""
    if text.root is None:
        return (), []
    content = text.root.data()
    if text.root.kind != "mapping":
        told = any(found.code == "DS120" for found in text.findings)
        return (), [] if told else [Refusal("DS203", (), {"expected": "mapping"})]
    _name_quantity(content)
    changing = {key: part for key, part in content.items() if key in _CHANGING}
    days = change_days(changing)
    if len(days) > _MOST_CHANGES:
        return (), [Refusal("DS222", (), {"value": str(len(days))})]
    refused = list(_no_numbers(changing)) if days else []
    versions: list[tuple[int, Rulebook]] = []
    for day in days or [NO_DAY]:
        try:
            now = {**content, **in_force(changing, day)} if days else content
            versions.append((day, Rulebook.model_validate(now)))
        except ValidationError as error:
            found = refusals(error, Rulebook)
            refused += [
                each if each.at_key else replace(each, path=path_on(changing, each.path, day)) for each in found
            ]
    return (() if refused else tuple(versions)), refused


def _no_numbers(content: Any) -> Iterator[Refusal]:
    """Only numbers change with the date: a name or a field that does would be another rulebook."""
    for path, values in dated_values(content):
        for day, value in values.items():
            if parse_factor(value) is None and value != "unstated":
                yield Refusal("DS204", (*path, iso(day)), {"value": value})


def _route(text: YamlText, day: int) -> Callable[[Path], Path]:
    """How a path of the version that holds from a day leads through the file."""
    content = text.root.data() if text.root and day != NO_DAY else None
    return lambda path: path if content is None else path_on(content, path, day)


def _name_quantity(content: Any) -> None:
    """A `per_unit` over entries that names no field counts the one that `entries.columns.quantity` names."""
    quantity = _get(content, "entries", "columns", "quantity")
    if not isinstance(quantity, str):
        return
    nodes = list(_values(_get(content, "categories")))
    while nodes:
        node = nodes.pop()
        per_unit = _get(node, "score", "per_unit")
        if isinstance(per_unit, dict) and "of" not in node["score"] and not {"items", "groups"} & node.keys():
            per_unit.setdefault("field", quantity)
        nodes += [*_values(_get(node, "groups")), *_values(_get(node, "items"))]


def _get(content: Any, *keys: str) -> Any:
    for key in keys:
        content = content.get(key) if isinstance(content, dict) else None
    return content


def _values(content: Any) -> Iterable[Any]:
    return content.values() if isinstance(content, dict) else ()


def _trusted(text: YamlText, found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Findings about meaning, except on lines whose text is in doubt: those would be echoes."""
    lines = {fault.place.line for fault in text.findings if fault.code in _DOUBTFUL}
    return [each for each in found if each.place.line not in lines]


def _sorted(findings: list[Diagnostic]) -> list[Diagnostic]:
    """By place; a finding that says the same at the same place once."""
    distinct = {(found.code, found.place, tuple(sorted(found.facts.items()))): found for found in reversed(findings)}
    return sorted(distinct.values(), key=lambda found: (found.place, found.code))


def _misread(text: YamlText, rulebook: Rulebook) -> list[Diagnostic]:
    """Keys under names that only the schema has, and texts that other programs would read as something else."""
    report = Report(text)
    if text.root is None:
        return []
    for path, model, node in written_models(rulebook, text.root):
        for key, _ in node.pairs:
            field = type(model).model_fields.get(key.text) if key.text.endswith("_") else None
            if field is not None:
                right = key_of(key.text, field)
                report.add("DS201", (*path, key.text), at_key=True, fix=right, key=key.text, nearest=right)
        for steps in written_texts(model):
            value = node.at(steps)
            if isinstance(model, Fact) and steps == ("default",):
                continue
            if value.kind == "text" and value.plain and value.text.isascii() and _reads_otherwise(value.text):
                report.add("DS111", (*path, *steps), fix=_quoted(text, value), value=value.text)
    return report.findings


def _quoted(text: YamlText, node: Node) -> str:
    """The line of a text with quotes around the text."""
    line = text.lines[node.line - 1]
    return f'{line[: node.column - 1]}"{node.text}"{line[node.end_column - 1 :]}' if node.line == node.end_line else ""


def _reads_otherwise(text: str) -> bool:
    """Whether YAML 1.1 makes something else of an unquoted text: no, 012, 12:30, 2025.10."""
    if not text:
        return False
    resolvers = yaml.SafeLoader.yaml_implicit_resolvers
    if not any(pattern.match(text) for _, pattern in [*resolvers.get(text[:1], []), *resolvers.get(None, [])]):
        return False
    try:
        return str(yaml.safe_load(text)) != text
    except (ValueError, yaml.YAMLError):
        return True


__all__ = ["Loaded", "finding", "load_rulebook"]
